/* What the tests of handles share: words and values, and what a value is.  */

#ifndef HANDLES_H
#define HANDLES_H

#include "only.h"

#include <stdint.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

enum
{
  /* The upper half of a handle is its tag and generation.  */
  TAG_SHIFT = 56,
  GENERATION_SHIFT = 32,
  INDEX_SHIFT = 3
};

static inline uintptr_t
word (SCM x)
{
  return (uintptr_t) x;
}

static inline SCM
value (uintptr_t w)
{
  return (SCM) w;
}

/* Functions that give no value, as functions that do.  */
#define GIVES(name, ...)                                                      \
  static inline SCM name (SCM x)                                              \
  {                                                                           \
    __VA_ARGS__;                                                              \
    return SCM_UNSPECIFIED;                                                   \
  }
GIVES (to_int8, scm_to_int8 (x))
GIVES (to_uint64, scm_to_uint64 (x))
GIVES (to_bool, scm_to_bool (x))
GIVES (to_pointer, scm_to_pointer (x))
GIVES (to_utf8_string, free (scm_to_utf8_string (x)))
GIVES (to_locale_string, free (scm_to_locale_string (x)))
GIVES (to_sockaddr, size_t size; free (scm_to_sockaddr (x, &size)))
GIVES (c_vector_length, scm_c_vector_length (x))
GIVES (c_vector_ref, scm_c_vector_ref (x, 0))
GIVES (c_vector_set_x, scm_c_vector_set_x (x, 0, x))
GIVES (simple_vector_length, SCM_SIMPLE_VECTOR_LENGTH (x))
GIVES (simple_vector_ref, SCM_SIMPLE_VECTOR_REF (x, 0))
GIVES (simple_vector_set, SCM_SIMPLE_VECTOR_SET (x, 0, x))
GIVES (c_string_length, scm_c_string_length (x))
GIVES (c_bytevector_length, scm_c_bytevector_length (x))
GIVES (c_bytevector_ref, scm_c_bytevector_ref (x, 0))
GIVES (c_bytevector_set_x, scm_c_bytevector_set_x (x, 0, 0))
GIVES (bytevector_length, SCM_BYTEVECTOR_LENGTH (x))
GIVES (bytevector_contents, SCM_BYTEVECTOR_CONTENTS (x))
GIVES (set_car, SCM_SETCAR (x, x))
GIVES (set_cdr, SCM_SETCDR (x, x))
GIVES (c_read, char bytes[1]; scm_c_read (x, bytes, sizeof bytes))
GIVES (get_byte_or_eof, scm_get_byte_or_eof (x))
GIVES (peek_byte_or_eof, scm_peek_byte_or_eof (x))
GIVES (unget_byte, scm_unget_byte (1, x))
GIVES (c_write, scm_c_write (x, "a", 1))
GIVES (lfwrite, scm_lfwrite ("a", 1, x))
GIVES (puts_text, scm_puts ("a", x))
GIVES (puts_accent, scm_puts ("\374", x))
GIVES (putc_letter, scm_putc ('a', x))
GIVES (flush, scm_flush (x))

/* What W is, one bit for each predicate.  */
static inline uint32_t
predicates (SCM w)
{
  const int answers[] = {
    scm_is_pair (w),
    scm_is_vector (w),
    scm_is_bytevector (w),
    SCM_BYTEVECTOR_P (w),
    scm_is_string (w),
    scm_is_symbol (w),
    scm_is_integer (w),
    scm_is_exact_integer (w),
    scm_is_number (w),
    scm_is_signed_integer (w, INT64_MIN, INT64_MAX),
    scm_is_unsigned_integer (w, 0, UINT64_MAX),
    scm_is_null (w),
    scm_is_bool (w),
    scm_is_false (w),
    SCM_UNBNDP (w),
    SCM_PORTP (w),
    SCM_OPPORTP (w),
    SCM_OPINPORTP (w),
    SCM_OPOUTPORTP (w),
    SCM_OPFPORTP (w),
    scm_is_true (scm_pair_p (w)),
    scm_is_true (scm_list_p (w)),
    scm_is_true (scm_vector_p (w)),
    scm_is_true (scm_bytevector_p (w)),
    scm_is_true (scm_string_p (w)),
    scm_is_true (scm_symbol_p (w)),
    scm_is_true (scm_port_p (w)),
    scm_is_true (scm_file_port_p (w)),
    scm_is_true (scm_input_port_p (w)),
    scm_is_true (scm_output_port_p (w)),
    scm_is_true (scm_eof_object_p (w)),
    scm_ilength (w) >= 0,
  };
  uint32_t bits = 0;
  for (size_t i = 0; i < LENGTH (answers); i++)
    bits |= (uint32_t) !!answers[i] << i;
  return bits;
}

#endif
