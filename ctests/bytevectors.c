/* Bytevectors.  Their text, UTF-8, is in bytevectors_utf8.c.  */

#include "check.h"

#define INT(n) scm_from_int (n)
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* A new bytevector: 1, 2, 3, …  LENGTH is at most 5.  */
static SCM
bytes (size_t length)
{
  return check_bytes ("\1\2\3\4\5", length);
}

/* The harness's samples, and the edges of a byte, of this chapter's
   bytevectors, and of size_t.  */
#define EDGES 12
#define VALUES (CHECK_SAMPLES + EDGES)
static SCM edges[EDGES];

static void
make_edges (void)
{
  SCM values[EDGES] = {
    INT (-129),    INT (-128),
    INT (4),       INT (5),
    INT (6),       INT (127),
    INT (128),     INT (255),
    INT (256),     check_int ("18446744073709551615"),
    SCM_UNDEFINED, SCM_EOF_VAL,
  };
  memcpy (edges, values, sizeof edges);
}

static SCM
value (size_t i)
{
  return i < CHECK_SAMPLES ? check_samples[i] : edges[i - CHECK_SAMPLES];
}

/* The functions that take C integers: labelled with BV and K, whichever of
   the two they use.  */
struct access
{
  SCM bv;
  size_t k;
};

static SCM
c_make (void *data)
{
  struct access *a = data;
  return scm_bytevector_length (scm_c_make_bytevector (a->k));
}

static SCM
c_length (void *data)
{
  struct access *a = data;
  return scm_from_size_t (scm_c_bytevector_length (a->bv));
}

static SCM
c_ref (void *data)
{
  struct access *a = data;
  return scm_from_uint8 (scm_c_bytevector_ref (a->bv, a->k));
}

static SCM
c_set (void *data)
{
  struct access *a = data;
  scm_c_bytevector_set_x (a->bv, a->k, 200);
  return a->bv;
}

static void
c_run (const char *name, scm_t_catch_body body, SCM bv, size_t k)
{
  struct access access = { bv, k };
  char label[200], *text = check_written (bv);
  snprintf (label, sizeof label, "%s (%s, %zu)", name, text, k);
  free (text);
  check_body (label, body, &access);
}

/* The size is looked at first, then the fill, then the memory.  */
static void
creation (void)
{
  SCM most = check_int ("18446744073709551615");
  for (size_t i = 0; i < VALUES; i++)
    {
      /* Larger sizes are a matter of memory: libguile 3.0.8 aborts.  */
      if (!scm_is_unsigned_integer (value (i), 10000, UINT64_MAX))
        {
          SCM made = RUN (scm_make_bytevector, value (i), INT (1));
          if (scm_is_bytevector (made))
            RUN (scm_bytevector_length, made);
        }
      if (!scm_is_eq (value (i), SCM_UNDEFINED))
        {
          RUN (scm_make_bytevector, INT (2), value (i));
          RUN (scm_make_bytevector, INT (0), value (i));
          RUN (scm_make_bytevector, most, value (i));
        }
    }
  RUN (scm_make_bytevector, INT (-1), SCM_BOOL_F);
  RUN (scm_make_bytevector, SCM_BOOL_F, SCM_BOOL_T);
  RUN (scm_make_bytevector, INT (0), SCM_UNDEFINED);
  /* Without a fill the contents are anything.  */
  check_say (
      "scm_make_bytevector without a fill",
      scm_bytevector_length (scm_make_bytevector (INT (1000), SCM_UNDEFINED)));
  static const size_t sizes[]
      = { 0, 1, 255, 256, 100000, (size_t) -32, (size_t) -1 };
  for (size_t i = 0; i < COUNT (sizes); i++)
    c_run ("scm_c_make_bytevector", c_make, SCM_UNDEFINED, sizes[i]);
}

static void
predicates (void)
{
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM x = value (i);
      char *text = check_written (x);
      printf ("%s: scm_is_bytevector %d, SCM_BYTEVECTOR_P %d\n", text,
              scm_is_bytevector (x), SCM_BYTEVECTOR_P (x));
      free (text);
      RUN (scm_bytevector_p, x);
      RUN (scm_bytevector_length, x);
      c_run ("scm_c_bytevector_length", c_length, x, 0);
    }
}

static void
elements (void)
{
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM x = value (i), bv = bytes (5);
      RUN (scm_bytevector_u8_ref, bv, x);
      RUN (scm_bytevector_u8_set_x, bv, x, INT (200));
      check_say ("now", bv);
      bv = bytes (2);
      RUN (scm_bytevector_u8_set_x, bv, INT (1), x);
      check_say ("now", bv);
      if (!scm_is_bytevector (x))
        {
          RUN (scm_bytevector_u8_ref, x, INT (0));
          RUN (scm_bytevector_u8_set_x, x, INT (0), INT (1));
          c_run ("scm_c_bytevector_ref", c_ref, x, 0);
          c_run ("scm_c_bytevector_set_x", c_set, x, 0);
        }
    }
  static const size_t indexes[] = { 0, 4, 5, (size_t) 1 << 63, (size_t) -1 };
  for (size_t i = 0; i < COUNT (indexes); i++)
    {
      c_run ("scm_c_bytevector_ref", c_ref, bytes (5), indexes[i]);
      c_run ("scm_c_bytevector_set_x", c_set, bytes (5), indexes[i]);
      c_run ("scm_c_bytevector_ref", c_ref, bytes (0), indexes[i]);
    }
  /* Bytevector, then index, then value.  */
  RUN (scm_bytevector_u8_ref, SCM_BOOL_F, SCM_BOOL_T);
  RUN (scm_bytevector_u8_set_x, SCM_BOOL_F, SCM_BOOL_T, SCM_EOL);
  RUN (scm_bytevector_u8_set_x, bytes (1), SCM_BOOL_T, SCM_EOL);
  RUN (scm_bytevector_u8_set_x, bytes (1), INT (1), SCM_EOL);
  RUN (scm_bytevector_u8_set_x, bytes (1), INT (1), INT (256));
}

static void
filling (void)
{
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM bv = bytes (3);
      RUN (scm_bytevector_fill_x, bv, value (i));
      check_say ("now", bv);
      if (!scm_is_bytevector (value (i)))
        RUN (scm_bytevector_fill_x, value (i), INT (1));
    }
  RUN (scm_bytevector_fill_x, bytes (0), INT (300));
  RUN (scm_bytevector_fill_x, SCM_BOOL_F, SCM_BOOL_T);
}

static void
comparison (void)
{
  for (size_t i = 0; i < VALUES; i++)
    {
      RUN (scm_bytevector_eq_p, value (i), bytes (3));
      RUN (scm_bytevector_eq_p, bytes (3), value (i));
    }
  RUN (scm_bytevector_eq_p, SCM_BOOL_F, SCM_BOOL_T);
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < 4; j++)
      RUN (scm_bytevector_eq_p, bytes (i), bytes (j));
  RUN (scm_bytevector_eq_p, bytes (3), check_bytes ("\1\2\4", 3));
  RUN (scm_bytevector_eq_p, check_bytes ("\0\0", 2), check_bytes ("\0\1", 2));
}

/* scm_bytevector_copy_x (SOURCE, SOURCE_START, TARGET, TARGET_START, LENGTH)
   looks at the two bytevectors first, then at LENGTH, then at the starts.  */
static void
copying (void)
{
  SCM zero = INT (0), bad = SCM_BOOL_F;
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM x = value (i), from = bytes (5);
      RUN (scm_bytevector_copy, x);
      RUN (scm_bytevector_copy_x, from, x, bytes (5), zero, zero);
      RUN (scm_bytevector_copy_x, from, zero, bytes (5), x, zero);
      RUN (scm_bytevector_copy_x, from, zero, bytes (5), zero, x);
      RUN (scm_bytevector_copy_x, x, zero, bytes (5), zero, zero);
      RUN (scm_bytevector_copy_x, from, zero, x, zero, zero);
    }
  RUN (scm_bytevector_copy_x, SCM_BOOL_T, bad, SCM_EOL, bad, bad);
  RUN (scm_bytevector_copy_x, bytes (1), bad, SCM_EOL, bad, bad);
  RUN (scm_bytevector_copy_x, bytes (1), SCM_BOOL_T, bytes (1), SCM_EOL, bad);
  RUN (scm_bytevector_copy_x, bytes (1), SCM_BOOL_T, bytes (1), bad, zero);
  RUN (scm_bytevector_copy_x, bytes (1), INT (9), bytes (1), bad, zero);

  SCM most = check_int ("18446744073709551615");
  SCM half = check_int ("9223372036854775808");
  SCM regions[][3] = {
    /* from, to, length */
    { INT (0), INT (0), INT (5) }, { INT (0), INT (0), INT (6) },
    { INT (0), INT (1), INT (4) }, { INT (1), INT (0), INT (4) },
    { INT (0), INT (1), INT (5) }, { INT (1), INT (0), INT (5) },
    { INT (2), INT (3), INT (2) }, { INT (4), INT (0), INT (1) },
    { INT (5), INT (5), INT (0) }, { INT (5), INT (0), INT (1) },
    { INT (0), INT (5), INT (1) }, { INT (6), INT (0), INT (0) },
    { INT (0), INT (6), INT (0) }, { INT (9), INT (8), INT (7) },
    { INT (1), INT (1), most },    { most, INT (0), INT (2) },
    { INT (0), most, INT (2) },    { most, most, INT (1) },
    { half, INT (0), half },       { INT (0), half, half },
  };
  for (size_t i = 0; i < COUNT (regions); i++)
    {
      SCM *r = regions[i], to = check_bytes ("\0\0\0\0\0", 5),
          same = bytes (5);
      RUN (scm_bytevector_copy_x, bytes (5), r[0], to, r[1], r[2]);
      check_say ("to", to);
      RUN (scm_bytevector_copy_x, same, r[0], same, r[1], r[2]);
      check_say ("within", same);
    }
  RUN (scm_bytevector_copy_x, bytes (5), INT (1), bytes (3), zero, INT (4));
  RUN (scm_bytevector_copy_x, bytes (3), zero, bytes (5), INT (1), INT (4));
  RUN (scm_bytevector_copy_x, bytes (0), zero, bytes (0), zero, zero);
}

static void
lists (void)
{
  SCM circle = scm_list_2 (INT (1), INT (2));
  scm_set_cdr_x (scm_cdr (circle), circle);
  SCM nil = (SCM) 0x104; /* #nil, which ends a list as '() does */
  SCM more[] = {
    scm_list_5 (INT (0), INT (1), INT (127), INT (128), INT (255)),
    scm_list_3 (INT (1), INT (256), SCM_BOOL_F),
    scm_list_3 (INT (1), SCM_BOOL_F, INT (256)),
    scm_cons (INT (1), scm_cons (INT (2), INT (3))),
    scm_cons (INT (300), INT (3)),
    scm_cons (INT (1), nil),
    nil,
    circle,
  };
  for (size_t i = 0; i < COUNT (more); i++)
    RUN (scm_u8_list_to_bytevector, more[i]);
  for (size_t i = 0; i < VALUES; i++)
    {
      RUN (scm_u8_list_to_bytevector, value (i));
      RUN (scm_u8_list_to_bytevector, scm_list_2 (INT (1), value (i)));
      RUN (scm_bytevector_to_u8_list, value (i));
    }
  for (size_t i = 0; i < 3; i++)
    RUN (scm_bytevector_to_u8_list, check_bytes ("\377\0", i));
}

static void
contents (void)
{
  SCM bv = bytes (5);
  signed char *p = SCM_BYTEVECTOR_CONTENTS (bv);
  check_say_long ("SCM_BYTEVECTOR_LENGTH", SCM_BYTEVECTOR_LENGTH (bv));
  check_say_long ("SCM_BYTEVECTOR_LENGTH", SCM_BYTEVECTOR_LENGTH (bytes (0)));
  check_say_long ("no bytes, but a place",
                  SCM_BYTEVECTOR_CONTENTS (bytes (0)) != NULL);
  p[1] = -1;
  check_say ("written through the pointer", bv);
  scm_c_bytevector_set_x (bv, 4, 0x80);
  scm_bytevector_u8_set_x (bv, INT (0), INT (9));
  check_say_long ("read through the pointer", p[4]);
  check_say_long ("read through the pointer", p[0]);
  scm_bytevector_fill_x (bv, INT (7));
  check_say_long ("still in place", SCM_BYTEVECTOR_CONTENTS (bv) == p);
  check_say_long ("read through the pointer", p[3]);
}

/* All bytevectors of no bytes are one, all others are new.  */
static void
identity (void)
{
  SCM none = scm_c_make_bytevector (0), bv = bytes (2);
  SCM copy = scm_bytevector_copy (bv);
  scm_c_bytevector_set_x (bv, 0, 9);
  check_say ("the copy stays", copy);
  check_say ("scm_make_bytevector 0",
             scm_eq_p (none, scm_make_bytevector (INT (0), INT (1))));
  check_say ("scm_u8_list_to_bytevector ()",
             scm_eq_p (none, scm_u8_list_to_bytevector (SCM_EOL)));
  check_say ("scm_bytevector_copy of none",
             scm_eq_p (none, scm_bytevector_copy (none)));
  check_say ("scm_string_to_utf8 \"\"",
             scm_eq_p (none, scm_string_to_utf8 (check_string (""))));
  check_say ("two of one byte", scm_eq_p (bytes (1), bytes (1)));

  SCM big = scm_c_make_bytevector (1000000);
  for (int i = 0; i < 1000000; i++)
    SCM_BYTEVECTOR_CONTENTS (big)[i] = i % 251;
  SCM list = scm_bytevector_to_u8_list (big);
  check_say ("a million bytes there", scm_length (list));
  check_say ("and back",
             scm_bytevector_eq_p (big, scm_u8_list_to_bytevector (list)));
}

void
check_chapter (void)
{
  make_edges ();
  creation ();
  predicates ();
  elements ();
  filling ();
  comparison ();
  copying ();
  lists ();
  contents ();
  identity ();
}
