#include "turn.h"
#include "cleanup.h"
#include "collector.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Wakes a thread that waits.  One that leaves while it waits may be the one
   that was woken, and does so for another.  */
static void
wake (void *data)
{
  turn *t = data;
  syscall (SYS_futex, t, FUTEX_WAKE_PRIVATE, 1, NULL);
}

void
turn_wake (turn *t)
{
  int error = errno;
  wake (t);
  errno = error;
}

void
turn_leave (void *data)
{
  turn *t = data;
  if (atomic_exchange (t, 0) & TURN_WAITED_FOR)
    wake (t);
}

static bool
held (uint32_t word, uint32_t mine)
{
  return (word & ~(uint32_t) TURN_WAITED_FOR) == mine;
}

/* Takes T if it is free, and gives what it was.  */
static uint32_t
try_as (turn *t, uint32_t mine, uint32_t as)
{
  uint32_t was = atomic_load (t);
  while (!held (was, mine))
    if (atomic_compare_exchange_weak (t, &was, as))
      break;
  return was;
}

/* The turn may be one that a process before a fork left taken.  */
bool
turn_try_slowly (struct turn_taken *taken, turn *t)
{
  uint32_t me = turn_mine ();
  if (held (try_as (t, me, me), me))
    return false;
  turn_taken_by (taken, t);
  return true;
}

bool
turn_take_until (struct turn_taken *taken, turn *t,
                 const struct timespec *deadline)
{
  if (turn_try (taken, t))
    return true;
  /* Who has waited cannot know whether others still do.  */
  uint32_t me = turn_mine (), waiting = me | TURN_WAITED_FOR, was;
  int error = errno;
  bool late = false, got = false;
  _pthread_cleanup_push (&taken->on_leaving, wake, t);
  while (!(got = !held (was = try_as (t, me, waiting), me)) && !late)
    if (was == waiting || atomic_compare_exchange_strong (t, &was, waiting))
      late = COLLECTOR_OUTSIDE (thread (), syscall (SYS_futex, t,
                                                    FUTEX_WAIT_BITSET_PRIVATE,
                                                    waiting, deadline, NULL,
                                                    FUTEX_BITSET_MATCH_ANY))
             && errno == ETIMEDOUT;
  _pthread_cleanup_pop (&taken->on_leaving, false);
  if (got)
    turn_taken_by (taken, t);
  errno = error;
  return got;
}
