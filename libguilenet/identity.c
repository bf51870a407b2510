#include "door.h"
#include <guilenet/identity.h>

int
SCM_UNBNDP (SCM x)
{
  return word_of (x) == WORD_UNDEFINED;
}

int
scm_is_eq (SCM x, SCM y)
{
  return x == y;
}

int
scm_is_false (SCM x)
{
  return word_of (x) == WORD_FALSE || word_of (x) == WORD_NIL;
}

int
scm_is_true (SCM x)
{
  return !scm_is_false (x);
}

int
scm_is_null (SCM x)
{
  return word_of (x) == WORD_EOL || word_of (x) == WORD_NIL;
}

int
scm_is_bool (SCM x)
{
  return word_of (x) == WORD_TRUE || scm_is_false (x);
}

SCM
scm_from_bool (GUILENET_BOOL val)
{
  return scm_of (boolean (val));
}

int
scm_to_bool (SCM x)
{
  if (scm_is_bool (x))
    return word_of (x) == WORD_TRUE;
  return word_of (DOOR (scm_to_bool, x)) == WORD_TRUE;
}

SCM
scm_eq_p (SCM x, SCM y)
{
  return scm_of (boolean (x == y));
}

static const uint64_t *
limbs (const struct cell *c)
{
  return c->small > INTEGER_INLINE ? c->integer.more : c->integer.limbs;
}

SCM
scm_eqv_p (SCM x, SCM y)
{
  const struct cell *a = cell_if (word_of (x), KIND_INTEGER);
  const struct cell *b = cell_if (word_of (y), KIND_INTEGER);
  bool same = x == y;
  if (!same && a && b)
    same = a->flags == b->flags && a->small == b->small
           && !memcmp (limbs (a), limbs (b), a->small * sizeof (uint64_t));
  return scm_of (boolean (same));
}

SCM
scm_equal_p (SCM x, SCM y)
{
  if (x == y)
    return scm_of (WORD_TRUE);
  if (!cell_of (word_of (x)) || !cell_of (word_of (y)))
    return scm_of (WORD_FALSE);
  return DOOR (scm_equal_p, x, y);
}
