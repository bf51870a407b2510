/* Reading from ports: bytes, bytevectors, lines.

   A port for input has a buffer; scm_setvbuf says how many bytes it holds, 1
   on an unbuffered port.  What has been read from the descriptor and not yet
   been taken lies there, and what scm_unget_byte has put back before it.
   scm_recv and its kind do not look there: they take what no function of this
   chapter has read so far.  Reading does not write what output to the same
   port waits to be written, but where the descriptor has a position (a file
   opened for both).

   All functions wait until there is something to read, also where the
   descriptor is non-blocking (O_NONBLOCK).  The end of the input is no state:
   it is told once, and the next call reads again.  An end that was only looked
   at (scm_peek_byte_or_eof, scm_lookahead_u8) is still to be taken.

   Where a value PORT is wanted, it must be an open port for input:
   wrong-type-arg if it is not.  It is the first argument looked at.  A read
   that fails raises system-error, with what errno says (ECONNRESET); what the
   call had read before that is there for the next.

   In a UTF-8 locale (the one that was set when Guile was first entered), a
   byte order mark at the very start of the input is dropped, unless one of
   scm_get_bytevector_n, scm_get_bytevector_n_x and scm_get_bytevector_all
   reads it.

   Sources: the chapters "Binary I/O", "Textual I/O", "Line/Delimited",
   "Buffering" and "Using Ports from C" of the Guile manual.  */

#ifndef GUILENET_READING_H
#define GUILENET_READING_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The end-of-file object; and #t if X is it, else #f, for any X.  ("Binary
   I/O")  */
SCM_API SCM scm_eof_object (void);
SCM_API SCM scm_eof_object_p (SCM x);

/* Reads SIZE bytes into BUFFER, which is the caller's; fewer only if the input
   ends.  The number of bytes.  No more is taken from the descriptor than by
   filling the port's buffer again and again.  ("Using Ports from C")  */
SCM_API size_t scm_c_read (SCM port, void *buffer, size_t size);

/* The next byte, 0 … 255, or -1 (EOF) at the end of the input.  The second
   leaves it to be read again.  Both take a port for output, too, as far as its
   descriptor can be read from (else system-error, EBADF); wrong-type-arg if
   PORT is no open port.  */
SCM_API int scm_get_byte_or_eof (SCM port);
SCM_API int scm_peek_byte_or_eof (SCM port);

/* Puts the byte C & 255 back before what PORT has to be read.  As many as
   there is memory for can be put back; the last one is the next to be read.
   wrong-type-arg if PORT is no open port.  */
SCM_API void scm_unget_byte (int c, SCM port);

/* The next byte, or the end-of-file object.  The second leaves it to be read
   again.  ("Binary I/O")  */
SCM_API SCM scm_get_u8 (SCM port);
SCM_API SCM scm_lookahead_u8 (SCM port);

/* A new bytevector of the next COUNT bytes, fewer only if the input ends; the
   end-of-file object if there are none.  For a COUNT of 0 nothing is read, and
   the bytevector is empty.  wrong-type-arg if COUNT is no exact integer,
   out-of-range if no size_t holds it; out-of-memory, numerical-overflow if
   there is no room for as many.  ("Binary I/O")  */
SCM_API SCM scm_get_bytevector_n (SCM port, SCM count);

/* Reads COUNT bytes into the bytevector BV, at START, fewer only if the input
   ends.  The number of bytes, or the end-of-file object if there are none; 0
   for a COUNT of 0.  wrong-type-arg if BV is no bytevector, or START or COUNT
   no exact integer; out-of-range if no size_t holds them, or BV has no COUNT
   bytes from START on.  The arguments are looked at in their order.  ("Binary
   I/O")  */
SCM_API SCM scm_get_bytevector_n_x (SCM port, SCM bv, SCM start, SCM count);

/* A new bytevector of what is in the buffer; if nothing is, of what one read
   (2) puts there, for which it waits.  The end-of-file object at the end.
   ("Binary I/O")  */
SCM_API SCM scm_get_bytevector_some (SCM port);

/* A new bytevector of all bytes up to the end of the input, or the end-of-file
   object if there are none.  ("Binary I/O")  */
SCM_API SCM scm_get_bytevector_all (SCM port);

/* The next line, as a pair (LINE . DELIMITER): the string of what precedes the
   newline, and the newline, a character.  The last line may lack one: its
   DELIMITER is the end-of-file object, as LINE is at the end of the input.
   Nothing else ends a line; a carriage return belongs to it.  PORT may be
   SCM_UNDEFINED: the current input port.

   Bytes are decoded as UTF-8 in a UTF-8 locale, else as ASCII.  A byte that
   cannot be, or a character that is cut short, becomes U+FFFD.
   ("Line/Delimited": %read-line)  */
SCM_API SCM scm_read_line (SCM port);

/* #t if a function of this chapter would have something, or the end of the
   input, without waiting, else #f.  Nothing is read.  PORT may be
   SCM_UNDEFINED: the current input port.  ("Textual I/O": char-ready?)  */
SCM_API SCM scm_char_ready_p (SCM port);

/* Takes all that is in the buffer, bytes put back included, as a string;
   nothing is read.  Bytes that cannot be decoded become question marks.
   ("Buffering")  */
SCM_API SCM scm_drain_input (SCM port);

GUILENET_END_DECLS

#endif
