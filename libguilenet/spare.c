#include "spare.h"

enum
{
  /* As many lines as die between two cycles, where each is one of a pair.  */
  SPARES_MAX = 8192
};

void
spare_give (struct thread *t, void *memory, uint16_t number)
{
  struct spares *s = number ? &t->spares[number - 1] : NULL;
  if (s && !s->memory)
    s->memory = malloc (SPARES_MAX * sizeof *s->memory);
  if (s && s->memory && s->count < SPARES_MAX)
    s->memory[s->count++] = memory;
  else
    free (memory);
}
