/* What the tests of sockets share: sockets on the loopback interface and in a
   directory of their own, and calls whose labels and results hide what differs
   from run to run.  Ports are chosen by the kernel and print as "port".  */

#ifndef LOOPBACK_H
#define LOOPBACK_H

#include "apply.h"
#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))
#define INT(number) scm_from_int (number)
#define NONE SCM_UNDEFINED
/* 2^192, more than any argument may be.  */
#define HUGE_INT check_samples[16]
#define LOOPBACK scm_from_uint32 (INADDR_LOOPBACK)

/* A call of one of the entries, with what it takes.  */
struct call
{
  const char *name;
  SCM (*function) ();
  int count;
  SCM args[5];
  SCM value;
};
#define CALL_OF(function_, ...)                                               \
  {                                                                           \
    .name = #function_, .function = (SCM (*) ()) function_,                   \
    .count = CHECK_COUNT (__VA_ARGS__),                                       \
    .args                                                                     \
        = { __VA_ARGS__ }                                                     \
  }

/* The port that port_of gave last.  */
static int known_port = -1;

/* VALUE with its ports replaced: the third element of an internet address, the
   known port in a list, an address in a pair.  */
static inline SCM
masked (SCM value)
{
  if (known_port >= 0 && scm_is_signed_integer (value, 0, 65535)
      && scm_to_int (value) == known_port)
    return check_symbol ("port");
  if (scm_is_pair (value))
    {
      SCM first = masked (scm_car (value)), rest = masked (scm_cdr (value));
      return scm_cons (first, rest);
    }
  if (!scm_is_vector (value) || scm_c_vector_length (value) < 3)
    return value;
  SCM family = scm_c_vector_ref (value, 0), port = scm_c_vector_ref (value, 2);
  if (!scm_is_eq (family, INT (AF_INET))
      && !scm_is_eq (family, INT (AF_INET6)))
    return value;
  if (!scm_is_signed_integer (port, 1024, 65534))
    return value;
  value = scm_vector (scm_vector_to_list (value));
  scm_c_vector_set_x (value, 2, check_symbol ("port"));
  return value;
}

static inline SCM
call_apply (void *data)
{
  struct call *c = data;
  c->value = apply_to (c->function, c->count, c->args);
  return masked (c->value);
}

/* Makes the call C, prints it and what came of it with ports masked, and gives
   its value, or NONE if it raised.  */
static inline SCM
call (struct call *c)
{
  char *label = NULL;
  size_t size;
  FILE *out = open_memstream (&label, &size);
  fputs (c->name, out);
  for (int i = 0; i < c->count; i++)
    {
      char *text = check_written (masked (c->args[i]));
      fprintf (out, " %s", text);
      free (text);
    }
  fclose (out);
  c->value = NONE;
  check_body (label, call_apply, c);
  free (label);
  return c->value;
}
#define CALL(function, ...)                                                   \
  call (&(struct call) CALL_OF (function, __VA_ARGS__))

/* The same without the arguments, where they are long.  */
static inline SCM
call_briefly (struct call *c)
{
  c->value = NONE;
  check_body (c->name, call_apply, c);
  return c->value;
}

/* C with each of its arguments in turn, from the one at FIRST on, replaced by
   every sample.  SKIP, if not NULL, says which are left out.  */
static inline void
wrong_arguments (const struct call *c, int first,
                 int (*skip) (const struct call *c, int at, SCM sample))
{
  for (int at = first; at < c->count; at++)
    for (int i = 0; i < CHECK_SAMPLES; i++)
      {
        struct call bad = *c;
        bad.args[at] = check_samples[i];
        if (!skip || !skip (c, at, check_samples[i]))
          call (&bad);
      }
}

/* Standard input is a file, also in a program that was started without.  */
__attribute__ ((constructor)) static void
open_input (void)
{
  if (fcntl (0, F_GETFD) < 0 && open ("/dev/null", O_RDONLY) != 0)
    check_die ("/dev/null");
}

/* A bytevector of SIZE bytes of 46, where what is received goes.  */
static inline SCM
new_buffer (int size)
{
  return scm_make_bytevector (INT (size), INT ('.'));
}

/* A new socket; fails the test without one.  */
static inline SCM
new_socket (int family, int style)
{
  SCM sock = QUIET (scm_socket, INT (family), INT (style), INT (0));
  if (!SCM_PORTP (sock))
    check_die ("socket");
  return sock;
}

/* A connected pair.  */
static inline void
new_pair (int style, SCM *a, SCM *b)
{
  SCM pair = QUIET (scm_socketpair, INT (AF_UNIX), INT (style), INT (0));
  if (!scm_is_pair (pair))
    check_die ("socketpair");
  *a = scm_car (pair);
  *b = scm_cdr (pair);
}

static inline void
close_all (SCM a, SCM b, SCM c)
{
  SCM ports[] = { a, b, c };
  for (size_t i = 0; i < LENGTH (ports); i++)
    if (SCM_PORTP (ports[i]))
      QUIET (scm_close_port, ports[i]);
}

static inline int
descriptor (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

static inline void
set_blocking (SCM port, int on)
{
  QUIET (scm_fcntl, port, INT (F_SETFL), INT (on ? 0 : O_NONBLOCK));
}

/* A socket whose descriptor was closed behind its back; and the end of it.  */
static inline SCM
new_orphan (void)
{
  SCM sock = new_socket (AF_UNIX, SOCK_DGRAM);
  close (descriptor (sock));
  return sock;
}

static inline void
bury (SCM orphan)
{
  dup2 (0, descriptor (orphan));
  QUIET (scm_close_port, orphan);
}

/* What kind of port PORT is, and its descriptor's flags.  */
static inline void
describe (const char *label, SCM port)
{
  char text[200];
  if (!SCM_PORTP (port))
    return;
  int fd = descriptor (port);
  snprintf (text, sizeof text,
            "port %d file %d input %d output %d file port %d closed %d"
            " cloexec %d nonblock %d",
            scm_is_true (scm_port_p (port)),
            scm_is_true (scm_file_port_p (port)), SCM_OPINPORTP (port),
            SCM_OPOUTPORTP (port), SCM_OPFPORTP (port),
            scm_is_true (scm_port_closed_p (port)),
            !!(fcntl (fd, F_GETFD) & FD_CLOEXEC),
            !!(fcntl (fd, F_GETFL) & O_NONBLOCK));
  check_say_text (label, text);
}

/* Waits until PORT's descriptor has one of EVENTS: what a peer on the same
   machine has sent may still be on its way.  */
static inline void
await (SCM port, short events)
{
  struct pollfd one = { descriptor (port), events, 0 };
  if (poll (&one, 1, 10000) != 1)
    check_die ("poll");
}

/* Waits until SIZE bytes can be read from PORT, a stream.  */
static inline void
await_bytes (SCM port, size_t size)
{
  char buffer[64];
  if (recv (descriptor (port), buffer, size, MSG_PEEK | MSG_WAITALL)
      != (ssize_t) size)
    check_die ("recv");
}

/* A socket of FAMILY bound to a port of its own on loopback.  */
static inline SCM
new_bound (int family, int style)
{
  SCM sock = new_socket (family, style);
  SCM address = family == AF_INET ? LOOPBACK : INT (1);
  QUIET (scm_bind, sock, INT (family), address, scm_list_1 (INT (0)));
  return sock;
}

static inline SCM
new_listener (int family)
{
  SCM sock = new_bound (family, SOCK_STREAM);
  QUIET (scm_listen, sock, INT (5));
  return sock;
}

static inline SCM
address_of (SCM sock)
{
  return QUIET (scm_getsockname, sock);
}

/* The port to which SOCK is bound, from now on printed as "port".  */
static inline SCM
port_of (SCM sock)
{
  SCM port = scm_c_vector_ref (address_of (sock), 2);
  known_port = scm_to_int (port);
  return port;
}

/* A connection over TCP: *CLIENT has connected to *SERVER's listener.  */
static inline void
new_connection (int family, SCM *client, SCM *server)
{
  SCM listener = new_listener (family);
  *client = new_socket (family, SOCK_STREAM);
  QUIET (scm_connect, *client, address_of (listener), NONE, SCM_EOL);
  *server = scm_car (QUIET (scm_accept, listener));
  close_all (listener, SCM_BOOL_F, SCM_BOOL_F);
}

static inline SCM
bytes (const char *text)
{
  return check_bytes (text, strlen (text));
}

/* Receives into a buffer of SIZE bytes, and prints what is in it then.  */
static inline void
receive (SCM sock, int size, SCM flags)
{
  SCM buffer = new_buffer (size);
  CALL (scm_recv, sock, buffer, flags);
  check_say ("  buffer", buffer);
}

/* The same with scm_recvfrom and a region.  Gives its value.  */
static inline SCM
receive_from (SCM sock, int size, SCM flags, SCM start, SCM end)
{
  SCM buffer = new_buffer (size);
  SCM got = CALL (scm_recvfrom, sock, buffer, flags, start, end);
  check_say ("  buffer", buffer);
  return got;
}

/* Goes to a new directory, so that Unix addresses can be short relative paths,
   the same in every run; and removes it, with all that BODY left in it.  */
static inline void
in_new_directory (void (*body) (void))
{
  char path[512], command[600];
  const char *root = getenv ("TMPDIR");
  snprintf (path, sizeof path, "%s/guilenet-XXXXXX", root ? root : "/tmp");
  if (!mkdtemp (path) || chdir (path) < 0)
    check_die ("mkdtemp");
  body ();
  snprintf (command, sizeof command, "rm -rf '%s'", path);
  if (chdir ("/") < 0 || system (command) != 0)
    check_die ("rm");
}

/* A port that is closed, two that are no sockets, and one without a
   descriptor, which the caller buries.  */
#define WRONG_PORTS 4
static inline void
make_wrong_ports (SCM *ports)
{
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  ports[0] = closed;
  ports[1] = scm_current_output_port ();
  ports[2] = scm_current_input_port ();
  ports[3] = new_orphan ();
}

#endif
