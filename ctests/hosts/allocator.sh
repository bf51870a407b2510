#!/usr/bin/env bash
# allocator.sh LIBRARY INCLUDE CC: a host works under a malloc that is preloaded:
# always under one that watches its blocks, and under jemalloc where that is.
set -euo pipefail

library=$(realpath "$1")
include=$2
cc=$3
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/allocator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

$cc -g -O2 -Wall -Wextra -shared -fPIC -fno-builtin "$sources/watch.c" \
  -o "$work/watch.so"
$cc -g -O2 -Wall -Wextra -I"$include" "$sources/host.c" -o "$work/host" \
  -lpthread -ldl

# run OBJECT SYMBOL
run () {
  printf '%s: ' "${1##*/}"
  LD_PRELOAD=$1 "$work/host" "$library" "$2"
}

# The watch sees what it is for.
! (run "$work/none.so" watch_blocks) 2>/dev/null >&2 \
  || { echo "a host without the watch succeeds" >&2; exit 1; }
run "$work/watch.so" watch_blocks
jemalloc=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p \
  | awk '/libjemalloc\.so\.2 / { path = $NF } END { print path }')
if [ -n "$jemalloc" ]; then
  run "$jemalloc" mallctl
else
  echo "jemalloc is not there: not tried" >&2
fi
