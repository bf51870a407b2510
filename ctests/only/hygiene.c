/* no-link: the library leaves the host's signal mask, dispositions, alternate
   stack, descriptors and their limit as they are: when it is loaded, when it
   is called from this thread and from another, and when a forked child starts
   its core again.  And no thread of Go's ever takes a signal that the host
   waits for.  */

#define _GNU_SOURCE
#include <assert.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <guilenet/library.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  DESCRIPTORS = 1024,
  /* A copy of stderr for processes that have closed it.  */
  REPORT = 1000,
  SIGNALS = 64,
  /* The kernel's SA_RESTORER.  */
  RESTORER = 0x04000000
};

/* How a host is set up before it loads the library.  */
enum
{
  WITH_STACK = 1,
  WITH_CLOSED = 2,
  WITH_ALL = 3
};

/* What is the host's.  */
struct host
{
  sigset_t mask;
  stack_t stack;
  struct sigaction actions[SIGNALS + 1];
  char is_open[DESCRIPTORS];
  struct rlimit limit;
};

static SCM (*from_int) (int);
static SCM (*number_to_string) (SCM, SCM);
static void (*get_stats) (struct guilenet_stats *);

static void __attribute__ ((noreturn))
fail (const char *when, const char *what, int which)
{
  dprintf (REPORT, "%s: %s %d\n", when, what, which);
  _exit (1);
}

static struct host
look (void)
{
  struct host h;
  memset (&h, 0, sizeof h);
  pthread_sigmask (SIG_SETMASK, NULL, &h.mask);
  sigaltstack (NULL, &h.stack);
  /* Two are the C library's own, which it says nothing about.  */
  for (int i = 1; i <= SIGNALS; i++)
    sigaction (i, NULL, &h.actions[i]);
  for (int fd = 0; fd < DESCRIPTORS; fd++)
    h.is_open[fd] = fcntl (fd, F_GETFD) >= 0;
  getrlimit (RLIMIT_NOFILE, &h.limit);
  return h;
}

static int
equal_sets (const sigset_t *a, const sigset_t *b)
{
  for (int i = 1; i <= SIGNALS; i++)
    if (sigismember (a, i) != sigismember (b, i))
      return 0;
  return 1;
}

/* Fails unless all is as it was BEFORE, but for one real-time signal that the
   host left alone: the collector's.  */
static void
same (const struct host *before, const char *when)
{
  struct host now = look ();
  int taken = 0;
  if (!equal_sets (&now.mask, &before->mask))
    fail (when, "signal mask", 0);
  if (now.stack.ss_sp != before->stack.ss_sp
      || now.stack.ss_size != before->stack.ss_size
      || now.stack.ss_flags != before->stack.ss_flags)
    fail (when, "alternate stack, flags", now.stack.ss_flags);
  for (int i = 1; i <= SIGNALS; i++)
    {
      const struct sigaction *a = &now.actions[i], *b = &before->actions[i];
      /* The C library marks whatever has passed through it.  */
      int flags = (a->sa_flags ^ b->sa_flags) & ~RESTORER;
      if (i >= SIGRTMIN && b->sa_handler == SIG_DFL && a->sa_handler != SIG_DFL
          && !taken++)
        continue;
      if (a->sa_handler != b->sa_handler || flags
          || !equal_sets (&a->sa_mask, &b->sa_mask))
        fail (when, "disposition of signal", i);
    }
  for (int fd = 0; fd < DESCRIPTORS; fd++)
    if (now.is_open[fd] != before->is_open[fd])
      fail (when, "descriptor", fd);
  if (now.limit.rlim_cur != before->limit.rlim_cur
      || now.limit.rlim_max != before->limit.rlim_max)
    fail (when, "limit of descriptors", (int) now.limit.rlim_cur);
}

/* All signals that can be blocked, as /proc writes them: not SIGKILL and
   SIGSTOP, nor the two of the C library.  */
#define BLOCKABLE                                                             \
  (~(UINT64_C (1) << 8 | UINT64_C (1) << 18 | UINT64_C (3) << 31))

static uint64_t
blocked_in (const char *task)
{
  char path[300], line[128];
  uint64_t blocked = 0;
  snprintf (path, sizeof path, "/proc/self/task/%s/status", task);
  FILE *status = fopen (path, "re");
  /* The thread has ended meanwhile.  */
  if (!status)
    return BLOCKABLE;
  while (fgets (line, sizeof line, status))
    if (sscanf (line, "SigBlk: %" SCNx64, &blocked) == 1)
      break;
  fclose (status);
  return blocked;
}

/* Fails unless all threads but this one block everything, and there are
   some.  */
static void
others_block (const char *when)
{
  DIR *tasks = opendir ("/proc/self/task");
  int others = 0;
  assert (tasks);
  for (struct dirent *task; (task = readdir (tasks));)
    {
      int tid = atoi (task->d_name);
      if (!tid || tid == gettid ())
        continue;
      uint64_t open = BLOCKABLE & ~blocked_in (task->d_name);
      if (open)
        fail (when, "a thread of Go's takes signal",
              __builtin_ctzll (open) + 1);
      others++;
    }
  closedir (tasks);
  if (!others)
    fail (when, "threads of Go's", others);
}

/* Waits for each signal in turn, as a host does that blocks it in all its
   threads, and sends it to the process.  */
static void
none_is_stolen (const char *when)
{
  sigset_t all, before;
  const struct timespec long_enough = { 10, 0 };
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  for (int i = 1; i <= SIGNALS; i++)
    {
      sigset_t one;
      sigemptyset (&one);
      if (i == SIGKILL || i == SIGSTOP || sigaddset (&one, i)
          || !sigismember (&all, i))
        continue;
      kill (getpid (), i);
      if (sigtimedwait (&one, NULL, &long_enough) != i)
        fail (when, "lost signal", i);
    }
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

/* The host sends itself signals only while it blocks them.  */
static void
handle (int signal)
{
  fail ("handler", "spurious signal", signal);
}

/* Handlers without SA_ONSTACK, most of them; and one signal ignored.  */
static void
install (int how)
{
  const int handled[]
      = { SIGUSR1, SIGTERM, SIGSEGV, SIGPIPE, SIGURG, SIGCHLD, SIGRTMAX };
  struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART };
  sigset_t blocked;
  sigaddset (&action.sa_mask, SIGUSR2);
  for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
    assert (!sigaction (handled[i], &action, NULL));
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  assert (!sigaction (SIGBUS, &action, NULL));
  signal (SIGHUP, SIG_IGN);
  sigemptyset (&blocked);
  sigaddset (&blocked, SIGTERM);
  sigaddset (&blocked, SIGCHLD);
  sigaddset (&blocked, SIGRTMAX);
  pthread_sigmask (SIG_SETMASK, &blocked, NULL);
  if (how & WITH_STACK)
    {
      stack_t stack = { .ss_sp = malloc (SIGSTKSZ), .ss_size = SIGSTKSZ };
      assert (!sigaltstack (&stack, NULL));
    }
  for (int fd = 0; how & WITH_CLOSED && fd < 3; fd++)
    close (fd);
  /* Fewer than it may have: Go would take all.  */
  struct rlimit limit;
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = DESCRIPTORS < limit.rlim_max ? DESCRIPTORS : limit.rlim_max;
  assert (!setrlimit (RLIMIT_NOFILE, &limit));
}

static void
load (const char *library)
{
  void *handle = dlopen (library, RTLD_NOW);
  if (!handle)
    fail (dlerror (), "dlopen", 0);
  from_int = (SCM (*) (int)) dlsym (handle, "scm_from_int32");
  number_to_string
      = (SCM (*) (SCM, SCM)) dlsym (handle, "scm_number_to_string");
  get_stats
      = (void (*) (struct guilenet_stats *)) dlsym (handle, "guilenet_stats");
  assert (from_int && number_to_string && get_stats);
}

/* Passes into the core, often enough for a collection of Go's.  */
static void
call (void)
{
  for (int i = 0; i < 50000; i++)
    number_to_string (from_int (i), from_int (10));
}

static void *
visit (void *when)
{
  struct host before = look ();
  call ();
  same (&before, when);
  return NULL;
}

static void
call_from_thread (const char *when)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, visit, (void *) (uintptr_t) when));
  pthread_join (thread, NULL);
}

static uint64_t
generation (void)
{
  struct guilenet_stats stats;
  get_stats (&stats);
  return stats.core_generation;
}

/* Waits for CHILD, which must end well.  */
static void
reap (pid_t child)
{
  int status;
  assert (child > 0 && waitpid (child, &status, 0) == child);
  if (status)
    fail ("child", "status", status);
}

/* A child that calls, and its child likewise.  */
static void
go_on_in_children (const struct host *before, int depth)
{
  pid_t child = fork ();
  if (child)
    {
      reap (child);
      return;
    }
  alarm (60);
  uint64_t cores = generation ();
  same (before, "forked");
  call ();
  same (before, "core started again");
  if (generation () != cores + 1)
    fail ("forked", "cores", (int) generation ());
  others_block ("core started again");
  call_from_thread ("thread of a child");
  same (before, "after a thread of a child");
  none_is_stolen ("core started again");
  if (depth > 1)
    go_on_in_children (before, depth - 1);
  _exit (0);
}

static void
run (const char *library, int how)
{
  install (how);
  struct host before = look ();
  load (library);
  same (&before, "loaded");
  call ();
  same (&before, "called");
  others_block ("called");
  call_from_thread ("thread");
  same (&before, "after a thread");
  others_block ("after a thread");
  none_is_stolen ("called");
  go_on_in_children (&before, 3);
  same (&before, "after children");
}

int
main (int argc, char **argv)
{
  assert (argc == 2);
  assert (dup3 (2, REPORT, O_CLOEXEC) == REPORT);
  for (int how = 0; how <= WITH_ALL; how++)
    {
      pid_t child = fork ();
      if (!child)
        {
          alarm (60);
          run (argv[1], how);
          _exit (0);
        }
      reap (child);
    }
  return 0;
}
