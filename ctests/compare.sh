#!/usr/bin/env bash
# Runs a chapter and compares what it prints; exits with 0 if nothing differs.
#   compare.sh guilenet PROGRAM OUT LIBRARY   prints OUT, on LIBRARY
#   compare.sh libguile PROGRAM OUT           prints OUT, on libguile
#   compare.sh same PROGRAM PROGRAM LIBRARY   on LIBRARY and on libguile
#   compare.sh record NAME                    (by hand) writes NAME.out anew,
#                                             from libguile
# Each program runs in an empty directory of its own.
set -uo pipefail
export LC_ALL=C GUILE_AUTO_COMPILE=0 GUILE_WARN_DEPRECATED=no

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

die () {
  echo "compare.sh: $*" >&2
  exit 1
}

# on_guilenet PROGRAM LIBRARY: dies unless PROGRAM runs on LIBRARY and not on
# libguile.
on_guilenet () {
  local needed loaded
  needed=$(readelf -dW "$1" | grep NEEDED)
  loaded=$(ldd "$1")
  grep -q '\[libguilenet\.so\.0\]' <<<"$needed" \
    || die "$1 is not linked with libguilenet.so.0"
  ! grep -q 'libguile-' <<<"$needed$loaded" || die "$1 is linked with libguile"
  loaded=$(awk '$1 == "libguilenet.so.0" { print $3 }' <<<"$loaded")
  [ "$(realpath "$loaded")" = "$(realpath "$2")" ] \
    || die "$1 loads '$loaded', not $2"
}

# on_libguile PROGRAM: dies unless PROGRAM runs on libguile and not on
# libguilenet.
on_libguile () {
  local needed loaded
  needed=$(readelf -dW "$1")
  loaded=$(ldd "$1")
  grep -q 'NEEDED.*\[libguile-3\.0\.so\.1\]' <<<"$needed" \
    || die "$1 is not linked with libguile"
  ! grep -q libguilenet <<<"$loaded" || die "$1 is linked with libguilenet"
}

# run PROGRAM FILE: what PROGRAM prints goes to FILE.
run () {
  local status=0
  mkdir "$work/run"
  (cd "$work/run" && TMPDIR=$work/run exec "$1" </dev/null) >"$2" || status=$?
  rm -rf "$work/run"
  [ $status = 0 ] || failed="$1 ended with status $status"
}

# compare FILE FILE LABEL LABEL
compare () {
  if ! diff -u --label "$3" --label "$4" "$1" "$2" >"$work/diff"; then
    head -n 400 "$work/diff"
    die "$4 differs from $3 ($(wc -l <"$work/diff") lines of diff)"
  fi
  [ -z "$failed" ] || die "$failed"
  echo "$(wc -l <"$1") lines are the same"
}

failed=
case ${1:-} in
guilenet)
  on_guilenet "$2" "$4"
  run "$2" "$work/ours"
  compare "$3" "$work/ours" "${3##*/}" libguilenet
  ;;
libguile)
  on_libguile "$2"
  run "$2" "$work/theirs"
  compare "$3" "$work/theirs" "${3##*/}" libguile
  ;;
same)
  on_guilenet "$2" "$4"
  on_libguile "$3"
  run "$3" "$work/theirs"
  run "$2" "$work/ours"
  compare "$work/theirs" "$work/ours" libguile libguilenet
  ;;
record)
  cd "$(dirname "$0")" || exit
  # shellcheck disable=SC2046
  gcc -O2 -g -Wall -Wextra "$2.c" check.c -o "$work/program" \
    $(pkg-config --cflags --libs guile-3.0 | sed 's/-I/-isystem /g') || exit
  run "$work/program" "$work/theirs"
  [ -z "$failed" ] || die "$failed"
  cp "$work/theirs" "$2.out"
  echo "$2.out: $(wc -l <"$2.out") lines"
  ;;
*)
  sed -n '2,8s/^# //p' "$0" >&2
  exit 2
  ;;
esac
