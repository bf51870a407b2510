/* Nothing reachable is ever freed: threads keep values in every kind of root,
   move them from one to another, and look at them again, while cycles are
   forced.  And what nobody keeps goes: at the end few handles are left.  */

#include "only.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

enum
{
  THREADS = 4,
  CYCLES = 10000,
  /* A thread collects whenever so many values were moved.  */
  MOVES = 50,
  /* Cycles are put off where a machine has too much to do.  */
  SECONDS = 20,
  PLACES = 8
};

/* Where a value may be kept, for each thread.  */
static SCM in_segment[THREADS], registered[THREADS][2];
static __thread SCM in_thread;
static atomic_bool over;
static atomic_long moves;

static unsigned
chance (uint64_t *state, unsigned below)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (*state >> 33) % below;
}

/* A value that can be told from every other, of cells of many kinds; and
   whether it is still what it was.  */
static SCM
made (long number)
{
  SCM bytes = scm_c_make_bytevector (16);
  memcpy (SCM_BYTEVECTOR_CONTENTS (bytes), &number, sizeof number);
  SCM large = scm_from_uint64 (UINT64_MAX - number);
  SCM text = scm_number_to_string (scm_from_long (number), NONE);
  SCM vector = scm_c_make_vector (3, bytes);
  scm_c_vector_set_x (vector, 1, scm_cons (large, text));
  scm_c_vector_set_x (vector, 2, vector);
  return scm_list_3 (scm_from_long (number), vector, text);
}

static void
check (SCM value, long number)
{
  SCM vector = scm_cadr (value), text = scm_caddr (value);
  SCM bytes = scm_c_vector_ref (vector, 0);
  SCM pair = scm_c_vector_ref (vector, 1);
  long found;
  memcpy (&found, SCM_BYTEVECTOR_CONTENTS (bytes), sizeof found);
  assert (scm_to_long (scm_car (value)) == number && found == number);
  assert (scm_to_uint64 (scm_car (pair)) == UINT64_MAX - number);
  assert (scm_is_eq (scm_cdr (pair), text));
  assert (scm_is_eq (scm_c_vector_ref (vector, 2), vector));
  char *digits = scm_to_utf8_string (text);
  assert (atol (digits) == number);
  free (digits);
}

struct keeper
{
  int id;
  long number[PLACES];
  SCM *block;
  SCM container, protected;
  uint64_t chance;
};

static SCM
taken (struct keeper *k, int place)
{
  switch (place)
    {
    case 0:
      return in_segment[k->id];
    case 1:
      return in_thread;
    case 2:
      return registered[k->id][1];
    case 3:
      return k->block[100];
    case 4:
      return scm_c_vector_ref (k->container, 5);
    case 5:
      return scm_cdr (scm_c_vector_ref (k->container, 6));
    default:
      return scm_car (k->protected);
    }
}

static void
put (struct keeper *k, int place, SCM value)
{
  switch (place)
    {
    case 0:
      in_segment[k->id] = value;
      break;
    case 1:
      in_thread = value;
      break;
    case 2:
      registered[k->id][1] = value;
      break;
    case 3:
      k->block[100] = value;
      break;
    case 4:
      scm_c_vector_set_x (k->container, 5, value);
      break;
    case 5:
      scm_set_cdr_x (scm_c_vector_ref (k->container, 6), value);
      break;
    default:
      scm_gc_protect_object (value = scm_cons (value, SCM_EOL));
      if (scm_is_pair (k->protected))
        scm_gc_unprotect_object (k->protected);
      k->protected = value;
    }
}

static void *
keep (void *data)
{
  struct keeper *k = data;
  SCM container = scm_c_make_vector (10, SCM_EOL);
  long next = k->id * 1000000000L;
  k->container = container;
  k->block = scm_gc_malloc (200 * sizeof (SCM), "keeper");
  scm_gc_register_roots (registered[k->id], 2);
  scm_c_vector_set_x (container, 6, scm_cons (SCM_EOL, SCM_EOL));
  for (int place = 0; place < PLACES - 1; place++)
    put (k, place, made (k->number[place] = next++));
  while (!over)
    {
      int from = chance (&k->chance, PLACES - 1);
      int to = chance (&k->chance, PLACES - 1);
      SCM value = taken (k, from);
      check (value, k->number[from]);
      put (k, from, made (next));
      check (value, k->number[from]);
      put (k, to, value);
      if (to != from)
        k->number[to] = k->number[from];
      k->number[from] = to == from ? k->number[from] : next;
      next++;
      if (++moves % MOVES == 0)
        scm_gc ();
    }
  for (int place = 0; place < PLACES - 1; place++)
    {
      check (taken (k, place), k->number[place]);
      put (k, place, SCM_EOL);
    }
  scm_gc_unprotect_object (k->protected);
  scm_gc_unregister_roots (registered[k->id], 2);
  scm_gc_free (k->block, 0, "keeper");
  scm_remember_upto_here_1 (container);
  return NULL;
}

int
main (void)
{
  pthread_t threads[THREADS];
  struct keeper keepers[THREADS] = { 0 };
  for (int i = 0; i < THREADS; i++)
    {
      keepers[i] = (struct keeper){ .id = i, .chance = i };
      if (pthread_create (&threads[i], NULL, keep, &keepers[i]))
        return 1;
    }
  uint64_t first = stats_now ().collections;
  time_t start = time (NULL);
  while (stats_now ().collections - first < CYCLES
         && time (NULL) - start < SECONDS)
    usleep (1000);
  over = true;
  for (int i = 0; i < THREADS; i++)
    pthread_join (threads[i], NULL);
  memset (keepers, 0, sizeof keepers);
  scm_gc ();
  struct guilenet_stats s = stats_now ();
  printf ("%lu cycles, %lu put off, %ld values moved, %lu handles left, "
          "longest pause %lu us\n",
          (unsigned long) (s.collections - first), (unsigned long) s.postponed,
          (long) moves, (unsigned long) s.live_handles,
          (unsigned long) s.longest_pause / 1000);
  fflush (stdout);
  assert (s.collections - first > CYCLES / 100 && s.live_handles < 1000);
  return 0;
}
