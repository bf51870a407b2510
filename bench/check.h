/* A measurement of something that did not work is worth nothing.  */

#ifndef BENCH_CHECK_H
#define BENCH_CHECK_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                      \
  do                                                                          \
    if (!(condition))                                                         \
      {                                                                       \
        fprintf (stderr, "%s:%d: %s does not hold (errno: %s)\n", __FILE__,   \
                 __LINE__, #condition, strerror (errno));                     \
        exit (1);                                                             \
      }                                                                       \
  while (0)

#endif
