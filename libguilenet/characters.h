/* Text from the program.  */

#ifndef CHARACTERS_H
#define CHARACTERS_H

#include "door.h"

/* A word at a time.  */
static inline bool
is_ascii (const void *bytes, size_t size)
{
  const uint64_t high = UINT64_C (0x8080808080808080);
  const unsigned char *b = bytes;
  uint64_t all = 0, some = 0;
  for (; size >= sizeof some; b += sizeof some, size -= sizeof some)
    {
      memcpy (&some, b, sizeof some);
      all |= some;
    }
  for (; size; size--)
    all |= *b++;
  return !(all & high);
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
