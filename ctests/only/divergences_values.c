/* Where libguile 3.0.8 is wrong about integers, lists, vectors, bytevectors
   and pointers.  integers_defects.c and equal_structures.c have more.  */

#include "divergence.h"

/* An argument outside the range of a size_t is told the range; libguile has a
   null word in the place of its 0.  */
#define NO_SIZE OUT_OF_RANGE ("0", MAX64, "-1")

CALL (minimum_list_ref, NO_SIZE, scm_list_ref (SCM_EOL, INT (-1)))
CALL (minimum_list_tail, NO_SIZE, scm_list_tail (SCM_EOL, INT (-1)))
CALL (minimum_vector_ref, NO_SIZE,
      scm_vector_ref (scm_c_make_vector (1, SCM_EOL), INT (-1)))
CALL (minimum_vector_set, NO_SIZE,
      scm_vector_set_x (scm_c_make_vector (1, SCM_EOL), INT (-1), SCM_EOL))
CALL (minimum_make_bytevector, NO_SIZE, scm_make_bytevector (INT (-1), NONE))
CALL (minimum_u8_ref, NO_SIZE,
      scm_bytevector_u8_ref (scm_c_make_bytevector (1), INT (-1)))
CALL (minimum_u8_set, NO_SIZE,
      scm_bytevector_u8_set_x (scm_c_make_bytevector (1), INT (-1), INT (0)))
CALL (minimum_copy, NO_SIZE,
      scm_bytevector_copy_x (scm_c_make_bytevector (1), INT (0),
                             scm_c_make_bytevector (1), INT (0), INT (-1)))

/* Lists.  */

/* PART ends in its own last pair.  */
static SCM
circle (SCM part)
{
  SCM last = part;
  while (scm_is_pair (scm_cdr (last)))
    last = scm_cdr (last);
  scm_set_cdr_x (last, last);
  return part;
}

CALL (append_no_list, WRONG_TYPE ("append", "1", "7"), scm_append (INT (7)))
CALL (append_improper, WRONG_TYPE ("append", "1", "((1) (2) . 5)"),
      scm_append (scm_cons (scm_list_1 (INT (1)),
                            scm_cons (scm_list_1 (INT (2)), INT (5)))))
CALL (append_circular_member,
      MISC_ERROR (QUOTED ("append"), "Circular structure in position 2: ~S",
                  "((1 . #0#))"),
      scm_append (scm_list_3 (SCM_EOL, circle (scm_list_1 (INT (1))),
                              SCM_EOL)))
CALL (append_circular_list, WRONG_TYPE ("append", "1", "(() . #0#)"),
      scm_append (circle (scm_list_1 (SCM_EOL))))

/* Element 2^40, without going all the way.  */
CALL (far_round_a_circle, "1",
      scm_list_ref (circle (scm_list_3 (INT (3), INT (2), INT (1))),
                    INT (1L << 40)))

/* Words that are no value at all.  */

CALL (null_value, EXPECTING (QUOTED ("car"), "pair", "#<no value 0x0>"),
      scm_car (NULL))
CALL (made_up_handle,
      EXPECTING (QUOTED ("car"), "pair", "#<no value 0x123456789abcdef0>"),
      scm_car ((SCM) 0x123456789abcdef0))
CALL (made_up_immediate, QUOTED ("#<no value 0xc04>"),
      scm_object_to_string ((SCM) 0xc04, NONE))
CALL (made_up_boolean, "0", INT (scm_is_bool ((SCM) 0x504)))

/* What is a macro without any check in libguile.  */

CALL (unchecked_car, EXPECTING (QUOTED ("car"), "pair", "5"),
      SCM_CAR (INT (5)))
CASE (unchecked_setcdr,
      WRONG_TYPE_EXPECTING ("set-cdr!", "1", "mutable pair", "5"))
{
  SCM_SETCDR (INT (5), SCM_EOL);
  return SCM_EOL;
}
CALL (setcar_without_value, "#t",
      scm_from_bool (__builtin_types_compatible_p (
          __typeof__ (SCM_SETCAR (SCM_EOL, SCM_EOL)), void)))
CALL (unchecked_vector_ref, BAD_VALUE ("#f", "1000000000"),
      SCM_SIMPLE_VECTOR_REF (scm_c_make_vector (1, SCM_EOL), 1000000000))
CALL (unchecked_contents,
      WRONG_TYPE_EXPECTING ("SCM_BYTEVECTOR_CONTENTS", "1", "bytevector", "5"),
      scm_from_pointer (SCM_BYTEVECTOR_CONTENTS (INT (5)), NULL))

/* More than any memory.  */

static SCM
room (void *memory)
{
  free (memory);
  return SCM_BOOL_F;
}

CALL (no_room_vector, NO_ROOM, scm_make_vector (INT (1L << 55), SCM_EOL))
CALL (no_room_c_vector, NO_ROOM, scm_c_make_vector (1L << 55, SCM_EOL))
CALL (no_room_bytevector, NO_ROOM, scm_make_bytevector (INT (1L << 60), NONE))
CALL (no_room_c_bytevector, NO_ROOM, scm_c_make_bytevector (1UL << 60))
CALL (no_room_malloc, NO_ROOM, room (scm_malloc (1UL << 60)))
CALL (no_room_calloc, NO_ROOM, room (scm_calloc (1UL << 60)))
CALL (no_room_realloc, NO_ROOM, room (scm_realloc (NULL, 1UL << 60)))
CALL (no_room_gc_malloc, NO_ROOM, scm_gc_malloc (1UL << 60, "test"))
CALL (no_room_gc_realloc, NO_ROOM,
      scm_gc_realloc (scm_gc_malloc (1, "test"), 1, 1UL << 60, "test"))

CALL (unprotected, "(1)", scm_gc_unprotect_object (scm_list_1 (INT (1))))

/* Pointers.  */

#define NULL_POINTER                                                          \
  RAISED ("null-pointer-error", QUOTED ("pointer->bytevector"),               \
          "null pointer dereference", "()", "()")

static char memory[16] = "0123456789abcde";

static SCM
view (SCM length, SCM offset, const char *type)
{
  return scm_pointer_to_bytevector (scm_from_pointer (memory, NULL), length,
                                    offset, symbol (type));
}

CALL (null_pointer, "(#t #<pointer 0x0>)",
      scm_list_2 (scm_eq_p (scm_from_pointer (NULL, NULL),
                            scm_from_pointer (NULL, NULL)),
                  scm_from_pointer (NULL, NULL)))
CALL (null_pointer_view, NULL_POINTER,
      scm_pointer_to_bytevector (scm_from_pointer (NULL, NULL), INT (1), NONE,
                                 NONE))
CALL (view_length_minimum, NO_SIZE, view (INT (-1), NONE, "vu8"))
CALL (view_offset_minimum, NO_SIZE, view (INT (1), INT (-1), "vu8"))
CALL (offset_of_nothing, OUT_OF_RANGE ("0", "0", "1"),
      scm_bytevector_to_pointer (scm_c_make_bytevector (0), INT (1)))
CALL (negative_offset_of_nothing, OUT_OF_RANGE ("0", "0", "-1"),
      scm_bytevector_to_pointer (scm_c_make_bytevector (0), INT (-1)))

/* The largest length is a matter of the address; so only the rest is here.  */
static SCM
length_refused (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_list_3 (key, scm_car (scm_caddr (args)), scm_cadddr (args));
}

static SCM
long_view (void *type)
{
  return view (number ("9223372036854775809"), NONE, type);
}

CALL (view_of_2_63_elements, "(out-of-range 0 (9223372036854775809))",
      scm_internal_catch (SCM_BOOL_T, long_view, "u16", length_refused, NULL))
