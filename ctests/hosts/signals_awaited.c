/* no-link: a host that blocks SIGTERM, SIGCHLD and SIGALRM, before or after it
   loads the library, and takes them by sigwait and from a signalfd, gets every
   one of them, while other threads are in the core; and so does its forked
   child, whose core is another.  */

#define _GNU_SOURCE
#include <assert.h>
#include <dlfcn.h>
#include <guilenet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  SENT = 1000,
  TIMED = 200,
  CHILDREN = 50,
  BUSY = 2
};

static __typeof__ (scm_from_utf8_string) *from_string;
static __typeof__ (scm_string_to_number) *string_to_number;
static __typeof__ (guilenet_stats) *get_stats;
static SCM digits;

static void
load (const char *path)
{
  void *library = dlopen (path, RTLD_NOW);
  if (!library)
    fprintf (stderr, "%s\n", dlerror ());
  assert (library);
  from_string
      = (__typeof__ (from_string)) dlsym (library, "scm_from_utf8_string");
  string_to_number = (__typeof__ (string_to_number)) dlsym (
      library, "scm_string_to_number");
  get_stats = (__typeof__ (get_stats)) dlsym (library, "guilenet_stats");
  assert (from_string && string_to_number && get_stats);
  digits = from_string ("123456");
}

/* Passes into the core, and leaves nothing behind but garbage of Go's.  */
static void
call (void)
{
  string_to_number (digits, (SCM) 0x904);
}

static sigset_t
awaited (void)
{
  sigset_t set;
  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGCHLD);
  sigaddset (&set, SIGALRM);
  return set;
}

static void
block (void)
{
  sigset_t set = awaited ();
  assert (!pthread_sigmask (SIG_BLOCK, &set, NULL));
}

static atomic_bool over;
static atomic_int rounds;

static void *
be_busy (void *data)
{
  while (!over)
    {
      call ();
      rounds++;
    }
  return data;
}

/* Two ways to take the next signal.  */

static int
by_sigwait (void)
{
  sigset_t set = awaited ();
  int number;
  assert (!sigwait (&set, &number));
  return number;
}

static int descriptor;

static int
from_descriptor (void)
{
  struct signalfd_siginfo info;
  assert (read (descriptor, &info, sizeof info) == sizeof info);
  return (int) info.ssi_signo;
}

static int (*const ways[]) (void) = { by_sigwait, from_descriptor };

static void
have_child (void)
{
  pid_t child = fork ();
  int status;
  if (!child)
    _exit (0);
  assert (child > 0 && ways[child % 2]() == SIGCHLD);
  assert (waitpid (child, &status, 0) == child && status == 0);
}

static int
take_all (void)
{
  struct itimerval soon = { { 0, 0 }, { 0, 200 } };
  for (int i = 0; i < SENT; i++)
    {
      assert (!kill (getpid (), SIGTERM));
      assert (ways[i % 2]() == SIGTERM);
    }
  for (int i = 0; i < TIMED; i++)
    {
      assert (!setitimer (ITIMER_REAL, &soon, NULL));
      assert (ways[i % 2]() == SIGALRM);
    }
  for (int i = 0; i < CHILDREN; i++)
    have_child ();
  return SENT + TIMED + CHILDREN;
}

/* The signals are blocked in all threads of the host.  */
static int
take_beside_busy_threads (void)
{
  pthread_t busy[BUSY];
  over = false;
  rounds = 0;
  for (int i = 0; i < BUSY; i++)
    assert (!pthread_create (&busy[i], NULL, be_busy, NULL));
  while (rounds < 1000)
    call ();
  int taken = take_all ();
  over = true;
  for (int i = 0; i < BUSY; i++)
    assert (!pthread_join (busy[i], NULL));
  return taken;
}

static uint64_t
cores (void)
{
  struct guilenet_stats stats;
  get_stats (&stats);
  return stats.core_generation;
}

static void
run (const char *path, bool before)
{
  sigset_t set = awaited ();
  if (before)
    block ();
  load (path);
  for (int i = 0; i < 1000; i++)
    call ();
  if (!before)
    block ();
  descriptor = signalfd (-1, &set, SFD_CLOEXEC);
  assert (descriptor >= 0);
  int taken = take_beside_busy_threads ();
  pid_t child = fork ();
  if (!child)
    {
      uint64_t known = cores ();
      take_beside_busy_threads ();
      _exit (cores () != known + 1);
    }
  assert (child > 0 && ways[0]() == SIGCHLD);
  int status;
  assert (waitpid (child, &status, 0) == child && status == 0);
  printf ("blocked %s the load: %d signals taken, as many in the child\n",
          before ? "before" : "after", taken);
}

/* Ends this process in a minute: a lost signal would be awaited for ever.  */
static void
limit_time (void)
{
  struct sigevent event
      = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
  struct itimerspec minute = { .it_value = { 60, 0 } };
  timer_t timer;
  assert (!timer_create (CLOCK_MONOTONIC, &event, &timer));
  assert (!timer_settime (timer, 0, &minute, NULL));
}

int
main (int argc, char **argv)
{
  assert (argc == 2);
  for (int before = 0; before < 2; before++)
    {
      int status;
      pid_t host = fork ();
      if (!host)
        {
          limit_time ();
          run (argv[1], before);
          fflush (stdout);
          _exit (0);
        }
      assert (host > 0 && waitpid (host, &status, 0) == host);
      if (status)
        fprintf (stderr, "wait status %x\n", status);
      assert (!status);
    }
  return 0;
}
