/* threads THREADS ROUNDS MICROSECONDS OBJECT...

   As rounds, with the sessions (pair.h) of THREADS threads at once, which are
   new ones in each round, on the processors in turn.  Prints the nanoseconds
   for which all together took to send there and back once: from when the first
   begins until the last is done.  */

#include "../ops/pair.h"
#include "load.h"

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

enum
{
  MOST = 64
};

static int threads;
static pthread_barrier_t barrier;

static void
ready (struct session *session)
{
  pthread_barrier_wait (&barrier);
  session->begin = now ();
}

static void
done (struct session *session)
{
  session->end = now ();
}

struct start
{
  int processor;
  void (*session) (struct session *session);
  struct session data;
};

/* Where the scheduler puts new threads would else decide the result.  */
static void
stay (int processor)
{
  cpu_set_t set;
  CPU_ZERO (&set);
  CPU_SET (processor, &set);
  sched_setaffinity (0, sizeof set, &set);
}

static void *
thread (void *data)
{
  struct start *start = data;
  stay (start->processor);
  start->session (&start->data);
  return NULL;
}

static double
sessions (void *session, long count)
{
  pthread_t ids[MOST];
  struct start starts[MOST];
  for (int i = 0; i < threads; i++)
    {
      starts[i] = (struct start){ i % get_nprocs (),
                                  session,
                                  { count, ready, done, 0, 0 } };
      CHECK (pthread_create (&ids[i], NULL, thread, &starts[i]) == 0);
    }
  long long begin = LLONG_MAX, end = 0;
  for (int i = 0; i < threads; i++)
    {
      CHECK (pthread_join (ids[i], NULL) == 0);
      if (starts[i].data.begin < begin)
        begin = starts[i].data.begin;
      if (starts[i].data.end > end)
        end = starts[i].data.end;
    }
  return (double) (end - begin) / count / threads;
}

static void
run (void *session, long count)
{
  sessions (session, count);
}

int
main (int argc, char **argv)
{
  CHECK (argc > 4);
  threads = atoi (argv[1]);
  CHECK (threads > 0 && threads <= MOST);
  CHECK (pthread_barrier_init (&barrier, NULL, threads) == 0);
  int rounds = atoi (argv[2]), objects = argc - 4;
  void *functions[objects];
  for (int i = 0; i < objects; i++)
    {
      void *object = load (argv[4 + i]);
      ((void (*) (void)) find (object, "prepare")) ();
      functions[i] = find (object, "session");
    }
  long count = calibrated (run, functions[0], atoll (argv[3]) * 1000);
  for (int round = 0; round <= rounds; round++)
    for (int i = 0; i < objects; i++)
      {
        double taken = sessions (functions[i], count);
        if (round > 0)
          printf ("%.2f%c", taken, i < objects - 1 ? ' ' : '\n');
      }
  return 0;
}
