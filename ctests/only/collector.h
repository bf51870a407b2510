/* What the tests of the collector use: values that the collector does not see
   in a word, and a stack without old words.  */

#ifndef COLLECTOR_TESTS_H
#define COLLECTOR_TESTS_H

#include "only.h"

#include <stdbool.h>

/* A handle that keeps nothing alive.  */
struct hidden
{
  uintptr_t word;
};

enum
{
  /* More than the calls of a test reach down.  */
  DEEP = 1 << 16
};

static const uintptr_t hidden_mask = UINT64_C (0xa5a5a5a5a5a5a5a5);

/* Overwrites what earlier calls left on the stack below the caller.  */
static __attribute__ ((noinline)) void
forget (void)
{
  char deep[DEEP];
  memset (deep, 0, sizeof deep);
  /* For the compiler, it is used.  */
  __asm__ volatile("" : : "r"(deep) : "memory");
}

static __attribute__ ((noinline, unused)) struct hidden
hide (SCM value)
{
  return (struct hidden){ (uintptr_t) value ^ hidden_mask };
}

/* The value again: for functions that are not inlined.  */
static inline SCM
shown (struct hidden h)
{
  return (SCM) (h.word ^ hidden_mask);
}

/* A bytevector of 64 bytes, NUMBER's low ones.  */
static __attribute__ ((noinline, unused)) SCM
numbered (int number)
{
  return scm_make_bytevector (INT (64), INT ((uint8_t) number));
}

/* Whether VALUE is still what numbered gave for NUMBER.  */
static __attribute__ ((noinline, unused)) bool
is_numbered (SCM value, int number)
{
  if (!scm_is_bytevector (value) || scm_c_bytevector_length (value) != 64)
    return false;
  for (int i = 0; i < 64; i++)
    if (scm_c_bytevector_ref (value, i) != (uint8_t) number)
      return false;
  return true;
}

/* Whether the bytevector, the string or the port H is still there.  */
static __attribute__ ((noinline, unused)) bool
lives (struct hidden h)
{
  SCM value = shown (h);
  return scm_is_bytevector (value) || scm_is_string (value)
         || SCM_PORTP (value);
}

/* Collects for sure, with no old word in sight, COUNT times.  */
static __attribute__ ((noinline, unused)) void
collect (int count)
{
  for (uint64_t end = stats_now ().collections + count;
       stats_now ().collections < end;)
    {
      forget ();
      scm_gc ();
    }
}

#endif
