/* instructions COUNT OBJECT...

   Under valgrind --tool=callgrind --instr-atstart=no: does the operation of
   each OBJECT COUNT times, and has the instructions of that, without set-up,
   dumped to a file of their own.

   An idle thread is there because both libraries have threads: where there are
   several, glibc's calls that may block cost more, and where times are taken,
   raw C has to pay that, too.  */

#include "load.h"

#include <pthread.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

static void *
idle (void *data)
{
  pause ();
  return data;
}

int
main (int argc, char **argv)
{
  CHECK (argc > 2);
  long count = atol (argv[1]);
  pthread_t thread;
  CHECK (pthread_create (&thread, NULL, idle, NULL) == 0);
  for (int i = 2; i < argc; i++)
    {
      struct op op = load_op (argv[i]);
      op.setup ();
      op.run (count);
      CALLGRIND_START_INSTRUMENTATION;
      CALLGRIND_ZERO_STATS;
      op.run (count);
      CALLGRIND_DUMP_STATS;
      CALLGRIND_STOP_INSTRUMENTATION;
      op.teardown ();
    }
  return 0;
}
