/* Keeps Go's settings in the host's environment from Go's runtime.  */

#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

struct environment
{
  /* The variables as the kernel laid them down, behind the argument vector. */
  char **variables;
  /* What the first COUNT of them were, while some are hidden; else COUNT is
     0.  */
  char **kept;
  size_t count;
};

void environment_hide (struct environment *e);
void environment_show (struct environment *e);

#pragma GCC visibility pop

#endif
