/* Writing to ports: bytes and text, to sockets without a buffer.  Of text only
   what fits into 256 bytes goes to datagram sockets: libguile writes longer
   one in pieces.  */

#include "writers.h"

static void
contents (void)
{
  static const struct
  {
    const char *bytes;
    size_t size;
  } rows[] = {
    { "a", 1 },    { "abc", 3 }, { "a\nb\n", 4 },       { "\r\n", 2 },
    { "a\0b", 3 }, { "\0", 1 },  { "\351\200\377", 3 }, { "\303\251", 2 },
    { "~A~%", 4 },
  };
  SCM a, b;
  new_pair (SOCK_DGRAM, &a, &b);
  for (size_t writer = 0; writer < LENGTH (writers); writer++)
    for (size_t i = 0; i < LENGTH (rows); i++)
      {
        /* A NUL ends the text of scm_puts.  */
        write_with (writer, a, rows[i].bytes, rows[i].size);
        arrived (b);
      }
  close_all (a, b, SCM_BOOL_F);
}

static void
sizes (void)
{
  static const size_t rows[] = { 0, 1, 100, 255, 256 };
  SCM a, b;
  stream_rewind ();
  new_pair (SOCK_DGRAM, &a, &b);
  for (size_t writer = 0; writer < LENGTH (writers); writer++)
    for (size_t i = 0; i < LENGTH (rows); i++)
      if (writer != PUT_U8 && writer != PUTC)
        {
          write_with (writer, a, stream_next (rows[i]), rows[i]);
          arrived (b);
        }
  write_with (PUT_BYTEVECTOR, a, stream_next (50000), 50000);
  arrived (b);
  close_all (a, b, SCM_BOOL_F);
}

static SCM
nothing_at_null (void *data)
{
  SCM port = *(SCM *) data;
  scm_c_write (port, NULL, 0);
  scm_lfwrite (NULL, 0, port);
  return SCM_UNSPECIFIED;
}

/* Bytes, text and values through one port, in their order.  */
static void
together (void)
{
  static char buffer[1000];
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  check_body ("nothing at NULL", nothing_at_null, &a);
  write_text (C_WRITE, a, "HELO ");
  write_text (PUTS, a, "localhost");
  write_text (PUTC, a, "\r");
  write_text (PUT_U8, a, "\n");
  CALL (scm_display, check_string ("MAIL <"), a);
  CALL (scm_write, check_symbol ("someone"), a);
  write_text (LFWRITE, a, "> ");
  CALL (scm_write, check_string ("a\nb"), a);
  CALL (scm_newline, a);
  write_text (PUT_BYTEVECTOR, a, "DATA\n");
  CALL (scm_simple_format, a, check_string ("~A lines~%"),
        scm_list_1 (INT (2)));
  write_text (C_WRITE, a, ".\n");
  ssize_t n = recv (descriptor (b), buffer, sizeof buffer - 1, MSG_DONTWAIT);
  buffer[n < 0 ? 0 : n] = 0;
  fputs (buffer, stdout);
  close_all (a, b, SCM_BOOL_F);
}

/* A process that reads from SOCK, and not from OTHER, a little at a time or
   all of it, until its end; it ends well if it is SIZE bytes, TIMES times the
   same ones.  */
static pid_t
new_reader (SCM sock, SCM other, size_t size, int times, int hesitant)
{
  static char buffer[1 << 16];
  int fd = descriptor (sock);
  size_t got = 0;
  ssize_t n;
  fflush (stdout);
  pid_t child = fork ();
  if (child < 0)
    check_die ("fork");
  if (child)
    return child;
  alarm (60);
  close (descriptor (other));
  while ((n = read (fd, buffer, hesitant ? 977 : sizeof buffer)) > 0)
    {
      for (ssize_t i = 0; i < n; i++)
        if (buffer[i] != stream[(got + i) % size])
          _exit (1);
      got += n;
    }
  _exit (got == size * times ? 0 : 2);
}

static void
await_reader (pid_t child)
{
  int status;
  if (waitpid (child, &status, 0) != child)
    check_die ("waitpid");
  check_say_long ("the reader's status", status);
}

/* More than the system takes at once; it is short of room all the time.  */
static void
long_writes (int blocking)
{
  static const struct
  {
    int writer;
    size_t size;
    int times;
  } rows[] = {
    { C_WRITE, 1000, 100 },        { C_WRITE, 300000, 3 },
    { PUT_BYTEVECTOR, 5000, 100 }, { PUT_BYTEVECTOR, 1000000, 2 },
    { LFWRITE, 5000, 50 },         { LFWRITE, 200000, 1 },
    { DISPLAY, 100000, 2 },        { PUTS, 8000, 20 },
    { PUT_U8, 20000, 1 },          { PUTC, 20000, 1 },
  };
  stream_rewind ();
  for (size_t i = 0; i < LENGTH (rows); i++)
    for (int hesitant = 0; hesitant < 2; hesitant++)
      {
        SCM a, b;
        int room = 4096;
        new_pair (SOCK_STREAM, &a, &b);
        setsockopt (descriptor (a), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
        set_blocking (a, blocking);
        printf ("%s\n", blocking ? "blocking" : "not blocking");
        pid_t child = new_reader (b, a, rows[i].size, rows[i].times, hesitant);
        close_all (b, SCM_BOOL_F, SCM_BOOL_F);
        for (int n = 0; n < rows[i].times; n++)
          {
            struct writing w = { a, stream, rows[i].size };
            if (n)
              writers[rows[i].writer].write (&w);
            else
              write_with (rows[i].writer, a, w.bytes, w.size);
          }
        QUIET (scm_close_port, a);
        await_reader (child);
      }
}

static void
part_of_bytevector (void)
{
  static const struct
  {
    const char *start, *count;
  } rows[] = {
    { NULL, NULL },
    { NULL, "2" },
    { NULL, "100" },
    { "0", NULL },
    { "2", NULL },
    { "6", NULL },
    { "7", NULL },
    { "0", "0" },
    { "0", "6" },
    { "0", "7" },
    { "2", "0" },
    { "2", "3" },
    { "5", "1" },
    { "5", "2" },
    { "6", "0" },
    { "6", "1" },
    { "7", "0" },
    { "-1", "1" },
    { "1", "-1" },
    { "18446744073709551615", "1" },
    { "1", "18446744073709551615" },
    { "2", "18446744073709551614" },
    { "18446744073709551616", "1" },
    { "9223372036854775808", "9223372036854775808" },
  };
  SCM a, b, bv = bytes ("abcdef");
  new_pair (SOCK_DGRAM, &a, &b);
  for (size_t i = 0; i < LENGTH (rows); i++)
    {
      CALL (scm_put_bytevector, a, bv,
            rows[i].start ? check_int (rows[i].start) : NONE,
            rows[i].count ? check_int (rows[i].count) : NONE);
      arrived (b);
    }
  /* What START is not there for is not looked at.  */
  CALL (scm_put_bytevector, a, bv, NONE, SCM_BOOL_F);
  arrived (b);
  CALL (scm_put_bytevector, a, bytes (""), NONE, NONE);
  CALL (scm_put_bytevector, a, bytes (""), INT (0), INT (0));
  CALL (scm_put_bytevector, a, bytes (""), INT (1), NONE);
  arrived (b);
  close_all (a, b, SCM_BOOL_F);
}

/* Each argument given values of all kinds; then, which of several is
   refused.  */
static void
bad_arguments (void)
{
  SCM a, b, bv = bytes ("abcdef"), closed = new_socket (AF_UNIX, SOCK_DGRAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  new_pair (SOCK_DGRAM, &a, &b);
  struct call put = CALL_OF (scm_put_bytevector, a, bv, INT (1), INT (2)),
              put_u8 = CALL_OF (scm_put_u8, a, INT (255));
  call (&put);
  wrong_arguments (&put, 0, NULL);
  call (&put_u8);
  wrong_arguments (&put_u8, 0, NULL);
  CALL (scm_put_u8, a, INT (256));
  CALL (scm_put_u8, a, INT (128));
  CALL (scm_put_u8, a, NONE);
  CALL (scm_put_u8, a, a);
  CALL (scm_put_u8, NONE, NONE);
  CALL (scm_put_u8, closed, SCM_BOOL_F);
  CALL (scm_put_bytevector, a, NONE, NONE, NONE);
  CALL (scm_put_bytevector, NONE, bv, NONE, NONE);
  CALL (scm_put_bytevector, closed, SCM_BOOL_F, SCM_BOOL_F, SCM_BOOL_F);
  CALL (scm_put_bytevector, a, SCM_BOOL_F, SCM_BOOL_F, SCM_BOOL_F);
  CALL (scm_put_bytevector, a, bv, SCM_BOOL_F, SCM_EOL);
  CALL (scm_put_bytevector, a, bv, INT (7), SCM_EOL);
  CALL (scm_put_bytevector, a, bv, HUGE_INT, SCM_EOL);
  arrived (b);
  close_all (a, b, SCM_BOOL_F);
}

/* Every entry with what is no port for output.  */
static void
bad_ports (void)
{
  int ends[2];
  if (pipe (ends) < 0)
    check_die ("pipe");
  SCM input = new_port (ends[0], "r"), output = new_port (ends[1], "w");
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM);
  close_all (closed, output, SCM_BOOL_F);
  SCM ports[CHECK_SAMPLES + 4] = { closed, output, input, NONE };
  memcpy (ports + 4, check_samples, sizeof check_samples);
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      check_say ("port", ports[i]);
      for (size_t writer = 0; writer < DISPLAY; writer++)
        {
          /* libguile has a bogus encoding-error for it.  */
          if (!scm_is_eq (ports[i], input) || writer != LFWRITE)
            write_text (writer, ports[i], "a");
          if (writer != PUT_U8 && writer != PUTC)
            write_text (writer, ports[i], "");
        }
    }
  close_all (input, SCM_BOOL_F, SCM_BOOL_F);
}

static void
failures (void)
{
  /* Text is last: libguile writes what failed with the next one again.  */
  for (size_t writer = 0; writer < LENGTH (writers); writer++)
    {
      SCM a, b;
      new_pair (SOCK_STREAM, &a, &b);
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
      write_with (writer, a, "", 0);
      write_text (writer, a, "abc");
      if (writer < FIRST_OF_TEXT)
        write_text (writer, a, "def");
      FORCE (a);
      CLOSE (a);
      /* Half of it closed.  */
      new_pair (SOCK_STREAM, &a, &b);
      CALL (scm_shutdown, a, INT (1));
      write_text (writer, a, "abc");
      CLOSE (a);
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
      /* Not connected.  */
      a = new_socket (AF_UNIX, SOCK_DGRAM);
      write_text (writer, a, "abc");
      close_all (a, SCM_BOOL_F, SCM_BOOL_F);
      a = new_socket (AF_INET, SOCK_DGRAM);
      write_text (writer, a, "abc");
      close_all (a, SCM_BOOL_F, SCM_BOOL_F);
      a = new_orphan ();
      write_text (writer, a, "abc");
      bury (a);
    }
}

/* Behind a failure the port is as before.  */
static void
after_failure (void)
{
  for (size_t writer = 0; writer < FIRST_OF_TEXT; writer++)
    {
      SCM a, b;
      new_high_pair (SOCK_DGRAM, "r+0", &a, &b);
      int fd = descriptor (a), spare = dup (fd);
      close (fd);
      write_text (writer, a, "abc");
      dup2 (spare, fd);
      close (spare);
      write_text (writer, a, "def");
      arrived (b);
      close_all (a, b, SCM_BOOL_F);
    }
  SCM a, b;
  stream_rewind ();
  new_pair (SOCK_DGRAM, &a, &b);
  struct writing w = { a, stream, sizeof stream };
  check_body ("a datagram of 1 MiB", with_put_bytevector, &w);
  write_text (PUT_BYTEVECTOR, a, "abc");
  arrived (b);
  close_all (a, b, SCM_BOOL_F);
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  contents ();
  sizes ();
  together ();
  long_writes (1);
  long_writes (0);
  part_of_bytevector ();
  bad_arguments ();
  bad_ports ();
  failures ();
  after_failure ();
}
