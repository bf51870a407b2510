/* Writing through a port's buffer.  */

#ifndef OUTPUT_H
#define OUTPUT_H

#include "buffer.h"

#pragma GCC visibility push(hidden)

/* What is written, which decides when the buffer is written out.  All three
   keep the order.  */
enum output_kind
{
  /* What does not fit goes out after what is held, what is larger than the
     buffer directly.  */
  OUTPUT_BYTES,
  /* The buffer is filled, and goes out when it is full.  */
  OUTPUT_STREAM,
  /* As bytes, some at a time; the end of a line is looked for.  */
  OUTPUT_TEXT
};

/* Writes to PORT and gives 0 or an errno: what is held is lost then, as in
   Guile.  */
int output_write (struct cell *port, enum output_kind kind, const void *bytes,
                  size_t size);

/* Writes out what PORT holds.  The same.  */
int output_flush (struct cell *port);

/* Sets how much each side of PORT holds; 1 for nothing.  What is held for
   output is written out before, what was read is kept.  0 or an errno, and
   nothing is changed.  */
int output_resize (struct cell *port, uint32_t size, bool line);

/* Raises system-error for what one of these gave, unless that is 0.  */
void output_check (int error);

/* Output held at the exit is written out: called when there may be some.  */
void output_begin (void);

/* The same as output_write for the text BYTES from malloc, which are freed.
   What fails raises system-error.  */
void output_print (word port, void *bytes, size_t size);

/* The character set of every port: that of the locale when this was asked for
   the first time.  The first entry into Guile mode asks.  */
const char *port_charset (void);

#pragma GCC visibility pop

#endif
