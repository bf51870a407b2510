/* worst COUNT OBJECT

   Does the operation of OBJECT COUNT times and prints how many nanoseconds the
   slowest took, collections of garbage included, and how many of the thread's
   own processor time.  The latter hardly knows of other processes.  */

#include "load.h"

struct timespan
{
  long long wall, processor;
};

static struct timespan
clocks (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (struct timespan){ now (),
                            time.tv_sec * 1000000000LL + time.tv_nsec };
}

static long long
larger (long long a, long long b)
{
  return a > b ? a : b;
}

int
main (int argc, char **argv)
{
  CHECK (argc == 3);
  struct op op = load_op (argv[2]);
  op.setup ();
  op.run (100);
  struct timespan worst = { 0, 0 }, before = clocks ();
  for (long left = atol (argv[1]); left > 0; left--)
    {
      op.run (1);
      struct timespan after = clocks ();
      worst.wall = larger (worst.wall, after.wall - before.wall);
      worst.processor
          = larger (worst.processor, after.processor - before.processor);
      before = after;
    }
  printf ("%lld %lld\n", worst.wall, worst.processor);
  op.teardown ();
  return 0;
}
