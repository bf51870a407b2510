/* Calls go on while cells are marked: what a thread takes out of the only
   place that held it meanwhile must not be freed at the end of the cycle.
   Behind a long list, so that the mark comes to it late, lies a place for each
   way of taking; a thread for each way takes values all the time, while
   another does nothing but collect.  */

#include "collector.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum
{
  BEFORE = 300000,
  VALUES = 64,
  ROUNDS = 60,
  /* Calls that are made between one value taken and the next, at most.  */
  CALLS = 2000
};

static atomic_bool over;
static atomic_long cycles;

/* Where the values are: a list of pairs, the last things to be marked.  */
struct places
{
  SCM place[VALUES];
  struct hidden value[VALUES];
};

struct way
{
  const char *name;
  /* Makes the place that is to hold a value; NULL: none in the heap.  */
  SCM (*place) (void);
  void (*put) (struct places *p, int i, SCM value);
  SCM (*take) (struct places *p, int i);
};

static SCM
pair (void)
{
  return scm_cons (SCM_EOL, SCM_EOL);
}

static SCM
vector (void)
{
  return scm_c_make_vector (3, SCM_EOL);
}

static SCM
address (void)
{
  SCM made = scm_make_socket_address (INT (2), INT (0), scm_list_1 (INT (1)));
  scm_c_vector_set_x (made, 1, SCM_EOL);
  return made;
}

#define PART_OF_PAIR(part)                                                    \
  static void put_##part (struct places *p, int i, SCM value)                 \
  {                                                                           \
    scm_set_##part##_x (p->place[i], value);                                  \
  }                                                                           \
                                                                              \
  static SCM take_##part (struct places *p, int i)                            \
  {                                                                           \
    SCM value = scm_##part (p->place[i]);                                     \
    scm_set_##part##_x (p->place[i], SCM_EOL);                                \
    return value;                                                             \
  }
PART_OF_PAIR (car)
PART_OF_PAIR (cdr)

static void
put_element (struct places *p, int i, SCM value)
{
  scm_c_vector_set_x (p->place[i], 1, value);
}

static SCM
take_element (struct places *p, int i)
{
  SCM value = scm_c_vector_ref (p->place[i], 1);
  scm_c_vector_set_x (p->place[i], 1, SCM_EOL);
  return value;
}

static void
put_protected (struct places *p, int i, SCM value)
{
  p->value[i] = hide (scm_gc_protect_object (value));
}

static SCM
take_protected (struct places *p, int i)
{
  return scm_gc_unprotect_object (shown (p->value[i]));
}

static void
put_reference (struct places *p, int i, SCM value)
{
  p->value[i] = hide (guilenet_retain (value));
}

static SCM
take_reference (struct places *p, int i)
{
  SCM value = shown (p->value[i]);
  guilenet_release (value);
  return value;
}

static const struct way ways[] = {
  { "set-car!", pair, put_car, take_car },
  { "set-cdr!", pair, put_cdr, take_cdr },
  { "vector-set!", vector, put_element, take_element },
  { "vector-set! of an address", address, put_element, take_element },
  { "scm_gc_unprotect_object", NULL, put_protected, take_protected },
  { "guilenet_release", NULL, put_reference, take_reference },
};

enum
{
  WAYS = sizeof ways / sizeof *ways,
  /* Symbols are taken out of nothing: by their names.  */
  THREADS = WAYS + 1
};

/* Behind the long list, in a segment.  */
static SCM list;
static struct places *places_of[WAYS];

/* Runs through the rest of the cycle that is under way.  */
static void
end_cycle (void)
{
  for (long now = cycles; cycles < now + 1;)
    sched_yield ();
}

static void
make_calls (unsigned *seed)
{
  for (int i = rand_r (seed) % CALLS; i > 0; i--)
    scm_car (list);
}

static __attribute__ ((noinline)) void
put_all (const struct way *way, struct places *p, int round)
{
  for (int i = 0; i < VALUES; i++)
    way->put (p, i, numbered (round + i));
}

static void *
use (void *data)
{
  const struct way *way = data;
  struct places *p = places_of[way - ways];
  unsigned seed = way - ways;
  SCM taken[VALUES];
  for (int round = 0; round < ROUNDS; round++)
    {
      put_all (way, p, round);
      memset (taken, 0, sizeof taken);
      forget ();
      end_cycle ();
      for (int i = 0; i < VALUES; i++)
        {
          make_calls (&seed);
          taken[i] = way->take (p, i);
        }
      end_cycle ();
      for (int i = 0; i < VALUES; i++)
        if (!is_numbered (taken[i], round + i))
          {
            fprintf (stderr, "%s: value %d of round %d is lost\n", way->name,
                     i, round);
            abort ();
          }
    }
  return NULL;
}

static SCM
symbol (int i)
{
  char name[20];
  sprintf (name, "symbol-%d", i);
  return scm_from_utf8_symbol (name);
}

static __attribute__ ((noinline)) void
name_all (void)
{
  for (int i = 0; i < VALUES; i++)
    symbol (i);
}

static void *
use_symbols (void *data)
{
  unsigned seed = 0;
  SCM named[VALUES];
  for (int round = 0; round < ROUNDS; round++)
    {
      name_all ();
      memset (named, 0, sizeof named);
      forget ();
      end_cycle ();
      for (int i = 0; i < VALUES; i++)
        {
          make_calls (&seed);
          named[i] = symbol (i);
        }
      end_cycle ();
      for (int i = 0; i < VALUES; i++)
        assert (scm_is_symbol (named[i]) && scm_is_eq (named[i], symbol (i)));
    }
  return data;
}

static void *
collect_always (void *data)
{
  while (!over)
    {
      scm_gc ();
      cycles++;
    }
  return data;
}

int
main (void)
{
  pthread_t threads[THREADS], collecting;
  for (int way = 0; way < WAYS; way++)
    {
      struct places *p = places_of[way] = calloc (1, sizeof *p);
      for (int i = 0; i < VALUES && ways[way].place; i++)
        list = scm_cons (p->place[i] = ways[way].place (), list ?: SCM_EOL);
    }
  for (int i = 0; i < BEFORE; i++)
    list = scm_cons (INT (i), list);
  assert (!pthread_create (&collecting, NULL, collect_always, NULL));
  for (int i = 0; i < WAYS; i++)
    assert (!pthread_create (&threads[i], NULL, use, (void *) &ways[i]));
  assert (!pthread_create (&threads[WAYS], NULL, use_symbols, NULL));
  for (int i = 0; i < THREADS; i++)
    pthread_join (threads[i], NULL);
  over = true;
  pthread_join (collecting, NULL);
  struct guilenet_stats s = stats_now ();
  printf ("%ld cycles, %lu put off, longest pause %lu us\n", (long) cycles,
          (unsigned long) s.postponed, (unsigned long) s.longest_pause / 1000);
  return 0;
}
