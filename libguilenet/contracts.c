#include "contracts.h"
#include "collector.h"
#include "unwind.h"
#include <guilenet/foreign.h>

struct foreign_call
{
  contracts_function *function;
  const word *arg;
};

static SCM
apply (void *data)
{
  struct foreign_call *c = data;
  const word *a = c->arg;
  struct thread *t = thread ();
  uintptr_t was = collector_enter (t, (uintptr_t) __builtin_frame_address (0),
                                   t->cache.maker);
  word result = c->function (a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
  collector_leave (t, was);
  return scm_of (result);
}

/* The sum is never less than its parts, whoever looks, and whenever a fork
   strikes: raised first here, lowered last in guilenet_release.  */
static void
take (word w)
{
  if (!cell_of (w))
    return;
  uint32_t index = (uint32_t) w >> CELL_INDEX_SHIFT;
  atomic_fetch_add (&state->references, 1);
  heap_count_up (index, &heap_counts (index)->references);
}

void
contracts_give (struct thread *t, word w)
{
  if (t->foreign)
    take (w);
}

word
contracts_call (struct thread *t, contracts_function *function,
                bool gives_value, const word *arg)
{
  struct foreign_call c = { function, arg };
  struct wind_frame frame;
  SCM result;
  if (!wind_ready (t))
    {
      t->error_key = FIXED_HANDLE (FIXED_out_of_memory);
      t->error_args = FIXED_HANDLE (FIXED_out_of_memory_args);
      return gives_value ? WORD_UNDEFINED : 0;
    }
  if (wind_body (t, WIND_CATCH, &frame, scm_of (WORD_TRUE), NULL, NULL, apply,
                 &c, &result))
    {
      t->error_key = word_of (frame.key);
      t->error_args = word_of (frame.args);
      return gives_value ? WORD_UNDEFINED : 0;
    }
  t->error_key = 0;
  if (gives_value)
    contracts_give (t, word_of (result));
  return word_of (result);
}

int
guilenet_foreign (int on)
{
  struct thread *t = thread ();
  bool was = t->foreign;
  t->foreign = on;
  return was;
}

SCM
guilenet_last_error (void)
{
  struct thread *t = thread ();
  word error = FIXED_HANDLE (FIXED_out_of_memory_error);
  if (!t->error_key)
    return scm_of (WORD_FALSE);
  uintptr_t was = collector_enter (t, (uintptr_t) __builtin_frame_address (0),
                                   MAKER_guilenet_last_error);
  uint32_t index = heap_take (t);
  if (index)
    {
      struct cell *c = cell_at (index);
      c->pair.car = t->error_key;
      c->pair.cdr = t->error_args;
      error = heap_publish (c, index, KIND_PAIR, 0, 0);
    }
  contracts_give (t, error);
  collector_leave (t, was);
  return scm_of (error);
}

SCM
guilenet_retain (SCM value)
{
  take (word_of (value));
  return value;
}

void
guilenet_release (SCM value)
{
  struct thread *t = thread ();
  word w = word_of (value);
  uintptr_t was = collector_enter (t, (uintptr_t) __builtin_frame_address (0),
                                   MAKER_unknown);
  collector_settle ();
  if (cell_of (w)
      && heap_count_down (
          &heap_counts ((uint32_t) w >> CELL_INDEX_SHIFT)->references))
    atomic_fetch_sub (&state->references, 1);
  collector_leave (t, was);
}
