/* Socket options of which libguile 3.0.8 cuts the value, or takes it as it is:
   those of IPv4 multicast, and what is longer than an int.  Addresses are in
   host byte order, and 1 … 2^24 - 1 is the index of an interface.  */

#include "divergence_sockets.h"

#define GROUP 0xefc0a801 /* 239.192.168.1 */
#define IP(name) INT (IPPROTO_IP), INT (name)

static SCM
udp (void)
{
  return new_socket (AF_INET, SOCK_DGRAM);
}

/* IP_MULTICAST_IF.  */

static SCM
set_and_get (SCM where)
{
  SCM sock = udp ();
  scm_setsockopt (sock, IP (IP_MULTICAST_IF), where);
  SCM value = scm_getsockopt (sock, IP (IP_MULTICAST_IF));
  scm_close_port (sock);
  return value;
}

CALL (interface_by_address, "2130706433", set_and_get (LOOPBACK))
/* The kernel tells the address that was set, not the index.  */
CALL (interface_by_index, "0", set_and_get (interface ()))

/* What the kernel has, behind the library's back.  */
static SCM
read_plainly (SCM where)
{
  SCM sock = udp ();
  struct in_addr address;
  socklen_t size = sizeof address;
  scm_setsockopt (sock, IP (IP_MULTICAST_IF), where);
  MUST (!getsockopt (descriptor (sock), IPPROTO_IP, IP_MULTICAST_IF, &address,
                     &size));
  scm_close_port (sock);
  return text (inet_ntoa (address));
}

static SCM
set_plainly (const char *where)
{
  SCM sock = udp ();
  struct in_addr address;
  MUST (inet_aton (where, &address));
  MUST (!setsockopt (descriptor (sock), IPPROTO_IP, IP_MULTICAST_IF, &address,
                     sizeof address));
  SCM value = scm_getsockopt (sock, IP (IP_MULTICAST_IF));
  scm_close_port (sock);
  return value;
}

CALL (interface_set, "\"127.0.0.1\"", read_plainly (LOOPBACK))
CALL (interface_got, "2130706433", set_plainly ("127.0.0.1"))
CALL (interface_negative, OUT_OF_RANGE ("0", MAX64, "-1"),
      set_and_get (INT (-1)))
CALL (interface_beyond, OUT_OF_RANGE ("0", MAX32, "4294967296"),
      set_and_get (INT (1L << 32)))

/* Memberships.  */

static SCM
join (SCM sock, SCM group, SCM where)
{
  return scm_setsockopt (sock, IP (IP_ADD_MEMBERSHIP),
                         scm_cons (group, where));
}

/* What comes to one who joined the group on the interface IN, and nowhere
   else, of what is sent to it on the interface OUT.  */
static SCM
exchange (SCM in, SCM out)
{
  SCM receiver = udp (), sender = udp (), buffer = bytes (".....", 5);
  scm_bind (receiver, INT (AF_INET), INT (GROUP), scm_list_1 (INT (0)));
  join (receiver, INT (GROUP), in);
  scm_setsockopt (sender, IP (IP_MULTICAST_IF), out);
  scm_setsockopt (sender, IP (IP_MULTICAST_LOOP), INT (1));
  scm_sendto (sender, bytes ("hello", 5), scm_getsockname (receiver), NONE,
              SCM_EOL);
  await (receiver);
  scm_recvfrom (receiver, buffer, NONE, NONE, NONE);
  close_both (receiver, sender);
  return scm_utf8_to_string (buffer);
}

CALL (membership_by_index, "\"hello\"", exchange (interface (), interface ()))
CALL (membership_sent_by_address, "\"hello\"",
      exchange (interface (), LOOPBACK))
CALL (membership_sent_by_index, "\"hello\"", exchange (LOOPBACK, interface ()))

/* A group that was joined by index is left by index, once.  */
CASE (membership_dropped,
      SYSTEM_ERROR ("setsockopt", "Cannot assign requested address", "99"))
{
  SCM sock = udp (), both = scm_cons (INT (GROUP), interface ());
  scm_setsockopt (sock, IP (IP_ADD_MEMBERSHIP), both);
  scm_setsockopt (sock, IP (IP_DROP_MEMBERSHIP), both);
  return scm_setsockopt (sock, IP (IP_DROP_MEMBERSHIP), both);
}

CALL (membership_minimum_group, OUT_OF_RANGE ("0", MAX64, "-1"),
      join (udp (), INT (-1), INT (0)))
CALL (membership_minimum_interface, OUT_OF_RANGE ("0", MAX64, "-1"),
      join (udp (), INT (GROUP), INT (-1)))
CALL (membership_group_beyond, OUT_OF_RANGE ("0", MAX32, "8053063681"),
      join (udp (), INT (0x1e0000001), INT (0)))
CALL (membership_interface_beyond, OUT_OF_RANGE ("0", MAX32, "6425673729"),
      join (udp (), INT (GROUP), INT (0x17f000001)))

/* An option of 64 bits.  */
CASE (option_of_64_bits, "8589934593")
{
  SCM sock = udp ();
  uint64_t rate = (1UL << 33) + 1;
  MUST (!setsockopt (descriptor (sock), SOL_SOCKET, SO_MAX_PACING_RATE, &rate,
                     sizeof rate));
  SCM value
      = scm_getsockopt (sock, INT (SOL_SOCKET), INT (SO_MAX_PACING_RATE));
  scm_close_port (sock);
  return value;
}
