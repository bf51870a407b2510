/* Exact integers of any size: to and from C's types, to and from text.
   Guile manual: "Integers", "Converting Numbers To and From Strings".  */

#ifndef GUILENET_INTEGERS_H
#define GUILENET_INTEGERS_H

#include <guilenet/types.h>
#include <limits.h>

GUILENET_BEGIN_DECLS

/* Whether VAL is a number, 1 or 0.  The only numbers here are exact integers,
   so that the three give the same.  */
SCM_API int scm_is_integer (SCM val);
SCM_API int scm_is_exact_integer (SCM val);
SCM_API int scm_is_number (SCM val);

/* Whether VAL is an integer from MIN to MAX, both included: 1 or 0.  Never
   true if MIN is greater than MAX.  */
SCM_API int scm_is_signed_integer (SCM val, intmax_t min, intmax_t max);
SCM_API int scm_is_unsigned_integer (SCM val, uintmax_t min, uintmax_t max);

/* The integer VAL, which must be from MIN to MAX, both included.  Raises
   wrong-type-arg if VAL is no integer, and out-of-range, with MIN, MAX and
   VAL, if it is another one.  */
SCM_API intmax_t scm_to_signed_integer (SCM val, intmax_t min, intmax_t max);
SCM_API uintmax_t scm_to_unsigned_integer (SCM val, uintmax_t min,
                                           uintmax_t max);

/* scm_to_TYPE: the integer X as C's TYPE.  Raises wrong-type-arg if X is no
   integer, and out-of-range, with the bounds of TYPE and X, if TYPE cannot
   hold it.

   scm_from_TYPE: the integer X.  Never raises.

   The prototypes name the types that Guile's do: one of eight of fixed width,
   chosen by the width and sign of TYPE.  */
#if CHAR_MIN < 0
SCM_API int8_t scm_to_char (SCM x);
SCM_API SCM scm_from_char (int8_t x);
#else
SCM_API uint8_t scm_to_char (SCM x);
SCM_API SCM scm_from_char (uint8_t x);
#endif
SCM_API int8_t scm_to_schar (SCM x);
SCM_API SCM scm_from_schar (int8_t x);
SCM_API uint8_t scm_to_uchar (SCM x);
SCM_API SCM scm_from_uchar (uint8_t x);
SCM_API int16_t scm_to_short (SCM x);
SCM_API SCM scm_from_short (int16_t x);
SCM_API uint16_t scm_to_ushort (SCM x);
SCM_API SCM scm_from_ushort (uint16_t x);
SCM_API int32_t scm_to_int (SCM x);
SCM_API SCM scm_from_int (int32_t x);
SCM_API uint32_t scm_to_uint (SCM x);
SCM_API SCM scm_from_uint (uint32_t x);
SCM_API int64_t scm_to_long (SCM x);
SCM_API SCM scm_from_long (int64_t x);
SCM_API uint64_t scm_to_ulong (SCM x);
SCM_API SCM scm_from_ulong (uint64_t x);
SCM_API int64_t scm_to_long_long (SCM x);
SCM_API SCM scm_from_long_long (int64_t x);
SCM_API uint64_t scm_to_ulong_long (SCM x);
SCM_API SCM scm_from_ulong_long (uint64_t x);
SCM_API uint64_t scm_to_size_t (SCM x);
SCM_API SCM scm_from_size_t (uint64_t x);
SCM_API int64_t scm_to_ssize_t (SCM x);
SCM_API SCM scm_from_ssize_t (int64_t x);
SCM_API int8_t scm_to_int8 (SCM x);
SCM_API SCM scm_from_int8 (int8_t x);
SCM_API uint8_t scm_to_uint8 (SCM x);
SCM_API SCM scm_from_uint8 (uint8_t x);
SCM_API int16_t scm_to_int16 (SCM x);
SCM_API SCM scm_from_int16 (int16_t x);
SCM_API uint16_t scm_to_uint16 (SCM x);
SCM_API SCM scm_from_uint16 (uint16_t x);
SCM_API int32_t scm_to_int32 (SCM x);
SCM_API SCM scm_from_int32 (int32_t x);
SCM_API uint32_t scm_to_uint32 (SCM x);
SCM_API SCM scm_from_uint32 (uint32_t x);
SCM_API int64_t scm_to_int64 (SCM x);
SCM_API SCM scm_from_int64 (int64_t x);
SCM_API uint64_t scm_to_uint64 (SCM x);
SCM_API SCM scm_from_uint64 (uint64_t x);
SCM_API int64_t scm_to_intmax (SCM x);
SCM_API SCM scm_from_intmax (int64_t x);
SCM_API uint64_t scm_to_uintmax (SCM x);
SCM_API SCM scm_from_uintmax (uint64_t x);

/* The text of the integer X, a new string: a minus sign if it is negative,
   then digits, 0 … 9 and a … z, without leading zeros.  RADIX is 2 … 36, and
   10 if it is SCM_UNDEFINED.  Raises wrong-type-arg if RADIX or X, looked at
   in this order, is no integer, and out-of-range for another RADIX.  */
SCM_API SCM scm_number_to_string (SCM x, SCM radix);

/* The integer that the string STR is the text of, or #f if it is not the text
   of an exact integer.  RADIX is 2 or more, and 10 if it is SCM_UNDEFINED;
   there are no digits beyond z, 35.  Raises wrong-type-arg if STR is no
   string or RADIX no integer, in this order, and out-of-range for another
   RADIX.

   The whole string must be, without any space:
   - perhaps prefixes, each of the two kinds at most once: #b, #o, #d or #x
     set the radix to 2, 8, 10 or 16 whatever RADIX says, and #e says that
     the number is exact;
   - perhaps a sign;
   - digits, or DIGITS/DIGITS if the quotient is whole; or in radix 10 and
     after #e a decimal fraction, an exponent (marked with e, s, f, d or l)
     or both, if the number is whole; after #e, # may stand for zeros at the
     end of the digits;
   - perhaps an imaginary part or angle of exact zero ("5+0i", "5@0").
   Capitals mean the same as small letters.  An exponent above 308 or below
   -324 raises out-of-range.  */
SCM_API SCM scm_string_to_number (SCM str, SCM radix);

/* What of these an optimising compiler does in the program itself: to and from
   a small integer, which is an immediate.  0 is left to the function, so that
   guilenet_last_error can tell it from a failure.  A program that wants calls
   alone defines GUILENET_NO_INLINE.  */
#if defined __OPTIMIZE__ && !defined GUILENET_NO_INLINE
#define GUILENET_INLINE_ extern __inline __attribute__ ((__gnu_inline__))

#define GUILENET_TO_SIGNED_(name, bits)                                       \
  GUILENET_INLINE_ int##bits##_t scm_to_##name (SCM x)                        \
  {                                                                           \
    intptr_t n = (intptr_t) x >> 2;                                           \
    if (((intptr_t) x & 3) == 2 && n && n == (int##bits##_t) n)               \
      return (int##bits##_t) n;                                               \
    return (int##bits##_t) scm_to_signed_integer (x, INT##bits##_MIN,         \
                                                  INT##bits##_MAX);           \
  }

#define GUILENET_TO_UNSIGNED_(name, bits)                                     \
  GUILENET_INLINE_ uint##bits##_t scm_to_##name (SCM x)                       \
  {                                                                           \
    intptr_t n = (intptr_t) x >> 2;                                           \
    if (((intptr_t) x & 3) == 2 && n > 0                                      \
        && (uintptr_t) n <= UINT##bits##_MAX)                                 \
      return (uint##bits##_t) n;                                              \
    return (uint##bits##_t) scm_to_unsigned_integer (x, 0, UINT##bits##_MAX); \
  }

#define GUILENET_FROM_(name, type)                                            \
  GUILENET_INLINE_ SCM scm_from_##name (type x)                               \
  {                                                                           \
    return (SCM) (((uintptr_t) (intptr_t) x << 2) | 2);                       \
  }

GUILENET_TO_SIGNED_ (schar, 8)
GUILENET_FROM_ (schar, int8_t)
GUILENET_TO_UNSIGNED_ (uchar, 8)
GUILENET_FROM_ (uchar, uint8_t)
GUILENET_TO_SIGNED_ (short, 16)
GUILENET_FROM_ (short, int16_t)
GUILENET_TO_UNSIGNED_ (ushort, 16)
GUILENET_FROM_ (ushort, uint16_t)
GUILENET_TO_SIGNED_ (int, 32)
GUILENET_FROM_ (int, int32_t)
GUILENET_TO_UNSIGNED_ (uint, 32)
GUILENET_FROM_ (uint, uint32_t)
GUILENET_TO_SIGNED_ (int8, 8)
GUILENET_FROM_ (int8, int8_t)
GUILENET_TO_UNSIGNED_ (uint8, 8)
GUILENET_FROM_ (uint8, uint8_t)
GUILENET_TO_SIGNED_ (int16, 16)
GUILENET_FROM_ (int16, int16_t)
GUILENET_TO_UNSIGNED_ (uint16, 16)
GUILENET_FROM_ (uint16, uint16_t)
GUILENET_TO_SIGNED_ (int32, 32)
GUILENET_FROM_ (int32, int32_t)
GUILENET_TO_UNSIGNED_ (uint32, 32)
GUILENET_FROM_ (uint32, uint32_t)
GUILENET_TO_SIGNED_ (long, 64)
GUILENET_TO_UNSIGNED_ (ulong, 64)
GUILENET_TO_SIGNED_ (long_long, 64)
GUILENET_TO_UNSIGNED_ (ulong_long, 64)
GUILENET_TO_UNSIGNED_ (size_t, 64)
GUILENET_TO_SIGNED_ (ssize_t, 64)
GUILENET_TO_SIGNED_ (int64, 64)
GUILENET_TO_UNSIGNED_ (uint64, 64)
GUILENET_TO_SIGNED_ (intmax, 64)
GUILENET_TO_UNSIGNED_ (uintmax, 64)

#undef GUILENET_TO_SIGNED_
#undef GUILENET_TO_UNSIGNED_
#undef GUILENET_FROM_
#undef GUILENET_INLINE_
#endif

GUILENET_END_DECLS

#endif
