/* Threads' records.  A thread needs no announcement: its first call makes
   its record, its end gives it back.  */

#include "collector.h"
#include "door.h"
#include "heap.h"
#include "roots.h"
#include "signals.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__thread struct thread *thread_self
    __attribute__ ((tls_model ("initial-exec")));

uint32_t
process_number_new (void)
{
  uint32_t none = 0;
  uint32_t next = atomic_fetch_add (&state->epochs, 1) + 1;
  return atomic_compare_exchange_strong (&state_fresh ()->epoch, &none, next)
             ? next
             : none;
}

static struct thread *
record (void)
{
  uintptr_t me = (uintptr_t) &thread_self;
  for (struct thread *t = atomic_load (&state->threads); t; t = t->next)
    {
      uintptr_t owner = 0;
      /* A record of this thread's own address is one that was lost: its
         thread was another process's.  */
      if (atomic_load (&t->owner) == me
          || atomic_compare_exchange_strong (&t->owner, &owner, me))
        return t;
    }
  struct thread *t = aligned_alloc (CACHE_LINE, sizeof *t);
  if (!t)
    {
      fputs ("libguilenet: no memory for a thread\n", stderr);
      abort ();
    }
  memset (t, 0, sizeof *t);
  atomic_store (&t->owner, me);
  t->next = atomic_load (&state->threads);
  while (!atomic_compare_exchange_weak (&state->threads, &t->next, t))
    ;
  return t;
}

/* No handler strikes meanwhile, which might jump away with a lock of glibc's,
   or call the library.  */
struct thread *
thread_new (void)
{
  sigset_t mask;
  signals_block (&mask);
  struct thread *t = record ();
  uint32_t now = process_number ();
  /* A fork may have caught a dead thread's cache half changed.  */
  if (t->epoch != now)
    {
      __atomic_store_n (&t->cache.count, 0, __ATOMIC_RELAXED);
      memset (t->spares, 0, sizeof t->spares);
    }
  t->epoch = now;
  t->core = 0;
  t->tid = gettid ();
  t->cleanups = cleanup_place ();
  collector_set (&t->inside, 0);
  collector_set (&t->resting, 0);
  uintptr_t low, high;
  roots_stack_bounds (&low, &high);
  atomic_store (&t->stack_low, low);
  atomic_store (&t->stack_high, high);
  t->winds = NULL;
  t->foreign = false;
  t->error_key = 0;
  t->guile = false;
  thread_self = t;
  pthread_setspecific (state->thread_key, t);
  signals_restore (&mask);
  return t;
}

/* At a thread's end.  Its free cells stay in the record for the next one. */
static void
forget (void *data)
{
  struct thread *t = data;
  unbind_thread ();
  thread_self = NULL;
  atomic_fetch_add (&state->crossings, atomic_exchange (&t->crossings, 0));
  atomic_store (&t->owner, 0);
}

void
thread_begin (void)
{
  if (pthread_key_create (&state->thread_key, forget))
    abort ();
}
