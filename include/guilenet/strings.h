/* Strings, to and from C in three encodings.

   A string is a sequence of Unicode characters.  NUL is a character like any
   other; surrogates and numbers above 0x10ffff are none.  Every function that
   returns a string returns a fresh one.  LOCALE stands for the encoding that
   the C library's locale has at the time of the call (setlocale,
   nl_langinfo (CODESET)): in the C locale that is ASCII.

   Where a function below says that a C string is the caller's, it was
   allocated with malloc and is given back with free.  */

#ifndef GUILENET_STRINGS_H
#define GUILENET_STRINGS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* A fresh string from the LEN bytes at STR, or, if LEN is (size_t) -1, from
   the bytes before STR's NUL.  The bytes are copied; bytes behind a NUL count
   if they lie within LEN.  STR may be NULL if LEN is 0; with another LEN that
   raises misc-error, "NULL string pointer".
   locale: a sequence that means nothing in the locale's encoding becomes "?".
   utf8: malformed UTF-8 (overlong forms, surrogates and an unfinished end
   included) raises decoding-error; the last of its arguments is a bytevector
   of all the bytes.
   latin1: each byte is one character; nothing is raised.
   Guile manual, "Conversion to/from C".  */
SCM_API SCM scm_from_locale_stringn (const char *str, size_t len);
SCM_API SCM scm_from_utf8_stringn (const char *str, size_t len);
SCM_API SCM scm_from_latin1_stringn (const char *str, size_t len);

/* The same for the bytes before STR's NUL.  */
SCM_API SCM scm_from_locale_string (const char *str);
SCM_API SCM scm_from_utf8_string (const char *str);
SCM_API SCM scm_from_latin1_string (const char *str);

/* The characters of STR, encoded; the caller's.  With a LENP, *LENP becomes
   the number of bytes, and no NUL is promised behind them.  If LENP is NULL,
   the bytes end in a NUL, and a STR with NUL inside raises misc-error,
   "string contains #\\nul character: ~S".
   locale: a character that the locale's encoding does not have is replaced
   by the C library's transliteration, else by "?".
   latin1: a character above 0xff raises encoding-error.
   A STR that is no string raises wrong-type-arg.
   Guile manual, "Conversion to/from C".  */
SCM_API char *scm_to_locale_stringn (SCM str, size_t *lenp);
SCM_API char *scm_to_utf8_stringn (SCM str, size_t *lenp);
SCM_API char *scm_to_latin1_stringn (SCM str, size_t *lenp);

/* The same with a NULL LENP.  */
SCM_API char *scm_to_locale_string (SCM str);
SCM_API char *scm_to_utf8_string (SCM str);
SCM_API char *scm_to_latin1_string (SCM str);

/* Writes STR in the locale's encoding to BUF, at most MAX_LEN bytes, and no
   NUL behind them.  The result is the number of bytes that the whole of STR
   has: one above MAX_LEN says that the text was cut, perhaps inside a
   character.  BUF may be NULL if MAX_LEN is 0.  Characters are replaced as by
   scm_to_locale_stringn; a NUL in STR is copied.  A STR that is no string
   raises wrong-type-arg.  Guile manual, "Conversion to/from C".  */
SCM_API size_t scm_to_locale_stringbuf (SCM str, char *buf, size_t max_len);

/* 1 if OBJ is a string (the empty one is), else 0.
   Guile manual, "String Predicates".  */
SCM_API int scm_is_string (SCM obj);

/* The same as #t or #f.  */
SCM_API SCM scm_string_p (SCM obj);

/* The number of characters (not bytes) of STR.  What is no string raises
   wrong-type-arg.  Guile manual, "String Selection".  */
SCM_API size_t scm_c_string_length (SCM str);
SCM_API SCM scm_string_length (SCM str);

/* #t if S1 and S2 have the same characters, else #f; upper and lower case
   differ, and so do a composed and a decomposed letter.  What is no string
   raises wrong-type-arg, S1 before S2.  Guile manual, "String Comparison".  */
SCM_API SCM scm_string_equal_p (SCM s1, SCM s2);

/* A fresh string of the characters of all strings in the list ARGS, in that
   order; "" for the empty list.  The first element that is no string raises
   wrong-type-arg, and so does an ARGS that is no proper list.
   Guile manual, "Reversing and Appending Strings".  */
SCM_API SCM scm_string_append (SCM args);

GUILENET_END_DECLS

#endif
