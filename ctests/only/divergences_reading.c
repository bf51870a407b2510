/* Where libguile 3.0.8 is wrong about reading from ports.  */

#include "divergence_sockets.h"

#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>

__attribute__ ((constructor)) static void
enter_locale (void)
{
  MUST (setlocale (LC_ALL, "C.UTF-8"));
}

/* A port that has SIZE bytes at TEXT to read, and then waits for more, for
   ever: its peer stays open.  */
static SCM
holding (const char *text, size_t size)
{
  SCM port, peer;
  new_pair (SOCK_STREAM, &port, &peer);
  MUST (write (descriptor (peer), text, size) == (ssize_t) size);
  return port;
}
#define HOLDING(text) holding (text, sizeof text - 1)

static SCM
closed_port (void)
{
  SCM port = new_socket (AF_UNIX, SOCK_STREAM);
  scm_close_port (port);
  return port;
}

static SCM
unget (SCM port, const char *text)
{
  for (size_t i = strlen (text); i--;)
    scm_unget_byte (text[i], port);
  return port;
}

#define NO_OPEN_PORT(value) EXPECTING ("#f", "open port", value)
#define CLOSED "#<closed: file >"

CALL (no_port_get, NO_OPEN_PORT ("\"text\""),
      INT (scm_get_byte_or_eof (text ("text"))))
CALL (no_port_get_number, NO_OPEN_PORT ("5"),
      INT (scm_get_byte_or_eof (INT (5))))
CALL (no_port_peek, NO_OPEN_PORT ("#f"),
      INT (scm_peek_byte_or_eof (SCM_BOOL_F)))
CALL (no_port_unget, NO_OPEN_PORT ("(1)"), unget (scm_list_1 (INT (1)), "a"))
CALL (closed_unget, NO_OPEN_PORT (CLOSED), unget (closed_port (), "a"))

/* An incomplete character before the newline.  */
CALL (unfinished_line, "(\"A\uFFFD\" . #\\newline)",
      scm_read_line (HOLDING ("A\xe2\n")))
CALL (unfinished_mark, "(\"\uFFFD\" . #\\newline)",
      scm_read_line (HOLDING ("\xef\n")))

/* A byte order mark that is none after all, or not at the start.  */

#define MARK "\xef\xbb\xbf"

CALL (mark_half, "239",
      scm_get_u8 (HOLDING ("\xef"
                           "a")))
CALL (mark_put_back, "(\"\\ufeffabc\" . #\\newline)",
      scm_read_line (unget (HOLDING ("abc\n"), MARK)))
CALL (mark_in_the_middle, "(\"A\\ufeffabc\" . #\\newline)",
      scm_read_line (unget (HOLDING (MARK "abc\n"), "A")))

/* The rest of what is in the buffer, when it ends within a character.  */
CASE (drained_tail, "\"\u00e9?\"")
{
  SCM port = HOLDING ("\xc3\xa9\xe2\x82");
  scm_setvbuf (port, symbol ("block"), NONE);
  scm_lookahead_u8 (port);
  return scm_drain_input (port);
}

/* A pipe that nobody writes to any more.  */
CASE (ready_at_end_of_pipe, "(#t #<eof>)")
{
  int ends[2];
  MUST (!pipe (ends));
  SCM port = scm_fdopen (INT (ends[0]), text ("r"));
  close (ends[1]);
  SCM ready = scm_char_ready_p (port), byte = scm_get_u8 (port);
  return scm_list_2 (ready, byte);
}

CALL (no_room_n, NO_ROOM,
      scm_get_bytevector_n (HOLDING ("abc"), number ("4611686018427387904")))

/* A peer that resets the connection while a call waits for more.  What the
   call has taken by then is there for the next.  */

struct reset
{
  SCM port;
  int descriptor, peer;
  SCM (*read) (SCM port);
};

static void *
reset_later (void *data)
{
  struct reset *r = data;
  struct linger at_once = { 1, 0 };
  int left;
  do
    {
      sched_yield ();
      MUST (!ioctl (r->descriptor, FIONREAD, &left));
    }
  while (left);
  MUST (
      !setsockopt (r->peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
  close (r->peer);
  return NULL;
}

static SCM
read_body (void *data)
{
  struct reset *r = data;
  return r->read (r->port);
}

static SCM
key_of (void *data, SCM key, SCM args)
{
  (void) data, (void) args;
  return key;
}

/* The key of what READ raises, and what there is afterwards.  */
static SCM
reset_during (SCM (*read) (SCM port), const char *mode)
{
  struct reset r = { .port = new_socket (AF_INET, SOCK_STREAM), .read = read };
  SCM listener = new_bound (AF_INET, SOCK_STREAM);
  pthread_t thread;
  scm_listen (listener, INT (1));
  scm_connect (r.port, scm_getsockname (listener), NONE, SCM_EOL);
  SCM peer = scm_car (scm_accept (listener));
  scm_setvbuf (r.port, symbol (mode), NONE);
  scm_send (peer, bytes ("abc", 3), NONE);
  await (r.port);
  r.descriptor = descriptor (r.port);
  r.peer = dup (descriptor (peer));
  close_both (peer, listener);
  MUST (!pthread_create (&thread, NULL, reset_later, &r));
  SCM key = scm_internal_catch (SCM_BOOL_T, read_body, &r, key_of, NULL);
  pthread_join (thread, NULL);
  SCM rest = scm_get_bytevector_all (r.port);
  scm_close_port (r.port);
  return scm_list_2 (key, rest);
}

static SCM
read_n (SCM port)
{
  return scm_get_bytevector_n (port, INT (5));
}

static SCM
read_n_x (SCM port)
{
  return scm_get_bytevector_n_x (port, bytes (".....", 5), INT (0), INT (5));
}

static SCM
read_c (SCM port)
{
  char buffer[5];
  return scm_from_size_t (scm_c_read (port, buffer, sizeof buffer));
}

#define ABC_AFTER_RESET "(system-error #vu8(97 98 99))"
CALL (reset_n, ABC_AFTER_RESET, reset_during (read_n, "none"))
CALL (reset_n_buffered, ABC_AFTER_RESET, reset_during (read_n, "block"))
CALL (reset_n_x, ABC_AFTER_RESET, reset_during (read_n_x, "none"))
CALL (reset_c_read, ABC_AFTER_RESET, reset_during (read_c, "none"))
CALL (reset_c_read_buffered, ABC_AFTER_RESET, reset_during (read_c, "block"))
CALL (reset_all, ABC_AFTER_RESET,
      reset_during (scm_get_bytevector_all, "none"))
CALL (reset_line, ABC_AFTER_RESET, reset_during (scm_read_line, "none"))
CALL (reset_line_buffered, ABC_AFTER_RESET,
      reset_during (scm_read_line, "block"))
