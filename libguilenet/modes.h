/* What becomes of a raise that nothing catches.  */

#ifndef MODES_H
#define MODES_H

#include <guilenet/types.h>

#pragma GCC visibility push(hidden)
void uncaught (SCM key, SCM args) SCM_NORETURN;
#pragma GCC visibility pop

#endif
