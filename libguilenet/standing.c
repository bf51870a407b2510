#include "standing.h"
#include "clock.h"
#include "debug.h"
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum
{
  /* How long threads are waited for; and those inside before they get the
     signal.  */
  PATIENCE = 10 * MILLISECOND,
  SIGNAL_AFTER = MILLISECOND / 2
};

static void
futex_wait (_Atomic uint32_t *word, uint32_t value, int64_t nanoseconds)
{
  struct timespec t = { nanoseconds / SECOND, nanoseconds % SECOND };
  syscall (SYS_futex, word, FUTEX_WAIT_PRIVATE, value,
           nanoseconds < 0 ? NULL : &t);
}

static void
futex_wake (_Atomic uint32_t *word)
{
  syscall (SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX);
}

/* Waits until FLAG is clear, or there is another stop than STOP.  */
static void
wait_until_clear (uint32_t flag, uint32_t stop)
{
  struct fresh *fresh = state_fresh ();
  for (;;)
    {
      uint32_t phase = atomic_load (&fresh->phase);
      if (!(atomic_load (&fresh->attention) & flag)
          || atomic_load (&fresh->stop) != stop)
        return;
      futex_wait (&fresh->phase, phase, -1);
    }
}

/* Everything that the thread had in registers is on its stack above this
   frame.  */
__attribute__ ((noinline)) static void
stand (struct thread *t)
{
  struct fresh *fresh = state_fresh ();
  uint32_t stop = atomic_load (&fresh->stop);
  atomic_store (&t->standing_at, (uintptr_t) __builtin_frame_address (0));
  if (atomic_exchange (&t->stands, stop) != stop)
    {
      atomic_fetch_add (&fresh->standing, 1);
      futex_wake (&fresh->standing);
    }
  wait_until_clear (ATTENTION_STOPPED, stop);
}

static bool
is_stopped (void)
{
  return atomic_load (&state_fresh ()->attention) & ATTENTION_STOPPED;
}

__attribute__ ((noinline)) void
collector_pause (struct thread *t)
{
  int error = errno;
  __builtin_unwind_init ();
  while (is_stopped ())
    stand (t);
  errno = error;
}

void
standing_wait (struct thread *t)
{
  struct fresh *fresh = state_fresh ();
  uintptr_t resting = collector_get (&t->resting);
  int error = errno;
  __builtin_unwind_init ();
  while (atomic_load (&fresh->attention) & ATTENTION_CLOSED)
    {
      collector_pause (t);
      collector_set (&t->resting, collector_stack_pointer ());
      wait_until_clear (ATTENTION_CLOSED, atomic_load (&fresh->stop));
      collector_set (&t->resting, resting);
    }
  errno = error;
}

void
collector_settled (void)
{
  struct fresh *fresh = state_fresh ();
  int error = errno;
  int64_t start = clock_now ();
  for (uint32_t phase = atomic_load (&fresh->phase); collector_marks ();
       phase = atomic_load (&fresh->phase))
    futex_wait (&fresh->phase, phase, -1);
  standing_paused (start);
  errno = error;
}

/* The signal.  */

static uintptr_t
interrupted_at (const ucontext_t *context)
{
#if defined __x86_64__
  return context->uc_mcontext.gregs[REG_RSP];
#else
  return context->uc_mcontext.sp;
#endif
}

/* A thread that jumped out of a call is outside, whatever it says.  */
static void
struck (int number, siginfo_t *info, void *context)
{
  struct thread *t = thread_self;
  int error = errno;
  (void) number;
  (void) info;
  if (t)
    {
      atomic_fetch_add (&t->struck, 1);
      uintptr_t at = interrupted_at (context);
      while (is_stopped ()
             && !collector_nested (t, collector_get (&t->inside), at))
        stand (t);
    }
  errno = error;
}

static bool
is_ours (int number)
{
  struct sigaction now;
  return number && !sigaction (number, NULL, &now) && now.sa_flags & SA_SIGINFO
         && now.sa_sigaction == struck;
}

/* The signal, a real-time one that the program does not use; 0: there is
   none.  */
static int
stop_signal (void)
{
  int known = atomic_load (&state->stop_signal);
  if (is_ours (known))
    return known;
  for (int number = SIGRTMAX; number >= SIGRTMIN; number--)
    {
      struct sigaction now, ours = { .sa_sigaction = struck,
                                     .sa_flags = SA_SIGINFO | SA_RESTART };
      sigfillset (&ours.sa_mask);
      if (!sigaction (number, NULL, &now) && !(now.sa_flags & SA_SIGINFO)
          && now.sa_handler == SIG_DFL && !sigaction (number, &ours, NULL))
        {
          atomic_store (&state->stop_signal, number);
          return number;
        }
    }
  return 0;
}

/* Makes every processor that runs a thread of this process pass a fence.  */
static bool
fence_all (void)
{
  return !syscall (SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

/* The stop.  */

/* T is a thread of this process that has called the library.  */
static bool
is_alive (const struct thread *t)
{
  return atomic_load (&t->owner) && t->epoch == process_number ();
}

/* T rests, and is taken to stand there: should it wake up, it waits before it
   does anything.  It may have woken up just now, and say itself where.  */
static bool
hold (struct thread *t, uint32_t stop)
{
  uintptr_t resting = atomic_load (&t->resting);
  if (!resting || atomic_load (&t->inside))
    return false;
  atomic_store (&t->standing_at, resting);
  atomic_store (&t->stands, stop);
  return true;
}

static void
signal_once (struct thread *t, uint32_t stop)
{
  int number = t->signalled == stop ? 0 : stop_signal ();
  t->signalled = stop;
  if (number)
    syscall (SYS_tgkill, getpid (), t->tid, number);
}

/* Does what is due for the threads that do not stand yet, and gives how many
   these are.  One that is inside comes out by itself, unless it has jumped
   out: after a while it gets the signal, too.  */
static uint32_t
missing (struct thread *self, uint32_t stop, bool fenced, bool waited)
{
  uint32_t count = 0;
  for (struct thread *t = atomic_load (&state->threads); t; t = t->next)
    {
      if (t == self || atomic_load (&t->stands) == stop || !is_alive (t)
          || (fenced && hold (t, stop)))
        continue;
      count++;
      if (!fenced || waited || !atomic_load (&t->inside))
        signal_once (t, stop);
    }
  return count;
}

bool
standing_stop (struct thread *self)
{
  struct fresh *fresh = state_fresh ();
  if (!(atomic_load (&fresh->attention) & ATTENTION_READY))
    return false;
  uint32_t stop = atomic_fetch_add (&state->stops, 1) + 1;
  atomic_store (&fresh->standing, 0);
  atomic_store (&fresh->stop, stop);
  atomic_fetch_or (&fresh->attention,
                   ATTENTION_STOPPED | ATTENTION_CLOSED | ATTENTION_MARKING);
  bool fenced = fence_all ();
  int64_t start = clock_now (), waited = 0;
  for (;;)
    {
      uint32_t standing = atomic_load (&fresh->standing);
      uint32_t left = missing (self, stop, fenced, waited >= SIGNAL_AFTER);
      if (!left)
        return true;
      if (waited >= PATIENCE)
        return false;
      futex_wait (&fresh->standing, standing, SIGNAL_AFTER);
      waited = clock_now () - start;
    }
}

void
standing_begin (void)
{
  syscall (SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
  atomic_store (&state_fresh ()->begun, true);
  atomic_fetch_or (&state_fresh ()->attention, ATTENTION_READY);
}

void
standing_paused (int64_t start)
{
  uint64_t pause = clock_now () - start;
  uint64_t longest = atomic_load (&state->longest_pause);
  while (pause > longest
         && !atomic_compare_exchange_weak (&state->longest_pause, &longest,
                                           pause))
    ;
}

void
standing_end (uint32_t attention)
{
  struct fresh *fresh = state_fresh ();
  atomic_fetch_and (&fresh->attention, ~attention);
  atomic_fetch_add (&fresh->phase, 1);
  futex_wake (&fresh->phase);
}

uintptr_t
standing_where (const struct thread *t)
{
  return is_alive (t)
                 && atomic_load (&t->stands)
                        == atomic_load (&state_fresh ()->stop)
             ? atomic_load (&t->standing_at)
             : 0;
}

void
standing_know (struct thread *t)
{
  struct fresh *fresh = state_fresh ();
  if (atomic_load (&fresh->attention) & ATTENTION_READY)
    return;
  uint32_t process = process_number ();
  if (t->epoch == process && gettid () != getpid ())
    return;
  t->epoch = process;
  t->tid = gettid ();
  debug_attention ();
  atomic_fetch_or (&fresh->attention, ATTENTION_READY);
}
