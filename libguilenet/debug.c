#include "debug.h"
#include <stdio.h>
#include <stdlib.h>

enum
{
  DEBUG_HANDLES = 1,
  DEBUG_STRESS = 2,
  /* After so many cycles under stress a call more lies between two; and for
     so many live cells.  */
  STRESS_CYCLES = 200,
  STRESS_CELLS = 64,
  /* A cycle that is put off is as long as so many others.  */
  PUT_OFF_COSTS = 100
};

static const struct
{
  const char *name;
  uint32_t flag;
} words[] = { { "handles", DEBUG_HANDLES }, { "stress", DEBUG_STRESS } };

static const char *const makers[MAKERS] = {
  [MAKER_unknown] = "the library",
  [MAKER_guilenet_last_error] = "guilenet_last_error",
#define VALUE(name, arguments) [MAKER_##name] = #name,
#define OTHER(name, arguments) [MAKER_##name] = #name,
#define SURE(name, arguments) [MAKER_##name] = #name,
#define NEVER(name) [MAKER_##name] = #name,
#include "contracts.def"
};

static void
list_handles (void)
{
  size_t counts[MAKERS] = { 0 };
  for (uint32_t index = state->heap.fixed; index < heap_end (); index++)
    {
      struct cell *c = cell_at (index);
      if (c && cell_kind (c) != KIND_FREE && heap_is_counted (index))
        counts[*heap_maker (index)]++;
    }
  for (size_t i = 0; i < MAKERS; i++)
    if (counts[i])
      fprintf (stderr, "libguilenet: still live: %zu made by %s\n", counts[i],
               makers[i]);
}

static uint32_t
flag_of (const char *word, size_t length)
{
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen (words[i].name) == length
        && !memcmp (words[i].name, word, length))
      return words[i].flag;
  fprintf (stderr,
           "libguilenet: GUILENET_DEBUG: what is \"%.*s\"? There is "
           "handles and stress\n",
           (int) length, word);
  return 0;
}

void
debug_begin (void)
{
  const char *word = secure_getenv ("GUILENET_DEBUG");
  while (word && *word)
    {
      size_t length = strcspn (word, ",");
      state->debug |= flag_of (word, length);
      word += length;
      word += *word == ',';
    }
  state->heap.debug = state->debug & DEBUG_HANDLES;
  if (state->debug & DEBUG_HANDLES)
    atexit (list_handles);
  debug_attention ();
}

void
debug_attention (void)
{
  if (state->debug)
    atomic_fetch_or (&state_fresh ()->attention, ATTENTION_DEBUG);
}

void
debug_attend (struct thread *t, enum maker maker)
{
  t->cache.maker = maker;
  uint64_t cycles = atomic_load (&state->collections)
                    + PUT_OFF_COSTS * atomic_load (&state->postponed);
  uint64_t every
      = 1 + cycles / STRESS_CYCLES + state->heap.live / STRESS_CELLS;
  /* A child that can do without a core goes on without.  */
  if (state->debug & DEBUG_STRESS && atomic_load (&state_fresh ()->core)
      && atomic_fetch_add (&state->stress_calls, 1) % every == 0)
    collector_want ();
}
