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

#pragma GCC visibility push(hidden)

struct call;
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
};

/* A thread's record.  Records are listed for ever and used again.  */
struct thread
{
  struct cache cache;
  struct thread *next;
  /* Which thread has it: the address of its thread-local pointer to it; 0
     when free.  */
  _Atomic uintptr_t owner;
  /* The process that the record belongs to: see struct fresh.  */
  uint32_t epoch;
  /* The start of the core that knows this thread: see struct fresh.  */
  uint32_t core;
  /* Catches, dynwinds and barriers, innermost first.  */
  struct wind *winds;
  /* Records to use again.  */
  struct wind *spare_winds;
  /* Under the foreign contract; and what its last call failed with, 0 if it
     did not.  */
  bool foreign;
  word error_key, error_args;
  /* In Guile mode, as scm_with_guile and scm_init_guile have it.  */
  bool guile;
  _Atomic uint64_t crossings;
};

struct state
{
  struct heap heap;
  struct fresh *fresh;
  struct thread *_Atomic threads;
  /* Starts of the core, and processes, so far.  */
  _Atomic uint32_t cores, epochs;
  _Atomic uint64_t crossings;
  /* References that foreign threads have: see contracts.c.  */
  _Atomic uint64_t references;
  unsigned thread_key;
  /* A thread has been in Guile mode.  */
  _Atomic bool initialized;
  /* See output_begin.  */
  _Atomic bool flushes_at_exit;
  /* See port_charset.  */
  char *_Atomic port_charset;
  struct image *image;
};

extern struct state *state;
extern __thread struct thread *thread_self
    __attribute__ ((tls_model ("initial-exec")));

/* Which process this is, from 1: counted when someone first asks after a fork,
   so that a child has another number than its parents.  */
uint32_t process_number (void);

/* The calling thread's record, made when it has none.  */
struct thread *thread_new (void);

static inline struct thread *
thread (void)
{
  struct thread *t = thread_self;
  return __builtin_expect (t != NULL, 1) ? t : thread_new ();
}

#pragma GCC visibility pop

#endif
