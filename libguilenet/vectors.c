#include "arguments.h"
#include "collector.h"
#include "door.h"
#include "sockaddr_ref.h"
#include <guilenet/integers.h>
#include <guilenet/lists.h>
#include <guilenet/vectors.h>

/* Vectors have fewer elements than this.  */
#define VECTOR_LIMIT ((uint64_t) 1 << 56)

/* The plain vector that C is, or has if it is an address object and someone
   needed one; else NULL.  */
static struct cell *
plain_of (struct cell *c)
{
  if (c->kind == KIND_VECTOR)
    return c;
  word plain = __atomic_load_n (&c->sockaddr.plain, __ATOMIC_ACQUIRE);
  return plain ? cell_of (plain) : NULL;
}

/* The cell of a vector or an address object, or NULL.  */
static struct cell *
vector_of (SCM x)
{
  struct cell *c = cell_of (word_of (x));
  return c && (c->kind == KIND_VECTOR || c->kind == KIND_SOCKADDR) ? c : NULL;
}

static bool
length_of (SCM vec, uint64_t *length)
{
  struct cell *c = vector_of (vec);
  if (c)
    *length = c->kind == KIND_VECTOR ? c->vector.length
                                     : sockaddr_form (c)->length;
  return c != NULL;
}

/* Element K of VEC: false if there is none, or only the core can make it.  */
static bool
ref (SCM vec, uint64_t k, word *value)
{
  struct cell *c = vector_of (vec), *plain = c ? plain_of (c) : NULL;
  if (!plain)
    return c && sockaddr_ref (c, k, value);
  if (k >= plain->vector.length)
    return false;
  *value = __atomic_load_n (&plain->vector.elements[k], __ATOMIC_ACQUIRE);
  return true;
}

/* Sets element K of VEC: false if there is none.  An address object is for the
   core, which has to make it plain.  */
static bool
set (SCM vec, uint64_t k, SCM value)
{
  struct cell *c = cell_if (word_of (vec), KIND_VECTOR);
  if (!c || k >= c->vector.length)
    return false;
  collector_settle ();
  __atomic_store_n (&c->vector.elements[k], word_of (value), __ATOMIC_RELEASE);
  return true;
}

SCM
scm_c_make_vector (size_t length, SCM fill)
{
  if (length >= VECTOR_LIMIT)
    return DOOR (scm_c_make_vector, scm_from_size_t (length));
  return scm_of (heap_vector (thread (), length, word_of (fill)));
}

SCM
scm_make_vector (SCM length, SCM fill)
{
  size_t n;
  if (!size_argument (length, &n) || n >= VECTOR_LIMIT)
    return DOOR (scm_make_vector, length);
  word w = word_of (fill);
  w = w == WORD_UNDEFINED ? WORD_UNSPECIFIED : w;
  return scm_of (heap_vector (thread (), n, w));
}

SCM
scm_vector (SCM list)
{
  long length = scm_ilength (list);
  if (length < 0)
    return DOOR (scm_vector, list);
  word made = heap_vector (thread (), length, WORD_UNSPECIFIED);
  word *elements = cell_of (made)->vector.elements;
  /* Another thread may have made the list shorter.  */
  struct cell *pair = cell_if (word_of (list), KIND_PAIR);
  for (long i = 0; i < length && pair; i++)
    {
      elements[i] = pair->pair.car;
      pair = cell_if (pair->pair.cdr, KIND_PAIR);
    }
  return scm_of (made);
}

int
scm_is_vector (SCM x)
{
  return vector_of (x) != NULL;
}

SCM
scm_vector_p (SCM x)
{
  return scm_of (boolean (vector_of (x) != NULL));
}

size_t
scm_c_vector_length (SCM vec)
{
  uint64_t length;
  if (length_of (vec, &length))
    return length;
  DOOR (scm_vector_length, vec);
  return 0;
}

SCM
scm_vector_length (SCM vec)
{
  uint64_t length;
  return length_of (vec, &length) ? scm_of (fixnum (length))
                                  : DOOR (scm_vector_length, vec);
}

SCM
scm_c_vector_ref (SCM vec, size_t k)
{
  word value;
  return ref (vec, k, &value)
             ? scm_of (value)
             : DOOR (scm_vector_ref, vec, scm_from_size_t (k));
}

SCM
scm_vector_ref (SCM vec, SCM k)
{
  size_t n;
  word value;
  return size_argument (k, &n) && ref (vec, n, &value)
             ? scm_of (value)
             : DOOR (scm_vector_ref, vec, k);
}

void
scm_c_vector_set_x (SCM vec, size_t k, SCM value)
{
  if (!set (vec, k, value))
    DOOR (scm_vector_set_x, vec, scm_from_size_t (k), value);
}

SCM
scm_vector_set_x (SCM vec, SCM k, SCM value)
{
  size_t n;
  return size_argument (k, &n) && set (vec, n, value)
             ? scm_of (WORD_UNSPECIFIED)
             : DOOR (scm_vector_set_x, vec, k, value);
}

size_t
SCM_SIMPLE_VECTOR_LENGTH (SCM vec)
{
  return scm_c_vector_length (vec);
}

SCM
SCM_SIMPLE_VECTOR_REF (SCM vec, size_t k)
{
  return scm_c_vector_ref (vec, k);
}

void
SCM_SIMPLE_VECTOR_SET (SCM vec, size_t k, SCM value)
{
  scm_c_vector_set_x (vec, k, value);
}
