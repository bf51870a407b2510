#!/usr/bin/env bash
# One entry for people and for CI; `./build.sh help` says what it does.
set -euo pipefail

called_from=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$root/build
jobs=$(nproc)
staticcheck_version=v0.8.2
cd "$root"
mkdir -p "$build"
command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin
export CGO_ENABLED=1

usage () {
  cat <<'EOF'
usage: ./build.sh VERB
  build                   builds the library: build/libguilenet.so
  demo                    builds, runs the examples, says how to link
  test                    checks formats, go vet, staticcheck, go test, ctest
  bench                   measures raw C, libguile and libguilenet side by side
  install [--prefix DIR]  builds, installs under DIR (default: /usr/local)
  help                    prints this
As root with apt-get, what is missing is installed; else it is named.
EOF
}

die () {
  echo "build.sh: $*" >&2
  exit 1
}

# Needs.

missing=()

# need COMMAND PACKAGE
need () {
  command -v "$1" >/dev/null || missing+=("$2")
}

can_install () {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

apt_install () {
  echo "build.sh: apt-get install $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null \
    && apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends \
      install "$@" >/dev/null
}

# Installs what need found missing, or says what to install.
satisfy () {
  if [ ${#missing[@]} != 0 ]; then
    can_install || die "missing; as root: apt-get install ${missing[*]}"
    apt_install "${missing[@]}" || die "apt-get install ${missing[*]} failed"
    missing=()
  fi
}

need_go () {
  local version
  command -v go >/dev/null \
    || die "missing: Go 1.26 or later, from https://go.dev/dl"
  version=$(GOTOOLCHAIN=local go env GOVERSION)
  [ "$(printf 'go1.26\n%s\n' "$version" | sort -V | head -n 1)" = go1.26 ] \
    || die "$version is too old: Go 1.26 or later, from https://go.dev/dl"
}

needs_to_build () {
  need_go
  need gcc gcc
  need cmake cmake
  need make make
  need pkg-config pkg-config
}

needs_to_test () {
  needs_to_build
  need g++ g++
  need clang-format clang-format
  need python3 python3
  [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) = *libjemalloc.so.2* ]] \
    || missing+=(libjemalloc2)
  # The tests of the databases know the files of this package.
  [ -e /etc/protocols ] && [ -e /etc/services ] && [ -e /etc/networks ] \
    || missing+=(netbase)
}

needs_to_bench () {
  needs_to_build
  need g++ g++
  need python3 python3
  need valgrind valgrind
  need gnuplot gnuplot-nox
}

has_libguile () {
  pkg-config --exists guile-3.0
}

# want_libguile TEXT: TEXT says what there is without it.
want_libguile () {
  if ! has_libguile && can_install; then
    apt_install guile-3.0-dev || true
  fi
  has_libguile || cat <<EOF
build.sh: guile-3.0-dev is missing: $1.
As root: apt-get install guile-3.0-dev
EOF
}

# Verbs.

# configure TESTS: ON or OFF
configure () {
  if ! cmake -S "$root" -B "$build" -DBUILD_TESTING="$1" \
    >"$build/configure.log" 2>&1; then
    cat "$build/configure.log" >&2
    die "cmake failed"
  fi
}

# make_target [--target NAME]
make_target () {
  cmake --build "$build" -j "$jobs" "$@" || die "the build failed"
}

# build_without_tests [--target NAME]
build_without_tests () {
  needs_to_build
  satisfy
  configure OFF
  make_target "$@"
}

verb_demo () {
  build_without_tests
  echo
  examples/demo.sh "$build/examples/server" "$build/examples/client"
  cat <<EOF

To compile and link program.c of your own:
  $(examples/link.sh built "$root" "$build")
or, after ./build.sh install --prefix DIR:
  $(examples/link.sh installed DIR)
It may say #include <guilenet.h>, or #include <libguile.h> as for Guile.
EOF
}

verb_install () {
  local prefix=/usr/local
  case $# in
  0) ;;
  *)
    if [ "$1" = --prefix ] && [ $# = 2 ]; then
      prefix=$2
    elif [[ $1 = --prefix=?* ]] && [ $# = 1 ]; then
      prefix=${1#--prefix=}
    else
      wrong
    fi
    ;;
  esac
  [ -n "$prefix" ] || wrong
  [[ $prefix = /* ]] || prefix=$called_from/$prefix
  build_without_tests --target guilenet
  cmake --install "$build" --prefix "$prefix"
  # The loader finds what is there by its cache.
  if [ "$prefix" = /usr/local ] || [ "$prefix" = /usr ]; then
    ldconfig
  fi
}

verb_bench () {
  needs_to_bench
  satisfy
  want_libguile "it is not measured"
  configure ON
  make_target --target bench
  python3 -B bench/bench.py --chart docs/bench.svg
}

failed=()

# check TITLE COMMAND...: goes on when COMMAND fails, and remembers it.
check () {
  local title=$1
  shift
  printf '\n== %s\n' "$title"
  if ! "$@"; then
    echo "build.sh: $title: failed" >&2
    failed+=("$title")
  fi
}

files () {
  find . -path ./build -prune -o -type f \( "$@" \) -print0
}

check_gofmt () {
  local unformatted
  unformatted=$(files -name '*.go' | xargs -0 -r gofmt -l) || return
  [ -z "$unformatted" ] || {
    printf 'gofmt -w is due on:\n%s\n' "$unformatted"
    return 1
  }
}

# Other versions of clang-format have other opinions.
check_clang_format () {
  local version
  version=$(clang-format --version)
  if [[ $version != *"version 14."* ]]; then
    echo "left out: it is for clang-format 14, this is $version"
    return
  fi
  files -name '*.c' -o -name '*.h' -o -name '*.cc' \
    | xargs -0 -r clang-format --dry-run -Werror
}

# cgo at the door only, unsafe there and in the heap.
check_layers () {
  go list -f '{{.ImportPath}} {{join .Imports " "}}' ./... | awk '
    { for (i = 2; i <= NF; i++)
        if ($i == "C" && $1 != "guilenet/libguilenet"               \
            || $i == "unsafe" && $1 != "guilenet/libguilenet"       \
               && $1 !~ "^guilenet/libguilenet/internal/heap(/|$)")
          { print $1 " imports " $i; bad = 1 } }
    END { exit bad }'
}

check_staticcheck () {
  local tools=$build/tools/$staticcheck_version
  if ! [ -x "$tools/staticcheck" ] && ! GOBIN=$tools \
    go install "honnef.co/go/tools/cmd/staticcheck@$staticcheck_version" \
    2>"$build/staticcheck.log"; then
    tail -n 3 "$build/staticcheck.log"
    echo "left out: it cannot be fetched"
    return
  fi
  "$tools/staticcheck" ./...
}

# Says before ctest's own summary how many of the comparisons were made.
check_ctest () {
  local version=
  if has_libguile; then
    version=$(pkg-config --modversion guile-3.0)
  fi
  ctest --test-dir "$build" -j 2 --output-on-failure --no-tests=error \
    | awk -v version="$version" '
        / Test +#[0-9]+: [^ ]+\.same / {
          run++
          if (/ Passed /) {
            same++
            name = $0
            sub (/.*: /, "", name)
            sub (/\.same .*/, ".out", name)
            while ((getline line < ("ctests/" name)) > 0)
              lines++
          }
        }
        /tests passed, .* tests failed out of/ {
          if (version == "")
            print "Comparisons with libguile: none, as guile-3.0-dev is" \
                  " missing; outputs were compared with the stored ones only"
          else
            printf "Comparisons with libguile %s: chapters run %d, " \
                   "the same %d, lines %d\n", version, run, same, lines
        }
        { print; fflush () }'
}

verb_test () {
  needs_to_test
  satisfy
  want_libguile "comparisons are made with its stored outputs only"
  check gofmt check_gofmt
  check clang-format check_clang_format
  check "go vet" go vet ./...
  check "cgo and unsafe in their places" check_layers
  check staticcheck check_staticcheck
  printf '\n== build\n'
  configure ON
  make_target
  check "go test" go test ./...
  check "go test -race" go test -race ./libguilenet/internal/heap/...
  check ctest check_ctest
  [ ${#failed[@]} = 0 ] || die "failed: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')"
}

wrong () {
  usage >&2
  exit 2
}

[ $# != 0 ] || wrong
verb=$1
shift
case $verb in
build | demo | test | bench | help | --help | -h) [ $# = 0 ] || wrong ;;
esac
case $verb in
build) build_without_tests --target guilenet ;;
demo) verb_demo ;;
test) verb_test ;;
bench) verb_bench ;;
install) verb_install "$@" ;;
help | --help | -h) usage ;;
*)
  echo "build.sh: unknown verb: $verb" >&2
  wrong
  ;;
esac
