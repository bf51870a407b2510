/* A fork in the middle of a sweep and of a mark: by the collecting thread
   itself, from the program's own free, and by another.  The child goes on, and
   its child: nothing that is in use was given back, no descriptor was closed,
   and what the fork left half done does not add up.  */

#define _GNU_SOURCE
#include "collector.h"

#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum
{
  KEPT = 500,
  PAIRS = 20,
  /* Payloads of a size that nothing else has.  */
  DROPPED = 1000,
  PAYLOAD = 4000,
  PAYLOAD_MOST = 4040,
  /* Pairs that make a mark last.  */
  LONG = 1000000,
  FORKS = 8
};

/* What is kept.  */

static SCM kept[KEPT], ports[2 * PAIRS], list;
static ino_t sockets[2 * PAIRS];

static ino_t
socket_of (SCM port)
{
  struct stat s;
  assert (!fstat (scm_to_int (scm_fileno (port)), &s));
  return s.st_ino;
}

static void
make_kept (void)
{
  for (int i = 0; i < KEPT; i++)
    kept[i] = scm_list_2 (scm_from_uint64 (UINT64_MAX - i), numbered (i));
  for (int i = 0; i < PAIRS; i++)
    {
      SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      ports[2 * i] = scm_car (pair);
      ports[2 * i + 1] = scm_cdr (pair);
    }
  for (int i = 0; i < 2 * PAIRS; i++)
    sockets[i] = socket_of (ports[i]);
}

static void
look_at_kept (void)
{
  for (int i = 0; i < KEPT; i++)
    assert (scm_to_uint64 (scm_car (kept[i])) == UINT64_MAX - i
            && is_numbered (scm_cadr (kept[i]), i));
  for (int i = 0; i < 2 * PAIRS; i++)
    assert (socket_of (ports[i]) == sockets[i]);
}

static void
exchange (SCM from, SCM to)
{
  SCM sent = scm_make_bytevector (INT (100), INT (7));
  SCM got = scm_c_make_bytevector (100);
  assert (scm_to_int (scm_send (from, sent, NONE)) == 100);
  assert (scm_to_int (scm_recv (to, got, NONE)) == 100);
  assert (scm_is_true (scm_bytevector_eq_p (sent, got)));
}

/* Garbage of many kinds, ports among it.  */
static __attribute__ ((noinline)) void
make_garbage (void)
{
  for (int i = 0; i < 20; i++)
    {
      SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      exchange (scm_car (pair), scm_cdr (pair));
      if (i % 2)
        scm_close_port (scm_car (pair));
    }
  for (int i = 0; i < 1000; i++)
    scm_c_make_vector (3, scm_number_to_string (INT (i), NONE));
}

/* Collects, if that is possible at all.  */
static void
collect_now (const char *where)
{
  uint64_t before = stats_now ().collections;
  for (int tries = 0; tries < 20; tries++)
    {
      forget ();
      scm_gc ();
      if (stats_now ().collections > before)
        return;
    }
  fprintf (stderr, "%s: nothing is collected\n", where);
  exit (1);
}

static void
work (const char *where)
{
  uint64_t handles = 0;
  look_at_kept ();
  for (int round = 0; round < 4; round++)
    {
      make_garbage ();
      collect_now (where);
      look_at_kept ();
      exchange (ports[0], ports[1]);
      uint64_t now = stats_now ().live_handles;
      if (round == 1)
        handles = now;
      if (round > 1 && now > handles + 50)
        {
          fprintf (stderr, "%s: %lu handles, then %lu\n", where,
                   (unsigned long) handles, (unsigned long) now);
          exit (1);
        }
    }
}

/* The sweep.  */

enum way
{
  /* The collecting thread forks: the child works a little where it is; or goes
     on with the sweep and then works.  */
  HERE,
  GO_ON,
  /* Another thread forks.  */
  ELSEWHERE,
  WAYS
};

static const char *const names[WAYS] = { "here", "go on", "elsewhere" };

static pthread_t collecting;
static atomic_int frees_left;
static enum way way;
static int generations;
static sem_t wanted, forked;
static pid_t child;
static bool in_child_of_sweep;

extern void __libc_free (void *memory);

static void forks_in_sweeps (int more);

static void
finish (void)
{
  if (generations > 0)
    forks_in_sweeps (generations - 1);
  _exit (0);
}

static void
fork_in_sweep (void)
{
  if (way == ELSEWHERE)
    {
      sem_post (&wanted);
      while (sem_wait (&forked))
        ;
      return;
    }
  child = fork ();
  if (child)
    return;
  alarm (30);
  in_child_of_sweep = true;
  if (way == GO_ON)
    return;
  /* In the middle of a call nothing is collected.  */
  look_at_kept ();
  make_garbage ();
  scm_gc ();
  look_at_kept ();
  exchange (ports[0], ports[1]);
  _exit (0);
}

void
free (void *memory)
{
  size_t size = memory ? malloc_usable_size (memory) : 0;
  if (frees_left > 0 && size >= PAYLOAD && size <= PAYLOAD_MOST
      && pthread_equal (pthread_self (), collecting) && --frees_left == 0)
    fork_in_sweep ();
  __libc_free (memory);
}

static __attribute__ ((noinline)) void
drop_payloads (void)
{
  for (int i = 0; i < DROPPED; i++)
    scm_make_bytevector (INT (PAYLOAD), INT (1));
}

static void *
fork_when_wanted (void *data)
{
  while (sem_wait (&wanted))
    ;
  child = fork ();
  if (!child)
    {
      alarm (30);
      work (names[way]);
      finish ();
    }
  sem_post (&forked);
  return data;
}

static void
fork_in_sweep_at (int nth)
{
  pthread_t forking;
  child = 0;
  sem_init (&wanted, 0, 0);
  sem_init (&forked, 0, 0);
  if (way == ELSEWHERE)
    assert (!pthread_create (&forking, NULL, fork_when_wanted, NULL));
  scm_gc_disable ();
  drop_payloads ();
  collecting = pthread_self ();
  frees_left = nth;
  collect_now ("the parent");
  assert (frees_left == 0);
  scm_gc_enable ();
  if (in_child_of_sweep)
    {
      work (names[way]);
      finish ();
    }
  if (way == ELSEWHERE)
    assert (!pthread_join (forking, NULL));
  assert (child > 0);
  work ("the parent");
  reap (names[way], child);
}

static void
forks_in_sweeps (int more)
{
  /* The first payload, the last and the first of a batch, one of the last.  */
  static const int places[] = { 1, 256, 257, DROPPED - 10 };
  generations = more;
  in_child_of_sweep = false;
  for (way = 0; way < WAYS; way++)
    for (size_t i = 0; i < (more ? sizeof places / sizeof *places : 1); i++)
      fork_in_sweep_at (places[i]);
}

/* The mark.  */

static atomic_bool over;
/* Odd while scm_gc runs.  */
static atomic_ulong phase;

static void *
collect_all_the_time (void *data)
{
  while (!over)
    {
      phase++;
      scm_gc ();
      phase++;
      sched_yield ();
    }
  return data;
}

static void
look_at_list (void)
{
  assert (scm_ilength (list) == LONG);
  assert (scm_to_int (scm_car (list)) == 0);
}

static void *
collect_on_small_stack (void *data)
{
  collect_now ("a small stack");
  look_at_list ();
  return data;
}

static void
run_on_small_stack (pthread_t *thread, void *(*body) (void *) )
{
  pthread_attr_t attributes;
  pthread_attr_init (&attributes);
  assert (!pthread_attr_setstacksize (&attributes, 128 << 10));
  assert (!pthread_create (thread, &attributes, body, NULL));
  pthread_attr_destroy (&attributes);
}

static void
be_child_of_mark (void *data)
{
  int *more = data;
  look_at_list ();
  work ("a mark");
  look_at_list ();
  if ((*more)--)
    in_child ("a mark's grandchild", be_child_of_mark, data);
}

static int
forks_in_marks (void)
{
  int between = 0;
  pthread_t thread;
  for (int i = 0; i < LONG; i++)
    list = scm_cons (INT (LONG - 1 - i), list);
  run_on_small_stack (&thread, collect_on_small_stack);
  pthread_join (thread, NULL);
  run_on_small_stack (&thread, collect_all_the_time);
  for (int i = 0; i < FORKS || (between == 0 && i < 10 * FORKS); i++)
    {
      int more = i == 0;
      unsigned long before;
      while (before = phase, before % 2 == 0)
        sched_yield ();
      /* Somewhere in the cycle.  */
      for (volatile int spin = 0; spin < i * 300000; spin++)
        ;
      pid_t one = fork ();
      if (!one)
        be_child (be_child_of_mark, &more);
      between += phase == before;
      reap ("a mark", one);
    }
  over = true;
  pthread_join (thread, NULL);
  look_at_list ();
  list = SCM_EOL;
  return between;
}

int
main (void)
{
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  alarm (60);
  setlinebuf (stdout);
  scm_init_guile ();
  list = SCM_EOL;
  make_kept ();
  work ("the start");
  int between = forks_in_marks ();
  printf ("%d forks or more fell into a cycle with a long mark\n", between);
  assert (between > 0);
  work ("after the marks");
  forks_in_sweeps (1);
  work ("the end");
  return 0;
}
