/* A thread that is cancelled while it blocks in an entry gives back what it
   held: memory, the turn at the port, the descriptor.  The port is as it was,
   and the next thread's call does what it is for.  */

#define _GNU_SOURCE
#include "waits.h"

#include <dirent.h>
#include <netdb.h>
#include <semaphore.h>

enum
{
  FIRST = 20,
  CANCELLED = 100,
  /* What a cancelled thread may leave, in bytes: garbage of the program's own
     kind, a small bytevector for the collector.  */
  LEFT = 512
};

static int cancelled;

static int
open_descriptors (void)
{
  DIR *directory = opendir ("/proc/self/fd");
  int count = 0;
  assert (directory);
  while (readdir (directory))
    count++;
  closedir (directory);
  return count;
}

static void
cancel (pthread_t thread)
{
  void *how;
  assert (!pthread_cancel (thread));
  assert (!pthread_join (thread, &how) && how == PTHREAD_CANCELED);
  cancelled++;
}

static void
cancel_in (struct wait *w)
{
  calls_begun = 0;
  pthread_t thread = start (block, w);
  await_call ();
  cancel (thread);
}

/* Cancels COUNT threads by ONE (DATA).  */
static void
nothing_is_left (const char *name, void (*one) (struct wait *w),
                 struct wait *w)
{
  for (int i = 0; i < FIRST; i++)
    one (w);
  size_t memory = memory_in_use ();
  int descriptors = open_descriptors ();
  for (int i = 0; i < CANCELLED; i++)
    one (w);
  ssize_t grown = memory_in_use () - memory;
  if (grown > CANCELLED * LEFT || open_descriptors () != descriptors)
    {
      fprintf (stderr, "%s: %zd bytes, %d descriptors more\n", name, grown,
               open_descriptors () - descriptors);
      exit (1);
    }
}

static void
run (struct wait *w)
{
  w->prepare (w);
  nothing_is_left (w->name, cancel_in, w);
  end_normally (w);
}

/* A line of which a part has come: a cancelled reader takes none of it.  */
static void
part_of_a_line (void)
{
  struct wait w = { .block = in_read_line, .name = "part of a line" };
  make_stream (&w);
  for (int i = 0; i < 4; i++)
    {
      assert (send (fd_of (w.other), &"line"[i], 1, 0) == 1);
      /* The part is taken into the buffer when the call after that waits. */
      calls_begun = 0;
      pthread_t thread = start (block, &w);
      while (calls_begun < 2)
        sched_yield ();
      cancel (thread);
    }
  assert (send (fd_of (w.other), "\n", 1, 0) == 1);
  in_read_line (&w);
  close_ends (&w);
}

/* A thread waits for the turn of one that is cancelled, and gets it.  */
static void
next_in_turn (void)
{
  for (int i = 0; i < CANCELLED; i++)
    {
      struct wait w = { .block = in_read_line };
      make_stream (&w);
      calls_begun = 0;
      pthread_t first = start (block, &w), second;
      await_call ();
      second = start (block, &w);
      cancel (first);
      send_line (&w);
      assert (!pthread_join (second, NULL));
      close_ends (&w);
    }
}

/* A resolver that never answers, as this program has its own.  */

static sem_t asked;

int
getaddrinfo (const char *name, const char *service,
             const struct addrinfo *hints, struct addrinfo **found)
{
  (void) hints;
  (void) found;
  assert (strlen (name) == REQUEST && !strcmp (service, "7"));
  sem_post (&asked);
  for (;;)
    pause ();
}

static void *
look_up (void *name)
{
  scm_getaddrinfo (name, scm_from_utf8_string ("7"), NONE, NONE, NONE, NONE);
  return NULL;
}

static void
cancel_look_up (struct wait *w)
{
  pthread_t thread = start (look_up, w->port);
  assert (!sem_wait (&asked));
  cancel (thread);
}

static void
looking_up (void)
{
  char *name = malloc (REQUEST + 1);
  memset (name, 'a', REQUEST);
  name[REQUEST] = 0;
  struct wait w = { .port = scm_from_utf8_string (name) };
  free (name);
  assert (!sem_init (&asked, 0, 0));
  nothing_is_left ("getaddrinfo", cancel_look_up, &w);
}

/* In a forked child, a thread that is to be cancelled makes the first call: it
   starts the core all the same, and leaves it to the others.  */

static void *
first_call (void *data)
{
  assert (!pthread_cancel (pthread_self ()));
  scm_number_to_string (INT (5), NONE);
  pthread_testcancel ();
  return data;
}

static void
go_on (void *data)
{
  void *how;
  (void) data;
  pthread_t thread = start (first_call, NULL);
  assert (!pthread_join (thread, &how) && how == PTHREAD_CANCELED);
  scm_number_to_string (INT (6), NONE);
  cancelled++;
}

int
main (int argc, char **argv)
{
  (void) argv;
  alarm (110);
  for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
    run (&waits[i]);
  part_of_a_line ();
  next_in_turn ();
  looking_up ();
  /* ThreadSanitizer has nothing to do with forks.  */
  for (int i = 0; argc == 1 && i < 10; i++)
    in_child ("first call", go_on, NULL);
  printf ("%zu waits, %d threads cancelled\n", sizeof waits / sizeof *waits,
          cancelled);
  return 0;
}
