#include "contracts.h"
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
  return scm_of (c->function (a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]));
}

void
contracts_give (struct thread *t, word w)
{
  if (!t->foreign || !cell_of (w))
    return;
  uint32_t index = (uint32_t) w >> CELL_INDEX_SHIFT;
  __atomic_add_fetch (heap_references (index), 1, __ATOMIC_RELAXED);
  atomic_fetch_add (&state->references, 1);
}

word
contracts_call (struct thread *t, contracts_function *function,
                bool gives_value, const word *arg)
{
  struct foreign_call c = { function, arg };
  struct wind_frame frame;
  SCM result;
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
  uint32_t index;
  if (!t->error_key)
    return scm_of (WORD_FALSE);
  if (!(index = heap_take (t)))
    return scm_of (FIXED_HANDLE (FIXED_out_of_memory_error));
  struct cell *c = cell_at (index);
  c->pair.car = t->error_key;
  c->pair.cdr = t->error_args;
  word error = heap_publish (c, index, KIND_PAIR, 0, 0);
  contracts_give (t, error);
  return scm_of (error);
}

SCM
guilenet_retain (SCM value)
{
  struct thread *t = thread ();
  contracts_give (t, word_of (value));
  return value;
}

void
guilenet_release (SCM value)
{
  word w = word_of (value);
  if (!cell_of (w))
    return;
  uint32_t *references = heap_references ((uint32_t) w >> CELL_INDEX_SHIFT);
  uint32_t count = __atomic_load_n (references, __ATOMIC_RELAXED);
  while (count
         && !__atomic_compare_exchange_n (references, &count, count - 1, true,
                                          __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    ;
  if (count)
    atomic_fetch_sub (&state->references, 1);
}
