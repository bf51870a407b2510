/* What a port has read is not lost when the peer resets the connection in the
   middle of a call; and what it writes arrives as it was, once, through
   sockets that take a little at a time, blocking or not, both ways at once. */

#include "buffers.h"

#include <netinet/in.h>
#include <sys/ioctl.h>

enum
{
  MIB = 1 << 20,
  /* What is written in short pieces.  */
  MUCH = 10 * MIB,
  /* How much byte by byte.  */
  BYTEWISE = 1000
};

/* A connection over TCP.  */
static void
connect_line (struct line *l)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  assert (!bind (listener, (struct sockaddr *) &address, size));
  assert (!listen (listener, 1));
  assert (!getsockname (listener, (struct sockaddr *) &address, &size));
  l->port = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_connect (l->port, scm_from_sockaddr ((struct sockaddr *) &address, size),
               NONE, SCM_EOL);
  l->peer = accept (listener, NULL, NULL);
  assert (l->peer >= 0 && !close (listener));
}

/* Closes it so that the port gets ECONNRESET.  */
static void
reset (struct line *l)
{
  struct linger at_once = { 1, 0 };
  assert (
      !setsockopt (l->peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
  assert (!close (l->peer));
}

/* Calls that want more than there is.  */

static SCM
c_read (void *port)
{
  char bytes[100];
  return scm_from_size_t (scm_c_read (port, bytes, sizeof bytes));
}

static SCM
c_read_much (void *port)
{
  static char bytes[10000];
  return scm_from_size_t (scm_c_read (port, bytes, sizeof bytes));
}

static SCM
get_bytevector_n (void *port)
{
  return scm_get_bytevector_n (port, INT (100));
}

static SCM
get_much (void *port)
{
  return scm_get_bytevector_n (port, INT (10000));
}

static SCM
get_bytevector_n_x (void *port)
{
  SCM bytes = scm_c_make_bytevector (100);
  return scm_get_bytevector_n_x (port, bytes, INT (2), INT (98));
}

static SCM
get_bytevector_all (void *port)
{
  return scm_get_bytevector_all (port);
}

static SCM
read_line (void *port)
{
  return scm_read_line (port);
}

static SCM (*const readers[]) (void *)
    = { c_read,   c_read_much,        get_bytevector_n,
        get_much, get_bytevector_n_x, get_bytevector_all,
        read_line };

static const struct mode
{
  const char *name;
  int size;
} modes[] = { { "none", 0 }, { "block", 0 }, { "block", 3 }, { "line", 7 } };

static void
set_mode (SCM port, size_t i)
{
  const struct mode *m = &modes[i % LENGTH (modes)];
  buffer (port, m->name, m->size);
}

struct reading
{
  struct line line;
  SCM (*read) (void *port);
};

static void
be_reset (void *data)
{
  struct reading *r = data;
  SCM raised = outcome (r->read, r->line.port);
  assert (is_raised (raised, scm_system_error_key));
  char *text = scm_to_utf8_string (scm_object_to_string (raised, NONE));
  assert (!strcmp (text, "(system-error \"fport_read\" \"~A\""
                         " (\"Connection reset by peer\") (104))"));
  free (text);
}

/* What is there must be TEXT, and then the end.  */
static void
expect_rest (SCM port, const char *text)
{
  char bytes[100];
  size_t size = scm_c_read (port, bytes, sizeof bytes);
  assert (size == strlen (text) && !memcmp (bytes, text, size));
}

/* CHANGED: also what was put back, and another buffer than before.  */
static void
reset_during (SCM (*read) (void *), size_t mode, bool changed)
{
  struct reading r = { .read = read };
  struct worker w;
  int left;
  connect_line (&r.line);
  set_mode (r.line.port, mode);
  if (changed)
    {
      scm_unget_byte ('>', r.line.port);
      set_mode (r.line.port, mode + 1);
    }
  begin (&w, be_reset, &r);
  send_text (r.line.peer, "some ");
  await_blocked (&w);
  send_text (r.line.peer, "more");
  /* The reader has them all when it sleeps again.  */
  do
    {
      sched_yield ();
      assert (!ioctl (descriptor (r.line.port), FIONREAD, &left));
    }
  while (left);
  await_blocked (&w);
  reset (&r.line);
  finish (&w);
  expect_rest (r.line.port, changed ? ">some more" : "some more");
  scm_close_port (r.line.port);
}

static void
resets (void)
{
  for (size_t i = 0; i < LENGTH (readers); i++)
    for (size_t mode = 0; mode < LENGTH (modes); mode++)
      {
        reset_during (readers[i], mode, false);
        reset_during (readers[i], mode, true);
      }
}

/* Many bytes.  */

static unsigned char
byte_at (size_t i)
{
  return i % 251 ^ i / 65536;
}

struct stream
{
  SCM port;
  size_t size, most;
};

/* Writes by several functions, up to MOST bytes at a time.  */
static void
write_stream (void *data)
{
  struct stream *s = data;
  SCM bytes = scm_c_make_bytevector (s->most);
  unsigned char *contents = (unsigned char *) SCM_BYTEVECTOR_CONTENTS (bytes);
  for (size_t at = 0, size, i = 0; at < s->size; at += size, i++)
    {
      size = i * 7919 % (i % 3 < 2 ? s->most : BYTEWISE) + 1;
      if (size > s->size - at)
        size = s->size - at;
      for (size_t k = 0; k < size; k++)
        contents[k] = byte_at (at + k);
      if (i % 3 == 0)
        scm_put_bytevector (s->port, bytes, INT (0), scm_from_size_t (size));
      else if (i % 3 == 1)
        scm_c_write (s->port, contents, size);
      else
        for (size_t k = 0; k < size; k++)
          scm_put_u8 (s->port, INT (contents[k]));
    }
  scm_force_output (s->port);
  scm_shutdown (s->port, INT (SHUT_WR));
}

static void
read_stream (void *data)
{
  struct stream *s = data;
  SCM bytes = scm_c_make_bytevector (s->most);
  unsigned char *contents = (unsigned char *) SCM_BYTEVECTOR_CONTENTS (bytes);
  for (size_t at = 0, size, i = 0; at < s->size; at += size, i++)
    {
      size = i * 6007 % s->most + 1;
      if (size > s->size - at)
        size = s->size - at;
      if (i % 2)
        assert (scm_c_read (s->port, contents, size) == size);
      else
        assert (scm_is_eq (scm_get_bytevector_n_x (s->port, bytes, INT (0),
                                                   scm_from_size_t (size)),
                           scm_from_size_t (size)));
      for (size_t k = 0; k < size; k++)
        assert (contents[k] == byte_at (at + k));
    }
  assert (scm_is_eq (scm_get_u8 (s->port), scm_eof_object ()));
}

static void
open_pair (SCM *a, SCM *b)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  *a = scm_car (pair);
  *b = scm_cdr (pair);
  narrow (descriptor (*a));
  narrow (descriptor (*b));
}

static void
short_writes (size_t mode, size_t size, size_t most)
{
  struct worker reader;
  struct stream to = { .size = size, .most = most }, from = to;
  open_pair (&to.port, &from.port);
  set_mode (to.port, mode);
  if (size == MUCH)
    buffer (from.port, "block", 0);
  begin (&reader, read_stream, &from);
  write_stream (&to);
  finish (&reader);
  scm_close_port (to.port);
  scm_close_port (from.port);
}

/* Both ends have O_NONBLOCK, and both are full before anybody reads.  */
static void
both_full (size_t mode)
{
  struct stream a = { .size = MIB / 8, .most = 3000 }, b = a;
  struct worker writers[2], readers[2];
  open_pair (&a.port, &b.port);
  struct stream *const ends[] = { &a, &b };
  for (int i = 0; i < 2; i++)
    {
      scm_fcntl (ends[i]->port, INT (F_SETFL), INT (O_NONBLOCK));
      set_mode (ends[i]->port, mode + i);
      begin (&writers[i], write_stream, ends[i]);
    }
  for (int i = 0; i < 2; i++)
    await_blocked (&writers[i]);
  for (int i = 0; i < 2; i++)
    begin (&readers[i], read_stream, ends[i]);
  for (int i = 0; i < 2; i++)
    {
      finish (&writers[i]);
      finish (&readers[i]);
    }
  scm_close_port (a.port);
  scm_close_port (b.port);
}

int
main (void)
{
  alarm (110);
  resets ();
  short_writes (1, MUCH, 20000);
  short_writes (1, MUCH, MUCH);
  short_writes (0, MUCH, MUCH);
  for (size_t mode = 0; mode < LENGTH (modes); mode++)
    {
      short_writes (mode, MIB / 8, 2000);
      both_full (mode);
    }
  return 0;
}
