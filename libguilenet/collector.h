/* The collector, as the rest of the library sees it.

   A thread is inside while it is in a call of the library's that works with
   cells: it is never stopped there, but waited for, so that no cell is half
   made and no value half read while the roots are copied.  Where a call waits
   for the system, or calls a function of the program's, the thread is outside
   for that time.  docs/internals.md has the whole story.  */

#ifndef COLLECTOR_H
#define COLLECTOR_H

#include "cleanup.h"
#include "heap.h"
#include "makers.h"

#pragma GCC visibility push(hidden)

/* struct fresh's attention: what a thread that comes inside must look at.  */
enum
{
  /* The thread that forked this process, or loaded the library, is known.  */
  ATTENTION_READY = 1,
  /* Enough was allocated: whoever can, collects.  */
  ATTENTION_WANTED = 2,
  /* The world stands.  */
  ATTENTION_STOPPED = 4,
  /* Nobody comes inside.  */
  ATTENTION_CLOSED = 8,
  /* Cells are being marked: see collector_settle.  */
  ATTENTION_MARKING = 16,
  /* Each call is looked at: see debug.h.  */
  ATTENTION_DEBUG = 32
};

/* A thread's own word on where it is.  No fence: the collector makes every
   processor pass one, after it has set what threads look at next, and before
   it looks at these (standing.c).  */
static inline uintptr_t
collector_get (const _Atomic uintptr_t *place)
{
  return atomic_load_explicit (place, memory_order_relaxed);
}

static inline void
collector_set (_Atomic uintptr_t *place, uintptr_t value)
{
  atomic_signal_fence (memory_order_seq_cst);
  atomic_store_explicit (place, value, memory_order_release);
  atomic_signal_fence (memory_order_seq_cst);
}

/* The slow ways of the functions below.  */
uintptr_t collector_enter_slowly (struct thread *t, uintptr_t was,
                                  uintptr_t frame, enum maker maker) COLD;
void collector_pause (struct thread *t) COLD;
void collector_returned (struct thread *t) COLD;
void collector_settled (void) COLD;
uintptr_t collector_nested (const struct thread *t, uintptr_t was,
                            uintptr_t frame);

static inline uint32_t
collector_attention (void)
{
  return atomic_load_explicit (&state_fresh ()->attention,
                               memory_order_relaxed);
}

/* Whether a call of T's that makes no cell, changes none and raises nothing
   need not come inside: it may be stopped anywhere, as the program may.  */
static inline bool
collector_is_quiet (const struct thread *t)
{
  return LIKELY (t && !collector_get (&t->inside)
                 && !collector_get (&t->resting) && !t->foreign
                 && collector_attention () == ATTENTION_READY);
}

/* Comes inside, from the frame at FRAME, for the function MAKER, and gives
   where the thread was: 0 for outside.  */
static inline uintptr_t
collector_enter (struct thread *t, uintptr_t frame, enum maker maker)
{
  uintptr_t was = collector_get (&t->inside);
  collector_set (&t->inside, frame);
  if (UNLIKELY (was || collector_get (&t->resting)
                || collector_attention () != ATTENTION_READY))
    was = collector_enter_slowly (t, was, frame, maker);
  return was;
}

static inline void
collector_leave (struct thread *t, uintptr_t was)
{
  collector_set (&t->inside, was);
  if (UNLIKELY (collector_attention () & ATTENTION_STOPPED))
    if (!was)
      collector_pause (t);
}

/* Goes outside in the middle of a call, for a function of the program's, and
   comes back.  */
static inline uintptr_t
collector_go_out (struct thread *t)
{
  uintptr_t was = collector_get (&t->inside);
  collector_leave (t, 0);
  return was;
}

static inline void
collector_come_back (struct thread *t, uintptr_t was)
{
  collector_set (&t->inside, was);
  if (UNLIKELY (collector_attention ()
                & (ATTENTION_STOPPED | ATTENTION_CLOSED)))
    collector_returned (t);
}

static inline uintptr_t
collector_stack_pointer (void)
{
  uintptr_t sp;
#if defined __x86_64__
  __asm__ volatile("mov %%rsp, %0" : "=r"(sp));
#elif defined __aarch64__
  __asm__ volatile("mov %0, sp" : "=r"(sp));
#else
#error "this machine's stack pointer"
#endif
  return sp;
}

/* A time in which a thread rests: it waits for the system, or has left Guile
   mode.  It says from where on its stack is to be searched, all registers
   included, and is not disturbed by a stop.  */
struct collector_rest
{
  struct thread *thread;
  uintptr_t before;
  struct _pthread_cleanup_buffer on_leaving;
};

/* Ends the rest DATA of a thread that leaves it by a jump or by its end.  */
void collector_rest_left (void *data);

/* For a thread that is outside.  */
static inline void
collector_rest_begin (struct collector_rest *r, struct thread *t)
{
  r->thread = t;
  r->before = collector_get (&t->resting);
  cleanup_push (t, &r->on_leaving, collector_rest_left, r);
  collector_set (&t->resting, collector_stack_pointer ());
}

static inline void
collector_rest_end (struct collector_rest *r, struct thread *t)
{
  collector_set (&t->resting, r->before);
  cleanup_pop (t, &r->on_leaving);
  if (UNLIKELY (collector_attention () & ATTENTION_STOPPED))
    collector_pause (t);
}

/* CALL, which may wait for the system, of a thread that is outside.  */
#define COLLECTOR_WAITING(t, call)                                            \
  ({                                                                          \
    struct collector_rest rest_;                                              \
    __builtin_unwind_init ();                                                 \
    collector_rest_begin (&rest_, t);                                         \
    __typeof__ (call) result_ = (call);                                       \
    collector_rest_end (&rest_, t);                                           \
    result_;                                                                  \
  })

/* The same of one that is inside, and goes outside for it.  */
#define COLLECTOR_OUTSIDE(t, call)                                            \
  ({                                                                          \
    struct thread *thread_ = (t);                                             \
    uintptr_t inside_ = collector_go_out (thread_);                           \
    __typeof__ (call) got_ = COLLECTOR_WAITING (thread_, call);               \
    collector_come_back (thread_, inside_);                                   \
    got_;                                                                     \
  })

/* Whether cells are being marked, for a caller that is inside.  A stop that
   has begun is not that yet: it waits for the caller.  */
static inline bool
collector_marks (void)
{
  uint32_t both = ATTENTION_STOPPED | ATTENTION_MARKING;
  return (atomic_load (&state_fresh ()->attention) & both)
         == ATTENTION_MARKING;
}

/* What is marked is what there was when the roots were copied.  So whoever
   takes a value out of a cell, or a count from one, or finds a cell by other
   ways than by a value, waits first until cells are marked.  The caller is
   inside, and remains there.  */
static inline void
collector_settle (void)
{
  if (UNLIKELY (collector_marks ()))
    collector_settled ();
}

/* For a system call that failed because something ran out: collects, since a
   program that drops its ports runs out of descriptors before cells.  Tells
   whether to try again.  */
bool collector_relieves (struct thread *t, int error);

/* Asks for a cycle.  */
void collector_want (void);

/* Collects now, or waits for the thread that does.  False if it must be put
   off.  */
bool collector_run (struct thread *t);

#pragma GCC visibility pop

#endif
