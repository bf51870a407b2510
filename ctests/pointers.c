/* Foreign memory: pointer objects, and bytevectors that alias memory.  */

#include "check.h"

#define INT(n) scm_from_int (n)
#define COUNT(array) (sizeof (array) / sizeof *(array))
#define NONE SCM_UNDEFINED

/* 1, 2, 3, …, but for the eighth byte, 200: negative where it has a sign.  */
static unsigned char memory[64] __attribute__ ((aligned (16)));

static void
make_memory (void)
{
  for (size_t i = 0; i < sizeof memory; i++)
    memory[i] = i == 7 ? 200 : i + 1;
}

/* Runs at a time of the collector's choice, so that nothing can be printed but
   that it has not run yet for a pointer that is held.  */
static unsigned char held_memory;
static int held_finalized;

static void
finalizer (void *pointer)
{
  if (pointer == &held_memory)
    held_finalized = 1;
}

/* The samples, and others.  */
#define OTHERS 4
#define VALUES (CHECK_SAMPLES + OTHERS)

static SCM
value (size_t i)
{
  SCM others[OTHERS]
      = { INT (3), check_symbol ("u16"), SCM_UNDEFINED, SCM_EOF_VAL };
  return i < CHECK_SAMPLES ? check_samples[i] : others[i - CHECK_SAMPLES];
}

static SCM
to_pointer (void *data)
{
  return scm_from_bool (scm_to_pointer (*(SCM *) data) == memory);
}

static void
wrapping (void)
{
  SCM p = scm_from_pointer (memory, NULL), q = scm_from_pointer (memory, NULL);
  SCM next = scm_from_pointer (memory + 1, NULL);
  SCM none = scm_from_pointer (NULL, finalizer);
  check_say ("a pointer", p);
  check_say_long ("the address", scm_to_pointer (p) == memory);
  check_say_long ("an odd one", scm_to_pointer (next) == memory + 1);
  check_say_long ("one that no memory has",
                  scm_to_pointer (scm_from_pointer ((void *) -1, NULL))
                      == (void *) -1);
  check_say_long ("NULL", scm_to_pointer (none) == NULL);
  check_say ("eq", scm_eq_p (p, q));
  check_say ("eqv", scm_eqv_p (p, q));
  check_say ("equal", scm_equal_p (p, q));
  check_say ("equal to another", scm_equal_p (p, next));
  check_say ("equal with and without a finalizer",
             scm_equal_p (p, scm_from_pointer (memory, finalizer)));
  check_say ("equal to NULL", scm_equal_p (p, none));
  check_say ("no integer", scm_from_bool (scm_is_integer (p)));
  check_say ("no bytevector", scm_bytevector_p (p));
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM x = value (i);
      char label[200], *text = check_written (x);
      snprintf (label, sizeof label, "scm_to_pointer %s", text);
      free (text);
      check_body (label, to_pointer, &x);
    }
}

/* The length counts elements, the offset bytes.  */
static void
views (void)
{
  static const char *const types[]
      = { "vu8", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64" };
  SCM p = scm_from_pointer (memory, NULL);
  for (size_t i = 0; i < COUNT (types); i++)
    {
      SCM type = check_symbol (types[i]);
      for (int len = 0; len < 3; len++)
        RUN (scm_pointer_to_bytevector, p, INT (len), NONE, type);
      RUN (scm_pointer_to_bytevector, p, INT (2), INT (4), type);
      RUN (scm_pointer_to_bytevector, p, INT (1), INT (3), type);
    }
  RUN (scm_pointer_to_bytevector, p, INT (9), NONE, NONE);
  RUN (scm_pointer_to_bytevector, p, INT (4), INT (5), NONE);
  RUN (scm_pointer_to_bytevector, p, INT (4), INT (0), NONE);
  RUN (scm_pointer_to_bytevector, p, INT (0), INT (60), NONE);
  RUN (scm_pointer_to_bytevector, scm_from_pointer (memory + 6, NULL), INT (2),
       NONE, NONE);

  /* Types that this library has no numbers for are bytes all the same.  */
  static const char *const inexact[] = { "f32", "f64", "c32", "c64" };
  for (size_t i = 0; i < COUNT (inexact); i++)
    {
      SCM view = scm_pointer_to_bytevector (p, INT (3), INT (8),
                                            check_symbol (inexact[i]));
      check_say_long ("length", scm_c_bytevector_length (view));
      check_say (inexact[i], scm_bytevector_to_u8_list (view));
    }
  static const char *const unknown[]
      = { "a", "b", "U8", "u128", "uint8", "", "vu8 " };
  for (size_t i = 0; i < COUNT (unknown); i++)
    RUN (scm_pointer_to_bytevector, p, INT (1), NONE,
         check_symbol (unknown[i]));

  /* Made, not looked at: there is no memory of that size.  */
  SCM large = scm_pointer_to_bytevector (p, check_int ("1000000000000"), NONE,
                                         check_symbol ("u32"));
  check_say ("large", scm_bytevector_length (large));
  check_say ("large", scm_bytevector_u8_ref (large, INT (7)));
}

/* The order: pointer, type, offset, length.  */
static void
arguments (void)
{
  SCM p = scm_from_pointer (memory, NULL), bad = SCM_BOOL_F;
  for (size_t i = 0; i < VALUES; i++)
    {
      SCM x = value (i);
      RUN (scm_pointer_to_bytevector, x, INT (2), NONE, NONE);
      RUN (scm_pointer_to_bytevector, p, INT (2), NONE, x);
      /* What would be made of these lies beyond the memory.  */
      if (!scm_is_unsigned_integer (x, sizeof memory - 2, UINT64_MAX))
        {
          RUN (scm_pointer_to_bytevector, p, x, NONE, NONE);
          RUN (scm_pointer_to_bytevector, p, INT (2), x, NONE);
        }
    }
  RUN (scm_pointer_to_bytevector, bad, bad, bad, bad);
  RUN (scm_pointer_to_bytevector, p, bad, bad, bad);
  RUN (scm_pointer_to_bytevector, p, bad, SCM_BOOL_T, NONE);
  RUN (scm_pointer_to_bytevector, p, bad, INT (-1), NONE);
  RUN (scm_pointer_to_bytevector, p, bad, INT (1), NONE);
  RUN (scm_pointer_to_bytevector, p, INT (-1), INT (1), NONE);
}

static void
sharing (void)
{
  SCM p = scm_from_pointer (memory, finalizer);
  SCM bv = scm_pointer_to_bytevector (p, INT (8), INT (4), NONE);
  SCM words
      = scm_pointer_to_bytevector (p, INT (4), INT (2), check_symbol ("u16"));
  check_say_long ("contents", (unsigned char *) SCM_BYTEVECTOR_CONTENTS (bv)
                                  == memory + 4);
  memory[4] = 99;
  scm_c_bytevector_set_x (bv, 1, 77);
  scm_bytevector_u8_set_x (bv, INT (7), INT (55));
  check_say ("bytes", bv);
  check_say ("words", words);
  check_say_long ("memory", memory[5]);
  check_say_long ("memory", memory[11]);
  scm_bytevector_copy_x (check_bytes ("xyz", 3), INT (0), bv, INT (2),
                         INT (3));
  check_say ("words", words);
  SCM copy = scm_bytevector_copy (bv);
  scm_bytevector_fill_x (bv, INT (1));
  check_say ("words", words);
  check_say_long ("memory before", memory[3]);
  check_say_long ("memory", memory[4]);
  check_say_long ("memory", memory[11]);
  check_say_long ("memory after", memory[12]);
  check_say ("the copy", copy);
  make_memory ();

  SCM own = check_bytes ("abcdef", 6);
  SCM alias = scm_pointer_to_bytevector (
      scm_bytevector_to_pointer (own, INT (2)), INT (3), NONE, NONE);
  scm_c_bytevector_set_x (alias, 0, 'X');
  scm_c_bytevector_set_x (own, 4, 'Y');
  check_say ("own", own);
  check_say ("alias", alias);
  check_say ("equal", scm_equal_p (alias, check_bytes ("XdY", 3)));
  check_say ("no bytes",
             scm_eq_p (scm_c_make_bytevector (0),
                       scm_pointer_to_bytevector (p, INT (0), NONE, NONE)));
}

/* libguile 3.0.8 puts the errno that it found into decoding-error.  */
static SCM
to_text (void *data)
{
  errno = EILSEQ;
  return scm_utf8_to_string (*(SCM *) data);
}

/* To the functions on bytevectors a view of wider elements is its bytes, but
   for comparisons, which see the type.  */
static void
wide (void)
{
  SCM p = scm_from_pointer (memory, NULL), type = check_symbol ("u16");
  SCM words = scm_pointer_to_bytevector (p, INT (4), NONE, type);
  SCM same = scm_pointer_to_bytevector (p, INT (4), NONE, type);
  SCM bytes = scm_pointer_to_bytevector (p, INT (8), NONE, NONE);
  SCM signs
      = scm_pointer_to_bytevector (p, INT (8), NONE, check_symbol ("s8"));
  SCM octets
      = scm_pointer_to_bytevector (p, INT (8), NONE, check_symbol ("u8"));
  RUN (scm_bytevector_p, words);
  RUN (scm_bytevector_length, words);
  check_say_long ("scm_c_bytevector_length", scm_c_bytevector_length (words));
  check_say_long ("SCM_BYTEVECTOR_LENGTH", SCM_BYTEVECTOR_LENGTH (words));
  check_say_long ("SCM_BYTEVECTOR_P", SCM_BYTEVECTOR_P (words));
  RUN (scm_bytevector_u8_ref, words, INT (7));
  RUN (scm_bytevector_u8_ref, words, INT (8));
  RUN (scm_bytevector_to_u8_list, words);
  RUN (scm_bytevector_copy, words);
  RUN (scm_bytevector_copy, octets);
  check_body ("scm_utf8_to_string", to_text, &words);
  RUN (scm_vector_p, words);
  RUN (scm_vector_to_list, words);
  SCM all[] = { words, same, bytes, signs, octets };
  for (size_t i = 0; i < COUNT (all); i++)
    for (size_t j = 0; j < COUNT (all); j++)
      {
        RUN (scm_bytevector_eq_p, all[i], all[j]);
        RUN (scm_equal_p, all[i], all[j]);
      }
  SCM to = check_bytes ("\0\0\0\0", 4);
  RUN (scm_bytevector_copy_x, words, INT (1), to, INT (0), INT (4));
  check_say ("to", to);
  RUN (scm_bytevector_copy_x, to, INT (0), words, INT (3), INT (2));
  check_say ("words", words);
  RUN (scm_bytevector_fill_x, words, INT (2));
  check_say ("words", words);
  make_memory ();
}

/* How far POINTER is from the contents of BV.  */
static void
distance (SCM bv, SCM offset)
{
  SCM p = RUN (scm_bytevector_to_pointer, bv, offset);
  check_say_long ("offset", (signed char *) scm_to_pointer (p)
                                - SCM_BYTEVECTOR_CONTENTS (bv));
}

static void
pointing (void)
{
  SCM bv = check_bytes ("abcdef", 6), one = check_bytes ("a", 1);
  SCM words = scm_pointer_to_bytevector (scm_from_pointer (memory, NULL),
                                         INT (3), NONE, check_symbol ("u16"));
  distance (bv, NONE);
  distance (bv, INT (0));
  distance (bv, INT (5));
  distance (one, INT (0));
  distance (words, INT (5));
  distance (check_bytes ("", 0), NONE);
  distance (check_bytes ("", 0), INT (0));
  RUN (scm_bytevector_to_pointer, bv, INT (6));
  RUN (scm_bytevector_to_pointer, one, INT (1));
  RUN (scm_bytevector_to_pointer, words, INT (6));
  RUN (scm_bytevector_to_pointer, SCM_BOOL_F, SCM_BOOL_T);
  for (size_t i = 0; i < VALUES; i++)
    {
      RUN (scm_bytevector_to_pointer, value (i), NONE);
      RUN (scm_bytevector_to_pointer, bv, value (i));
    }
  SCM p = scm_bytevector_to_pointer (bv, NONE);
  memcpy (scm_to_pointer (p), "ABC", 3);
  check_say ("written through it", bv);
  check_say ("equal",
             scm_equal_p (p, scm_bytevector_to_pointer (bv, INT (0))));
  check_say ("eq", scm_eq_p (p, scm_bytevector_to_pointer (bv, NONE)));
}

void
check_chapter (void)
{
  make_memory ();
  SCM held = scm_from_pointer (&held_memory, finalizer);
  SCM view = scm_pointer_to_bytevector (
      scm_from_pointer (&held_memory, finalizer), INT (1), NONE, NONE);
  wrapping ();
  views ();
  arguments ();
  sharing ();
  wide ();
  pointing ();
  check_say_long ("finalized while held", held_finalized);
  scm_remember_upto_here_2 (held, view);
}
