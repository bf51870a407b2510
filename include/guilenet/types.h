/* The one type of all values, and what every other header needs.  */

#ifndef GUILENET_TYPES_H
#define GUILENET_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define GUILENET_BEGIN_DECLS                                                  \
  extern "C"                                                                  \
  {
#define GUILENET_END_DECLS }
#else
#define GUILENET_BEGIN_DECLS
#define GUILENET_END_DECLS
#endif

#define SCM_API extern __attribute__ ((visibility ("default")))
#define SCM_NORETURN __attribute__ ((noreturn))

/* A value: an immediate (a fixnum, #t, the empty list, …) or a handle.  The
   struct is never defined, so that the compiler refuses an int where a value
   belongs.  */
typedef struct scm_unused_struct *SCM;

#endif
