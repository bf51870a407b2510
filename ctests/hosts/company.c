/* beside-libguile: libguile and libguilenet work side by side, in the same
   threads and in each their own, while libguile's collector stops the threads
   that it knows, threads end, and children are forked that use libguilenet.
   A thread in libguile's Guile mode leaves it for libguilenet's calls, by
   libguile's scm_without_guile: docs/hosts.md.  */

#include "company.h"

#include <sched.h>

enum
{
  ROUNDS = 40,
  THREADS = 3,
  SHORT_LIVES = 300,
  CHILDREN = 40
};

static struct api net, guile;
static void (*init_guile) (void);
static void (*collect) (void);
static void *(*without_guile) (void *(*) (void *), void *);
/* The collector's own: libguile puts collections off at times.  */
static unsigned long (*collections) (void);
static _Atomic int over;

static void *
net_work (void *rounds)
{
  work (&net, *(int *) rounds);
  return NULL;
}

static void *
guile_work (void *rounds)
{
  work (&guile, *(int *) rounds);
  return NULL;
}

/* In both libraries' Guile mode, and in a catch of each.  */
static SCM
both_caught (void *data)
{
  guile_work (data);
  without_guile (net_work, data);
  return SCM_BOOL_T;
}

static SCM
unexpected (void *data, SCM key, SCM args)
{
  (void) key;
  (void) args;
  fprintf (stderr, "%s: a condition\n", (char *) data);
  exit (1);
}

static SCM
in_net_catch (void *data)
{
  return net.scm_internal_catch (SCM_BOOL_T, both_caught, data, unexpected,
                                 "libguilenet");
}

static void *
in_guile_catch (void *data)
{
  guile.scm_internal_catch (SCM_BOOL_T, in_net_catch, data, unexpected,
                            "libguile");
  return data;
}

static void *
guile_outside (void *data)
{
  return guile.scm_with_guile (in_guile_catch, data);
}

static void *
net_outside (void *data)
{
  return net.scm_with_guile (guile_outside, data);
}

/* Threads.  */

static void *
net_thread (void *data)
{
  return net.scm_with_guile (net_work, data);
}

static void *
guile_thread (void *data)
{
  return guile.scm_with_guile (guile_work, data);
}

static void *
collect_always (void *data)
{
  while (!over)
    {
      collect ();
      sched_yield ();
    }
  return data;
}

static void *
collector (void *data)
{
  return guile.scm_with_guile (collect_always, data);
}

static void *
net_without_guile (void *data)
{
  return without_guile (net_thread, data);
}

static void *
short_life (void *data)
{
  return guile.scm_with_guile (net_without_guile, data);
}

static pthread_t
start (void *(*function) (void *), void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, function, data));
  return thread;
}

static void
net_in_child (void *rounds)
{
  net_work (rounds);
}

static void *
fork_children (void *rounds)
{
  for (int i = 0; i < CHILDREN; i++)
    in_child ("fork", net_in_child, rounds);
  return NULL;
}

static void *
be_born (void *rounds)
{
  for (int i = 0; i < SHORT_LIVES; i++)
    pthread_join (start (short_life, rounds), NULL);
  return NULL;
}

static void
in_threads (void)
{
  static void *(*const kinds[]) (void *)
      = { net_thread, guile_thread, guile_outside, net_outside };
  enum
  {
    KINDS = sizeof kinds / sizeof *kinds
  };
  static int rounds = ROUNDS, one = 1;
  pthread_t threads[KINDS][THREADS];
  unsigned long collected = collections ();
  pthread_t collecting = start (collector, NULL);
  for (int i = 0; i < KINDS; i++)
    for (int j = 0; j < THREADS; j++)
      threads[i][j] = start (kinds[i], &rounds);
  pthread_t forking = start (fork_children, &one);
  pthread_t bearing = start (be_born, &one);
  for (int i = 0; i < KINDS; i++)
    for (int j = 0; j < THREADS; j++)
      pthread_join (threads[i][j], NULL);
  pthread_join (forking, NULL);
  pthread_join (bearing, NULL);
  over = 1;
  pthread_join (collecting, NULL);
  collected = collections () - collected;
  assert (collected > 10);
  printf ("rounds of sockets and conditions: %d by libguile, %d by "
          "libguilenet; threads: %d; collections: %lu; children: %d\n",
          3 * THREADS * ROUNDS, 3 * THREADS * ROUNDS + SHORT_LIVES + CHILDREN,
          KINDS * THREADS + SHORT_LIVES + 3, collected, CHILDREN);
}

static void
find (void *pointer, void *handle, const char *file, const char *name)
{
  void *found = own (handle, file, name);
  memcpy (pointer, &found, sizeof found);
}

int
main (void)
{
  int few = 5;
  void *net_handle = dlopen ("libguilenet.so.0", RTLD_NOW | RTLD_NOLOAD);
  void *guile_handle = dlopen ("libguile-3.0.so.1", RTLD_NOW | RTLD_NOLOAD);
  assert (net_handle && guile_handle);
  alarm (110);
  net = api_of (net_handle, "libguilenet");
  guile = api_of (guile_handle, "libguile-3.0");
  find (&init_guile, guile_handle, "libguile-3.0", "scm_init_guile");
  find (&collect, guile_handle, "libguile-3.0", "scm_gc");
  find (&without_guile, guile_handle, "libguile-3.0", "scm_without_guile");
  find (&collections, guile_handle, "libgc", "GC_get_gc_no");
  /* Before any thread, as libguile wants it.  */
  init_guile ();
  net_outside (&few);
  guile_outside (&few);
  in_threads ();
  return 0;
}
