#include "heap.h"
#include <guilenet/library.h>

const char *
guilenet_version (void)
{
  return GUILENET_VERSION;
}

void
guilenet_stats (struct guilenet_stats *stats)
{
  struct state *s = state;
  stats->live_handles = 0;
  for (uint32_t i = 1, end = heap_end (); i < end; i++)
    {
      struct cell *c = cell_at (i);
      enum kind kind = c ? cell_kind (c) : KIND_FREE;
      stats->live_handles += kind != KIND_FREE && kind != KIND_ROOT;
    }
  stats->references = atomic_load (&s->references);
  stats->crossings = atomic_load (&s->crossings);
  for (struct thread *t = atomic_load (&s->threads); t; t = t->next)
    stats->crossings += atomic_load (&t->crossings);
  stats->core_generation = atomic_load (&s->cores);
}
