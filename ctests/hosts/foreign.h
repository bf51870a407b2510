/* What the tests of the foreign contract share.  They are not linked with the
   library, and have all of it by name.  */

#ifndef FOREIGN_H
#define FOREIGN_H

#include <assert.h>
#include <dlfcn.h>
#include <guilenet.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

/* Values that are words of their own.  */
#define INT(n) ((SCM) ((intptr_t) (n) *4 + 2))
#define FALSE ((SCM) 0x4)
#define EMPTY ((SCM) 0x304)
#define TRUE ((SCM) 0x404)
#define UNSPECIFIED ((SCM) 0x804)
#define UNDEFINED ((SCM) 0x904)

static void *library;

static inline void *
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

/* The function NAME of the library.  Not for those that its header says do not
   return.  */
#define F(name) ((__typeof__ (name) *) find (#name))

static inline void
load (int argc, char **argv)
{
  assert (argc == 2);
  library = dlopen (argv[1], RTLD_NOW);
  if (!library)
    {
      fprintf (stderr, "%s\n", dlerror ());
      exit (1);
    }
}

static inline uint64_t
references (void)
{
  struct guilenet_stats stats;
  F (guilenet_stats) (&stats);
  return stats.references;
}

static inline bool
is_handle (SCM x)
{
  return (uintptr_t) x >> 56 == 0xa5;
}

/* VALUE as scm_object_to_string prints it, to be freed; whatever the contract,
   it leaves no reference behind.  */
static inline char *
text_of (SCM value)
{
  SCM string = F (scm_object_to_string) (value, UNDEFINED);
  char *text = F (scm_to_utf8_string) (string);
  F (guilenet_release) (string);
  return text;
}

/* Whether the thread's last call failed with what TEXT says; NULL: whether it
   did not fail.  */
static inline bool
failed_with (const char *text)
{
  SCM error = F (guilenet_last_error) ();
  if (!is_handle (error))
    return !text && error == FALSE;
  char *is = text_of (error);
  bool same = text && !strcmp (is, text);
  if (!same)
    fprintf (stderr, "last error %s, not %s\n", is, text ? text : "none");
  free (is);
  F (guilenet_release) (error);
  return same;
}

/* A call that fails.  */
#define NOT_A_PAIR                                                            \
  "(wrong-type-arg \"car\" \"Wrong type (expecting ~A): ~S\" (\"pair\" 5) "   \
  "(5))"

static inline void
fail (void)
{
  assert (F (scm_car) (INT (5)) == UNDEFINED && failed_with (NOT_A_PAIR));
}

/* Runs BODY (DATA) in a new thread.  */
static inline void
in_thread (void *(*body) (void *), void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, body, data));
  assert (!pthread_join (thread, NULL));
}

/* Waits for CHILD, which must end with status 0.  */
static inline void
reap (pid_t child)
{
  int status;
  assert (child > 0 && waitpid (child, &status, 0) == child);
  if (status)
    {
      fprintf (stderr, "a child's wait status: %x\n", status);
      exit (1);
    }
}

#endif
