#!/usr/bin/env bash
# install.sh SOURCE BUILD: installs under a prefix of its own, builds the
# examples from that and from the tree as `build.sh demo` says, and runs them.
set -euo pipefail
source=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
prefix=$work/prefix

die () {
  echo "install.sh: $*" >&2
  exit 1
}

cmake --install "$build" --prefix "$prefix" >/dev/null
cd "$work"
cp "$source"/examples/*.c .

# What is there is what belongs there.
(cd "$prefix" && find . ! -type d | sort) >installed
{
  (cd "$source" && find ./include -name '*.h')
  echo ./lib/libguilenet.so
  echo ./lib/libguilenet.so.0
  (cd "$build" && echo "./lib/$(readlink -f libguilenet.so | sed 's|.*/||')")
  echo ./lib/pkgconfig/guilenet.pc
} | sort >wanted
diff -u wanted installed || die "not what should be installed"

for program in server client; do
  eval "$("$source/examples/link.sh" built "$source" "$build" $program)"
done
"$source/examples/demo.sh" ./server ./client >/dev/null \
  || die "the examples built in the tree fail"

for program in server client; do
  eval "$("$source/examples/link.sh" installed "$prefix" $program)"
done
loaded=$(ldd client)
grep -q "libguilenet.so.0 => $prefix/lib/libguilenet.so.0" <<<"$loaded" \
  || die "client does not load the installed library"
"$source/examples/demo.sh" ./server ./client \
  || die "the examples built from the installation fail"

# The version is the one that pkg-config tells.
cat >version.c <<'C'
#include <guilenet.h>
#include <stdio.h>
int
main (void)
{
  puts (guilenet_version ());
}
C
eval "$("$source/examples/link.sh" installed "$prefix" version)"
told=$(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --modversion guilenet)
[ "$(./version)" = "$told" ] \
  || die "guilenet_version says $(./version), pkg-config says $told"
