#include "door.h"
#include "export.h"
#include <guilenet/integers.h>

int
scm_is_exact_integer (SCM val)
{
  word w = word_of (val);
  return is_fixnum (w) || cell_if (w, KIND_INTEGER);
}

int
scm_is_integer (SCM val)
{
  return scm_is_exact_integer (val);
}

int
scm_is_number (SCM val)
{
  return scm_is_exact_integer (val);
}

/* The cell of an integer that is no fixnum and has one limb, or NULL.  */
static const struct cell *
one_limb (word w)
{
  const struct cell *c = cell_if (w, KIND_INTEGER);
  return c && c->small == 1 ? c : NULL;
}

/* The integer X, if it is one from MIN to MAX.  */
static inline bool
signed_of (SCM x, int64_t min, int64_t max, int64_t *n)
{
  word w = word_of (x);
  if (is_fixnum (w))
    *n = fixnum_value (w);
  else
    {
      const struct cell *c = one_limb (w);
      bool negative = c && c->flags & INTEGER_NEGATIVE;
      if (!c || c->integer.limbs[0] > (uint64_t) INT64_MAX + negative)
        return false;
      *n = negative ? -c->integer.limbs[0] : c->integer.limbs[0];
    }
  return *n >= min && *n <= max;
}

static inline bool
unsigned_of (SCM x, uint64_t min, uint64_t max, uint64_t *n)
{
  word w = word_of (x);
  if (is_fixnum (w))
    {
      *n = fixnum_value (w);
      if (fixnum_value (w) < 0)
        return false;
    }
  else
    {
      const struct cell *c = one_limb (w);
      if (!c || c->flags & INTEGER_NEGATIVE)
        return false;
      *n = c->integer.limbs[0];
    }
  return *n >= min && *n <= max;
}

int
scm_is_signed_integer (SCM val, intmax_t min, intmax_t max)
{
  int64_t n;
  return signed_of (val, min, max, &n);
}

int
scm_is_unsigned_integer (SCM val, uintmax_t min, uintmax_t max)
{
  uint64_t n;
  return unsigned_of (val, min, max, &n);
}

/* Kept out of the conversions, which it would make slower.  */
static word __attribute__ ((noinline, cold))
refuse (enum entry entry, SCM x, word min, word max)
{
  struct call c = { .entry = entry, .arg = { word_of (x), min, max } };
  return door_call (&c);
}

static inline int64_t
to_signed (SCM x, int64_t min, int64_t max)
{
  int64_t n;
  if (signed_of (x, min, max, &n))
    return n;
  return refuse (ENTRY_scm_to_signed_integer, x, min, max);
}

static inline uint64_t
to_unsigned (SCM x, uint64_t min, uint64_t max)
{
  uint64_t n;
  if (unsigned_of (x, min, max, &n))
    return n;
  return refuse (ENTRY_scm_to_unsigned_integer, x, min, max);
}

intmax_t
scm_to_signed_integer (SCM val, intmax_t min, intmax_t max)
{
  return to_signed (val, min, max);
}

uintmax_t
scm_to_unsigned_integer (SCM val, uintmax_t min, uintmax_t max)
{
  return to_unsigned (val, min, max);
}

/* A fixnum needs no thread.  */
static inline SCM
from_signed (int64_t n)
{
  return scm_of (fits_fixnum (n) ? fixnum (n) : heap_int64 (thread (), n));
}

static inline SCM
from_unsigned (uint64_t n)
{
  return scm_of (n <= (uint64_t) FIXNUM_MAX ? fixnum (n)
                                            : heap_uint64 (thread (), n));
}

/* For a fixnum that fits there is no need to come inside; but under the
   foreign contract what the last call failed with is to be forgotten.  */
static inline bool
is_plain (word w, bool fits)
{
  return is_fixnum (w) && fits && thread_self && !thread_self->foreign;
}

#define SIGNED(name, bits)                                                    \
  SCM scm_from_##name (int##bits##_t x) { return from_signed (x); }           \
  int##bits##_t scm_to_##name (SCM x)                                         \
  {                                                                           \
    return to_signed (x, INT##bits##_MIN, INT##bits##_MAX);                   \
  }                                                                           \
  EXPORT_SHORT (int64_t n = fixnum_value (a);                                 \
                if (is_plain (a, n == (int##bits##_t) n)) return n,           \
                scm_to_##name, 1, false)

#define UNSIGNED(name, bits)                                                  \
  SCM scm_from_##name (uint##bits##_t x) { return from_unsigned (x); }        \
  uint##bits##_t scm_to_##name (SCM x)                                        \
  {                                                                           \
    return to_unsigned (x, 0, UINT##bits##_MAX);                              \
  }                                                                           \
  EXPORT_SHORT (                                                              \
      int64_t n = fixnum_value (a);                                           \
      if (is_plain (a, n >= 0 && (uint64_t) n <= UINT##bits##_MAX)) return n, \
      scm_to_##name, 1, false)

#if CHAR_MIN < 0
SIGNED (char, 8)
#else
UNSIGNED (char, 8)
#endif
SIGNED (schar, 8)
UNSIGNED (uchar, 8)
SIGNED (short, 16)
UNSIGNED (ushort, 16)
SIGNED (int, 32)
UNSIGNED (uint, 32)
SIGNED (long, 64)
UNSIGNED (ulong, 64)
SIGNED (long_long, 64)
UNSIGNED (ulong_long, 64)
UNSIGNED (size_t, 64)
SIGNED (ssize_t, 64)
SIGNED (int8, 8)
UNSIGNED (uint8, 8)
SIGNED (int16, 16)
UNSIGNED (uint16, 16)
SIGNED (int32, 32)
UNSIGNED (uint32, 32)
SIGNED (int64, 64)
UNSIGNED (uint64, 64)
SIGNED (intmax, 64)
UNSIGNED (uintmax, 64)
