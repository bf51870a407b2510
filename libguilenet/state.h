/* The veneer's own state.  It lies in memory mapped at load, outside the
   library's writable segment, because a forked child writes that segment
   back as it was at load (restart.c); only the pointer to it is kept there,
   and the thread's pointer to its record.  */

#ifndef STATE_H
#define STATE_H

#include "contract_names.h"
#include <guilenet/types.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "cell.h"
#include "sockopt.h"

#pragma GCC visibility push(hidden)

/* For functions that are seldom called: where one is, the compiler moves the
   code out of the way of the rest.  */
#define COLD __attribute__ ((cold))

/* Which way a condition goes for each message: that way no branch is taken,
   for behind a system call the processor has forgotten where branches lead. */
#define LIKELY(condition) __builtin_expect (!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect (!!(condition), 0)

struct call;
struct finalizer;
struct objects;
struct wind;

/* Emptied by the kernel in the child of a fork: what must not survive one.
   Every lock of the library is here, so that it is free in the child.  */
struct fresh
{
  /* Which start of the core is running, from 1; 0: none in this process.  */
  _Atomic uint32_t core;
  /* Which process this is, from 1; 0: nobody has asked since the fork.  */
  _Atomic uint32_t epoch;
  /* Guards the start of the core.  */
  pthread_mutex_t starting;
  /* The collector: what threads that come inside must look at (collector.h);
     which stop of the world is the last; what waiting threads wait for to
     change; how many threads have come to stand.  */
  _Atomic uint32_t attention, stop, phase, standing;
  /* A thread starts the core, so that the collector has one.  */
  _Atomic bool core_asked_for;
  /* In this process there was a call; there was a cycle.  */
  _Atomic bool begun, collected;
  /* Guards the list of finalizers; a thread sees to what dead.c has to do.  */
  pthread_mutex_t burying;
  _Atomic bool undertaker;
  /* Held by the thread that collects.  */
  pthread_mutex_t collecting;
  /* Guards the list of roots.  */
  pthread_mutex_t roots;
  /* See objects.c.  */
  pthread_mutex_t listing;
};

enum
{
  CACHE_LINE = 64,
  SPARE_SIZES = 4
};

/* COUNT pieces of memory of one size: see spare.h.  */
struct spares
{
  void **memory;
  uint32_t count;
};

/* A thread's record.  Records are listed for ever and used again.  */
struct thread
{
  /* In one line of memory, for every call looks at them.  For the collector:
     the frame of the call that the thread is inside of, 0 when it is outside;
     how far down its stack reaches while it rests, else 0.  */
  _Alignas(CACHE_LINE) _Atomic uintptr_t inside;
  _Atomic uintptr_t resting;
  /* Under the foreign contract.  */
  bool foreign;
  /* The start of the core that knows this thread: see struct fresh.  */
  uint32_t core;
  /* See cleanup.h.  */
  struct _pthread_cleanup_buffer **cleanups;
  /* Catches, dynwinds and barriers, innermost first.  */
  struct wind *winds;
  struct cache cache;
  struct thread *next;
  /* Which thread has it: the address of its thread-local pointer to it; 0
     when free.  */
  _Atomic uintptr_t owner;
  /* The process that the record belongs to: see struct fresh.  */
  _Atomic uint32_t epoch;
  /* For the collector: where the thread stands; the last stop that it stands
     in, and that it got the signal for.  */
  _Atomic uintptr_t standing_at;
  _Atomic uint32_t stands;
  uint32_t signalled;
  _Atomic uint64_t crossings;
  /* How often the collector's signal has struck it.  */
  _Atomic uint32_t struck;
  _Atomic pid_t tid;
  _Atomic uintptr_t stack_low, stack_high;
  struct spares spares[SPARE_SIZES];
  /* Records of catches and the like, to use again.  */
  struct wind *spare_winds;
  /* What the last call under the foreign contract failed with, 0 if it did
     not.  */
  word error_key, error_args;
  /* In Guile mode, as scm_with_guile and scm_init_guile have it.  */
  bool guile;
};

struct state
{
  struct heap heap;
  struct thread *_Atomic threads;
  /* Starts of the core, and processes, so far.  */
  _Atomic uint32_t cores, epochs;
  _Atomic uint64_t crossings;
  /* The collector: the real-time signal that it uses, 0 for none yet; stops of
     the world so far; how often it is disabled; what dead.c has yet to do:
     finalizers, and a list of ports; and what guilenet_stats tells.  */
  _Atomic int stop_signal;
  _Atomic uint32_t stops;
  _Atomic int disabled;
  struct finalizer *_Atomic finalizers;
  _Atomic uint32_t unwritten;
  _Atomic uint64_t collections, postponed, longest_pause, time_taken;
  /* What is loaded, as objects.c has found it last.  */
  struct objects *objects;
  /* The process in which a thread reads the dynamic linker's list, or 0.  */
  volatile uint32_t listing_in;
  /* See debug.h.  */
  uint32_t debug;
  _Atomic uint64_t stress_calls;
  struct options formed;
  /* References that foreign threads have: see contracts.c.  */
  _Atomic uint64_t references;
  unsigned thread_key;
  /* A thread has been in Guile mode.  */
  _Atomic bool initialized;
  /* See output_begin.  */
  _Atomic bool flushes_at_exit;
  /* See port_charset.  */
  char *_Atomic port_charset;
  /* Where the library begins in memory.  */
  uintptr_t base;
  struct image *image;
};

extern struct state *state;

enum
{
  /* From the state to struct fresh, which has pages of its own, of whatever
     size.  */
  STATE_ROOM = 1 << 18
};
_Static_assert(sizeof (struct state) <= STATE_ROOM, "the state has room");

static inline struct fresh *
state_fresh (void)
{
  return (struct fresh *) (void *) ((char *) state + STATE_ROOM);
}

extern __thread struct thread *thread_self
    __attribute__ ((tls_model ("initial-exec")));

/* Which process this is, from 1: counted when someone first asks after a fork,
   so that a child has another number than its parents.  */
uint32_t process_number_new (void);

static inline uint32_t
process_number (void)
{
  uint32_t known = atomic_load (&state_fresh ()->epoch);
  return known ? known : process_number_new ();
}

/* The calling thread's record, made when it has none.  */
struct thread *thread_new (void) COLD;

static inline struct thread *
thread (void)
{
  struct thread *t = thread_self;
  return LIKELY (t != NULL) ? t : thread_new ();
}

#pragma GCC visibility pop

#endif
