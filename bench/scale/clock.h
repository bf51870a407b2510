/* How long something takes: the least of some tries, since what disturbs
   only adds.  */

#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <time.h>

static inline double
nanoseconds (void (*run) (void), int tries, int repeats)
{
  double least = 0;
  for (int i = 0; i < tries; i++)
    {
      struct timespec a, b;
      clock_gettime (CLOCK_MONOTONIC, &a);
      for (int j = 0; j < repeats; j++)
        run ();
      clock_gettime (CLOCK_MONOTONIC, &b);
      double taken
          = ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / repeats;
      if (i == 0 || taken < least)
        least = taken;
    }
  return least;
}

#endif
