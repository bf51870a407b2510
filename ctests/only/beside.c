/* beside-libguile: libguile works in a process that has libguilenet too,
   whichever of the two the loader met first.  */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *libguile;

static void
fail (const char *what)
{
  const char *why = dlerror ();
  fprintf (stderr, "%s: %s\n", what, why ? why : "failed");
  exit (1);
}

/* NAME as libguile has it.  */
static void *
guile (const char *name)
{
  Dl_info info;
  void *function = dlsym (libguile, name);
  if (!function)
    fail (name);
  if (!dladdr (function, &info) || !strstr (info.dli_fname, "libguile-3.0"))
    fail ("not libguile's");
  return function;
}

static const char program[]
    = "(let* ((pair (socketpair PF_UNIX SOCK_STREAM 0))"
      "       (sent (send (car pair) #vu8(1 2 3)))"
      "       (buffer (make-bytevector 8 0))"
      "       (received (recv! (cdr pair) buffer)))"
      "  (close (car pair))"
      "  (close (cdr pair))"
      "  (gc)"
      "  (+ (* 100 sent) (* 10 received)"
      "     (catch 'wrong-type-arg (lambda () (car 5)) (lambda _ 0))"
      "     (bytevector-u8-ref buffer 2)))";

static void *
run (void *data)
{
  void *(*eval) (const char *) = guile ("scm_c_eval_string");
  int (*to_int) (void *) = guile ("scm_to_int32");
  eval ("(use-modules (rnrs bytevectors))");
  *(int *) data = to_int (eval (program));
  return data;
}

int
main (void)
{
  int result = 0;
  if (!dlopen ("libguilenet.so.0", RTLD_NOW | RTLD_NOLOAD))
    fail ("libguilenet.so.0");
  libguile = dlopen ("libguile-3.0.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (!libguile)
    fail ("libguile-3.0.so.1");
  void *(*with_guile) (void *(*) (void *), void *) = guile ("scm_with_guile");
  if (!with_guile (run, &result) || result != 333)
    {
      fprintf (stderr, "libguile computed %d, not 333\n", result);
      return 1;
    }
  return 0;
}
