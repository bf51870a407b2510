/* A handler may siglongjmp out of a thread's first call, at any instant: that
   makes the thread's record, for which it asks the system and glibc.  The
   thread then works on.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

enum
{
  THREADS = 5000,
  /* The longest that the strike comes behind the call's beginning, in turns of
     an empty loop.  */
  LATEST = 30000
};

static __thread sigjmp_buf way_out;
static __thread volatile sig_atomic_t armed;
static atomic_int begun, struck, jumps;

static void
strike (int number)
{
  (void) number;
  struck++;
  if (!armed)
    return;
  armed = false;
  jumps++;
  siglongjmp (way_out, 1);
}

static void *
call_first (void *data)
{
  int before = struck;
  if (!sigsetjmp (way_out, 1))
    {
      armed = true;
      begun++;
      scm_cons (SCM_EOL, SCM_EOL);
      armed = false;
    }
  while (struck == before)
    sched_yield ();
  SCM pair = scm_cons (INT (1), SCM_EOL);
  assert (scm_to_int (scm_car (pair)) == 1);
  return data;
}

int
main (void)
{
  struct sigaction action = { .sa_handler = strike };
  unsigned seed = 1;
  assert (!sigaction (SIGUSR1, &action, NULL));
  alarm (100);
  for (int i = 0; i < THREADS; i++)
    {
      pthread_t thread;
      assert (!pthread_create (&thread, NULL, call_first, NULL));
      while (begun == i)
        sched_yield ();
      for (volatile int turns = rand_r (&seed) % LATEST; turns > 0; turns--)
        ;
      assert (!pthread_kill (thread, SIGUSR1));
      assert (!pthread_join (thread, NULL));
    }
  printf ("%d threads, %d jumped out of their first call\n", THREADS, jumps);
  return jumps == 0;
}
