/* spawn ROUNDS PROGRAM...

   Starts each PROGRAM in turn and waits for its end; prints a line a round:
   the nanoseconds of each.  A round before the first is not counted.  */

#include "load.h"

#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static long long
spawn (char *program)
{
  char *arguments[] = { program, NULL };
  pid_t pid;
  int status;
  long long begin = now ();
  CHECK (posix_spawn (&pid, program, NULL, NULL, arguments, environ) == 0);
  CHECK (waitpid (pid, &status, 0) == pid);
  long long taken = now () - begin;
  CHECK (status == 0);
  return taken;
}

int
main (int argc, char **argv)
{
  CHECK (argc > 2);
  for (int round = 0; round <= atoi (argv[1]); round++)
    for (int i = 2; i < argc; i++)
      {
        long long taken = spawn (argv[i]);
        if (round > 0)
          printf ("%lld%c", taken, i < argc - 1 ? ' ' : '\n');
      }
  return 0;
}
