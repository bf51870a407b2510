#!/bin/sh
# contract_names.sh: prints what contract_names.h is to be, from contracts.def.
set -eu
cd "$(dirname "$0")"
{
  cat <<'HEAD'
/* Made of contracts.def by contract_names.sh: inside the library a function's
   name means the one that raises.  */

#if !defined CONTRACT_NAMES_H && !defined BOTH_CONTRACTS
#define CONTRACT_NAMES_H

HEAD
  sed -n -E 's/^(HOT \()?(VALUE|OTHER|SURE)(,| \() ?(\w+),.*/#define \4(...) raising_\4 (__VA_ARGS__)/p' \
    contracts.def
  printf '\n#endif\n'
} | clang-format --assume-filename=contract_names.h
