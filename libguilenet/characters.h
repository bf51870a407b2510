/* Text from the program.  */

#ifndef CHARACTERS_H
#define CHARACTERS_H

#include "door.h"

static inline bool
is_ascii (const void *bytes, size_t size)
{
  const unsigned char *b = bytes;
  for (size_t i = 0; i < size; i++)
    if (b[i] > 127)
      return false;
  return true;
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
