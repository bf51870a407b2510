/* Text on its way to a port.  */

#ifndef OUTPUT_H
#define OUTPUT_H

#include "heap.h"

#pragma GCC visibility push(hidden)

/* The character set of every port: that of the locale when this was asked for
   the first time.  The first entry into Guile mode asks.  */
const char *port_charset (void);

/* Writes the SIZE bytes at BYTES to PORT, an open output port, and waits until
   all are written.  Gives 0 or an errno.  A socket whose peer is gone gives
   EPIPE and no signal.  The port on standard output holds back what is written
   to it, until its buffer is full, a line to a terminal ends, or the process
   exits.  */
int port_write (word port, const void *bytes, size_t size);

/* Writes what the port on standard output holds back.  Gives 0 or an errno. */
int port_flush (void);

/* The same as port_write for BYTES from malloc, which are freed.  What fails
   raises system-error.  */
void port_print (word port, void *bytes, size_t size);

#pragma GCC visibility pop

#endif
