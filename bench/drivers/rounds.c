/* rounds ROUNDS MICROSECONDS OBJECT...

   Runs the operation of each OBJECT in turn, A B C A B C …, and prints a line
   a round: the nanoseconds that it took, of each OBJECT.  All do it equally
   often in a round, which takes the first some MICROSECONDS.  A round before
   the first is not counted.  */

#include "load.h"

static void
run (void *op, long count)
{
  ((struct op *) op)->run (count);
}

int
main (int argc, char **argv)
{
  CHECK (argc > 3);
  int rounds = atoi (argv[1]), objects = argc - 3;
  struct op ops[objects];
  long counts[objects];
  for (int i = 0; i < objects; i++)
    {
      ops[i] = load_op (argv[3 + i]);
      ops[i].setup ();
      counts[i] = calibrated (run, &ops[i], atoll (argv[2]) * 1000);
    }
  for (int round = 0; round <= rounds; round++)
    for (int i = 0; i < objects; i++)
      {
        long long begin = now ();
        ops[i].run (counts[i]);
        double taken = now () - begin;
        if (round > 0)
          printf ("%.2f%c", taken / counts[i], i < objects - 1 ? ' ' : '\n');
      }
  for (int i = 0; i < objects; i++)
    ops[i].teardown ();
  return 0;
}
