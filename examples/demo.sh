#!/usr/bin/env bash
# demo.sh SERVER CLIENT: runs the two against each other over IPv4, IPv6 and a
# Unix socket, and prints the exchange.
set -euo pipefail

if [ $# != 2 ]; then
  echo "usage: demo.sh SERVER CLIENT" >&2
  exit 2
fi
server=$1
client=$2
work=$(mktemp -d)
pid=

cleanup () {
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# exchange TITLE FAMILY [PATH]: two clients, one after the other, talk to a
# server.  The server's first line comes when it listens, and ends in the port;
# so nothing here waits for a time or picks a port.
exchange () {
  local title=$1 where line
  shift
  printf '%s\n' "$title"
  rm -f "$work/says"
  mkfifo "$work/says"
  timeout -k 5 60 "$server" -n 2 "$@" >"$work/says" &
  pid=$!
  exec 3<"$work/says"
  if ! IFS= read -r -t 30 line <&3; then
    echo "demo.sh: the server does not listen" >&2
    exit 1
  fi
  printf '  %s\n' "$line"
  where=${2:-${line##* }}
  {
    timeout 30 "$client" "$1" "$where" "Hello server" "How are you?"
    timeout 30 "$client" "$1" "$where" "One more"
  } >"$work/heard"
  sed 's/^/  /' <&3
  exec 3<&-
  wait "$pid"
  pid=
  sed 's/^/  /' "$work/heard"
}

exchange IPv4 ipv4
if grep -qs '^0\{31\}1 ' /proc/net/if_inet6; then
  exchange IPv6 ipv6
else
  echo "IPv6: this machine has no IPv6 loopback address; left out"
fi
exchange "Unix socket" unix "$work/socket"
