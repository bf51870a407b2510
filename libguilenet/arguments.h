/* Arguments that the veneer can read by itself.  */

#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "heap.h"

/* An open port that has all of FLAGS, or NULL.  */
static inline struct cell *
open_port (word w, unsigned flags)
{
  return cell_with (w, KIND_PORT, PORT_OPEN | flags);
}

/* The descriptor of an open port, or -1.  */
static inline int
open_descriptor (SCM port)
{
  struct cell *c = open_port (word_of (port), 0);
  return LIKELY (c) ? c->port.fd : -1;
}

/* An argument that is a C int.  */
static inline bool
int_argument (SCM value, int *n)
{
  word w = word_of (value);
  *n = (int) fixnum_value (w);
  return is_fixnum (w) && *n == fixnum_value (w);
}

/* One that is a C size_t; not the largest, which are no fixnums.  */
static inline bool
size_argument (SCM value, size_t *n)
{
  word w = word_of (value);
  *n = (size_t) fixnum_value (w);
  return is_fixnum (w) && fixnum_value (w) >= 0;
}

/* A place in LENGTH bytes; INSTEAD where it is not given.  */
static inline bool
place_argument (SCM value, uint64_t length, uint64_t instead, uint64_t *at)
{
  word w = word_of (value);
  bool given = UNLIKELY (w != WORD_UNDEFINED);
  *at = given ? (uint64_t) fixnum_value (w) : instead;
  return (!given || is_fixnum (w)) && *at <= length;
}

/* One that need not be given: 0 then.  */
static inline bool
optional_int (SCM value, int *n)
{
  *n = 0;
  return LIKELY (word_of (value) == WORD_UNDEFINED) || int_argument (value, n);
}

#endif
