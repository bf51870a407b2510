/* The two contracts.  The library's functions are written for Guile's, under
   which a failing call leaves by a non-local exit.  In a thread under the
   foreign contract, what a call raises is caught, and the handles that it
   gives away are counted.  */

#ifndef CONTRACTS_H
#define CONTRACTS_H

#include "heap.h"

#pragma GCC visibility push(hidden)

enum
{
  CONTRACTS_ARGUMENTS = 8
};

/* A function of up to eight words: every argument that the library's functions
   take is one, and passing more than a function takes does no harm.  */
typedef word contracts_function (word, word, word, word, word, word, word,
                                 word);

/* Calls FUNCTION with the eight words at ARG, for a thread under the foreign
   contract.  */
word contracts_call (struct thread *t, contracts_function *function,
                     bool gives_value, const word *arg) COLD;

/* Gives the thread a reference to W, if it is under the foreign contract and W
   is a handle.  */
void contracts_give (struct thread *t, word w);

#pragma GCC visibility pop

#endif
