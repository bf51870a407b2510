/* An operation.  NAME.c does it by the scm API and is built twice, with
   libguile and with libguilenet; NAME_raw.c makes the same system calls on the
   same buffers.  Each becomes a shared object with these three functions,
   which are called by one thread.  */

#ifndef BENCH_OP_H
#define BENCH_OP_H

void setup (void);
void run (long count);
void teardown (void);

#endif
