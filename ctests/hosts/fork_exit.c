/* Threads that end in a forked child, in every order, by pthread_exit and by
   returning: none hangs, and a child ends with its last thread if it has not
   started its core.  (If it has: docs/divergences.md.)  And the main thread of
   a process may end before the others, which go on calling.  */

#define _GNU_SOURCE
#include "forking.h"

enum
{
  ROUNDS = 20,
  THREADS = 4
};

static void *
exit_at_once (void *data)
{
  pthread_exit (data);
}

static void *
call_and_exit (void *data)
{
  cross ();
  pthread_exit (data);
}

static SCM
exit_body (void *data)
{
  cross ();
  pthread_exit (data);
}

static void *
exit_in_catch (void *data)
{
  outcome (exit_body, data);
  abort ();
}

/* Nobody has called the library in this process.  */
static void
alone (void)
{
  pthread_exit (NULL);
}

static void
with_threads (void)
{
  pthread_t thread;
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_create (&thread, NULL, exit_at_once, NULL)
            && !pthread_detach (thread));
  pthread_exit (NULL);
}

/* A thread starts the core, and its end is waited for.  */
static void
thread_first (void)
{
  in_thread (call_and_exit, NULL);
  in_thread (exit_in_catch, NULL);
  cross ();
  in_thread (exit_at_once, NULL);
  in_thread (call_and_exit, NULL);
  in_thread (exit_in_catch, NULL);
  exit (0);
}

static pthread_t first;

/* Waits for the first thread's end, then goes on and ends the process.  */
static void *
outlive (void *data)
{
  assert (!pthread_join (first, NULL));
  for (int i = 0; i < 100; i++)
    cross ();
  in_thread (call_and_exit, data);
  in_child ("of a process without its first thread", cross_in_child, NULL);
  exit (0);
}

/* The first thread, with a core or not, ends before another.  */
static void
outlived (void)
{
  pthread_t thread;
  first = pthread_self ();
  assert (!pthread_create (&thread, NULL, outlive, NULL));
  pthread_exit (NULL);
}

static void
outlived_with_core (void)
{
  cross ();
  outlived ();
}

static void (*const endings[]) (void)
    = { alone, with_threads, thread_first, outlived, outlived_with_core };

enum
{
  ENDINGS = sizeof endings / sizeof *endings
};

/* The child's first thread is here, and may also return.  */
static void *
fork_all (void *data)
{
  for (int i = 0; i < ROUNDS * ENDINGS; i++)
    {
      pid_t child = fork ();
      if (!child)
        {
          alarm (60);
          if (data && i % ENDINGS == 0 && i % 2)
            return NULL;
          endings[i % ENDINGS]();
        }
      reap ("ending", child);
    }
  return data;
}

int
main (void)
{
  struct company company;
  alarm (110);
  cross ();
  company_begin (&company);
  fork_all (NULL);
  /* So far of a thread that the core knows, now of one that it does not.  */
  in_thread (fork_all, &company);
  company_end (&company);
  printf ("%d children that ended in %d ways\n", 2 * ROUNDS * ENDINGS,
          ENDINGS);
  return 0;
}
