/* A port is closed, or the process exits, while threads are at work there:
   each call does what it does or is refused, nothing hangs, and what had been
   written before arrives.  */

#include "buffers.h"

#include <sys/mman.h>

enum
{
  ROUNDS = 200,
  USERS = 4,
  EXITS = 30,
  /* A socket holds more.  */
  LINES = 5000
};

static void
set_mode (SCM port, int i)
{
  static const int sizes[] = { 0, 10, 1000 };
  buffer (port, i % 2 ? "line" : "block", sizes[i % LENGTH (sizes)]);
}

/* One thread waits for a line, another one writes, a third one closes.  */

static SCM
read_line (void *data)
{
  return scm_read_line (((struct line *) data)->port);
}

/* What had been on its way, or that there is no port any more.  */
static void
read_last (void *data)
{
  SCM line = outcome (read_line, data);
  assert (scm_is_pair (line));
  if (scm_is_string (scm_car (line)))
    assert (is_text (scm_car (line), "last"));
  else
    assert (is_raised (line, scm_system_error_key));
}

static void
write_here (void *data)
{
  struct line *l = data;
  scm_puts ("here\n", l->port);
}

static void
close_port (void *data)
{
  struct line *l = data;
  assert (scm_is_true (scm_close_port (l->port)));
}

/* Nobody waits for the reader.  */
static void
look (SCM port)
{
  assert (scm_is_false (scm_char_ready_p (port)));
  assert (is_text (scm_drain_input (port), ""));
  buffer (port, "line", 0);
  scm_force_output (port);
  scm_select (scm_list_1 (port), scm_list_1 (port), SCM_EOL, INT (0), NONE);
}

static void
close_under_reader (int mode)
{
  struct line l;
  struct worker reader, writer, closer;
  line_open (&l);
  if (mode >= 0)
    set_mode (l.port, mode);
  begin (&reader, read_last, &l);
  await_blocked (&reader);
  look (l.port);
  begin (&writer, write_here, &l);
  expect (l.peer, "here\n");
  finish (&writer);
  scm_puts ("pending", l.port);
  begin (&closer, close_port, &l);
  finish (&closer);
  assert (scm_is_true (scm_port_closed_p (l.port)));
  expect (l.peer, "pending");
  send_text (l.peer, "last\n");
  finish (&reader);
  assert (!close (l.peer));
}

/* All at once: each call does what it does or is refused.  */

static SCM
use (void *data)
{
  SCM port = ((struct line *) data)->port;
  buffer (port, "block", 10);
  scm_puts ("some text\n", port);
  scm_unget_byte ('x', port);
  scm_get_u8 (port);
  scm_read_line (port);
  scm_force_output (port);
  return SCM_BOOL_F;
}

static void
use_until_closed (void *data)
{
  SCM end;
  while (scm_is_false (end = outcome (use, data)))
    ;
  assert (is_raised (end, scm_arg_type_key)
          || is_raised (end, scm_system_error_key));
}

/* The other end, until it is closed or reset.  */
static void
throw_away (void *data)
{
  struct line *l = data;
  char bytes[1000];
  while (read (l->peer, bytes, sizeof bytes) > 0)
    ;
}

static void
close_in_use (void)
{
  struct line l;
  struct worker users[USERS], closer, other;
  line_open (&l);
  begin (&other, throw_away, &l);
  for (int i = 0; i < USERS; i++)
    begin (&users[i], use_until_closed, &l);
  for (int i = 0; i < 10; i++)
    send_text (l.peer, "line\n");
  begin (&closer, close_port, &l);
  /* Wakes those who read.  */
  assert (!shutdown (l.peer, SHUT_WR));
  finish (&closer);
  for (int i = 0; i < USERS; i++)
    finish (&users[i]);
  finish (&other);
  assert (!close (l.peer));
}

/* Exit does not wait for a thread that is blocked, and flushes the other
   ports.  */

static struct line stuck, pending;

static void
force (void *data)
{
  scm_force_output (((struct line *) data)->port);
}

static void
exit_beside_writer (void *data)
{
  struct worker writer;
  (void) data;
  fill (descriptor (stuck.port));
  scm_puts ("never", stuck.port);
  scm_puts ("pending", pending.port);
  begin (&writer, force, &stuck);
  await_blocked (&writer);
  exit (0);
}

static void
exits (void)
{
  line_open (&stuck);
  line_open (&pending);
  buffer (stuck.port, "block", 0);
  buffer (pending.port, "block", 0);
  in_child ("exit beside a writer", exit_beside_writer, NULL);
  expect (pending.peer, "pending");
  line_close (&pending);
  line_close (&stuck);
}

/* Whatever other threads do, what had been written before the exit
   arrives.  */

static atomic_int *written;

static void
count (void *data)
{
  char text[20];
  (void) data;
  for (int i = 1; i < LINES; i++)
    {
      sprintf (text, "%d\n", i);
      scm_puts (text, pending.port);
      *written = i;
    }
}

static void
exit_while_writing (int least)
{
  struct worker writer;
  begin (&writer, count, NULL);
  while (*written < least)
    sched_yield ();
  written[1] = *written;
  exit (0);
}

static void
exits_while_writing (void)
{
  char bytes[1000], line[20] = "";
  size_t size, at = 0;
  int last = 0;
  written = mmap (NULL, sizeof *written * 2, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  assert (written != MAP_FAILED);
  for (int i = 0; i < EXITS; i++)
    {
      written[0] = written[1] = last = 0;
      line_open (&pending);
      buffer (pending.port, "block", 0);
      pid_t child = fork ();
      if (!child)
        {
          alarm (60);
          close (pending.peer);
          exit_while_writing (100 * i);
        }
      scm_close_port (pending.port);
      while ((size = receive (pending.peer, bytes, sizeof bytes)))
        for (size_t k = 0; k < size; k++)
          if (bytes[k] != '\n')
            line[at++] = bytes[k];
          else
            {
              line[at] = 0;
              at = 0;
              assert (atoi (line) == ++last);
            }
      at = 0;
      reap ("exit while writing", child);
      assert (last >= written[1]);
      assert (!close (pending.peer));
    }
}

int
main (void)
{
  alarm (110);
  for (int i = 0; i < ROUNDS; i++)
    {
      close_under_reader (i % 7 - 1);
      close_in_use ();
    }
  exits ();
  exits_while_writing ();
  return 0;
}
