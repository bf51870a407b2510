/* What a sweep leaves to the veneer.  */

#ifndef DEAD_H
#define DEAD_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

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

/* Ends what the cell at INDEX stands for, and frees it.  An ORPHAN is a port
   that other threads of the parent had when it forked: the child does not know
   whether the descriptor of that number is the port's, for the kernel copies
   descriptors before memory, and leaves it alone.  */
void dead_bury (uint32_t index, bool orphan);

/* Calls the finalizers of the pointers that were buried.  */
void dead_finalize (void);

#pragma GCC visibility pop

#endif
