/* What a sweep leaves to the veneer.  */

#ifndef DEAD_H
#define DEAD_H

#include <stdint.h>

enum
{
  DEAD_BATCH = 256
};

struct dead
{
  uint32_t payloads, cells;
  /* To be freed.  */
  void *payload[DEAD_BATCH];
  /* Ports to be closed, and pointers to be finalized; then to be released.  */
  uint32_t cell[DEAD_BATCH];
};

#endif
