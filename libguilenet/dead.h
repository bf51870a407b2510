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
  /* To be given back, with their numbers in spare.h.  */
  void *payload[DEAD_BATCH];
  uint16_t spare[DEAD_BATCH];
  /* Ports to be closed, and pointers to be finalized; then to be released.  */
  uint32_t cell[DEAD_BATCH];
};

/* Ends what the cell at INDEX stands for, and frees it.  An ORPHAN is a port
   that other threads of the parent had when it forked: the child does not know
   whether the descriptor of that number is the port's, for the kernel copies
   descriptors before memory, and leaves it alone.  */
void dead_bury (uint32_t index, bool orphan);

/* Sees to what dead_bury left: finalizers, and output that may have to be
   waited for.  A thread of the library's own does it, as in Guile, and ends
   when all is done: whoever happens to collect may have a lock that a
   finalizer takes.  Where no thread can be made it waits for the next cycle.
 */
void dead_undertake (void);

/* The same in this thread, for a program that collects by itself; as in Guile,
   too.  A finalizer may raise.  */
void dead_finalize (void);

#pragma GCC visibility pop

#endif
