/* scm_select that is left otherwise than by returning: by a signal's handler
   that jumps out of the wait, by a condition, by the end of the thread.  What
   it has taken for many sockets is given back.  And ports that another thread
   closes meanwhile.  */

#define _GNU_SOURCE
#include "only.h"

#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum
{
  MANY = 20000,
  TIMES = 200,
  /* What one call takes for as many.  */
  TAKEN = MANY * 16,
  PORTS = 200
};

/* ppoll (2), from which a handler jumps where JUMPING.  */
static __thread sigjmp_buf out;
static bool jumping;

int
ppoll (struct pollfd *fds, nfds_t count, const struct timespec *timeout,
       const sigset_t *mask)
{
  struct timespec left = timeout ? *timeout : (struct timespec){ 0, 0 };
  if (jumping)
    siglongjmp (out, 1);
  pthread_testcancel ();
  return syscall (SYS_ppoll, fds, count, timeout ? &left : NULL, mask, 8);
}

/* MANY times the same element.  */
static SCM
many (SCM element)
{
  SCM set = SCM_EOL;
  for (int i = 0; i < MANY; i++)
    set = scm_cons (element, set);
  return set;
}

static void
jump_out (SCM set)
{
  jumping = true;
  if (!sigsetjmp (out, 1))
    {
      scm_select (set, SCM_EOL, SCM_EOL, INT (0), NONE);
      abort ();
    }
  jumping = false;
}

static SCM
select_now (void *set)
{
  return scm_select (set, SCM_EOL, SCM_EOL, INT (0), NONE);
}

static SCM
select_wrong_time (void *set)
{
  return scm_select (set, SCM_EOL, SCM_EOL, SCM_BOOL_T, NONE);
}

static void
raise_time (SCM set)
{
  assert (scm_is_pair (outcome (select_wrong_time, set)));
}

static void
raise_descriptor (SCM set)
{
  SCM closed = scm_cons (INT (-1), set);
  SCM raised = outcome (select_now, closed);
  assert (scm_is_eq (scm_car (raised), scm_from_utf8_symbol ("system-error")));
}

static void *
be_cancelled (void *set)
{
  pthread_cancel (pthread_self ());
  scm_select (set, SCM_EOL, SCM_EOL, INT (0), NONE);
  abort ();
}

static void
cancel (SCM set)
{
  pthread_t thread;
  void *result;
  assert (!pthread_create (&thread, NULL, be_cancelled, set));
  assert (!pthread_join (thread, &result) && result == PTHREAD_CANCELED);
}

static void
left_by (const char *name, void (*leave) (SCM set), SCM set)
{
  leave (set);
  size_t before = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  for (int i = 0; i < TIMES; i++)
    leave (set);
  size_t after = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  if (after > before + 4 * TAKEN)
    {
      fprintf (stderr, "%s: %zu bytes for %d calls\n", name, after - before,
               TIMES);
      exit (1);
    }
}

/* A thread that closes what the other waits for.  */

static SCM ports[PORTS];
static atomic_int closed;

static void *
close_ports (void *data)
{
  for (closed = 0; closed < PORTS; closed++)
    {
      scm_close_port (ports[closed]);
      sched_yield ();
    }
  return data;
}

static void
closing (void)
{
  pthread_t closer;
  SCM set = SCM_EOL;
  for (int i = 0; i < PORTS; i += 2)
    {
      SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      ports[i] = scm_car (pair);
      ports[i + 1] = scm_cdr (pair);
      scm_unget_byte ('x', ports[i]);
    }
  for (int i = 0; i < PORTS; i++)
    set = scm_cons (ports[i], set);
  assert (!pthread_create (&closer, NULL, close_ports, NULL));
  while (closed < PORTS)
    assert (scm_is_pair (outcome (select_now, set)));
  assert (!pthread_join (closer, NULL));
}

static void *
run (void *data)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  SCM set = many (scm_car (pair));
  left_by ("jump", jump_out, set);
  left_by ("time", raise_time, set);
  left_by ("descriptor", raise_descriptor, set);
  left_by ("cancelled", cancel, set);
  for (int i = 0; i < 20; i++)
    closing ();
  return data;
}

int
main (void)
{
  alarm (60);
  scm_with_guile (run, NULL);
}
