#include "arguments.h"
#include "collector.h"
#include "contracts.h"
#include "door.h"
#include "export.h"
#include <guilenet/identity.h>
#include <guilenet/lists.h>
#include <stdarg.h>

static struct cell *
pair_of (SCM x)
{
  return cell_if (word_of (x), KIND_PAIR);
}

SCM
scm_cons (SCM car, SCM cdr)
{
  return scm_of (heap_pair (thread (), word_of (car), word_of (cdr)));
}

int
scm_is_pair (SCM x)
{
  return pair_of (x) != NULL;
}

SCM
scm_pair_p (SCM x)
{
  return scm_of (boolean (pair_of (x) != NULL));
}

/* Where PATH, 'a' for car and 'd' for cdr, leads from X; NULL if the way goes
   through what is no pair.  */
static inline const word *
follow (SCM x, const char *path)
{
  const word *place = NULL;
  for (word w = word_of (x); *path;
       w = __atomic_load_n (place, __ATOMIC_ACQUIRE), path++)
    {
      struct cell *c = cell_if (w, KIND_PAIR);
      if (!c)
        return NULL;
      place = *path == 'a' ? &c->pair.car : &c->pair.cdr;
    }
  return place;
}

#define ACCESSOR(function, path)                                              \
  inline SCM function (SCM pair)                                              \
  {                                                                           \
    const word *place = follow (pair, path);                                  \
    return place ? scm_of (__atomic_load_n (place, __ATOMIC_ACQUIRE))         \
                 : DOOR (function, pair);                                     \
  }
ACCESSOR (scm_car, "a")
ACCESSOR (scm_cdr, "d")
#define EXPORT_ACCESSOR(function, path)                                       \
  EXPORT_QUIET (const word *place = follow (scm_of (a), path);                \
                if (place) return __atomic_load_n (place, __ATOMIC_ACQUIRE),  \
                function, 1, true)
EXPORT_ACCESSOR (scm_car, "a")
EXPORT_ACCESSOR (scm_cdr, "d")
ACCESSOR (scm_caar, "aa")
ACCESSOR (scm_cadr, "da")
ACCESSOR (scm_cdar, "ad")
ACCESSOR (scm_cddr, "dd")
ACCESSOR (scm_caddr, "dda")
ACCESSOR (scm_cdddr, "ddd")
ACCESSOR (scm_cadddr, "ddda")

SCM
SCM_CAR (SCM pair)
{
  return scm_car (pair);
}

SCM
SCM_CDR (SCM pair)
{
  return scm_cdr (pair);
}

SCM
SCM_CADR (SCM pair)
{
  return scm_cadr (pair);
}

SCM
SCM_CDDR (SCM pair)
{
  return scm_cddr (pair);
}

SCM
scm_set_car_x (SCM pair, SCM value)
{
  struct cell *c = pair_of (pair);
  if (!c)
    return DOOR (scm_set_car_x, pair, value);
  collector_settle ();
  __atomic_store_n (&c->pair.car, word_of (value), __ATOMIC_RELEASE);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_set_cdr_x (SCM pair, SCM value)
{
  struct cell *c = pair_of (pair);
  if (!c)
    return DOOR (scm_set_cdr_x, pair, value);
  collector_settle ();
  __atomic_store_n (&c->pair.cdr, word_of (value), __ATOMIC_RELEASE);
  return scm_of (WORD_UNSPECIFIED);
}

void
SCM_SETCAR (SCM pair, SCM value)
{
  scm_set_car_x (pair, value);
}

void
SCM_SETCDR (SCM pair, SCM value)
{
  scm_set_cdr_x (pair, value);
}

/* COUNT elements, the last of them in ELEMENTS first.  */
static SCM
list (const SCM *elements, int count)
{
  struct thread *t = thread ();
  word made = WORD_EOL;
  while (count--)
    made = heap_pair (t, word_of (elements[count]), made);
  return scm_of (made);
}
#define LIST(...)                                                             \
  list ((SCM[]){ __VA_ARGS__ }, sizeof ((SCM[]){ __VA_ARGS__ }) / sizeof (SCM))

SCM
scm_list_1 (SCM a)
{
  return LIST (a);
}

SCM
scm_list_2 (SCM a, SCM b)
{
  return LIST (a, b);
}

SCM
scm_list_3 (SCM a, SCM b, SCM c)
{
  return LIST (a, b, c);
}

SCM
scm_list_4 (SCM a, SCM b, SCM c, SCM d)
{
  return LIST (a, b, c, d);
}

SCM
scm_list_5 (SCM a, SCM b, SCM c, SCM d, SCM e)
{
  return LIST (a, b, c, d, e);
}

struct elements
{
  SCM first;
  va_list others;
};

static word
list_of (struct elements *elements)
{
  struct thread *t = thread ();
  word made = WORD_EOL, last = 0;
  for (word w = word_of (elements->first); w != WORD_UNDEFINED;
       w = word_of (va_arg (elements->others, SCM)))
    heap_append (t, &made, &last, w);
  return made;
}

SCM
scm_list_n (SCM element, ...)
{
  struct thread *t = thread ();
  struct elements elements = { .first = element };
  word arg[CONTRACTS_ARGUMENTS] = { (word) (uintptr_t) &elements }, made;
  uintptr_t was = collector_enter (t, (uintptr_t) __builtin_frame_address (0),
                                   MAKER_scm_list_n);
  va_start (elements.others, element);
  made = t->foreign ? contracts_call (t, (void *) list_of, true, arg)
                    : list_of (&elements);
  va_end (elements.others);
  collector_leave (t, was);
  return scm_of (made);
}

long
scm_ilength (SCM x)
{
  word w = word_of (x), slow = w;
  long count = 0;
  for (struct cell *c; (c = cell_if (w, KIND_PAIR)); count++)
    {
      w = c->pair.cdr;
      /* The slow walker goes half as fast: a circle makes the two meet.  */
      if (count % 2)
        {
          c = cell_if (slow, KIND_PAIR);
          slow = c ? c->pair.cdr : w;
          if (slow == w)
            return -1;
        }
    }
  return scm_is_null (scm_of (w)) ? count : -1;
}

SCM
scm_list_p (SCM x)
{
  return scm_of (boolean (scm_ilength (x) >= 0));
}

SCM
scm_length (SCM list)
{
  long count = scm_ilength (list);
  return count >= 0 ? scm_of (fixnum (count)) : DOOR (scm_length, list);
}

/* Goes K pairs along X: true unless it has fewer or K is no index.  More than
   there are cells, a list has only if it is circular; the core does not go
   round and round.  */
static bool
skip (SCM x, SCM k, word *rest)
{
  size_t n;
  *rest = word_of (x);
  if (!size_argument (k, &n) || n > (size_t) SEGMENT_CELLS * SEGMENT_COUNT)
    return false;
  for (; n; n--)
    {
      struct cell *c = cell_if (*rest, KIND_PAIR);
      if (!c)
        return false;
      *rest = c->pair.cdr;
    }
  return true;
}

SCM
scm_list_tail (SCM list, SCM k)
{
  word rest;
  return skip (list, k, &rest) ? scm_of (rest) : DOOR (scm_list_tail, list, k);
}

SCM
scm_list_ref (SCM list, SCM k)
{
  word rest;
  struct cell *c = skip (list, k, &rest) ? cell_if (rest, KIND_PAIR) : NULL;
  return c ? scm_of (c->pair.car) : DOOR (scm_list_ref, list, k);
}
