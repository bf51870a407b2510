#!/bin/sh
# headers.sh INCLUDE CC CXX: each public header compiles by itself, without a
# warning, as C99 and as C++11.
include=$1 cc=$2 cxx=$3
status=0
cd "$include" || exit
for header in guilenet.h guilenet/*.h guilenet/compat/*.h; do
  for compiler in "$cc -x c -std=c99" "$cxx -x c++ -std=c++11"; do
    # shellcheck disable=SC2086
    echo "#include <$header>" \
      | $compiler -O2 -Wall -Wextra -Werror -fsyntax-only -I. -Iguilenet/compat - \
      || { echo "headers.sh: $header fails: $compiler" >&2; status=1; }
  done
done
exit $status
