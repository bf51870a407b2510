/* The conversions that a C compiler does in the program are those of the
   library's functions: around all bounds, in value and in what they raise.  */

#include "only.h"

#ifndef __OPTIMIZE__
#error "only an optimising compiler has any"
#endif

static SCM tested;

/* What the two make of TESTED, or raise.  */
#define CONVERSIONS(name, type)                                               \
  static SCM inline_to_##name (void *data)                                    \
  {                                                                           \
    (void) data;                                                              \
    type n = scm_to_##name (tested);                                          \
    return scm_cons (scm_from_##name (n), SCM_EOL);                           \
  }                                                                           \
  static SCM call_to_##name (void *data)                                      \
  {                                                                           \
    type (*volatile to) (SCM) = scm_to_##name;                                \
    SCM (*volatile from) (type) = scm_from_##name;                            \
    (void) data;                                                              \
    return scm_cons (from (to (tested)), SCM_EOL);                            \
  }

#define TYPES(DO)                                                             \
  DO (schar, int8_t)                                                          \
  DO (uchar, uint8_t)                                                         \
  DO (short, int16_t)                                                         \
  DO (ushort, uint16_t)                                                       \
  DO (int, int32_t)                                                           \
  DO (uint, uint32_t)                                                         \
  DO (long, int64_t)                                                          \
  DO (ulong, uint64_t)                                                        \
  DO (long_long, int64_t)                                                     \
  DO (ulong_long, uint64_t)                                                   \
  DO (size_t, uint64_t)                                                       \
  DO (ssize_t, int64_t)                                                       \
  DO (int8, int8_t)                                                           \
  DO (uint8, uint8_t)                                                         \
  DO (int16, int16_t)                                                         \
  DO (uint16, uint16_t)                                                       \
  DO (int32, int32_t)                                                         \
  DO (uint32, uint32_t)                                                       \
  DO (int64, int64_t)                                                         \
  DO (uint64, uint64_t)                                                       \
  DO (intmax, int64_t)                                                        \
  DO (uintmax, uint64_t)

TYPES (CONVERSIONS)

static const struct
{
  const char *name;
  scm_t_catch_body inlined, called;
} types[] = {
#define ROW(name, type) { #name, inline_to_##name, call_to_##name },
  TYPES (ROW)
};

static int different;

static void
compare (SCM value)
{
  tested = value;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    {
      SCM inlined = outcome (types[i].inlined, NULL);
      SCM called = outcome (types[i].called, NULL);
      if (scm_is_true (scm_equal_p (inlined, called)))
        continue;
      different++;
      scm_puts (types[i].name, scm_current_output_port ());
      scm_puts (": ", scm_current_output_port ());
      scm_display (scm_list_3 (value, inlined, called),
                   scm_current_output_port ());
      scm_newline (scm_current_output_port ());
    }
}

int
main (void)
{
  scm_init_guile ();
  for (int bits = 0; bits < 63; bits++)
    for (int64_t near = -2; near <= 2; near++)
      {
        compare (scm_from_int64 (((int64_t) 1 << bits) + near));
        compare (scm_from_int64 (-((int64_t) 1 << bits) + near));
      }
  compare (scm_from_int64 (INT64_MIN));
  compare (scm_from_int64 (INT64_MAX));
  compare (scm_from_uint64 (UINT64_MAX));
  compare (SCM_BOOL_F);
  compare (SCM_UNDEFINED);
  compare (scm_from_utf8_string ("1"));
  return different > 0;
}
