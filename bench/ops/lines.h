/* Lines of 80 bytes go through a Unix stream pair, each side with a buffer of
   4096 bytes.  One thread does both sides, so it writes a batch, flushes it,
   and then reads it; an operation is one line.  */

#ifndef BENCH_LINES_H
#define BENCH_LINES_H

enum
{
  LINE = 80,
  BATCH = 200,
  BUFFER = 4096
};

#endif
