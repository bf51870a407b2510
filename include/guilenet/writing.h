/* Writing to ports: bytes and text.

   Whatever is written goes through PORT's buffer in the order of the calls,
   text (also that of printing.h) and bytes alike; buffering.h says when it
   leaves it.  A socket has none at first: each call sends its bytes at once.
   A short write is continued, an interrupted one repeated, and where a
   descriptor with O_NONBLOCK has no room, the call waits for it.

   Every function here raises wrong-type-arg if PORT is no open port for
   output, also where there is nothing to write (but scm_lfwrite of nothing to
   a port for input); and system-error with the subr "fport_write" if the
   system refuses the bytes (EPIPE where the peer of a socket is gone: there is
   no SIGPIPE then).  What was pending, and these bytes, are dropped by that;
   later ones are tried anew.

   Source: the Guile manual, "Binary I/O", "Textual I/O" and "Using Ports from
   C".  */

#ifndef GUILENET_WRITING_H
#define GUILENET_WRITING_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* Writes the SIZE bytes at BUFFER as they are.  BUFFER may be NULL if SIZE is
   0; it stays the caller's.  */
SCM_API void scm_c_write (SCM port, const void *buffer, size_t size);

/* Writes text: the SIZE characters at TEXT, those of the string TEXT without
   its NUL, and the character C.  Each char is a character of Latin-1, whatever
   the locale, and is written in PORT's encoding, "?" where that does not have
   it: in UTF-8, '\351' is two bytes, in ASCII "?".  TEXT may be NULL if SIZE
   is 0; scm_puts raises misc-error if it is.  */
SCM_API void scm_lfwrite (const char *text, size_t size, SCM port);
SCM_API void scm_puts (const char *text, SCM port);
SCM_API void scm_putc (char c, SCM port);

/* Writes one byte, OCTET, an integer from 0 to 255.  The result is
   unspecified.  Raises wrong-type-arg if OCTET is no integer, and out-of-range
   if it is another one.  */
SCM_API SCM scm_put_u8 (SCM port, SCM octet);

/* Writes COUNT bytes of the bytevector BV from START on.  COUNT may be
   SCM_UNDEFINED: the rest; so may START: all of BV, whatever COUNT is.  The
   result is unspecified.  Raises wrong-type-arg if BV is no bytevector, or
   START or COUNT no integer; out-of-range if they do not lie in BV.  PORT is
   looked at first, then BV, START and COUNT.  */
SCM_API SCM scm_put_bytevector (SCM port, SCM bv, SCM start, SCM count);

GUILENET_END_DECLS

#endif
