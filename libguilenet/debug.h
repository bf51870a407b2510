/* GUILENET_DEBUG, a variable of the environment, read at load: words with
   commas between.

   handles: at exit, a list of the handles that are still protected or referred
   to by foreign threads, by the function that made them; what is freed is
   overwritten first.
   stress: cycles of the collector as often as can be.  */

#ifndef DEBUG_H
#define DEBUG_H

#include "collector.h"

#pragma GCC visibility push(hidden)

void debug_begin (void);

/* Sets the collector's attention to what debugging wants.  */
void debug_attention (void);

/* Looks at a call of MAKER's.  */
void debug_attend (struct thread *t, enum maker maker);

#pragma GCC visibility pop

#endif
