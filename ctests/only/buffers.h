/* What the tests of ports' buffers share: sockets, and threads of which it is
   known that they are blocked.  */

#ifndef BUFFERS_H
#define BUFFERS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "only.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

/* Two connected sockets: a port, and a descriptor at its other end.  */
struct line
{
  SCM port;
  int peer;
};

static inline void
line_open (struct line *l)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  SCM other = scm_cdr (pair);
  l->port = scm_car (pair);
  l->peer = fcntl (scm_to_int (scm_fileno (other)), F_DUPFD_CLOEXEC, 0);
  assert (l->peer >= 0);
  scm_close_port (other);
}

static inline void
line_close (struct line *l)
{
  scm_close_port (l->port);
  assert (!close (l->peer));
}

static inline int
descriptor (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

/* Buffers PORT by the mode NAME, in SIZE bytes; 0: as many as usual.  */
static inline void
buffer (SCM port, const char *name, int size)
{
  scm_setvbuf (port, scm_from_utf8_symbol (name), size ? INT (size) : NONE);
}

/* The least that the kernel holds for what FD sends.  */
static inline void
narrow (int fd)
{
  assert (!setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &(int){ 1 }, sizeof (int)));
}

/* Sends as much as FD takes without blocking, and gives how much.  */
static inline size_t
fill (int fd)
{
  static const char zeros[1000];
  size_t all = 0;
  ssize_t n;
  for (size_t size = sizeof zeros; size; size /= 2)
    while ((n = send (fd, zeros, size, MSG_DONTWAIT)) > 0)
      all += n;
  return all;
}

static inline void
send_all (int fd, const void *bytes, size_t size)
{
  for (ssize_t n; size; size -= n)
    {
      n = write (fd, bytes, size);
      assert (n > 0);
      bytes = (const char *) bytes + n;
    }
}

static inline void
send_text (int fd, const char *text)
{
  send_all (fd, text, strlen (text));
}

/* Reads SIZE bytes, or as many as there are to the end.  */
static inline size_t
receive (int fd, void *bytes, size_t size)
{
  size_t all = 0;
  ssize_t n = 1;
  while (all < size && (n = read (fd, (char *) bytes + all, size - all)) > 0)
    all += n;
  assert (n >= 0);
  return all;
}

/* What comes next from FD must be TEXT.  */
static inline void
expect (int fd, const char *text)
{
  char got[1000];
  size_t size = strlen (text);
  assert (size <= sizeof got);
  assert (receive (fd, got, size) == size && !memcmp (got, text, size));
}

static inline bool
is_text (SCM x, const char *text)
{
  char *bytes = scm_to_utf8_string (x);
  bool same = !strcmp (bytes, text);
  free (bytes);
  return same;
}

/* What scm_read_line gives must be the line TEXT.  */
static inline void
expect_line (SCM port, const char *text)
{
  SCM line = scm_read_line (port);
  assert (scm_is_string (scm_car (line)) && is_text (scm_car (line), text));
  assert (!scm_is_eq (scm_cdr (line), scm_eof_object ()));
}

static inline bool
is_raised (SCM outcome, SCM key)
{
  return scm_is_pair (outcome) && scm_is_eq (scm_car (outcome), key);
}

/* A thread, and the kernel's name for it.  */
struct worker
{
  pthread_t thread;
  _Atomic pid_t id;
  void (*body) (void *data);
  void *data;
};

static inline void *
work (void *data)
{
  struct worker *w = data;
  w->id = gettid ();
  w->body (w->data);
  return NULL;
}

static inline void
begin (struct worker *w, void (*body) (void *data), void *data)
{
  w->body = body;
  w->data = data;
  w->id = 0;
  assert (!pthread_create (&w->thread, NULL, work, w));
  while (!w->id)
    sched_yield ();
}

static inline void
finish (struct worker *w)
{
  assert (!pthread_join (w->thread, NULL));
}

/* The system call that W sleeps in, or -1.  */
static inline long
sleeps_in (struct worker *w)
{
  char path[64], text[32] = "";
  long number;
  snprintf (path, sizeof path, "/proc/self/task/%d/syscall", (int) w->id);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  assert (fd >= 0);
  ssize_t size = read (fd, text, sizeof text - 1);
  close (fd);
  return size > 0 && sscanf (text, "%ld", &number) == 1 ? number : -1;
}

/* Returns when W is blocked: waits for bytes or for room.  */
static inline void
await_blocked (struct worker *w)
{
  static const long calls[] = { SYS_read,  SYS_recvfrom, SYS_ppoll,
#ifdef SYS_poll
                                SYS_poll,
#endif
                                SYS_write, SYS_sendto };
  for (;; sched_yield ())
    {
      long number = sleeps_in (w);
      for (size_t i = 0; i < LENGTH (calls); i++)
        if (number == calls[i])
          return;
    }
}

/* Returns when W waits for another thread.  */
static inline void
await_waiting (struct worker *w)
{
  while (sleeps_in (w) != SYS_futex)
    sched_yield ();
}

#endif
