/* Buffers of ports: how much output is held back, and when it is sent.

   A port's buffer has a mode and a size.  `none': bytes leave with the call
   that writes them.  `block': they leave when the buffer is full.  `line': as
   `block', and also at the end of a call that writes text (printing.h,
   scm_puts, scm_putc, scm_lfwrite) with a newline in it; newlines among bytes
   (scm_c_write, scm_put_u8, scm_put_bytevector) do not count.  A call whose
   bytes do not fit into the buffer does not wait for it: they are written at
   once, behind what was pending.

   Sockets start with `none'; the current output and error ports with `none' on
   a terminal, else with `block'.  Input is buffered likewise: a port with a
   buffer takes from the system what there is, up to the buffer's size.

   scm_send, scm_sendto and scm_shutdown know nothing of buffers, and reading
   from a socket does not flush what is pending on it.  What is pending when
   the process ends by exit or by returning from main is flushed; by _exit it
   is lost.  A child made by fork has its own copy of it, and flushes that when
   it exits, as with stdio.  scm_close_port flushes too: where it cannot, it
   raises system-error, what was pending is dropped, and the port stays open
   and can be closed.

   Source: the Guile manual, "Buffering".  */

#ifndef GUILENET_BUFFERING_H
#define GUILENET_BUFFERING_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* Gives PORT, an open port for input, output or both, a buffer: MODE is one of
   the symbols none, line and block, and SIZE its size in bytes, an integer
   from 0 to 2^31 - 1, where 0 and 1 are as `none'; or SCM_UNDEFINED, which is
   the size of the descriptor's blocks (4096, for sockets).  With `none', SIZE
   is 0 or SCM_UNDEFINED.  Pending output is flushed; input that was buffered
   stays to be read.  The result is unspecified.

   Raises wrong-type-arg if PORT is no open port, or SIZE no integer;
   out-of-range if MODE is something else or SIZE out of range, with `none'
   whatever its type; and system-error as scm_force_output.  The mode is
   unchanged then.  PORT is looked at first, then MODE, then SIZE.  */
SCM_API SCM scm_setvbuf (SCM port, SCM mode, SCM size);

/* Writes out what is pending on PORT, an open port for output, or on the
   current output port if it is SCM_UNDEFINED.  The result is unspecified.
   Raises wrong-type-arg if PORT is something else; and system-error with the
   subr "fport_write" if the system refuses the bytes, which are dropped then,
   so that the next call has nothing to do.  */
SCM_API SCM scm_force_output (SCM port);

/* The same for any port: nothing is pending on one that is closed, or for
   input only.  PORT must be a port, else wrong-type-arg is raised.  */
SCM_API void scm_flush (SCM port);

GUILENET_END_DECLS

#endif
