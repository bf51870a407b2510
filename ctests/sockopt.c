/* Socket options: scm_getsockopt and scm_setsockopt.  Left out, as libguile
   3.0.8 gets them wrong: IP_MULTICAST_IF, an interface index as the second
   half of a membership, and IPv4 addresses of 2^32 and more, which it cuts. */

#include "options.h"

#define PAIR(a, b) scm_cons (INT (a), INT (b))

static SCM
get (SCM sock, int level, int name)
{
  return CALL (scm_getsockopt, sock, INT (level), INT (name));
}

static void
set (SCM sock, int level, int name, SCM value)
{
  CALL (scm_setsockopt, sock, INT (level), INT (name), value);
}

static void
set_and_get (SCM sock, int level, int name, SCM value)
{
  set (sock, level, name, value);
  get (sock, level, name);
}

/* What the system chose where nothing was set.  */
static void
defaults (void)
{
  static const int names[]
      = { SO_DEBUG,     SO_REUSEADDR, SO_TYPE,       SO_ERROR,    SO_DONTROUTE,
          SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE,  SO_NO_CHECK, SO_PRIORITY,
          SO_LINGER,    SO_REUSEPORT, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN };
  SCM socks[] = { tcp, udp, tcp6, udp6, local };
  for (size_t s = 0; s < LENGTH (socks); s++)
    for (size_t i = 0; i < LENGTH (names); i++)
      get (socks[s], SOL_SOCKET, names[i]);
  get (tcp, IPPROTO_TCP, TCP_NODELAY);
  get (tcp, IPPROTO_TCP, TCP_CORK);
  get (tcp6, IPPROTO_TCP, TCP_NODELAY);
  get (udp, IPPROTO_UDP, UDP_CORK);
  get (udp, IPPROTO_IP, IP_TOS);
  get (udp, IPPROTO_IP, IP_MULTICAST_TTL);
  get (udp, IPPROTO_IP, IP_MULTICAST_LOOP);
}

/* Options that are numbers.  */
static void
numbers (void)
{
  static const int values[] = { 0, 1, 5, 0 };
  const struct
  {
    SCM sock;
    int level, name;
  } rows[] = {
    { tcp, SOL_SOCKET, SO_REUSEADDR },
    { tcp, SOL_SOCKET, SO_DONTROUTE },
    { udp, SOL_SOCKET, SO_BROADCAST },
    { tcp, SOL_SOCKET, SO_KEEPALIVE },
    { tcp, SOL_SOCKET, SO_OOBINLINE },
    { udp, SOL_SOCKET, SO_NO_CHECK },
    { udp, SOL_SOCKET, SO_PRIORITY },
    { tcp, SOL_SOCKET, SO_REUSEPORT },
    { local, SOL_SOCKET, SO_REUSEADDR },
    { local, SOL_SOCKET, SO_PASSCRED },
    /* As a number, these are SO_LINGER, SO_SNDBUF and the memberships of
       another level: each level has its own.  */
    { tcp, SOL_SOCKET, IP_ADD_MEMBERSHIP },
    { udp, IPPROTO_IP, SO_LINGER },
    { udp, IPPROTO_IP, SO_RCVBUF },
    { tcp, IPPROTO_TCP, TCP_NODELAY },
    { tcp, IPPROTO_TCP, TCP_CORK },
    { tcp6, IPPROTO_TCP, TCP_NODELAY },
    { udp, IPPROTO_UDP, UDP_CORK },
    { udp, IPPROTO_IP, IP_MULTICAST_TTL },
    { udp, IPPROTO_IP, IP_MULTICAST_LOOP },
    { tcp6, IPPROTO_IPV6, IPV6_V6ONLY },
  };
  for (size_t i = 0; i < LENGTH (rows); i++)
    for (size_t v = 0; v < LENGTH (values); v++)
      set_and_get (rows[i].sock, rows[i].level, rows[i].name, INT (values[v]));
  set_and_get (udp, IPPROTO_IP, IP_MULTICAST_TTL, INT (255));
  set_and_get (udp, IPPROTO_IP, IP_MULTICAST_TTL, INT (256));
  set_and_get (udp, IPPROTO_IP, IP_MULTICAST_TTL, INT (-1));
  set_and_get (udp, IPPROTO_IP, IP_MULTICAST_TTL, INT (-2));
}

/* Buffer sizes: the kernel doubles what is asked for, and has bounds of its
   own, so the numbers are not printed.  */
static void
sizes (void)
{
  static const int names[] = { SO_SNDBUF, SO_RCVBUF };
  SCM socks[] = { tcp, udp, local };
  char label[64];
  for (size_t s = 0; s < LENGTH (socks); s++)
    for (size_t i = 0; i < LENGTH (names); i++)
      {
        SCM level = INT (SOL_SOCKET), name = INT (names[i]);
        SCM before = QUIET (scm_getsockopt, socks[s], level, name);
        CALL (scm_setsockopt, socks[s], level, name, INT (20000));
        SCM after = QUIET (scm_getsockopt, socks[s], level, name);
        CALL (scm_setsockopt, socks[s], level, name, INT (0));
        SCM least = QUIET (scm_getsockopt, socks[s], level, name);
        CALL (scm_setsockopt, socks[s], level, name, INT (-1));
        SCM most = QUIET (scm_getsockopt, socks[s], level, name);
        sprintf (label, "  %d %d integers, in order", (int) s, names[i]);
        check_say_long (label,
                        scm_is_integer (before) && scm_is_integer (after)
                            && scm_is_integer (least) && scm_is_integer (most)
                            && scm_to_int (least) < scm_to_int (after)
                            && scm_to_int (after) < scm_to_int (most));
      }
}

/* A pair (ENABLE . TIMEOUT), both ways.  */
static void
lingers (void)
{
  static const int pairs[][2]
      = { { 1, 5 },  { 0, 5 },    { 1, 0 },     { 0, 0 },    { 2, 7 },
          { -1, 1 }, { 1, 3600 }, { 65536, 1 }, { 1, 65536 } };
  SCM socks[] = { tcp, udp, local };
  for (size_t s = 0; s < LENGTH (socks); s++)
    for (size_t i = 0; i < LENGTH (pairs); i++)
      set_and_get (socks[s], SOL_SOCKET, SO_LINGER,
                   PAIR (pairs[i][0], pairs[i][1]));
  SCM value = get (tcp, SOL_SOCKET, SO_LINGER);
  check_say_long ("a pair", scm_is_pair (value));
  /* What follows the two numbers is refused.  */
  set (tcp, SOL_SOCKET, SO_LINGER, scm_list_2 (INT (1), INT (2)));
  set (tcp, SOL_SOCKET, SO_LINGER, scm_cons (SCM_BOOL_T, INT (2)));
  set_and_get (tcp, SOL_SOCKET, SO_LINGER, PAIR (0, 0));
}

/* Memberships: pairs (MULTIADDR . INTERFACEADDR) in host order.  */
static void
memberships (void)
{
  static const uint32_t groups[] = { 0xe0000105, 0xe1020304, 0xefffffff };
  for (size_t i = 0; i < LENGTH (groups); i++)
    {
      SCM group = scm_from_uint32 (groups[i]);
      SCM value = scm_cons (group, LOOPBACK);
      set (udp, IPPROTO_IP, IP_DROP_MEMBERSHIP, value);
      set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, value);
      set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, value);
      set (udp, IPPROTO_IP, IP_DROP_MEMBERSHIP, value);
      set (udp, IPPROTO_IP, IP_DROP_MEMBERSHIP, value);
      /* No machine has this address.  */
      set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP,
           scm_cons (group, scm_from_uint32 (0xcb007101)));
      set (tcp, IPPROTO_IP, IP_ADD_MEMBERSHIP, value);
      set (local, IPPROTO_IP, IP_ADD_MEMBERSHIP, value);
    }
  /* No groups.  */
  set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, scm_cons (LOOPBACK, LOOPBACK));
  set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, scm_cons (INT (0), LOOPBACK));
  set (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP,
       scm_cons (scm_from_uint32 (0xffffffff), LOOPBACK));
  get (udp, IPPROTO_IP, IP_ADD_MEMBERSHIP);
  get (udp, IPPROTO_IP, IP_DROP_MEMBERSHIP);
}

/* A member receives what is sent to the group.  */
static void
group (void)
{
  SCM to = scm_from_uint32 (0xe0000105), any = INT (INADDR_ANY),
      member = new_socket (AF_INET, SOCK_DGRAM), buffer = new_buffer (4);
  SCM sender = new_bound (AF_INET, SOCK_DGRAM);
  QUIET (scm_bind, member, INT (AF_INET), any, scm_list_1 (INT (0)));
  set (member, IPPROTO_IP, IP_ADD_MEMBERSHIP, scm_cons (to, LOOPBACK));
  set (sender, IPPROTO_IP, IP_MULTICAST_TTL, INT (0));
  /* The route is the sender's loopback address.  */
  struct in_addr source = { htonl (INADDR_LOOPBACK) };
  setsockopt (descriptor (sender), IPPROTO_IP, IP_MULTICAST_IF, &source,
              sizeof source);
  CALL (scm_sendto, sender, check_bytes ("all", 3), INT (AF_INET), to,
        scm_list_1 (port_of (member)));
  await (member, POLLIN);
  CALL (scm_recvfrom, member, buffer, NONE, NONE, NONE);
  check_say ("  buffer", buffer);
  close_all (member, sender, SCM_BOOL_F);
}

/* Options that cannot be set, that do not exist, or that are another
   protocol's.  */
static void
refused (void)
{
  static const int fixed[]
      = { SO_TYPE, SO_ERROR, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN };
  static const int levels[]
      = { SOL_SOCKET, IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, 77, 255, -1 };
  SCM socks[] = { tcp, udp, local };
  for (size_t i = 0; i < LENGTH (fixed); i++)
    set_and_get (tcp, SOL_SOCKET, fixed[i], INT (1));
  for (size_t s = 0; s < LENGTH (socks); s++)
    for (size_t i = 0; i < LENGTH (levels); i++)
      set (socks[s], levels[i], 9999, INT (1));
  get (tcp, SOL_SOCKET, 9999);
  get (tcp, SOL_SOCKET, 0);
  get (tcp, SOL_SOCKET, -1);
  get (tcp, IPPROTO_TCP, 9999);
  get (tcp, IPPROTO_UDP, 1);
  get (tcp, 77, 1);
  get (udp, IPPROTO_TCP, TCP_NODELAY);
  get (udp, IPPROTO_UDP, 9999);
  get (local, IPPROTO_IP, IP_TOS);
  get (local, IPPROTO_TCP, TCP_NODELAY);
}

/* SO_ERROR says how a connection went, once; SO_ACCEPTCONN who listens.  */
static void
states (void)
{
  SCM bound = new_bound (AF_INET, SOCK_STREAM),
      client = new_socket (AF_INET, SOCK_STREAM);
  set_blocking (client, 0);
  CALL (scm_connect, client, address_of (bound), NONE, SCM_EOL);
  await (client, POLLOUT);
  SCM error = get (client, SOL_SOCKET, SO_ERROR);
  check_say_long ("  ECONNREFUSED", scm_to_int (error) == ECONNREFUSED);
  get (client, SOL_SOCKET, SO_ERROR);
  get (bound, SOL_SOCKET, SO_ACCEPTCONN);
  QUIET (scm_listen, bound, INT (1));
  get (bound, SOL_SOCKET, SO_ACCEPTCONN);
  close_all (bound, client, SCM_BOOL_F);
}

/* libguile cuts these to 32 bits.  */
static int
is_cut (SCM value)
{
  return scm_is_unsigned_integer (value, (uint64_t) 1 << 32, UINT64_MAX);
}

/* Values of the wrong type, or out of range: for an option that is a number,
   for the pair, for each half of it.  */
static void
wrong_values (void)
{
  struct call numbers[] = {
    CALL_OF (scm_setsockopt, udp, INT (SOL_SOCKET), INT (SO_BROADCAST),
             INT (1)),
    CALL_OF (scm_setsockopt, udp, INT (SOL_SOCKET), INT (SO_SNDBUF), INT (1)),
    CALL_OF (scm_setsockopt, udp, INT (IPPROTO_IP), INT (IP_MULTICAST_TTL),
             INT (1)),
    CALL_OF (scm_setsockopt, tcp, INT (IPPROTO_TCP), INT (TCP_NODELAY),
             INT (1)),
  };
  struct call linger = CALL_OF (scm_setsockopt, tcp, INT (SOL_SOCKET),
                                INT (SO_LINGER), PAIR (0, 0));
  struct call member
      = CALL_OF (scm_setsockopt, udp, INT (IPPROTO_IP),
                 INT (IP_ADD_MEMBERSHIP), scm_cons (LOOPBACK, LOOPBACK));
  for (size_t i = 0; i < LENGTH (numbers); i++)
    wrong_arguments (&numbers[i], 3, NULL);
  wrong_arguments (&linger, 3, NULL);
  wrong_arguments (&member, 3, NULL);
  member.args[2] = INT (IP_DROP_MEMBERSHIP);
  wrong_arguments (&member, 3, NULL);
  member.args[2] = INT (IP_ADD_MEMBERSHIP);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    for (int half = 0; half < 2; half++)
      {
        SCM sample = check_samples[i];
        linger.args[3]
            = half ? scm_cons (INT (1), sample) : scm_cons (sample, INT (1));
        call (&linger);
        member.args[3]
            = half ? scm_cons (LOOPBACK, sample) : scm_cons (sample, LOOPBACK);
        if (!is_cut (sample))
          call (&member);
      }
}

static void
wrong_others (void)
{
  /* An option that whoever runs this may set, or nobody.  */
  struct call setter = CALL_OF (scm_setsockopt, tcp, INT (IPPROTO_TCP),
                                INT (TCP_CORK), INT (0));
  struct call getter
      = CALL_OF (scm_getsockopt, tcp, INT (IPPROTO_TCP), INT (TCP_NODELAY));
  wrong_arguments (&setter, 0, NULL);
  wrong_arguments (&getter, 0, NULL);
  SCM closed = new_socket (AF_INET, SOCK_STREAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  SCM orphan = new_orphan ();
  SCM ports[] = { closed, scm_current_output_port (),
                  scm_current_input_port (), orphan };
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      setter.args[0] = getter.args[0] = ports[i];
      call (&setter);
      call (&getter);
    }
  bury (orphan);
  /* Which of several wrong arguments is refused.  */
  SCM bad = SCM_BOOL_F, one = INT (1);
  struct call calls[] = {
    CALL_OF (scm_getsockopt, bad, check_string ("b"), check_string ("c")),
    CALL_OF (scm_getsockopt, closed, check_string ("b"), bad),
    CALL_OF (scm_getsockopt, tcp, check_string ("b"), check_string ("c")),
    CALL_OF (scm_setsockopt, bad, check_string ("b"), check_string ("c"), bad),
    CALL_OF (scm_setsockopt, closed, check_string ("b"), bad, bad),
    CALL_OF (scm_setsockopt, tcp, check_string ("b"), check_string ("c"), bad),
    CALL_OF (scm_setsockopt, tcp, one, check_string ("c"), bad),
    CALL_OF (scm_setsockopt, tcp, INT (77), INT (9999), bad),
    CALL_OF (scm_setsockopt, tcp, one, INT (SO_LINGER), scm_cons (bad, NONE)),
    CALL_OF (scm_setsockopt, tcp, INT (IPPROTO_IP), INT (IP_ADD_MEMBERSHIP),
             scm_cons (bad, NONE)),
    CALL_OF (scm_getsockopt, NONE, NONE, NONE),
    CALL_OF (scm_setsockopt, tcp, one, one, NONE),
  };
  for (size_t i = 0; i < LENGTH (calls); i++)
    call (&calls[i]);
}

void
check_chapter (void)
{
  open_sockets ();
  defaults ();
  numbers ();
  sizes ();
  lingers ();
  memberships ();
  group ();
  refused ();
  states ();
  wrong_values ();
  wrong_others ();
  close_sockets ();
}
