/* Look-ups that need much room for an entry give it back, however they end:
   found, not found, cancelled, left by longjmp; and one that wants ever more
   room fails.  */

#define _GNU_SOURCE
#include "../resolver.h"
#include "only.h"

#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

enum
{
  LARGE = 3000000,
  TIMES = 50
};

static char *nothing[] = { NULL };
static struct hostent somebody = { "somebody", nothing, AF_INET, 4, nothing };

static SCM
look_up (void *data)
{
  (void) data;
  return scm_gethost (scm_from_utf8_string ("somebody"));
}

static size_t
in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();
  return info.uordblks + info.hblkhd;
}

static void
found (void)
{
  host = &somebody;
  assert (scm_is_vector (outcome (look_up, NULL)));
}

static void
not_found (void)
{
  host = NULL;
  assert (scm_is_pair (outcome (look_up, NULL)));
}

/* The other two wait in the resolver until they are told.  */

static void *
wait_in_thread (void *data)
{
  return look_up (data);
}

static void
cancelled (void)
{
  pthread_t thread;
  sem_t semaphores[2];
  sem_init (&semaphores[0], 0, 0);
  sem_init (&semaphores[1], 0, 0);
  called = &semaphores[0];
  released = &semaphores[1];
  assert (!pthread_create (&thread, NULL, wait_in_thread, NULL));
  sem_wait (called);
  assert (!pthread_cancel (thread) && !pthread_join (thread, NULL));
  called = NULL;
}

static jmp_buf out;

static void *
raise_signal (void *data)
{
  sem_wait (called);
  pthread_kill (*(pthread_t *) data, SIGUSR1);
  return NULL;
}

static void
leave (int signal)
{
  (void) signal;
  siglongjmp (out, 1);
}

static void
left (void)
{
  pthread_t thread, self = pthread_self ();
  sem_t semaphores[2];
  sem_init (&semaphores[0], 0, 0);
  sem_init (&semaphores[1], 0, 0);
  called = &semaphores[0];
  released = &semaphores[1];
  signal (SIGUSR1, leave);
  assert (!pthread_create (&thread, NULL, raise_signal, &self));
  if (!sigsetjmp (out, 1))
    look_up (NULL);
  assert (!pthread_join (thread, NULL));
  called = NULL;
}

static void
endless (void)
{
  wanted_room = SIZE_MAX;
  SCM raised = outcome (look_up, NULL);
  assert (scm_is_eq (scm_car (raised), scm_system_error_key));
  wanted_room = LARGE;
}

static void *
run (void *data)
{
  void (*const ways[]) (void) = { found, not_found, cancelled, left, endless };
  (void) data;
  host_error = HOST_NOT_FOUND;
  wanted_room = LARGE;
  for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
    {
      ways[way]();
      size_t before = in_use ();
      for (int i = 0; i < TIMES; i++)
        ways[way]();
      size_t after = in_use ();
      if (after > before + LARGE)
        {
          fprintf (stderr, "way %zu: %zu bytes more\n", way, after - before);
          exit (1);
        }
    }
  return data;
}

int
main (void)
{
  scm_with_guile (run, NULL);
  return 0;
}
