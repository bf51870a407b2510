/* Integers, where libguile 3.0.8 is wrong or has more numbers; each case is in
   docs/divergences.md.  */

#include <assert.h>
#include <guilenet.h>
#include <stdlib.h>
#include <string.h>

/* A word that no conversion below gives.  */
#define NOTHING SCM_UNDEFINED

static SCM
condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

#define TO(name)                                                              \
  static SCM to_##name (void *value)                                          \
  {                                                                           \
    scm_to_##name (value);                                                    \
    return NOTHING;                                                           \
  }
TO (ulong)
TO (ulong_long)
TO (size_t)
TO (uint64)
TO (uintmax)

/* The least value of an unsigned type of 64 bits is told as 0.  */
static void
minimum (void)
{
  static const scm_t_catch_body bodies[]
      = { to_ulong, to_ulong_long, to_size_t, to_uint64, to_uintmax };
  SCM minus = scm_from_int (-1), most = scm_from_uint64 (UINT64_MAX);
  SCM expected = scm_list_3 (scm_from_int (0), most, minus);
  for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
    {
      SCM raised
          = scm_internal_catch (SCM_BOOL_T, bodies[i], minus, condition, NULL);
      assert (scm_is_eq (scm_car (raised), scm_out_of_range_key));
      assert (scm_is_true (scm_equal_p (scm_cadddr (raised), expected)));
    }
}

struct text
{
  const char *text;
  int radix;
};

static SCM
parse (void *data)
{
  const struct text *t = data;
  return scm_string_to_number (scm_from_utf8_string (t->text),
                               scm_from_int (t->radix));
}

/* Neither the low byte of a character nor one behind z makes a digit.  */
static void
no_digits (void)
{
  static const struct text texts[]
      = { { "\304\261", 10 },   { "-\310\261", 10 }, { "4/\304\262", 10 },
          { "a\302\200", 255 }, { "{", 255 },        { "#i.5e", 10 },
          { "#i.09f", 10 } };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert (scm_is_eq (parse ((void *) &texts[i]), SCM_BOOL_F));
}

/* An exponent is read to its end before it is judged.  */
static void
exponents (void)
{
  static const struct
  {
    struct text text;
    int exponent;
  } cases[] = { { { "#e1e-3240", 10 }, -3240 },
                { { "#e1e-3090", 10 }, -3090 },
                { { "#e0e-3240", 10 }, -3240 } };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      SCM raised = scm_internal_catch (
          SCM_BOOL_T, parse, (void *) &cases[i].text, condition, NULL);
      assert (scm_is_eq (scm_car (raised), scm_out_of_range_key));
      assert (scm_is_true (
          scm_equal_p (scm_cadddr (raised),
                       scm_list_1 (scm_from_int (cases[i].exponent)))));
    }
}

/* There are no numbers but exact integers.  */
static void
other_numbers (void)
{
  static const struct text texts[] = {
    { "1.", 10 },  { "1.5", 10 },    { "1e3", 10 },    { ".5", 10 },
    { "1#", 10 },  { "4#/2", 10 },   { "1/2", 10 },    { "10/2", 3 },
    { "#i5", 10 }, { "#i#xff", 10 }, { "#e1.5", 10 },  { "#e1e-1", 10 },
    { "+i", 10 },  { "1+i", 10 },    { "5+0.i", 10 },  { "5@1", 10 },
    { "+i", 18 },  { "+inf.0", 10 }, { "-inf.0", 16 }, { "+nan.0", 10 }
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert (scm_is_eq (parse ((void *) &texts[i]), SCM_BOOL_F));
}

static void *
run (void *data)
{
  (void) data;
  minimum ();
  no_digits ();
  exponents ();
  other_numbers ();
  return NULL;
}

int
main (void)
{
  scm_with_guile (run, NULL);
  return 0;
}
