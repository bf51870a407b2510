/* What does not go over a socket: errors of scm_send, scm_recv, scm_sendto and
   scm_recvfrom, wrong arguments, and waits that signals interrupt.  */

#include "loopback.h"

#include <signal.h>
#include <sys/time.h>

static void
internet_failures (int family)
{
  SCM fam = INT (family), udp = new_bound (family, SOCK_DGRAM),
      tcp = new_socket (family, SOCK_STREAM),
      big = scm_make_bytevector (INT (70000), INT (0));
  SCM host = scm_c_vector_ref (address_of (udp), 1),
      args = scm_list_1 (port_of (udp)), a, b;
  CALL (scm_send, udp, bytes ("x"), NONE);
  if (family == AF_INET)
    CALL (scm_sendto, udp, bytes ("x"), INT (AF_INET6), INT (1), args);
  CALL (scm_sendto, udp, bytes ("x"), INT (AF_UNIX), check_string ("x"),
        SCM_EOL);
  CALL (scm_sendto, udp, bytes ("x"), fam, host, scm_list_1 (INT (0)));
  check_say_text ("a message of 70000 bytes", "");
  struct call call_big = CALL_OF (scm_sendto, udp, big, fam, host, args);
  call_briefly (&call_big);
  receive (udp, 1, INT (MSG_DONTWAIT));
  receive (tcp, 1, INT (MSG_DONTWAIT));
  receive_from (tcp, 1, INT (MSG_DONTWAIT), NONE, NONE);
  CALL (scm_send, tcp, bytes ("x"), INT (MSG_NOSIGNAL));
  CALL (scm_sendto, tcp, bytes ("x"), fam, host, args);
  /* To itself.  */
  QUIET (scm_connect, udp, address_of (udp), NONE, SCM_EOL);
  CALL (scm_send, udp, bytes ("x"), NONE);
  await (udp, POLLIN);
  receive_from (udp, 1, INT (MSG_DONTWAIT), NONE, NONE);
  close_all (udp, tcp, SCM_BOOL_F);
  /* A datagram that nobody takes is refused at the next occasion.  */
  a = new_bound (family, SOCK_DGRAM);
  b = new_bound (family, SOCK_DGRAM);
  QUIET (scm_connect, a, address_of (b), NONE, SCM_EOL);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
  for (int i = 0; i < 2; i++)
    {
      CALL (scm_send, a, bytes ("x"), NONE);
      await (a, POLLERR);
      if (i)
        receive (a, 1, INT (MSG_DONTWAIT));
      else
        CALL (scm_send, a, bytes ("x"), NONE);
    }
  close_all (a, SCM_BOOL_F, SCM_BOOL_F);
  /* Out of band.  */
  new_connection (family, &a, &b);
  CALL (scm_send, a, bytes ("ab"), INT (MSG_OOB));
  await (b, POLLPRI);
  receive (b, 4, INT (MSG_OOB));
  receive (b, 4, INT (MSG_OOB));
  receive (b, 4, INT (MSG_DONTWAIT));
  CALL (scm_sendto, a, bytes ("x"), address_of (b), NONE, SCM_EOL);
  await (b, POLLIN);
  receive_from (b, 4, NONE, NONE, NONE);
  /* A peer that breaks off.  */
  QUIET (scm_setsockopt, a, INT (SOL_SOCKET), INT (SO_LINGER),
         scm_cons (INT (1), INT (0)));
  QUIET (scm_close_port, a);
  await (b, POLLIN);
  receive (b, 4, NONE);
  receive (b, 4, NONE);
  CALL (scm_send, b, bytes ("x"), NONE);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
}

/* Sends without waiting until no more goes.  How much went is the kernel's
   business.  */
static void
filling (void)
{
  SCM message = scm_make_bytevector (INT (1 << 20), INT (7)), sent, a, b;
  int short_counts = 0;
  new_pair (SOCK_STREAM, &a, &b);
  set_blocking (a, 0);
  while (scm_is_integer (sent = QUIET (scm_send, a, message, NONE)))
    short_counts += scm_is_signed_integer (sent, 1, (1 << 20) - 1);
  check_say_long ("a short count", short_counts > 0);
  struct call full = CALL_OF (scm_send, a, message, NONE);
  call_briefly (&full);
  full.args[2] = INT (MSG_DONTWAIT);
  set_blocking (a, 1);
  call_briefly (&full);
  close_all (a, b, SCM_BOOL_F);
}

/* Peers that are gone.  */
static void
broken (void)
{
  static const int styles[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
  for (size_t i = 0; i < LENGTH (styles); i++)
    {
      SCM a, b;
      new_pair (styles[i], &a, &b);
      CALL (scm_send, b, bytes ("left"), NONE);
      QUIET (scm_close_port, b);
      CALL (scm_send, a, bytes ("x"), NONE);
      receive (a, 8, INT (MSG_DONTWAIT));
      receive (a, 8, INT (MSG_DONTWAIT));
      receive_from (a, 8, INT (MSG_DONTWAIT), NONE, NONE);
      close_all (a, SCM_BOOL_F, SCM_BOOL_F);
    }
}

/* Signals that interrupt a wait; the handler's third run ends it.  */
static volatile sig_atomic_t signals_left;
static int peer;

static void
on_alarm (int number)
{
  (void) number;
  if (--signals_left == 0 && send (peer, "late", 4, 0) != 4)
    abort ();
}

static void
interrupted (void)
{
  struct sigaction action = { .sa_handler = on_alarm };
  struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
  SCM a, b, buffer = new_buffer (4);
  new_pair (SOCK_STREAM, &a, &b);
  peer = descriptor (b);
  sigaction (SIGALRM, &action, NULL);
  struct call calls[]
      = { CALL_OF (scm_recv, a, buffer, NONE),
          CALL_OF (scm_recv, a, buffer, INT (MSG_WAITALL)),
          CALL_OF (scm_recvfrom, a, buffer, NONE, NONE, NONE) };
  for (size_t i = 0; i < LENGTH (calls); i++)
    {
      signals_left = 3;
      setitimer (ITIMER_REAL, &often, NULL);
      call_briefly (&calls[i]);
      setitimer (ITIMER_REAL, &never, NULL);
      check_say_long ("  interrupted", signals_left <= 0);
      check_say ("  buffer", buffer);
    }
  close_all (a, b, SCM_BOOL_F);
}

/* Entries with right arguments for SOCK, which is a Unix datagram socket that
   does not wait: whatever is right gives EAGAIN, ENOTCONN, EINVAL or
   ENOENT.  */
#define RECEIVING(sock)                                                       \
  CALL_OF (scm_recv, sock, new_buffer (4), NONE),                             \
      CALL_OF (scm_recvfrom, sock, new_buffer (4), NONE, INT (0), INT (4)),   \
      CALL_OF (scm_send, sock, bytes ("x"), NONE)
#define SENDING_TO(sock)                                                      \
  CALL_OF (scm_sendto, sock, bytes ("x"), INT (AF_INET), LOOPBACK,            \
           scm_list_1 (INT (9))),                                             \
      CALL_OF (scm_sendto, sock, bytes ("x"), INT (AF_INET6), INT (1),        \
               scm_list_1 (INT (9))),                                         \
      CALL_OF (scm_sendto, sock, bytes ("x"), INT (AF_UNIX),                  \
               check_string ("missing"), SCM_EOL),                            \
      CALL_OF (scm_sendto, sock, bytes ("x"),                                 \
               scm_make_socket_address (INT (AF_INET), LOOPBACK,              \
                                        scm_list_1 (INT (9))),                \
               NONE, SCM_EOL)

/* libguile cuts an IPv4 address to 32 bits, and the flags of scm_sendto and
   scm_recvfrom.  */
static int
is_cut (const struct call *c, int at, SCM sample)
{
  int from = c->function == (SCM (*) ()) scm_recvfrom && at == 2,
      to = c->function == (SCM (*) ()) scm_sendto && at == 3
           && !scm_is_eq (c->args[2], INT (AF_INET6));
  return (from || to)
         && scm_is_unsigned_integer (sample, (uint64_t) 1 << 32, UINT64_MAX);
}

static void
wrong_values (void)
{
  SCM sock = new_socket (AF_UNIX, SOCK_DGRAM);
  struct call calls[] = { RECEIVING (sock), SENDING_TO (sock) };
  set_blocking (sock, 0);
  for (size_t i = 0; i < LENGTH (calls); i++)
    wrong_arguments (&calls[i], 0, is_cut);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

/* Ports that are closed, no sockets, without a descriptor, or sockets in one
   direction only.  Left
   out is scm_sendto to a closed port, for which libguile 3.0.8 uses the
   descriptor that the port had.  */
static void
wrong_ports (void)
{
  SCM closed = new_socket (AF_UNIX, SOCK_DGRAM),
      input = scm_current_input_port (), output = scm_current_output_port (),
      a, b;
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  struct call on_closed[] = { RECEIVING (closed) };
  for (size_t i = 0; i < LENGTH (on_closed); i++)
    call (&on_closed[i]);
  struct call on_input[] = { RECEIVING (input), SENDING_TO (input) },
              on_output[] = { RECEIVING (output), SENDING_TO (output) };
  for (size_t i = 0; i < LENGTH (on_input); i++)
    {
      call (&on_input[i]);
      call (&on_output[i]);
    }
  SCM orphan = new_orphan ();
  struct call on_orphan[] = { RECEIVING (orphan), SENDING_TO (orphan) };
  for (size_t i = 0; i < LENGTH (on_orphan); i++)
    call (&on_orphan[i]);
  bury (orphan);
  /* For a moment standard input is a socket.  */
  int before = dup (0);
  new_pair (SOCK_DGRAM, &a, &b);
  dup2 (descriptor (a), 0);
  QUIET (scm_send, b, bytes ("in"), NONE);
  QUIET (scm_send, b, bytes ("to"), NONE);
  for (size_t i = 0; i < LENGTH (on_input); i++)
    call (&on_input[i]);
  receive (b, 2, INT (MSG_DONTWAIT));
  dup2 (before, 0);
  close (before);
  close_all (a, b, SCM_BOOL_F);
}

/* Which of several wrong arguments is refused.  */
static void
order (void)
{
  SCM bad = SCM_BOOL_F, closed = new_socket (AF_UNIX, SOCK_DGRAM),
      sock = new_socket (AF_UNIX, SOCK_DGRAM), text = check_string ("b"),
      buffer = new_buffer (4), nine = INT (9), one = INT (1);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  set_blocking (sock, 0);
  struct call calls[] = {
    CALL_OF (scm_recv, bad, bad, bad),
    CALL_OF (scm_recv, closed, bad, bad),
    CALL_OF (scm_recv, sock, text, bad),
    CALL_OF (scm_send, bad, text, text),
    CALL_OF (scm_send, closed, bad, bad),
    CALL_OF (scm_send, sock, text, bad),
    CALL_OF (scm_recvfrom, bad, text, text, text, text),
    CALL_OF (scm_recvfrom, closed, bad, bad, bad, bad),
    CALL_OF (scm_recvfrom, sock, text, bad, bad, bad),
    CALL_OF (scm_recvfrom, sock, text, NONE, bad, bad),
    CALL_OF (scm_recvfrom, sock, text, NONE, bad, one),
    CALL_OF (scm_recvfrom, sock, text, NONE, nine, one),
    CALL_OF (scm_recvfrom, sock, buffer, text, bad, bad),
    CALL_OF (scm_recvfrom, sock, buffer, text, nine, bad),
    CALL_OF (scm_recvfrom, sock, buffer, NONE, nine, bad),
    CALL_OF (scm_recvfrom, sock, buffer, NONE, bad, nine),
    CALL_OF (scm_recvfrom, sock, buffer, NONE, nine, INT (10)),
    CALL_OF (scm_recvfrom, sock, buffer, NONE, NONE, bad),
    CALL_OF (scm_recvfrom, sock, buffer, text, one, nine),
    CALL_OF (scm_sendto, bad, text, bad, bad, bad),
    CALL_OF (scm_sendto, sock, text, bad, bad, bad),
    CALL_OF (scm_sendto, sock, buffer, text, bad, bad),
    CALL_OF (scm_sendto, sock, buffer, INT (2), text, bad),
    CALL_OF (scm_sendto, sock, buffer, INT (10), text, bad),
    CALL_OF (scm_sendto, sock, text, INT (2), one, scm_list_2 (one, bad)),
    CALL_OF (scm_sendto, sock, buffer, INT (2), one, scm_list_2 (bad, text)),
    CALL_OF (scm_sendto, sock, buffer, INT (10), one,
             scm_list_4 (one, bad, text, bad)),
    CALL_OF (scm_sendto, sock, buffer, INT (77), bad, bad),
    CALL_OF (scm_sendto, sock, buffer, INT (2), NONE, bad),
    CALL_OF (scm_sendto, sock, text, INT (2), NONE, bad),
    CALL_OF (scm_sendto, sock, buffer, scm_c_make_vector (1, INT (2)), bad,
             bad),
    CALL_OF (scm_recv, NONE, NONE, NONE),
    CALL_OF (scm_recv, sock, NONE, NONE),
    CALL_OF (scm_send, NONE, NONE, NONE),
    CALL_OF (scm_send, sock, NONE, NONE),
    CALL_OF (scm_recvfrom, NONE, NONE, NONE, NONE, NONE),
    CALL_OF (scm_recvfrom, sock, NONE, NONE, NONE, NONE),
    CALL_OF (scm_sendto, NONE, NONE, NONE, NONE, NONE),
    CALL_OF (scm_sendto, sock, NONE, NONE, NONE, NONE),
  };
  for (size_t i = 0; i < LENGTH (calls); i++)
    call (&calls[i]);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  internet_failures (AF_INET);
  internet_failures (AF_INET6);
  filling ();
  broken ();
  interrupted ();
  order ();
  wrong_ports ();
  in_new_directory (wrong_values);
}
