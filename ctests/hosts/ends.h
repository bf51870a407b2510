/* The two ends of a wait, and what happens at the other one.  */

#ifndef ENDS_H
#define ENDS_H

#include "../only/only.h"
#include "blocking.h"

#include <fcntl.h>

enum
{
  LINE = 5,
  /* Ports to wait for: more than need no memory.  */
  SELECTED = 400
};

/* A thread blocks on PORT; what ends that comes from OTHER.  */
struct wait
{
  const char *name;
  /* Makes the ends.  */
  void (*prepare) (struct wait *w);
  /* Blocks until END has run; checks what came of it.  */
  void (*block) (struct wait *w);
  void (*end) (struct wait *w);
  /* ADDRESS is whatever else the call takes.  */
  SCM port, other, address;
};

static inline SCM
bytes_of (int count, int byte)
{
  return scm_make_bytevector (INT (count), INT (byte));
}

static inline int
fd_of (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

static inline void
make_pair (struct wait *w, int style)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (style), INT (0));
  w->port = scm_car (pair);
  w->other = scm_cdr (pair);
}

static inline void
make_stream (struct wait *w)
{
  make_pair (w, SOCK_STREAM);
}

/* A pair in which PORT can take no more.  Gives how many bytes there are.  */
static inline size_t
fill (SCM port)
{
  char bytes[4096] = "";
  size_t all = 0;
  for (size_t size = sizeof bytes; size; size /= 2)
    for (ssize_t n; (n = send (fd_of (port), bytes, size, MSG_DONTWAIT)) > 0;)
      all += n;
  assert (errno == EAGAIN);
  return all;
}

static inline void
make_full (struct wait *w)
{
  make_stream (w);
  fill (w->port);
}

/* Takes all that has come.  */
static inline void
drain (struct wait *w)
{
  char bytes[4096];
  while (recv (fd_of (w->other), bytes, sizeof bytes, MSG_DONTWAIT) > 0)
    ;
}

/* A listener on an abstract name of the kernel's choice, whose queue has room
   for one.  */
static inline void
make_listener (struct wait *w)
{
  sa_family_t unnamed = AF_UNIX;
  w->other = SCM_BOOL_F;
  w->port = scm_socket (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  assert (
      !bind (fd_of (w->port), (struct sockaddr *) &unnamed, sizeof unnamed));
  scm_listen (w->port, INT (0));
  w->address = scm_getsockname (w->port);
}

static inline void
join_listener (struct wait *w)
{
  w->other = scm_socket (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  scm_connect (w->other, w->address, NONE, NONE);
}

/* A client, and a listener whose queue is full.  */
static inline void
make_client (struct wait *w)
{
  make_listener (w);
  join_listener (w);
  scm_close_port (w->other);
  w->other = w->port;
  w->port = scm_socket (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
}

static inline void
accept_raw (struct wait *w)
{
  int fd = accept (fd_of (w->other), NULL, NULL);
  assert (fd >= 0 && !close (fd));
}

/* The bytes of a line.  */
static inline void
send_line (struct wait *w)
{
  assert (send (fd_of (w->other), "line\n", LINE, 0) == LINE);
}

/* The same, and the end.  */
static inline void
send_all (struct wait *w)
{
  send_line (w);
  assert (!shutdown (fd_of (w->other), SHUT_WR));
}

static inline void
close_ends (struct wait *w)
{
  scm_close_port (w->port);
  if (SCM_PORTP (w->other))
    scm_close_port (w->other);
}

static inline void
make_datagrams (struct wait *w)
{
  make_pair (w, SOCK_DGRAM);
}

/* A queue of datagrams that is full, of a socket that is not connected.  */
static inline void
make_full_queue (struct wait *w)
{
  sa_family_t unnamed = AF_UNIX;
  w->other = scm_socket (INT (AF_UNIX), INT (SOCK_DGRAM), INT (0));
  assert (
      !bind (fd_of (w->other), (struct sockaddr *) &unnamed, sizeof unnamed));
  w->address = scm_getsockname (w->other);
  w->port = scm_socket (INT (AF_UNIX), INT (SOCK_DGRAM), INT (0));
  assert (!fcntl (fd_of (w->port), F_SETFL, O_NONBLOCK));
  int fd = fd_of (w->port);
  struct sockaddr_storage to;
  socklen_t length = sizeof to;
  assert (!getsockname (fd_of (w->other), (struct sockaddr *) &to, &length));
  while (sendto (fd, "", 1, 0, (struct sockaddr *) &to, length) == 1)
    ;
  assert (errno == EAGAIN && !fcntl (fd, F_SETFL, 0));
}

/* A port that polls, as its descriptor does not wait.  */
static inline void
make_non_blocking (struct wait *w)
{
  make_pair (w, SOCK_STREAM | SOCK_NONBLOCK);
}

static inline void
make_full_non_blocking (struct wait *w)
{
  make_non_blocking (w);
  fill (w->port);
}

static inline void
make_held_back (struct wait *w)
{
  make_full (w);
  scm_setvbuf (w->port, scm_from_utf8_symbol ("block"), INT (100));
  scm_puts ("held back", w->port);
}

static inline void
make_pipe (struct wait *w)
{
  int ends[2];
  assert (!pipe (ends));
  w->other = scm_fdes_to_port (ends[0], "r0", SCM_BOOL_F);
  w->port = scm_fdes_to_port (ends[1], "w0", SCM_BOOL_F);
  assert (!fcntl (ends[1], F_SETFL, O_NONBLOCK));
  while (write (ends[1], "........", 8) > 0)
    ;
  assert (errno == EAGAIN && !fcntl (ends[1], F_SETFL, 0));
}

static inline void
drain_pipe (struct wait *w)
{
  static char bytes[1 << 20];
  assert (read (fd_of (w->other), bytes, sizeof bytes) > 0);
}

static inline void
make_many (struct wait *w)
{
  make_stream (w);
  w->address = scm_make_vector (INT (SELECTED), w->port);
}

#endif
