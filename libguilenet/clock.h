/* The monotonic clock, in nanoseconds.  */

#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

enum
{
  MILLISECOND = 1000000,
  SECOND = 1000 * MILLISECOND
};

static inline int64_t
clock_now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (int64_t) t.tv_sec * SECOND + t.tv_nsec;
}

#endif
