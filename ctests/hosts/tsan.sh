#!/usr/bin/env bash
# tsan.sh SOURCES WORK [GO_SETTINGS]: builds the library with its C files under
# ThreadSanitizer, and programs of this directory too, and runs them: no race.
# Go's code is not watched.  What follows from that, and from reading ahead on
# purpose, is in the list of suppressions, each with its reason.
# CC and GO say which compilers.  Status 77: this one has no ThreadSanitizer.
set -euo pipefail

sources=$1 work=$2
settings=${3:-asyncpreemptoff=1,gcshrinkstackoff=1,containermaxprocs=0,updatemaxprocs=0}
: "${CC:=gcc}" "${GO:=go}"
programs=(threads_together threads_ending)
mkdir -p "$work"
work=$(cd "$work" && pwd)
cd "$sources"

if ! echo 'int main (void) { return 0; }' \
  | "$CC" -fsanitize=thread -x c - -o "$work/probe" 2>"$work/probe.log"; then
  tail -n 1 "$work/probe.log" >&2
  echo "tsan.sh: $CC has no ThreadSanitizer (package libtsan2)" >&2
  exit 77
fi

cat >"$work/suppressions" <<'END'
# Reads the links of freed cells, which others may be taking and building in
# already: one compare-and-swap then tells that the walk was for nothing.
race:^take_freed$
# Looks at other threads' records, which may become other cells meanwhile: what
# was read counts only if the head is the same before and after.
race:^is_record$
# Memory that the core got from malloc, filled and published.
race:^allocate$
END

CGO_ENABLED=1 CGO_CFLAGS='-g -O1 -fsanitize=thread' \
  CGO_LDFLAGS=-fsanitize=thread "$GO" build -buildmode=c-shared \
  -buildvcs=false -trimpath -ldflags \
  "-checklinkname=0 -X=runtime.godebugDefault=$settings \
  -extldflags '-Wl,--wrap=pthread_create -Wl,-T,$PWD/libguilenet/libguilenet.ld'" \
  -o "$work/libguilenet.so" ./libguilenet

# The layout of this process's memory is to be one that it knows.
run=()
if command -v setarch >/dev/null && setarch -R true 2>/dev/null; then
  run=(setarch -R)
fi
for program in "${programs[@]}"; do
  "$CC" -g -O1 -fsanitize=thread -Iinclude -Iinclude/guilenet/compat \
    "ctests/hosts/$program.c" -o "$work/$program" \
    -L"$work" -Wl,-rpath,"$work" -lguilenet -lpthread -ldl
  TSAN_OPTIONS="suppressions=$work/suppressions exitcode=66" \
    "${run[@]}" "$work/$program" without-forks
done
