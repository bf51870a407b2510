/* A cycle of the collector: the stop of the world, in which the roots are
   copied, the mark, the sweep.  docs/internals.md says why it is safe.  */

#include "collector.h"
#include "clock.h"
#include "dead.h"
#include "debug.h"
#include "door.h"
#include "roots.h"
#include "signals.h"
#include "spare.h"
#include "spawn.h"
#include "standing.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct cycle
{
  struct thread *self;
  struct roots roots;
  /* The first of a forked process; and there were other threads at the fork.
   */
  bool first, orphans;
  /* The number that cells bear that were made in this process, if it is the
     first.  */
  uint8_t made_in;
  /* When the stop began; and whether all stood.  */
  int64_t start;
  bool stopped;
};

static void
next_cycle (void)
{
  uint8_t next = state->heap.cycle + 1;
  state->heap.cycle = next ? next : 1;
}

/* In a forked process the caches of threads are emptied, since a fork may have
   fallen into their use: the core lists all free cells anew.  */
static void
begin (struct cycle *c)
{
  __atomic_store_n (&state->heap.cells, 0, __ATOMIC_RELAXED);
  __atomic_store_n (&state->heap.bytes, 0, __ATOMIC_RELAXED);
  atomic_fetch_and (&state_fresh ()->attention, ~ATTENTION_WANTED);
  c->made_in = state->heap.cycle;
  next_cycle ();
  c->first = !atomic_exchange (&state_fresh ()->collected, true)
             && process_number () > 1;
  if (!c->first)
    return;
  for (struct thread *t = atomic_load (&state->threads); t; t = t->next)
    {
      __atomic_store_n (&t->cache.count, 0, __ATOMIC_RELAXED);
      c->orphans |= atomic_load (&t->owner) && t->epoch != process_number ();
    }
}

/* The part in which threads stand: no malloc, no lock, nothing of Go's.  Calls
   go on after it, unless free cells are to be listed first.  */
static void
copy_roots (void *data)
{
  struct cycle *c = data;
  c->start = clock_now ();
  c->stopped = standing_stop (c->self)
               && __atomic_load_n (&state->heap.top, __ATOMIC_ACQUIRE)
                      <= c->roots.top;
  if (c->stopped)
    {
      roots_program (&c->roots);
      roots_thread (&c->roots, c->self,
                    (uintptr_t) __builtin_frame_address (0));
      for (struct thread *t = atomic_load (&state->threads); t; t = t->next)
        if (standing_where (t))
          roots_thread (&c->roots, t, standing_where (t));
      c->stopped = !c->roots.missed;
    }
  if (c->stopped)
    begin (c);
  standing_end (ATTENTION_STOPPED
                | (c->stopped && c->first ? 0 : ATTENTION_CLOSED)
                | (c->stopped ? 0 : ATTENTION_MARKING));
  standing_paused (c->start);
}

static void
mark (struct cycle *c)
{
  if (c->first)
    {
      struct call relist = { .thread = c->self, .entry = ENTRY_core_relist };
      core_enter (&relist);
      standing_end (ATTENTION_CLOSED);
      standing_paused (c->start);
    }
  struct call call = { .thread = c->self,
                       .entry = ENTRY_core_mark,
                       .memory = c->roots.found,
                       .size = c->roots.top };
  core_enter (&call);
  standing_end (ATTENTION_MARKING);
}

/* What the collecting thread must give back, however it leaves.  */
struct guard
{
  sigset_t mask;
  int cancellable;
};

static void
unguard (void *data)
{
  struct guard *g = data;
  pthread_mutex_unlock (&state_fresh ()->collecting);
  pthread_setcancelstate (g->cancellable, NULL);
  signals_restore (&g->mask);
}

/* Buries with the program's signals let through, for close may wait.  What a
   handler that jumps away leaves undone the next cycle does.  */
static void
bury (const struct cycle *c, const struct dead *dead, const struct guard *g)
{
  if (!dead->cells)
    return;
  signals_restore (&g->mask);
  for (uint32_t i = 0; i < dead->cells; i++)
    {
      uint32_t index = dead->cell[i];
      dead_bury (index, c->orphans && *heap_mark (index) != c->made_in);
    }
  signals_block (NULL);
}

static void
sweep (const struct cycle *cycle, const struct guard *g)
{
  struct dead dead;
  uint32_t process = process_number ();
  word from = 1;
  /* In a child that was forked by a handler meanwhile there is no core to go
     on with, and no need.  */
  while (from && process == process_number ())
    {
      struct call c = { .thread = cycle->self,
                        .entry = ENTRY_core_sweep,
                        .arg = { from },
                        .memory = &dead };
      core_enter (&c);
      from = c.result;
      for (uint32_t i = 0; i < dead.payloads; i++)
        spare_give (cycle->self, dead.payload[i], dead.spare[i]);
      bury (cycle, &dead, g);
    }
}

static bool
cycle (struct thread *t, const struct guard *g)
{
  struct cycle c = { .self = t };
  int64_t start = clock_now ();
  if (!roots_begin (&c.roots))
    return false;
  bool done = objects_hold (copy_roots, &c) && c.stopped;
  if (done)
    mark (&c);
  else
    atomic_fetch_add (&state->postponed, 1);
  roots_end (&c.roots);
  if (done)
    {
      sweep (&c, g);
      atomic_fetch_add (&state->collections, 1);
    }
  atomic_fetch_add (&state->time_taken, clock_now () - start);
  return done;
}

/* Whether there is a core, for what crosses below may not fail.  */
static bool
has_core (struct thread *t)
{
  uint32_t core = atomic_load (&state_fresh ()->core);
  struct call c = { .entry = ENTRY_core_ready, .thread = t };
  return (core && t->core == core) || !core_first_call (&c);
}

/* The next cycle is wanted when half as much was allocated again.  */
static void
put_off (void)
{
  atomic_fetch_and (&state_fresh ()->attention, ~ATTENTION_WANTED);
  __atomic_store_n (&state->heap.cells, state->heap.cells_limit / 2,
                    __ATOMIC_RELAXED);
}

static void *
start_core (void *data)
{
  struct thread *t = thread ();
  if (!COLLECTOR_OUTSIDE (t, has_core (t)))
    put_off ();
  atomic_store (&state_fresh ()->core_asked_for, false);
  return data;
}

/* A process that could do without a core until its first cycle gets one beside
   its calls, for a start takes longer than a cycle.  False: no thread can be
   made for it.  */
static bool
core_comes (void)
{
  return spawn_once (&state_fresh ()->core_asked_for, start_core);
}

/* Every register is on the stack, and nobody leaves by a signal or is
   cancelled but where ports are buried: a thread that stops the world may not
   itself be stopped, by libguile's collector for one, while it has the
   linker's lock.  */
static bool
run_locked (struct thread *t)
{
  struct guard g;
  struct _pthread_cleanup_buffer on_leaving;
  signals_block (&g.mask);
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &g.cancellable);
  _pthread_cleanup_push (&on_leaving, unguard, &g);
  __builtin_unwind_init ();
  collector_set (&t->inside, (uintptr_t) __builtin_frame_address (0));
  bool done = has_core (t) && cycle (t, &g);
  if (!done)
    put_off ();
  collector_set (&t->inside, 0);
  _pthread_cleanup_pop (&on_leaving, true);
  return done;
}

bool
collector_run (struct thread *t)
{
  uintptr_t inside = collector_go_out (t);
  int error = errno;
  COLLECTOR_OUTSIDE (t, pthread_mutex_lock (&state_fresh ()->collecting));
  bool done = run_locked (t);
  errno = error;
  collector_come_back (t, inside);
  return done;
}

/* Collects, unless another thread does.  */
static void
run_if_wanted (struct thread *t)
{
  int error = errno;
  if (collector_attention () & ATTENTION_WANTED && !state->disabled
      && (atomic_load (&state_fresh ()->core) || !core_comes ())
      && !pthread_mutex_trylock (&state_fresh ()->collecting))
    {
      if (run_locked (t))
        dead_undertake ();
    }
  errno = error;
}

/* At the first call in a child: what it makes bears another number than what
   it inherits.  */
static void
begin_child (void)
{
  struct fresh *fresh = state_fresh ();
  pthread_mutex_lock (&fresh->collecting);
  if (!atomic_exchange (&fresh->begun, true))
    next_cycle ();
  pthread_mutex_unlock (&fresh->collecting);
}

/* Comes inside, to the frame INSIDE, as soon as one may.  */
static void
come_inside (struct thread *t, uintptr_t inside)
{
  do
    {
      collector_set (&t->inside, 0);
      standing_wait (t);
      collector_set (&t->inside, inside);
    }
  while (collector_attention () & ATTENTION_CLOSED);
}

static void
attend (struct thread *t, uintptr_t frame, enum maker maker)
{
  if (!atomic_load (&state_fresh ()->begun))
    begin_child ();
  collector_set (&t->inside, 0);
  standing_know (t);
  standing_wait (t);
  if (state->debug)
    debug_attend (t, maker);
  run_if_wanted (t);
  come_inside (t, frame);
}

/* After a time outside.  */
void
collector_returned (struct thread *t)
{
  uintptr_t inside = collector_get (&t->inside);
  collector_set (&t->inside, 0);
  collector_pause (t);
  if (inside)
    come_inside (t, inside);
}

/* Where the thread is that comes inside at FRAME, or runs on there, though it
   WAS inside already: 0 if it left that call by a jump, which leads to frames
   above, or from a coroutine's stack back to the thread's own.  From there to
   another stack it is a handler for signals that has one of its own.  */
uintptr_t
collector_nested (const struct thread *t, uintptr_t was, uintptr_t frame)
{
  uintptr_t size = t->stack_high - t->stack_low;
  bool was_own = was - t->stack_low < size, own = frame - t->stack_low < size;
  return (was_own == own ? was < frame : own) ? 0 : was;
}

uintptr_t
collector_enter_slowly (struct thread *t, uintptr_t was, uintptr_t frame,
                        enum maker maker)
{
  was = collector_nested (t, was, frame);
  /* A handler has struck a thread that rests, and what it makes lies farther
     down its stack.  The rest is over: stops signal the thread from now on. */
  collector_set (&t->resting, 0);
  if (!was && collector_attention () != ATTENTION_READY)
    attend (t, frame, maker);
  return was;
}

void
collector_rest_left (void *data)
{
  struct collector_rest *r = data;
  collector_set (&r->thread->resting, r->before);
  if (collector_attention () & ATTENTION_STOPPED)
    collector_pause (r->thread);
}

bool
collector_relieves (struct thread *t, int error)
{
  if ((error != EMFILE && error != ENFILE && error != ENOBUFS)
      || state->disabled || !collector_run (t))
    return false;
  dead_undertake ();
  return true;
}

void
collector_want (void)
{
  atomic_fetch_or (&state_fresh ()->attention, ATTENTION_WANTED);
}
