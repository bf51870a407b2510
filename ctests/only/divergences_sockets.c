/* Where libguile 3.0.8 is wrong about sockets, their options among them, or
   the manual says otherwise.  */

#include "divergence_sockets.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>

#define NO_LONG OUT_OF_RANGE ("0", MAX64, "-1")
#define NO_UINT OUT_OF_RANGE ("0", MAX32, "4294967296")
#define TWO_TO_32 INT (1L << 32)

static SCM
one_byte (void)
{
  return bytes ("a", 1);
}

/* A socket for calls that are refused before they use it.  */
static SCM
any_socket (void)
{
  return new_socket (AF_INET, SOCK_DGRAM);
}

static SCM
receive (SCM flags, SCM start, SCM end)
{
  return scm_recvfrom (any_socket (), one_byte (), flags, start, end);
}

static SCM
send_to_port_9 (SCM sock, SCM flags)
{
  return scm_sendto (sock, one_byte (), INT (AF_INET), LOOPBACK,
                     scm_list_2 (INT (9), flags));
}

static SCM
send_to_object (SCM sock, SCM flags)
{
  SCM to = scm_make_socket_address (INT (AF_INET), LOOPBACK,
                                    scm_list_1 (INT (9)));
  return scm_sendto (sock, one_byte (), to, flags, SCM_EOL);
}

CALL (minimum_recvfrom_flags, NO_LONG, receive (INT (-1), NONE, NONE))
CALL (minimum_recvfrom_start, NO_LONG, receive (NONE, INT (-1), NONE))
CALL (minimum_recvfrom_end, NO_LONG, receive (NONE, NONE, INT (-1)))
CALL (minimum_sendto_flags, NO_LONG, send_to_port_9 (any_socket (), INT (-1)))
CALL (minimum_sendto_flags_object, NO_LONG,
      send_to_object (any_socket (), INT (-1)))

/* Flags of more than 32 bits.  */

CALL (flags_recvfrom, OUT_OF_RANGE ("0", MAX32, "4294967360"),
      receive (INT ((1L << 32) + MSG_DONTWAIT), NONE, NONE))
CALL (flags_sendto, NO_UINT, send_to_port_9 (any_socket (), TWO_TO_32))
CALL (flags_sendto_object, NO_UINT, send_to_object (any_socket (), TWO_TO_32))

/* A closed port's descriptor may be another file by now.  */

#define CLOSED                                                                \
  WRONG_TYPE_EXPECTING ("sendto", "1", "open file port", "#<closed: file >")

static SCM
closed (void)
{
  SCM sock = any_socket ();
  scm_close_port (sock);
  return sock;
}

CALL (closed_sendto, CLOSED, send_to_port_9 (closed (), INT (0)))
CALL (closed_sendto_object, CLOSED, send_to_object (closed (), INT (0)))

/* A Unix listener whose queue is full: it has room for one that waits.  */

struct full
{
  SCM listener, waiting, address;
};

static struct full
new_full (void)
{
  struct full f = { .listener = new_socket (AF_UNIX, SOCK_STREAM),
                    .waiting = new_socket (AF_UNIX, SOCK_STREAM) };
  char path[] = "/tmp/guilenet-XXXXXX/socket", *slash = strrchr (path, '/');
  *slash = 0;
  MUST (mkdtemp (path));
  *slash = '/';
  f.address = scm_make_socket_address (INT (AF_UNIX),
                                       scm_from_locale_string (path), SCM_EOL);
  scm_bind (f.listener, f.address, NONE, NONE);
  scm_listen (f.listener, INT (0));
  scm_connect (f.waiting, f.address, NONE, NONE);
  return f;
}

static void
end_full (struct full *f)
{
  char *path = scm_to_locale_string (scm_c_vector_ref (f->address, 1));
  close_both (f->listener, f->waiting);
  unlink (path);
  *strrchr (path, '/') = 0;
  rmdir (path);
  free (path);
}

struct connection
{
  SCM sock, to;
};

static SCM
make_connection (void *data)
{
  struct connection *c = data;
  return scm_connect (c->sock, c->to, NONE, NONE);
}

static SCM
condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

/* Connects a socket of STYLE, and cleans up whatever comes of it.  */
static SCM
connect_to (struct full *f, int style)
{
  struct connection c = { new_socket (AF_UNIX, style), f->address };
  SCM result
      = scm_internal_catch (SCM_BOOL_T, make_connection, &c, condition, NULL);
  scm_close_port (c.sock);
  end_full (f);
  return result;
}

CASE (full_queue, "#f")
{
  struct full f = new_full ();
  return connect_to (&f, SOCK_STREAM | SOCK_NONBLOCK);
}

/* Returns when the first thread sleeps.  */
static void
await_sleep (void)
{
  char state[200] = "", path[60];
  snprintf (path, sizeof path, "/proc/self/task/%d/stat", (int) getpid ());
  while (!strstr (state, ") S"))
    {
      int fd = open (path, O_RDONLY);
      MUST (fd >= 0 && read (fd, state, sizeof state - 1) > 0);
      close (fd);
    }
}

/* A connect that a signal interrupts while it waits.  The signal's handler
   makes room for it.  */

static volatile sig_atomic_t listening;

static void
take_one (int sig)
{
  (void) sig;
  close (accept (listening, NULL, NULL));
}

static void *
interrupt (void *first_thread)
{
  await_sleep ();
  pthread_kill (*(pthread_t *) first_thread, SIGUSR1);
  return NULL;
}

CASE (interrupted_connect, "#t")
{
  struct full f = new_full ();
  struct sigaction action = { .sa_handler = take_one };
  pthread_t other, self = pthread_self ();
  listening = descriptor (f.listener);
  MUST (!sigaction (SIGUSR1, &action, NULL));
  MUST (!pthread_create (&other, NULL, interrupt, &self));
  SCM result = connect_to (&f, SOCK_STREAM);
  pthread_join (other, NULL);
  return result;
}

/* A peer that is gone raises a condition and kills nobody.  */

#define BROKEN(subr) SYSTEM_ERROR (subr, "Broken pipe", "32")

/* SIGPIPE ends a process that has not said otherwise.  */
static void
default_sigpipe (void)
{
  sigset_t pipe;
  signal (SIGPIPE, SIG_DFL);
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_UNBLOCK, &pipe, NULL);
}

static SCM
broken (void)
{
  SCM a, b;
  default_sigpipe ();
  new_pair (SOCK_STREAM, &a, &b);
  scm_close_port (b);
  return a;
}

CALL (broken_send, BROKEN ("send"), scm_send (broken (), one_byte (), NONE))
CASE (broken_sendto, BROKEN ("sendto"))
{
  /* For want of a connection.  */
  default_sigpipe ();
  return send_to_port_9 (new_socket (AF_INET, SOCK_STREAM), INT (0));
}
CALL (broken_display, BROKEN ("fport_write"),
      scm_display (text ("a"), broken ()))
CALL (broken_format, BROKEN ("fport_write"),
      scm_simple_format (broken (), text ("~A"), scm_list_1 (INT (1))))

/* What libguile has for itself, or for the compiler only.  */

CALL (exported_accept4, "#t",
      scm_from_bool (dlsym (RTLD_DEFAULT, "scm_accept4") != NULL))
CALL (exported_macro, "#t",
      scm_from_bool (dlsym (RTLD_DEFAULT, "scm_is_eq") != NULL))

/* A thread that waits in scm_recvfrom does not keep others from calls, or from
   being the one that it waits for.  */

static SCM sending;

static void *
make_and_send (void *data)
{
  SCM list = SCM_EOL;
  for (int i = 0; i < 1000; i++)
    list = scm_cons (scm_number_to_string (INT (i), NONE), list);
  scm_send (sending, one_byte (), NONE);
  return data;
}

static void *
other_thread (void *receiver)
{
  await_sleep ();
  return scm_with_guile (make_and_send, receiver);
}

CASE (also_recvfrom_threads, "(1 . #f)")
{
  SCM receiving;
  pthread_t other;
  new_pair (SOCK_STREAM, &receiving, &sending);
  MUST (!pthread_create (&other, NULL, other_thread, NULL));
  SCM got = scm_recvfrom (receiving, one_byte (), NONE, NONE, NONE);
  pthread_join (other, NULL);
  close_both (receiving, sending);
  return got;
}
