/* One wait of each kind: what a thread blocks in, and what ends it.  */

#ifndef WAITS_H
#define WAITS_H

#include "ends.h"

#include <malloc.h>
#include <pthread.h>

enum
{
  /* A request that memory is taken for.  */
  REQUEST = 1 << 16
};

static inline bool
is_line (const void *bytes)
{
  return !memcmp (bytes, "line\n", LINE);
}

static inline void
in_recv (struct wait *w)
{
  SCM buffer = bytes_of (8, 0);
  assert (scm_to_int (scm_recv (w->port, buffer, NONE)) == LINE);
  assert (is_line (SCM_BYTEVECTOR_CONTENTS (buffer)));
}

static inline void
in_recvfrom (struct wait *w)
{
  SCM buffer = bytes_of (8, 0);
  SCM got = scm_recvfrom (w->port, buffer, NONE, NONE, NONE);
  assert (scm_to_int (scm_car (got)) == LINE);
  assert (is_line (SCM_BYTEVECTOR_CONTENTS (buffer)));
}

static inline void
check_accepted (SCM pair)
{
  assert (scm_is_pair (pair));
  scm_close_port (scm_car (pair));
}

static inline void
in_accept (struct wait *w)
{
  check_accepted (scm_accept (w->port));
}

static inline void
in_accept4 (struct wait *w)
{
  check_accepted (scm_accept4 (w->port, INT (SOCK_CLOEXEC)));
}

static inline void
in_connect (struct wait *w)
{
  assert (
      scm_is_eq (scm_connect (w->port, w->address, NONE, NONE), SCM_BOOL_T));
}

static inline void
in_send (struct wait *w)
{
  assert (scm_to_int (scm_send (w->port, bytes_of (16, 1), NONE)) == 16);
}

static inline void
in_sendto (struct wait *w)
{
  SCM sent = scm_sendto (w->port, bytes_of (9, 1), w->address, NONE, SCM_EOL);
  assert (scm_to_int (sent) == 9);
}

static inline void
in_read_line (struct wait *w)
{
  SCM line = scm_read_line (w->port);
  char *characters = scm_to_utf8_string (scm_car (line));
  assert (!strcmp (characters, "line"));
  free (characters);
}

static inline void
check_line (SCM bytes)
{
  assert (scm_c_bytevector_length (bytes) == LINE);
  assert (is_line (SCM_BYTEVECTOR_CONTENTS (bytes)));
}

static inline void
in_get_bytevector (struct wait *w)
{
  check_line (scm_get_bytevector_n (w->port, INT (REQUEST)));
}

static inline void
in_get_bytevector_all (struct wait *w)
{
  check_line (scm_get_bytevector_all (w->port));
}

static inline void
in_c_read (struct wait *w)
{
  char bytes[LINE];
  assert (scm_c_read (w->port, bytes, LINE) == LINE && is_line (bytes));
}

static inline void
in_force_output (struct wait *w)
{
  scm_force_output (w->port);
}

static inline void
in_close_port (struct wait *w)
{
  assert (scm_is_eq (scm_close_port (w->port), SCM_BOOL_T));
}

static inline void
in_put_bytevector (struct wait *w)
{
  scm_put_bytevector (w->port, bytes_of (100, 1), NONE, NONE);
}

/* Each interruption ends it, with nothing.  */
static inline void
in_select (struct wait *w)
{
  SCM ready;
  int nothing = -1, before = calls_interrupted;
  do
    {
      ready = scm_select (w->address, SCM_EOL, SCM_EOL, NONE, NONE);
      nothing++;
    }
  while (!scm_c_vector_length (scm_car (ready)));
  assert (scm_c_vector_length (scm_car (ready)) == SELECTED);
  /* The look at the descriptors after an interruption may be interrupted. */
  int interrupted = calls_interrupted - before;
  assert (nothing <= interrupted && !nothing == !interrupted);
}

static __attribute__ ((unused)) struct wait waits[] = {
#define WAIT(function, prepare, end)                                          \
  {                                                                           \
#function, prepare, function, end, NULL, NULL, NULL                       \
  }
  WAIT (in_recv, make_stream, send_line),
  WAIT (in_recv, make_datagrams, send_line),
  WAIT (in_recvfrom, make_stream, send_line),
  WAIT (in_recvfrom, make_datagrams, send_line),
  WAIT (in_accept, make_listener, join_listener),
  WAIT (in_accept4, make_listener, join_listener),
  WAIT (in_connect, make_client, accept_raw),
  WAIT (in_send, make_full, drain),
  WAIT (in_sendto, make_full_queue, drain),
  WAIT (in_read_line, make_stream, send_line),
  WAIT (in_read_line, make_non_blocking, send_line),
  WAIT (in_get_bytevector, make_stream, send_all),
  WAIT (in_get_bytevector_all, make_stream, send_all),
  WAIT (in_c_read, make_stream, send_line),
  WAIT (in_force_output, make_held_back, drain),
  WAIT (in_close_port, make_held_back, drain),
  WAIT (in_put_bytevector, make_full, drain),
  WAIT (in_put_bytevector, make_full_non_blocking, drain),
  WAIT (in_put_bytevector, make_pipe, drain_pipe),
  WAIT (in_select, make_many, send_line),
};

/* A thread's function: blocks in the wait DATA.  */
static inline void *
block (void *data)
{
  struct wait *w = data;
  w->block (w);
  return NULL;
}

static inline pthread_t
start (void *(*function) (void *), void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, function, data));
  return thread;
}

static inline void
await_call (void)
{
  while (!calls_begun)
    sched_yield ();
}

/* The wait is over for a thread that enters it now, and does what it is for:
   whoever was in it before holds nothing.  */
static inline void
end_normally (struct wait *w)
{
  calls_begun = 0;
  pthread_t thread = start (block, w);
  await_call ();
  w->end (w);
  assert (!pthread_join (thread, NULL));
  close_ends (w);
}

/* What the program and the library have of malloc.  */
static inline size_t
memory_in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();
  return info.uordblks + info.hblkhd;
}

#endif
