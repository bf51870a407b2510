/* 2,000 children in a row, of a parent with threads in the core: none hangs.
   They differ in who calls first: the child itself, nobody but for sends and
   receives, a child of its own, or a thread that the child makes.  */

#define _GNU_SOURCE
#include "forking.h"

enum
{
  CHILDREN = 2000,
  /* A child takes some 5 ms.  */
  PATIENCE = 30
};

static SCM ours, theirs;

static void
exchange (void)
{
  int32_t got;
  send_int (ours, 7);
  assert (receive_int (theirs, &got) && got == 7);
}

static uint64_t
cores (void)
{
  return stats_now ().core_generation;
}

static void
call_first (void)
{
  uint64_t before = cores ();
  exchange ();
  assert (cores () == before);
  cross ();
  assert (cores () == before + 1);
}

static void
only_exchange (void)
{
  struct guilenet_stats before = stats_now ();
  for (int i = 0; i < 10; i++)
    exchange ();
  struct guilenet_stats after = stats_now ();
  assert (after.core_generation == before.core_generation
          && after.crossings == before.crossings);
}

static void
fork_first (void)
{
  pid_t child = fork ();
  if (!child)
    {
      alarm (PATIENCE);
      call_first ();
      _exit (0);
    }
  reap ("child of a child", child);
  call_first ();
}

static void
thread_first (void)
{
  uint64_t before = cores ();
  in_thread (cross_once, NULL);
  for (int i = 0; i < 100; i++)
    cross ();
  in_thread (cross_once, NULL);
  assert (cores () == before + 1);
}

static const struct
{
  const char *name;
  void (*run) (void);
} kinds[] = {
  { "calls first", call_first },
  { "only sends and receives", only_exchange },
  { "forks first", fork_first },
  { "a thread calls first", thread_first },
};

enum
{
  KINDS = sizeof kinds / sizeof *kinds
};

int
main (void)
{
  struct company company;
  int bad = 0;
  alarm (110);
  make_pair_of (&ours, &theirs);
  cross ();
  company_begin (&company);
  for (int i = 0; i < CHILDREN; i++)
    {
      int status;
      pid_t child = fork ();
      if (!child)
        {
          alarm (PATIENCE);
          kinds[i % KINDS].run ();
          _exit (0);
        }
      assert (child > 0 && waitpid (child, &status, 0) == child);
      if (status)
        fprintf (stderr, "child %d, %s: wait status %x\n", i,
                 kinds[i % KINDS].name, status);
      /* One that hangs has taken its time; many would take the night.  */
      bad += status != 0;
      assert (bad < 3);
    }
  company_end (&company);
  assert (!bad);
  printf ("%d children in a row of a parent that made %d and %d calls in two"
          " threads, and %d grandchildren\n",
          CHILDREN, company.rounds[0], company.rounds[1], CHILDREN / KINDS);
  return 0;
}
