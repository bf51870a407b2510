/* A thread that has called the library ends as one that has not: to the last
   of its destructors it has its own signal mask and alternate stack.  So it is
   in a forked child, before its core is started and after.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <pthread.h>
#include <signal.h>

enum
{
  THREADS = 200,
  CHILDREN = 10,
  STACK = 1 << 15
};

/* Made after the library's keys, so that its destructors run after theirs. */
static pthread_key_t last;
static char stacks[2][STACK];
static _Atomic int ended;

/* What a thread should find at its end.  */
struct thread_state
{
  sigset_t mask;
  stack_t stack;
};

static void
check (void *data)
{
  struct thread_state now, *expected = data;
  pthread_sigmask (SIG_SETMASK, NULL, &now.mask);
  sigaltstack (NULL, &now.stack);
  for (int i = 1; i <= SIGRTMAX; i++)
    assert (sigismember (&now.mask, i) == sigismember (&expected->mask, i));
  assert (now.stack.ss_flags == expected->stack.ss_flags);
  assert (now.stack.ss_flags == SS_DISABLE
          || now.stack.ss_sp == expected->stack.ss_sp);
  ended++;
  free (expected);
}

/* Sets STATE up, of which KIND has a mask and an alternate stack.  */
static void
set_up (int kind, char *stack)
{
  sigset_t mask;
  stack_t alternate = { .ss_sp = stack, .ss_size = STACK };
  sigemptyset (&mask);
  sigaddset (&mask, kind & 1 ? SIGUSR1 : SIGCHLD);
  pthread_sigmask (SIG_SETMASK, &mask, NULL);
  if (kind & 2)
    assert (!sigaltstack (&alternate, NULL));
}

static void *
call_and_end (void *kind)
{
  int k = *(int *) kind;
  struct thread_state *state = malloc (sizeof *state);
  assert (state && !pthread_setspecific (last, state));
  set_up (k, stacks[0]);
  /* Some change both after the library has met the thread.  */
  for (int i = 0; i < 3; i++)
    scm_number_to_string (INT (i), INT (10));
  if (k & 4)
    set_up (~k, stacks[1]);
  pthread_sigmask (SIG_SETMASK, NULL, &state->mask);
  sigaltstack (NULL, &state->stack);
  pthread_exit (NULL);
}

static void
in_threads (int count)
{
  for (int i = 0; i < count; i++)
    {
      pthread_t thread;
      int before = ended;
      assert (!pthread_create (&thread, NULL, call_and_end, &i));
      assert (!pthread_join (thread, NULL) && ended == before + 1);
    }
}

static void
end_in_child (void *data)
{
  (void) data;
  in_threads (8);
}

/* A thread that the parent's core knew is the one that a child has, and ends
   without a call.  */
static void *
fork_and_end (void *data)
{
  scm_number_to_string (INT (1), INT (10));
  pid_t child = fork ();
  if (!child)
    {
      alarm (60);
      pthread_exit (NULL);
    }
  reap ("a thread that ends in a child", child);
  return data;
}

int
main (void)
{
  alarm (110);
  scm_number_to_string (INT (1), INT (10));
  assert (!pthread_key_create (&last, check));
  in_threads (THREADS);
  for (int i = 0; i < CHILDREN; i++)
    {
      pthread_t thread;
      in_child ("threads in a child", end_in_child, NULL);
      assert (!pthread_create (&thread, NULL, fork_and_end, NULL));
      assert (!pthread_join (thread, NULL));
    }
  printf ("threads that ended: %d, in children %d; children: %d\n", THREADS,
          8 * CHILDREN + CHILDREN, 2 * CHILDREN);
  return 0;
}
