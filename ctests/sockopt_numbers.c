/* Socket options that are numbers, most of them of later manuals than libguile
   3.0.8: which it has no names for, and takes all the same.  */

#include "options.h"

static void
set_and_get (SCM sock, int level, int name, int value)
{
  CALL (scm_setsockopt, sock, INT (level), INT (name), INT (value));
  CALL (scm_getsockopt, sock, INT (level), INT (name));
}

#define SOCKET(name) SOL_SOCKET, SO_##name
#define IP(name) IPPROTO_IP, IP_##name
#define IP6(name) IPPROTO_IPV6, IPV6_##name
#define TCP(name) IPPROTO_TCP, TCP_##name

/* Each option with values that the kernel takes, and some that it does not. */
static void
numbers (void)
{
  const struct
  {
    SCM sock;
    int level, name, values[4];
  } rows[] = {
    { tcp, SOCKET (RCVLOWAT), { 100, 1, 0, 1 } },
    { tcp, SOCKET (SNDLOWAT), { 1, 0, 100, 1 } },
    { udp, SOCKET (TIMESTAMP), { 1, 0, 5, 0 } },
    { udp, SOCKET (MAX_PACING_RATE), { 100000, 1, 2000000000, 7 } },
    { udp, IP (TTL), { 1, 255, 0, 256 } },
    { tcp, IP (TTL), { 64, 1, -2, 32 } },
    { udp, IP (TOS), { 16, 8, 4, 0 } },
    { tcp, IP (TOS), { 16, 8, 4, 0 } },
    { udp, IP (MULTICAST_ALL), { 0, 1, 2, -1 } },
    { udp, IP (MULTICAST_LOOP), { 0, 1, 2, -1 } },
    { udp, IP (MTU_DISCOVER), { 0, 1, 2, -1 } },
    { udp, IP (FREEBIND), { 1, 0, 5, 0 } },
    { tcp, IP (BIND_ADDRESS_NO_PORT), { 1, 0, 1, 0 } },
    { tcp6, IP6 (V6ONLY), { 1, 0, 5, 0 } },
    { udp6, IP6 (V6ONLY), { 1, 0, 5, 0 } },
    { udp6, IP6 (UNICAST_HOPS), { 1, 255, 256, -2 } },
    { udp6, IP6 (MULTICAST_HOPS), { 0, 255, 256, -2 } },
    { udp6, IP6 (MULTICAST_LOOP), { 0, 1, 2, -1 } },
    { udp6, IP6 (MULTICAST_ALL), { 0, 1, 2, -1 } },
    { udp6, IP6 (MULTICAST_IF), { 0, 2147483647, 0, 2147483647 } },
    { tcp6, IP6 (MULTICAST_HOPS), { 1, 2, 3, 1 } },
    { udp6, IP6 (TCLASS), { 0, 16, 256, -2 } },
    { udp6, IP6 (MTU_DISCOVER), { 0, 1, 2, -1 } },
    { udp, IP6 (V6ONLY), { 0, 1, 0, 1 } },
    { tcp, TCP (KEEPIDLE), { 1, 32767, 0, 32768 } },
    { tcp, TCP (KEEPINTVL), { 1, 32767, 0, 32768 } },
    { tcp, TCP (KEEPCNT), { 1, 127, 0, 128 } },
    { tcp6, TCP (KEEPCNT), { 1, 127, 0, 128 } },
    { tcp, TCP (SYNCNT), { 1, 127, 0, 128 } },
    { tcp, TCP (USER_TIMEOUT), { 0, 1000, 2147483647, -1 } },
    { tcp, TCP (QUICKACK), { 1, 0, 1, 0 } },
    { tcp, TCP (DEFER_ACCEPT), { 1, 3, 0, -1 } },
    { tcp, TCP (LINGER2), { 5, 60, -1, 5 } },
    { tcp, TCP (NOTSENT_LOWAT), { 1, 65536, 0, 1 } },
    { udp, TCP (KEEPIDLE), { 1, 2, 1, 2 } },
    { local, TCP (KEEPIDLE), { 1, 2, 1, 2 } },
    { local, IP6 (V6ONLY), { 1, 0, 1, 0 } },
  };
  for (size_t i = 0; i < LENGTH (rows); i++)
    for (size_t v = 0; v < LENGTH (rows[i].values); v++)
      set_and_get (rows[i].sock, rows[i].level, rows[i].name,
                   rows[i].values[v]);
}

/* Options that the kernel gives.  Their values differ from run to run.  */
static void
given (void)
{
  static const int names[]
      = { SO_INCOMING_CPU, SO_COOKIE, SO_INCOMING_NAPI_ID };
  SCM socks[] = { tcp, udp, tcp6, udp6, local };
  char label[64];
  for (size_t s = 0; s < LENGTH (socks); s++)
    for (size_t i = 0; i < LENGTH (names); i++)
      {
        SCM value = QUIET (scm_getsockopt, socks[s], INT (SOL_SOCKET),
                           INT (names[i]));
        snprintf (label, sizeof label, "%d of socket %d", names[i], (int) s);
        check_say_long (label, scm_is_exact_integer (value));
      }
  CALL (scm_getsockopt, udp, INT (IPPROTO_IP), INT (IP_MTU));
  CALL (scm_getsockopt, udp6, INT (IPPROTO_IPV6), INT (IPV6_MTU));
  CALL (scm_getsockopt, udp6, INT (IPPROTO_IPV6), INT (IPV6_JOIN_GROUP));
  CALL (scm_getsockopt, udp6, INT (IPPROTO_IPV6), INT (IPV6_LEAVE_GROUP));
}

/* What nobody may set.  */
static void
fixed (void)
{
  static const int names[]
      = { SO_ACCEPTCONN, SO_DOMAIN, SO_PROTOCOL, SO_PEERCRED, SO_COOKIE };
  for (size_t i = 0; i < LENGTH (names); i++)
    {
      CALL (scm_setsockopt, tcp, INT (SOL_SOCKET), INT (names[i]), INT (1));
      CALL (scm_setsockopt, local, INT (SOL_SOCKET), INT (names[i]),
            SCM_BOOL_T);
      CALL (scm_setsockopt, local, INT (SOL_SOCKET), INT (names[i]),
            scm_list_1 (INT (1)));
    }
}

/* IPV6_V6ONLY says whether both families share a port; a bound socket keeps
   it.  */
static void
both_families (void)
{
  for (int only = 0; only < 2; only++)
    {
      SCM six = new_socket (AF_INET6, SOCK_STREAM),
          four = new_socket (AF_INET, SOCK_STREAM);
      set_and_get (six, IPPROTO_IPV6, IPV6_V6ONLY, only);
      CALL (scm_bind, six, INT (AF_INET6), INT (0), scm_list_1 (INT (0)));
      set_and_get (six, IPPROTO_IPV6, IPV6_V6ONLY, !only);
      CALL (scm_bind, four, INT (AF_INET), INT (INADDR_ANY),
            scm_list_1 (port_of (six)));
      close_all (six, four, SCM_BOOL_F);
    }
}

static void
wrong_values (void)
{
  struct call calls[] = {
    CALL_OF (scm_setsockopt, udp, INT (IPPROTO_IP), INT (IP_TTL), INT (1)),
    CALL_OF (scm_setsockopt, udp, INT (IPPROTO_IP), INT (IP_MULTICAST_LOOP),
             INT (1)),
    CALL_OF (scm_setsockopt, udp6, INT (IPPROTO_IPV6),
             INT (IPV6_MULTICAST_HOPS), INT (1)),
    CALL_OF (scm_setsockopt, tcp6, INT (IPPROTO_IPV6), INT (IPV6_V6ONLY),
             INT (1)),
    CALL_OF (scm_setsockopt, tcp, INT (IPPROTO_TCP), INT (TCP_KEEPIDLE),
             INT (1)),
    CALL_OF (scm_setsockopt, tcp, INT (IPPROTO_TCP), INT (TCP_USER_TIMEOUT),
             INT (1)),
    CALL_OF (scm_setsockopt, local, INT (SOL_SOCKET), INT (SO_PEERCRED),
             INT (1)),
  };
  for (size_t i = 0; i < LENGTH (calls); i++)
    wrong_arguments (&calls[i], 3, NULL);
}

void
check_chapter (void)
{
  open_sockets ();
  given ();
  numbers ();
  fixed ();
  both_families ();
  wrong_values ();
  close_sockets ();
}
