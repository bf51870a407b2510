/* Leaving by a non-local exit.  A program may longjmp out of a catch's body,
   out of a handler before the unwinding, and over dynwinds: what it has left
   is forgotten, and the next raise ends at the nearest catch that is still
   there, however deep the stack is then.  Raises end well from the alternate
   stack of a signal, through a thousand levels, and in several threads at
   once.  */

#define _GNU_SOURCE
#include "only.h"

#include <alloca.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

enum
{
  STACK = 1 << 16,
  RAISES = 10000,
  LEVELS = 1000,
  THREADS = 4
};

static SCM
symbol (const char *name)
{
  return scm_from_utf8_symbol (name);
}

/* Ways to raise, with the core and without.  */

static SCM
by_core (void *data)
{
  return scm_car (data);
}

static SCM
by_throw (void *data)
{
  return scm_throw (scm_misc_error_key, scm_list_1 (data));
}

static SCM
by_error (void *data)
{
  scm_misc_error ("by_error", "~S", scm_list_1 (data));
  return data;
}

static SCM
by_errno (void *data)
{
  scm_syserror ("by_errno");
  return data;
}

static const scm_t_catch_body raisers[]
    = { by_core, by_throw, by_error, by_errno };

/* Leaving without a raise.  */

static jmp_buf way_out;

static SCM
leave_body (void *data)
{
  (void) data;
  longjmp (way_out, 1);
}

static SCM
leave_handler (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  (void) args;
  longjmp (way_out, 1);
}

/* The catch must be gone when its handler would be called.  */
static SCM
left (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  (void) args;
  abort ();
}

static void
leave_catch (void)
{
  scm_internal_catch (SCM_BOOL_T, leave_body, NULL, left, NULL);
}

static void
leave_before_unwinding (void)
{
  scm_c_catch (SCM_BOOL_T, by_throw, INT (1), left, NULL, leave_handler, NULL);
}

static void
leave_throw_handler (void)
{
  scm_c_with_throw_handler (SCM_BOOL_T, by_core, INT (1), leave_handler, NULL,
                            0);
}

static void
run_left (void *data)
{
  (void) data;
  abort ();
}

static SCM
leave_dynwind_body (void *data)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (run_left, NULL, SCM_F_WIND_EXPLICITLY);
  return leave_body (data);
}

static void
leave_dynwind (void)
{
  scm_internal_catch (SCM_BOOL_T, leave_dynwind_body, NULL, left, NULL);
}

static SCM
leave_nested_body (void *data)
{
  return scm_c_with_throw_handler (SCM_BOOL_T, leave_dynwind_body, data, left,
                                   NULL, 0);
}

static void
leave_nested (void)
{
  scm_internal_catch (SCM_BOOL_T, leave_nested_body, NULL, left, NULL);
}

static void
leave_handler_of_catch (void)
{
  scm_internal_catch (SCM_BOOL_T, by_core, INT (1), leave_handler, NULL);
}

static void (*const leavers[]) (void)
    = { leave_catch,   leave_before_unwinding, leave_throw_handler,
        leave_dynwind, leave_nested,           leave_handler_of_catch };

/* A way to leave and one to raise then, with so many bytes of stack between
   that nobody has written to.  */
struct departure
{
  void (*leave) (void);
  scm_t_catch_body raise;
  size_t depth;
  int unwound;
};

static __attribute__ ((noinline)) SCM
raise_deeper (const struct departure *d)
{
  volatile char *unwritten = alloca (d->depth + 1);
  unwritten[0] = 0;
  return d->raise (INT (5));
}

static void
count (void *data)
{
  ++*(int *) data;
}

static SCM
depart (void *data)
{
  struct departure *d = data;
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (count, &d->unwound, 0);
  if (!setjmp (way_out))
    {
      d->leave ();
      abort ();
    }
  return raise_deeper (d);
}

/* Leaves, and ends the dynwind that it began itself.  */
static SCM
depart_and_end (void *data)
{
  struct departure *d = data;
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (count, &d->unwound, SCM_F_WIND_EXPLICITLY);
  if (!setjmp (way_out))
    {
      d->leave ();
      abort ();
    }
  scm_dynwind_end ();
  assert (d->unwound == 1);
  return INT (7);
}

static void
departures (void)
{
  for (size_t i = 0; i < LENGTH (leavers); i++)
    for (size_t j = 0; j < LENGTH (raisers); j++)
      for (size_t depth = 0; depth < 2000; depth += 16)
        {
          struct departure d = { leavers[i], raisers[j], depth, 0 };
          assert (scm_is_pair (outcome (depart, &d)) && d.unwound == 1);
          d.unwound = 0;
          assert (scm_is_eq (outcome (depart_and_end, &d), INT (7)));
          assert (d.unwound == 1);
        }
}

/* Many in a row: each condition is the one that was raised.  */
static void
in_a_row (void)
{
  for (int i = 0; i < RAISES; i++)
    {
      SCM raised = outcome (by_throw, INT (i));
      assert (scm_is_eq (scm_cadr (raised), INT (i)));
      raised = outcome (by_core, INT (i));
      assert (scm_is_eq (scm_car (raised), scm_arg_type_key));
    }
}

/* From a signal's stack, wherever it lies.  */

static scm_t_catch_body raiser;

static void
raise_in_signal (int signal)
{
  (void) signal;
  /* One that ends here, and one that leaves.  */
  assert (scm_is_pair (outcome (raiser, INT (5))));
  raiser (INT (6));
}

static SCM
signal_self (void *data)
{
  raise (SIGUSR1);
  return data;
}

static void
on_stack (char *stack)
{
  stack_t old, alternate = { .ss_sp = stack, .ss_size = STACK };
  struct sigaction action
      = { .sa_handler = raise_in_signal, .sa_flags = SA_ONSTACK | SA_NODEFER };
  assert (!sigaltstack (&alternate, &old));
  assert (!sigaction (SIGUSR1, &action, NULL));
  for (int i = 0; i < 100; i++)
    {
      raiser = raisers[i % LENGTH (raisers)];
      assert (scm_is_pair (outcome (signal_self, NULL)));
    }
  assert (!sigaltstack (&old, NULL));
}

static void *
in_thread (void *above)
{
  static char below[STACK];
  on_stack (below);
  on_stack (above);
  return NULL;
}

static void
in_signals (void)
{
  static char below[STACK];
  char above[STACK];
  pthread_t thread;
  on_stack (below);
  assert (!pthread_create (&thread, NULL, in_thread, above));
  assert (!pthread_join (thread, NULL));
}

/* Through many catches.  */

static SCM
raise_again (void *data, SCM key, SCM args)
{
  ++*(int *) data;
  return scm_throw (key, args);
}

struct descent
{
  SCM tag;
  int left, passed;
};

static SCM
descend (void *data)
{
  struct descent *d = data;
  if (!d->left--)
    return by_throw (INT (9));
  return scm_internal_catch (d->tag, descend, d, raise_again, &d->passed);
}

static void
levels (void)
{
  struct descent each = { scm_misc_error_key, LEVELS, 0 };
  SCM raised = outcome (descend, &each);
  assert (scm_is_eq (scm_cadr (raised), INT (9)) && each.passed == LEVELS);
  struct descent none = { symbol ("another-key"), LEVELS, 0 };
  raised = outcome (descend, &none);
  assert (scm_is_eq (scm_cadr (raised), INT (9)) && none.passed == 0);
}

/* Several threads, each with its own.  */

static void *
raise_often (void *data)
{
  int first = *(int *) data;
  for (int i = 0; i < RAISES / THREADS; i++)
    {
      struct descent d = { scm_misc_error_key, 3, 0 };
      SCM n = INT (first + i);
      assert (scm_is_eq (scm_cadr (outcome (by_throw, n)), n));
      outcome (descend, &d);
      assert (d.passed == 3);
    }
  return NULL;
}

static void
in_threads (void)
{
  pthread_t threads[THREADS];
  int first[THREADS];
  for (int i = 0; i < THREADS; i++)
    {
      first[i] = i * RAISES;
      assert (!pthread_create (&threads[i], NULL, raise_often, &first[i]));
    }
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (threads[i], NULL));
}

int
main (void)
{
  alarm (110);
  departures ();
  in_a_row ();
  in_signals ();
  levels ();
  in_threads ();
  return 0;
}
