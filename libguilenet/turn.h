/* Turns: who may work on one side of a port.  A turn is a lock that is held
   while its thread blocks on the descriptor, and that lies beside what it
   guards, in the heap.  It carries its process's number: one that another
   thread held at the fork is free in the child.  */

#ifndef TURN_H
#define TURN_H

#include "state.h"
#include <time.h>

#pragma GCC visibility push(hidden)

/* 0 when free; else its process's number, and in bit 0 whether a thread
   waits.  */
typedef _Atomic uint32_t turn;

/* A turn taken, in the frame of the function that has it.  A frame that is
   left by longjmp, pthread_exit or cancellation gives it back.  */
struct turn_taken
{
  struct _pthread_cleanup_buffer on_leaving;
  turn *turn;
};

void turn_take (struct turn_taken *taken, turn *turn);

/* The same if it comes before DEADLINE, by CLOCK_MONOTONIC, else false.  */
bool turn_take_until (struct turn_taken *taken, turn *turn,
                      const struct timespec *deadline);

/* The same if nobody has it, else false.  */
bool turn_try (struct turn_taken *taken, turn *turn);

void turn_give (struct turn_taken *taken);

#pragma GCC visibility pop

#endif
