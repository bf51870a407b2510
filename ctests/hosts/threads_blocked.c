/* A thousand threads block in receives, accepts and other waits, none of which
   ever announced itself, while two others go on at full speed: what a message
   between those two costs does not grow with the number that waits.  Then each
   gets what it waits for.  */

#define _GNU_SOURCE
#include "waits.h"

#include <dirent.h>
#include <sys/resource.h>
#include <time.h>

enum
{
  BLOCKED = 1000,
  MESSAGES = 5000,
  ATTEMPTS = 5,
  DESCRIPTORS = 3 * BLOCKED + 100
};

static const struct
{
  void (*prepare) (struct wait *w);
  void (*block) (struct wait *w);
  void (*end) (struct wait *w);
} kinds[] = {
  { make_stream, in_recv, send_line },
  { make_listener, in_accept, join_listener },
  { make_datagrams, in_recvfrom, send_line },
  { make_listener, in_accept4, join_listener },
  { make_stream, in_read_line, send_line },
  { make_stream, in_c_read, send_line },
  { make_many, in_select, send_line },
  { make_full, in_send, drain },
};

static struct wait blocked[BLOCKED];
static pthread_t threads[BLOCKED];

static void
allow_descriptors (void)
{
  struct rlimit limit;
  assert (!getrlimit (RLIMIT_NOFILE, &limit));
  if (limit.rlim_max < DESCRIPTORS)
    {
      fprintf (stderr, "threads_blocked: needs %d descriptors (ulimit -Hn)\n",
               DESCRIPTORS);
      exit (1);
    }
  limit.rlim_cur = limit.rlim_max;
  assert (!setrlimit (RLIMIT_NOFILE, &limit));
}

static SCM digits;

/* Passes into the core, and leaves nothing behind.  */
static void
in_core (void)
{
  assert (scm_to_int (scm_string_to_number (digits, NONE)) == 123456);
}

/* Some have been in the core before, some have not.  */
static void *
cross_and_block (void *data)
{
  struct wait *w = data;
  if ((w - blocked) % 2)
    in_core ();
  return block (data);
}

/* Two threads that pass a message to and fro, and into the core each time.  */
static void *
echo (void *data)
{
  SCM buffer = bytes_of (8, 0);
  for (int i = 0; i < MESSAGES; i++)
    {
      assert (scm_to_int (scm_recv (data, buffer, NONE)) == 8);
      in_core ();
      assert (scm_to_int (scm_send (data, buffer, NONE)) == 8);
    }
  return NULL;
}

static double
seconds (clockid_t clock)
{
  struct timespec t;
  clock_gettime (clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* The least processor time that a message took, to and fro, in microseconds.
   Time by the clock would also tell of whatever else the machine does.  */
static double
cost (void)
{
  double least = 1e9;
  SCM message = bytes_of (8, 5);
  for (int i = 0; i < ATTEMPTS; i++)
    {
      struct wait w;
      make_stream (&w);
      pthread_t other = start (echo, w.other);
      double from = seconds (CLOCK_PROCESS_CPUTIME_ID);
      for (int j = 0; j < MESSAGES; j++)
        {
          scm_send (w.port, message, NONE);
          in_core ();
          scm_recv (w.port, message, NONE);
        }
      double took = seconds (CLOCK_PROCESS_CPUTIME_ID) - from;
      assert (!pthread_join (other, NULL));
      least = took < least ? took : least;
      close_ends (&w);
    }
  return least / MESSAGES * 1e6;
}

/* How many threads of this process sleep.  */
static int
threads_asleep (void)
{
  DIR *tasks = opendir ("/proc/self/task");
  int asleep = 0;
  assert (tasks);
  for (struct dirent *task; (task = readdir (tasks));)
    {
      char path[300], state = 0;
      snprintf (path, sizeof path, "/proc/self/task/%s/stat", task->d_name);
      FILE *file = fopen (path, "re");
      if (file && fscanf (file, "%*d (%*[^)]) %c", &state) == 1)
        asleep += state == 'S';
      if (file)
        fclose (file);
    }
  closedir (tasks);
  return asleep;
}

static void
block_all (void)
{
  pthread_attr_t small;
  assert (!pthread_attr_init (&small));
  assert (!pthread_attr_setstacksize (&small, 256 << 10));
  calls_begun = 0;
  for (int i = 0; i < BLOCKED; i++)
    {
      int kind = i % (sizeof kinds / sizeof *kinds);
      blocked[i].block = kinds[kind].block;
      kinds[kind].prepare (&blocked[i]);
      assert (
          !pthread_create (&threads[i], &small, cross_and_block, &blocked[i]));
    }
  while (calls_begun < BLOCKED)
    sched_yield ();
  while (threads_asleep () < BLOCKED)
    sched_yield ();
}

static void
end_all (void)
{
  for (int i = 0; i < BLOCKED; i++)
    kinds[i % (sizeof kinds / sizeof *kinds)].end (&blocked[i]);
  for (int i = 0; i < BLOCKED; i++)
    {
      assert (!pthread_join (threads[i], NULL));
      close_ends (&blocked[i]);
    }
}

int
main (void)
{
  alarm (110);
  /* A cycle looks at all the stacks: what that costs is not the question.  */
  scm_gc_disable ();
  allow_descriptors ();
  digits = scm_from_utf8_string ("123456");
  double alone = cost ();
  block_all ();
  double beside = cost ();
  end_all ();
  printf ("%d threads blocked: a message costs %.1f us, alone %.1f us\n",
          BLOCKED, beside, alone);
  assert (beside < 3 * alone);
  return 0;
}
