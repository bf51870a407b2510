/* Bytevectors: a fixed number of bytes, counted from 0, which C reads and
   writes in place.

   All bytevectors of no bytes that this chapter makes are one object; any
   other result is new.  Where a bytevector is wanted, one with elements wider
   than a byte (see pointers.h) is taken as its bytes, and lengths and indexes
   count bytes.

   An index or size that is a value is, before anything else is said of it, a
   size_t: wrong-type-arg if it is no exact integer, out-of-range if no size_t
   holds it.

   What makes a bytevector, a string or a list raises out-of-memory if there is
   no room.

   Sources: the chapters "Manipulating Bytevectors", "Interpreting Bytevector
   Contents as Integers", "Converting Bytevectors to/from Integer Lists" and
   "Interpreting Bytevector Contents as Unicode Strings" of the Guile
   manual.  */

#ifndef GUILENET_BYTEVECTORS_H
#define GUILENET_BYTEVECTORS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* A bytevector of LENGTH bytes, which may hold anything at first.
   numerical-overflow if LENGTH is close to the largest size_t.
   ("Manipulating Bytevectors")  */
SCM_API SCM scm_c_make_bytevector (size_t length);

/* The same for a LENGTH that is a value, with FILL, an exact integer in
   -128 … 255, in every byte; SCM_UNDEFINED, which is to say no fill, leaves
   them as they are.  LENGTH is looked at first, then FILL: wrong-type-arg if
   it is no exact integer, out-of-range if it is another one.  ("Manipulating
   Bytevectors")  */
SCM_API SCM scm_make_bytevector (SCM length, SCM fill);

/* Whether X is a bytevector: 1 or 0, and #t or #f.  SCM_BYTEVECTOR_P is a
   macro in libguile.  ("Manipulating Bytevectors")  */
SCM_API int scm_is_bytevector (SCM x);
SCM_API SCM scm_bytevector_p (SCM x);
SCM_API int SCM_BYTEVECTOR_P (SCM x);

/* The number of bytes of BV.  wrong-type-arg if BV is no bytevector.
   ("Manipulating Bytevectors")  */
SCM_API size_t scm_c_bytevector_length (SCM bv);
SCM_API SCM scm_bytevector_length (SCM bv);

/* The number of bytes of BV, and where they are, for what is known to be a
   bytevector: the caller sees to it.  The place is not NULL, and stays the
   same while the bytevector lives; it is not for the caller to free.  (Macros
   in libguile, which check nothing.)  */
SCM_API size_t SCM_BYTEVECTOR_LENGTH (SCM bv);
SCM_API signed char *SCM_BYTEVECTOR_CONTENTS (SCM bv);

/* Byte K of BV, 0 … 255.  wrong-type-arg if BV is no bytevector, out-of-range
   if it has no byte K.  ("Manipulating Bytevectors", "Interpreting Bytevector
   Contents as Integers")  */
SCM_API uint8_t scm_c_bytevector_ref (SCM bv, size_t k);
SCM_API SCM scm_bytevector_u8_ref (SCM bv, SCM k);

/* Makes VALUE byte K of BV.  Conditions as for reading.  ("Manipulating
   Bytevectors")  */
SCM_API void scm_c_bytevector_set_x (SCM bv, size_t k, uint8_t value);

/* The same for values; the result is unspecified.  Then comes VALUE:
   wrong-type-arg if it is no exact integer or a large one (one that is no
   fixnum), out-of-range if it is not in 0 … 255.  ("Interpreting Bytevector
   Contents as Integers")  */
SCM_API SCM scm_bytevector_u8_set_x (SCM bv, SCM k, SCM value);

/* Makes FILL every byte of BV.  The result is unspecified.  wrong-type-arg if
   BV is no bytevector; then FILL as for scm_make_bytevector, but there is no
   default.  ("Manipulating Bytevectors")  */
SCM_API SCM scm_bytevector_fill_x (SCM bv, SCM fill);

/* A bytevector with the bytes of BV, which are bytes there, whatever they are
   in BV.  wrong-type-arg if BV is no bytevector.  ("Manipulating
   Bytevectors")  */
SCM_API SCM scm_bytevector_copy (SCM bv);

/* Copies LENGTH bytes of SOURCE, from byte SOURCE_START on, to TARGET, from
   byte TARGET_START on.  SOURCE and TARGET may be the same and the regions may
   overlap.  The result is unspecified.  Looked at in this order: SOURCE and
   TARGET, wrong-type-arg if one is no bytevector; LENGTH, SOURCE_START and
   TARGET_START as sizes; out-of-range with SOURCE_START, then TARGET_START, if
   the region is not inside its bytevector.  ("Manipulating Bytevectors")  */
SCM_API SCM scm_bytevector_copy_x (SCM source, SCM source_start, SCM target,
                                   SCM target_start, SCM length);

/* #t if A and B have the same bytes and the same type of elements, else #f.
   wrong-type-arg if one is no bytevector.  ("Manipulating Bytevectors")  */
SCM_API SCM scm_bytevector_eq_p (SCM a, SCM b);

/* A new list of the bytes of BV, integers in 0 … 255.  wrong-type-arg if BV is
   no bytevector.  ("Converting Bytevectors to/from Integer Lists")  */
SCM_API SCM scm_bytevector_to_u8_list (SCM bv);

/* A bytevector of the elements of LIST.  wrong-type-arg if LIST is no list, be
   it improper or circular; wrong-type-arg with the element if one is no
   integer in 0 … 255.  ("Converting Bytevectors to/from Integer Lists")  */
SCM_API SCM scm_u8_list_to_bytevector (SCM list);

/* The characters of STRING in UTF-8, with no zero byte at the end.
   wrong-type-arg if STRING is no string.  ("Interpreting Bytevector Contents
   as Unicode Strings")  */
SCM_API SCM scm_string_to_utf8 (SCM string);

/* A new string of the characters that the bytes of BV are in UTF-8, zero bytes
   and a byte order mark included, in every locale.  wrong-type-arg if BV is no
   bytevector.  decoding-error, with a copy of the bytes, if they are not UTF-8
   to the last one: an overlong form, a surrogate, a character above U+10FFFF,
   a sequence that is cut or has no beginning.  ("Interpreting Bytevector
   Contents as Unicode Strings")  */
SCM_API SCM scm_utf8_to_string (SCM bv);

GUILENET_END_DECLS

#endif
