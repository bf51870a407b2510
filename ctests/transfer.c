/* What goes over a socket: scm_send, scm_recv, scm_sendto and scm_recvfrom.
   What does not is in transfer_failures.c.  */

#include "loopback.h"

#include <signal.h>

/* Streams: bytes run together, 0 is the end.  */
static void
stream (SCM a, SCM b)
{
  CALL (scm_send, a, bytes ("hello "), NONE);
  CALL (scm_send, a, bytes ("world"), INT (0));
  await_bytes (b, 11);
  receive (b, 3, NONE);
  receive (b, 4, INT (MSG_PEEK));
  receive (b, 4, INT (MSG_PEEK | MSG_DONTWAIT));
  receive (b, 4, INT (0));
  receive (b, 4, INT (MSG_WAITALL));
  receive (b, 4, INT (MSG_DONTWAIT));
  CALL (scm_send, b, bytes (""), NONE);
  receive (a, 4, INT (MSG_DONTWAIT));
  CALL (scm_send, b, bytes ("abcdefgh"), NONE);
  await_bytes (a, 8);
  receive (a, 0, NONE);
  receive_from (a, 8, NONE, INT (2), INT (4));
  receive_from (a, 8, INT (MSG_PEEK), INT (6), NONE);
  receive_from (a, 8, NONE, NONE, INT (1));
  receive_from (a, 8, NONE, NONE, NONE);
  CALL (scm_send, a, bytes ("last"), NONE);
  QUIET (scm_shutdown, a, INT (SHUT_WR));
  await (b, POLLIN);
  receive (b, 8, INT (MSG_WAITALL));
  receive (b, 8, NONE);
  receive (b, 8, NONE);
  receive_from (b, 8, NONE, NONE, NONE);
  close_all (a, b, SCM_BOOL_F);
}

static void
streams (void)
{
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  stream (a, b);
  new_connection (AF_INET, &a, &b);
  stream (a, b);
  new_connection (AF_INET6, &a, &b);
  stream (a, b);
}

/* Messages keep their bounds; what does not fit is lost.  */
static void
messages (int style)
{
  SCM a, b;
  new_pair (style, &a, &b);
  CALL (scm_send, a, bytes ("first"), NONE);
  CALL (scm_send, a, bytes ("second"), NONE);
  receive (b, 8, NONE);
  receive (b, 3, NONE);
  receive (b, 3, INT (MSG_DONTWAIT));
  CALL (scm_send, a, bytes ("third"), NONE);
  receive (b, 2, INT (MSG_PEEK | MSG_TRUNC));
  receive_from (b, 2, INT (MSG_TRUNC), NONE, NONE);
  CALL (scm_send, a, bytes (""), NONE);
  receive (b, 2, INT (MSG_DONTWAIT));
  CALL (scm_send, a, bytes ("x"), NONE);
  receive (b, 0, INT (MSG_DONTWAIT));
  receive (b, 2, INT (MSG_DONTWAIT));
  QUIET (scm_close_port, a);
  receive (b, 2, INT (MSG_DONTWAIT));
  CALL (scm_send, b, bytes ("x"), INT (MSG_NOSIGNAL));
  receive_from (b, 2, INT (MSG_DONTWAIT), NONE, NONE);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
}

/* The region of scm_recvfrom; nothing outside it is touched.  */
static void
regions (void)
{
  static const int rows[][2] = {
    { 0, 8 }, { 0, 0 },  { 0, 1 },  { 1, 8 },   { 7, 8 },   { 8, 8 },
    { 3, 3 }, { 3, 2 },  { 8, 9 },  { 9, 9 },   { 9, 8 },   { 0, 9 },
    { 4, 7 }, { -1, 4 }, { 0, -1 }, { 100, 0 }, { 0, 100 },
  };
  SCM a, b;
  new_pair (SOCK_DGRAM, &a, &b);
  for (size_t i = 0; i < LENGTH (rows); i++)
    {
      QUIET (scm_send, a, bytes ("abcdefghij"), NONE);
      receive_from (b, 8, INT (MSG_DONTWAIT), INT (rows[i][0]),
                    INT (rows[i][1]));
      QUIET (scm_recv, b, new_buffer (1), INT (MSG_DONTWAIT));
    }
  close_all (a, b, SCM_BOOL_F);
}

/* Sends a datagram from A in one of the forms of scm_sendto, and, if that
   worked, has B receive it with its sender's address.  */
static void
send_and_receive (SCM a, SCM b, SCM fam, SCM address, SCM args)
{
  SCM sent = CALL (scm_sendto, a, bytes ("hi"), fam, address, args);
  if (!scm_is_integer (sent))
    return;
  await (b, POLLIN);
  receive_from (b, 4, INT (MSG_DONTWAIT), NONE, NONE);
}

/* Flags after an address: right, wrong, and more than there should be.  Left
   out is 2^32 and more, which libguile 3.0.8 cuts.  */
#define FLAGS_AFTER(first)                                                    \
  first (SCM_EOL), first (scm_list_1 (INT (0))),                              \
      first (scm_list_1 (INT (MSG_DONTWAIT))),                                \
      first (scm_list_2 (INT (0), SCM_BOOL_F)),                               \
      first (scm_list_1 (SCM_BOOL_F)), first (scm_list_1 (INT (-1))),         \
      first (scm_list_1 (HUGE_INT)), first (INT (0)), first (SCM_BOOL_F),     \
      first (NONE), first (scm_cons (INT (0), INT (0)))
#define AFTER_PORT(rest) scm_cons (port, rest)
#define AFTER_ALL(rest) scm_cons (port, scm_cons (zero, scm_cons (zero, rest)))
#define ALONE(rest) rest

/* MSG_MORE holds a datagram back until the next: so "ab" shows that the flags
   were found where they are, "a" that they were not.  */
static void
held_back (SCM a, SCM b, SCM fam, SCM address, SCM args)
{
  SCM to = address_of (b);
  CALL (scm_sendto, a, bytes ("a"), fam, address, args);
  QUIET (scm_sendto, a, bytes ("b"), to, NONE, SCM_EOL);
  await (b, POLLIN);
  SCM got = receive_from (b, 4, NONE, NONE, NONE);
  if (scm_is_eq (scm_car (got), INT (1)))
    QUIET (scm_recv, b, new_buffer (1), NONE);
}

/* Datagrams over IP, by every form of address.  */
static void
internet_datagrams (int family)
{
  SCM a = new_bound (family, SOCK_DGRAM), b = new_bound (family, SOCK_DGRAM),
      fam = INT (family), zero = INT (0);
  SCM to = address_of (b), port = port_of (b), host = scm_c_vector_ref (to, 1);
  SCM lists[] = { FLAGS_AFTER (AFTER_PORT), FLAGS_AFTER (AFTER_ALL) };
  SCM flags[] = { FLAGS_AFTER (ALONE) };
  for (size_t i = 0; i < LENGTH (lists); i++)
    send_and_receive (a, b, fam, host, lists[i]);
  for (size_t i = 0; i < LENGTH (flags); i++)
    send_and_receive (a, b, to, NONE, flags[i]);
  SCM more = INT (MSG_MORE);
  held_back (a, b, to, NONE, scm_list_1 (more));
  held_back (a, b, to, NONE, scm_list_2 (zero, more));
  held_back (a, b, fam, host, scm_list_2 (port, more));
  held_back (a, b, fam, host, scm_list_3 (port, zero, more));
  held_back (a, b, fam, host, scm_list_4 (port, zero, zero, more));
  held_back (a, b, fam, host, scm_list_5 (port, zero, zero, zero, more));
  /* What follows an object is the flags, even as the third argument.  */
  held_back (a, b, to, more, SCM_EOL);
  held_back (a, b, to, more, NONE);
  held_back (a, b, to, zero, scm_list_1 (more));
  held_back (a, b, to, more, scm_list_1 (SCM_BOOL_F));
  send_and_receive (a, b, to, SCM_BOOL_F, SCM_EOL);
  /* Nothing at all can be a datagram.  */
  CALL (scm_sendto, a, bytes (""), to, NONE, SCM_EOL);
  await (b, POLLIN);
  receive_from (b, 4, INT (MSG_DONTWAIT), NONE, NONE);
  receive_from (b, 4, INT (MSG_DONTWAIT), NONE, NONE);
  /* An answer to the address that came with the question.  */
  QUIET (scm_sendto, a, bytes ("?"), to, NONE, SCM_EOL);
  SCM from
      = scm_cdr (QUIET (scm_recvfrom, b, new_buffer (4), INT (0), NONE, NONE));
  CALL (scm_equal_p, from, address_of (a));
  CALL (scm_sendto, b, bytes ("!"), from, NONE, SCM_EOL);
  await (a, POLLIN);
  receive_from (a, 4, INT (MSG_DONTWAIT), NONE, NONE);
  /* More than fits.  */
  QUIET (scm_sendto, a, bytes ("0123456789"), to, NONE, SCM_EOL);
  await (b, POLLIN);
  receive_from (b, 4, INT (MSG_PEEK | MSG_TRUNC), NONE, NONE);
  receive_from (b, 4, INT (MSG_PEEK), INT (1), INT (3));
  receive_from (b, 4, NONE, NONE, NONE);
  receive_from (b, 4, INT (MSG_DONTWAIT), NONE, NONE);
  close_all (a, b, SCM_BOOL_F);
}

static SCM
new_local (int style, const char *path)
{
  SCM sock = new_socket (AF_UNIX, style);
  if (path)
    QUIET (scm_bind, sock, INT (AF_UNIX), check_string (path), SCM_EOL);
  return sock;
}

/* Datagrams over Unix sockets with a name, and without.  */
static void
local_datagrams (void)
{
  SCM b = new_local (SOCK_DGRAM, "b"), named = new_local (SOCK_DGRAM, "a"),
      unnamed = new_local (SOCK_DGRAM, NULL), family = INT (AF_UNIX),
      path = check_string ("b"), message = bytes ("hi");
  SCM flags[] = { FLAGS_AFTER (ALONE) };
  for (size_t i = 0; i < LENGTH (flags); i++)
    {
      send_and_receive (named, b, family, path, flags[i]);
      send_and_receive (unnamed, b, address_of (b), NONE, flags[i]);
    }
  /* An answer to the address that came with the question.  */
  QUIET (scm_sendto, named, bytes ("?"), family, path, SCM_EOL);
  SCM from
      = scm_cdr (QUIET (scm_recvfrom, b, new_buffer (4), NONE, NONE, NONE));
  CALL (scm_sendto, b, bytes ("!"), from, NONE, SCM_EOL);
  receive_from (named, 4, INT (MSG_DONTWAIT), NONE, NONE);
  CALL (scm_sendto, named, message, family, check_string ("missing"), SCM_EOL);
  SCM dead = new_local (SOCK_DGRAM, "dead");
  close_all (dead, SCM_BOOL_F, SCM_BOOL_F);
  CALL (scm_sendto, named, message, family, check_string ("dead"), SCM_EOL);
  SCM stream = new_local (SOCK_STREAM, "stream");
  CALL (scm_sendto, named, message, family, check_string ("stream"), SCM_EOL);
  /* Streams take no address.  */
  CALL (scm_sendto, stream, message, family, path, SCM_EOL);
  CALL (scm_send, stream, message, NONE);
  CALL (scm_send, named, message, NONE);
  receive (stream, 1, INT (MSG_DONTWAIT));
  receive_from (stream, 1, INT (MSG_DONTWAIT), NONE, NONE);
  close_all (stream, b, named);
  new_pair (SOCK_STREAM, &stream, &b);
  CALL (scm_sendto, stream, message, family, path, SCM_EOL);
  close_all (stream, b, unnamed);
}

/* A Unix stream says who sends, if that socket has a name.  */
static void
local_streams (void)
{
  static const int styles[] = { SOCK_STREAM, SOCK_SEQPACKET };
  for (size_t i = 0; i < LENGTH (styles); i++)
    {
      SCM listener = new_local (styles[i], i ? "m" : "s"),
          client = new_local (styles[i], i ? "n" : "t");
      QUIET (scm_listen, listener, INT (1));
      QUIET (scm_connect, client, address_of (listener), NONE, SCM_EOL);
      SCM pair = CALL (scm_accept, listener);
      SCM server = scm_car (pair);
      CALL (scm_send, client, bytes ("x"), NONE);
      receive_from (server, 2, NONE, NONE, NONE);
      CALL (scm_send, server, bytes ("y"), NONE);
      receive_from (client, 2, NONE, NONE, NONE);
      close_all (listener, client, server);
    }
}

/* A bytevector over memory of the program's own.  */
static void
foreign_memory (void)
{
  static char memory[] = "................";
  SCM a, b,
      buffer = scm_pointer_to_bytevector (scm_from_pointer (memory, NULL),
                                          INT (8), INT (4), NONE);
  new_pair (SOCK_STREAM, &a, &b);
  QUIET (scm_send, a, bytes ("0123456789"), NONE);
  CALL (scm_recvfrom, b, buffer, NONE, INT (6), NONE);
  check_say_text ("memory", memory);
  CALL (scm_recv, b, buffer, NONE);
  check_say_text ("memory", memory);
  CALL (scm_send, b, buffer, NONE);
  receive (a, 10, NONE);
  close_all (a, b, SCM_BOOL_F);
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  streams ();
  messages (SOCK_DGRAM);
  messages (SOCK_SEQPACKET);
  regions ();
  foreign_memory ();
  internet_datagrams (AF_INET);
  internet_datagrams (AF_INET6);
  in_new_directory (local_datagrams);
  in_new_directory (local_streams);
}
