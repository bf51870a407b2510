/* What was made before a fork is good in both processes: handles of every
   kind, and ports with what their buffers held.  Each process has its own
   copy, as of stdio's buffers: what one changes, writes, reads or closes is
   not changed, written, read or closed in the other.  */

#define _GNU_SOURCE
#include "forking.h"

enum
{
  ROUNDS = 50,
  PENDING = 100
};

static SCM text, symbol, address, integer, bytes, vector, pair, list;
static int checked;

static void
make_handles (void)
{
  text = scm_from_utf8_string ("gr\303\274n");
  symbol = scm_from_utf8_symbol ("interned-early");
  address = scm_make_socket_address (INT (AF_INET), INT (0x7f000001),
                                     scm_list_1 (INT (80)));
  integer = scm_from_uint64 (UINT64_MAX);
  bytes = scm_make_bytevector (INT (8), INT (1));
  vector = scm_c_make_vector (2, text);
  pair = scm_cons (INT (1), INT (2));
  list = SCM_EOL;
  for (int i = 0; i < 1000; i++)
    list = scm_cons (scm_cons (INT (i), text), list);
}

/* Fails unless all is as it was made.  */
static void
check_handles (void)
{
  SCM all = scm_list_5 (text, symbol, address, integer, bytes);
  assert (is_text (
      scm_object_to_string (
          scm_append (scm_list_2 (all, scm_list_2 (vector, pair))), NONE),
      "(\"gr\303\274n\" interned-early #(2 2130706433 80)"
      " 18446744073709551615 #vu8(1 1 1 1 1 1 1 1)"
      " #(\"gr\303\274n\" \"gr\303\274n\") (1 . 2))"));
  assert (scm_is_eq (scm_from_utf8_symbol ("interned-early"), symbol));
  int i = 1000;
  for (SCM rest = list; scm_is_pair (rest); rest = scm_cdr (rest))
    assert (scm_to_int (scm_caar (rest)) == --i
            && scm_is_eq (scm_cdar (rest), text));
  assert (i == 0);
  checked++;
}

static void
change_handles (void)
{
  scm_c_bytevector_set_x (bytes, 0, 9);
  scm_c_vector_set_x (vector, 0, SCM_BOOL_F);
  scm_set_car_x (pair, SCM_BOOL_F);
  for (SCM rest = list; scm_is_pair (rest); rest = scm_cdr (rest))
    scm_set_car_x (rest, SCM_EOL);
}

/* A port with PENDING bytes to write, and 200 to read of which it has read
   one; and the other end.  */
static SCM near, far;

static void
make_port (void)
{
  char many[200];
  memset (many, 'r', sizeof many);
  make_pair_of (&near, &far);
  scm_setvbuf (near, scm_from_utf8_symbol ("block"), INT (4096));
  scm_c_write (far, many, sizeof many);
  assert (scm_get_byte_or_eof (near) == 'r');
  for (int i = 0; i < PENDING; i++)
    scm_putc ('p', near);
}

/* Reads what NEAR's buffer has, and no more.  */
static void
check_input (void)
{
  char got[200];
  assert (scm_c_read (near, got, 199) == 199);
  for (int i = 0; i < 199; i++)
    assert (got[i] == 'r');
  assert (scm_is_false (scm_char_ready_p (near)));
}

/* What has come to FAR is P's and then one of LAST; it is taken.  */
static void
check_output (int count, char last)
{
  char got[2 * PENDING];
  ssize_t n
      = recv (scm_to_int (scm_fileno (far)), got, sizeof got, MSG_DONTWAIT);
  assert (n == count + 1 && got[count] == last);
  for (int i = 0; i < count; i++)
    assert (got[i] == 'p');
}

static void
write_and_read (void *data)
{
  (void) data;
  scm_putc ('c', near);
  scm_force_output (near);
  check_input ();
  check_handles ();
  change_handles ();
  scm_close_port (near);
  scm_close_port (far);
}

/* Ends by exit, which writes what is pending.  */
static void
leave_it_to_exit (void *data)
{
  (void) data;
  scm_putc ('x', near);
  exit (0);
}

/* Ends by _exit, which does not.  */
static void
leave_it (void *data)
{
  (void) data;
  scm_putc ('y', near);
}

/* Three children after each other, and the parent at last, each with the same
   to write and to read.  */
static void
one_round (void)
{
  make_port ();
  in_child ("writes and reads", write_and_read, NULL);
  check_output (PENDING, 'c');
  in_child ("exit", leave_it_to_exit, NULL);
  check_output (PENDING, 'x');
  in_child ("_exit", leave_it, NULL);
  check_handles ();
  check_input ();
  scm_putc ('h', near);
  scm_force_output (near);
  check_output (PENDING, 'h');
  scm_close_port (near);
  assert (scm_get_byte_or_eof (far) == EOF);
  scm_close_port (far);
}

int
main (void)
{
  alarm (110);
  make_handles ();
  check_handles ();
  for (int i = 0; i < ROUNDS; i++)
    one_round ();
  printf ("%d children with copies of 1,000 pairs and of a port's buffers,"
          " handles found as made %d times\n",
          3 * ROUNDS, checked);
  return 0;
}
