/* Macros that check the arguments of a program's own functions, and raise the
   conditions of conditions.h.  They are statements, to be followed by a
   semicolon, and evaluate each argument at most once, those that only describe
   the failure only if there is one.

   FUNC_NAME, where it is named below, is the caller's: a macro or variable
   that holds the name of the function, a const char *.

   Source: the Guile manual, "Procedures for Signaling Errors" and "Signalling
   Type Errors".  */

#ifndef GUILENET_VALIDATION_H
#define GUILENET_VALIDATION_H

#include <guilenet/conditions.h>
#include <guilenet/integers.h>

/* Positions of arguments, counted from 1.  SCM_ARGn is none of them: the
   condition then names no position.  */
#define SCM_ARGn 0
#define SCM_ARG1 1
#define SCM_ARG2 2
#define SCM_ARG3 3
#define SCM_ARG4 4
#define SCM_ARG5 5
#define SCM_ARG6 6
#define SCM_ARG7 7

/* Raises wrong-type-arg for ARG, argument POS of SUBR, unless COND holds.  */
#ifndef SCM_ASSERT
#define SCM_ASSERT(cond, arg, pos, subr)                                      \
  do                                                                          \
    {                                                                         \
      if (!(cond))                                                            \
        scm_wrong_type_arg (subr, pos, arg);                                  \
    }                                                                         \
  while (0)
#endif

/* The same, and says that MSG was expected.  */
#define SCM_ASSERT_TYPE(cond, arg, pos, subr, msg)                            \
  do                                                                          \
    {                                                                         \
      if (!(cond))                                                            \
        scm_wrong_type_arg_msg (subr, pos, arg, msg);                         \
    }                                                                         \
  while (0)

/* Raises out-of-range for ARG, argument POS of FUNC_NAME, unless COND
   holds.  */
#define SCM_ASSERT_RANGE(pos, arg, cond)                                      \
  do                                                                          \
    {                                                                         \
      if (!(cond))                                                            \
        SCM_OUT_OF_RANGE (pos, arg);                                          \
    }                                                                         \
  while (0)

/* Raise out-of-range and wrong-type-arg for ARG, argument POS of
   FUNC_NAME.  */
#define SCM_OUT_OF_RANGE(pos, arg)                                            \
  do                                                                          \
    {                                                                         \
      scm_out_of_range_pos (FUNC_NAME, arg, scm_from_int (pos));              \
    }                                                                         \
  while (0)
#define SCM_WRONG_TYPE_ARG(pos, arg)                                          \
  do                                                                          \
    {                                                                         \
      scm_wrong_type_arg (FUNC_NAME, pos, arg);                               \
    }                                                                         \
  while (0)

/* Raises system-error for errno.  Not a call: SCM_SYSERROR;  */
#define SCM_SYSERROR                                                          \
  do                                                                          \
    {                                                                         \
      scm_syserror (FUNC_NAME);                                               \
    }                                                                         \
  while (0)

/* Raises misc-error with the message MSG, a const char *, and ARGS.  */
#define SCM_MISC_ERROR(msg, args)                                             \
  do                                                                          \
    {                                                                         \
      scm_misc_error (FUNC_NAME, msg, args);                                  \
    }                                                                         \
  while (0)

#endif
