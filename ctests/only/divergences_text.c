/* Where libguile 3.0.8 is wrong about text, names and printed forms, or has
   more names.  */

#include "divergence.h"

#include <errno.h>
#include <locale.h>

/* Bytes of the program's that are no UTF-8.  */

CASE (decoding_error, "raised decoding-error (\"scm_from_utf8_stringn\""
                      " \"input locale conversion error\" 84 #vu8(97 255))")
{
  errno = ENOENT;
  return text ("a\377");
}

/* A NUL where the program does not ask for the length.  */

#define NUL                                                                   \
  MISC_ERROR ("#f", "string contains #\\\\nul character: ~S", "(\"a\\x00b\")")

static SCM
with_nul (void)
{
  return scm_from_utf8_stringn ("a\0b", 3);
}

/* The C string S, as a value.  */
static SCM
value (char *s)
{
  SCM string = scm_from_latin1_string (s);
  free (s);
  return string;
}

CALL (nul_in_utf8, NUL, value (scm_to_utf8_string (with_nul ())))
CALL (nul_in_utf8_stringn, NUL,
      value (scm_to_utf8_stringn (with_nul (), NULL)))
CALL (nul_in_latin1, NUL, value (scm_to_latin1_string (with_nul ())))

/* No string, and lengths that no string has.  */

#define NULL_STRING                                                           \
  MISC_ERROR (QUOTED ("scm_from_stringn"), "NULL string pointer", "()")
#define TOO_LONG                                                              \
  RAISED ("numerical-overflow", QUOTED ("make_stringbuf"),                    \
          "Numerical overflow", "#f", "#f")

CALL (null_utf8, NULL_STRING, text (NULL))
CALL (null_utf8_stringn, NULL_STRING, scm_from_utf8_stringn (NULL, 1))
CALL (null_latin1, NULL_STRING, scm_from_latin1_string (NULL))
CALL (null_latin1_stringn, NULL_STRING, scm_from_latin1_stringn (NULL, 1))
CALL (null_utf8_symbol, NULL_STRING, symbol (NULL))
CALL (null_latin1_symbol, NULL_STRING, scm_from_latin1_symbol (NULL))
CALL (null_symbol_of_0, "#{}#", scm_from_utf8_symboln (NULL, 0))
CALL (null_name, NULL_STRING, scm_c_lookup (NULL))
CALL (length_utf8, TOO_LONG, scm_from_utf8_stringn ("a", 1UL << 60))
CALL (length_latin1, TOO_LONG, scm_from_latin1_stringn ("a", 1UL << 60))
CALL (length_locale, TOO_LONG, scm_from_locale_stringn ("a", 1UL << 60))
CALL (length_symbol, TOO_LONG, scm_from_utf8_symboln ("a", 1UL << 60))

/* The locale's encoding.  */

static SCM
from_utf8_locale (const char *bytes)
{
  setlocale (LC_ALL, "C.UTF-8");
  SCM string = scm_from_locale_string (bytes);
  setlocale (LC_ALL, "C");
  return string;
}

CALL (unfinished_character, "\"a?\"", from_utf8_locale ("a\351"))
CALL (unfinished_sequence, "\"a?\"", from_utf8_locale ("a\342\202"))
CALL (beyond_unicode, "\"?\"", from_utf8_locale ("\364\220\200\200"))
CALL (long_sequence, "\"?\?\?\?\?\"",
      from_utf8_locale ("\370\210\200\200\200"))

/* scm_string_append.  */

#define APPEND(value) WRONG_TYPE ("string-append", "1", value)

CALL (append_fixnum, APPEND ("5"), scm_string_append (INT (5)))
CALL (append_string, APPEND ("\"a\""), scm_string_append (text ("a")))
CALL (append_undefined, APPEND ("#<undefined>"), scm_string_append (NONE))
CALL (append_bignum, APPEND (MAX64), scm_string_append (number (MAX64)))
CALL (append_improper, APPEND ("(\"t\" . \"u\")"),
      scm_string_append (scm_cons (text ("t"), text ("u"))))
CASE (append_circular, APPEND ("(\"t\" . #0#)"))
{
  SCM list = scm_list_1 (text ("t"));
  scm_set_cdr_x (list, list);
  return scm_string_append (list);
}

/* Names that have a variable in libguile.  */

#define UNBOUND(name)                                                         \
  RAISED ("unbound-variable", QUOTED ("module-lookup"),                       \
          "Unbound variable: ~S", "(" name ")", "#f")

static SCM
look_up (const char *name)
{
  return scm_variable_ref (scm_c_lookup (name));
}

CALL (procedure_name, UNBOUND ("car"), look_up ("car"))
CALL (signal_name, UNBOUND ("SIGPIPE"), look_up ("SIGPIPE"))
CALL (position_name, UNBOUND ("SEEK_SET"), look_up ("SEEK_SET"))
CALL (mode_name, UNBOUND ("OPEN_READ"), look_up ("OPEN_READ"))
CALL (access_name, UNBOUND ("R_OK"), look_up ("R_OK"))

/* Symbols that look like a number with an enormous exponent.  */

CALL (symbol_quoted, "#{+1e309}#", symbol ("+1e309"))
CALL (symbol_plain, "+1e400x", symbol ("+1e400x"))
CALL (symbol_digit, "#{1e400}#", symbol ("1e400"))

/* Values inside each other.  */

static SCM
length_when_nested (int vector)
{
  SCM x = SCM_EOL;
  for (int i = 0; i < 100000; i++)
    x = vector ? scm_c_make_vector (1, x) : scm_cons (x, SCM_EOL);
  return scm_string_length (scm_object_to_string (x, NONE));
}

CALL (nested_lists, "200002", length_when_nested (0))
CALL (nested_vectors, "300002", length_when_nested (1))

/* scm_simple_format with arguments that end in #nil.  */

CALL (superfluous_nil, "\"1\"",
      scm_simple_format (SCM_BOOL_F, text ("~A"),
                         scm_cons (INT (1), (SCM) 0x104)))
