/* What is exported under the functions' own names: the same as inside for a
   thread under Guile's contract; under the foreign one, contracts.c is
   between.  The public headers are not included here.  */

#define BOTH_CONTRACTS
#include "export.h"

#define RAISING(name, arguments)                                              \
  extern word raising_##name (PARAMETERS_##arguments);
#define VALUE(name, arguments)                                                \
  RAISING (name, arguments)                                                   \
  EXPORT (name, arguments,                                                    \
          BY_CONTRACT (name, arguments, true,                                 \
                       raising_##name (PASSED_##arguments)))
#define OTHER(name, arguments)                                                \
  RAISING (name, arguments)                                                   \
  EXPORT (name, arguments,                                                    \
          BY_CONTRACT (name, arguments, false,                                \
                       raising_##name (PASSED_##arguments)))
#define SURE(name, arguments)                                                 \
  RAISING (name, arguments)                                                   \
  EXPORT (name, arguments, raising_##name (PASSED_##arguments))
#define NEVER(name)
#define HOT(kind, name, arguments)
#include "contracts.def"
