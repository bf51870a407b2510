/* A function as it is exported: what lies between the program and the
   function of that name inside.

   All types are words: what a register holds passes through.  */

#ifndef EXPORT_H
#define EXPORT_H

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
#define KEEP(x) volatile word x##_ __attribute__ ((unused)) = x
#define KEPT_0 (void) 0
#define KEPT_1 KEEP (a)
#define KEPT_2                                                                \
  KEPT_1;                                                                     \
  KEEP (b)
#define KEPT_3                                                                \
  KEPT_2;                                                                     \
  KEEP (c)
#define KEPT_4                                                                \
  KEPT_3;                                                                     \
  KEEP (d)
#define KEPT_5                                                                \
  KEPT_4;                                                                     \
  KEEP (e)
#define KEPT_6                                                                \
  KEPT_5;                                                                     \
  KEEP (f)
#define KEPT_7                                                                \
  KEPT_6;                                                                     \
  KEEP (g)
#define PASSED_0
#define PASSED_1 a
#define PASSED_2 PASSED_1, b
#define PASSED_3 PASSED_2, c
#define PASSED_4 PASSED_3, d
#define PASSED_5 PASSED_4, e
#define PASSED_6 PASSED_5, f
#define PASSED_7 PASSED_6, g

/* The function SYMBOL, for NAME: CALL, of the parameters, a and so on, made
   inside; they are on the stack meanwhile, where the collector finds them.  */
#define ENTERING(symbol, name, arguments, CALL)                               \
  __attribute__ ((flatten)) word symbol (PARAMETERS_##arguments)              \
  {                                                                           \
    KEPT_##arguments;                                                         \
    struct thread *t = thread ();                                             \
    uintptr_t was = collector_enter (                                         \
        t, (uintptr_t) __builtin_frame_address (0), MAKER_##name);            \
    word result = CALL;                                                       \
    collector_leave (t, was);                                                 \
    return result;                                                            \
  }

/* What the program calls NAME.  (The parentheses keep NAME from meaning
   raising_NAME.)  */
#define EXPORT(name, arguments, CALL)                                         \
  extern word (name) (PARAMETERS_##arguments);                                \
  ENTERING ((name), name, arguments, CALL)

/* RAISING, which is raising_NAME of the parameters, under Guile's contract;
   what contracts.c makes of it under the foreign one.  */
#define BY_CONTRACT(name, arguments, gives_value, RAISING)                    \
  LIKELY (!t->foreign)                                                        \
  ? (word) RAISING                                                            \
  : contracts_call (t, (void *) raising_##name, gives_value,                  \
                    (word[CONTRACTS_ARGUMENTS]){ PASSED_##arguments })

/* For a row HOT of contracts.def, in the file of the function, of which the
   compiler then makes one with this.  All parameters are values.  */
#define VALUES_1 scm_of (a)
#define VALUES_2 VALUES_1, scm_of (b)
#define VALUES_3 VALUES_2, scm_of (c)
#define VALUES_4 VALUES_3, scm_of (d)
#define VALUES_5 VALUES_4, scm_of (e)
#define BY_CONTRACT_HOT(name, arguments, gives_value)                         \
  BY_CONTRACT (name, arguments, gives_value,                                  \
               raising_##name (VALUES_##arguments))
#define EXPORT_HOT(name, arguments, gives_value)                              \
  EXPORT (name, arguments, BY_CONTRACT_HOT (name, arguments, gives_value))

/* The same where SHORT may return, before there is a need to come inside.  */
#define EXPORT_SHORT(SHORT, name, arguments, gives_value)                     \
  extern word (name) (PARAMETERS_##arguments);                                \
  static word entering_##name (PARAMETERS_##arguments)                        \
      __attribute__ ((noinline));                                             \
  __attribute__ ((flatten)) word (name) (PARAMETERS_##arguments)              \
  {                                                                           \
    SHORT;                                                                    \
    return entering_##name (PASSED_##arguments);                              \
  }                                                                           \
  ENTERING (entering_##name, name, arguments,                                 \
            BY_CONTRACT_HOT (name, arguments, gives_value))

/* The same where SHORT makes no cell, changes none and raises nothing: while
   nobody collects it need not come inside.  */
#define EXPORT_QUIET(SHORT, name, arguments, gives_value)                     \
  EXPORT_SHORT (                                                              \
      KEPT_##arguments; struct thread *t = thread_self;                       \
      if (LIKELY (collector_is_quiet (t))) { SHORT; }, name, arguments,       \
      gives_value)

#endif
