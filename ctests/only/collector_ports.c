/* What becomes of ports that nobody has any more: they are flushed and closed,
   without a word; not if they are revealed.  A program that drops its sockets
   does not run out of descriptors.  Ports in use stay.  */

#define _GNU_SOURCE
#include "collector.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

enum
{
  COUNT = 10,
  FEW = 40,
  MANY = 1000
};

static void
fail (const char *what)
{
  fprintf (stderr, "%s: %s\n", what, strerror (errno));
  exit (1);
}

static bool
is_open (int fd)
{
  return fcntl (fd, F_GETFD) >= 0;
}

/* Makes a port on one end of a pair, and gives its descriptor; the other end,
   a bare one, is *PEER.  */
static __attribute__ ((noinline)) SCM
port_to (int *fd, int *peer)
{
  int ends[2];
  assert (!socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  *fd = ends[0];
  *peer = ends[1];
  return scm_fdes_to_port (ends[0], "r+", NONE);
}

static void
hold_back (SCM port, const char *text)
{
  scm_setvbuf (port, scm_from_utf8_symbol ("block"), INT (1000));
  scm_display (scm_from_utf8_string (text), port);
}

/* What comes to PEER and then the end.  */
static void
expect (int peer, const char *text, const char *what)
{
  char got[100] = "";
  size_t size = 0;
  for (ssize_t n; size < sizeof got - 1; size += n)
    {
      n = recv (peer, got + size, sizeof got - 1 - size, MSG_DONTWAIT);
      if (n < 0)
        fail (what);
      if (n == 0)
        break;
    }
  if (strcmp (got, text))
    {
      fprintf (stderr, "%s: got \"%s\", not \"%s\"\n", what, got, text);
      exit (1);
    }
}

/* Flushed and closed.  All but one, which may be left in a register.  */

static __attribute__ ((noinline)) void
drop_ports (int *fd, int *peer, int revealed)
{
  for (int i = 0; i < COUNT; i++)
    {
      SCM port = port_to (&fd[i], &peer[i]);
      hold_back (port, "held back");
      if (revealed)
        scm_set_port_revealed_x (port, INT (revealed));
    }
}

static void
flushed_and_closed (void)
{
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  int fd[COUNT], peer[COUNT], left = 0;
  drop_ports (fd, peer, 0);
  collect (2);
  for (int i = 0; i < COUNT; i++)
    {
      if (is_open (fd[i]))
        left++;
      else
        expect (peer[i], "held back", "a dead port");
      close (peer[i]);
    }
  assert (left <= 1);
  collect (2);
}

/* libguile: whatever the count is, if it is not 0, what was held back is sent
   and the descriptor stays open, though the port is gone.  */
static void
revealed (int count)
{
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  int fd[COUNT], peer[COUNT], sent = 0;
  char got[20];
  uint64_t before, after;
  collect (1);
  before = stats_now ().handles[GUILENET_PORT];
  drop_ports (fd, peer, count);
  collect (2);
  after = stats_now ().handles[GUILENET_PORT];
  for (int i = 0; i < COUNT; i++)
    {
      if (!is_open (fd[i]))
        fail ("a revealed descriptor was closed");
      sent += recv (peer[i], got, sizeof got, MSG_DONTWAIT) == 9;
      if (recv (peer[i], got, sizeof got, MSG_DONTWAIT) != -1)
        fail ("a revealed descriptor's peer");
      close (fd[i]);
      close (peer[i]);
    }
  assert (sent >= COUNT - 1 && after <= before + 1);
}

static void
revealed_once (void)
{
  revealed (1);
}

static void
revealed_negatively (void)
{
  revealed (-1);
}

static __attribute__ ((noinline)) void
reveal_and_hide (int *fd, int *peer)
{
  SCM port = port_to (fd, peer);
  scm_set_port_revealed_x (port, INT (3));
  scm_set_port_revealed_x (port, INT (0));
}

static void
no_longer_revealed (void)
{
  int fd[COUNT], peer[COUNT], left = 0;
  for (int i = 0; i < COUNT; i++)
    reveal_and_hide (&fd[i], &peer[i]);
  collect (2);
  for (int i = 0; i < COUNT; i++)
    {
      left += is_open (fd[i]);
      close (peer[i]);
    }
  assert (left <= 1);
  collect (1);
}

/* What was closed before, or by the program, is nobody's.  */

static __attribute__ ((noinline)) int
close_port (int *peer)
{
  int fd;
  SCM port = port_to (&fd, peer);
  scm_close_port (port);
  return fd;
}

static void
not_closed_twice (void)
{
  int peer, fd = close_port (&peer), null = open ("/dev/null", O_RDONLY);
  assert (null == fd);
  collect (2);
  assert (is_open (null));
  close (null);
  close (peer);
}

/* Failures say nothing: the other end is gone, or data was not read; and errno
   stays.  */

static __attribute__ ((noinline)) void
drop_failing (void)
{
  int fd, peer;
  for (int i = 0; i < COUNT; i++)
    {
      SCM gone = port_to (&fd, &peer);
      hold_back (gone, "nobody reads this");
      close (peer);
    }
}

static __attribute__ ((noinline)) void
drop_unread (int *peer)
{
  int fd;
  for (int i = 0; i < COUNT; i++)
    {
      SCM port = port_to (&fd, &peer[i]);
      assert (write (peer[i], "abcdef", 6) == 6);
      /* The rest is in its buffer.  */
      assert (i % 2 || scm_get_byte_or_eof (port) == 'a');
    }
}

static void
failures (void)
{
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  int peer[COUNT], reset = 0;
  char byte;
  uint64_t before = stats_now ().handles[GUILENET_PORT];
  signal (SIGPIPE, SIG_IGN);
  drop_failing ();
  drop_unread (peer);
  errno = ENOTTY;
  scm_gc ();
  assert (errno == ENOTTY);
  collect (2);
  assert (stats_now ().handles[GUILENET_PORT] <= before + 2);
  for (int i = 0; i < COUNT; i++)
    {
      ssize_t n = recv (peer[i], &byte, 1, MSG_DONTWAIT);
      reset += n == 0 || (n < 0 && errno == ECONNRESET);
      close (peer[i]);
    }
  assert (reset >= COUNT - 1);
}

/* A peer that reads nothing: what is held back cannot all be sent.  Those who
   only make values do not wait for it, nor do they in libguile.  */

static __attribute__ ((noinline)) void
fill_and_drop (int *peer)
{
  char zeros[1 << 16] = "";
  int fd, size = 1;
  SCM port = port_to (&fd, peer);
  assert (!setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  while (send (fd, zeros, sizeof zeros, MSG_DONTWAIT) > 0)
    ;
  while (send (fd, zeros, 1, MSG_DONTWAIT) > 0)
    ;
  hold_back (port, "too much");
}

static void
full_peer (void)
{
  int peer[4];
  uint64_t before = stats_now ().collections;
  for (int i = 0; i < 4; i++)
    fill_and_drop (&peer[i]);
  forget ();
  while (stats_now ().collections < before + 3)
    for (int i = 0; i < 1000; i++)
      scm_cons (SCM_EOL, SCM_EOL);
}

/* Descriptors.  */

static SCM listener;
static struct sockaddr_un name;

static __attribute__ ((noinline)) void
drop_socket (void)
{
  scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
}

static __attribute__ ((noinline)) void
drop_pair (void)
{
  scm_socketpair (INT (AF_UNIX), INT (SOCK_DGRAM), INT (0));
}

static __attribute__ ((noinline)) void
drop_connection (void)
{
  int client = socket (AF_UNIX, SOCK_STREAM, 0);
  /* The program's own call gets no help.  */
  if (client < 0)
    {
      scm_gc ();
      client = socket (AF_UNIX, SOCK_STREAM, 0);
    }
  if (client < 0 || connect (client, (struct sockaddr *) &name, sizeof name))
    fail ("a client");
  SCM port = scm_car (scm_accept (listener));
  assert (scm_is_true (scm_port_p (port)));
  close (client);
}

static void
listen_somewhere (void)
{
  SCM family = INT (AF_UNIX);
  name.sun_family = AF_UNIX;
  snprintf (name.sun_path, sizeof name.sun_path, "/tmp/collector-ports-%d",
            getpid ());
  listener = scm_socket (family, INT (SOCK_STREAM), INT (0));
  scm_bind (listener, family, scm_from_locale_string (name.sun_path), SCM_EOL);
  scm_listen (listener, INT (5));
}

/* Not so many cells are made that a cycle would come without need.  */
static void
never_out_of_descriptors (void)
{
  struct rlimit before, few;
  assert (!getrlimit (RLIMIT_NOFILE, &before));
  few = before;
  few.rlim_cur = FEW;
  listen_somewhere ();
  assert (!setrlimit (RLIMIT_NOFILE, &few));
  uint64_t cycles = stats_now ().collections;
  for (int i = 0; i < MANY; i++)
    drop_socket ();
  for (int i = 0; i < MANY; i++)
    drop_pair ();
  for (int i = 0; i < MANY; i++)
    drop_connection ();
  assert (stats_now ().collections >= cycles + 3 * MANY / FEW);
  assert (!setrlimit (RLIMIT_NOFILE, &before));
  unlink (name.sun_path);
  scm_close_port (listener);
  collect (1);
}

/* And where all are in use, that is said.  */

static SCM
use_up (void *data)
{
  SCM list = SCM_EOL;
  (void) data;
  for (int i = 0; i < 2 * FEW; i++)
    list = scm_cons (scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0)),
                     list);
  return list;
}

static void
really_out_of_descriptors (void)
{
  struct rlimit before, few;
  assert (!getrlimit (RLIMIT_NOFILE, &before));
  few = before;
  few.rlim_cur = FEW;
  assert (!setrlimit (RLIMIT_NOFILE, &few));
  SCM raised = outcome (use_up, NULL);
  assert (!setrlimit (RLIMIT_NOFILE, &before));
  assert (scm_is_eq (scm_car (raised), scm_system_error_key));
  SCM numbers = scm_list_ref (raised, INT (4));
  assert (scm_to_int (scm_car (numbers)) == EMFILE);
}

/* In use elsewhere: the port is nowhere but in a call that waits.  */

static atomic_bool waits;
static atomic_int in_use;

static void *
receive (void *data)
{
  int fd;
  SCM port = port_to (&fd, data);
  SCM bytes = scm_c_make_bytevector (4);
  in_use = fd;
  waits = true;
  assert (scm_to_int (scm_recv (port, bytes, NONE)) == 4);
  assert (scm_c_bytevector_ref (bytes, 3) == 'd');
  return data;
}

static void
in_use_elsewhere (void)
{
  pthread_t thread;
  int peer;
  assert (!pthread_create (&thread, NULL, receive, &peer));
  while (!waits)
    sched_yield ();
  for (int i = 0; i < 100; i++)
    {
      drop_pair ();
      collect (1);
      assert (is_open (in_use));
    }
  assert (write (peer, "abcd", 4) == 4);
  assert (!pthread_join (thread, NULL));
  collect (2);
  assert (!is_open (in_use));
  close (peer);
}

static const struct
{
  const char *name;
  void (*body) (void);
} cases[] = {
  { "flushed and closed", flushed_and_closed },
  { "revealed", revealed_once },
  { "revealed, negative", revealed_negatively },
  { "no longer revealed", no_longer_revealed },
  { "not closed twice", not_closed_twice },
  { "failures", failures },
  { "a full peer", full_peer },
  { "never out of descriptors", never_out_of_descriptors },
  { "really out of descriptors", really_out_of_descriptors },
  { "in use elsewhere", in_use_elsewhere },
};

/* Each in a process of its own.  */
static bool
passes (int i)
{
  int status;
  pid_t child = fork ();
  if (!child)
    {
      alarm (10);
      scm_init_guile ();
      collect (1);
      cases[i].body ();
      _exit (0);
    }
  assert (child > 0 && waitpid (child, &status, 0) == child);
  if (status)
    fprintf (stderr, "%s: wait status %x\n", cases[i].name, status);
  return !status;
}

int
main (void)
{
  int failed = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    failed += !passes (i);
  return failed > 0;
}
