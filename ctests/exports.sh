#!/usr/bin/env bash
# exports.sh LIBRARY INCLUDE CC: what the library shows to the linker is what
# its headers declare, no more and no less, all of it under the version node;
# and its soname and flags are right.
set -euo pipefail
export LC_ALL=C
library=$1 include=$2 cc=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# complain TEXT FILE: FILE should be empty.
complain () {
  if [ -s "$2" ]; then
    echo "$1:"
    sed 's/^/  /' "$2"
    status=1
  fi
}

cd "$work"
echo '#include <guilenet.h>' >all.c

# Exported: "NAME@@GUILENET_0", and the node itself.
nm -D --defined-only "$library" | awk '{ print $NF }' | sort >symbols
grep -v -x 'GUILENET_0' symbols | grep -v '@@GUILENET_0$' >unversioned || true
complain "exported without the version GUILENET_0" unversioned
sed 's/@.*//' symbols | grep -v -x 'GUILENET_0' | sort -u >exported || true
grep -v -E '^(scm_|SCM_|guilenet_)' exported >foreign || true
complain "exported, but neither scm_, SCM_ nor guilenet_" foreign

# Declared functions: gcc lists them, each with its file.
"$cc" -I"$include" -fsyntax-only -aux-info functions.txt all.c
sed -n "s|^/\* $include/guilenet[^ ]*:[0-9]*:[A-Z]* \*/ ||p" functions.txt \
  | grep -o -E '\b(scm|SCM|guilenet)_[A-Za-z0-9_]+ \(' \
  | sed 's/ (//' | sort -u >functions

# Declared variables: "extern TYPE NAME;".
"$cc" -I"$include" -E -P all.c | tr '\n' ' ' | tr ';{}' '\n\n\n' \
  | sed 's/__attribute__ *(([^)]*([^)]*)[^)]*))//g; s/__attribute__ *(([^)]*))//g' \
  | grep -E '^ *(extern)\b[^()]*$' \
  | grep -o -E '\b(scm|SCM|guilenet)_[A-Za-z0-9_]+ *(\[[^]]*\])? *$' \
  | sed 's/[^A-Za-z0-9_].*//' | sort -u >variables || true

# Macros that are not only for C: scm_name, and SCM_NAME (...) but for the
# validation macros, which need FUNC_NAME.
"$cc" -I"$include" -E -dM all.c | awk '{ print $2 }' \
  | grep -E '^(scm_|guilenet_|SCM_[A-Z0-9_]+\()' | sed 's/(.*//' \
  | grep -v -x -E 'SCM_(ASSERT|ASSERT_TYPE|ASSERT_RANGE|SYSERROR|SYSERROR_MSG|MISC_ERROR|WRONG_TYPE_ARG|OUT_OF_RANGE|ARGn|PACK|UNPACK)' \
  | sort -u >macros || true

sort -u functions variables macros >declared
[ "$(wc -l <functions)" -gt 0 ] || { echo "no declarations found"; status=1; }
comm -23 declared exported >missing
complain "declared, but not exported" missing
comm -13 declared exported >undeclared
complain "exported, but not declared" undeclared

# Every function has its place in the table of the contracts.
source=$(dirname "$include")/libguilenet
sed -n -E 's/^(HOT \()?(VALUE|OTHER|SURE|NEVER)(,| \() ?(\w+).*/\4/p' "$source/contracts.def" \
  | sort >contracts
echo guilenet_{foreign,last_error,retain,release,version,stats} | tr ' ' '\n' \
  | sort - contracts >with_own
comm -3 functions with_own >astray
complain "not once in contracts.def" astray
"$source/contract_names.sh" | diff - "$source/contract_names.h" >names || true
complain "contract_names.h is not what contract_names.sh makes" names

# Every topic's header is in the umbrella.
"$cc" -I"$include" -M all.c | tr ' ' '\n' | sort -u >seen
for header in "$include"/guilenet/*.h; do
  grep -q -x -F "$header" seen || echo "$header"
done >unseen
complain "not included by guilenet.h" unseen

readelf -dW "$library" >dynamic
for wanted in 'SONAME.*\[libguilenet\.so\.0\]' 'FLAGS_1.*NODELETE'; do
  grep -q "$wanted" dynamic || { echo "readelf -d lacks $wanted"; status=1; }
done

echo "$(wc -l <functions) functions, $(wc -l <variables) variables and" \
  "$(wc -l <macros) macros declared; $(wc -l <exported) names exported;" \
  "$(stat -c %s "$library") bytes"
exit $status
