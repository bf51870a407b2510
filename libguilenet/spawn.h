/* Threads of the library's own.  */

#ifndef SPAWN_H
#define SPAWN_H

#include <stdbool.h>

#pragma GCC visibility push(hidden)

/* Runs FUNCTION (NULL) in a new thread that nobody waits for, and that takes
   no signal of the program's.  False: there is none to be had.  */
bool spawn (void *(*function) (void *) );

#pragma GCC visibility pop

#endif
