/* A forked child whose core cannot start, for want of address space or of
   threads, lives on: the call raises system-error with its name and errno, and
   the next call works if the limit is gone by then.  Whatever the limit,
   either the core starts or the call raises; the process never dies of it.  */

#define _GNU_SOURCE
#include "only.h"

#include <errno.h>
#include <sys/resource.h>

enum
{
  MIB = 1 << 20,
  /* More than a start takes, of either.  */
  MEMORY_MAX = 2048,
  THREADS_MAX = 24
};

static void
set_limit (int resource, rlim_t soft)
{
  struct rlimit limit;
  assert (!getrlimit (resource, &limit));
  limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
  assert (!setrlimit (resource, &limit));
}

static SCM
reverse (void *list)
{
  return scm_reverse (list);
}

static int
is_reversed (SCM x)
{
  return scm_is_pair (x) && scm_is_eq (scm_car (x), INT (2));
}

/* Whether RAISED is what scm_reverse raises for ERROR.  */
static int
is_raised (SCM raised, int error)
{
  char expected[100];
  snprintf (expected, sizeof expected,
            "(system-error \"reverse\" \"~A\" (\"%s\") (%d))",
            strerror (error), error);
  char *text = scm_to_utf8_string (scm_object_to_string (raised, NONE));
  int same = !strcmp (text, expected);
  free (text);
  return same;
}

/* The first call of this process, under a limit that is lifted if it is too
   narrow.  The process ends with 0 if the core started, else with the errno
   that was raised.  */
static void __attribute__ ((noreturn)) first_call (int resource, rlim_t limit)
{
  SCM list = scm_list_2 (INT (1), INT (2));
  uint64_t cores = stats_now ().core_generation;
  alarm (60);
  set_limit (resource, limit);
  SCM first = outcome (reverse, list);
  int started = is_reversed (first);
  assert (stats_now ().core_generation == cores + started);
  if (!started)
    set_limit (resource, RLIM_INFINITY);
  for (int i = 0; i < 1000; i++)
    assert (is_reversed (outcome (reverse, list)));
  assert (stats_now ().core_generation == cores + 1);
  if (started)
    _exit (0);
  assert (is_raised (first, ENOMEM) || is_raised (first, EAGAIN));
  _exit (is_raised (first, ENOMEM) ? ENOMEM : EAGAIN);
}

/* How CHILD ended: 0, ENOMEM or EAGAIN.  */
static int
ending (pid_t child)
{
  int status;
  assert (child > 0 && waitpid (child, &status, 0) == child);
  int end = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
  if (end && end != ENOMEM && end != EAGAIN)
    fprintf (stderr, "wait status %x\n", status);
  assert (end == 0 || end == ENOMEM || end == EAGAIN);
  return end;
}

/* What comes of a child that may have MIB more address space than it has.  */
static int
with_memory (int mib)
{
  long pages;
  pid_t child = fork ();
  if (child)
    return ending (child);
  FILE *file = fopen ("/proc/self/statm", "r");
  assert (file && fscanf (file, "%ld", &pages) == 1 && !fclose (file));
  first_call (RLIMIT_AS, pages * sysconf (_SC_PAGESIZE) + (rlim_t) mib * MIB);
}

/* What comes of a child of a user without any other process, who may have
   COUNT threads.  */
static int
with_threads (int count)
{
  pid_t child = fork ();
  if (child)
    return ending (child);
  assert (!setuid (20000 + getpid () % 40000));
  first_call (RLIMIT_NPROC, count);
}

int
main (void)
{
  alarm (110);
  scm_reverse (SCM_EOL);
  assert (with_memory (8) == ENOMEM);
  for (int mib = 8; mib < MEMORY_MAX; mib += 40)
    with_memory (mib);
  assert (with_memory (MEMORY_MAX) == 0);
  if (geteuid ())
    {
      puts ("limits of threads: not tried, for want of privilege");
      return 0;
    }
  assert (with_threads (1) == EAGAIN);
  for (int count = 2; count < THREADS_MAX; count++)
    with_threads (count);
  assert (with_threads (THREADS_MAX) == 0);
  return 0;
}
