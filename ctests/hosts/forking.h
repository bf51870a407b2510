/* What the tests of forking share: a parent that other threads are busy in,
   the ways to make a child, and TCP sockets.  */

#ifndef FORKING_H
#define FORKING_H

#include "../only/only.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define LOOPBACK scm_from_uint32 (INADDR_LOOPBACK)

/* The thread-safe ways, and those that run no handlers of pthread_atfork: in
   the child of these the C library's locks are as they were, so that no other
   thread of the parent may be inside malloc.  */
enum way
{
  FORK,
  BARE_FORK,
  CLONE,
  WAYS
};

static inline pid_t
fork_by (enum way way)
{
  switch (way)
    {
    case BARE_FORK:
      return _Fork ();
    case CLONE:
      return syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    default:
      return fork ();
    }
}

/* Made by the first process, before there is any other.  */
static SCM digits;

__attribute__ ((constructor)) static void
make_digits (void)
{
  digits = scm_from_utf8_string ("1234567");
}

/* A call that the core must answer, and that leaves nothing behind.  */
static inline void
cross (void)
{
  assert (scm_to_int (scm_string_to_number (digits, NONE)) == 1234567);
}

static inline void *
cross_once (void *data)
{
  cross ();
  return data;
}

static inline void
cross_in_child (void *data)
{
  cross_once (data);
}

/* Runs BODY in a thread of its own, and waits for its end.  */
static inline void
in_thread (void *(*body) (void *), void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, body, data));
  assert (!pthread_join (thread, NULL));
}

/* Threads that are in the core all the time: one that stays, and one that is
   ever another, which the core meets and leaves.  */
struct company
{
  pthread_t threads[2];
  atomic_int rounds[2];
  atomic_bool over;
};

static inline void *
stay (void *data)
{
  struct company *c = data;
  for (; !c->over; c->rounds[0]++)
    cross ();
  return data;
}

static inline void *
come_and_go (void *data)
{
  struct company *c = data;
  for (; !c->over; c->rounds[1]++)
    in_thread (cross_once, NULL);
  return data;
}

static inline void
company_begin (struct company *c)
{
  memset (c, 0, sizeof *c);
  assert (!pthread_create (&c->threads[0], NULL, stay, c));
  assert (!pthread_create (&c->threads[1], NULL, come_and_go, c));
  while (c->rounds[0] < 50 || c->rounds[1] < 5)
    sched_yield ();
}

static inline void
company_end (struct company *c)
{
  c->over = true;
  for (int i = 0; i < 2; i++)
    assert (!pthread_join (c->threads[i], NULL));
}

/* A socket that listens at a port of the kernel's choice, and what connects to
   that.  */
static inline SCM
listening (void)
{
  SCM server = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_bind (server, INT (AF_INET), LOOPBACK, scm_list_1 (INT (0)));
  scm_listen (server, INT (SOMAXCONN));
  return server;
}

static inline SCM
connected_to (SCM server)
{
  SCM sock = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  assert (scm_is_true (
      scm_connect (sock, scm_getsockname (server), NONE, SCM_EOL)));
  return sock;
}

/* Numbers, as messages.  */
static inline void
send_int (SCM sock, int32_t number)
{
  SCM message = scm_c_make_bytevector (sizeof number);
  memcpy (SCM_BYTEVECTOR_CONTENTS (message), &number, sizeof number);
  assert (scm_to_int (scm_send (sock, message, NONE)) == sizeof number);
}

/* False at the end.  */
static inline bool
receive_int (SCM sock, int32_t *number)
{
  SCM message = scm_c_make_bytevector (sizeof *number);
  int size = scm_to_int (scm_recv (sock, message, INT (MSG_WAITALL)));
  assert (size == 0 || size == sizeof *number);
  memcpy (number, SCM_BYTEVECTOR_CONTENTS (message), sizeof *number);
  return size;
}

static inline void
make_pair_of (SCM *one, SCM *other)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  *one = scm_car (pair);
  *other = scm_cdr (pair);
}

/* Whether X is the string S.  */
static inline bool
is_text (SCM x, const char *s)
{
  char *bytes = scm_to_utf8_string (x);
  bool same = !strcmp (bytes, s);
  free (bytes);
  return same;
}

#endif
