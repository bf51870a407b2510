/* Members of IPv4 groups on the loopback interface, by its address, as far as
   libguile 3.0.8 goes: the rest is in only/multicast.c.  The sender's
   interface is set past the library, since libguile gets it wrong.  */

#include "loopback.h"

#define IP(name) INT (IPPROTO_IP), INT (IP_##name)

enum
{
  GROUPS = 3
};
static const uint32_t groups[GROUPS] = { 0xe0000111, 0xefff1203, 0xeffffffe };

static int joined[GROUPS];

static SCM sender, member;

static SCM
membership (int i)
{
  return scm_cons (scm_from_uint32 (groups[i]), LOOPBACK);
}

static void
join (int i)
{
  CALL (scm_setsockopt, member, IP (ADD_MEMBERSHIP), membership (i));
  joined[i] = 1;
}

static void
leave (int i)
{
  CALL (scm_setsockopt, member, IP (DROP_MEMBERSHIP), membership (i));
  joined[i] = 0;
}

/* Sends TEXT to ADDRESS, and receives it if it is EXPECTED.  */
static void
send_to (SCM address, const char *text, int expected)
{
  CALL (scm_sendto, sender, bytes (text), INT (AF_INET), address,
        scm_list_1 (port_of (member)));
  if (!expected)
    return;
  await (member, POLLIN);
  receive_from (member, 8, NONE, NONE, NONE);
}

/* Sends to each group, and to MEMBER itself, which shows that nothing else has
   come in before.  */
static void
send_to_all (void)
{
  static const char *const texts[GROUPS] = { "one", "two", "three" };
  for (int i = 0; i < GROUPS; i++)
    send_to (scm_from_uint32 (groups[i]), texts[i], joined[i]);
  send_to (LOOPBACK, "end", 1);
}

/* One socket in several groups, which it leaves in another order.  */
static void
several (void)
{
  send_to_all ();
  for (int i = 0; i < GROUPS; i++)
    {
      join (i);
      send_to_all ();
    }
  leave (1);
  send_to_all ();
  leave (1);
  join (1);
  join (1);
  send_to_all ();
  leave (2);
  leave (0);
  send_to_all ();
  leave (1);
  send_to_all ();
}

/* A closed socket has left.  */
static void
again (void)
{
  join (0);
  close_all (member, SCM_BOOL_F, SCM_BOOL_F);
  join (0);
}

void
check_chapter (void)
{
  struct in_addr source = { htonl (INADDR_LOOPBACK) };
  sender = new_bound (AF_INET, SOCK_DGRAM);
  member = new_socket (AF_INET, SOCK_DGRAM);
  QUIET (scm_bind, member, INT (AF_INET), INT (INADDR_ANY),
         scm_list_1 (INT (0)));
  /* Groups that other sockets have joined are not MEMBER's.  */
  CALL (scm_setsockopt, member, IP (MULTICAST_ALL), INT (0));
  CALL (scm_setsockopt, sender, IP (MULTICAST_TTL), INT (0));
  if (setsockopt (descriptor (sender), IPPROTO_IP, IP_MULTICAST_IF, &source,
                  sizeof source)
      < 0)
    check_die ("setsockopt");
  several ();
  again ();
  close_all (sender, SCM_BOOL_F, SCM_BOOL_F);
}
