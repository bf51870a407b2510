/* Multicast: sockets that join groups in every way there is and receive what
   they send.  Each trial is made twice, with plain system calls and through
   the library, and comes out the same; where it depends on nothing but the
   loopback interface, it is also known how.

   Nothing leaves the machine.  Groups that others may see are joined on the
   loopback interface alone.  Where the system chooses another interface, the
   group is one of which routers are not told, and TTL or scope keep what is
   sent on the machine.  The process also makes itself a network in which there
   is loopback only, if it may; IPv6 has no way to send to groups over loopback
   elsewhere.  */

#define _GNU_SOURCE
#include "only.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

/* What comes of a trial, if it is not a negative errno.  */
enum
{
  MISSED = 0,
  RECEIVED = 1,
  WHATEVER = 2 /* the same through the library as without */
};

/* Where to join and to send: 0 for the system's choice, the index of loopback,
   or the address of loopback, which only IPv4 has.  */
enum place
{
  ANY,
  INDEX,
  ADDRESS
};

struct trial
{
  int family;
  const char *group;
  enum place in, out;
  bool loop;
  int outcome;
};

static unsigned loopback;

/* With plain system calls.  */

static int
plain_join (int fd, const struct trial *t)
{
  if (t->family == AF_INET6)
    {
      struct ipv6_mreq both
          = { .ipv6mr_interface = t->in == ANY ? 0 : loopback };
      assert (inet_pton (AF_INET6, t->group, &both.ipv6mr_multiaddr) == 1);
      return setsockopt (fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &both,
                         sizeof both);
    }
  struct ip_mreqn both = { .imr_ifindex = t->in == INDEX ? loopback : 0 };
  assert (inet_pton (AF_INET, t->group, &both.imr_multiaddr) == 1);
  if (t->in == ADDRESS)
    both.imr_address.s_addr = htonl (INADDR_LOOPBACK);
  return setsockopt (fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &both, sizeof both);
}

static void
plain_option (int fd, int level, int name, int value)
{
  assert (!setsockopt (fd, level, name, &value, sizeof value));
}

static void
plain_options (int member, int sender, const struct trial *t)
{
  if (t->family == AF_INET6)
    {
      plain_option (member, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
      plain_option (sender, IPPROTO_IPV6, IPV6_MULTICAST_IF,
                    t->out == ANY ? 0 : loopback);
      plain_option (sender, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 0);
      plain_option (sender, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, t->loop);
      return;
    }
  struct ip_mreqn out = { .imr_ifindex = t->out == INDEX ? loopback : 0 };
  if (t->out == ADDRESS)
    out.imr_address.s_addr = htonl (INADDR_LOOPBACK);
  plain_option (member, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  assert (!setsockopt (sender, IPPROTO_IP, IP_MULTICAST_IF, &out, sizeof out));
  plain_option (sender, IPPROTO_IP, IP_MULTICAST_TTL, 0);
  plain_option (sender, IPPROTO_IP, IP_MULTICAST_LOOP, t->loop);
}

union address
{
  struct sockaddr any;
  struct sockaddr_in in;
  struct sockaddr_in6 in6;
};

/* Sends TEXT from SENDER to where MEMBER is at ADDRESS.  */
static int
plain_send (int sender, int member, const char *address, const char *text)
{
  union address to;
  socklen_t size = sizeof to;
  assert (!getsockname (member, &to.any, &size));
  void *at = to.any.sa_family == AF_INET6 ? (void *) &to.in6.sin6_addr
                                          : (void *) &to.in.sin_addr;
  assert (inet_pton (to.any.sa_family, address, at) == 1);
  return sendto (sender, text, strlen (text), 0, &to.any, size);
}

static const char *
own_address (int family)
{
  return family == AF_INET6 ? "::1" : "127.0.0.1";
}

static int
plain_exchange (int member, int sender, const struct trial *t)
{
  union address any = { .any.sa_family = t->family };
  char text[8] = "";
  assert (!bind (member, &any.any, sizeof any));
  if (plain_join (member, t))
    return -errno;
  plain_options (member, sender, t);
  if (plain_send (sender, member, t->group, "group") < 0)
    return -errno;
  assert (plain_send (sender, member, own_address (t->family), "end") == 3);
  assert (recv (member, text, sizeof text, 0) > 0);
  return strcmp (text, "group") ? MISSED : RECEIVED;
}

static int
plainly (const struct trial *t)
{
  int member = socket (t->family, SOCK_DGRAM, 0),
      sender = socket (t->family, SOCK_DGRAM, 0);
  assert (member >= 0 && sender >= 0);
  int outcome = plain_exchange (member, sender, t);
  close (member);
  close (sender);
  return outcome;
}

/* Through the library, as a client that has no C headers.  */

static SCM
constant (const char *name)
{
  return scm_variable_ref (scm_c_lookup (name));
}

static void
set (SCM sock, const char *level, const char *name, SCM value)
{
  scm_setsockopt (sock, constant (level), constant (name), value);
}

static void
set_int (SCM sock, const char *level, const char *name, int value)
{
  set (sock, level, name, INT (value));
  SCM now = scm_getsockopt (sock, constant (level), constant (name));
  assert (scm_is_eq (now, INT (value)));
}

static SCM
numeric (int family, const char *address)
{
  return scm_inet_pton (INT (family), scm_from_utf8_string (address));
}

static SCM
place (enum place where)
{
  return where == ANY     ? INT (0)
         : where == INDEX ? scm_from_uint (loopback)
                          : constant ("INADDR_LOOPBACK");
}

static SCM
membership (const struct trial *t)
{
  return scm_cons (numeric (t->family, t->group), place (t->in));
}

static void
join (SCM member, const struct trial *t)
{
  if (t->family == AF_INET6)
    set (member, "IPPROTO_IPV6", "IPV6_JOIN_GROUP", membership (t));
  else
    set (member, "IPPROTO_IP", "IP_ADD_MEMBERSHIP", membership (t));
}

static void
leave (SCM member, const struct trial *t)
{
  if (t->family == AF_INET6)
    set (member, "IPPROTO_IPV6", "IPV6_LEAVE_GROUP", membership (t));
  else
    set (member, "IPPROTO_IP", "IP_DROP_MEMBERSHIP", membership (t));
}

struct attempt
{
  SCM member, sender;
  const struct trial *trial;
  void (*call) (SCM member, const struct trial *);
};

static SCM
call_it (void *data)
{
  struct attempt *a = data;
  a->call (a->member, a->trial);
  return SCM_BOOL_F;
}

/* The errno of what was raised.  */
static int
errno_in (SCM raised)
{
  assert (scm_is_eq (scm_car (raised), scm_system_error_key));
  return scm_to_int (scm_car (scm_list_ref (scm_cdr (raised), INT (3))));
}

/* The errno that CALL raises, 0 if none.  */
static int
errno_of (void (*call) (SCM, const struct trial *), SCM member,
          const struct trial *t)
{
  struct attempt a = { member, NONE, t, call };
  SCM raised = outcome (call_it, &a);
  return scm_is_false (raised) ? 0 : errno_in (raised);
}

/* Options of both sockets, but for the groups.  */
static void
set_up (SCM member, SCM sender, int family, enum place out, bool loop)
{
  set (member, "SOL_SOCKET", "SO_RCVTIMEO", scm_cons (INT (20), INT (0)));
  scm_bind (member, INT (family), INT (0), scm_list_1 (INT (0)));
  if (family == AF_INET6)
    {
      set_int (member, "IPPROTO_IPV6", "IPV6_MULTICAST_ALL", 0);
      set_int (sender, "IPPROTO_IPV6", "IPV6_MULTICAST_IF",
               out == ANY ? 0 : (int) loopback);
      set_int (sender, "IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", 0);
      set_int (sender, "IPPROTO_IPV6", "IPV6_MULTICAST_LOOP", loop);
      return;
    }
  set_int (member, "IPPROTO_IP", "IP_MULTICAST_ALL", 0);
  set (sender, "IPPROTO_IP", "IP_MULTICAST_IF", place (out));
  set_int (sender, "IPPROTO_IP", "IP_MULTICAST_TTL", 0);
  set_int (sender, "IPPROTO_IP", "IP_MULTICAST_LOOP", loop);
}

static SCM
port_of (SCM sock)
{
  return scm_c_vector_ref (scm_getsockname (sock), 2);
}

/* Sends TEXT from SENDER to where MEMBER is at ADDRESS.  */
static void
send_text (SCM sender, SCM member, int family, const char *address,
           const char *text)
{
  SCM message = scm_string_to_utf8 (scm_from_utf8_string (text));
  SCM sent
      = scm_sendto (sender, message, INT (family), numeric (family, address),
                    scm_list_1 (port_of (member)));
  assert (scm_to_size_t (sent) == strlen (text));
}

/* Whether the next that MEMBER receives, which SENDER has sent, is TEXT.  */
static bool
next_is (SCM member, SCM sender, const char *text)
{
  SCM buffer = scm_make_bytevector (INT (8), INT (0));
  SCM got = scm_recvfrom (member, buffer, NONE, NONE, NONE);
  assert (scm_is_eq (scm_c_vector_ref (scm_cdr (got), 2), port_of (sender)));
  return scm_to_size_t (scm_car (got)) == strlen (text)
         && !strcmp ((char *) SCM_BYTEVECTOR_CONTENTS (buffer), text);
}

/* Whether what is sent to GROUP comes in.  */
static bool
arrives (SCM member, SCM sender, int family, const char *group)
{
  send_text (sender, member, family, group, "group");
  send_text (sender, member, family, own_address (family), "end");
  if (next_is (member, sender, "end"))
    return false;
  return next_is (member, sender, "end");
}

static SCM
exchange (void *data)
{
  struct attempt *a = data;
  const struct trial *t = a->trial;
  set_up (a->member, a->sender, t->family, t->out, t->loop);
  assert (errno_of (leave, a->member, t)); /* it is not in there yet */
  int error = errno_of (join, a->member, t);
  if (error)
    return INT (-error);
  assert (errno_of (join, a->member, t) == EADDRINUSE);
  bool received = arrives (a->member, a->sender, t->family, t->group);
  leave (a->member, t);
  assert (!arrives (a->member, a->sender, t->family, t->group));
  assert (errno_of (leave, a->member, t) == EADDRNOTAVAIL);
  join (a->member, t);
  assert (arrives (a->member, a->sender, t->family, t->group) == received);
  return INT (received ? RECEIVED : MISSED);
}

static SCM
new_socket (int family)
{
  return scm_socket (INT (family), INT (SOCK_DGRAM), INT (0));
}

static int
by_library (const struct trial *t)
{
  struct attempt a
      = { new_socket (t->family), new_socket (t->family), t, NULL };
  SCM result = outcome (exchange, &a);
  scm_close_port (a.member);
  scm_close_port (a.sender);
  return scm_is_pair (result) ? -errno_in (result) : scm_to_int (result);
}

static bool
has_inet6 (void)
{
  struct sockaddr_in6 own = { .sin6_family = AF_INET6 };
  int fd = socket (AF_INET6, SOCK_DGRAM, 0);
  own.sin6_addr.s6_addr[15] = 1;
  bool has = fd >= 0 && !bind (fd, (struct sockaddr *) &own, sizeof own);
  if (fd >= 0)
    close (fd);
  return has;
}

/* The trials.  */

/* Anywhere.  All hosts are always in 224.0.0.1 and do not tell; what is sent
   to ff01:: stays on the machine, whatever the interface.  */
static const struct trial anywhere[] = {
  { AF_INET, "239.255.18.1", ADDRESS, ADDRESS, true, RECEIVED },
  { AF_INET, "239.255.18.2", ADDRESS, INDEX, true, RECEIVED },
  { AF_INET, "239.255.18.3", INDEX, ADDRESS, true, RECEIVED },
  { AF_INET, "239.255.18.4", INDEX, INDEX, true, RECEIVED },
  { AF_INET, "224.0.0.1", INDEX, INDEX, true, RECEIVED },
  { AF_INET, "239.255.18.5", INDEX, INDEX, false, WHATEVER },
  { AF_INET, "224.0.0.1", ANY, ANY, true, WHATEVER },
  { AF_INET, "224.0.0.1", ANY, ANY, false, WHATEVER },
  { AF_INET6, "ff15::1201", INDEX, INDEX, true, WHATEVER },
  { AF_INET6, "ff01::1202", INDEX, INDEX, true, WHATEVER },
  { AF_INET6, "ff01::1203", ANY, ANY, true, WHATEVER },
  { AF_INET6, "ff01::1203", ANY, ANY, false, WHATEVER },
};

/* With loopback only: before there is a route for groups, and after.  */
static const struct trial unrouted[] = {
  { AF_INET, "239.255.18.6", ANY, ANY, true, -ENODEV },
  { AF_INET, "239.255.18.7", ADDRESS, ADDRESS, true, RECEIVED },
  { AF_INET, "239.255.18.8", INDEX, INDEX, true, RECEIVED },
  { AF_INET6, "ff15::1204", ANY, ANY, true, -ENODEV },
};

static const struct trial routed[] = {
  { AF_INET, "239.255.18.9", ANY, ANY, true, RECEIVED },
  { AF_INET, "239.255.18.10", ANY, ADDRESS, true, RECEIVED },
  { AF_INET, "239.255.18.11", ANY, INDEX, true, RECEIVED },
  { AF_INET, "239.255.18.12", ADDRESS, ANY, true, RECEIVED },
  { AF_INET, "239.255.18.13", INDEX, ANY, true, RECEIVED },
  { AF_INET6, "ff15::1205", INDEX, INDEX, true, RECEIVED },
  { AF_INET6, "ff15::1206", ANY, ANY, true, RECEIVED },
  { AF_INET6, "ff15::1207", ANY, INDEX, true, RECEIVED },
  { AF_INET6, "ff01::1208", INDEX, ANY, true, RECEIVED },
};

static void
try_all (const struct trial *t, size_t count)
{
  bool inet6 = has_inet6 ();
  for (; count--; t++)
    {
      if (t->family == AF_INET6 && !inet6)
        continue;
      int plain = plainly (t), ours = by_library (t);
      if (ours == plain && (t->outcome == WHATEVER || t->outcome == ours))
        continue;
      fprintf (stderr, "%s in %d out %d loop %d: %d, plainly %d, not %d\n",
               t->group, t->in, t->out, t->loop, ours, plain, t->outcome);
      exit (1);
    }
}
#define TRY_ALL(trials) try_all (trials, LENGTH (trials))

/* What of each trial's group comes in, if MEMBER is in those from FIRST on, to
   before END.  */
static void
check_groups (SCM member, SCM sender, const struct trial *trials, int first,
              int end, int count)
{
  for (int i = 0; i < count; i++)
    assert (arrives (member, sender, trials->family, trials[i].group)
            == (i >= first && i < end));
}

/* One socket in the groups of COUNT trials, joined in different ways.  */
static void
several (const struct trial *trials, int count)
{
  SCM member = new_socket (trials->family),
      sender = new_socket (trials->family);
  set_up (member, sender, trials->family, INDEX, true);
  check_groups (member, sender, trials, 0, 0, count);
  for (int i = 0; i < count; i++)
    {
      join (member, &trials[i]);
      check_groups (member, sender, trials, 0, i + 1, count);
    }
  for (int i = 0; i < count; i++)
    {
      leave (member, &trials[i]);
      check_groups (member, sender, trials, i + 1, count, count);
    }
  scm_close_port (member);
  scm_close_port (sender);
}

/* A network of its own, in a process that has one thread.  */

static bool
enter_network (void)
{
  if (unshare (CLONE_NEWNET) && unshare (CLONE_NEWUSER | CLONE_NEWNET))
    return false;
  struct ifreq up = { .ifr_name = "lo", .ifr_flags = IFF_UP };
  int fd = socket (AF_INET, SOCK_DGRAM, 0);
  assert (fd >= 0);
  bool done = !ioctl (fd, SIOCSIFFLAGS, &up);
  close (fd);
  return done;
}

static void
route_groups (void)
{
  struct rtentry all = { .rt_flags = RTF_UP, .rt_dev = "lo" };
  struct sockaddr_in group
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0xe0000000) },
      mask = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0xf0000000) };
  memcpy (&all.rt_dst, &group, sizeof group);
  memcpy (&all.rt_genmask, &mask, sizeof mask);
  int fd = socket (AF_INET, SOCK_DGRAM, 0);
  assert (!ioctl (fd, SIOCADDRT, &all));
  close (fd);
}

/* To IPv6, no route over loopback leads to other addresses than local ones. */
static void
route_groups6 (void)
{
  struct in6_rtmsg all = { .rtmsg_dst.s6_addr = { 0xff },
                           .rtmsg_type = RTN_LOCAL,
                           .rtmsg_dst_len = 8,
                           .rtmsg_metric = 1,
                           .rtmsg_flags = RTF_UP | RTF_LOCAL,
                           .rtmsg_ifindex = loopback };
  int fd = socket (AF_INET6, SOCK_DGRAM, 0);
  assert (!ioctl (fd, SIOCADDRT, &all));
  close (fd);
}

static void
in_own_network (void *data)
{
  (void) data;
  if (!enter_network ())
    {
      perror ("no network of its own here");
      return;
    }
  loopback = if_nametoindex ("lo");
  TRY_ALL (anywhere);
  TRY_ALL (unrouted);
  route_groups ();
  if (has_inet6 ())
    route_groups6 ();
  TRY_ALL (anywhere);
  TRY_ALL (routed);
  several (routed, 5);
  if (has_inet6 ())
    several (routed + 5, 4);
}

int
main (void)
{
  alarm (60);
  loopback = if_nametoindex ("lo");
  assert (loopback);
  if (!has_inet6 ())
    fputs ("no IPv6 here\n", stderr);
  in_child ("own network", in_own_network, NULL);
  TRY_ALL (anywhere);
  several (anywhere, 5);
  return 0;
}
