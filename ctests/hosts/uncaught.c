/* A forked child that cannot have a core, and does not catch what the call
   raises, ends as by any condition: with a message and exit status 1.  */

#include "../only/only.h"

#include <sys/resource.h>

static void
allow_no_memory (void)
{
  struct rlimit limit;
  assert (!getrlimit (RLIMIT_AS, &limit));
  limit.rlim_cur = 1;
  assert (!setrlimit (RLIMIT_AS, &limit));
}

int
main (void)
{
  char text[200] = "";
  int fds[2], status;
  ssize_t got, size = 0;
  alarm (60);
  assert (!pipe (fds));
  /* The thread's record is there before memory is not.  */
  scm_cons (SCM_EOL, SCM_EOL);
  pid_t child = fork ();
  if (!child)
    {
      alarm (60);
      dup2 (fds[1], 2);
      allow_no_memory ();
      scm_reverse (SCM_EOL);
      _exit (0);
    }
  close (fds[1]);
  while ((got = read (fds[0], text + size, sizeof text - 1 - size)) > 0)
    size += got;
  assert (waitpid (child, &status, 0) == child);
  printf ("status %x, %s", status, text);
  return !(WIFEXITED (status) && WEXITSTATUS (status) == 1
           && !strcmp (text, "guile: uncaught exception:\nsystem-error\n"));
}
