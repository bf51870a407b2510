/* Every entry that blocks goes on when a signal interrupts it: each is
   interrupted, not just struck, a thousand times, and then still does what it
   was called for.  scm_select alone ends, with nothing ready, and close(2) is
   not made again: Linux has closed the descriptor then.  */

#define _GNU_SOURCE
#include "waits.h"

#include <netinet/in.h>

enum
{
  INTERRUPTIONS = 1000,
  MANY = 1 << 20
};

static atomic_int struck;
static int all_struck, all_interrupted, waits_made;

static void
strike (int number)
{
  volatile char room[16 << 10];
  (void) number;
  for (size_t i = 0; i < sizeof room; i++)
    room[i] = 0x5a;
  struck++;
}

/* Strikes THREAD once.  */
static void
strike_thread (pthread_t thread)
{
  int before = struck;
  assert (!pthread_kill (thread, SIGUSR1));
  while (struck == before)
    sched_yield ();
}

static void
run (struct wait *w, int flags)
{
  struct sigaction action = { .sa_handler = strike, .sa_flags = flags };
  assert (!sigaction (SIGUSR1, &action, NULL));
  w->prepare (w);
  calls_begun = calls_interrupted = struck = 0;
  pthread_t thread = start (block, w);
  await_call ();
  /* The kernel takes up interrupted calls itself where SA_RESTART says so,
     and nobody counts them.  */
  while ((flags & SA_RESTART ? struck : calls_interrupted) < INTERRUPTIONS)
    strike_thread (thread);
  all_struck += struck;
  all_interrupted += calls_interrupted;
  w->end (w);
  assert (!pthread_join (thread, NULL));
  close_ends (w);
  waits_made++;
}

/* A close that lingers for what the peer does not take.  */

struct lingering
{
  SCM port;
  atomic_bool closing, closed, over;
};

static void *
close_lingering (void *data)
{
  struct lingering *l = data;
  l->closing = true;
  assert (scm_is_eq (scm_close_port (l->port), SCM_BOOL_T));
  l->closed = true;
  /* A thread that is gone handles no signal.  */
  while (!l->over)
    sched_yield ();
  return NULL;
}

static void
linger (void)
{
  struct linger option = { 1, 60 };
  struct lingering l = { .closed = false };
  SCM listener = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_bind (listener, INT (AF_INET), scm_from_uint32 (INADDR_LOOPBACK),
            scm_list_1 (INT (0)));
  scm_listen (listener, INT (1));
  l.port = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_connect (l.port, scm_getsockname (listener), NONE, NONE);
  SCM peer = scm_car (scm_accept (listener));
  size_t sent = fill (l.port), got = 0;
  int fd = fd_of (l.port);
  assert (!setsockopt (fd, SOL_SOCKET, SO_LINGER, &option, sizeof option));
  pthread_t thread = start (close_lingering, &l);
  while (!l.closing)
    sched_yield ();
  while (!l.closed)
    strike_thread (thread);
  l.over = true;
  assert (!pthread_join (thread, NULL));
  assert (fcntl (fd, F_GETFD) < 0 && errno == EBADF);
  /* And the peer has all of it.  */
  static char bytes[MANY];
  for (ssize_t n; (n = recv (fd_of (peer), bytes, sizeof bytes, 0)) > 0;)
    got += n;
  assert (got == sent);
  scm_close_port (peer);
  scm_close_port (listener);
  waits_made++;
}

int
main (void)
{
  alarm (110);
  for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
    {
      run (&waits[i], 0);
      run (&waits[i], SA_RESTART);
    }
  linger ();
  printf ("%d waits, %d signals, %d interruptions\n", waits_made, all_struck,
          all_interrupted);
  return 0;
}
