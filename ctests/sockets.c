/* The life of a socket: scm_socket, scm_socketpair, scm_bind, scm_listen,
   scm_connect, scm_accept, scm_getsockname, scm_getpeername and scm_shutdown.
   Addresses are in sockets_addresses.c, waiting and not waiting in
   sockets_waiting.c.  */

#include "loopback.h"

#include <signal.h>
#include <sys/resource.h>

static const int families[] = { AF_INET, AF_INET6, AF_UNIX };

/* Each row works or is refused, on every machine and for every user.  */
static void
creating (void)
{
  static const int rows[][3] = {
    { AF_INET, SOCK_STREAM, 0 },
    { AF_INET, SOCK_STREAM, IPPROTO_TCP },
    { AF_INET, SOCK_STREAM, IPPROTO_UDP },
    { AF_INET, SOCK_DGRAM, 0 },
    { AF_INET, SOCK_DGRAM, IPPROTO_UDP },
    { AF_INET, SOCK_DGRAM, IPPROTO_TCP },
    { AF_INET, SOCK_RDM, 0 },
    { AF_INET6, SOCK_STREAM, 0 },
    { AF_INET6, SOCK_DGRAM, 0 },
    { AF_INET6, SOCK_STREAM, IPPROTO_UDP },
    { AF_INET6, SOCK_RDM, 0 },
    { AF_UNIX, SOCK_STREAM, 0 },
    { AF_UNIX, SOCK_DGRAM, 0 },
    { AF_UNIX, SOCK_SEQPACKET, 0 },
    /* Linux makes this one a datagram socket.  */
    { AF_UNIX, SOCK_RAW, 0 },
    { AF_UNIX, SOCK_RDM, 0 },
    { AF_UNIX, SOCK_STREAM, AF_UNIX },
    { AF_UNIX, SOCK_STREAM, IPPROTO_TCP },
    { AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 },
    { AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0 },
    { AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 },
    { AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 },
    { AF_UNIX, 0, 0 },
    { AF_UNIX, 77, 0 },
    { AF_UNIX, -1, 0 },
    { AF_UNSPEC, SOCK_STREAM, 0 },
    { -1, SOCK_STREAM, 0 },
    { 77, SOCK_STREAM, 0 },
    { AF_INET, SOCK_STREAM, -1 },
    { AF_INET, SOCK_STREAM, 77 },
    { AF_INET, SOCK_STREAM, 256 },
  };
  for (size_t i = 0; i < LENGTH (rows); i++)
    {
      SCM family = INT (rows[i][0]), style = INT (rows[i][1]),
          proto = INT (rows[i][2]);
      SCM sock = CALL (scm_socket, family, style, proto);
      describe ("  it is", sock);
      SCM pair = CALL (scm_socketpair, family, style, proto);
      if (scm_is_pair (pair))
        {
          describe ("  first", scm_car (pair));
          describe ("  second", scm_cdr (pair));
          close_all (scm_car (pair), scm_cdr (pair), SCM_BOOL_F);
        }
      close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
    }
}

/* No descriptor is left.  */
static void
exhausted (void)
{
  struct rlimit old, none;
  SCM listener = new_socket (AF_UNIX, SOCK_STREAM);
  QUIET (scm_bind, listener, INT (AF_UNIX), check_string ("full"), SCM_EOL);
  QUIET (scm_listen, listener, INT (1));
  SCM client = new_socket (AF_UNIX, SOCK_STREAM);
  QUIET (scm_connect, client, INT (AF_UNIX), check_string ("full"), SCM_EOL);
  getrlimit (RLIMIT_NOFILE, &old);
  none = old;
  none.rlim_cur = 3;
  setrlimit (RLIMIT_NOFILE, &none);
  CALL (scm_socket, INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  CALL (scm_socketpair, INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  CALL (scm_accept, listener);
  setrlimit (RLIMIT_NOFILE, &old);
  close_all (listener, client, SCM_BOOL_F);
}

/* Names of sockets that have none, and of each end of a pair.  */
static void
unnamed (void)
{
  for (size_t i = 0; i < LENGTH (families); i++)
    {
      SCM sock = new_socket (families[i], SOCK_STREAM);
      CALL (scm_getsockname, sock);
      CALL (scm_getpeername, sock);
      SCM name = address_of (sock);
      check_say_long ("  a vector", scm_is_vector (name));
      check_say_long ("  length", (long long) scm_c_vector_length (name));
      close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
    }
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  CALL (scm_getsockname, a);
  CALL (scm_getpeername, b);
  close_all (a, b, SCM_BOOL_F);
  /* Gone with its peer.  */
  new_pair (SOCK_STREAM, &a, &b);
  QUIET (scm_close_port, b);
  CALL (scm_getpeername, a);
  close_all (a, SCM_BOOL_F, SCM_BOOL_F);
}

/* A server and a client, their names, and what they refuse while they talk.
   The client connects to the listener's name, or to the parts it is made
   of.  */
static void
conversation (int family, int style, SCM address, SCM args, int by_name)
{
  SCM fam = INT (family), listener = new_socket (family, style),
      client = new_socket (family, style), rest = SCM_EOL;
  CALL (scm_bind, listener, fam, address, args);
  CALL (scm_listen, listener, INT (5));
  SCM name = address_of (listener);
  if (family != AF_UNIX)
    rest = scm_list_1 (port_of (listener));
  if (by_name)
    CALL (scm_connect, client, name, NONE, SCM_EOL);
  else
    CALL (scm_connect, client, fam, address, rest);
  SCM pair = CALL (scm_accept, listener);
  SCM server = scm_car (pair);
  describe ("  accepted", server);
  SCM own = CALL (scm_getsockname, client),
      others = CALL (scm_getpeername, client);
  CALL (scm_equal_p, own, CALL (scm_getpeername, server));
  CALL (scm_equal_p, own, scm_cdr (pair));
  CALL (scm_equal_p, others, CALL (scm_getsockname, server));
  CALL (scm_connect, client, name, NONE, SCM_EOL);
  CALL (scm_connect, listener, name, NONE, SCM_EOL);
  CALL (scm_listen, client, INT (1));
  CALL (scm_accept, client);
  CALL (scm_getpeername, listener);
  close_all (listener, server, client);
  if (family == AF_UNIX)
    unlink ("path");
}

static void
conversations (void)
{
  SCM zero = INT (0), one = INT (1), path = check_string ("path");
  SCM args = scm_list_1 (zero);
  for (int by_name = 0; by_name < 2; by_name++)
    {
      conversation (AF_INET, SOCK_STREAM, LOOPBACK, args, by_name);
      /* No address, to connect to, is loopback.  */
      conversation (AF_INET, SOCK_STREAM, zero, args, by_name);
      conversation (AF_INET6, SOCK_STREAM, one, args, by_name);
      conversation (AF_INET6, SOCK_STREAM, zero, args, by_name);
      conversation (AF_INET6, SOCK_STREAM, one,
                    scm_list_3 (zero, INT (7), one), by_name);
      conversation (AF_UNIX, SOCK_STREAM, path, SCM_EOL, by_name);
      conversation (AF_UNIX, SOCK_SEQPACKET, path, SCM_EOL, by_name);
    }
}

/* An IPv4 client of an IPv6 server.  */
static void
mapped_address (void)
{
  SCM listener = new_socket (AF_INET6, SOCK_STREAM),
      client = new_socket (AF_INET, SOCK_STREAM);
  QUIET (scm_setsockopt, listener, INT (IPPROTO_IPV6), INT (IPV6_V6ONLY),
         INT (0));
  CALL (scm_bind, listener, INT (AF_INET6), INT (0), scm_list_1 (INT (0)));
  QUIET (scm_listen, listener, INT (1));
  CALL (scm_connect, client, INT (AF_INET), LOOPBACK,
        scm_list_1 (port_of (listener)));
  SCM pair = CALL (scm_accept, listener);
  CALL (scm_getsockname, scm_car (pair));
  close_all (listener, client, scm_car (pair));
}

/* Backlogs, and sockets that cannot listen.  */
static void
listening (void)
{
  static const int backlogs[] = { 0, 1, -1, 128, 2147483647 };
  SCM tcp = new_bound (AF_INET, SOCK_STREAM);
  for (size_t i = 0; i < LENGTH (backlogs); i++)
    CALL (scm_listen, tcp, INT (backlogs[i]));
  SCM unbound = new_socket (AF_INET6, SOCK_STREAM);
  CALL (scm_listen, unbound, INT (1));
  CALL (scm_getsockname, unbound);
  close_all (tcp, unbound, SCM_BOOL_F);
  SCM udp = new_bound (AF_INET, SOCK_DGRAM);
  CALL (scm_listen, udp, INT (1));
  CALL (scm_accept, udp);
  SCM local = new_socket (AF_UNIX, SOCK_STREAM);
  CALL (scm_listen, local, INT (1));
  CALL (scm_accept, local);
  close_all (udp, local, SCM_BOOL_F);
  local = new_socket (AF_UNIX, SOCK_DGRAM);
  CALL (scm_listen, local, INT (1));
  CALL (scm_accept, local);
  close_all (local, SCM_BOOL_F, SCM_BOOL_F);
}

/* What each way of shutting down leaves.  */
static void
shutting (SCM how)
{
  SCM pairs[2][2];
  new_pair (SOCK_STREAM, &pairs[0][0], &pairs[0][1]);
  new_connection (AF_INET, &pairs[1][0], &pairs[1][1]);
  for (int i = 0; i < 2; i++)
    {
      SCM a = pairs[i][0], b = pairs[i][1];
      CALL (scm_shutdown, a, how);
      CALL (scm_port_closed_p, a);
      CALL (scm_send, a, check_bytes ("x", 1), INT (MSG_NOSIGNAL));
      await (b, POLLIN);
      CALL (scm_recv, b, new_buffer (4), INT (MSG_DONTWAIT));
      CALL (scm_recv, a, new_buffer (4), INT (MSG_DONTWAIT));
      CALL (scm_shutdown, a, how);
      close_all (a, b, SCM_BOOL_F);
    }
}

static void
shutdowns (void)
{
  static const int hows[] = { SHUT_RD, SHUT_WR, SHUT_RDWR, 3, -1 };
  for (size_t i = 0; i < LENGTH (hows); i++)
    {
      shutting (INT (hows[i]));
      for (size_t f = 0; f < LENGTH (families); f++)
        {
          SCM sock = new_socket (families[f], SOCK_STREAM);
          CALL (scm_shutdown, sock, INT (hows[i]));
          close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
        }
      SCM listener = new_listener (AF_INET);
      CALL (scm_shutdown, listener, INT (hows[i]));
      set_blocking (listener, 0);
      CALL (scm_accept, listener);
      close_all (listener, SCM_BOOL_F, SCM_BOOL_F);
    }
}

/* Entries with right arguments for SOCK, which is a bound Unix datagram
   socket, so that no argument makes them do anything but shut it down.  */
#define ENTRIES(sock)                                                         \
  CALL_OF (scm_listen, sock, INT (0)), CALL_OF (scm_shutdown, sock, INT (0)), \
      CALL_OF (scm_getsockname, sock), CALL_OF (scm_getpeername, sock),       \
      CALL_OF (scm_accept, sock)

static void
wrong_values (void)
{
  SCM sock = new_socket (AF_UNIX, SOCK_DGRAM);
  QUIET (scm_bind, sock, INT (AF_UNIX), check_string ("bound"), SCM_EOL);
  struct call calls[] = {
    CALL_OF (scm_socket, INT (77), INT (SOCK_STREAM), INT (0)),
    CALL_OF (scm_socket, INT (AF_UNIX), INT (SOCK_STREAM), INT (77)),
    CALL_OF (scm_socketpair, INT (77), INT (SOCK_STREAM), INT (0)),
    CALL_OF (scm_socketpair, INT (AF_UNIX), INT (SOCK_STREAM), INT (77)),
    ENTRIES (sock),
  };
  for (size_t i = 0; i < LENGTH (calls); i++)
    wrong_arguments (&calls[i], 0, NULL);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

/* Ports that are closed, no sockets, or without a descriptor.  */
static void
wrong_ports (void)
{
  SCM ports[WRONG_PORTS];
  make_wrong_ports (ports);
  for (size_t p = 0; p < LENGTH (ports); p++)
    {
      struct call calls[] = { ENTRIES (ports[p]) };
      for (size_t i = 0; i < LENGTH (calls); i++)
        call (&calls[i]);
    }
  bury (ports[3]);
}

/* Which of several wrong arguments is refused.  */
static void
order (void)
{
  SCM bad = SCM_BOOL_F, one = INT (1),
      closed = new_socket (AF_UNIX, SOCK_STREAM),
      sock = new_socket (AF_UNIX, SOCK_STREAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  struct call calls[] = {
    CALL_OF (scm_socket, bad, check_string ("b"), check_string ("c")),
    CALL_OF (scm_socket, one, check_string ("b"), check_string ("c")),
    CALL_OF (scm_socket, bad, check_string ("b"), one),
    CALL_OF (scm_socketpair, bad, check_string ("b"), check_string ("c")),
    CALL_OF (scm_socketpair, one, check_string ("b"), check_string ("c")),
    CALL_OF (scm_listen, bad, bad),
    CALL_OF (scm_listen, closed, bad),
    CALL_OF (scm_listen, sock, NONE),
    CALL_OF (scm_shutdown, bad, bad),
    CALL_OF (scm_shutdown, closed, INT (9)),
    CALL_OF (scm_shutdown, sock, NONE),
    CALL_OF (scm_accept, NONE),
    CALL_OF (scm_getsockname, NONE),
    CALL_OF (scm_getpeername, NONE),
    CALL_OF (scm_socket, NONE, NONE, NONE),
  };
  for (size_t i = 0; i < LENGTH (calls); i++)
    call (&calls[i]);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  creating ();
  in_new_directory (exhausted);
  unnamed ();
  in_new_directory (conversations);
  mapped_address ();
  listening ();
  shutdowns ();
  order ();
  wrong_ports ();
  in_new_directory (wrong_values);
}
