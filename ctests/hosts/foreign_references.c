/* no-link.  References under the foreign contract are counted exactly:
   whatever is retained and released, by whom, and across forks, in a child
   with a core and without.  */

#define _GNU_SOURCE
#include "foreign.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>

enum
{
  ROUNDS = 1500000,
  WORDS = 200000,
  GENERATIONS = 5
};

static void
count_references (void)
{
  uint64_t none = references (), state = 88172645463325252;
  SCM pair = F (scm_cons) (INT (1), EMPTY);
  assert (references () == none + 1);
  for (int i = 0; i < 3; i++)
    assert (F (guilenet_retain) (pair) == pair);
  assert (references () == none + 4);
  /* Under Guile's contract, too.  */
  F (guilenet_foreign) (0);
  assert (F (guilenet_retain) (pair) == pair && F (scm_car) (pair) == INT (1));
  assert (references () == none + 5);
  F (guilenet_release) (pair);
  F (guilenet_foreign) (1);
  for (int i = 0; i < 10; i++)
    F (guilenet_release) (pair);
  assert (references () == none);
  /* What nobody has a reference to, and what there is not.  Handles of the
     words that are made up here would have to be of ten million.  */
  for (int i = 0; i < WORDS; i++)
    {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      uint64_t made_up = i % 2 ? state : state >> 8 | (uint64_t) 0xa5 << 56;
      F (guilenet_release) ((SCM) (made_up | 0x40000000));
      F (guilenet_retain) ((SCM) (made_up | 0x40000000));
    }
  for (intptr_t i = 0; i < 0x1000; i++)
    {
      F (guilenet_retain) ((SCM) i);
      F (guilenet_release) ((SCM) i);
    }
  assert (references () == none);
}

/* One thread gets references to a port, another gives up what it does not
   have: the count never goes below none.  All on one processor, so that the
   first is often stopped half-way in a call, and the others see it so.  */
static atomic_bool over;

static void *
give_up (void *data)
{
  void (*release) (SCM) = F (guilenet_release);
  SCM port = data;
  while (!over)
    release (port);
  return NULL;
}

static void *
watch (void *data)
{
  uint64_t *highest = data;
  while (!over)
    {
      uint64_t now = references ();
      *highest = now > *highest ? now : *highest;
    }
  return NULL;
}

static void
never_below_none (void)
{
  pthread_t threads[2];
  cpu_set_t all, one;
  uint64_t highest = 0, none = references ();
  SCM port = F (scm_current_output_port) ();
  SCM (*current) (void) = F (scm_current_output_port);
  void (*release) (SCM) = F (guilenet_release);
  release (port);
  assert (!sched_getaffinity (0, sizeof all, &all));
  CPU_ZERO (&one);
  CPU_SET (sched_getcpu (), &one);
  assert (!sched_setaffinity (0, sizeof one, &one));
  over = false;
  assert (!pthread_create (&threads[0], NULL, give_up, port));
  assert (!pthread_create (&threads[1], NULL, watch, &highest));
  for (int i = 0; i < ROUNDS; i++)
    release (current ());
  over = true;
  for (int i = 0; i < 2; i++)
    assert (!pthread_join (threads[i], NULL));
  assert (!sched_setaffinity (0, sizeof all, &all));
  assert (highest <= none + 2 && references () == none);
}

/* Forks.  */

static void
go_on (SCM list, SCM error, int left)
{
  struct guilenet_stats before, after;
  F (guilenet_stats) (&before);
  assert (F (guilenet_foreign) (1) == 1);
  /* Without a core.  */
  SCM same = F (guilenet_last_error) (), key = F (scm_car) (error);
  assert (F (scm_car) (same) == key && F (scm_car) (list) == INT (1));
  F (guilenet_stats) (&after);
  assert (after.references == before.references + 3
          && after.core_generation == before.core_generation);
  /* With one.  */
  fail ();
  F (guilenet_stats) (&after);
  assert (after.references == before.references + 3
          && after.core_generation == before.core_generation + 1);
  F (guilenet_release) (same);
  for (int i = 0; i < 2; i++)
    F (guilenet_release) (key);
  F (guilenet_release) (list);
  assert (references () == before.references - 1);
  F (guilenet_retain) (list);
  F (scm_car) (INT (5));
  if (!left)
    return;
  pid_t child = fork ();
  if (!child)
    {
      go_on (list, error, left - 1);
      _exit (0);
    }
  reap (child);
  assert (references () == before.references);
}

/* A child that cannot have a core says so, call by call.  */
static void
without_core (void)
{
  struct rlimit none = { 1, RLIM_INFINITY }, all;
  pid_t child = fork ();
  if (!child)
    {
      SCM port = F (scm_current_output_port) ();
      assert (!getrlimit (RLIMIT_AS, &all));
      none.rlim_max = all.rlim_max;
      assert (!setrlimit (RLIMIT_AS, &none));
      SCM terminal = F (scm_isatty_p) (port);
      SCM error = F (guilenet_last_error) ();
      SCM reversed = F (scm_reverse) (EMPTY);
      assert (!setrlimit (RLIMIT_AS, &all));
      assert (terminal == UNDEFINED && reversed == UNDEFINED);
      char expected[100], *is = text_of (error);
      snprintf (expected, sizeof expected,
                "(system-error \"isatty?\" \"~A\" (\"%s\") (%d))",
                strerror (ENOMEM), ENOMEM);
      assert (!strcmp (is, expected));
      assert (F (scm_reverse) (EMPTY) == EMPTY && failed_with (NULL));
      _exit (0);
    }
  reap (child);
}

static void
fork_children (void)
{
  SCM list = F (scm_list_2) (INT (1), INT (2));
  F (scm_car) (INT (5));
  SCM error = F (guilenet_last_error) ();
  pid_t child = fork ();
  if (!child)
    {
      go_on (list, error, GENERATIONS - 1);
      _exit (0);
    }
  reap (child);
  without_core ();
  F (guilenet_release) (list);
  F (guilenet_release) (error);
}

static void *
fork_from_thread (void *data)
{
  F (guilenet_foreign) (1);
  fork_children ();
  return data;
}

int
main (int argc, char **argv)
{
  alarm (60);
  load (argc, argv);
  assert (F (guilenet_foreign) (1) == 0);
  count_references ();
  never_below_none ();
  fork_children ();
  in_thread (fork_from_thread, NULL);
  fail ();
  printf ("%d made-up words, %d releases of nothing against as many calls, "
          "%d forked children\n",
          WORDS, ROUNDS, 2 * (GENERATIONS + 1));
  return 0;
}
