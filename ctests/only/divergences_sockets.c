/* Where libguile 3.0.8 is wrong about sockets, their options among them, or
   the manual says otherwise.  */

#include "divergence_sockets.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#define NO_LONG OUT_OF_RANGE ("0", MAX64, "-1")
#define NO_UINT OUT_OF_RANGE ("0", MAX32, "4294967296")
#define TWO_TO_32 INT (1L << 32)

static SCM
one_byte (void)
{
  return bytes ("a", 1);
}

/* A socket for calls that are refused before they use it.  */
static SCM
any_socket (void)
{
  return new_socket (AF_INET, SOCK_DGRAM);
}

static SCM
receive (SCM flags, SCM start, SCM end)
{
  return scm_recvfrom (any_socket (), one_byte (), flags, start, end);
}

static SCM
send_to_port_9 (SCM sock, SCM flags)
{
  return scm_sendto (sock, one_byte (), INT (AF_INET), LOOPBACK,
                     scm_list_2 (INT (9), flags));
}

static SCM
send_to_object (SCM sock, SCM flags)
{
  SCM to = scm_make_socket_address (INT (AF_INET), LOOPBACK,
                                    scm_list_1 (INT (9)));
  return scm_sendto (sock, one_byte (), to, flags, SCM_EOL);
}

CALL (minimum_recvfrom_flags, NO_LONG, receive (INT (-1), NONE, NONE))
CALL (minimum_recvfrom_start, NO_LONG, receive (NONE, INT (-1), NONE))
CALL (minimum_recvfrom_end, NO_LONG, receive (NONE, NONE, INT (-1)))
CALL (minimum_sendto_flags, NO_LONG, send_to_port_9 (any_socket (), INT (-1)))
CALL (minimum_sendto_flags_object, NO_LONG,
      send_to_object (any_socket (), INT (-1)))

/* Flags of more than 32 bits.  */

CALL (flags_recvfrom, NO_UINT, receive (TWO_TO_32, NONE, NONE))
CALL (flags_sendto, NO_UINT, send_to_port_9 (any_socket (), TWO_TO_32))
CALL (flags_sendto_object, NO_UINT, send_to_object (any_socket (), TWO_TO_32))

/* A closed port's descriptor may be another file by now.  */

#define CLOSED                                                                \
  WRONG_TYPE_EXPECTING ("sendto", "1", "open file port", "#<closed: file >")

static SCM
closed (void)
{
  SCM sock = any_socket ();
  scm_close_port (sock);
  return sock;
}

CALL (closed_sendto, CLOSED, send_to_port_9 (closed (), INT (0)))
CALL (closed_sendto_object, CLOSED, send_to_object (closed (), INT (0)))

/* A Unix socket whose queue is full: its listener takes BACKLOG + 1.  */

static SCM
full_listener (void)
{
  SCM listener = new_socket (AF_UNIX, SOCK_STREAM);
  sa_family_t family = AF_UNIX;
  MUST (!bind (descriptor (listener), (struct sockaddr *) &family,
               sizeof family));
  scm_listen (listener, INT (0));
  return listener;
}

static int
connect_plainly (SCM sock, SCM listener)
{
  struct sockaddr_un to;
  socklen_t length = sizeof to;
  MUST (!getsockname (descriptor (listener), (struct sockaddr *) &to,
                      &length));
  return connect (descriptor (sock), (struct sockaddr *) &to, length);
}

CASE (full_queue, "#f")
{
  SCM listener = full_listener ();
  SCM first = new_socket (AF_UNIX, SOCK_STREAM);
  SCM second
      = scm_socket (INT (AF_UNIX), INT (SOCK_STREAM | SOCK_NONBLOCK), INT (0));
  MUST (!connect_plainly (first, listener));
  SCM done = scm_connect (second, scm_getsockname (listener), NONE, NONE);
  close_both (first, second);
  scm_close_port (listener);
  return done;
}
