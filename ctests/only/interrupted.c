/* Signals that strike during calls.  A handler without SA_ONSTACK runs on
   whatever stack the thread is on, which in the core is a goroutine's: there
   is room for it.  And calls that wait go on waiting.  */

#define _GNU_SOURCE
#include "only.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

enum
{
  SIGNALS = 20000,
  /* What the handler writes to, on its stack.  */
  DEEP = 48 << 10
};

static atomic_int struck;
static atomic_bool over;
static pthread_t caller;

static void
strike (int signal)
{
  volatile char room[DEEP];
  (void) signal;
  for (size_t i = 0; i < sizeof room; i++)
    room[i] = 0x5a;
  struck++;
}

/* Sends the next signal when the last one has struck.  */
static void *
send_signals (void *data)
{
  int count = *(int *) data;
  for (int i = 0; i < count; i++)
    {
      int before = struck;
      assert (!pthread_kill (caller, SIGUSR1));
      while (struck == before)
        sched_yield ();
    }
  over = true;
  return NULL;
}

static SCM
refused (void *data)
{
  return scm_reverse (data);
}

/* Calls that cross, with garbage for Go's collector, which makes the stacks
   of goroutines small again.  */
static void
in_the_core (void)
{
  pthread_t sender;
  int count = SIGNALS;
  over = false;
  assert (!pthread_create (&sender, NULL, send_signals, &count));
  for (int i = 0; !over; i++)
    {
      char *digits;
      digits = scm_to_utf8_string (scm_number_to_string (INT (i), NONE));
      assert (atoi (digits) == i);
      free (digits);
      if (i % 100 == 0)
        assert (scm_is_pair (outcome (refused, INT (i))));
    }
  assert (!pthread_join (sender, NULL));
  assert (struck == SIGNALS);
}

struct late
{
  SCM to;
  SCM message;
};

static void *
send_late (void *data)
{
  struct late *l = data;
  int count = 100;
  send_signals (&count);
  assert (scm_to_int (scm_send (l->to, l->message, NONE)) == 1);
  return NULL;
}

/* The bytes come after the signals, each to a call that waits for it.  */
static void
waiting (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  struct late l = { scm_cdr (pair), scm_make_bytevector (INT (1), INT (7)) };
  SCM buffer = scm_c_make_bytevector (4);
  for (int i = 0; i < 20; i++)
    {
      pthread_t sender;
      assert (!pthread_create (&sender, NULL, send_late, &l));
      SCM got = i % 2 ? scm_recv (scm_car (pair), buffer, NONE)
                      : scm_car (scm_recvfrom (scm_car (pair), buffer, NONE,
                                               NONE, NONE));
      assert (scm_to_int (got) == 1);
      assert (!pthread_join (sender, NULL));
    }
}

int
main (void)
{
  struct sigaction action = { .sa_handler = strike };
  alarm (110);
  caller = pthread_self ();
  assert (!sigaction (SIGUSR1, &action, NULL));
  in_the_core ();
  waiting ();
  return 0;
}
