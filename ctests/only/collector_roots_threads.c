/* What a thread keeps alive while another one collects: in frames and
   registers, wherever the thread is: blocked in the program's calls or the
   library's, with all signals blocked, in a handler with a stack of its own,
   in a coroutine, outside Guile mode.  The values are known there alone, are
   then what they were, and go with the thread.  */

#define _GNU_SOURCE
#include "collector.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>

enum
{
  /* A thread has a few values, at different depths.  */
  VALUES = 4,
  OWN_STACK = 1 << 17
};

struct held
{
  const struct way *way;
  struct hidden hidden[VALUES];
  int count;
  atomic_bool ready;
  pid_t tid;
  /* What the thread waits for, and what comes there.  */
  int pipe[2];
  SCM socket, peer;
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  bool may_go;
  atomic_bool go;
};

/* A way to hold a value and to wait.  BODY says where it comes to wait.  */
struct way
{
  const char *name;
  void (*body) (struct held *h);
  void (*release) (struct held *h);
  /* The thread runs on instead.  */
  bool runs;
};

static void
fail (const char *name, const char *what)
{
  fprintf (stderr, "%s: %s\n", name, what);
  _exit (1);
}

static __attribute__ ((noinline)) SCM
another (struct held *h)
{
  SCM value = numbered (h->count + 1);
  h->hidden[h->count++] = hide (value);
  return value;
}

static void
look (struct held *h, SCM value, int number)
{
  if (!is_numbered (value, number))
    fail (h->way->name, "a value is not what it was");
}

/* The waits.  */

static void
wait_in_read (struct held *h)
{
  char byte;
  h->ready = true;
  while (read (h->pipe[0], &byte, 1) != 1)
    ;
}

static void
write_byte (struct held *h)
{
  assert (write (h->pipe[1], "", 1) == 1);
}

static void
wait_in_recv (struct held *h)
{
  SCM buffer = scm_c_make_bytevector (8);
  h->hidden[h->count++] = hide (buffer);
  h->ready = true;
  assert (scm_to_int (scm_recv (h->socket, buffer, NONE)) == 8);
  assert (scm_c_bytevector_ref (buffer, 7) == 5);
}

static __attribute__ ((noinline)) void
send_bytes (struct held *h)
{
  scm_send (h->peer, scm_make_bytevector (INT (8), INT (5)), NONE);
}

static void
wait_for_condition (struct held *h)
{
  pthread_mutex_lock (&h->mutex);
  h->ready = true;
  while (!h->may_go)
    pthread_cond_wait (&h->condition, &h->mutex);
  pthread_mutex_unlock (&h->mutex);
}

static void
signal_condition (struct held *h)
{
  pthread_mutex_lock (&h->mutex);
  h->may_go = true;
  pthread_cond_signal (&h->condition);
  pthread_mutex_unlock (&h->mutex);
}

static void
set_go (struct held *h)
{
  h->go = true;
}

/* The ways to hold.  */

static void
in_read (struct held *h)
{
  SCM value = another (h);
  wait_in_read (h);
  look (h, value, 1);
}

static void
in_recv (struct held *h)
{
  SCM value = another (h);
  wait_in_recv (h);
  look (h, value, 1);
}

static void
in_condition (struct held *h)
{
  SCM value = another (h);
  wait_for_condition (h);
  look (h, value, 1);
}

static void
block_signals (void)
{
  sigset_t all;
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, NULL);
}

static void
in_recv_with_signals_blocked (struct held *h)
{
  block_signals ();
  in_recv (h);
}

/* In a register, and nowhere in memory: the word is made from the hidden one,
   and is there until the flag is set.  */
static __attribute__ ((noinline)) void
in_register (struct held *h)
{
  another (h);
  uintptr_t word = 0;
  forget ();
  word = h->hidden[0].word ^ hidden_mask;
#if defined __x86_64__
  register uintptr_t kept __asm__("r13") = word;
  __asm__ volatile("xorl %%eax, %%eax\n\t"
                   "movb $1, %1\n"
                   "1:\tpause\n\t"
                   "cmpb $0, %2\n\t"
                   "je 1b"
                   : "+r"(kept), "=m"(h->ready)
                   : "m"(h->go)
                   : "eax", "memory");
  word = kept;
#else
  h->ready = true;
  while (!h->go)
    __asm__ volatile("" : "+r"(word));
#endif
  look (h, (SCM) word, 1);
}

/* A pointer into the stack's own frames is what alloca and arrays are.  */
static void
in_array (struct held *h)
{
  SCM array[2000];
  memset (array, 0, sizeof array);
  array[0] = another (h);
  array[1999] = another (h);
  __asm__ volatile("" : : "r"(array) : "memory");
  wait_in_read (h);
  __asm__ volatile("" : : "r"(array) : "memory");
  look (h, array[0], 1);
  look (h, array[1999], 2);
}

static void
deeper (struct held *h, int depth)
{
  char frame[1000];
  SCM value = depth % 16 ? NONE : another (h);
  int number = h->count;
  __asm__ volatile("" : : "r"(frame) : "memory");
  if (depth)
    deeper (h, depth - 1);
  else
    wait_in_read (h);
  __asm__ volatile("" : : "r"(frame) : "memory");
  if (!scm_is_eq (value, NONE))
    look (h, value, number);
}

static void
in_depth (struct held *h)
{
  deeper (h, 48);
}

/* In a handler for a signal, on a stack of its own.  */

static __thread struct held *handled;
static __thread void (*handled_wait) (struct held *h);

static void
handle (int number)
{
  SCM value = another (handled);
  (void) number;
  handled_wait (handled);
  look (handled, value, 2);
}

static void
raise_on_own_stack (struct held *h, void (*wait) (struct held *h), bool own)
{
  stack_t stack = { .ss_sp = malloc (OWN_STACK), .ss_size = OWN_STACK };
  stack_t none = { .ss_flags = SS_DISABLE };
  struct sigaction action
      = { .sa_handler = handle, .sa_flags = own ? SA_ONSTACK : 0 };
  if (own)
    memset (stack.ss_sp, 0, OWN_STACK);
  assert (!sigaltstack (&stack, NULL) && !sigaction (SIGUSR1, &action, NULL));
  handled = h;
  handled_wait = wait;
  raise (SIGUSR1);
  sigaltstack (&none, NULL);
  free (stack.ss_sp);
}

static void
in_handler (struct held *h)
{
  SCM value = another (h);
  raise_on_own_stack (h, wait_in_read, false);
  look (h, value, 1);
}

static void
in_handler_on_own_stack (struct held *h)
{
  SCM value = another (h);
  raise_on_own_stack (h, wait_in_read, true);
  look (h, value, 1);
}

static void
in_handler_on_own_stack_in_recv (struct held *h)
{
  SCM value = another (h);
  raise_on_own_stack (h, wait_in_recv, true);
  look (h, value, 1);
}

/* Below a frame of which most was never touched.  */
static __attribute__ ((noinline)) void
below (struct held *h, void (*body) (struct held *h))
{
  char untouched[1 << 18];
  __asm__ volatile("" : : "r"(untouched));
  body (h);
  __asm__ volatile("" : : "r"(untouched));
}

static void
below_large_frame (struct held *h)
{
  below (h, in_read);
}

static void
in_handler_below_large_frame (struct held *h)
{
  below (h, in_handler_on_own_stack);
}

/* In a coroutine, whose stack came from malloc.  */

static __thread ucontext_t outside, coroutine;

static void
run_coroutine (void)
{
  SCM value = another (handled);
  handled_wait (handled);
  look (handled, value, 2);
}

static void
in_coroutine_that (struct held *h, void (*wait) (struct held *h))
{
  SCM value = another (h);
  char *stack = calloc (1, OWN_STACK);
  handled = h;
  handled_wait = wait;
  getcontext (&coroutine);
  coroutine.uc_stack.ss_sp = stack;
  coroutine.uc_stack.ss_size = OWN_STACK;
  coroutine.uc_link = &outside;
  makecontext (&coroutine, run_coroutine, 0);
  swapcontext (&outside, &coroutine);
  look (h, value, 1);
  free (stack);
}

static void
in_coroutine_in_read (struct held *h)
{
  in_coroutine_that (h, wait_in_read);
}

static void
in_coroutine_in_recv (struct held *h)
{
  in_coroutine_that (h, wait_in_recv);
}

/* Outside Guile mode, and inside again.  */

static void *
without_guile (void *data)
{
  wait_in_read (data);
  return data;
}

static void
out_of_guile (struct held *h)
{
  SCM value = another (h);
  scm_without_guile (without_guile, h);
  look (h, value, 1);
}

static void
out_of_guile_with_signals_blocked (struct held *h)
{
  block_signals ();
  out_of_guile (h);
}

static void *
with_guile_again (void *data)
{
  struct held *h = data;
  SCM value = another (h);
  wait_in_recv (h);
  look (h, value, 2);
  return h;
}

static void *
without_guile_for_a_while (void *data)
{
  scm_with_guile (with_guile_again, data);
  return data;
}

static void
in_guile_again (struct held *h)
{
  SCM value = another (h);
  scm_without_guile (without_guile_for_a_while, h);
  look (h, value, 1);
}

static void
in_guile_again_with_signals_blocked (struct held *h)
{
  block_signals ();
  in_guile_again (h);
}

/* In a catch's body; and in a handler that has been called for a condition,
   before anything is unwound.  */

static SCM
wait_in_body (void *data)
{
  struct held *h = data;
  SCM value = another (h);
  wait_in_recv (h);
  look (h, value, 2);
  return SCM_BOOL_T;
}

static void
in_catch (struct held *h)
{
  SCM value = another (h);
  assert (scm_is_true (outcome (wait_in_body, h)));
  look (h, value, 1);
}

static SCM throw (void *data)
{
  SCM key = scm_from_utf8_symbol ("thrown");
  SCM value = another (data);
  scm_throw (key, scm_list_1 (value));
}

static SCM
wait_in_throw_handler (void *data, SCM key, SCM args)
{
  struct held *h = data;
  (void) key;
  wait_in_recv (h);
  look (h, scm_car (args), 2);
  return SCM_BOOL_T;
}

static SCM
body_with_handler (void *data)
{
  return scm_c_with_throw_handler (SCM_BOOL_T, throw, data,
                                   wait_in_throw_handler, data, 0);
}

static void
in_throw_handler (struct held *h)
{
  SCM value = another (h);
  SCM raised = outcome (body_with_handler, h);
  look (h, scm_cadr (raised), 2);
  look (h, value, 1);
}

static const struct way ways[] = {
  { "read", in_read, write_byte, false },
  { "recv", in_recv, send_bytes, false },
  { "a condition variable", in_condition, signal_condition, false },
  { "recv, signals blocked", in_recv_with_signals_blocked, send_bytes, false },
  { "a register", in_register, set_go, true },
  { "an array", in_array, write_byte, false },
  { "many frames", in_depth, write_byte, false },
  { "a large frame", below_large_frame, write_byte, false },
  { "a handler", in_handler, write_byte, false },
  { "a handler's own stack", in_handler_on_own_stack, write_byte, false },
  { "a handler's own stack, recv", in_handler_on_own_stack_in_recv, send_bytes,
    false },
  { "a handler's own stack, large frame", in_handler_below_large_frame,
    write_byte, false },
  { "a coroutine", in_coroutine_in_read, write_byte, false },
  { "a coroutine, recv", in_coroutine_in_recv, send_bytes, false },
  { "without Guile", out_of_guile, write_byte, false },
  { "without Guile, signals blocked", out_of_guile_with_signals_blocked,
    write_byte, false },
  { "with Guile again", in_guile_again, send_bytes, false },
  { "with Guile again, signals blocked", in_guile_again_with_signals_blocked,
    send_bytes, false },
  { "a catch", in_catch, send_bytes, false },
  { "a throw handler", in_throw_handler, send_bytes, false },
};

static void *
in_guile (void *data)
{
  struct held *h = data;
  h->tid = syscall (SYS_gettid);
  h->way->body (h);
  return data;
}

static void *
run (void *data)
{
  return scm_with_guile (in_guile, data);
}

static bool
sleeps (pid_t tid)
{
  char path[64], state = 0;
  snprintf (path, sizeof path, "/proc/self/task/%d/stat", tid);
  FILE *f = fopen (path, "r");
  assert (f && fscanf (f, "%*d (%*[^)]) %c", &state) == 1);
  fclose (f);
  return state == 'S';
}

static __attribute__ ((noinline)) void
begin (struct held *h, const struct way *way)
{
  memset (h, 0, sizeof *h);
  h->way = way;
  assert (!pipe (h->pipe));
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  h->socket = scm_car (pair);
  h->peer = scm_cdr (pair);
  pthread_mutex_init (&h->mutex, NULL);
  pthread_cond_init (&h->condition, NULL);
}

static __attribute__ ((noinline)) int
left (const struct held *h)
{
  int left = 0;
  for (int i = 0; i < h->count; i++)
    left += lives (h->hidden[i]);
  return left;
}

static void
hold (const struct way *way)
{
  /* What it has are the ports alone.  */
  static struct held h;
  pthread_t thread;
  void *result;
  begin (&h, way);
  assert (!pthread_create (&thread, NULL, run, &h));
  while (!h.ready)
    sched_yield ();
  while (!way->runs && !sleeps (h.tid))
    sched_yield ();
  collect (3);
  if (!h.count || left (&h) != h.count)
    fail (way->name, "a value is gone");
  way->release (&h);
  assert (!pthread_join (thread, &result));
  /* A condition ends scm_with_guile with NULL.  */
  assert (result == &h);
  collect (2);
  if (left (&h))
    fail (way->name, "values stay after the thread's end");
  scm_close_port (h.socket);
  scm_close_port (h.peer);
  close (h.pipe[0]);
  close (h.pipe[1]);
}

/* Each in a process of its own.  The name of one way may be given.  */
int
main (int argc, char **argv)
{
  int failed = 0;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (argc < 2 || !strcmp (argv[1], ways[i].name))
      {
        int status;
        pid_t child = fork ();
        if (!child)
          {
            alarm (10);
            scm_init_guile ();
            hold (&ways[i]);
            _exit (0);
          }
        assert (child > 0 && waitpid (child, &status, 0) == child);
        if (status)
          fprintf (stderr, "%s: wait status %x\n", ways[i].name, status);
        failed += status != 0;
      }
  return failed > 0;
}
