/* The foreign contract: for programs that are not C, and cannot be left by a
   non-local exit or have their stack searched for handles (Python, Rust, ….)
   It is a matter of the thread; a thread starts under Guile's contract.

   Under the foreign contract

   - a call that fails returns SCM_UNDEFINED, or 0, or NULL, by its type, and
     nothing is raised; guilenet_last_error says what it was;
   - every handle that a call returns is the caller's: one reference, until
     guilenet_release; also where the value existed before, as with scm_car.
     Containers keep their parts alive by themselves.

   Immediates (#t, #f, (), small integers, characters, …) are no handles, and
   need neither.  Contract, references and handles survive fork: the child has
   what its parent had.  */

#ifndef GUILENET_FOREIGN_H
#define GUILENET_FOREIGN_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* Puts the calling thread under the foreign contract, or, if ON is 0, under
   Guile's.  1 if it was under the foreign one before, else 0.  References that
   the thread has stay.  */
SCM_API int guilenet_foreign (int on);

/* What the last call of this thread that could fail failed with, as the pair
   (KEY . ARGS) of the condition, ARGS being (SUBR MESSAGE ARGS DATA) for most
   keys; #f if it did not fail.  Predicates (scm_is_true, scm_port_p, …),
   makers of immediates, guilenet_retain and guilenet_release cannot fail and
   change nothing.  The pair is a handle like others.  */
SCM_API SCM guilenet_last_error (void);

/* Takes one more reference to VALUE, in a thread under the foreign contract,
   and gives VALUE.  Immediates are ignored.  */
SCM_API SCM guilenet_retain (SCM value);

/* Gives up one reference to VALUE.  Immediates, and values that nobody has a
   reference to, are ignored.  */
SCM_API void guilenet_release (SCM value);

GUILENET_END_DECLS

#endif
