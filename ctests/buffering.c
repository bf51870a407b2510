/* Buffers: their modes and sizes, and when what is written leaves them.  Of
   text only what fits into 256 bytes: libguile writes longer one in pieces.
   Nor is scm_c_write given more than a small buffer's size while something is
   pending: in libguile it overtakes that.  */

#include "writers.h"

/* New sockets for datagrams; the first has a buffer.  */
static void
new_buffered (const char *mode, SCM size, SCM *a, SCM *b)
{
  new_pair (SOCK_DGRAM, a, b);
  set_buffer (*a, mode, size);
}

static void
write_next (int writer, SCM port, size_t size)
{
  write_with (writer, port, stream_next (size), size);
}

static void
end (SCM a, SCM b)
{
  FORCE (a);
  arrived (b);
  CLOSE (a);
  arrived (b);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
}

/* Writes of the SIZES, up to one below 0, to buffers of 0 to 10 bytes.  */
static void
small_buffers (void)
{
  static const struct
  {
    const char *mode;
    int size;
    int sizes[16];
  } rows[] = {
    { "none", 0, { 1, 2, 0, 3, 2, -1 } },
    { "block", 0, { 1, 2, 0, 3, 2, -1 } },
    { "block", 1, { 1, 2, 0, 3, 2, -1 } },
    { "line", 0, { 1, 2, 0, 3, 2, -1 } },
    { "line", 1, { 1, 2, 0, 3, 2, -1 } },
    { "block", 2, { 1, 1, 1, 0, 2, 1, 1, 2, -1 } },
    { "block", 10, { 3, 7, 3, 8, 3, 9, 1, 3, 10, 0, 4, 6, 9, 9, 10, -1 } },
    { "line", 10, { 3, 7, 3, 8, 3, 9, 1, 3, 10, 0, 4, 6, 9, 9, 10, -1 } },
    { "block", 10, { 25, 3, 25, 7, 12, 11, -1 } },
  };
  stream_rewind ();
  for (size_t i = 0; i < LENGTH (rows); i++)
    for (size_t writer = 0; writer < LENGTH (writers); writer++)
      {
        SCM a, b;
        int first = rows[i].sizes[0];
        if (writer == C_WRITE && first > rows[i].size && rows[i].size > 1)
          continue;
        new_buffered (rows[i].mode, INT (rows[i].size), &a, &b);
        for (const int *size = rows[i].sizes; *size >= 0; size++)
          {
            write_next (writer, a, *size);
            arrived (b);
          }
        end (a, b);
      }
}

/* Sizes around a buffer's.  */
static void
large_buffers (void)
{
  static const int sizes[] = { 0, 256, 300, 4096, 5000, 65536 };
  stream_rewind ();
  for (size_t i = 0; i < LENGTH (sizes); i++)
    for (int line = 0; line < 2; line++)
      for (int writer = 0; writer < FIRST_OF_TEXT; writer++)
        {
          SCM a, b;
          int n = sizes[i] ? sizes[i] : 4096;
          int rows[] = { 3, n - 3, 3, n - 2, n, n - 1, n + 1, 1 };
          new_buffered (line ? "line" : "block",
                        sizes[i] ? INT (sizes[i]) : NONE, &a, &b);
          for (size_t k = 0; k < LENGTH (rows); k++)
            {
              write_next (writer, a, rows[k]);
              arrived (b);
            }
          end (a, b);
          stream_rewind ();
        }
  for (int writer = FIRST_OF_TEXT; writer < (int) LENGTH (writers); writer++)
    {
      SCM a, b;
      new_buffered ("block", NONE, &a, &b);
      for (int k = 0; k < 45; k++)
        write_next (writer, a, 200);
      arrived (b);
      end (a, b);
    }
}

/* A buffer that the bytes go through a few at a time, however they come.  */
static void
all_together (const char *mode, int size)
{
  unsigned seed = 1;
  SCM a, b;
  stream_rewind ();
  new_buffered (mode, INT (size), &a, &b);
  for (int i = 0; i < 250; i++)
    {
      seed = seed * 1103515245 + 12345;
      int writer = (seed >> 8) % LENGTH (writers);
      int count = (seed >> 16) % (size + 3);
      if (writer == C_WRITE && count > size)
        count = size;
      write_next (writer, a, count);
      arrived (b);
    }
  end (a, b);
}

/* Newlines in text are looked at, those in bytes not.  */
static void
lines (void)
{
  static const char *const texts[] = {
    "\n", "a\n", "a\nb", "b\n\nc", "\nd", "e", "f\rg", "123456789\n", "h\n",
  };
  static const char *const modes[] = { "none", "line", "block" };
  for (size_t mode = 0; mode < LENGTH (modes); mode++)
    for (size_t writer = 0; writer < LENGTH (writers); writer++)
      {
        SCM a, b;
        new_buffered (modes[mode], mode ? INT (20) : NONE, &a, &b);
        for (size_t i = 0; i < LENGTH (texts); i++)
          {
            write_text (writer, a, texts[i]);
            arrived (b);
          }
        end (a, b);
      }
  SCM a, b;
  new_buffered ("line", NONE, &a, &b);
  write_text (C_WRITE, a, "bytes\n");
  arrived (b);
  write_text (PUTS, a, "text");
  arrived (b);
  CALL (scm_newline, a);
  arrived (b);
  CALL (scm_write, check_string ("a\nb"), a);
  CALL (scm_write, check_symbol ("a\nb"), a);
  CALL (scm_display, scm_list_2 (INT (1), check_symbol ("c")), a);
  arrived (b);
  CALL (scm_simple_format, a, check_string ("~A-~S"),
        scm_list_2 (INT (5), INT (6)));
  arrived (b);
  CALL (scm_simple_format, a, check_string ("end~%"), SCM_EOL);
  arrived (b);
  end (a, b);
}

static void
bad_modes (void)
{
  static const char *const modes[] = { "none", "line", "block", "full" };
  static const char *const sizes[] = {
    "-1",
    "-2",
    "0",
    "1",
    "65536",
    "10000000",
    "2147483648",
    "-2147483648",
    "4294967296",
    "-2147483649",
    "18446744073709551615",
  };
  SCM a, b, closed = new_socket (AF_UNIX, SOCK_STREAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  new_pair (SOCK_DGRAM, &a, &b);
  for (size_t i = 0; i < LENGTH (modes); i++)
    for (size_t k = 0; k < LENGTH (sizes); k++)
      set_buffer (a, modes[i], check_int (sizes[k]));
  set_buffer (a, "block", INT (100));
  write_text (C_WRITE, a, "pending ");
  struct call set = CALL_OF (scm_setvbuf, a, check_symbol ("block"), INT (10));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      CALL (scm_setvbuf, sample, check_symbol ("none"), NONE);
      CALL (scm_setvbuf, a, sample, NONE);
      CALL (scm_setvbuf, a, sample, INT (10));
      if (!scm_is_signed_integer (sample, 0, 2147483647))
        {
          struct call bad = set;
          bad.args[2] = sample;
          call (&bad);
        }
      if (!scm_is_eq (sample, INT (0)))
        set_buffer (a, "none", sample);
    }
  /* What C calls them.  */
  CALL (scm_setvbuf, a, INT (_IONBF), NONE);
  CALL (scm_setvbuf, a, INT (_IOLBF), NONE);
  CALL (scm_setvbuf, a, INT (_IOFBF), INT (10));
  CALL (scm_setvbuf, a, check_symbol ("Block"), INT (10));
  CALL (scm_setvbuf, a, check_string ("block"), INT (10));
  CALL (scm_setvbuf, a, NONE, NONE);
  CALL (scm_setvbuf, a, NONE, INT (10));
  CALL (scm_setvbuf, NONE, check_symbol ("none"), NONE);
  CALL (scm_setvbuf, closed, check_symbol ("none"), NONE);
  CALL (scm_setvbuf, closed, SCM_EOL, SCM_EOL);
  CALL (scm_setvbuf, SCM_EOL, SCM_EOL, SCM_EOL);
  CALL (scm_setvbuf, a, SCM_EOL, SCM_EOL);
  CALL (scm_setvbuf, a, a, b);
  /* None of that did anything.  */
  arrived (b);
  write_text (C_WRITE, a, "still");
  end (a, b);
}

/* What is pending is flushed by the next mode, whichever it is.  */
static void
changed_modes (void)
{
  static const char *const modes[] = { "none", "line", "block" };
  for (size_t i = 1; i < LENGTH (modes); i++)
    for (size_t k = 0; k < LENGTH (modes); k++)
      {
        SCM a, b;
        new_buffered (modes[i], INT (20), &a, &b);
        write_text (C_WRITE, a, "0123456789");
        write_text (PUTS, a, "abc");
        arrived (b);
        set_buffer (a, modes[k], k ? INT (2) : NONE);
        arrived (b);
        write_text (PUTS, a, "d");
        arrived (b);
        write_text (PUT_U8, a, "e");
        arrived (b);
        end (a, b);
      }
}

/* Input that a port has taken stays, also where the next buffer is smaller,
   or none.  */
static void
kept_input (void)
{
  static const char *const modes[] = { "none", "line", "block" };
  for (size_t i = 0; i < LENGTH (modes); i++)
    for (size_t k = 0; k < LENGTH (modes); k++)
      {
        SCM a, b;
        new_pair (SOCK_STREAM, &a, &b);
        set_buffer (a, modes[i], NONE);
        write_text (C_WRITE, b, "abcdefgh");
        CALL (scm_get_u8, a);
        CALL (scm_lookahead_u8, a);
        set_buffer (a, modes[k], k ? INT (2) : NONE);
        write_text (C_WRITE, b, "XYZ");
        CALL (scm_get_bytevector_n, a, INT (4));
        set_buffer (a, modes[i], NONE);
        CALL (scm_get_bytevector_n, a, INT (6));
        close_all (a, b, SCM_BOOL_F);
      }
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  for (int i = 0; i < 5; i++)
    scm_unget_byte ('a' + i, a);
  set_buffer (a, "block", INT (2));
  CALL (scm_get_bytevector_n, a, INT (5));
  close_all (a, b, SCM_BOOL_F);
}

/* Ports for one direction only.  A pipe is written to in blocks.  */
static void
pipes (void)
{
  static const struct
  {
    const char *mode, *buffer;
    int size;
  } rows[] = {
    { "w", NULL, 0 },        { "a", NULL, 0 },      { "wb", NULL, 0 },
    { "w0", NULL, 0 },       { "wl", NULL, 0 },     { "w", "none", 0 },
    { "w0", "block", 5000 }, { "wl", "block", 10 }, { "w", "line", 10 },
  };
  static char buffer[20000];
  for (size_t i = 0; i < LENGTH (rows); i++)
    {
      int ends[2];
      if (pipe (ends) < 0)
        check_die ("pipe");
      fcntl (ends[0], F_SETFL, O_NONBLOCK);
      SCM port = new_port (ends[1], rows[i].mode);
      printf ("mode %s\n", rows[i].mode);
      if (rows[i].buffer)
        set_buffer (port, rows[i].buffer,
                    rows[i].size ? INT (rows[i].size) : NONE);
      stream_rewind ();
      for (int k = 0; k < 12; k++)
        {
          if (k == 6)
            write_text (PUTS, port, "a\nb");
          else
            write_next (PUT_BYTEVECTOR, port, k < 6 ? 1 << k : 1 << k << 1);
          ssize_t n = read (ends[0], buffer, sizeof buffer);
          check_say_long ("  arrived", n < 0 ? 0 : n);
        }
      CLOSE (port);
      ssize_t n = read (ends[0], buffer, sizeof buffer);
      check_say_long ("  arrived", n < 0 ? 0 : n);
      close (ends[0]);
    }
  int ends[2];
  if (pipe (ends) < 0 || write (ends[1], "a\nbcdef", 7) != 7)
    check_die ("pipe");
  SCM input = new_port (ends[0], "r");
  set_buffer (input, "line", NONE);
  CALL (scm_get_u8, input);
  set_buffer (input, "none", NONE);
  CALL (scm_get_bytevector_n, input, INT (3));
  set_buffer (input, "block", INT (2));
  CALL (scm_get_bytevector_n, input, INT (3));
  CALL (scm_force_output, input);
  flush (input);
  CLOSE (input);
  flush (input);
  close (ends[1]);
}

static void
bad_flushes (void)
{
  SCM a, b, closed = new_socket (AF_UNIX, SOCK_STREAM);
  new_buffered ("block", NONE, &a, &b);
  set_buffer (closed, "block", NONE);
  CLOSE (closed);
  FORCE (closed);
  flush (closed);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    FORCE (check_samples[i]);
  for (int i = 0; i < 2; i++)
    {
      FORCE (a);
      flush (a);
      arrived (b);
      write_text (PUTS, a, "abc");
      flush (a);
      arrived (b);
      write_text (PUTS, a, "def");
    }
  end (a, b);
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  small_buffers ();
  large_buffers ();
  all_together ("block", 16);
  all_together ("line", 10);
  all_together ("block", 300);
  lines ();
  bad_modes ();
  changed_modes ();
  kept_input ();
  pipes ();
  bad_flushes ();
}
