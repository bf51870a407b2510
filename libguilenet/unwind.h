/* Leaving by a non-local exit: the stack of catches and dynwinds of each
   thread, and the raise.  No jump ever crosses a Go frame: the core has
   returned by then.  */

#ifndef UNWIND_H
#define UNWIND_H

#include "heap.h"
#include <guilenet/conditions.h>
#include <setjmp.h>

#pragma GCC visibility push(hidden)

enum wind_kind
{
  /* Ends a raise whose key its tag matches.  */
  WIND_CATCH,
  /* Sees such a raise pass.  */
  WIND_THROW_HANDLER,
  /* While a handler runs: what it raises does not come to it.  */
  WIND_RUNNING,
  /* scm_dynwind_begin's, and the handlers behind it.  */
  WIND_FRAME,
  WIND_UNWIND,
  WIND_UNWIND_SCM
};

/* What the function that made a record of one of the first three kinds has on
   its C stack.  */
struct wind_frame
{
  /* The record, as long as both are alive: a program that longjmps away from
     the function leaves the record behind.  */
  struct wind *wind;
  /* By this glibc's longjmp tells.  */
  struct _pthread_cleanup_buffer on_longjmp;
  jmp_buf exit;
  SCM key, args;
};

/* A record; from the heap, so that it stays readable whatever became of its
   frame.  */
struct wind
{
  struct wind *outer;
  enum wind_kind kind;
  struct wind_frame *frame;
  /* The program has jumped away from the function; and the buffer that glibc
     is to have then.  */
  bool left;
  struct _pthread_cleanup_buffer *outer_buffer;
  /* WIND_CATCH and WIND_THROW_HANDLER.  HANDLER of a catch runs before the
     unwinding, and may be NULL.  */
  SCM tag;
  scm_t_catch_handler handler;
  void *data;
  /* WIND_RUNNING: whose handler.  */
  struct wind *running;
  /* WIND_UNWIND and WIND_UNWIND_SCM.  */
  void (*unwind) (void *);
  void (*unwind_scm) (SCM);
  SCM value;
  bool explicitly;
};

/* Sees to it that the next wind_push has a record to use and cannot raise.
   False: there is no memory for one.  */
bool wind_ready (struct thread *t);

/* Puts a record on the thread's stack, for its maker to fill.  FRAME is NULL
   for the kinds that have none.  */
struct wind *wind_push (struct thread *t, enum wind_kind kind,
                        struct wind_frame *frame);

/* The innermost record; NULL if there is none.  */
struct wind *wind_top (struct thread *t);

/* Takes everything down to W off the stack, W included, and runs the unwind
   handlers; where RETURNING, only those that want it then.  */
void wind_pop (struct thread *t, struct wind *w, bool returning);

/* Runs BODY (DATA) with a record of KIND around it.  Gives true when a raise
   ended here, with its key and arguments in FRAME; else *RESULT is BODY's.  */
bool wind_body (struct thread *t, enum wind_kind kind,
                struct wind_frame *frame, SCM tag, scm_t_catch_handler handler,
                void *handler_data, scm_t_catch_body body, void *data,
                SCM *result);

/* Finds the catch of a raise, runs the handlers on the way, and leaves for
   it.  */
void raise_condition (word key, word args) SCM_NORETURN COLD;

/* system-error for SUBR and an errno; made without the core.  */
void raise_system_error (const char *subr, int error) SCM_NORETURN COLD;

#pragma GCC visibility pop

#endif
