#!/usr/bin/env bash
# divergences.sh docs DOC DIR: every test that a row of DOC names is in DIR, and
# every case of DIR/divergences_*.c in a row.  The last column of a row has the
# names; those without a file are in the one that the chapter's heading names.
#   | … | … | … | `one_case`, `many_cases_*`, `file.c: test` |
# divergences.sh differ PROGRAM...: in each PROGRAM, built with libguile, every
# case has another outcome, or none, but for the also_* ones.
set -euo pipefail
export LC_ALL=C
status=0

complain () {
  echo "$*"
  status=1
}

# In DOC's order: FILE CASE, where CASE may end in *.
named () {
  awk -F '|' '
    /^#/ && match ($0, /[a-z_]+\.c/) { file = substr ($0, RSTART, RLENGTH) }
    /^\|/ && !/^\|[-| ]*$/ {
      rows++
      count = split ($(NF - 1), part, "`")
      if (count < 3 && rows > 1)
        print "row-without-a-test", $2
      for (i = 2; i <= count; i += 2)
        if (split (part[i], two, ": ") == 2)
          print two[1], two[2]
        else
          print file, part[i]
    }
    !/^\|/ { rows = 0 }' "$1"
}

cases () {
  sed -n -E 's/^(CASE|CALL) \(([a-z0-9_]+),.*/\2/p' "$1"
}

docs () {
  local doc=$1 dir=$2 file name source
  local -A covered=()
  while read -r file name; do
    source=$dir/$file
    if [ ! -f "$source" ]; then
      complain "$doc: $name: no file $file"
    elif [[ $file != divergences_* ]]; then
      grep -q -E "^$name \(" "$source" || complain "$doc: $file has no $name"
    else
      local found=
      for one in $(cases "$source"); do
        # shellcheck disable=SC2053
        if [[ $one == $name ]]; then
          found=yes
          covered[$file $one]=yes
        fi
      done
      [ "$found" ] || complain "$doc: $file has no case $name"
    fi
  done < <(named "$doc")
  for source in "$dir"/divergences_*.c; do
    file=${source##*/}
    for one in $(cases "$source"); do
      [ "${covered[$file $one]-}" ] \
        || complain "$doc: no row for the case $one of $file"
    done
  done
  echo "$(grep -c '^| ' "$doc") lines of tables, ${#covered[@]} cases"
}

# alone SECONDS COMMAND...: a case may take all the memory or time there is.
alone () {
  ulimit -c 0
  ulimit -v 4000000
  timeout -s KILL "$@" >/dev/null 2>&1
}

differ () {
  local program name count=0
  for program; do
    for name in $("$program" --list); do
      count=$((count + 1))
      if [[ $name = also_* ]]; then
        (alone 60 "$program" "$name") \
          || complain "libguile does something else: $name"
      elif (alone 2 "$program" "$name") 2>/dev/null; then
        complain "libguile does the same: $name"
      fi
    done
  done
  echo "$count cases"
}

"$@"
exit $status
