#include "turn.h"
#include "cleanup.h"
#include "collector.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum
{
  WAITED_FOR = 1
};

/* Wakes a thread that waits.  One that leaves while it waits may be the one
   that was woken, and does so for another.  */
static void
wake (void *data)
{
  turn *t = data;
  syscall (SYS_futex, t, FUTEX_WAKE_PRIVATE, 1, NULL);
}

static void
give (void *data)
{
  turn *t = data;
  if (atomic_exchange (t, 0) & WAITED_FOR)
    wake (t);
}

static bool
held (uint32_t word, uint32_t mine)
{
  return (word & ~(uint32_t) WAITED_FOR) == mine;
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

static uint32_t
mine (void)
{
  return process_number () << 1;
}

static void
taken_by (struct turn_taken *taken, turn *t)
{
  taken->turn = t;
  _pthread_cleanup_push (&taken->on_leaving, give, t);
}

bool
turn_try (struct turn_taken *taken, turn *t)
{
  uint32_t me = mine ();
  if (held (try_as (t, me, me), me))
    return false;
  taken_by (taken, t);
  return true;
}

bool
turn_take_until (struct turn_taken *taken, turn *t,
                 const struct timespec *deadline)
{
  if (turn_try (taken, t))
    return true;
  /* Who has waited cannot know whether others still do.  */
  uint32_t me = mine (), waiting = me | WAITED_FOR, was;
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
    taken_by (taken, t);
  errno = error;
  return got;
}

void
turn_take (struct turn_taken *taken, turn *t)
{
  turn_take_until (taken, t, NULL);
}

void
turn_give (struct turn_taken *taken)
{
  int error = errno;
  _pthread_cleanup_pop (&taken->on_leaving, false);
  give (taken->turn);
  errno = error;
}
