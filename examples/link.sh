#!/bin/sh
# Prints the command that compiles and links one C file, PROGRAM.c, with
# libguilenet.
#   link.sh built SOURCE BUILD [PROGRAM]   in the tree SOURCE, built in BUILD
#   link.sh installed PREFIX [PROGRAM]     installed under PREFIX
case $1 in
built)
  echo "gcc ${4:-program}.c -I$2/include -I$2/include/guilenet/compat" \
    "-L$3 -Wl,-rpath,$3 -lguilenet -o ${4:-program}"
  ;;
installed)
  echo "gcc ${3:-program}.c" \
    "\$(PKG_CONFIG_PATH=$2/lib/pkgconfig pkg-config --cflags --libs guilenet)" \
    "-Wl,-rpath,$2/lib -o ${3:-program}"
  ;;
esac
