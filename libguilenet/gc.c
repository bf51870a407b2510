/* The program's own hold on the collector.  */

#include "collector.h"
#include "dead.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/library.h>
#include <guilenet/memory.h>
#include <guilenet/symbols.h>
#include <sched.h>

enum
{
  TRIES = 10
};

SCM
scm_gc (void)
{
  struct thread *t = thread ();
  int error = errno;
  /* A thread may be one that cannot be stopped at once.  */
  bool done = collector_run (t);
  for (int tries = 1; tries < TRIES && !done; tries++)
    {
      COLLECTOR_OUTSIDE (t, sched_yield ());
      done = collector_run (t);
    }
  uintptr_t inside = collector_go_out (t);
  if (done)
    dead_finalize ();
  collector_come_back (t, inside);
  errno = error;
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_gc_disable (void)
{
  atomic_fetch_add (&state->disabled, 1);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_gc_enable (void)
{
  int count = atomic_load (&state->disabled);
  while (
      count
      && !atomic_compare_exchange_weak (&state->disabled, &count, count - 1))
    ;
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_gc_stats (void)
{
  struct thread *t = thread ();
  struct guilenet_stats stats;
  guilenet_stats (&stats);
  uint64_t top = __atomic_load_n (&state->heap.top, __ATOMIC_RELAXED);
  uint64_t used = stats.live_handles * sizeof (struct cell);
  const struct
  {
    const char *name;
    uint64_t value;
  } rows[] = {
    { "gc-time-taken", state->time_taken },
    { "heap-size", top * sizeof (struct cell) + stats.payload_bytes },
    { "heap-free-size", top * sizeof (struct cell) - used },
    { "heap-total-allocated", used + stats.payload_bytes },
    { "heap-allocated-since-gc",
      state->heap.cells * sizeof (struct cell) + state->heap.bytes },
    { "protected-objects", stats.protected_handles },
    { "gc-times", stats.collections },
  };
  word list = WORD_EOL;
  for (size_t i = sizeof rows / sizeof *rows; i-- > 0;)
    {
      word name = word_of (scm_from_utf8_symbol (rows[i].name));
      word value = heap_uint64 (t, rows[i].value);
      list = heap_pair (t, heap_pair (t, name, value), list);
    }
  return scm_of (list);
}
