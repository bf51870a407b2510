/* What one of several threads does: makes a Unix stream pair of its own, calls
   READY, which waits for the others, then sends 64 bytes there and back COUNT
   times, calls DONE, and closes the pair.  Before, the main thread calls
   prepare.  */

#ifndef BENCH_PAIR_H
#define BENCH_PAIR_H

struct session
{
  long count;
  void (*ready) (struct session *session);
  void (*done) (struct session *session);
  /* Of the driver's: when it began and ended.  */
  long long begin, end;
};

void prepare (void);
void session (struct session *session);

#endif
