/* Signals that strike threads thousands of times a second while they call the
   library, by handlers that were installed without SA_ONSTACK and use 16 KiB
   of stack.  The two programs that include this differ in how the library is
   loaded, and reach it through API.  */

#ifndef STORM_H
#define STORM_H

#include <assert.h>
#include <errno.h>
#include <guilenet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* What the programs call.  */
#define STORM_NAMES(X)                                                        \
  X (scm_from_int32)                                                          \
  X (scm_to_int32)                                                            \
  X (scm_from_utf8_string)                                                    \
  X (scm_string_to_number)                                                    \
  X (scm_number_to_string)                                                    \
  X (scm_to_utf8_string)                                                      \
  X (scm_inet_pton)                                                           \
  X (scm_car)                                                                 \
  X (scm_cdr)                                                                 \
  X (scm_cadr)                                                                \
  X (scm_internal_catch)                                                      \
  X (scm_cons)                                                                \
  X (scm_socketpair)                                                          \
  X (scm_c_make_bytevector)                                                   \
  X (SCM_BYTEVECTOR_CONTENTS)                                                 \
  X (scm_send)                                                                \
  X (scm_recv)                                                                \
  X (scm_close_port)                                                          \
  X (guilenet_stats)

#define STORM_POINTER(name) __typeof__ (name) *name;
static struct
{
  STORM_NAMES (STORM_POINTER)
} api;

enum
{
  THREADS = 4,
  /* What a handler uses of the stack.  */
  DEEP = 16 << 10,
  /* The largest stack of a goroutine's that is believed.  */
  GOROUTINE_MAX = 1 << 20,
  KIB = 1024
};
#define TRUE_WORD ((SCM) 0x404)
#define UNDEFINED_WORD ((SCM) 0x904)

static atomic_int struck, on_goroutines, least_room = GOROUTINE_MAX;
static atomic_bool damaged, overrun;

/* The goroutine that is known to run in this thread, while a handler that
   interrupted it does.  */
struct bounds
{
  uintptr_t low, high;
};
static _Thread_local struct bounds interrupted;

/* The bounds of the goroutine's stack that CONTEXT is on; empty if it is on
   none.  Go code has its goroutine in a register, and that begins with the
   bounds.  The register may hold anything else, so what it points to is read
   by the kernel.  */
static struct bounds
goroutine_of (const ucontext_t *context)
{
  struct bounds found = { 0, 0 };
#if defined __x86_64__
  uintptr_t at = context->uc_mcontext.gregs[REG_RSP];
  uintptr_t goroutine = context->uc_mcontext.gregs[REG_R14];
#elif defined __aarch64__
  uintptr_t at = context->uc_mcontext.sp;
  uintptr_t goroutine = context->uc_mcontext.regs[28];
#endif
  struct iovec to = { &found, sizeof found };
  struct iovec from = { (void *) goroutine, sizeof found };
  if (at >= interrupted.low && at < interrupted.high)
    return interrupted;
  if (goroutine % sizeof (void *)
      || process_vm_readv (getpid (), &to, 1, &from, 1, 0) != sizeof found
      || at < found.low || at > found.high
      || found.high - found.low > GOROUTINE_MAX)
    return (struct bounds){ 0, 0 };
  return found;
}

/* Fills the room that handlers are promised, and sees whether anybody else is
   using it.  */
static void
use_stack (struct bounds goroutine, int number)
{
  volatile unsigned char room[DEEP];
  for (size_t i = 0; i < sizeof room; i++)
    room[i] = i * 7 + number;
  if (goroutine.high)
    {
      int left = (int) ((intptr_t) room - (intptr_t) goroutine.low);
      int least = least_room;
      on_goroutines++;
      overrun = overrun || left < 0;
      while (left < least
             && !atomic_compare_exchange_weak (&least_room, &least, left))
        ;
    }
  for (size_t i = 0; i < sizeof room; i++)
    if (room[i] != (unsigned char) (i * 7 + number))
      damaged = true;
}

static void
strike (int number, siginfo_t *info, void *context)
{
  int error = errno;
  struct bounds before = interrupted, now = goroutine_of (context);
  (void) info;
  if (now.high)
    interrupted = now;
  use_stack (now, number);
  interrupted = before;
  struck++;
  errno = error;
}

/* Installs strike in one of the two ways that know no SA_ONSTACK.  The kernel
   passes the context in either.  */
static void
install (int number, bool by_signal)
{
  struct sigaction action = { .sa_sigaction = strike, .sa_flags = SA_SIGINFO };
  sigfillset (&action.sa_mask);
  if (by_signal)
    assert (signal (number, (sighandler_t) (void *) strike) != SIG_ERR);
  else
    assert (!sigaction (number, &action, NULL));
}

static void
install_before_load (void)
{
  install (SIGUSR1, true);
  install (SIGUSR2, false);
}

static void
install_after_load (void)
{
  install (SIGVTALRM, true);
  install (SIGALRM, false);
}

static SCM
refused (void *data)
{
  return api.scm_car (data);
}

static SCM
keep (void *data, SCM key, SCM args)
{
  (void) data;
  return api.scm_cons (key, args);
}

static SCM
text (const char *characters)
{
  return api.scm_from_utf8_string (characters);
}

struct caller
{
  /* A timer strikes this thread alone with NUMBER, so often in a second.  */
  int number, frequency, calls;
  pthread_t thread;
};

/* A call of each way through the library, each with a result to compare.  */

static void
cross (int i, SCM address, SCM digits)
{
  SCM family = api.scm_from_int32 (AF_INET);
  assert (api.scm_inet_pton (family, address)
          == api.scm_from_int32 (0x7f000001));
  assert (api.scm_string_to_number (digits, UNDEFINED_WORD)
          == api.scm_from_int32 (123456));
  if (i % 64)
    return;
  char *written = api.scm_to_utf8_string (
      api.scm_number_to_string (api.scm_from_int32 (i), UNDEFINED_WORD));
  assert (atoi (written) == i);
  free (written);
  SCM raised = api.scm_internal_catch (TRUE_WORD, refused, digits, keep, NULL);
  char *subr = api.scm_to_utf8_string (api.scm_cadr (raised));
  assert (!strcmp (subr, "car"));
  free (subr);
}

static void
exchange (int i, SCM pair, SCM message, SCM buffer)
{
  int *sent = (int *) api.SCM_BYTEVECTOR_CONTENTS (message);
  int *got = (int *) api.SCM_BYTEVECTOR_CONTENTS (buffer);
  *sent = i;
  assert (api.scm_to_int32 (
              api.scm_send (api.scm_car (pair), message, UNDEFINED_WORD))
          == sizeof i);
  assert (api.scm_to_int32 (
              api.scm_recv (api.scm_cdr (pair), buffer, UNDEFINED_WORD))
          == sizeof i);
  assert (*got == i);
}

static timer_t
start_timer (const struct caller *c)
{
  struct sigevent event
      = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = c->number };
  long period = 1000000000 / c->frequency;
  struct itimerspec often = { { 0, period }, { 0, period } };
  timer_t timer;
  event._sigev_un._tid = gettid ();
  assert (!timer_create (CLOCK_MONOTONIC, &event, &timer));
  assert (!timer_settime (timer, 0, &often, NULL));
  return timer;
}

static void *
call (void *data)
{
  struct caller *c = data;
  SCM zero = api.scm_from_int32 (0);
  SCM pair = api.scm_socketpair (api.scm_from_int32 (AF_UNIX),
                                 api.scm_from_int32 (SOCK_STREAM), zero);
  SCM message = api.scm_c_make_bytevector (sizeof (int));
  SCM buffer = api.scm_c_make_bytevector (sizeof (int));
  SCM address = text ("127.0.0.1"), digits = text ("123456");
  timer_t timer = start_timer (c);
  for (int i = 0; i < c->calls / 2; i++)
    {
      cross (i, address, digits);
      if (i % 16 == 0)
        exchange (i, pair, message, buffer);
    }
  assert (!timer_delete (timer));
  api.scm_close_port (api.scm_car (pair));
  api.scm_close_port (api.scm_cdr (pair));
  return NULL;
}

/* CALLS that pass into the core, by each of the threads, under their own
   timers and the process's.  */
static void
storm (const char *where, int calls)
{
  struct caller callers[THREADS] = { { SIGUSR1, 10000, calls, 0 },
                                     { SIGUSR2, 10000, calls, 0 },
                                     { SIGVTALRM, 10000, calls, 0 },
                                     { SIGUSR2, 1000, calls, 0 } };
  struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
  struct guilenet_stats before, after;
  struck = on_goroutines = 0;
  api.guilenet_stats (&before);
  assert (!setitimer (ITIMER_REAL, &often, NULL));
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_create (&callers[i].thread, NULL, call, &callers[i]));
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (callers[i].thread, NULL));
  assert (!setitimer (ITIMER_REAL, &never, NULL));
  api.guilenet_stats (&after);
  printf ("%s: %ju crossings in %d threads, %d signals, %d of them on"
          " goroutines; room beyond 16 KiB: %d KiB\n",
          where, (uintmax_t) (after.crossings - before.crossings), THREADS,
          struck, on_goroutines, least_room / KIB);
  fflush (stdout);
  assert (after.crossings - before.crossings >= (uint64_t) calls * THREADS);
  assert (!damaged && !overrun && struck > 1000);
  /* Else nothing was shown.  */
  assert (on_goroutines > 100);
}

/* The same in a forked child, whose core is another.  */
static void
storm_in_child (int calls)
{
  int status;
  pid_t child = fork ();
  if (!child)
    {
      storm ("child", calls);
      _exit (0);
    }
  assert (child > 0 && waitpid (child, &status, 0) == child);
  assert (status == 0);
}

#endif
