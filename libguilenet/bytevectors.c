#include "arguments.h"
#include "door.h"
#include <guilenet/bytevectors.h>
#include <guilenet/integers.h>

/* The most bytes that libguile tries to make room for.  */
#define LENGTH_MAX (SIZE_MAX - 64)

static struct cell *
bytevector_of (SCM x)
{
  return cell_if (word_of (x), KIND_BYTEVECTOR);
}

/* Where byte K of BV is, or NULL.  */
static uint8_t *
byte_of (SCM bv, size_t k)
{
  struct cell *c = bytevector_of (bv);
  return c && k < c->bytevector.length ? c->bytevector.contents + k : NULL;
}

SCM
scm_c_make_bytevector (size_t length)
{
  if (length > LENGTH_MAX)
    return DOOR (scm_make_bytevector, scm_from_size_t (length),
                 scm_of (WORD_UNDEFINED));
  return scm_of (heap_bytevector (thread (), length));
}

SCM
scm_make_bytevector (SCM length, SCM fill)
{
  size_t n;
  int byte = 0;
  bool filled = word_of (fill) != WORD_UNDEFINED;
  if (!size_argument (length, &n)
      || (filled
          && (!int_argument (fill, &byte) || byte < INT8_MIN
              || byte > UINT8_MAX)))
    return DOOR (scm_make_bytevector, length, fill);
  word made = heap_bytevector (thread (), n);
  if (filled)
    memset (cell_of (made)->bytevector.contents, byte, n);
  return scm_of (made);
}

int
scm_is_bytevector (SCM x)
{
  return bytevector_of (x) != NULL;
}

int
SCM_BYTEVECTOR_P (SCM x)
{
  return bytevector_of (x) != NULL;
}

SCM
scm_bytevector_p (SCM x)
{
  return scm_of (boolean (bytevector_of (x) != NULL));
}

size_t
scm_c_bytevector_length (SCM bv)
{
  struct cell *c = bytevector_of (bv);
  if (c)
    return c->bytevector.length;
  DOOR (scm_bytevector_length, bv);
  return 0;
}

SCM
scm_bytevector_length (SCM bv)
{
  return scm_from_size_t (scm_c_bytevector_length (bv));
}

size_t
SCM_BYTEVECTOR_LENGTH (SCM bv)
{
  return scm_c_bytevector_length (bv);
}

signed char *
SCM_BYTEVECTOR_CONTENTS (SCM bv)
{
  struct cell *c = bytevector_of (bv);
  if (c)
    return (signed char *) c->bytevector.contents;
  DOOR (SCM_BYTEVECTOR_CONTENTS, bv);
  return NULL;
}

uint8_t
scm_c_bytevector_ref (SCM bv, size_t k)
{
  uint8_t *byte = byte_of (bv, k);
  if (byte)
    return *byte;
  DOOR (scm_c_bytevector_ref, bv, scm_from_size_t (k));
  return 0;
}

SCM
scm_bytevector_u8_ref (SCM bv, SCM k)
{
  size_t n;
  uint8_t *byte = size_argument (k, &n) ? byte_of (bv, n) : NULL;
  return byte ? scm_of (fixnum (*byte)) : DOOR (scm_bytevector_u8_ref, bv, k);
}

void
scm_c_bytevector_set_x (SCM bv, size_t k, uint8_t value)
{
  uint8_t *byte = byte_of (bv, k);
  if (byte)
    *byte = value;
  else
    DOOR (scm_c_bytevector_set_x, bv, scm_from_size_t (k));
}

SCM
scm_bytevector_u8_set_x (SCM bv, SCM k, SCM value)
{
  size_t n, v;
  uint8_t *byte = size_argument (k, &n) ? byte_of (bv, n) : NULL;
  if (!byte || !size_argument (value, &v) || v > UINT8_MAX)
    return DOOR (scm_bytevector_u8_set_x, bv, k, value);
  *byte = v;
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_bytevector_copy (SCM bv)
{
  struct cell *c = bytevector_of (bv);
  if (!c)
    return DOOR (scm_bytevector_copy, bv);
  word made = heap_bytevector (thread (), c->bytevector.length);
  memcpy (cell_of (made)->bytevector.contents, c->bytevector.contents,
          c->bytevector.length);
  return scm_of (made);
}
