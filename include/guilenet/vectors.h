/* Vectors: a fixed number of values, counted from 0.

   The socket address objects that the library makes are vectors to everything
   here.

   What makes a vector or a list raises out-of-memory if there is no room.

   Sources: the chapters "Dynamic Vector Creation and Validation", "Accessing
   and Modifying Vector Contents" and "Vector Accessing from C" of the Guile
   manual.  */

#ifndef GUILENET_VECTORS_H
#define GUILENET_VECTORS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* A new vector of LENGTH elements, all of them FILL: the value itself, no
   copies, and SCM_UNDEFINED too.  out-of-range if LENGTH is 2^56 or more.
   ("Dynamic Vector Creation and Validation")  */
SCM_API SCM scm_c_make_vector (size_t length, SCM fill);

/* The same for a LENGTH that is a value; without FILL, which is to say with
   SCM_UNDEFINED, the elements are unspecified values.  wrong-type-arg if
   LENGTH is no exact integer, out-of-range if it is not in 0 … 2^56 - 1.
   ("Dynamic Vector Creation and Validation")  */
SCM_API SCM scm_make_vector (SCM length, SCM fill);

/* A new vector of the elements of LIST.  wrong-type-arg if LIST is no list, be
   it improper or circular.  ("Dynamic Vector Creation and Validation")  */
SCM_API SCM scm_vector (SCM list);

/* Whether X is a vector: 1 or 0, and #t or #f.  A bytevector is none.
   ("Dynamic Vector Creation and Validation")  */
SCM_API int scm_is_vector (SCM x);
SCM_API SCM scm_vector_p (SCM x);

/* The number of elements of VEC.  wrong-type-arg if VEC is no vector.
   ("Accessing and Modifying Vector Contents")  */
SCM_API size_t scm_c_vector_length (SCM vec);
SCM_API SCM scm_vector_length (SCM vec);

/* Element K of VEC.  wrong-type-arg if VEC is no vector, out-of-range if it
   has no element K.  ("Accessing and Modifying Vector Contents")  */
SCM_API SCM scm_c_vector_ref (SCM vec, size_t k);

/* The same for a K that is a value.  K is looked at first: wrong-type-arg if
   it is no exact integer, out-of-range if no size_t holds it.  ("Accessing and
   Modifying Vector Contents")  */
SCM_API SCM scm_vector_ref (SCM vec, SCM k);

/* Makes VALUE, which may be any value, element K of VEC.  Conditions as for
   reading; the result of scm_vector_set_x is unspecified.  ("Accessing and
   Modifying Vector Contents")  */
SCM_API void scm_c_vector_set_x (SCM vec, size_t k, SCM value);
SCM_API SCM scm_vector_set_x (SCM vec, SCM k, SCM value);

/* A new list of the elements of VEC.  wrong-type-arg if VEC is no vector.
   ("Dynamic Vector Creation and Validation")  */
SCM_API SCM scm_vector_to_list (SCM vec);

/* Length, element, setting of an element, where the caller sees to it that VEC
   is a vector and has an element K.  (Macros in libguile, which check nothing.
   "Vector Accessing from C")  */
SCM_API size_t SCM_SIMPLE_VECTOR_LENGTH (SCM vec);
SCM_API SCM SCM_SIMPLE_VECTOR_REF (SCM vec, size_t k);
SCM_API void SCM_SIMPLE_VECTOR_SET (SCM vec, size_t k, SCM value);

GUILENET_END_DECLS

#endif
