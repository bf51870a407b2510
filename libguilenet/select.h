/* What scm_select waits for, as the core lays it out for the veneer.  */

#ifndef SELECT_H
#define SELECT_H

#include "door.h"
#include <poll.h>

/* One place in one of the three sets.  */
struct element
{
  /* Kept alive by the set, not from here.  */
  word object;
  /* The index of its descriptor's struct pollfd.  */
  uint32_t at;
  /* 0 reads, 1 writes, 2 excepts.  */
  uint8_t set;
  /* Its port's buffer is ready, so the descriptor is not asked.  */
  bool buffered;
};

/* Behind it ELEMENTS of them, a set after the other, and POLLED of struct
   pollfd, each with its descriptor alone.  */
struct awaited
{
  uint64_t elements, polled;
};

/* Timeouts, otherwise in nanoseconds.  */
enum
{
  TIMEOUT_FOREVER = -1,
  TIMEOUT_REFUSED = -2
};

#endif
