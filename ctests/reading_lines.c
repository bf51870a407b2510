/* scm_read_line, scm_char_ready_p and scm_drain_input, in the C locale.

   Left out, because libguile 3.0.8 is wrong: scm_char_ready_p at the end of a
   pipe.  */

#include "script.h"

#define RUN_ALL(scripts) run_scripts (scripts, LENGTH (scripts))

static const char *const lines[] = {
  "socket <abc\n\ndef\n line left line left line left",
  "socket <abc\ndef end line line line line",
  "socket end line line",
  "socket <\n line left",
  "socket <a\r\n\r\n\r\rb\r end line line line",
  "socket <%0\nx%0y\n%0*3 end line line line line",
  "socket block:2 <abc\ndef\r\n\nlast end line line line line line line",
  "socket block:3 <abc\ndef\n line left line left",
  "socket block:4 <abc\ndef\n line left line left",
  "socket block:5 <abc\ndef\n line left line left",
  "socket block <abc\ndef\ngh line left n:1 line left drain",
  "socket lines <abc\ndef\n line left byte recv:1 line",
  "stream <abc\ndef\n line left line left",
  "pipe <abc\ndef end line left line line",
  "file <abc\ndef line left line line <gh line line",
  "file <x*4095\nabc\n line left line",
  "file <x*4096\nabc\n line left line",
  "file <x*10000\nabc\n line left line",
  "file <x*1000000\nabc line line line",
  "file none <x*10000\nabc\n line left line",
  "datagrams block <abc\nd <ef\n line line",
};

/* In pieces, and mixed with other calls.  */
static const char *const mixed[] = {
  "socket +ab +c +\nde line left end line",
  "socket +ab +c +end line line",
  "socket block +ab +c +\nde line +f +\n line",
  "socket nonblock +ab +signal +c +\nde line n:2",
  "socket block nonblock +ab +signal +c +\nde line n:2",
  "pipe nonblock +ab +c +\nde line some",
  "socket unget:65 <bc\n line",
  "socket back:a\nb\nc line line <\n line",
  "socket unget:10 line",
  "socket end unget:65 line line",
  "socket end peek line line",
  "file <a u8 look <b line line",
  "file <a u8 look unget:65 <b line line",
  "socket block:10 <abc\ndef\nghi\njkl\n byte line none line left line",
  "socket block <abc\n puts:hi line peer force peer",
  "socket block:3 <abcdef\n x:3,1,2 line",
  "socket <abc\n c:2 line",
  "socket block:4 <abc\ndefg\n n:2 line left line left",
  "tcp <abc\n line reset line line",
  "tcp block <abc\n line reset line line",
  "tcp block +ab +reset line",
  "tcp +ab +reset line",
};

/* Every byte from 0x80 on becomes U+FFFD.  */
static const char *const bytes_of_128[] = {
  "socket <\xc3\xa9\n line",
  "socket <A\xff\x80_B\n line",
  "socket block <\xe2\x82\xac\n\xe2\x82\n line line left",
  "socket block:2 <\xe2\x82\xac\n\xe2\x82\n line line left",
  "socket block <abc\xe2 end line line",
  "socket <\xef\xbb\xbf"
  "abc\n\xef\xbb\xbf\n line line",
  "socket <\xef\xbb\xbf"
  "abc\n byte line",
  "socket unget:195 <\xa9\n line",
  "file <\x80*5000\n line line",
};

/* Whether a call would wait.  */
static const char *const ready[] = {
  "socket ready <a ready left ready byte ready",
  "socket ready end ready byte ready",
  "socket <a end ready byte ready byte ready",
  "socket block <abc ready left byte left ready byte ready byte ready",
  "socket unget:65 ready byte ready",
  "socket <a peek left ready byte ready",
  "socket nonblock ready <a ready end ready n:2 ready",
  "stream ready <a ready byte ready end ready",
  "pipe ready <ab ready byte ready byte ready",
  "file ready <a ready byte ready byte ready look ready",
  "datagrams ready <a ready <b byte ready byte ready",
  "tcp ready reset ready byte ready",
  "socket block <\xc3 ready peek left ready drain ready",
};

/* What is in the buffer, as a string.  */
static const char *const drained[] = {
  "socket drain <abc drain left peek drain left drain",
  "socket block <abc\ndef drain peek drain left drain",
  "socket block:5 <#200 byte drain left drain byte drain",
  "socket back:hello <abc drain drain left",
  "socket block:5 <#200 byte back:hello drain drain left",
  "socket block <%0a%0 peek drain",
  "socket block <a\r\n\tb peek drain",
  "socket block <\xc3\xa9\xff"
  "A\xe2\x82 peek drain",
  "socket block <\xef\xbb\xbf"
  "abc peek drain",
  "file <x*5000 byte drain left drain",
  "pipe <x*5000 byte drain left",
  "socket block <abc +end all drain",
  "socket end byte drain",
  "socket end look drain byte",
};

static void
wrong_ports (void)
{
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM), orphan = script_orphan ();
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  SCM ports[CHECK_SAMPLES + 3]
      = { closed, scm_current_output_port (), orphan };
  memcpy (ports + 3, check_samples, sizeof check_samples);
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      CALL (scm_read_line, ports[i]);
      CALL (scm_char_ready_p, ports[i]);
      CALL (scm_drain_input, ports[i]);
    }
  CALL (scm_drain_input, NONE);
  bury (orphan);
}

/* Without a port, the standard input is meant.  */
static void
standard_input (void)
{
  int ends[2], saved = dup (0);
  if (pipe (ends) < 0 || write (ends[1], "first\nsecond\nthird", 18) != 18)
    check_die ("pipe");
  dup2 (ends[0], 0);
  close (ends[0]);
  close (ends[1]);
  SCM input = scm_current_input_port ();
  CALL (scm_read_line, NONE);
  CALL (scm_char_ready_p, NONE);
  check_say_long ("byte", scm_get_byte_or_eof (input));
  scm_unget_byte ('S', input);
  CALL (scm_read_line, input);
  CALL (scm_drain_input, input);
  CALL (scm_read_line, NONE);
  CALL (scm_read_line, NONE);
  CALL (scm_get_u8, input);
  if (dup2 (saved, 0) < 0)
    check_die ("dup2");
  close (saved);
}

/* A dialogue: lines of all lengths that arrive in pieces of all sizes.  */

#define LINES 3000

static unsigned seed;

static unsigned
next_random (void)
{
  return (seed = seed * 1103515245 + 12345) >> 16;
}

struct talk
{
  int fd;
  char *text;
  size_t size;
};

static void
compose (struct talk *talk)
{
  FILE *out = open_memstream (&talk->text, &talk->size);
  for (int i = 0; i < LINES; i++)
    {
      unsigned length
          = next_random () % 8 ? next_random () % 60 : next_random () % 3000;
      fprintf (out, "%d ", i);
      while (length--)
        putc (' ' + next_random () % 95, out);
      fputs (next_random () % 3 ? "\r\n" : "\n", out);
    }
  fputs ("the end", out);
  fclose (out);
}

static void *
tell (void *data)
{
  struct talk *talk = data;
  unsigned own = 1;
  for (size_t done = 0; done < talk->size;)
    {
      own = own * 1103515245 + 12345;
      size_t size = 1 + (own >> 16) % ((own >> 8) % 7 ? 40 : 5000);
      if (size > talk->size - done)
        size = talk->size - done;
      ssize_t n = write (talk->fd, talk->text + done, size);
      if (n < 0)
        check_die ("write");
      done += n;
    }
  close (talk->fd);
  return NULL;
}

/* Compares what is read, a line or some bytes at a time, with what was
   written; prints how often each was right.  */
static void
listen_to (SCM port, struct talk *talk)
{
  size_t at = 0;
  int good[4] = { 0 }, bad = 0;
  while (!bad)
    {
      char bytes[100];
      size_t size = 0;
      unsigned kind = next_random () % 4;
      if (kind == 0 || kind == 3)
        {
          SCM line = scm_read_line (port);
          if (scm_is_eq (scm_car (line), scm_eof_object ()))
            break;
          char *text = scm_to_latin1_stringn (scm_car (line), &size);
          bad = memcmp (text, talk->text + at, size) != 0;
          at += size;
          if (!scm_is_eq (scm_cdr (line), scm_eof_object ()))
            bad |= talk->text[at++] != '\n';
          free (text);
          size = 0;
        }
      else if (kind == 1)
        size = scm_c_read (port, bytes, next_random () % 100);
      else
        {
          SCM bv = scm_get_bytevector_n (port, INT (next_random () % 100));
          if (scm_is_bytevector (bv))
            {
              size = scm_c_bytevector_length (bv);
              memcpy (bytes, SCM_BYTEVECTOR_CONTENTS (bv), size);
            }
        }
      bad |= memcmp (bytes, talk->text + at, size) != 0;
      at += size;
      good[kind] += !bad;
    }
  printf ("  lines %d, c_read %d, n %d, wrong %d, all %d\n", good[0] + good[3],
          good[1], good[2], bad, at == talk->size);
}

static void
dialogue (const char *mode, SCM size, int nonblock)
{
  struct talk talk;
  SCM port, peer;
  pthread_t teller;
  seed = 7;
  compose (&talk);
  new_pair (SOCK_STREAM, &port, &peer);
  talk.fd = dup (descriptor (peer));
  close_all (peer, SCM_BOOL_F, SCM_BOOL_F);
  CALL (scm_setvbuf, port, check_symbol (mode), size);
  if (nonblock)
    set_blocking (port, 0);
  if (pthread_create (&teller, NULL, tell, &talk))
    check_die ("pthread_create");
  listen_to (port, &talk);
  pthread_join (teller, NULL);
  close_all (port, SCM_BOOL_F, SCM_BOOL_F);
  free (talk.text);
}

void
check_chapter (void)
{
  RUN_ALL (lines);
  RUN_ALL (mixed);
  RUN_ALL (bytes_of_128);
  RUN_ALL (ready);
  RUN_ALL (drained);
  wrong_ports ();
  standard_input ();
  dialogue ("none", NONE, 0);
  dialogue ("block", INT (7), 0);
  dialogue ("line", INT (64), 1);
  dialogue ("block", NONE, 0);
}
