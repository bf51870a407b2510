/* A conversation by lines, as of a mail client and its server: 10,000 lines
   through buffered ports.  The server is plain C in a child process, and cuts
   what it sends into pieces of random sizes, so that lines, replies and
   buffers never begin and end together.  Printed are the replies and a digest
   of all that either side has received.  */

#include "loopback.h"

#include <stdbool.h>

enum
{
  LONGEST = 20000
};

static uint64_t
mix (uint64_t digest, const char *bytes, size_t size)
{
  for (size_t i = 0; i < size; i++)
    digest = (digest ^ (unsigned char) bytes[i]) * 1099511628211u;
  return digest;
}

/* The same numbers in every run.  */
static unsigned
chance (uint64_t *state, unsigned below)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (*state >> 33) % below;
}

/* The server.  */

struct server
{
  int fd;
  uint64_t chance, digest;
  bool body;
  char out[1 << 16];
  size_t held;
};

static void
send_pieces (struct server *s)
{
  for (size_t sent = 0; sent < s->held;)
    {
      size_t piece = 1 + chance (&s->chance, 97);
      if (piece > s->held - sent)
        piece = s->held - sent;
      ssize_t n = write (s->fd, s->out + sent, piece);
      if (n < 0)
        check_die ("server: write");
      sent += n;
    }
  s->held = 0;
}

static void
reply (struct server *s, const char *text)
{
  int n = snprintf (s->out + s->held, 100, "%s %016llx\r\n", text,
                    (unsigned long long) s->digest);
  s->held += n;
  if (s->held > sizeof s->out - LONGEST - 200)
    send_pieces (s);
}

static void
serve_line (struct server *s, const char *line, size_t size)
{
  s->digest = mix (s->digest, line, size);
  if (s->body)
    {
      s->body = !(size == 3 && !memcmp (line, ".\r\n", 3));
      if (!s->body)
        {
          reply (s, "250-taken");
          reply (s, "250 queued");
        }
    }
  else if (size >= 4 && !memcmp (line, "DATA", 4))
    {
      s->body = true;
      reply (s, "354 go on");
    }
  else if (size >= 4 && !memcmp (line, "ECHO", 4))
    {
      memcpy (s->out + s->held, line, size);
      s->held += size;
    }
  else
    reply (s, "250 ok");
}

static void
serve (int fd)
{
  static struct server s = { .chance = 1, .digest = 14695981039346656037u };
  static char in[2 * LONGEST];
  size_t held = 0;
  s.fd = fd;
  for (;;)
    {
      ssize_t n = read (fd, in + held, sizeof in - held);
      if (n < 0)
        check_die ("server: read");
      if (!n)
        break;
      held += n;
      char *line = in, *end;
      while ((end = memchr (line, '\n', in + held - line)))
        {
          serve_line (&s, line, end + 1 - line);
          line = end + 1;
        }
      held -= line - in;
      memmove (in, line, held);
      send_pieces (&s);
    }
  reply (&s, "221 bye");
  send_pieces (&s);
}

/* The client.  */

struct client
{
  SCM port;
  bool ordered;
  uint64_t chance, digest;
  int lines;
};

/* By each of the calls that write, in turn.  libguile's scm_c_write loses the
   order where the buffer is small: see docs/divergences.md.  */
static void
say (struct client *c, const char *line, size_t size)
{
  SCM bytes;
  c->lines++;
  switch (c->lines % 5)
    {
    case 0:
      if (c->ordered)
        {
          scm_c_write (c->port, line, size);
          break;
        }
      /* Fall through.  */
    case 1:
      bytes = check_bytes (line, size);
      scm_put_bytevector (c->port, bytes, INT (0), INT (size / 2));
      scm_put_bytevector (c->port, bytes, INT (size / 2), NONE);
      break;
    case 2:
      scm_lfwrite (line, size, c->port);
      break;
    case 3:
      scm_display (scm_from_latin1_stringn (line, size), c->port);
      break;
    case 4:
      for (size_t i = 0; i + 1 < size; i++)
        scm_put_u8 (c->port, INT ((unsigned char) line[i]));
      scm_putc (line[size - 1], c->port);
    }
}

static void
say_text (struct client *c, const char *text)
{
  say (c, text, strlen (text));
}

/* Reads one reply; a line of 0 is not looked at.  */
static void
hear (struct client *c, const char *label)
{
  SCM line = scm_read_line (c->port);
  size_t size;
  c->lines++;
  if (!scm_is_string (scm_car (line)))
    {
      check_say (label, line);
      return;
    }
  char *text = scm_to_utf8_stringn (scm_car (line), &size);
  c->digest = mix (c->digest, text, size);
  free (text);
  if (label)
    check_say (label, line);
}

/* A message: ASCII, since text and bytes are to be the same.  */
static void
send_body (struct client *c)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz    \r\t.\0\1~";
  char line[LONGEST];
  unsigned lines = chance (&c->chance, 12);
  while (lines--)
    {
      unsigned most = chance (&c->chance, 20) ? 100 : 2500;
      unsigned size = chance (&c->chance, most);
      for (unsigned i = 0; i < size; i++)
        line[i] = letters[chance (&c->chance, sizeof letters - 1)];
      /* A line that begins with a dot might be the body's end.  */
      if (size && line[0] == '.')
        line[0] = ':';
      memcpy (line + size, "\r\n", 2);
      say (c, line, size + 2);
    }
  say_text (c, ".\r\n");
}

static void
echo (struct client *c)
{
  char line[LONGEST];
  unsigned size = 5 + chance (&c->chance, 300);
  memcpy (line, "ECHO", 4);
  for (unsigned i = 4; i < size; i++)
    line[i] = " !#$%&"[chance (&c->chance, 6)];
  line[size] = '\n';
  say (c, line, size + 1);
}

/* One message, its commands sent together, then the replies.  */
static void
send_message (struct client *c, bool loud)
{
  unsigned recipients = 1 + chance (&c->chance, 4);
  say_text (c, "MAIL FROM:<a@example>\r\n");
  for (unsigned i = 0; i < recipients; i++)
    say_text (c, "RCPT TO:<b@example>\r\n");
  echo (c);
  say_text (c, "DATA\r\n");
  scm_force_output (c->port);
  for (unsigned i = 0; i < recipients + 3; i++)
    hear (c, NULL);
  send_body (c);
  scm_force_output (c->port);
  hear (c, NULL);
  hear (c, loud ? "reply" : NULL);
}

static void
converse (const char *mode, int size, int lines)
{
  int fds[2];
  if (socketpair (AF_UNIX, SOCK_STREAM, 0, fds))
    check_die ("socketpair");
  fflush (stdout);
  pid_t server = fork ();
  if (server < 0)
    check_die ("fork");
  if (!server)
    {
      close (fds[0]);
      serve (fds[1]);
      _exit (0);
    }
  close (fds[1]);
  struct client c = { .port = scm_fdopen (INT (fds[0]), check_string ("r+")),
                      .ordered = size <= 1 || size >= 256,
                      .chance = size,
                      .digest = 14695981039346656037u };
  printf ("%s %d\n", mode, size);
  scm_setvbuf (c.port, check_symbol (mode), size ? INT (size) : NONE);
  for (int message = 0; c.lines < lines; message++)
    send_message (&c, message % 50 == 0);
  check_say_long ("lines", c.lines);
  check_say_long ("digest", c.digest);
  shutdown (fds[0], SHUT_WR);
  hear (&c, "last");
  hear (&c, "end");
  RUN (scm_close_port, c.port);
  int status;
  if (waitpid (server, &status, 0) != server)
    check_die ("waitpid");
  check_say_long ("server", status);
}

void
check_chapter (void)
{
  converse ("block", 0, 10000);
  converse ("line", 0, 10000);
  converse ("none", 0, 2000);
  static const int sizes[] = { 1, 2, 7, 80, 256, 300, 1000, 65536 };
  for (unsigned i = 0; i < LENGTH (sizes); i++)
    {
      converse ("block", sizes[i], 2000);
      converse ("line", sizes[i], 2000);
    }
}
