#include "turn.h"
#include "cleanup.h"
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum
{
  WAITED_FOR = 1
};

static void
give (void *data)
{
  turn *t = data;
  if (atomic_exchange (t, 0) & WAITED_FOR)
    syscall (SYS_futex, t, FUTEX_WAKE_PRIVATE, 1, NULL);
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

void
turn_take (struct turn_taken *taken, turn *t)
{
  if (turn_try (taken, t))
    return;
  /* Who has waited cannot know whether others still do.  */
  uint32_t me = mine (), waiting = me | WAITED_FOR, was;
  int error = errno;
  while (held (was = try_as (t, me, waiting), me))
    if (was == waiting || atomic_compare_exchange_strong (t, &was, waiting))
      syscall (SYS_futex, t, FUTEX_WAIT_PRIVATE, waiting, NULL);
  errno = error;
  taken_by (taken, t);
}

void
turn_give (struct turn_taken *taken)
{
  int error = errno;
  _pthread_cleanup_pop (&taken->on_leaving, false);
  give (taken->turn);
  errno = error;
}
