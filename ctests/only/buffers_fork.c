/* What a port holds is in both processes after a fork, whatever the threads of
   the parent were doing: bytes to be read and bytes to be written, whole and
   in order.  The child's copy is its own, and it can use every port.  */

#include "buffers.h"

#include <poll.h>
#include <semaphore.h>

enum
{
  FORKS = 300,
  MOST_PUT_BACK = 50,
  MORE = 60
};

/* Both processes have it.  */

static struct line l;

static void
leave (void *data)
{
  (void) data;
}

static void
write_and_exit (void *data)
{
  scm_puts ("child\n", l.port);
  exit (*(int *) data);
}

static void
read_and_change (void *data)
{
  (void) data;
  assert (scm_is_true (scm_char_ready_p (l.port)));
  expect_line (l.port, "<>second");
  scm_unget_byte ('*', l.port);
  expect_line (l.port, "*third");
  scm_puts ("more", l.port);
  scm_force_output (l.port);
}

static void
copies (void)
{
  int zero = 0;
  line_open (&l);
  buffer (l.port, "block", 0);
  scm_puts ("pending ", l.port);
  in_child ("_exit", leave, NULL);
  in_child ("exit", write_and_exit, &zero);
  expect (l.peer, "pending child\n");
  scm_puts ("parent\n", l.port);
  scm_force_output (l.port);
  expect (l.peer, "pending parent\n");

  send_text (l.peer, "first\nsecond\nthird\n");
  expect_line (l.port, "first");
  scm_unget_byte ('>', l.port);
  scm_unget_byte ('<', l.port);
  scm_puts ("some and ", l.port);
  for (int i = 0; i < 2; i++)
    {
      in_child ("buffered input", read_and_change, NULL);
      expect (l.peer, "some and more");
    }
  expect_line (l.port, "<>second");
  expect_line (l.port, "third");
  scm_force_output (l.port);
  expect (l.peer, "some and ");
  line_close (&l);
}

/* Puts another socket under PORT, which has room.  Gives its peer.  */
static int
move (SCM port)
{
  int pair[2];
  assert (!socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
  assert (dup2 (pair[0], descriptor (port)) >= 0 && !close (pair[0]));
  return pair[1];
}

/* Threads of the parent are blocked at both sides of the port.  */

static void
read_answer (void *data)
{
  (void) data;
  expect_line (l.port, "begun and ended");
}

static void
force (void *data)
{
  (void) data;
  scm_force_output (l.port);
}

static void
use (void *data)
{
  int peer = move (l.port);
  (void) data;
  assert (is_text (scm_drain_input (l.port), "begun "));
  scm_unget_byte ('[', l.port);
  send_text (peer, "line\n");
  expect_line (l.port, "[line");
  scm_force_output (l.port);
  expect (peer, "pending");
  buffer (l.port, "line", 0);
  scm_puts ("line\n", l.port);
  expect (peer, "line\n");
  assert (scm_is_true (scm_close_port (l.port)));
  assert (scm_is_true (scm_port_closed_p (l.port)));
}

static void
close_first (void *data)
{
  int peer = move (l.port);
  (void) data;
  assert (scm_is_true (scm_close_port (l.port)));
  expect (peer, "pending");
}

static void
exit_first (void *data)
{
  move (l.port);
  exit (*(int *) data);
}

/* A thread of the child takes what the parent's has taken.  */
static void
use_in_threads (void *data)
{
  struct worker reader, writer;
  int peer = move (l.port);
  (void) data;
  begin (&reader, read_answer, NULL);
  await_blocked (&reader);
  begin (&writer, force, NULL);
  expect (peer, "pending");
  send_text (peer, "and ended\n");
  finish (&reader);
  finish (&writer);
}

static void
beside_blocked (void)
{
  struct worker reader, writer;
  int zero = 0;
  line_open (&l);
  buffer (l.port, "block", 0);
  size_t filled = fill (descriptor (l.port));
  scm_puts ("pending", l.port);
  begin (&writer, force, NULL);
  send_text (l.peer, "begun ");
  begin (&reader, read_answer, NULL);
  await_blocked (&writer);
  /* It has taken what there was when it sleeps again.  */
  struct pollfd none = { descriptor (l.port), POLLIN, 0 };
  while (poll (&none, 1, 0))
    sched_yield ();
  await_blocked (&reader);
  for (int i = 0; i < 5; i++)
    {
      in_child ("use", use, NULL);
      in_child ("close", close_first, NULL);
      in_child ("exit", exit_first, &zero);
      in_child ("threads", use_in_threads, NULL);
    }
  send_text (l.peer, "and ended\n");
  finish (&reader);
  char *bytes = malloc (filled);
  assert (receive (l.peer, bytes, filled) == filled);
  free (bytes);
  expect (l.peer, "pending");
  finish (&writer);
  line_close (&l);
}

/* Forks at any moment.  Both ends of a line and the threads there go on all
   the time; what is on its way is a sequence of bytes each of which follows
   from the one before.  */

enum
{
  FIRST = ' ',
  COUNT = 90
};

static unsigned char
next (unsigned char byte)
{
  return FIRST + (byte - FIRST + 1) % COUNT;
}

static void
in_sequence (const unsigned char *bytes, size_t size)
{
  for (size_t i = 0; i + 1 < size; i++)
    assert (bytes[i + 1] == next (bytes[i]));
}

struct flow
{
  struct line line;
  atomic_bool over;
};

static void
feed (void *data)
{
  struct flow *f = data;
  unsigned char bytes[300], byte = FIRST;
  for (size_t size = 1; !f->over; size = size % sizeof bytes + 1)
    {
      for (size_t i = 0; i < size; i++, byte = next (byte))
        bytes[i] = byte;
      send_all (f->line.peer, bytes, size);
    }
  assert (!shutdown (f->line.peer, SHUT_WR));
}

/* Takes bytes from a port and puts some back, more or fewer.  */
static void
take_and_put_back (void *data)
{
  struct flow *f = data;
  SCM port = f->line.port;
  unsigned char bytes[MOST_PUT_BACK], expected = FIRST;
  for (size_t size = 1;; size = size % sizeof bytes + 1)
    {
      size_t got = scm_c_read (port, bytes, size), keep = got / 3;
      if (!got)
        return;
      assert (bytes[0] == expected);
      in_sequence (bytes, got);
      for (size_t i = got; i > keep; i--)
        scm_unget_byte (bytes[i - 1], port);
      expected = keep ? next (bytes[keep - 1]) : expected;
      /* Not for ever the same few bytes.  */
      if (keep == 0)
        {
          assert (scm_get_byte_or_eof (port) == expected);
          expected = next (expected);
        }
    }
}

static void
write_sequence (void *data)
{
  struct flow *f = data;
  SCM port = f->line.port;
  unsigned char bytes[300], byte = FIRST;
  for (size_t size = 1; !f->over; size = size % sizeof bytes + 1)
    {
      for (size_t i = 0; i < size; i++, byte = next (byte))
        bytes[i] = byte;
      if (size % 2)
        scm_c_write (port, bytes, size);
      else
        scm_lfwrite ((char *) bytes, size, port);
      if (size % 7 == 0)
        scm_force_output (port);
    }
}

static void
drain (void *data)
{
  struct flow *f = data;
  unsigned char bytes[500], last = 0;
  size_t size;
  while ((size = receive (f->line.peer, bytes, sizeof bytes)))
    {
      assert (!last || bytes[0] == next (last));
      in_sequence (bytes, size);
      last = bytes[size - 1];
    }
}

static struct flow in, out;
static sem_t turn_to_change;

/* Changes the buffers while the process forks.  */
static void
change (void *data)
{
  static const int sizes[] = { 0, 10, 700, 64 };
  (void) data;
  for (int i = 0; i < FORKS; i++)
    {
      assert (!sem_wait (&turn_to_change));
      buffer (in.line.port, "block", sizes[i % 4]);
      buffer (out.line.port, i % 2 ? "line" : "block", sizes[i / 2 % 4]);
    }
}

/* This needs no core.  */
static void
check_copies (void *data)
{
  unsigned char bytes[10000], more[MORE];
  (void) data;
  assert (!shutdown (move (in.line.port), SHUT_WR));
  in_sequence (bytes, scm_c_read (in.line.port, bytes, sizeof bytes));
  memset (more, FIRST - 1, sizeof more);
  int peer = move (out.line.port);
  scm_c_write (out.line.port, more, sizeof more);
  scm_force_output (out.line.port);
  assert (!shutdown (descriptor (out.line.port), SHUT_WR));
  size_t size = receive (peer, bytes, sizeof bytes);
  assert (size >= sizeof more);
  size -= sizeof more;
  in_sequence (bytes, size);
  assert (!memcmp (bytes + size, more, sizeof more));
}

static void
storm (void)
{
  struct worker feeder, taker, writer, drainer, changer;
  assert (!sem_init (&turn_to_change, 0, 0));
  line_open (&in.line);
  line_open (&out.line);
  buffer (in.line.port, "block", 100);
  buffer (out.line.port, "block", 700);
  narrow (in.line.peer);
  narrow (descriptor (out.line.port));
  begin (&taker, take_and_put_back, &in);
  begin (&writer, write_sequence, &out);
  begin (&feeder, feed, &in);
  begin (&drainer, drain, &out);
  begin (&changer, change, NULL);
  for (int i = 0; i < FORKS; i++)
    {
      assert (!sem_post (&turn_to_change));
      in_child ("storm", check_copies, NULL);
    }
  finish (&changer);
  in.over = out.over = true;
  finish (&feeder);
  finish (&taker);
  finish (&writer);
  scm_force_output (out.line.port);
  scm_shutdown (out.line.port, INT (SHUT_WR));
  finish (&drainer);
  line_close (&in.line);
  line_close (&out.line);
}

int
main (void)
{
  alarm (110);
  copies ();
  beside_blocked ();
  storm ();
  return 0;
}
