/* Routines that run when the frame that they were pushed in is left otherwise
   than by returning: by longjmp, pthread_exit or cancellation.  No header of
   glibc's declares these two any more, but every version has them.  */

#ifndef CLEANUP_H
#define CLEANUP_H

#include "state.h"

extern void _pthread_cleanup_push (struct _pthread_cleanup_buffer *buffer,
                                   void (*routine) (void *), void *arg);
extern void _pthread_cleanup_pop (struct _pthread_cleanup_buffer *buffer,
                                  int execute);

#pragma GCC visibility push(hidden)

/* For a buffer that is on the list for a moment, in which a handler may jump
   away.  */
void cleanup_nothing (void *data);

/* Where glibc keeps the calling thread's innermost buffer; NULL if that cannot
   be told.  */
struct _pthread_cleanup_buffer **cleanup_place (void);

/* What the two do, without the calls, of which each wait would make both.  T
   is the calling thread.  */
static inline void
cleanup_push (const struct thread *t, struct _pthread_cleanup_buffer *buffer,
              void (*routine) (void *), void *arg)
{
  if (UNLIKELY (!t->cleanups))
    {
      _pthread_cleanup_push (buffer, routine, arg);
      return;
    }
  buffer->__routine = routine;
  buffer->__arg = arg;
  buffer->__prev = *t->cleanups;
  atomic_signal_fence (memory_order_seq_cst);
  *t->cleanups = buffer;
  atomic_signal_fence (memory_order_seq_cst);
}

static inline void
cleanup_pop (const struct thread *t, struct _pthread_cleanup_buffer *buffer)
{
  if (UNLIKELY (!t->cleanups))
    {
      _pthread_cleanup_pop (buffer, false);
      return;
    }
  atomic_signal_fence (memory_order_seq_cst);
  *t->cleanups = buffer->__prev;
  atomic_signal_fence (memory_order_seq_cst);
}

#pragma GCC visibility pop

#endif
