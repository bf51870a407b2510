#include "characters.h"
#include <guilenet/symbols.h>

#define FROM(coding)                                                          \
  SCM scm_from_##coding##_symboln (const char *str, size_t len)               \
  {                                                                           \
    return from_c (ENTRY_scm_from_##coding##_symboln, str, len);              \
  }                                                                           \
  SCM scm_from_##coding##_symbol (const char *str)                            \
  {                                                                           \
    return scm_from_##coding##_symboln (str, -1);                             \
  }
FROM (locale)
FROM (utf8)
FROM (latin1)

int
scm_is_symbol (SCM obj)
{
  return cell_if (word_of (obj), KIND_SYMBOL) != NULL;
}

SCM
scm_symbol_p (SCM obj)
{
  return scm_of (boolean (scm_is_symbol (obj)));
}
