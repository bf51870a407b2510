#include "heap.h"
#include <guilenet/library.h>

const char *
guilenet_version (void)
{
  return GUILENET_VERSION;
}

/* By the numbers of enum kind, those of enum guilenet_kind, one more.  */
static const int kinds[KIND_COUNT] = {
  [KIND_PAIR] = 1 + GUILENET_PAIR,
  [KIND_INTEGER] = 1 + GUILENET_INTEGER,
  [KIND_STRING] = 1 + GUILENET_STRING,
  [KIND_SYMBOL] = 1 + GUILENET_SYMBOL,
  [KIND_VECTOR] = 1 + GUILENET_VECTOR,
  [KIND_BYTEVECTOR] = 1 + GUILENET_BYTEVECTOR,
  [KIND_POINTER] = 1 + GUILENET_POINTER,
  [KIND_PORT] = 1 + GUILENET_PORT,
  [KIND_SOCKADDR] = 1 + GUILENET_ADDRESS,
  [KIND_VARIABLE] = 1 + GUILENET_VARIABLE,
};

/* The cell may be another's meanwhile: the caller sees that.  */
__attribute__ ((no_sanitize ("thread"))) static uint64_t
payload (const struct cell *c)
{
  switch (c->kind)
    {
    case KIND_STRING:
      return c->string.size;
    case KIND_SYMBOL:
      return c->symbol.size;
    case KIND_VECTOR:
      return c->vector.length * sizeof (word);
    case KIND_INTEGER:
      return c->small > INTEGER_INLINE ? c->small * sizeof (uint64_t) : 0;
    case KIND_BYTEVECTOR:
      return c->flags & BYTEVECTOR_FOREIGN ? 0 : c->bytevector.length;
    case KIND_SOCKADDR:
      return c->small > SOCKADDR_INLINE ? c->small : 0;
    default:
      return 0;
    }
}

void
guilenet_stats (struct guilenet_stats *stats)
{
  struct state *s = state;
  memset (stats, 0, sizeof *stats);
  for (uint32_t i = 1, end = heap_end (); i < end; i++)
    {
      struct cell *c = cell_at (i);
      uint64_t head = c ? __atomic_load_n (&c->head, __ATOMIC_ACQUIRE) : 0;
      int kind = c ? kinds[cell_kind (c)] : 0;
      uint64_t bytes = kind ? payload (c) : 0;
      /* It may have become another meanwhile.  */
      if (!kind || head != __atomic_load_n (&c->head, __ATOMIC_ACQUIRE))
        continue;
      stats->live_handles++;
      stats->handles[kind - 1]++;
      stats->payload_bytes += bytes;
      stats->protected_handles += heap_is_counted (i);
    }
  stats->references = atomic_load (&s->references);
  stats->crossings = atomic_load (&s->crossings);
  for (struct thread *t = atomic_load (&s->threads); t; t = t->next)
    stats->crossings += atomic_load (&t->crossings);
  stats->core_generation = atomic_load (&s->cores);
  stats->collections = s->collections;
  stats->postponed = s->postponed;
  stats->longest_pause = s->longest_pause;
}
