/* A handler may siglongjmp out of a call that blocks, over a catch too.  What
   the call held is given back, nothing that had come is lost, and the library
   works on: the same call, in another thread, then does what it is for.  Out
   of scm_recv it may jump at any instant.  */

#define _GNU_SOURCE
#include "waits.h"

#include <setjmp.h>
#include <sys/time.h>

enum
{
  FIRST = 20,
  JUMPS = 200,
  AT_RANDOM = 5000,
  /* What one that was jumped out of may leave, in bytes: garbage of the
     program's own kind, a small bytevector for the collector.  */
  LEFT = 512
};

static sigjmp_buf way_out;
static volatile sig_atomic_t armed;
/* JUMP_IN is the system call to jump out of, counted from 1: one that finds
   nothing to do, since what it has done is lost when it is left.  */
static atomic_int jumps, jump_in = 1;

/* Jumps if the thread is in the system call: elsewhere it may be in malloc, or
   in the core.  */
static void
jump_out (int number)
{
  (void) number;
  if (!in_call || calls_begun < jump_in)
    return;
  in_call = false;
  jumps++;
  siglongjmp (way_out, 1);
}

static void
jump_anywhere (int number)
{
  (void) number;
  if (!armed)
    return;
  armed = false;
  siglongjmp (way_out, 1);
}

static void
handle (int number, void (*handler) (int))
{
  struct sigaction action = { .sa_handler = handler };
  assert (!sigaction (number, &action, NULL));
}

static SCM
block_in_catch (void *data)
{
  block (data);
  abort ();
}

static SCM
left_behind (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  (void) args;
  abort ();
}

static SCM
refused (void *data)
{
  return scm_car (data);
}

/* A thread that is jumped out of the wait DATA, and then raises.  */
static void *
leave (void *data)
{
  if (!sigsetjmp (way_out, 1))
    scm_internal_catch (SCM_BOOL_T, block_in_catch, data, left_behind, NULL);
  SCM raised = outcome (refused, INT (5));
  assert (scm_is_eq (scm_car (raised), scm_arg_type_key));
  return NULL;
}

static void
leave_once (struct wait *w)
{
  int before = jumps;
  calls_begun = 0;
  pthread_t thread = start (leave, w);
  await_call ();
  while (jumps == before)
    {
      pthread_kill (thread, SIGUSR1);
      sched_yield ();
    }
  assert (!pthread_join (thread, NULL));
}

static void
run (struct wait *w)
{
  w->prepare (w);
  for (int i = 0; i < FIRST; i++)
    leave_once (w);
  size_t memory = memory_in_use ();
  for (int i = 0; i < JUMPS; i++)
    leave_once (w);
  ssize_t grown = memory_in_use () - memory;
  if (grown > JUMPS * LEFT)
    {
      fprintf (stderr, "%s: %zd bytes more\n", w->name, grown);
      exit (1);
    }
  end_normally (w);
}

/* In one thread, by a timer of 10 kHz, wherever scm_recv is.  */
static void
at_random (void)
{
  struct itimerval often = { { 0, 100 }, { 0, 100 } }, never = { 0 };
  static struct wait w;
  static volatile int left;
  SCM message = bytes_of (1, 7), buffer = bytes_of (1, 0);
  make_stream (&w);
  assert (!setitimer (ITIMER_REAL, &often, NULL));
  for (left = 0; left < AT_RANDOM; left++)
    {
      if (!sigsetjmp (way_out, 1))
        {
          armed = true;
          scm_recv (w.port, buffer, NONE);
          abort ();
        }
      if (left % 16)
        continue;
      assert (scm_to_int (scm_send (w.other, message, NONE)) == 1);
      assert (scm_to_int (scm_recv (w.port, buffer, NONE)) == 1);
      assert (scm_c_bytevector_ref (buffer, 0) == 7);
      scm_c_bytevector_set_x (buffer, 0, 0);
    }
  assert (!setitimer (ITIMER_REAL, &never, NULL));
  close_ends (&w);
  assert (left == AT_RANDOM);
}

/* A reader that is jumped out of takes no part of a line.  */
static void
part_of_a_line (void)
{
  struct wait w = { .block = in_read_line };
  make_stream (&w);
  jump_in = 2;
  for (int i = 0; i < 4; i++)
    {
      assert (send (fd_of (w.other), &"line"[i], 1, 0) == 1);
      leave_once (&w);
    }
  assert (send (fd_of (w.other), "\n", 1, 0) == 1);
  in_read_line (&w);
  close_ends (&w);
}

int
main (void)
{
  signal (SIGALRM, SIG_DFL);
  handle (SIGUSR1, jump_out);
  for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
    run (&waits[i]);
  part_of_a_line ();
  handle (SIGALRM, jump_anywhere);
  at_random ();
  printf ("%zu waits, %d jumps out of them, %d out of scm_recv at random\n",
          sizeof waits / sizeof *waits, jumps, AT_RANDOM);
  return 0;
}
