/* The functions that make handles, numbered: who made one is remembered where
   the program is being debugged.  */

#ifndef MAKERS_H
#define MAKERS_H

enum maker
{
  MAKER_unknown,
  MAKER_guilenet_last_error,
#define VALUE(name, arguments) MAKER_##name,
#define OTHER(name, arguments) MAKER_##name,
#define SURE(name, arguments) MAKER_##name,
#define NEVER(name) MAKER_##name,
#include "contracts.def"
#undef VALUE
#undef OTHER
#undef SURE
#undef NEVER
  MAKERS
};

#endif
