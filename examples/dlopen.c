/* A client that knows no header and is not linked with the library: it finds
   the library when it runs, and asks for each function by name.

   dlopen [LIBRARY]  */

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* A value of any kind, and small integers, which are immediate.  */
typedef void *value;
#define INTEGER(n) ((value) (((intptr_t) (n) << 2) | 2))

static void *library;

static void *
find (const char *name)
{
  void *found = dlsym (library, name);
  if (!found)
    {
      fprintf (stderr, "%s\n", dlerror ());
      exit (1);
    }
  return found;
}

int
main (int argc, char **argv)
{
  library = dlopen (argc > 1 ? argv[1] : "libguilenet.so.0", RTLD_NOW);
  if (!library)
    {
      fprintf (stderr, "%s\n", dlerror ());
      return 1;
    }
  void (*init) (void) = find ("scm_init_guile");
  value (*socketpair) (value, value, value) = find ("scm_socketpair");
  value (*car) (value) = find ("scm_car");
  value (*cdr) (value) = find ("scm_cdr");
  value (*make_bytevector) (size_t) = find ("scm_c_make_bytevector");
  void *(*contents) (value) = find ("SCM_BYTEVECTOR_CONTENTS");
  value (*send) (value, value, value) = find ("scm_send");
  value (*recv) (value, value, value) = find ("scm_recv");
  size_t (*to_size_t) (value) = find ("scm_to_size_t");
  value (*close) (value) = find ("scm_close");

  init ();
  value pair
      = socketpair (INTEGER (AF_UNIX), INTEGER (SOCK_STREAM), INTEGER (0));
  value message = make_bytevector (5), buffer = make_bytevector (100);
  memcpy (contents (message), "hello", 5);
  send (car (pair), message, INTEGER (0));
  size_t count = to_size_t (recv (cdr (pair), buffer, INTEGER (0)));
  printf ("%.*s\n", (int) count, (char *) contents (buffer));
  close (car (pair));
  close (cdr (pair));
  return 0;
}
