/* Arguments that the veneer can read by itself.  */

#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "heap.h"

/* The descriptor of an open port, or -1.  */
static inline int
open_descriptor (SCM port)
{
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  return c && c->flags & PORT_OPEN ? c->port.fd : -1;
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

/* One that need not be given: 0 then.  */
static inline bool
optional_int (SCM value, int *n)
{
  *n = 0;
  return word_of (value) == WORD_UNDEFINED || int_argument (value, n);
}

#endif
