/* What Go's runtime is told of the process.  */

#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <stdint.h>

#pragma GCC visibility push(hidden)

/* What the kernel lays down for a program, and Go's runtime reads behind its
   argument vector: arguments, environment, auxiliary vector.  */
struct environment
{
  char *arguments_end, *variables_end;
  struct
  {
    uint64_t type, value;
  } auxiliary[8];
};

/* Fills E, which must stay: no arguments, no variables, and what the runtime
   asks of the kernel.  */
void environment_begin (struct environment *e);

#pragma GCC visibility pop

#endif
