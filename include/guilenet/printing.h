/* Printing: the written form of a value, and text to ports.

   Every value has two forms, WRITTEN and DISPLAYED.  They differ in strings
   ("a\n" is written with its quotes and escapes and displayed as it is) and
   in characters (#\a, a), also where these are elements of a list or vector.
   Symbols are the same in both: a name that would not read back as a symbol
   stands in #{...}#.  A list or vector that contains itself prints #N# where
   it would come round again.

   Text goes to a port in the port's encoding, which is the locale's encoding
   of the time when Guile mode was first entered.  A character that it does
   not have is escaped in the written form of a string (\xe9, \u20ac,
   \U01f600) and in that of a character (#\351), and "?" elsewhere.  */

#ifndef GUILENET_PRINTING_H
#define GUILENET_PRINTING_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The written form of OBJ, a fresh string; all of Unicode may occur in it,
   whatever the locale.  PRINTER must be SCM_UNDEFINED (in Guile it may be a
   procedure); another value raises wrong-type-arg.
   Guile manual, "Writing Scheme Values".  */
SCM_API SCM scm_object_to_string (SCM obj, SCM printer);

/* Writes OBJ's written form (scm_write), its displayed form (scm_display) or
   a newline to the output port PORT, or to the current output port if PORT is
   SCM_UNDEFINED.  A socket port that was not given a buffer sends the bytes at
   once.  The result is unspecified.
   What is no open output port raises wrong-type-arg; a write that fails raises
   system-error with the subr "fport_write".
   Guile manual, "Writing Scheme Values".  */
SCM_API SCM scm_write (SCM obj, SCM port);
SCM_API SCM scm_display (SCM obj, SCM port);
SCM_API SCM scm_newline (SCM port);

/* Writes the string MESSAGE with its directives replaced: ~A (or ~a) by the
   next element of the list ARGS, displayed; ~S (or ~s) by the next one,
   written; ~% by a newline; ~~ by a tilde.  A tilde at the very end stands
   for itself.
   DESTINATION #f: the result is the text, a fresh string.  #t: the text goes
   to the current output port.  An output port: there.  The result of these two
   is unspecified.
   Another DESTINATION, or a MESSAGE that is no string, raises wrong-type-arg,
   in this order.  Another directive, too few ARGS and too many raise
   misc-error; what comes before the directive may have been written to the
   port by then.
   Guile manual, "Simple Textual Output".  */
SCM_API SCM scm_simple_format (SCM destination, SCM message, SCM args);

GUILENET_END_DECLS

#endif
