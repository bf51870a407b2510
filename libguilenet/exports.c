/* What is exported under the functions' own names: the same as inside for a
   thread under Guile's contract; under the foreign one, contracts.c is
   between.

   The public headers are not included here, and all types are words: what a
   register holds passes through.  */

#define BOTH_CONTRACTS
#include "contracts.h"

#define PARAMETERS_0 void
#define PARAMETERS_1 word a
#define PARAMETERS_2 PARAMETERS_1, word b
#define PARAMETERS_3 PARAMETERS_2, word c
#define PARAMETERS_4 PARAMETERS_3, word d
#define PARAMETERS_5 PARAMETERS_4, word e
#define PARAMETERS_6 PARAMETERS_5, word f
#define PARAMETERS_7 PARAMETERS_6, word g
#define PASSED_0
#define PASSED_1 a
#define PASSED_2 PASSED_1, b
#define PASSED_3 PASSED_2, c
#define PASSED_4 PASSED_3, d
#define PASSED_5 PASSED_4, e
#define PASSED_6 PASSED_5, f
#define PASSED_7 PASSED_6, g

#define EXPORT(name, arguments, gives_value)                                  \
  extern word raising_##name (PARAMETERS_##arguments);                        \
  extern word name (PARAMETERS_##arguments);                                  \
  word name (PARAMETERS_##arguments)                                          \
  {                                                                           \
    struct thread *t = thread_self;                                           \
    if (__builtin_expect (!t || !t->foreign, 1))                              \
      return raising_##name (PASSED_##arguments);                             \
    word arg[CONTRACTS_ARGUMENTS] = { PASSED_##arguments };                   \
    return contracts_call (t, (void *) raising_##name, gives_value, arg);     \
  }
#define VALUE(name, arguments) EXPORT (name, arguments, true)
#define OTHER(name, arguments) EXPORT (name, arguments, false)
#define NEVER(name)
#include "contracts.def"
