#include "unwind.h"
#include "cleanup.h"
#include "collector.h"
#include "modes.h"
#include <stdlib.h>

static void
leave (void *data)
{
  struct wind *w = data;
  w->left = true;
}

/* Whether the function that made W has been left, by whatever way.  The stack
   grows down; two addresses of different stacks (a signal's, a coroutine's)
   say nothing, so both must be this thread's.  */
static bool
is_dead (const struct thread *t, const struct wind *w)
{
  uintptr_t here = (uintptr_t) __builtin_frame_address (0);
  uintptr_t there = (uintptr_t) w->frame;
  if (w->left)
    return true;
  if (there >= here)
    return w->frame->wind != w;
  return here < t->stack_high && there >= t->stack_low;
}

/* Takes the innermost record off, for the next push to use.  */
static void
drop (struct thread *t)
{
  struct wind *w = t->winds;
  t->winds = w->outer;
  w->outer = t->spare_winds;
  t->spare_winds = w;
}

/* Makes BUFFER the thread's innermost one again.  */
static void
take_back (struct _pthread_cleanup_buffer *buffer)
{
  struct _pthread_cleanup_buffer last = { .__prev = buffer };
  _pthread_cleanup_pop (&last, false);
}

/* Runs the routines of the frames inside FRAME, which are about to be left;
   those that lie below this one are dead, but where this one is above: on a
   stack for signals.  */
static void
clean_up_inside (struct wind_frame *frame)
{
  struct _pthread_cleanup_buffer here, *inner, *outer;
  _pthread_cleanup_push (&here, cleanup_nothing, NULL);
  bool elsewhere = &here > &frame->on_longjmp;
  for (inner = here.__prev;
       (elsewhere || inner > &here) && inner < &frame->on_longjmp;
       inner = outer)
    {
      outer = inner->__prev;
      _pthread_cleanup_pop (inner, true);
    }
}

/* Drops the dead records and what was put on the stack after them.  Those
   behind a live one are alive.  */
static void
prune (struct thread *t)
{
  struct wind *w = t->winds;
  while (w)
    {
      struct wind *outer = w->outer;
      if (w->frame)
        {
          if (!is_dead (t, w))
            return;
          if (!w->left)
            take_back (w->outer_buffer);
          while (t->winds != outer)
            drop (t);
        }
      w = outer;
    }
}

bool
wind_ready (struct thread *t)
{
  if (!t->spare_winds)
    t->spare_winds = calloc (1, sizeof *t->spare_winds);
  return t->spare_winds;
}

struct wind *
wind_push (struct thread *t, enum wind_kind kind, struct wind_frame *frame)
{
  prune (t);
  if (!wind_ready (t))
    raise_out_of_memory ();
  struct wind *w = t->spare_winds;
  t->spare_winds = w->outer;
  memset (w, 0, sizeof *w);
  w->kind = kind;
  w->frame = frame;
  if (frame)
    {
      frame->wind = w;
      _pthread_cleanup_push (&frame->on_longjmp, leave, w);
      w->outer_buffer = frame->on_longjmp.__prev;
    }
  w->outer = t->winds;
  t->winds = w;
  return w;
}

struct wind *
wind_top (struct thread *t)
{
  prune (t);
  return t->winds;
}

void
wind_pop (struct thread *t, struct wind *last, bool returning)
{
  struct wind *outer = last->outer;
  while (t->winds && t->winds != outer)
    {
      /* Off the stack before its handler runs, which may raise.  */
      struct wind w = *t->winds;
      if (w.frame && !w.left)
        {
          w.frame->wind = NULL;
          clean_up_inside (w.frame);
          take_back (w.outer_buffer);
        }
      drop (t);
      if (returning && !w.explicitly)
        continue;
      uintptr_t inside = collector_go_out (t);
      if (w.kind == WIND_UNWIND)
        w.unwind (w.data);
      else if (w.kind == WIND_UNWIND_SCM)
        w.unwind_scm (w.value);
      collector_come_back (t, inside);
    }
}

/* At the end of a function that has *FRAME.  It is still there if a C++
   exception passes: then it is left as by the program's longjmp.  */
static void
passed (struct wind_frame **frame)
{
  struct wind *w = (*frame)->wind;
  if (w && w->frame == *frame && !w->left)
    {
      take_back (w->outer_buffer);
      w->left = true;
    }
}

bool
wind_body (struct thread *t, enum wind_kind kind, struct wind_frame *frame,
           SCM tag, scm_t_catch_handler handler, void *handler_data,
           scm_t_catch_body body, void *data, SCM *result)
{
  struct wind *w = wind_push (t, kind, frame);
  struct wind_frame *here __attribute__ ((cleanup (passed))) = frame;
  w->tag = tag;
  w->handler = handler;
  w->data = handler_data;
  uintptr_t inside = collector_go_out (t);
  if (_setjmp (frame->exit))
    {
      collector_come_back (t, inside);
      return true;
    }
  *result = body (data);
  collector_come_back (t, inside);
  wind_pop (t, frame->wind, true);
  return false;
}

static void
run_handler (struct thread *t, struct wind *w, word key, word args)
{
  struct wind_frame frame;
  struct wind *mark = wind_push (t, WIND_RUNNING, &frame);
  struct wind_frame *here __attribute__ ((cleanup (passed))) = &frame;
  mark->running = w;
  uintptr_t inside = collector_go_out (t);
  w->handler (w->data, scm_of (key), scm_of (args));
  collector_come_back (t, inside);
  wind_pop (t, mark, true);
}

static bool
is_running (struct thread *t, const struct wind *w)
{
  for (struct wind *mark = t->winds; mark; mark = mark->outer)
    if (mark->kind == WIND_RUNNING && mark->running == w)
      return true;
  return false;
}

static bool
matches (SCM tag, word key)
{
  return word_of (tag) == WORD_TRUE || word_of (tag) == key;
}

void
raise_condition (word key, word args)
{
  struct thread *t = thread ();
  prune (t);
  for (struct wind *w = t->winds, *outer; w; w = outer)
    {
      outer = w->outer;
      if (w->kind > WIND_THROW_HANDLER || !matches (w->tag, key))
        continue;
      if (w->handler && !is_running (t, w))
        run_handler (t, w, key, args);
      if (w->kind == WIND_CATCH)
        {
          struct wind_frame *frame = w->frame;
          frame->key = scm_of (key);
          frame->args = scm_of (args);
          wind_pop (t, w, false);
          _longjmp (frame->exit, 1);
        }
    }
  uncaught (scm_of (key), scm_of (args));
}

void
raise_system_error (const char *subr, int error)
{
  struct thread *t = thread ();
  word number = heap_pair (t, fixnum (error), WORD_EOL);
  word text = heap_pair (t, heap_string (t, strerror (error)), WORD_EOL);
  word args = heap_pair (t, text, heap_pair (t, number, WORD_EOL));
  args = heap_pair (t, heap_string (t, "~A"), args);
  args = heap_pair (t, *subr ? heap_string (t, subr) : WORD_FALSE, args);
  raise_condition (FIXED_HANDLE (FIXED_system_error), args);
}

void
raise_out_of_memory (void)
{
  raise_condition (FIXED_HANDLE (FIXED_out_of_memory),
                   FIXED_HANDLE (FIXED_out_of_memory_args));
}
