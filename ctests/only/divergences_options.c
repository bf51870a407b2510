/* Socket options whose value is no int, which libguile 3.0.8 takes for one:
   it gives the first 32 bits, and refuses to set what is right.  */

#include "divergence_sockets.h"

#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/time.h>

#define SOCKET(name) INT (SOL_SOCKET), INT (SO_##name)
#define IP6(name) INT (IPPROTO_IPV6), INT (IPV6_##name)
#define CONGESTION INT (IPPROTO_TCP), INT (TCP_CONGESTION)
#define PAIR(a, b) scm_cons (INT (a), INT (b))
#define NO_LONG(value)                                                        \
  OUT_OF_RANGE ("-9223372036854775808", "9223372036854775807", value)

static SCM
udp (void)
{
  return new_socket (AF_INET, SOCK_DGRAM);
}

static SCM
get (SCM sock, SCM level, SCM name)
{
  SCM value = scm_getsockopt (sock, level, name);
  scm_close_port (sock);
  return value;
}

static SCM
set_and_get (SCM sock, SCM level, SCM name, SCM value)
{
  scm_setsockopt (sock, level, name, value);
  return get (sock, level, name);
}

static SCM
set (SCM sock, SCM level, SCM name, SCM value)
{
  return scm_setsockopt (sock, level, name, value);
}

/* Timeouts.  The kernel counts in ticks, of which half a second is some.  */

CALL (timeout_default, "(0 . 0)", get (udp (), SOCKET (RCVTIMEO)))
CALL (timeout_receive, "(2 . 500000)",
      set_and_get (udp (), SOCKET (RCVTIMEO), PAIR (2, 500000)))
CALL (timeout_send, "(3600 . 0)",
      set_and_get (udp (), SOCKET (SNDTIMEO), PAIR (3600, 0)))

/* What the kernel has, behind the library's back.  */
CASE (timeout_set, "(7 . 500000)")
{
  SCM sock = udp ();
  struct timeval time;
  socklen_t size = sizeof time;
  scm_setsockopt (sock, SOCKET (RCVTIMEO), PAIR (7, 500000));
  MUST (!getsockopt (descriptor (sock), SOL_SOCKET, SO_RCVTIMEO, &time, &size)
        && size == sizeof time);
  scm_close_port (sock);
  return PAIR (time.tv_sec, time.tv_usec);
}

CASE (timeout_got, "(9 . 500000)")
{
  SCM sock = udp ();
  struct timeval time = { 9, 500000 };
  MUST (!setsockopt (descriptor (sock), SOL_SOCKET, SO_SNDTIMEO, &time,
                     sizeof time));
  return get (sock, SOCKET (SNDTIMEO));
}

#define AGAIN(subr)                                                           \
  SYSTEM_ERROR (subr, "Resource temporarily unavailable", "11")

static SCM
impatient (SCM sock, SCM level, SCM name)
{
  scm_setsockopt (sock, level, name, PAIR (0, 20000));
  return sock;
}

CALL (timeout_over_recv, AGAIN ("recv!"),
      scm_recv (impatient (udp (), SOCKET (RCVTIMEO)), bytes ("a", 1), NONE))
CALL (timeout_over_recvfrom, AGAIN ("recvfrom!"),
      scm_recvfrom (impatient (udp (), SOCKET (RCVTIMEO)), bytes ("a", 1),
                    NONE, NONE, NONE))
CASE (timeout_over_accept, "#f")
{
  SCM sock = impatient (new_bound (AF_INET, SOCK_STREAM), SOCKET (RCVTIMEO));
  scm_listen (sock, INT (1));
  return scm_accept (sock);
}
CASE (timeout_over_send, AGAIN ("send"))
{
  SCM a, b, sent, message = scm_make_bytevector (INT (100000), INT (0));
  new_pair (SOCK_STREAM, &a, &b);
  impatient (a, SOCKET (SNDTIMEO));
  do
    sent = scm_send (a, message, NONE);
  while (scm_is_true (sent));
  scm_remember_upto_here_1 (b);
  return sent;
}

CALL (timeout_microseconds,
      SYSTEM_ERROR ("setsockopt", "Numerical argument out of domain", "33"),
      set (udp (), SOCKET (RCVTIMEO), PAIR (1, 1000000)))
CALL (timeout_negative,
      SYSTEM_ERROR ("setsockopt", "Numerical argument out of domain", "33"),
      set (udp (), SOCKET (SNDTIMEO), PAIR (1, -1)))
CALL (timeout_number, WRONG_TYPE ("setsockopt", "4", "5"),
      set (udp (), SOCKET (RCVTIMEO), INT (5)))
CALL (timeout_list, EXPECTING ("#f", "exact integer", "(2)"),
      set (udp (), SOCKET (RCVTIMEO), scm_list_2 (INT (1), INT (2))))
CALL (timeout_seconds, EXPECTING ("#f", "exact integer", "#t"),
      set (udp (), SOCKET (SNDTIMEO), scm_cons (SCM_BOOL_T, SCM_EOL)))
CALL (timeout_beyond, NO_LONG ("9223372036854775808"),
      set (udp (), SOCKET (RCVTIMEO),
           scm_cons (number ("9223372036854775808"), INT (0))))
CALL (timeout_microseconds_beyond, NO_LONG ("-9223372036854775809"),
      set (udp (), SOCKET (RCVTIMEO),
           scm_cons (INT (0), number ("-9223372036854775809"))))

/* Whoever is at the other end.  */

static SCM
own_credentials (void)
{
  return scm_vector (
      scm_list_3 (INT (getpid ()), INT (geteuid ()), INT (getegid ())));
}

CASE (credentials_pair, "#t")
{
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  SCM equal = scm_equal_p (scm_getsockopt (a, SOCKET (PEERCRED)),
                           own_credentials ());
  close_both (a, b);
  return equal;
}
CALL (credentials_of_nobody, "#(0 4294967295 4294967295)",
      get (new_socket (AF_UNIX, SOCK_STREAM), SOCKET (PEERCRED)))

/* Names.  */

CALL (device_none, "\"\"", get (udp (), SOCKET (BINDTODEVICE)))
CALL (device_loopback, "\"lo\"",
      set_and_get (udp (), SOCKET (BINDTODEVICE), text ("lo")))
CALL (device_given_up, "\"\"",
      set_and_get (udp (), SOCKET (BINDTODEVICE), text ("")))
CALL (device_unknown, SYSTEM_ERROR ("setsockopt", "No such device", "19"),
      set (udp (), SOCKET (BINDTODEVICE), text ("no/such/device!")))
/* The kernel would look for the first 15 bytes.  */
CALL (device_too_long,
      RAISED ("out-of-range", QUOTED ("setsockopt"),
              "Argument ~A out of range: ~S", "(4 \"no/such/device!!\")",
              "(\"no/such/device!!\")"),
      set (udp (), SOCKET (BINDTODEVICE), text ("no/such/device!!")))
CALL (device_nul,
      MISC_ERROR ("#f", "string contains #\\\\nul character: ~S",
                  "(\"lo\\x00\")"),
      set (udp (), SOCKET (BINDTODEVICE), scm_from_utf8_stringn ("lo", 3)))
CALL (device_number, EXPECTING ("#f", "string", "1"),
      set (udp (), SOCKET (BINDTODEVICE), INT (1)))
CALL (device_symbol, EXPECTING ("#f", "string", "lo"),
      set (udp (), SOCKET (BINDTODEVICE), symbol ("lo")))

static SCM
tcp (void)
{
  return new_socket (AF_INET, SOCK_STREAM);
}

/* The name of the algorithm in use, as C has it.  */
static SCM
congestion (void)
{
  char name[16] = "";
  socklen_t size = sizeof name;
  SCM sock = tcp ();
  MUST (
      !getsockopt (descriptor (sock), IPPROTO_TCP, TCP_CONGESTION, name, &size)
      && *name);
  scm_close_port (sock);
  return text (name);
}

CALL (congestion_got, "#t",
      scm_equal_p (get (tcp (), CONGESTION), congestion ()))
CALL (congestion_set, "#t",
      scm_equal_p (set_and_get (tcp (), CONGESTION, congestion ()),
                   congestion ()))
/* Every kernel has this one.  */
CALL (congestion_reno, "\"reno\"",
      set_and_get (tcp (), CONGESTION, text ("reno")))
CALL (congestion_empty, SYSTEM_ERROR ("setsockopt", "Invalid argument", "22"),
      set (tcp (), CONGESTION, text ("")))
CALL (congestion_unknown,
      SYSTEM_ERROR ("setsockopt", "No such file or directory", "2"),
      set (tcp (), CONGESTION, text ("no-such-one")))
CALL (congestion_number, EXPECTING ("#f", "string", "0"),
      set (tcp (), CONGESTION, INT (0)))

/* IPv6 groups.  only/multicast.c receives something.  */

#define GROUP                                                                 \
  number ("338958331222012082418099330867817086977") /* ff01::1               \
                                                      */

static SCM
udp6 (void)
{
  return new_socket (AF_INET6, SOCK_DGRAM);
}

static SCM
join (SCM group, SCM index)
{
  return set (udp6 (), IP6 (JOIN_GROUP), scm_cons (group, index));
}

CALL (membership6_joined, "#<unspecified>", join (GROUP, interface ()))
CASE (membership6_left,
      SYSTEM_ERROR ("setsockopt", "Cannot assign requested address", "99"))
{
  SCM sock = udp6 (), both = scm_cons (GROUP, interface ());
  scm_setsockopt (sock, IP6 (JOIN_GROUP), both);
  scm_setsockopt (sock, IP6 (LEAVE_GROUP), both);
  return scm_setsockopt (sock, IP6 (LEAVE_GROUP), both);
}
CALL (membership6_no_group,
      SYSTEM_ERROR ("setsockopt", "Invalid argument", "22"),
      join (INT (1), interface ()))
CALL (membership6_no_interface,
      SYSTEM_ERROR ("setsockopt", "No such device", "19"),
      join (GROUP, INT (INT32_MAX)))
CALL (membership6_number, WRONG_TYPE ("setsockopt", "4", "1"),
      set (udp6 (), IP6 (JOIN_GROUP), INT (1)))
CALL (membership6_address, EXPECTING (QUOTED ("scm_to_ipv6"), "integer", "#f"),
      join (SCM_BOOL_F, SCM_BOOL_F))
CALL (membership6_negative, BAD_VALUE ("#f", "-1"),
      join (INT (-1), SCM_BOOL_F))
CALL (membership6_beyond,
      BAD_VALUE ("#f", "340282366920938463463374607431768211456"),
      join (number ("340282366920938463463374607431768211456"), INT (0)))
CALL (membership6_index, EXPECTING ("#f", "exact integer", "(0)"),
      set (udp6 (), IP6 (LEAVE_GROUP), scm_list_2 (GROUP, INT (0))))
CALL (membership6_index_negative, OUT_OF_RANGE ("0", MAX32, "-1"),
      join (GROUP, INT (-1)))
CALL (membership6_index_beyond, OUT_OF_RANGE ("0", MAX32, "4294967297"),
      join (GROUP, INT ((1L << 32) + 1)))

/* Numbers of 64 bits.  */

CALL (rate_unlimited, MAX64, get (udp (), SOCKET (MAX_PACING_RATE)))
CALL (rate_of_more_than_an_int, "8589934593",
      set_and_get (udp (), SOCKET (MAX_PACING_RATE), INT ((1L << 33) + 1)))
CALL (rate_of_32_bits, MAX32,
      set_and_get (udp (), SOCKET (MAX_PACING_RATE), number (MAX32)))
CALL (rate_without_limit, MAX64,
      set_and_get (udp (), SOCKET (MAX_PACING_RATE), number (MAX64)))
CALL (rate_below_an_int, OUT_OF_RANGE ("0", MAX64, "-2147483649"),
      set (udp (), SOCKET (MAX_PACING_RATE), INT (-2147483649)))

/* Names of constants.  */

#define NAMED(name)                                                           \
  {                                                                           \
#name, name                                                               \
  }

static const struct
{
  const char *name;
  long value;
} constants[] = {
  NAMED (IPPROTO_IPV6),
  NAMED (IP_BIND_ADDRESS_NO_PORT),
  NAMED (IP_FREEBIND),
  NAMED (IP_MTU),
  NAMED (IP_MTU_DISCOVER),
  NAMED (IP_MULTICAST_ALL),
  NAMED (IP_MULTICAST_LOOP),
  NAMED (IP_TOS),
  NAMED (IP_TTL),
  NAMED (IPV6_ADD_MEMBERSHIP),
  NAMED (IPV6_DROP_MEMBERSHIP),
  NAMED (IPV6_FREEBIND),
  NAMED (IPV6_JOIN_GROUP),
  NAMED (IPV6_LEAVE_GROUP),
  NAMED (IPV6_MTU),
  NAMED (IPV6_MTU_DISCOVER),
  NAMED (IPV6_MULTICAST_ALL),
  NAMED (IPV6_MULTICAST_HOPS),
  NAMED (IPV6_MULTICAST_IF),
  NAMED (IPV6_MULTICAST_LOOP),
  NAMED (IPV6_TCLASS),
  NAMED (IPV6_UNICAST_HOPS),
  NAMED (IPV6_V6ONLY),
  NAMED (SO_ACCEPTCONN),
  NAMED (SO_BINDTODEVICE),
  NAMED (SO_COOKIE),
  NAMED (SO_DOMAIN),
  NAMED (SO_INCOMING_CPU),
  NAMED (SO_MARK),
  NAMED (SO_MAX_PACING_RATE),
  NAMED (SO_NETNS_COOKIE),
  NAMED (SO_PASSCRED),
  NAMED (SO_PEERCRED),
  NAMED (SO_PROTOCOL),
  NAMED (SO_RCVBUFFORCE),
  NAMED (SO_RCVLOWAT),
  NAMED (SO_RCVTIMEO),
  NAMED (SO_SNDBUFFORCE),
  NAMED (SO_SNDLOWAT),
  NAMED (SO_SNDTIMEO),
  NAMED (SO_TIMESTAMP),
  NAMED (TCP_CONGESTION),
  NAMED (TCP_DEFER_ACCEPT),
  NAMED (TCP_FASTOPEN),
  NAMED (TCP_FASTOPEN_CONNECT),
  NAMED (TCP_KEEPCNT),
  NAMED (TCP_KEEPIDLE),
  NAMED (TCP_KEEPINTVL),
  NAMED (TCP_LINGER2),
  NAMED (TCP_MAXSEG),
  NAMED (TCP_NOTSENT_LOWAT),
  NAMED (TCP_QUICKACK),
  NAMED (TCP_SYNCNT),
  NAMED (TCP_USER_TIMEOUT),
  NAMED (TCP_WINDOW_CLAMP),
  NAMED (UDP_CORK),
};

/* Those whose variable has another value than C's constant.  */
CASE (option_names, "()")
{
  SCM wrong = SCM_EOL;
  for (size_t i = 0; i < COUNT (constants); i++)
    {
      SCM value = scm_variable_ref (scm_c_lookup (constants[i].name));
      if (!scm_is_eq (value, INT (constants[i].value)))
        wrong = scm_cons (text (constants[i].name), wrong);
    }
  return wrong;
}
