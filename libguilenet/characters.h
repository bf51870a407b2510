/* Text from the program.  */

#ifndef CHARACTERS_H
#define CHARACTERS_H

#include "door.h"

/* Two words at a time, in one register; the last two may overlap others.  */
static inline bool
is_ascii (const void *bytes, size_t size)
{
  const uint64_t high = UINT64_C (0x8080808080808080);
  const unsigned char *b = bytes;
  typedef uint64_t words __attribute__ ((vector_size (2 * sizeof high)));
  words all = { 0 }, some = { 0 };
  if (size < sizeof some)
    memcpy (&all, b, size);
  else
    {
      const unsigned char *last = b + size - sizeof some;
      for (; b < last; b += sizeof some)
        {
          memcpy (&some, b, sizeof some);
          all |= some;
        }
      memcpy (&some, last, sizeof some);
      all |= some;
    }
  return !((all[0] | all[1]) & high);
}

/* Passes the LEN bytes at STR, or, if LEN is (size_t) -1, those before its
   NUL. The core refuses NULL.  */
static inline SCM
from_c (enum entry entry, const char *str, size_t len)
{
  struct call c = { .entry = entry,
                    .memory = (void *) (uintptr_t) str,
                    .size = str && len == (size_t) -1 ? strlen (str) : len };
  return scm_of (door_call (&c));
}

#endif
