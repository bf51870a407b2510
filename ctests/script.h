/* Scripts for the tests of reading.  A script is one line of words: what kind
   of port, and then what happens to it.

     socket datagrams tcp     made by the library, unbuffered
     pipe file stream         of scm_fdopen, "r", "r" and "r+", buffered
     none lines block:N       scm_setvbuf
     nonblock                 O_NONBLOCK
     <TEXT end reset          what its peer writes; that it closes, or resets
     +TEXT +end +reset        the same later, by a thread: each when the next
                              call has taken what came before
     +signal                  a signal that interrupts it
     left peer                how much the kernel has for it; what the peer got

   and the calls, in the table below.  In a TEXT, "_" is a space, "%0" NUL,
   "x*10" ten x, and "#10" ten different bytes (modulo 251).  Everything is
   printed, and what came of it.  */

#ifndef SCRIPT_H
#define SCRIPT_H

#include "loopback.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>

#define LATER 16

struct session
{
  SCM port;
  int peer, descriptor;
  const char *arg;
  const char *later[LATER];
  int later_count;
  pthread_t reader;
};

/* TEXT decoded, to be freed; *SIZE says how long it is.  */
static inline char *
script_text (const char *text, size_t *size)
{
  char *bytes = NULL;
  FILE *out = open_memstream (&bytes, size);
  while (*text)
    {
      int c = *text++, count = 1;
      if (c == '_')
        c = ' ';
      else if (c == '#')
        {
          int numbered = strtol (text, (char **) &text, 10);
          for (int i = 0; i < numbered; i++)
            putc (i % 251, out);
          continue;
        }
      else if (c == '%' && *text == '0')
        {
          c = 0;
          text++;
        }
      if (*text == '*')
        count = strtol (text + 1, (char **) &text, 10);
      while (count-- > 0)
        putc (c, out);
    }
  fclose (out);
  return bytes;
}

static inline void
script_close_peer (struct session *s)
{
  if (s->peer >= 0)
    close (s->peer);
  s->peer = -1;
}

/* What the peer does.  */
static inline void
script_peer (struct session *s, const char *word)
{
  if (!strcmp (word, "end"))
    script_close_peer (s);
  else if (!strcmp (word, "reset"))
    {
      struct linger at_once = { 1, 0 };
      setsockopt (s->peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      script_close_peer (s);
      await (s->port, POLLIN);
    }
  else
    {
      size_t size;
      char *text = script_text (word, &size);
      if (write (s->peer, text, size) != (ssize_t) size)
        check_die ("write");
      free (text);
    }
}

static inline int
script_left (struct session *s)
{
  int left = -1;
  if (ioctl (s->descriptor, FIONREAD, &left) < 0)
    check_die ("FIONREAD");
  return left;
}

static inline void *
script_later (void *data)
{
  struct session *s = data;
  for (int i = 0; i < s->later_count; i++)
    {
      while (script_left (s))
        sched_yield ();
      if (!strcmp (s->later[i], "signal"))
        pthread_kill (s->reader, SIGUSR1);
      else if (!strcmp (s->later[i], "reset"))
        {
          /* Not awaited: the reader is there.  */
          struct linger at_once = { 1, 0 };
          setsockopt (s->peer, SOL_SOCKET, SO_LINGER, &at_once,
                      sizeof at_once);
          script_close_peer (s);
        }
      else
        script_peer (s, s->later[i]);
    }
  return NULL;
}

/* The calls.  ARG is what follows the colon.  */

static inline SCM
script_byte (struct session *s)
{
  return INT (scm_get_byte_or_eof (s->port));
}

static inline SCM
script_peek (struct session *s)
{
  return INT (scm_peek_byte_or_eof (s->port));
}

static inline SCM
script_unget (struct session *s)
{
  scm_unget_byte (atoi (s->arg), s->port);
  return SCM_UNSPECIFIED;
}

/* Puts back one byte after the other, so that they come in their order.  */
static inline SCM
script_back (struct session *s)
{
  size_t size;
  char *text = script_text (s->arg, &size);
  while (size)
    scm_unget_byte (text[--size], s->port);
  free (text);
  return SCM_UNSPECIFIED;
}

static inline SCM
script_u8 (struct session *s)
{
  return scm_get_u8 (s->port);
}

static inline SCM
script_look (struct session *s)
{
  return scm_lookahead_u8 (s->port);
}

/* scm_c_read, into a bytevector of as many bytes and two more.  */
static inline SCM
script_c (struct session *s)
{
  int size = atoi (s->arg);
  SCM bv = new_buffer (size + 2);
  size_t got = scm_c_read (s->port, SCM_BYTEVECTOR_CONTENTS (bv), size);
  return scm_cons (scm_from_size_t (got), bv);
}

static inline SCM
script_n (struct session *s)
{
  return scm_get_bytevector_n (s->port, check_int (s->arg));
}

/* LENGTH,START,COUNT.  */
static inline SCM
script_x (struct session *s)
{
  int length, start, count;
  sscanf (s->arg, "%d,%d,%d", &length, &start, &count);
  SCM bv = new_buffer (length);
  SCM got = scm_get_bytevector_n_x (s->port, bv, INT (start), INT (count));
  return scm_cons (got, bv);
}

static inline SCM
script_some (struct session *s)
{
  return scm_get_bytevector_some (s->port);
}

static inline SCM
script_all (struct session *s)
{
  return scm_get_bytevector_all (s->port);
}

static inline SCM
script_line (struct session *s)
{
  return scm_read_line (s->port);
}

static inline SCM
script_ready (struct session *s)
{
  return scm_char_ready_p (s->port);
}

static inline SCM
script_drain (struct session *s)
{
  return scm_drain_input (s->port);
}

static inline SCM
script_recv (struct session *s)
{
  SCM bv = new_buffer (atoi (s->arg));
  SCM got = scm_recv (s->port, bv, INT (MSG_DONTWAIT));
  return scm_cons (got, bv);
}

static inline SCM
script_puts (struct session *s)
{
  scm_puts (s->arg, s->port);
  return SCM_UNSPECIFIED;
}

static inline SCM
script_force (struct session *s)
{
  return scm_force_output (s->port);
}

static inline SCM
script_buffer (struct session *s, const char *mode)
{
  return scm_setvbuf (s->port, check_symbol (mode),
                      s->arg ? check_int (s->arg) : NONE);
}

static inline SCM
script_none (struct session *s)
{
  return script_buffer (s, "none");
}

static inline SCM
script_line_mode (struct session *s)
{
  return script_buffer (s, "line");
}

static inline SCM
script_block (struct session *s)
{
  return script_buffer (s, "block");
}

static inline SCM
script_nonblock (struct session *s)
{
  set_blocking (s->port, 0);
  return SCM_UNSPECIFIED;
}

static inline SCM
script_what_is_left (struct session *s)
{
  return INT (script_left (s));
}

static inline SCM
script_at_peer (struct session *s)
{
  char bytes[64];
  ssize_t n = recv (s->peer, bytes, sizeof bytes, MSG_DONTWAIT);
  return n < 0 ? SCM_BOOL_F : scm_from_latin1_stringn (bytes, n);
}

static inline SCM
script_close (struct session *s)
{
  return scm_close_port (s->port);
}

static const struct script_call
{
  const char *name;
  SCM (*run) (struct session *s);
} script_calls[] = {
  { "byte", script_byte },
  { "peek", script_peek },
  { "unget", script_unget },
  { "back", script_back },
  { "u8", script_u8 },
  { "look", script_look },
  { "c", script_c },
  { "n", script_n },
  { "x", script_x },
  { "some", script_some },
  { "all", script_all },
  { "line", script_line },
  { "ready", script_ready },
  { "drain", script_drain },
  { "recv", script_recv },
  { "puts", script_puts },
  { "force", script_force },
  { "none", script_none },
  { "lines", script_line_mode },
  { "block", script_block },
  { "nonblock", script_nonblock },
  { "left", script_what_is_left },
  { "peer", script_at_peer },
  { "close", script_close },
};

/* Long results become their length and what is at their ends.  */
static inline SCM
script_brief (SCM value)
{
  if (scm_is_pair (value))
    {
      SCM first = script_brief (scm_car (value));
      return scm_cons (first, script_brief (scm_cdr (value)));
    }
  if (scm_is_bytevector (value) && scm_c_bytevector_length (value) > 40)
    {
      size_t length = scm_c_bytevector_length (value);
      const unsigned char *bytes
          = (unsigned char *) SCM_BYTEVECTOR_CONTENTS (value);
      unsigned sum = 0;
      for (size_t i = 0; i < length; i++)
        sum = sum * 31 + bytes[i];
      return scm_list_4 (check_symbol ("bytes"), scm_from_size_t (length),
                         INT (bytes[0]), scm_from_uint (sum));
    }
  if (scm_is_string (value) && scm_c_string_length (value) > 60)
    return scm_list_2 (check_symbol ("string"), scm_string_length (value));
  return value;
}

struct script_run
{
  const struct script_call *call;
  struct session *session;
};

static inline SCM
script_body (void *data)
{
  struct script_run *run = data;
  return script_brief (run->call->run (run->session));
}

/* WORD with what is not printable as \xNN.  */
static inline void
script_print (FILE *out, const char *word)
{
  for (; *word; word++)
    if (*word == '\n')
      fputs ("\\n", out);
    else if (*word < ' ' || *word > '~')
      fprintf (out, "\\x%02x", *(unsigned char *) word);
    else
      putc (*word, out);
}

static inline void
script_call (struct session *s, char *word)
{
  char *label = NULL;
  size_t size;
  FILE *out = open_memstream (&label, &size);
  fputs ("  ", out);
  script_print (out, word);
  fclose (out);
  s->arg = strchr (word, ':');
  if (s->arg)
    *(char *) s->arg++ = 0;
  struct script_run run = { NULL, s };
  for (size_t i = 0; i < LENGTH (script_calls); i++)
    if (!strcmp (word, script_calls[i].name))
      run.call = &script_calls[i];
  if (!run.call)
    {
      fprintf (stderr, "no call: %s\n", word);
      exit (99);
    }
  pthread_t later;
  int helped = s->later_count > 0;
  if (helped && pthread_create (&later, NULL, script_later, s))
    check_die ("pthread_create");
  check_body (label, script_body, &run);
  if (helped)
    pthread_join (later, NULL);
  s->later_count = 0;
  free (label);
}

static inline void
script_open_socket (struct session *s, int style)
{
  SCM peer;
  new_pair (style, &s->port, &peer);
  s->peer = dup (descriptor (peer));
  close_all (peer, SCM_BOOL_F, SCM_BOOL_F);
}

static inline SCM
script_fdopen (int fd, const char *mode)
{
  return QUIET (scm_fdopen, INT (fd), check_string (mode));
}

static inline void
script_open (struct session *s, const char *kind)
{
  int ends[2];
  s->peer = -1;
  if (!strcmp (kind, "socket"))
    script_open_socket (s, SOCK_STREAM);
  else if (!strcmp (kind, "datagrams"))
    script_open_socket (s, SOCK_DGRAM);
  else if (!strcmp (kind, "tcp"))
    {
      SCM peer;
      new_connection (AF_INET, &s->port, &peer);
      s->peer = dup (descriptor (peer));
      close_all (peer, SCM_BOOL_F, SCM_BOOL_F);
    }
  else if (!strcmp (kind, "pipe"))
    {
      if (pipe (ends) < 0)
        check_die ("pipe");
      s->port = script_fdopen (ends[0], "r");
      s->peer = ends[1];
    }
  else if (!strcmp (kind, "stream"))
    {
      if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        check_die ("socketpair");
      s->port = script_fdopen (ends[0], "r+");
      s->peer = ends[1];
    }
  else
    {
      FILE *file = tmpfile ();
      if (!file)
        check_die ("tmpfile");
      s->port = script_fdopen (dup (fileno (file)), "r");
      s->peer = dup (fileno (file));
      fclose (file);
    }
  s->descriptor = descriptor (s->port);
}

/* A port whose descriptor was closed behind its back: a high one, for libguile
   opens low ones of its own.  */
static inline SCM
script_orphan (void)
{
  int ends[2];
  if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
    check_die ("socketpair");
  int fd = fcntl (ends[0], F_DUPFD, 200);
  SCM port = script_fdopen (fd, "r+");
  close (fd);
  close (ends[0]);
  close (ends[1]);
  return port;
}

static inline void
on_signal (int number)
{
  (void) number;
}

/* Runs SCRIPT.  A file is read from its start again after each "<TEXT".  */
static inline void
run_script (const char *script)
{
  struct session s = { .reader = pthread_self () };
  struct sigaction action = { .sa_handler = on_signal };
  sigaction (SIGUSR1, &action, NULL);
  char *words = strdup (script), *rest = words;
  char *word = strsep (&rest, " ");
  script_open (&s, word);
  script_print (stdout, script);
  putchar ('\n');
  while ((word = strsep (&rest, " ")))
    if (*word == '<')
      {
        script_peer (&s, word + 1);
        if (lseek (s.descriptor, 0, SEEK_CUR) > 0)
          lseek (s.descriptor, 0, SEEK_SET);
      }
    else if (!strcmp (word, "end") || !strcmp (word, "reset"))
      script_peer (&s, word);
    else if (*word == '+')
      s.later[s.later_count++] = word + 1;
    else
      script_call (&s, word);
  QUIET (scm_close_port, s.port);
  script_close_peer (&s);
  free (words);
}

static inline void
run_scripts (const char *const *scripts, size_t count)
{
  for (size_t i = 0; i < count; i++)
    run_script (scripts[i]);
}

#endif
