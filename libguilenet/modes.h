/* What becomes of a raise that nothing catches.  */

#ifndef MODES_H
#define MODES_H

#include <guilenet/types.h>

#pragma GCC visibility push(hidden)

/* Prints BEFORE and a condition's message to the current error port.  */
void print_condition (const char *before, SCM key, SCM args);

/* Ends the process if KEY is quit, with the status that ARGS ask for.  */
void obey_quit (SCM key, SCM args);

/* Ends the process as Guile does.  */
void uncaught (SCM key, SCM args) SCM_NORETURN;

#pragma GCC visibility pop

#endif
