/* A child that is forked while another thread's first call starts the core
   starts its own.  Each attempt is a process of its own, since the first one
   must not have a core.  */

#include "../only/only.h"

#include <pthread.h>

enum
{
  ATTEMPTS = 40,
  CHILDREN = 12
};

/* Crosses into the core.  */
static void
cross (void *data)
{
  SCM number = scm_string_to_number (scm_from_utf8_string ("1234567"), NONE);
  assert (scm_to_int (number) == 1234567);
  (void) data;
}

static void *
start (void *data)
{
  cross (data);
  return data;
}

static void
fork_meanwhile (void *data)
{
  pthread_t thread;
  pid_t children[CHILDREN];
  assert (!pthread_create (&thread, NULL, start, data));
  for (int i = 0; i < CHILDREN; i++)
    if (!(children[i] = fork ()))
      be_child (cross, NULL);
  for (int i = 0; i < CHILDREN; i++)
    reap ("child", children[i]);
  assert (!pthread_join (thread, NULL));
  assert (stats_now ().core_generation == 1);
}

int
main (void)
{
  for (int i = 0; i < ATTEMPTS; i++)
    in_child ("attempt", fork_meanwhile, NULL);
  assert (stats_now ().core_generation == 0);
  return 0;
}
