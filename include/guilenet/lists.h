/* Pairs and lists.

   A list is a chain of pairs whose last cdr is the empty list, SCM_EOL (or
   Guile's #nil, which stands for it everywhere here).  A chain that ends in
   anything else is improper, one that never ends is circular; both are data
   like any other, but no lists.

   Sources: the chapters "Pairs", "List Constructors", "List Predicates", "List
   Selection" and "Append and Reverse" of the Guile manual.  */

#ifndef GUILENET_LISTS_H
#define GUILENET_LISTS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* A new pair of CAR and CDR, which may be any values.  ("Pairs")  */
SCM_API SCM scm_cons (SCM car, SCM cdr);

/* Whether X is a pair: 1 or 0, and #t or #f.  ("Pairs")  */
SCM_API int scm_is_pair (SCM x);
SCM_API SCM scm_pair_p (SCM x);

/* The car or cdr of PAIR.  wrong-type-arg if PAIR is no pair.  ("Pairs")  */
SCM_API SCM scm_car (SCM pair);
SCM_API SCM scm_cdr (SCM pair);

/* Cars and cdrs of cars and cdrs, read from right to left: scm_cadr (X) is
   scm_car (scm_cdr (X)).  wrong-type-arg, with the value where a pair was
   wanted, if the way leads through what is no pair.  ("Pairs")  */
SCM_API SCM scm_caar (SCM x);
SCM_API SCM scm_cadr (SCM x);
SCM_API SCM scm_cdar (SCM x);
SCM_API SCM scm_cddr (SCM x);
SCM_API SCM scm_caddr (SCM x);
SCM_API SCM scm_cdddr (SCM x);
SCM_API SCM scm_cadddr (SCM x);

/* Makes VALUE the car or cdr of PAIR.  The result is unspecified.
   wrong-type-arg if PAIR is no pair.  ("Pairs")  */
SCM_API SCM scm_set_car_x (SCM pair, SCM value);
SCM_API SCM scm_set_cdr_x (SCM pair, SCM value);

/* The same for what is known to be a pair: the caller sees to it.  (Macros in
   libguile, which check nothing.  "Pairs")  */
SCM_API SCM SCM_CAR (SCM pair);
SCM_API SCM SCM_CDR (SCM pair);
SCM_API SCM SCM_CADR (SCM pair);
SCM_API SCM SCM_CDDR (SCM pair);
SCM_API void SCM_SETCAR (SCM pair, SCM value);
SCM_API void SCM_SETCDR (SCM pair, SCM value);

/* A new list of the given elements, which may be any values.  ("List
   Constructors")  */
SCM_API SCM scm_list_1 (SCM a);
SCM_API SCM scm_list_2 (SCM a, SCM b);
SCM_API SCM scm_list_3 (SCM a, SCM b, SCM c);
SCM_API SCM scm_list_4 (SCM a, SCM b, SCM c, SCM d);
SCM_API SCM scm_list_5 (SCM a, SCM b, SCM c, SCM d, SCM e);

/* A new list of the arguments up to the first SCM_UNDEFINED, which must be
   there and is no part of the list.  ("List Constructors")  */
SCM_API SCM scm_list_n (SCM element, ...);

/* #t if X is a list, else #f.  Comes back for a circular one too.  ("List
   Predicates")  */
SCM_API SCM scm_list_p (SCM x);

/* The number of elements of LIST.  wrong-type-arg if LIST is no list, be it
   improper or circular.  ("List Selection")  */
SCM_API SCM scm_length (SCM list);

/* The same as a C integer; -1 if X is no list.  Raises nothing.  */
SCM_API long scm_ilength (SCM x);

/* Element K of LIST, counted from 0.  K is looked at first: wrong-type-arg if
   it is no exact integer, out-of-range if no size_t holds it.  Then
   out-of-range if LIST is a list and ends before K, wrong-type-arg if a
   value that is no pair (and not the empty list) comes before K.  LIST may be
   improper or circular.  ("List Selection")  */
SCM_API SCM scm_list_ref (SCM list, SCM k);

/* What is left of LIST without its first K elements: no copy, and LIST itself
   for 0, whatever it is.  K as above.  wrong-type-arg, with the value where a
   pair was wanted, if LIST has fewer than K pairs.  ("List Selection")  */
SCM_API SCM scm_list_tail (SCM list, SCM k);

/* A new list of the elements of LIST, last one first.  wrong-type-arg if LIST
   is no list, misc-error if it is circular.  ("Append and Reverse")  */
SCM_API SCM scm_reverse (SCM list);

/* The elements of the members of LISTS, in order: copies of all of them but
   the last, which becomes the tail of the result as it is and may be any
   value.  For no members the empty list, for one this one.  For a member other
   than the last that is no list wrong-type-arg, with its place counted from 1
   and the value where the empty list was wanted, or misc-error if it is
   circular.  LISTS itself must be a list.  ("Append and Reverse")  */
SCM_API SCM scm_append (SCM lists);

GUILENET_END_DECLS

#endif
