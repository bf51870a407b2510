/* Turns: who may work on one side of a port.  A turn is a lock that is held
   while its thread blocks on the descriptor, and that lies beside what it
   guards, in the heap.  It carries its process's number: one that another
   thread held at the fork is free in the child.  */

#ifndef TURN_H
#define TURN_H

#include "cleanup.h"
#include <time.h>

#pragma GCC visibility push(hidden)

/* 0 when free; else its process's number, and in bit 0 whether a thread
   waits.  */
typedef _Atomic uint32_t turn;
enum
{
  TURN_WAITED_FOR = 1
};

static inline uint32_t
turn_mine (void)
{
  return process_number () << 1;
}

/* A turn taken, in the frame of the function that has it.  A frame that is
   left by longjmp, pthread_exit or cancellation gives it back.  */
struct turn_taken
{
  struct _pthread_cleanup_buffer on_leaving;
  turn *turn;
};

/* The routine that gives back a turn, and the slow ways.  */
void turn_leave (void *turn);
void turn_wake (turn *turn);
bool turn_try_slowly (struct turn_taken *taken, turn *turn);

static inline void
turn_taken_by (struct turn_taken *taken, turn *turn)
{
  taken->turn = turn;
  cleanup_push (thread (), &taken->on_leaving, turn_leave, turn);
}

/* Takes a turn if nobody has it, else false.  */
static inline bool
turn_try (struct turn_taken *taken, turn *turn)
{
  uint32_t none = 0, mine = turn_mine ();
  if (!atomic_compare_exchange_strong (turn, &none, mine))
    return turn_try_slowly (taken, turn);
  turn_taken_by (taken, turn);
  return true;
}

/* Waits for a turn until DEADLINE, by CLOCK_MONOTONIC, or for ever if it is
   NULL.  */
bool turn_take_until (struct turn_taken *taken, turn *turn,
                      const struct timespec *deadline);

static inline void
turn_take (struct turn_taken *taken, turn *turn)
{
  if (!turn_try (taken, turn))
    turn_take_until (taken, turn, NULL);
}

static inline void
turn_give (struct turn_taken *taken)
{
  turn *turn = taken->turn;
  cleanup_pop (thread (), &taken->on_leaving);
  if (UNLIKELY (atomic_exchange (turn, 0) & TURN_WAITED_FOR))
    turn_wake (turn);
}

#pragma GCC visibility pop

#endif
