/* What is exported under the functions' own names: the same as inside for a
   thread under Guile's contract; under the foreign one, contracts.c is
   between.

   The public headers are not included here, and all types are words: what a
   register holds passes through.  */

#define BOTH_CONTRACTS
#include "collector.h"
#include "contracts.h"

#define PARAMETERS_0 void
#define PARAMETERS_1 word a
#define PARAMETERS_2 PARAMETERS_1, word b
#define PARAMETERS_3 PARAMETERS_2, word c
#define PARAMETERS_4 PARAMETERS_3, word d
#define PARAMETERS_5 PARAMETERS_4, word e
#define PARAMETERS_6 PARAMETERS_5, word f
#define PARAMETERS_7 PARAMETERS_6, word g
#define KEPT_0 (void) 0
#define KEPT_1 COLLECTOR_KEEP (a)
#define KEPT_2                                                                \
  KEPT_1;                                                                     \
  COLLECTOR_KEEP (b)
#define KEPT_3                                                                \
  KEPT_2;                                                                     \
  COLLECTOR_KEEP (c)
#define KEPT_4                                                                \
  KEPT_3;                                                                     \
  COLLECTOR_KEEP (d)
#define KEPT_5                                                                \
  KEPT_4;                                                                     \
  COLLECTOR_KEEP (e)
#define KEPT_6                                                                \
  KEPT_5;                                                                     \
  COLLECTOR_KEEP (f)
#define KEPT_7                                                                \
  KEPT_6;                                                                     \
  COLLECTOR_KEEP (g)
#define PASSED_0
#define PASSED_1 a
#define PASSED_2 PASSED_1, b
#define PASSED_3 PASSED_2, c
#define PASSED_4 PASSED_3, d
#define PASSED_5 PASSED_4, e
#define PASSED_6 PASSED_5, f
#define PASSED_7 PASSED_6, g

#define EXPORT(name, arguments, CALL)                                         \
  extern word raising_##name (PARAMETERS_##arguments);                        \
  extern word name (PARAMETERS_##arguments);                                  \
  word name (PARAMETERS_##arguments)                                          \
  {                                                                           \
    struct thread *t = thread ();                                             \
    uintptr_t was = collector_enter (                                         \
        t, (uintptr_t) __builtin_frame_address (0), MAKER_##name);            \
    word result = CALL;                                                       \
    KEPT_##arguments;                                                         \
    collector_leave (t, was);                                                 \
    return result;                                                            \
  }
#define BY_CONTRACT(name, arguments, gives_value)                             \
  __builtin_expect (!t->foreign, 1)                                           \
      ? raising_##name (PASSED_##arguments)                                   \
      : contracts_call (t, (void *) raising_##name, gives_value,              \
                        (word[CONTRACTS_ARGUMENTS]){ PASSED_##arguments })
#define VALUE(name, arguments)                                                \
  EXPORT (name, arguments, BY_CONTRACT (name, arguments, true))
#define OTHER(name, arguments)                                                \
  EXPORT (name, arguments, BY_CONTRACT (name, arguments, false))
#define SURE(name, arguments)                                                 \
  EXPORT (name, arguments, raising_##name (PASSED_##arguments))
#define NEVER(name)
#include "contracts.def"
