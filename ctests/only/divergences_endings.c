/* Where a process ends with its last thread under libguile 3.0.8, its first
   having ended by pthread_exit.  */

#include "divergence.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum
{
  /* Where an act tells which thread is the last.  */
  REPORT = 9
};

static void *
call (void *data)
{
  scm_object_to_string (INT (1), NONE);
  return data;
}

/* A thread's function.  */
static void *
use (void *data)
{
  return scm_with_guile (call, data);
}

/* Another's: waits for the first thread's end, tells who it is, and ends.  */
static void *
be_last (void *first)
{
  pid_t ids[2] = { getpid (), gettid () };
  MUST (!pthread_join (*(pthread_t *) first, NULL));
  MUST (write (REPORT, ids, sizeof ids) == sizeof ids);
  return NULL;
}

static void __attribute__ ((noreturn)) end_first (void)
{
  static pthread_t first;
  pthread_t last;
  first = pthread_self ();
  MUST (!pthread_create (&last, NULL, be_last, &first));
  pthread_exit (NULL);
}

/* Ends as its child does, whose thread has used the library.  */
static void
fork_and_wait (void)
{
  int status;
  use (NULL);
  pid_t child = fork ();
  MUST (child >= 0);
  if (!child)
    {
      pthread_t user;
      MUST (!prctl (PR_SET_PDEATHSIG, SIGKILL));
      MUST (!pthread_create (&user, NULL, use, NULL));
      MUST (!pthread_join (user, NULL));
      end_first ();
    }
  MUST (waitpid (child, &status, 0) == child);
  if (WIFSIGNALED (status))
    raise (WTERMSIG (status));
  exit (WEXITSTATUS (status));
}

static void
act (const char *name)
{
  if (!strcmp (name, "child"))
    fork_and_wait ();
  if (!strcmp (name, "user"))
    use (NULL);
  end_first ();
}

static void (*divergence_act) (const char *name) = act;

static bool
thread_is_there (const pid_t *ids)
{
  char path[60];
  snprintf (path, sizeof path, "/proc/%d/task/%d", ids[0], ids[1]);
  return !access (path, F_OK);
}

/* Whether the process of the act NAME is there after its last thread, or how
   it has ended.  */
static SCM
after_last (const char *name)
{
  int ends[2], status;
  pid_t ids[2];
  MUST (!pipe2 (ends, O_CLOEXEC));
  pid_t pid = fork ();
  MUST (pid >= 0);
  if (!pid)
    {
      MUST (!prctl (PR_SET_PDEATHSIG, SIGKILL));
      MUST (dup2 (ends[1], REPORT) == REPORT);
      execl ("/proc/self/exe", "act", "--act", name, (char *) NULL);
      divergence_die ("execl");
    }
  close (ends[1]);
  MUST (read (ends[0], ids, sizeof ids) == sizeof ids);
  close (ends[0]);
  while (thread_is_there (ids))
    usleep (1000);
  /* Comes too late if the process has begun to end.  */
  kill (ids[0], SIGKILL);
  MUST (waitpid (pid, &status, 0) == pid);
  return WIFSIGNALED (status) ? symbol ("there") : INT (WEXITSTATUS (status));
}

CALL (after_last_of_child, "there", after_last ("child"))
CALL (also_after_last_of_user, "there", after_last ("user"))
