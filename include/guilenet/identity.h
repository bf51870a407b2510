/* Immediate values, and sameness: the constants, booleans, eq, eqv, equal.
   Guile manual: "Booleans", "Equality", "Dynamic Types".  */

#ifndef GUILENET_IDENTITY_H
#define GUILENET_IDENTITY_H

#include <guilenet/types.h>

/* The immediate values, each equal only to itself.  They are address
   constants, fit to initialise a static variable.  The words are Guile's and
   part of the ABI.  Two more kinds have no name here: a fixnum N is
   (N << 2) | 2, a character (CODE << 8) | 0xc.  The word 0x104 is Emacs Lisp's
   #nil, which is both false and an empty list.

   SCM_UNDEFINED stands for an optional argument that is left out.
   SCM_UNSPECIFIED is the result of a call that has none.  */
#define SCM_BOOL_F ((SCM) (uintptr_t) 0x4)
#define SCM_EOL ((SCM) (uintptr_t) 0x304)
#define SCM_BOOL_T ((SCM) (uintptr_t) 0x404)
#define SCM_UNSPECIFIED ((SCM) (uintptr_t) 0x804)
#define SCM_UNDEFINED ((SCM) (uintptr_t) 0x904)
#define SCM_EOF_VAL ((SCM) (uintptr_t) 0xa04)

/* The bounds of the integers that are immediate, -2^61 and 2^61 - 1, as C
   numbers of type long.  */
#define SCM_MOST_NEGATIVE_FIXNUM (-0x1fffffffffffffffL - 1)
#define SCM_MOST_POSITIVE_FIXNUM 0x1fffffffffffffffL

/* C's own name of the type, without <stdbool.h>: a program may have a bool of
   its own.  */
#ifdef __cplusplus
#define GUILENET_BOOL bool
#else
#define GUILENET_BOOL _Bool
#endif

GUILENET_BEGIN_DECLS

/* The functions below that give an int give 1 or 0.  Only scm_to_bool
   raises.  */

/* Whether X is SCM_UNDEFINED: an optional argument that was left out.  */
SCM_API int SCM_UNBNDP (SCM x);

/* Whether X and Y are the same word: the same immediate or the same object.
   One object has one word for as long as it lives.  */
SCM_API int scm_is_eq (SCM x, SCM y);

/* Whether X counts as false: it is #f or #nil.  Everything else is true: the
   empty list, 0 and SCM_UNDEFINED too.  Guile manual: "Booleans".  */
SCM_API int scm_is_false (SCM x);
SCM_API int scm_is_true (SCM x);

/* Whether X ends a list: it is the empty list or #nil.  */
SCM_API int scm_is_null (SCM x);

/* Whether X is #t, #f or #nil.  */
SCM_API int scm_is_bool (SCM x);

/* #t if VAL is not zero, else #f.  In Guile this is a macro, to which any
   scalar may be given; so VAL is a bool, to which C converts a pointer or a
   long long without losing bits, as it would to an int.  */
SCM_API SCM scm_from_bool (GUILENET_BOOL val);

/* 1 if X is #t, 0 if it is #f or #nil.  Raises wrong-type-arg for anything
   else: to ask whether a value counts as true, use scm_is_true.  */
SCM_API int scm_to_bool (SCM x);

/* #t or #f.  None of these raises.  Guile manual: "Equality".

   scm_eq_p: whether X and Y are the same object.  So are equal immediates
   (booleans, characters, fixnums) and symbols of the same name; two integers
   beyond the fixnums, strings, pairs, vectors or bytevectors made by different
   calls are not, with one exception: there is only one bytevector of
   length 0.

   scm_eqv_p: the same, or equal integers.

   scm_equal_p: the same, or equal integers, strings with the same characters,
   bytevectors with the same bytes, pointers to the same address, and pairs
   and vectors with parts that are scm_equal_p.  A socket address is a vector.
   Values of different kinds are never equal.  Structures that contain
   themselves are equal if following their parts shows no difference.  */
SCM_API SCM scm_eq_p (SCM x, SCM y);
SCM_API SCM scm_eqv_p (SCM x, SCM y);
SCM_API SCM scm_equal_p (SCM x, SCM y);

GUILENET_END_DECLS

#endif
