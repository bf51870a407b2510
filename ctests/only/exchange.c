/* no-link: a client that knows no header of the library's.  It opens the
   library at run time, looks up what it needs, knows the words of immediates
   that the API promises, and exchanges bytes with itself over TCP.  */

#include <assert.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef uintptr_t value;

enum
{
  FALSE = 0x4,
  TRUE = 0x404,
  UNSPECIFIED = 0x804,
  UNDEFINED = 0x904,
  SIZE = 4096
};

static value (*scm_socket) (value family, value style, value protocol);
static value (*scm_bind) (value, value family, value address, value args);
static value (*scm_listen) (value, value backlog);
static value (*scm_connect) (value, value family, value address, value args);
static value (*scm_accept) (value);
static value (*scm_getsockname) (value);
static value (*scm_getpeername) (value);
static value (*scm_c_vector_ref) (value, size_t);
static value (*scm_list_1) (value);
static value (*scm_car) (value);
static value (*scm_cdr) (value);
static value (*scm_c_make_bytevector) (size_t);
static signed char *(*SCM_BYTEVECTOR_CONTENTS) (value);
static value (*scm_send) (value, value message, value flags);
static value (*scm_recv) (value, value buffer, value flags);
static value (*scm_shutdown) (value, value how);
static value (*scm_close_port) (value);
static value (*scm_internal_catch) (value tag, value (*body) (void *), void *,
                                    value (*handler) (void *, value, value),
                                    void *);
static value *scm_system_error_key;

static const struct
{
  const char *name;
  void *pointer;
} names[] = {
#define NAME(function)                                                        \
  {                                                                           \
    .name = #function, .pointer = &function                                   \
  }
  NAME (scm_socket),
  NAME (scm_bind),
  NAME (scm_listen),
  NAME (scm_connect),
  NAME (scm_accept),
  NAME (scm_getsockname),
  NAME (scm_getpeername),
  NAME (scm_c_vector_ref),
  NAME (scm_list_1),
  NAME (scm_car),
  NAME (scm_cdr),
  NAME (scm_c_make_bytevector),
  NAME (SCM_BYTEVECTOR_CONTENTS),
  NAME (scm_send),
  NAME (scm_recv),
  NAME (scm_shutdown),
  NAME (scm_close_port),
  NAME (scm_internal_catch),
  NAME (scm_system_error_key),
};

static void
open_library (const char *path)
{
  void *library = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (!library)
    fprintf (stderr, "%s\n", dlerror ());
  assert (library);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    {
      void *found = dlsym (library, names[i].name);
      if (!found)
        fprintf (stderr, "%s\n", dlerror ());
      assert (found);
      memcpy (names[i].pointer, &found, sizeof found);
    }
}

static value
fixnum (intptr_t n)
{
  return (value) n << 2 | 2;
}

static intptr_t
number (value v)
{
  assert ((v & 3) == 2);
  return (intptr_t) v >> 2;
}

/* Handles end in 000, and look like no pointer.  */
static value
handle (value v)
{
  assert ((v & 7) == 0 && v >> 56 != 0);
  return v;
}

static value
new_socket (void)
{
  return handle (
      scm_socket (fixnum (AF_INET), fixnum (SOCK_STREAM), fixnum (0)));
}

/* Sends SIZE bytes that begin with FIRST, and checks each as it arrives.  */
static void
pass (value from, value to, int first)
{
  value message = handle (scm_c_make_bytevector (SIZE));
  value buffer = handle (scm_c_make_bytevector (SIZE));
  signed char *sent = SCM_BYTEVECTOR_CONTENTS (message);
  signed char *got = SCM_BYTEVECTOR_CONTENTS (buffer);
  for (int i = 0; i < SIZE; i++)
    sent[i] = (signed char) (first + i * 7);
  assert (number (scm_send (from, message, UNDEFINED)) == SIZE);
  for (int all = 0, n; all < SIZE; all += n)
    {
      memset (got, 0, SIZE);
      n = number (scm_recv (to, buffer, fixnum (0)));
      assert (n > 0 && all + n <= SIZE);
      for (int i = 0; i < n; i++)
        assert (got[i] == (signed char) (first + (all + i) * 7));
    }
}

static value
send_once_more (void *sock)
{
  return scm_send (*(value *) sock, scm_c_make_bytevector (1), fixnum (0));
}

static value
note_key (void *key, value raised, value args)
{
  *(value *) key = raised;
  return args;
}

int
main (int argc, char **argv)
{
  assert (argc == 2);
  alarm (60);
  open_library (argv[1]);

  value local = fixnum (INADDR_LOOPBACK), server = new_socket ();
  assert (scm_bind (server, fixnum (AF_INET), local, scm_list_1 (fixnum (0)))
          == UNSPECIFIED);
  assert (scm_listen (server, fixnum (1)) == UNSPECIFIED);
  value address = handle (scm_getsockname (server));
  assert (scm_c_vector_ref (address, 0) == fixnum (AF_INET));
  assert (scm_c_vector_ref (address, 1) == local);
  value port = scm_c_vector_ref (address, 2);
  assert (number (port) > 0 && number (port) < 65536);

  value client = new_socket ();
  assert (scm_connect (client, fixnum (AF_INET), local, scm_list_1 (port))
          == TRUE);
  value taken = handle (scm_accept (server));
  value peer = handle (scm_car (taken));
  assert (scm_c_vector_ref (scm_cdr (taken), 2)
          == scm_c_vector_ref (scm_getsockname (client), 2));
  assert (scm_c_vector_ref (scm_getpeername (client), 2) == port);

  pass (client, peer, 1);
  pass (peer, client, 2);
  assert (scm_shutdown (client, fixnum (1)) == UNSPECIFIED);
  assert (scm_recv (peer, scm_c_make_bytevector (1), UNDEFINED) == fixnum (0));

  value key = 0;
  value args
      = scm_internal_catch (TRUE, send_once_more, &client, note_key, &key);
  assert (key == *scm_system_error_key && handle (args));

  assert (scm_close_port (client) == TRUE);
  assert (scm_close_port (client) == FALSE);
  assert (scm_close_port (peer) == TRUE);
  assert (scm_close_port (server) == TRUE);
  return 0;
}
