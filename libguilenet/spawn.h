/* Threads of the library's own.  */

#ifndef SPAWN_H
#define SPAWN_H

#include <stdbool.h>

#pragma GCC visibility push(hidden)

/* Runs FUNCTION (NULL) in a new thread that nobody waits for, and that takes
   no signal of the program's, unless *RUNNING, which FUNCTION clears at its
   end, says that there is one.  False: there is none, and none to be had.  */
bool spawn_once (_Atomic bool *running, void *(*function) (void *) );

#pragma GCC visibility pop

#endif
