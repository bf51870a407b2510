/* A handler that strikes a thread in a call that waits may call the library:
   what it makes stays as long as it has it, however often another thread
   collects meanwhile, though a thread that waits is else not disturbed.  */

#define _GNU_SOURCE
#include "../only/collector.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum
{
  STRIKES = 30,
  CYCLES = 2
};

static atomic_int handled, kept;
static atomic_uint_fast64_t cycles;
static atomic_bool done;
static SCM port;

/* Without a call of the library's.  */
static void
await_cycles (void)
{
  for (uint_fast64_t end = cycles + CYCLES; cycles < end;)
    sched_yield ();
}

static void
strike (int number)
{
  SCM list = scm_list_2 (INT (number), scm_from_utf8_string ("in a handler"));
  await_cycles ();
  SCM text = scm_is_pair (list) ? scm_cadr (list) : SCM_BOOL_F;
  await_cycles ();
  kept += scm_is_string (text) && scm_c_string_length (text) == 12
          && scm_to_int (scm_car (list)) == number;
  handled++;
}

static void *
make_dead_values (void *data)
{
  while (!done)
    {
      for (int i = 0; i < 1000; i++)
        scm_cons (SCM_EOL, SCM_EOL);
      cycles = stats_now ().collections;
    }
  return data;
}

static void *
wait_in_call (void *data)
{
  SCM buffer = scm_c_make_bytevector (1);
  assert (scm_to_int (scm_recv (port, buffer, NONE)) == 1);
  return data;
}

int
main (void)
{
  int ends[2];
  pthread_t waits, makes;
  struct sigaction action = { .sa_handler = strike, .sa_flags = SA_RESTART };
  scm_init_guile ();
  assert (!socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  assert (!sigaction (SIGUSR1, &action, NULL));
  port = scm_fdes_to_port (ends[0], "r+0", scm_from_utf8_string ("waits"));
  assert (!pthread_create (&makes, NULL, make_dead_values, NULL));
  assert (!pthread_create (&waits, NULL, wait_in_call, NULL));
  for (int i = 0; i < STRIKES; i++)
    {
      assert (!pthread_kill (waits, SIGUSR1));
      while (handled == i)
        sched_yield ();
    }
  assert (write (ends[1], "x", 1) == 1);
  assert (!pthread_join (waits, NULL));
  done = true;
  assert (!pthread_join (makes, NULL));
  printf ("%d handlers, %d with what they made\n", handled, kept);
  return kept != STRIKES;
}
