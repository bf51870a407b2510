/* Many threads at one buffered port.  A line that is written by one call
   arrives whole, and once; a line or a byte is got by one reader.  Other
   threads may change the buffers, look or wait meanwhile.  */

#include "buffers.h"

enum
{
  WRITERS = 4,
  READERS = 3,
  LINES = 400,
  LONGEST = 800,
  BYTES = 1 << 16
};

static const struct mode
{
  const char *name;
  int size;
} modes[] = { { "line", 0 },
              { "line", 100 },
              { "block", 0 },
              { "block", 10 },
              { "block", 1000 } };

static void
set_mode (SCM port, int i)
{
  const struct mode *m = &modes[i % LENGTH (modes)];
  buffer (port, m->name, m->size);
}

/* Line NUMBER of WRITER, with a newline.  Gives its length.  */
static int
make_line (char *text, int writer, int number)
{
  int size = sprintf (text, "%d %d ", writer, number);
  int end = size + (number * 37 + writer * 11) % (LONGEST - 32);
  for (int i = size; i < end; i++)
    text[i] = 'a' + (i + number + writer) % 26;
  strcpy (text + end, "\n");
  return end + 1;
}

/* Lines from one port to another.  */
struct traffic
{
  SCM out, in;
  atomic_int writers;
  atomic_bool over;
  atomic_uchar got[WRITERS][LINES];
};

static void
write_line (SCM port, const char *text, int size, int how)
{
  SCM copy;
  switch (how % 5)
    {
    case 0:
      scm_puts (text, port);
      break;
    case 1:
      scm_lfwrite (text, size, port);
      break;
    case 2:
      scm_c_write (port, text, size);
      break;
    case 3:
      copy = scm_c_make_bytevector (size);
      memcpy (SCM_BYTEVECTOR_CONTENTS (copy), text, size);
      scm_put_bytevector (port, copy, NONE, NONE);
      break;
    default:
      scm_display (scm_from_utf8_string (text), port);
    }
}

static void
write_lines (void *data)
{
  struct traffic *t = data;
  int me = t->writers++;
  char text[LONGEST];
  for (int i = 0; i < LINES; i++)
    write_line (t->out, text, make_line (text, me, i), i + me);
}

/* The line that READ is of, if it is one of T's as it was written.  */
static atomic_uchar *
find_line (struct traffic *t, SCM read)
{
  char whole[LONGEST], *text = scm_to_utf8_string (scm_car (read));
  int writer, number;
  assert (!scm_is_eq (scm_cdr (read), scm_eof_object ()));
  assert (sscanf (text, "%d %d ", &writer, &number) == 2);
  assert (writer >= 0 && writer < WRITERS && number >= 0 && number < LINES);
  int size = make_line (whole, writer, number);
  assert (strlen (text) == (size_t) size - 1
          && !memcmp (text, whole, size - 1));
  free (text);
  return &t->got[writer][number];
}

static void
read_lines (void *data)
{
  struct traffic *t = data;
  for (;;)
    {
      SCM line = scm_read_line (t->in);
      if (scm_is_eq (scm_car (line), scm_eof_object ()))
        return;
      assert (!(*find_line (t, line))++);
    }
}

/* Does to the ports whatever does not take bytes away.  */
static void
disturb (void *data)
{
  struct traffic *t = data;
  for (int i = 0; !t->over; i++)
    {
      set_mode (t->out, i);
      set_mode (t->in, i / 2);
      scm_force_output (t->out);
      scm_flush (t->in);
      scm_char_ready_p (t->in);
      scm_select (scm_list_1 (t->in), scm_list_1 (t->out), SCM_EOL, INT (0),
                  NONE);
      scm_object_to_string (scm_port_mode (t->out), NONE);
    }
}

static void
run_traffic (int mode, bool disturbed)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  static struct traffic t;
  t = (struct traffic){ .out = scm_car (pair), .in = scm_cdr (pair) };
  struct worker writers[WRITERS], readers[READERS], disturber;
  narrow (descriptor (t.out));
  set_mode (t.out, mode);
  set_mode (t.in, mode);
  for (int i = 0; i < READERS; i++)
    begin (&readers[i], read_lines, &t);
  for (int i = 0; i < WRITERS; i++)
    begin (&writers[i], write_lines, &t);
  if (disturbed)
    begin (&disturber, disturb, &t);
  for (int i = 0; i < WRITERS; i++)
    finish (&writers[i]);
  t.over = true;
  if (disturbed)
    finish (&disturber);
  scm_close_port (t.out);
  for (int i = 0; i < READERS; i++)
    finish (&readers[i]);
  for (int i = 0; i < WRITERS; i++)
    for (int k = 0; k < LINES; k++)
      assert (t.got[i][k] == 1);
  scm_close_port (t.in);
}

/* Both ways on one port: the other end sends everything back.  */

struct echo
{
  struct line line;
  struct traffic traffic;
};

static void
send_back (void *data)
{
  struct echo *e = data;
  char bytes[777];
  ssize_t n;
  while ((n = read (e->line.peer, bytes, sizeof bytes)) > 0)
    send_all (e->line.peer, bytes, n);
  assert (!n && !shutdown (e->line.peer, SHUT_WR));
}

static void
both_ways (int mode)
{
  static struct echo e;
  struct worker echo, writer, reader, disturber;
  line_open (&e.line);
  e.traffic = (struct traffic){ .out = e.line.port, .in = e.line.port };
  narrow (descriptor (e.line.port));
  narrow (e.line.peer);
  set_mode (e.line.port, mode);
  begin (&echo, send_back, &e);
  begin (&reader, read_lines, &e.traffic);
  begin (&writer, write_lines, &e.traffic);
  begin (&disturber, disturb, &e.traffic);
  finish (&writer);
  e.traffic.over = true;
  finish (&disturber);
  scm_force_output (e.line.port);
  scm_shutdown (e.line.port, INT (SHUT_WR));
  finish (&reader);
  finish (&echo);
  for (int k = 0; k < LINES; k++)
    assert (e.traffic.got[0][k] == 1);
  line_close (&e.line);
}

/* Bytes for several readers, who put some back.  */

struct bytes
{
  struct line line;
  atomic_bool ended;
  atomic_int readers;
  atomic_int got[256];
};

/* Reads by the way HOW, and counts; false at the end.  */
static bool
read_some (struct bytes *b, int how)
{
  SCM port = b->line.port, into = scm_c_make_bytevector (5), read;
  unsigned char bytes[7];
  size_t size;
  switch (how % 5)
    {
    case 0:
      read = scm_get_u8 (port);
      if (scm_is_eq (read, scm_eof_object ()))
        return false;
      b->got[scm_to_int (read)]++;
      return true;
    case 1:
      read = scm_get_u8 (port);
      if (scm_is_eq (read, scm_eof_object ()))
        return false;
      scm_unget_byte (scm_to_int (read), port);
      return true;
    case 2:
      read = scm_get_bytevector_some (port);
      break;
    case 3:
      read = scm_get_bytevector_n_x (port, into, INT (1), INT (4));
      if (scm_is_eq (read, scm_eof_object ()))
        return false;
      for (int i = 1; i <= scm_to_int (read); i++)
        b->got[scm_c_bytevector_ref (into, i)]++;
      return true;
    default:
      size = scm_c_read (port, bytes, sizeof bytes);
      for (size_t i = 0; i < size; i++)
        b->got[bytes[i]]++;
      return size;
    }
  if (scm_is_eq (read, scm_eof_object ()))
    return false;
  for (size_t i = 0; i < scm_c_bytevector_length (read); i++)
    b->got[scm_c_bytevector_ref (read, i)]++;
  return true;
}

/* No end comes before it has been sent.  What another reader has put back may
   come after it.  */
static void
read_bytes (void *data)
{
  struct bytes *b = data;
  int how = b->readers++;
  while (read_some (b, how++))
    ;
  assert (b->ended);
}

static void
byte_readers (int mode)
{
  static struct bytes b;
  struct worker readers[READERS];
  unsigned char all[256];
  memset (&b, 0, sizeof b);
  line_open (&b.line);
  narrow (b.line.peer);
  if (mode >= 0)
    set_mode (b.line.port, mode);
  for (int i = 0; i < READERS; i++)
    begin (&readers[i], read_bytes, &b);
  for (int i = 0; i < 256; i++)
    all[i] = i;
  for (int i = 0; i < BYTES / 256; i++)
    send_all (b.line.peer, all, sizeof all);
  b.ended = true;
  assert (!shutdown (b.line.peer, SHUT_WR));
  for (int i = 0; i < READERS; i++)
    finish (&readers[i]);
  while (read_some (&b, 0))
    ;
  for (int i = 0; i < 256; i++)
    assert (b.got[i] == BYTES / 256);
  line_close (&b.line);
}

int
main (void)
{
  alarm (110);
  for (int mode = 0; mode < (int) LENGTH (modes); mode++)
    {
      run_traffic (mode, false);
      run_traffic (mode, true);
      both_ways (mode);
      byte_readers (mode);
    }
  byte_readers (-1);
  return 0;
}
