/* Vectors.  */

#include "check.h"

#define INT(n) scm_from_int (n)
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* #(10 11 12).  */
static SCM
three (void)
{
  return scm_vector (scm_list_3 (INT (10), INT (11), INT (12)));
}

/* The functions that take C integers: labelled with VEC and K, whichever of
   the two they use.  */
struct access
{
  SCM vec;
  size_t k;
};

static SCM
c_make (void *data)
{
  struct access *a = data;
  return scm_c_make_vector (a->k, INT (7));
}

static SCM
c_length (void *data)
{
  struct access *a = data;
  return scm_from_size_t (scm_c_vector_length (a->vec));
}

static SCM
c_ref (void *data)
{
  struct access *a = data;
  return scm_c_vector_ref (a->vec, a->k);
}

static SCM
c_set (void *data)
{
  struct access *a = data;
  scm_c_vector_set_x (a->vec, a->k, INT (7));
  return a->vec;
}

static void
c_run (const char *name, scm_t_catch_body body, SCM vec, size_t k)
{
  struct access access = { vec, k };
  char label[200], *text = check_written (vec);
  snprintf (label, sizeof label, "%s (%s, %zu)", name, text, k);
  free (text);
  check_body (label, body, &access);
}

static void
creation (void)
{
  RUN (scm_make_vector, INT (2), SCM_UNDEFINED);
  RUN (scm_make_vector, INT (2), SCM_EOL);
  RUN (scm_make_vector, INT (0), INT (1));
  RUN (scm_make_vector, SCM_UNDEFINED, INT (1));
  check_say ("scm_c_make_vector", scm_c_make_vector (2, SCM_UNDEFINED));
  check_say ("scm_c_make_vector", scm_c_make_vector (3, check_symbol ("a")));
  check_say ("one fill for all", scm_c_make_vector (2, three ()));
  RUN (scm_make_vector, check_int ("72057594037927936"), INT (1));
  for (size_t i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM size = check_samples[i];
      /* These would be a matter of memory: libguile 3.0.8 crashes.  */
      if (!scm_is_unsigned_integer (size, 65536, (UINT64_C (1) << 56) - 1))
        RUN (scm_make_vector, size, INT (1));
      RUN (scm_make_vector, INT (1), size);
    }
  static const size_t sizes[]
      = { 0, 1, (size_t) 1 << 56, (size_t) 1 << 63, (size_t) -1 };
  for (size_t i = 0; i < COUNT (sizes); i++)
    c_run ("scm_c_make_vector", c_make, SCM_UNDEFINED, sizes[i]);
}

static void
conversion (void)
{
  SCM circle = scm_list_2 (INT (1), INT (2));
  scm_set_cdr_x (scm_cdr (circle), circle);
  SCM nil = (SCM) 0x104; /* #nil, which ends a list as '() does */
  SCM more[] = {
    scm_list_5 (INT (1), SCM_BOOL_F, SCM_EOL, three (), check_string ("a")),
    scm_cons (INT (1), scm_cons (INT (2), INT (3))),
    scm_cons (INT (1), nil),
    nil,
    circle,
    SCM_UNDEFINED,
    SCM_EOF_VAL,
    three (),
    scm_c_make_vector (0, SCM_BOOL_F),
  };
  for (size_t i = 0; i < COUNT (more); i++)
    {
      RUN (scm_vector, more[i]);
      RUN (scm_vector_to_list, more[i]);
    }
  for (size_t i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_vector, check_samples[i]);
      RUN (scm_vector_to_list, check_samples[i]);
    }
}

static void
predicates (void)
{
  SCM more[] = { three (), scm_c_make_vector (0, SCM_BOOL_F), SCM_UNDEFINED,
                 SCM_EOF_VAL };
  for (size_t i = 0; i < CHECK_SAMPLES + COUNT (more); i++)
    {
      SCM x = i < CHECK_SAMPLES ? check_samples[i] : more[i - CHECK_SAMPLES];
      char *text = check_written (x);
      printf ("scm_is_vector %s => %d\n", text, scm_is_vector (x));
      free (text);
      RUN (scm_vector_p, x);
      RUN (scm_vector_length, x);
      c_run ("scm_c_vector_length", c_length, x, 0);
    }
}

/* In scm_vector_ref and scm_vector_set_x the index must be a size_t first of
   all; then comes the vector, then its length.  */
static void
elements (void)
{
  SCM vec = three (), empty = scm_c_make_vector (0, SCM_BOOL_F);
  SCM loose[] = { INT (2), INT (3), INT (4), SCM_UNDEFINED,
                  check_int ("18446744073709551615") };
  for (size_t i = 0; i < CHECK_SAMPLES + COUNT (loose); i++)
    {
      SCM x = i < CHECK_SAMPLES ? check_samples[i] : loose[i - CHECK_SAMPLES];
      RUN (scm_vector_ref, vec, x);
      RUN (scm_vector_set_x, three (), x, INT (1));
      if (!scm_is_vector (x))
        {
          RUN (scm_vector_ref, x, INT (0));
          RUN (scm_vector_set_x, x, INT (0), INT (1));
        }
      SCM set = three ();
      RUN (scm_vector_set_x, set, INT (1), x);
      check_say ("now", set);
    }
  SCM wrong[] = { SCM_BOOL_F, INT (-1), INT (99) };
  for (size_t i = 0; i < COUNT (wrong); i++)
    {
      RUN (scm_vector_ref, SCM_BOOL_T, wrong[i]);
      RUN (scm_vector_set_x, SCM_BOOL_T, wrong[i], INT (1));
    }
  static const size_t indexes[]
      = { 0, 2, 3, 4, (size_t) 1 << 61, (size_t) 1 << 63, (size_t) -1 };
  for (size_t i = 0; i < COUNT (indexes); i++)
    {
      SCM vecs[] = { three (), empty, SCM_BOOL_F, check_samples[22] };
      for (size_t j = 0; j < COUNT (vecs); j++)
        {
          c_run ("scm_c_vector_ref", c_ref, vecs[j], indexes[i]);
          c_run ("scm_c_vector_set_x", c_set, vecs[j], indexes[i]);
        }
    }
}

static void
unchecked (void)
{
  SCM vec = three ();
  check_say_long ("SCM_SIMPLE_VECTOR_LENGTH", SCM_SIMPLE_VECTOR_LENGTH (vec));
  check_say_long ("SCM_SIMPLE_VECTOR_LENGTH",
                  SCM_SIMPLE_VECTOR_LENGTH (scm_vector (SCM_EOL)));
  check_say ("SCM_SIMPLE_VECTOR_REF", SCM_SIMPLE_VECTOR_REF (vec, 2));
  SCM_SIMPLE_VECTOR_SET (vec, 0, check_string ("first"));
  check_say ("SCM_SIMPLE_VECTOR_SET", vec);
}

/* What is new, what is shared, and that a vector may hold itself.  */
static void
identity (void)
{
  SCM list = scm_list_2 (check_string ("a"), INT (2)), vec = scm_vector (list);
  SCM copy = scm_vector_to_list (vec), alias = scm_list_2 (vec, vec);
  scm_set_car_x (list, INT (1));
  check_say ("scm_vector copies", vec);
  scm_c_vector_set_x (vec, 1, INT (3));
  check_say ("scm_vector_to_list copies", copy);
  check_say ("seen through both", alias);
  check_say ("element", scm_eq_p (scm_c_vector_ref (vec, 0), scm_car (copy)));
  check_say ("empty vectors",
             scm_eq_p (scm_vector (SCM_EOL), scm_vector (SCM_EOL)));
  SCM filled = scm_make_vector (INT (2), list);
  check_say ("fill", scm_eq_p (scm_c_vector_ref (filled, 0),
                               scm_c_vector_ref (filled, 1)));
  scm_c_vector_set_x (vec, 1, vec);
  check_say ("itself", vec);
  scm_c_vector_set_x (vec, 0, scm_list_2 (INT (0), vec));
  check_say ("in a list of its own", vec);
}

static void
size (void)
{
  SCM vec = scm_c_make_vector (100000, SCM_EOL);
  for (int i = 0; i < 100000; i++)
    scm_c_vector_set_x (vec, i, INT (i));
  check_say ("scm_vector_length", scm_vector_length (vec));
  check_say ("scm_vector_ref", scm_vector_ref (vec, INT (99999)));
  SCM list = scm_vector_to_list (vec);
  check_say ("scm_vector_to_list", scm_length (list));
  check_say ("scm_vector",
             scm_equal_p (vec, scm_vector (scm_reverse (scm_reverse (list)))));
  check_say ("65536 elements",
             scm_vector_length (scm_make_vector (INT (65536), SCM_EOL)));
}

void
check_chapter (void)
{
  creation ();
  conversion ();
  predicates ();
  elements ();
  unchecked ();
  identity ();
  size ();
}
