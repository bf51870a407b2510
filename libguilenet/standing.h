/* How the world stops, and how threads wait for it to go on.  */

#ifndef STANDING_H
#define STANDING_H

#include "collector.h"

#pragma GCC visibility push(hidden)

/* At load.  What is registered with the kernel here costs nothing in a process
   of one thread, and some 10 ms in others.  */
void standing_begin (void);

/* Makes every thread but SELF stand, outside of the library, and nobody come
   inside.  False: one cannot be stopped in time.  Either way
   ATTENTION_STOPPED, ATTENTION_CLOSED and ATTENTION_MARKING are set, to be
   ended in this order, one by one or together.  */
bool standing_stop (struct thread *self);
void standing_end (uint32_t attention);

/* A thread stood or waited since START.  */
void standing_paused (int64_t start);

/* How far down T's stack reaches, while the world stands; 0 if T is no thread
   that does.  */
uintptr_t standing_where (const struct thread *t);

/* For a thread that comes inside: waits while nobody may.  */
void standing_wait (struct thread *t);

/* After a fork, the thread that goes on is not known before it calls.  */
void standing_know (struct thread *t);

#pragma GCC visibility pop

#endif
