/* A thread forks while others are in the core and in waits of every kind, with
   the turns of the ports that they wait on; and so do its child and that
   one's, eight deep.  In each child every port is free, and does what it is
   for.  */

#define _GNU_SOURCE
#include "waits.h"

#include "forking.h"

enum
{
  GENERATIONS = 8,
  /* Of each generation, beside the one that has children itself.  */
  CHILDREN = 5,
  WAITS = sizeof waits / sizeof *waits
};

/* What this process waits for, how many generations there are from here on,
   and the next one's process.  (Not on a stack: a child has no stacks but its
   thread's.)  */
static struct wait mine[WAITS];
static int left = GENERATIONS;
static pid_t next;

/* In the child: puts new files behind the descriptors of W, whose old ones the
   parent's thread waits on.  */
static void
redirect (struct wait *w)
{
  struct wait fresh = *w;
  fresh.prepare (&fresh);
  assert (dup2 (fd_of (fresh.port), fd_of (w->port)) >= 0);
  w->other = fresh.other;
  /* Those of select are the ports themselves.  */
  if (w->block != in_select)
    w->address = fresh.address;
}

static void
wait_again (void *data)
{
  (void) data;
  for (int i = 0; i < WAITS; i++)
    {
      redirect (&mine[i]);
      end_normally (&mine[i]);
    }
}

static void live (void *data);

static void *
fork_here (void *data)
{
  next = 0;
  for (int i = 0; i < CHILDREN; i++)
    in_child ("waits again", wait_again, NULL);
  if (--left && !(next = fork ()))
    be_child (live, NULL);
  return data;
}

static void
live (void *data)
{
  struct company company;
  pthread_t blocked[WAITS];
  memcpy (mine, waits, sizeof waits);
  for (int i = 0; i < WAITS; i++)
    {
      mine[i].prepare (&mine[i]);
      calls_begun = 0;
      blocked[i] = start (block, &mine[i]);
      await_call ();
    }
  company_begin (&company);
  in_thread (fork_here, data);
  company_end (&company);
  if (next)
    reap ("next generation", next);
  for (int i = 0; i < WAITS; i++)
    {
      mine[i].end (&mine[i]);
      assert (!pthread_join (blocked[i], NULL));
    }
}

int
main (void)
{
  alarm (110);
  live (NULL);
  printf ("%d generations, each with %d threads waiting and two in the core;"
          " %d children, of a thread, waited on the same ports: %d waits\n",
          GENERATIONS, WAITS, GENERATIONS * CHILDREN,
          GENERATIONS * CHILDREN * WAITS);
  return 0;
}
