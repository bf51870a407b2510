#include "characters.h"
#include <guilenet/constants.h>

SCM
scm_c_lookup (const char *name)
{
  return from_c (ENTRY_scm_c_lookup, name, -1);
}

SCM
scm_variable_ref (SCM var)
{
  struct cell *c = cell_if (word_of (var), KIND_VARIABLE);
  return c ? scm_of (c->variable.value) : DOOR (scm_variable_ref, var);
}
