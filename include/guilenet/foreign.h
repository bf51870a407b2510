/* The foreign contract: for programs that are not C, and cannot be left by a
   non-local exit or have their stack searched for handles (Python, Rust, ….)
   It is a matter of the thread; a thread starts under Guile's contract.

   Under the foreign contract

   - a call that fails returns SCM_UNDEFINED, or 0, or NULL, by its type, and
     nothing is raised; guilenet_last_error says what it was;
   - every handle that a call returns is the caller's: one reference, until
     guilenet_release; also where the value existed before, as with scm_car or
     scm_current_output_port.  Containers keep their parts alive by themselves.

   Immediates (#t, #f, (), small integers, characters, …) are no handles, and
   need neither.  Contract, references and handles survive fork: the child has
   what its parent had, and counts for itself.

   0 and NULL may also be what a call gives that works (scm_to_int,
   scm_realloc), and so may SCM_UNDEFINED, where the program put it into a
   container; guilenet_last_error tells.

   Functions that do not return under Guile's contract (scm_throw, scm_error,
   scm_syserror and the like) return here, as calls that failed.  A C compiler
   believes the headers, which say SCM_NORETURN, and leaves out what follows
   such a call: call them by a pointer of a type without it, such as dlsym's
   result assigned to SCM (*throw) (SCM, SCM).  scm_boot_guile, and
   scm_handle_by_message where it is given a condition, do not return under
   either contract.

   Callbacks run under the contract of their thread.  Their own calls return,
   so nothing that fails in the body of scm_c_catch comes to its handlers.
   What a callback is given is not counted: guilenet_retain what is to stay.
   What it returns stays its own, and the call that it was made for gives the
   caller another reference; only scm_with_guile and scm_without_guile pass it
   on as it is.  A callback that changes the contract has changed it for its
   caller, too.  */

#ifndef GUILENET_FOREIGN_H
#define GUILENET_FOREIGN_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* Puts the calling thread under the foreign contract, or, if ON is 0, under
   Guile's.  1 if it was under the foreign one before, else 0.  References and
   the last error stay.  */
SCM_API int guilenet_foreign (int on);

/* What the last call that this thread made under the foreign contract and that
   could fail failed with, as the pair (KEY . ARGS) of the condition, ARGS
   being (SUBR MESSAGE ARGS DATA) for most keys; #f if it did not fail.
   Predicates (scm_is_true, scm_port_p, …), makers of immediates, the calls of
   dynwind.h and modes.h, guilenet_retain and guilenet_release cannot fail and
   change nothing; scm_isatty_p can.  Where a C compiler does a conversion by
   itself (see integers.h), that changes nothing either.  Each call gives a new
   pair, a handle like others.  */
SCM_API SCM guilenet_last_error (void);

/* Takes one more reference to VALUE, under either contract, and gives VALUE.
   Immediates, and words that are no values, are ignored.  */
SCM_API SCM guilenet_retain (SCM value);

/* Gives up one reference to VALUE, under either contract.  Immediates, and
   values that nobody has a reference to, are ignored.  */
SCM_API void guilenet_release (SCM value);

GUILENET_END_DECLS

#endif
