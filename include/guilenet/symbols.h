/* Symbols: names of which there is one of each.  Two symbols with the same
   characters are the same value (scm_is_eq), from whatever encoding they were
   made.  */

#ifndef GUILENET_SYMBOLS_H
#define GUILENET_SYMBOLS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The symbol whose name is the LEN bytes at STR, or, if LEN is (size_t) -1,
   the bytes before STR's NUL.  What is copied, decoded, replaced and raised is
   as for scm_from_locale_stringn, scm_from_utf8_stringn and
   scm_from_latin1_stringn, under whose names the conditions come.  Any
   name is allowed, the empty one and one with NUL inside too.
   Guile manual, "Operations Related to Symbols".  */
SCM_API SCM scm_from_locale_symboln (const char *str, size_t len);
SCM_API SCM scm_from_utf8_symboln (const char *str, size_t len);
SCM_API SCM scm_from_latin1_symboln (const char *str, size_t len);

/* The same for the bytes before STR's NUL.  */
SCM_API SCM scm_from_locale_symbol (const char *str);
SCM_API SCM scm_from_utf8_symbol (const char *str);
SCM_API SCM scm_from_latin1_symbol (const char *str);

/* 1 if OBJ is a symbol, else 0.
   Guile manual, "Operations Related to Symbols".  */
SCM_API int scm_is_symbol (SCM obj);

/* The same as #t or #f.  */
SCM_API SCM scm_symbol_p (SCM obj);

/* The name of SYM, a string.  What is no symbol raises wrong-type-arg.
   Guile manual, "Operations Related to Symbols".  */
SCM_API SCM scm_symbol_to_string (SCM sym);

/* The symbol whose name is the string STR.  What is no string raises
   wrong-type-arg.  Guile manual, "Operations Related to Symbols".  */
SCM_API SCM scm_string_to_symbol (SCM str);

GUILENET_END_DECLS

#endif
