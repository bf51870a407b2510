/* Integers to and from C's types.  */

#include "check.h"
#include <stdint.h>

/* Integers at the edges of C's types, of the immediate integers and of
   64 bits, besides those of check_samples.  */
static const char *const edges[] = { "127",
                                     "128",
                                     "-128",
                                     "-129",
                                     "255",
                                     "256",
                                     "32767",
                                     "32768",
                                     "-32768",
                                     "-32769",
                                     "65535",
                                     "-2147483648",
                                     "4294967295",
                                     "2305843009213693951",
                                     "-2305843009213693952",
                                     "-2305843009213693953",
                                     "9223372036854775807",
                                     "-9223372036854775808",
                                     "18446744073709551615",
                                     "-18446744073709551615",
                                     "-18446744073709551616",
                                     "36893488147419103232" };
#define EDGES (sizeof edges / sizeof *edges)

/* Immediates that check_samples has not: #nil and a character by their words,
   which are part of the ABI.  */
static SCM others[] = { SCM_UNDEFINED, SCM_EOF_VAL, (SCM) (uintptr_t) 0x104,
                        (SCM) (uintptr_t) 0x310c };
#define OTHERS (sizeof others / sizeof *others)

#define VALUES (CHECK_SAMPLES + EDGES + OTHERS)
static SCM values[VALUES];

static void
make_values (void)
{
  size_t n = 0;
  for (size_t i = 0; i < CHECK_SAMPLES; i++)
    values[n++] = check_samples[i];
  for (size_t i = 0; i < EDGES; i++)
    values[n++] = check_int (edges[i]);
  for (size_t i = 0; i < OTHERS; i++)
    values[n++] = others[i];
}

/* C's numbers are printed by C: what they come from is under test.  */
static SCM
signed_text (intmax_t n)
{
  char text[32];
  snprintf (text, sizeof text, "%jd", n);
  return scm_from_latin1_string (text);
}

static SCM
unsigned_text (uintmax_t n)
{
  char text[32];
  snprintf (text, sizeof text, "%ju", n);
  return scm_from_latin1_string (text);
}

/* For each type a body that converts a value to it, and a function that
   converts the low bits of a number from it.  */
#define TYPE(sign, name, type)                                                \
  static SCM to_##name (void *value)                                          \
  {                                                                           \
    type n = scm_to_##name (value);                                           \
    return sign##_text (n);                                                   \
  }                                                                           \
  static SCM from_##name (uintmax_t bits)                                     \
  {                                                                           \
    return scm_from_##name ((type) bits);                                     \
  }

TYPE (signed, char, char)
TYPE (signed, schar, signed char)
TYPE (unsigned, uchar, unsigned char)
TYPE (signed, short, short)
TYPE (unsigned, ushort, unsigned short)
TYPE (signed, int, int)
TYPE (unsigned, uint, unsigned int)
TYPE (signed, long, long)
TYPE (unsigned, ulong, unsigned long)
TYPE (signed, long_long, long long)
TYPE (unsigned, ulong_long, unsigned long long)
TYPE (unsigned, size_t, size_t)
TYPE (signed, ssize_t, ssize_t)
TYPE (signed, int8, int8_t)
TYPE (unsigned, uint8, uint8_t)
TYPE (signed, int16, int16_t)
TYPE (unsigned, uint16, uint16_t)
TYPE (signed, int32, int32_t)
TYPE (unsigned, uint32, uint32_t)
TYPE (signed, int64, int64_t)
TYPE (unsigned, uint64, uint64_t)
TYPE (signed, intmax, intmax_t)
TYPE (unsigned, uintmax, uintmax_t)

/* WIDE marks the unsigned types of 64 bits; see to_type.  */
struct type
{
  const char *name;
  scm_t_catch_body to;
  SCM (*from) (uintmax_t bits);
  int wide;
};

#define ROW(name, wide)                                                       \
  {                                                                           \
#name, to_##name, from_##name, wide                                       \
  }
static const struct type types[] = {
  ROW (char, 0),    ROW (schar, 0),  ROW (uchar, 0),      ROW (short, 0),
  ROW (ushort, 0),  ROW (int, 0),    ROW (uint, 0),       ROW (long, 0),
  ROW (ulong, 1),   ROW (size_t, 1), ROW (long_long, 0),  ROW (ssize_t, 0),
  ROW (int8, 0),    ROW (uint8, 0),  ROW (int16, 0),      ROW (uint16, 0),
  ROW (int32, 0),   ROW (uint32, 0), ROW (int64, 0),      ROW (uint64, 1),
  ROW (uintmax, 1), ROW (intmax, 0), ROW (ulong_long, 1),
};
#define TYPES (sizeof types / sizeof *types)

/* The low bits of these, as each type reads them.  */
static void
from_type (const struct type *type)
{
  static const uintmax_t bits[] = { 0,
                                    1,
                                    127,
                                    128,
                                    255,
                                    256,
                                    32767,
                                    32768,
                                    65535,
                                    65536,
                                    INT32_MAX,
                                    INT32_MAX + 1ULL,
                                    UINT32_MAX,
                                    UINT32_MAX + 1ULL,
                                    (UINTMAX_C (1) << 61) - 1,
                                    UINTMAX_C (1) << 61,
                                    UINTMAX_C (1) << 62,
                                    INT64_MAX,
                                    INT64_MAX + 1ULL,
                                    ~(UINTMAX_C (1) << 61) + 1,
                                    ~(UINTMAX_C (1) << 61),
                                    UINT64_MAX - 1,
                                    UINT64_MAX };
  SCM all = SCM_EOL;
  for (size_t i = sizeof bits / sizeof *bits; i-- > 0;)
    all = scm_cons (type->from (bits[i]), all);
  printf ("scm_from_%s", type->name);
  check_say ("", all);
}

/* What was raised, without the minimum if it is out-of-range: libguile 3.0.8
   carries a null word there for the unsigned types of 64 bits.  */
static SCM
without_minimum (void *data, SCM key, SCM args)
{
  SCM detail = scm_caddr (args);
  (void) data;
  if (scm_is_eq (key, scm_out_of_range_key))
    detail = scm_cdr (detail);
  return scm_list_5 (key, scm_car (args), scm_cadr (args), detail,
                     scm_cadddr (args));
}

static void
to_type (const struct type *type, SCM value)
{
  char label[100], *text = check_written (value);
  snprintf (label, sizeof label, "scm_to_%s %s", type->name, text);
  free (text);
  if (type->wide)
    check_say (label, scm_internal_catch (SCM_BOOL_T, type->to, value,
                                          without_minimum, NULL));
  else
    check_body (label, type->to, value);
}

/* What is given comes back, and as the same object if it is immediate.  */
static void
round_trips (void)
{
  static const intmax_t numbers[] = { 0,
                                      1,
                                      -1,
                                      INT32_MIN,
                                      (INTMAX_C (1) << 61) - 1,
                                      INTMAX_C (1) << 61,
                                      INT64_MAX,
                                      INT64_MIN };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    {
      SCM x = scm_from_int64 (numbers[i]);
      uintmax_t u = (uintmax_t) numbers[i];
      printf ("%jd there and back => %jd %ju %d\n", numbers[i],
              scm_to_intmax (x), scm_to_uintmax (scm_from_uint64 (u)),
              scm_is_eq (x, scm_from_intmax (numbers[i])));
    }
}

static void
predicates (SCM value)
{
  char *text = check_written (value);
  printf ("%s: integer %d, exact integer %d, number %d\n", text,
          scm_is_integer (value), scm_is_exact_integer (value),
          scm_is_number (value));
  free (text);
}

/* The last two ranges are empty.  */
#define RANGES 7
static const struct
{
  intmax_t min, max;
} signed_ranges[RANGES] = {
  { INTMAX_MIN, INTMAX_MAX }, { -128, 65535 },
  { INTMAX_MIN, -1 },         { INTMAX_C (1) << 61, INTMAX_C (1) << 62 },
  { INTMAX_MAX, INTMAX_MAX }, { 1, 0 },
  { INTMAX_MAX, INTMAX_MIN },
};

static const struct
{
  uintmax_t min, max;
} unsigned_ranges[RANGES] = {
  { 0, UINTMAX_MAX },
  { 128, 65535 },
  { 0, 0 },
  { UINTMAX_C (1) << 61, UINTMAX_C (1) << 63 },
  { UINTMAX_MAX, UINTMAX_MAX },
  { 1, 0 },
  { UINTMAX_MAX, 0 },
};

struct in_range
{
  SCM value;
  size_t range;
};

static SCM
to_signed (void *data)
{
  struct in_range *a = data;
  return signed_text (scm_to_signed_integer (
      a->value, signed_ranges[a->range].min, signed_ranges[a->range].max));
}

static SCM
to_unsigned (void *data)
{
  struct in_range *a = data;
  return unsigned_text (scm_to_unsigned_integer (
      a->value, unsigned_ranges[a->range].min, unsigned_ranges[a->range].max));
}

/* What is no integer needs no more than one range.  */
static void
ranges (SCM value)
{
  size_t n = scm_is_integer (value) ? RANGES : 1;
  char label[200], *text = check_written (value);
  for (size_t i = 0; i < n; i++)
    {
      intmax_t min = signed_ranges[i].min, max = signed_ranges[i].max;
      struct in_range a = { value, i };
      snprintf (label, sizeof label, "%s, signed from %jd to %jd: is %d, to",
                text, min, max, scm_is_signed_integer (value, min, max));
      check_body (label, to_signed, &a);
    }
  for (size_t i = 0; i < n; i++)
    {
      uintmax_t min = unsigned_ranges[i].min, max = unsigned_ranges[i].max;
      struct in_range a = { value, i };
      snprintf (label, sizeof label, "%s, unsigned from %ju to %ju: is %d, to",
                text, min, max, scm_is_unsigned_integer (value, min, max));
      check_body (label, to_unsigned, &a);
    }
  free (text);
}

void
check_chapter (void)
{
  make_values ();
  for (size_t i = 0; i < VALUES; i++)
    predicates (values[i]);
  for (size_t i = 0; i < TYPES; i++)
    from_type (&types[i]);
  for (size_t i = 0; i < TYPES; i++)
    for (size_t j = 0; j < VALUES; j++)
      to_type (&types[i], values[j]);
  round_trips ();
  for (size_t i = 0; i < VALUES; i++)
    ranges (values[i]);
}
