/* Finalizers of pointer objects: each is called once, when its object is no
   longer reachable by any way, and not before; it may call the library,
   collect, wait for others that collect, raise a condition or jump away, and
   the others are called all the same.  */

#define _GNU_SOURCE
#include "collector.h"

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum
{
  COUNT = 100,
  MANY = 10000
};

/* How often each was called.  */
static volatile int calls[MANY];
static SCM kept, ours, theirs;

static void
count (void *address)
{
  ++*(int *) address;
}

static void
forget_calls (void)
{
  for (int i = 0; i < MANY; i++)
    calls[i] = 0;
}

/* How many of the first N were called; none more than once.  */
static int
called (int n)
{
  int called = 0;
  for (int i = 0; i < n; i++)
    {
      assert (calls[i] <= 1);
      called += calls[i];
    }
  return called;
}

/* The first N were called, but for one that may be left in a register.  */
static void
assert_called (int n)
{
  collect (2);
  assert (called (n) >= n - 1);
}

static __attribute__ ((noinline)) void
drop (int n, scm_t_pointer_finalizer finalizer)
{
  forget_calls ();
  for (int i = 0; i < n; i++)
    scm_from_pointer ((void *) &calls[i], finalizer);
}

static void
once_each (void)
{
  drop (COUNT, count);
  assert_called (COUNT);
  collect (5);
  called (COUNT);
}

/* Not while it is reachable: itself, in a list, by a bytevector of its memory,
   by a pointer into that bytevector, and so on.  */

static __attribute__ ((noinline)) SCM
pointer_to (int i)
{
  return scm_from_pointer ((void *) &calls[i], count);
}

static __attribute__ ((noinline)) SCM
memory_of (SCM pointer)
{
  return scm_pointer_to_bytevector (pointer, INT (sizeof *calls), INT (0),
                                    NONE);
}

static __attribute__ ((noinline)) void
keep_six (void)
{
  SCM by_itself = pointer_to (0), in_list = scm_list_1 (pointer_to (1));
  SCM in_vector = scm_c_make_vector (5, pointer_to (2));
  SCM by_memory = memory_of (pointer_to (3));
  SCM by_pointer
      = scm_bytevector_to_pointer (memory_of (pointer_to (4)), INT (1));
  SCM by_end = pointer_to (5);
  for (int i = 0; i < 50; i++)
    by_end = scm_bytevector_to_pointer (memory_of (by_end), INT (0));
  kept = scm_list_n (by_itself, in_list, in_vector, by_memory, by_pointer,
                     by_end, NONE);
}

static void
not_while_reachable (void)
{
  forget_calls ();
  keep_six ();
  collect (3);
  assert (called (6) == 0);
  /* One after another.  */
  for (int i = 0; i < 6; i++)
    {
      kept = scm_cdr (kept);
      collect (2);
      assert (called (6) >= i && called (6) <= i + 1);
    }
  assert_called (6);
}

static __attribute__ ((noinline)) void
refer_to_one (struct hidden *h)
{
  SCM pointer = pointer_to (0);
  guilenet_retain (pointer);
  *h = hide (pointer);
}

static void
not_while_referred_to (void)
{
  struct hidden h;
  forget_calls ();
  refer_to_one (&h);
  collect (2);
  assert (called (1) == 0);
  guilenet_release (shown (h));
  collect (2);
  assert (called (1) == 1);
}

static __attribute__ ((noinline)) void
drop_list (void)
{
  SCM list = SCM_EOL;
  forget_calls ();
  for (int i = 0; i < MANY; i++)
    list = scm_cons (scm_from_pointer ((void *) &calls[i], count), list);
  scm_remember_upto_here_1 (list);
}

static void
whole_list (void)
{
  drop_list ();
  collect (2);
  assert (called (MANY) >= MANY - 1);
}

/* By calls that happen to collect, too.  */
static void
without_asking (void)
{
  drop (COUNT, count);
  forget ();
  scm_gc_enable ();
  /* In a thread of the library's: the alarm ends what never comes.  */
  while (called (COUNT) < COUNT - 1)
    for (int i = 0; i < 1000; i++)
      scm_cons (SCM_EOL, SCM_EOL);
  scm_gc_disable ();
}

/* What one may do.  */

static void
use_library (void *address)
{
  SCM sent = numbered (3), got = scm_c_make_bytevector (64);
  assert (scm_to_int (scm_send (ours, sent, NONE)) == 64);
  assert (scm_to_int (scm_recv (theirs, got, NONE)) == 64);
  assert (is_numbered (got, 3));
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  scm_close_port (scm_car (pair));
  count (address);
}

static void
collect_again (void *address)
{
  count (address);
  numbered (1);
  scm_gc ();
}

static sem_t collect_please, collected;
static pthread_t helper;

static void *
collect_for_another (void *data)
{
  do
    {
      while (sem_wait (&collect_please))
        ;
      scm_gc ();
      sem_post (&collected);
    }
  while (!*(atomic_bool *) data);
  return NULL;
}

/* Any thread that collects may be the one to call it.  */
static void
wait_for_another (void *address)
{
  if (!pthread_equal (pthread_self (), helper))
    {
      sem_post (&collect_please);
      while (sem_wait (&collected))
        ;
    }
  count (address);
}

static void
wait_for_collecting (void)
{
  atomic_bool over = false;
  sem_init (&collect_please, 0, 0);
  sem_init (&collected, 0, 0);
  assert (!pthread_create (&helper, NULL, collect_for_another, &over));
  drop (COUNT, wait_for_another);
  assert_called (COUNT);
  over = true;
  sem_post (&collect_please);
  assert (!pthread_join (helper, NULL));
}

/* A new object with a finalizer each time, that long a chain.  */
static void
make_next (void *address)
{
  int *here = address;
  count (here);
  if (here < calls + 10)
    scm_from_pointer (here + 1, make_next);
}

/* How one may end.  A condition leaves scm_gc, as in libguile.  */

static void
raise_condition (void *address)
{
  count (address);
  scm_misc_error ("finalizer", "raised", SCM_EOL);
}

static SCM
collect_body (void *data)
{
  forget ();
  scm_gc ();
  return data ? SCM_BOOL_F : SCM_BOOL_T;
}

static void
conditions (void)
{
  int raised = 0;
  drop (COUNT, raise_condition);
  for (int i = 0; i < 2 * COUNT; i++)
    {
      SCM result = outcome (collect_body, NULL);
      if (scm_is_pair (result))
        raised++;
      else
        assert (scm_is_true (result));
    }
  assert (called (COUNT) >= COUNT - 1 && raised == called (COUNT));
  collect (1);
}

static jmp_buf back;

static void
jump (void *address)
{
  count (address);
  longjmp (back, 1);
}

static void
jumps (void)
{
  static volatile int jumped, tries;
  drop (COUNT, jump);
  jumped = tries = 0;
  if (setjmp (back))
    jumped++;
  while (tries++ < 2 * COUNT)
    {
      forget ();
      scm_gc ();
    }
  assert (called (COUNT) >= COUNT - 1 && jumped == called (COUNT));
  collect (2);
}

/* The end of the process is none of an object.  */

static int report[2];

static void
tell (void *address)
{
  (void) address;
  assert (write (report[1], "f", 1) == 1);
}

static void
leave (void *data)
{
  kept = scm_from_pointer (data, tell);
  scm_from_pointer (data, tell);
  exit (0);
}

static void
not_at_exit (void)
{
  char byte;
  assert (!pipe (report));
  in_child ("exit", leave, report);
  close (report[1]);
  assert (read (report[0], &byte, 1) == 0);
  close (report[0]);
}

static __attribute__ ((noinline)) void
make_sockets (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  ours = scm_car (pair);
  theirs = scm_cdr (pair);
}

int
main (void)
{
  alarm (60);
  scm_init_guile ();
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  make_sockets ();
  once_each ();
  not_while_reachable ();
  not_while_referred_to ();
  whole_list ();
  without_asking ();
  drop (COUNT, use_library);
  assert_called (COUNT);
  drop (COUNT, collect_again);
  assert_called (COUNT);
  wait_for_collecting ();
  drop (1, make_next);
  collect (20);
  assert (called (11) >= 10);
  conditions ();
  jumps ();
  not_at_exit ();
  return 0;
}
