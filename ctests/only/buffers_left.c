/* A thread that is blocked at a port may leave: a signal's handler jumps or
   raises, or the thread ends.  Bytes that were buffered stay as they are, none
   is lost and none comes twice; and the port is free for others.  */

#include "buffers.h"

#include <setjmp.h>
#include <signal.h>

enum
{
  TIMES = 10,
  STACK = 1 << 16,
  /* More than a narrow socket takes, in a buffer that could hold more.  */
  WHOLE = 60000,
  MUCH = 50000,
  REST = 10500,
  CONTESTS = 200
};

/* How a thread leaves.  */
enum way
{
  BY_JUMP,
  BY_RAISE,
  BY_EXIT,
  BY_CANCEL,
  WAYS
};

static struct attempt
{
  SCM port;
  SCM (*function) (SCM port);
  enum way way;
  /* For the signal; NULL: the thread's own.  */
  char *stack;
} attempt;

/* Stacks at lower and at higher addresses than those of all threads.  */
static char below[STACK], *above;

static __thread sigjmp_buf way_out;

static void
strike (int signal)
{
  (void) signal;
  if (attempt.way == BY_JUMP)
    siglongjmp (way_out, 1);
  if (attempt.way == BY_RAISE)
    scm_throw (scm_misc_error_key, SCM_EOL);
  pthread_exit (NULL);
}

static SCM
call (void *data)
{
  struct attempt *a = data;
  a->function (a->port);
  abort ();
}

static void
make_attempt (void *data)
{
  stack_t stack = { .ss_sp = attempt.stack, .ss_size = STACK };
  assert (!attempt.stack || !sigaltstack (&stack, NULL));
  if (attempt.way == BY_RAISE)
    assert (is_raised (outcome (call, data), scm_misc_error_key));
  else if (!sigsetjmp (way_out, 1))
    call (data);
}

static void
send_away (struct worker *w, enum way way)
{
  if (way == BY_CANCEL)
    assert (!pthread_cancel (w->thread));
  else
    assert (!pthread_kill (w->thread, SIGUSR1));
}

/* Calls FUNCTION for PORT in a thread that blocks there and leaves.  */
static void
leave (SCM port, SCM (*function) (SCM port), int how)
{
  struct worker w;
  attempt = (struct attempt){ port, function, how % WAYS, NULL };
  if (how / WAYS % 2)
    /* glibc does not know the way down from above.  */
    attempt.stack = attempt.way == BY_RAISE ? above : below;
  struct sigaction action
      = { .sa_handler = strike, .sa_flags = attempt.stack ? SA_ONSTACK : 0 };
  assert (!sigaction (SIGUSR1, &action, NULL));
  begin (&w, make_attempt, &attempt);
  await_blocked (&w);
  send_away (&w, attempt.way);
  finish (&w);
}

/* Reading.  */

static SCM
get_byte (SCM port)
{
  return INT (scm_get_byte_or_eof (port));
}

static SCM
peek_byte (SCM port)
{
  return INT (scm_peek_byte_or_eof (port));
}

static void
expect_answer (void *data)
{
  struct line *l = data;
  expect_line (l->port, "and ended");
}

static void
reading (int how)
{
  static SCM (*const readers[]) (SCM port)
      = { scm_read_line,           scm_get_u8, scm_lookahead_u8,
          scm_get_bytevector_some, get_byte,   peek_byte };
  struct line l;
  struct worker other;
  line_open (&l);
  if (how % 3)
    buffer (l.port, "block", how % 3 == 1 ? 0 : 5);
  for (size_t i = 0; i < LENGTH (readers); i++)
    {
      leave (l.port, readers[i], how);
      begin (&other, expect_answer, &l);
      await_blocked (&other);
      send_text (l.peer, "and ended\n");
      finish (&other);
    }
  /* Of a line, some is there, and some of that was put back.  */
  send_text (l.peer, "begun ");
  scm_unget_byte (scm_to_int (scm_get_u8 (l.port)), l.port);
  for (int i = 0; i < 3; i++)
    leave (l.port, scm_read_line, how + i);
  send_text (l.peer, "and ended\n");
  expect_line (l.port, "begun and ended");
  scm_puts ("written", l.port);
  scm_force_output (l.port);
  expect (l.peer, "written");
  line_close (&l);
}

/* Calls that want more than there is: they have taken some from the port.  */

static SCM
c_read (SCM port)
{
  char bytes[100];
  return scm_from_size_t (scm_c_read (port, bytes, sizeof bytes));
}

static SCM
get_bytevector_n (SCM port)
{
  return scm_get_bytevector_n (port, INT (100));
}

static SCM
get_bytevector_n_x (SCM port)
{
  SCM bytes = scm_c_make_bytevector (100);
  return scm_get_bytevector_n_x (port, bytes, INT (0), INT (100));
}

static void
reading_more (int how)
{
  static SCM (*const readers[]) (SCM port)
      = { c_read, get_bytevector_n, get_bytevector_n_x,
          scm_get_bytevector_all };
  struct line l;
  char bytes[100];
  line_open (&l);
  if (how % 3)
    buffer (l.port, "block", how % 3 == 1 ? 0 : 5);
  send_text (l.peer, "begun ");
  for (size_t i = 0; i < LENGTH (readers); i++)
    {
      leave (l.port, readers[(i + how) % LENGTH (readers)], how);
      send_text (l.peer, "and ");
    }
  send_text (l.peer, "ended");
  assert (!shutdown (l.peer, SHUT_WR));
  size_t size = scm_c_read (l.port, bytes, sizeof bytes);
  assert (size == 27 && !memcmp (bytes, "begun and and and and ended", size));
  line_close (&l);
}

/* Writing.  */

static unsigned char
byte_at (size_t i)
{
  return i % 251;
}

/* Writes the bytes from START on.  */
static void
write_bytes (SCM port, size_t start, size_t size)
{
  unsigned char *bytes = malloc (size);
  for (size_t i = 0; i < size; i++)
    bytes[i] = byte_at (start + i);
  scm_c_write (port, bytes, size);
  free (bytes);
}

static void
read_all (void *data)
{
  struct line *l = data;
  unsigned char bytes[1000];
  size_t all = 0, size;
  while ((size = receive (l->peer, bytes, sizeof bytes)))
    for (size_t i = 0; i < size; i++)
      assert (bytes[i] == byte_at (all++));
  assert (all == MUCH + REST);
}

/* Some have been sent when the thread leaves, and what is written afterwards
   follows them.  */
static void
writing (int how)
{
  struct line l;
  struct worker reader;
  line_open (&l);
  narrow (descriptor (l.port));
  if (how / 2 % 2)
    scm_fcntl (l.port, INT (F_SETFL), INT (O_NONBLOCK));
  buffer (l.port, "block", WHOLE);
  write_bytes (l.port, 0, MUCH);
  for (int i = 0; i < 3; i++)
    leave (l.port, scm_force_output, how + i);
  begin (&reader, read_all, &l);
  write_bytes (l.port, MUCH, REST);
  scm_force_output (l.port);
  scm_shutdown (l.port, INT (SHUT_WR));
  finish (&reader);
  line_close (&l);
}

/* Nothing has been sent.  */
static void
writing_nothing (int how)
{
  struct line l;
  line_open (&l);
  buffer (l.port, how % 2 ? "line" : "block", 0);
  size_t filled = fill (descriptor (l.port));
  scm_c_write (l.port, "pending ", 8);
  leave (l.port, scm_force_output, how);
  char *bytes = malloc (filled);
  assert (receive (l.peer, bytes, filled) == filled);
  free (bytes);
  scm_puts ("and more\n", l.port);
  scm_force_output (l.port);
  expect (l.peer, "pending and more\n");
  line_close (&l);
}

/* Several threads wait for their turns.  One that leaves does not keep the
   others from theirs.  */

static void
read_one (void *data)
{
  struct line *l = data;
  expect_line (l->port, "line");
}

static void
waiting (int how)
{
  struct line l;
  struct worker first, second, third;
  struct sigaction action = { .sa_handler = strike };
  assert (!sigaction (SIGUSR1, &action, NULL));
  line_open (&l);
  attempt = (struct attempt){ l.port, scm_read_line, how % BY_CANCEL, NULL };
  begin (&first, read_one, &l);
  await_blocked (&first);
  begin (&second, make_attempt, &attempt);
  await_waiting (&second);
  begin (&third, read_one, &l);
  await_waiting (&third);
  send_away (&second, attempt.way);
  finish (&second);
  send_text (l.peer, "line\n");
  finish (&first);
  send_text (l.peer, "line\n");
  finish (&third);
  line_close (&l);
}

/* The one that leaves may just have been given its turn.  */

static __thread volatile sig_atomic_t inside;

static void
strike_inside (int signal)
{
  (void) signal;
  if (inside)
    siglongjmp (way_out, 1);
}

static void
read_or_leave (void *data)
{
  struct line *l = data;
  if (!sigsetjmp (way_out, 1))
    {
      inside = true;
      scm_read_line (l->port);
    }
  inside = false;
}

static void
read_any (void *data)
{
  struct line *l = data;
  scm_read_line (l->port);
}

static void
contest (void)
{
  struct line l;
  struct worker first, second, third;
  struct sigaction action = { .sa_handler = strike_inside };
  assert (!sigaction (SIGUSR1, &action, NULL));
  line_open (&l);
  begin (&first, read_any, &l);
  await_blocked (&first);
  begin (&second, read_or_leave, &l);
  await_waiting (&second);
  begin (&third, read_any, &l);
  await_waiting (&third);
  send_text (l.peer, "line\n");
  assert (!pthread_kill (second.thread, SIGUSR1));
  finish (&first);
  finish (&second);
  assert (!shutdown (l.peer, SHUT_WR));
  finish (&third);
  line_close (&l);
}

int
main (void)
{
  char stack[STACK];
  above = stack;
  alarm (110);
  for (int i = 0; i < TIMES * WAYS; i++)
    {
      reading (i);
      reading_more (i);
      writing_nothing (i);
      writing (i);
      waiting (i);
    }
  for (int i = 0; i < CONTESTS; i++)
    contest ();
  return 0;
}
