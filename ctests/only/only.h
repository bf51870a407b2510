/* What several of these tests use.  */

#ifndef ONLY_H
#define ONLY_H

#include <assert.h>
#include <guilenet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define INT(n) scm_from_int (n)
#define NONE SCM_UNDEFINED

/* Waits for CHILD, which must end with status 0.  */
static inline void
reap (const char *name, pid_t child)
{
  int status;
  assert (child > 0 && waitpid (child, &status, 0) == child);
  if (status)
    {
      fprintf (stderr, "%s: wait status %x\n", name, status);
      exit (1);
    }
}

/* In a new process: runs BODY (DATA), and no longer than a minute.  */
static inline void
be_child (void (*body) (void *), void *data)
{
  alarm (60);
  body (data);
  _exit (0);
}

static inline void
in_child (const char *name, void (*body) (void *), void *data)
{
  pid_t child = fork ();
  if (!child)
    be_child (body, data);
  reap (name, child);
}

static inline SCM
keep_condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

/* What BODY (DATA) raises, (KEY . ARGS), or else its value.  */
static inline SCM
outcome (scm_t_catch_body body, void *data)
{
  return scm_internal_catch (SCM_BOOL_T, body, data, keep_condition, NULL);
}

static inline struct guilenet_stats
stats_now (void)
{
  struct guilenet_stats stats;
  guilenet_stats (&stats);
  return stats;
}

#endif
