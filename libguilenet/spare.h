/* The memory of dead lines, for new ones: a program that reads lines drops
   them as fast, and malloc would take longer than all else that one costs.  It
   is malloc's memory all the same, for whoever has it to free.  A sweep gives
   it to the thread that collects.  */

#ifndef SPARE_H
#define SPARE_H

#include "state.h"
#include <stdlib.h>

#pragma GCC visibility push(hidden)

enum
{
  /* Lines' memory is of SPARE_STEP bytes times the number of its size, and of
     any size, number 0, behind the last.  */
  SPARE_STEP = 32,
  /* What is taken next but so many is fetched: it lies anywhere.  */
  SPARE_AHEAD = 8
};

/* Takes SIZE bytes or more, or gives NULL.  NUMBER is to be in the cell that
   gets them.  */
static inline void *
spare_take (struct thread *t, size_t size, uint16_t *number)
{
  size_t steps = (size + SPARE_STEP - 1) / SPARE_STEP;
  *number = steps <= SPARE_SIZES ? steps : 0;
  if (!*number)
    return malloc (size);
  struct spares *s = &t->spares[steps - 1];
  if (!s->count)
    return malloc (steps * SPARE_STEP);
  if (s->count > SPARE_AHEAD)
    {
      const char *ahead = s->memory[s->count - 1 - SPARE_AHEAD];
      for (size_t i = 0; i < steps * SPARE_STEP; i += CACHE_LINE)
        __builtin_prefetch (ahead + i, 1);
    }
  return s->memory[--s->count];
}

/* Gives back what a cell had, with the number in it.  */
void spare_give (struct thread *t, void *memory, uint16_t number);

#pragma GCC visibility pop

#endif
