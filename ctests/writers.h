/* What the tests of writing and of buffering share: the entries that write,
   and what reaches the other end of a socket.  On a pair of datagram sockets
   each write is seen by itself.  */

#ifndef WRITERS_H
#define WRITERS_H

#include "loopback.h"

#include <signal.h>

#define CLOSE(port) CALL (scm_close_port, port)
#define FORCE(port) CALL (scm_force_output, port)

/* Bytes that are all different from their neighbours; the next ones of them
   come from where the last call left off.  */
static char stream[1 << 20];
static size_t stream_at;

static inline void
stream_rewind (void)
{
  static const char letters[]
      = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  for (size_t i = 0; i < sizeof stream; i++)
    stream[i] = letters[i % (sizeof letters - 1)];
  stream_at = 0;
}

static inline const char *
stream_next (size_t size)
{
  const char *next = stream + stream_at;
  stream_at += size;
  return next;
}

struct writing
{
  SCM port;
  const char *bytes;
  size_t size;
};

static inline SCM
with_c_write (void *data)
{
  struct writing *w = data;
  scm_c_write (w->port, w->bytes, w->size);
  return SCM_UNSPECIFIED;
}

static inline SCM
with_lfwrite (void *data)
{
  struct writing *w = data;
  scm_lfwrite (w->bytes, w->size, w->port);
  return SCM_UNSPECIFIED;
}

static inline SCM
with_puts (void *data)
{
  struct writing *w = data;
  static char text[8192];
  memcpy (text, w->bytes, w->size);
  text[w->size] = 0;
  scm_puts (text, w->port);
  return SCM_UNSPECIFIED;
}

static inline SCM
with_putc (void *data)
{
  struct writing *w = data;
  for (size_t i = 0; i < w->size; i++)
    scm_putc (w->bytes[i], w->port);
  return SCM_UNSPECIFIED;
}

static inline SCM
with_display (void *data)
{
  struct writing *w = data;
  return scm_display (scm_from_latin1_stringn (w->bytes, w->size), w->port);
}

static inline SCM
with_put_u8 (void *data)
{
  struct writing *w = data;
  for (size_t i = 0; i < w->size; i++)
    scm_put_u8 (w->port, INT ((unsigned char) w->bytes[i]));
  return SCM_UNSPECIFIED;
}

static inline SCM
with_put_bytevector (void *data)
{
  struct writing *w = data;
  return scm_put_bytevector (w->port, check_bytes (w->bytes, w->size), NONE,
                             NONE);
}

static const struct writer
{
  const char *name;
  scm_t_catch_body write;
} writers[] = {
  { "scm_c_write", with_c_write },
  { "scm_put_bytevector", with_put_bytevector },
  { "scm_put_u8", with_put_u8 },
  { "scm_puts", with_puts },
  { "scm_lfwrite", with_lfwrite },
  { "scm_putc", with_putc },
  { "scm_display", with_display },
};
enum
{
  C_WRITE,
  PUT_BYTEVECTOR,
  PUT_U8,
  PUTS,
  LFWRITE,
  PUTC,
  DISPLAY
};
#define FIRST_OF_TEXT PUTS

/* SIZE bytes as they are if they are few; else how many, the first and the
   last.  */
static inline void
print_bytes (FILE *out, const char *bytes, size_t size)
{
  if (size > 24)
    {
      fprintf (out, "%zu bytes %c ... %c", size, bytes[0], bytes[size - 1]);
      return;
    }
  putc ('"', out);
  for (size_t i = 0; i < size; i++)
    if (bytes[i] >= ' ' && bytes[i] <= '~')
      putc (bytes[i], out);
    else
      fprintf (out, "\\x%02x", (unsigned char) bytes[i]);
  putc ('"', out);
}

/* Writes BYTES to PORT and prints what came of it.  */
static inline void
write_with (int writer, SCM port, const char *bytes, size_t size)
{
  struct writing w = { port, bytes, size };
  char *label = NULL;
  size_t length;
  FILE *out = open_memstream (&label, &length);
  fprintf (out, "%s ", writers[writer].name);
  print_bytes (out, bytes, size);
  fclose (out);
  check_body (label, writers[writer].write, &w);
  free (label);
}

static inline void
write_text (int writer, SCM port, const char *text)
{
  write_with (writer, port, text, strlen (text));
}

static inline SCM
flush_body (void *data)
{
  scm_flush (*(SCM *) data);
  return SCM_UNSPECIFIED;
}

static inline void
flush (SCM port)
{
  check_body ("scm_flush", flush_body, &port);
}

/* What can be read from PORT's descriptor now, each write by itself where it
   keeps them apart.  */
static inline void
arrived (SCM port)
{
  static char buffer[1 << 20];
  ssize_t n;
  int count = 0;
  printf ("  arrived:");
  while ((n = recv (descriptor (port), buffer, sizeof buffer, MSG_DONTWAIT))
         > 0)
    {
      putchar (' ');
      print_bytes (stdout, buffer, n);
      count++;
    }
  puts (count ? "" : " nothing");
}

static inline void
set_buffer (SCM port, const char *mode, SCM size)
{
  CALL (scm_setvbuf, port, check_symbol (mode), size);
}

/* A port on descriptor FD, which it takes over.  */
static inline SCM
new_port (int fd, const char *mode)
{
  return QUIET (scm_fdopen, INT (fd), check_string (mode));
}

/* A connected pair, the first of which has a descriptor that nothing else is
   given: libguile opens some at times of its own choice.  */
static inline void
new_high_pair (int style, const char *mode, SCM *a, SCM *b)
{
  int ends[2];
  if (socketpair (AF_UNIX, style, 0, ends) < 0)
    check_die ("socketpair");
  *a = new_port (fcntl (ends[0], F_DUPFD, 200), mode);
  *b = new_port (ends[1], "r+0");
  close (ends[0]);
}

#endif
