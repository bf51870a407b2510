/* The addresses that scm_bind and scm_connect take, and scm_getsockname and
   scm_getpeername give back.  Left out is what libguile 3.0.8 gets wrong: it
   cuts ports, IPv4 addresses, flow informations and scopes that are too large,
   reads past the end of an empty vector, raises EAGAIN where a Unix socket
   would wait, and knows no abstract paths.  */

#include "loopback.h"

#include <locale.h>

/* From <linux/in6.h>, which does not go with <netinet/in.h>.  */
#define IPV6_FLOWINFO_SEND 33

/* Every way to give an address to bind, and what the socket is called then. */
static void
bind_and_name (int family, SCM fam, SCM address, SCM args)
{
  SCM sock = new_socket (family, SOCK_STREAM);
  CALL (scm_bind, sock, fam, address, args);
  CALL (scm_getsockname, sock);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

static void
binding_internet (void)
{
  SCM inet = INT (AF_INET), inet6 = INT (AF_INET6), zero = INT (0);
  SCM list = scm_list_1 (zero);
  SCM object = scm_make_socket_address (inet, LOOPBACK, list);
  SCM object6 = scm_make_socket_address (inet6, INT (1), list);
  bind_and_name (AF_INET, inet, LOOPBACK, list);
  bind_and_name (AF_INET, inet, zero, list);
  bind_and_name (AF_INET, object, NONE, SCM_EOL);
  bind_and_name (AF_INET, object, NONE, NONE);
  bind_and_name (AF_INET, object, SCM_BOOL_F, SCM_EOL);
  bind_and_name (AF_INET, object, LOOPBACK, list);
  bind_and_name (AF_INET, object, NONE, list);
  bind_and_name (AF_INET6, inet6, INT (1), list);
  bind_and_name (AF_INET6, inet6, zero, list);
  bind_and_name (AF_INET6, object6, NONE, SCM_EOL);
  bind_and_name (AF_INET6, inet6, INT (1), scm_list_2 (zero, INT (3)));
  bind_and_name (AF_INET6, inet6, INT (1),
                 scm_list_3 (zero, INT (3), INT (4)));
  /* The second argument too many.  */
  bind_and_name (AF_INET, inet, LOOPBACK, scm_list_2 (zero, zero));
  bind_and_name (AF_INET6, inet6, INT (1),
                 scm_list_4 (zero, zero, zero, zero));
  /* Not an address of this machine, or of the other family.  */
  bind_and_name (AF_INET, inet, check_int ("3405803777"), list);
  bind_and_name (AF_INET, inet, check_int ("4294967295"), list);
  bind_and_name (AF_INET, inet6, INT (1), list);
  bind_and_name (AF_INET, object6, NONE, SCM_EOL);
  bind_and_name (AF_INET6, inet, LOOPBACK, list);
  bind_and_name (AF_INET6, object, NONE, SCM_EOL);
  bind_and_name (AF_UNIX, inet, LOOPBACK, list);
  bind_and_name (AF_INET, INT (AF_UNIX), check_string ("x"), SCM_EOL);
  /* A link-local address wants a scope.  */
  bind_and_name (AF_INET6, inet6,
                 check_int ("338288524927261089654018896841347694593"), list);
}

/* Address objects made by hand, right and wrong.  On a Unix socket, so that no
   machine and no right of the user makes a difference: those that can be read
   give EINVAL.  Left out: what libguile cuts, and the empty vector.  */
static void
binding_vectors (void)
{
  SCM two = INT (AF_INET), ten = INT (AF_INET6), one = INT (AF_UNIX),
      zero = INT (0), sock = new_socket (AF_UNIX, SOCK_STREAM);
  SCM lists[] = {
    scm_list_1 (two),
    scm_list_2 (two, LOOPBACK),
    scm_list_3 (two, LOOPBACK, zero),
    scm_list_4 (two, LOOPBACK, zero, zero),
    scm_list_3 (two, SCM_BOOL_F, zero),
    scm_list_3 (two, LOOPBACK, SCM_BOOL_F),
    scm_list_3 (two, INT (-1), zero),
    scm_list_3 (two, LOOPBACK, INT (-1)),
    scm_list_3 (two, LOOPBACK, INT (65535)),
    scm_list_3 (two, LOOPBACK, INT (65536)),
    scm_list_1 (ten),
    scm_list_3 (ten, zero, zero),
    scm_list_4 (ten, zero, zero, zero),
    scm_list_5 (ten, zero, zero, zero, zero),
    scm_list_5 (ten, INT (-1), zero, zero, zero),
    scm_list_5 (ten, HUGE_INT, zero, zero, zero),
    scm_list_5 (ten, zero, INT (-1), zero, zero),
    scm_list_5 (ten, zero, INT (65536), zero, zero),
    scm_list_5 (ten, zero, zero, INT (-1), zero),
    scm_list_5 (ten, zero, zero, check_int ("4294967295"), zero),
    scm_list_5 (ten, zero, zero, check_int ("4294967296"), zero),
    scm_list_5 (ten, zero, zero, zero, INT (-1)),
    scm_list_5 (ten, zero, zero, zero, check_int ("4294967295")),
    scm_list_5 (ten, zero, zero, zero, check_samples[15]),
    scm_list_5 (ten, check_string ("::1"), zero, zero, zero),
    scm_list_5 (ten, zero, check_string ("0"), zero, zero),
    scm_list_5 (ten, zero, zero, SCM_BOOL_F, zero),
    scm_list_5 (ten, zero, zero, zero, SCM_BOOL_F),
    scm_list_1 (one),
    scm_list_2 (one, INT (1)),
    scm_list_2 (one, check_symbol ("path")),
    scm_list_3 (one, check_string ("path"), zero),
    scm_list_3 (INT (0), zero, zero),
    scm_list_3 (INT (-1), zero, zero),
    scm_list_3 (INT (77), zero, zero),
    scm_list_3 (SCM_BOOL_F, zero, zero),
    scm_list_3 (check_samples[9], zero, zero),
    scm_list_3 (check_samples[15], zero, zero),
    scm_list_3 (check_string ("2"), LOOPBACK, zero),
  };
  for (size_t i = 0; i < LENGTH (lists); i++)
    CALL (scm_bind, sock, scm_vector (lists[i]), NONE, SCM_EOL);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

/* What libguile cuts: an IPv4 address, a flow information or a scope to 32
   bits, the port in a list to 16.  */
static int
is_cut (SCM value)
{
  return scm_is_unsigned_integer (value, (uint64_t) 1 << 32, UINT64_MAX);
}

static int
is_cut_port (SCM value)
{
  return scm_is_signed_integer (value, INT32_MIN, INT32_MAX)
         && !scm_is_unsigned_integer (value, 0, 65535);
}

/* What follows the address: PORT, and FLOWINFO and SCOPEID for IPv6.  */
static void
binding_arguments (void)
{
  static const int internet[] = { AF_INET, AF_INET6 };
  SCM zero = INT (0), sock = new_socket (AF_UNIX, SOCK_STREAM);
  SCM tails[] = { SCM_BOOL_F, zero, check_string ("1"), check_symbol ("x"),
                  scm_list_1 (SCM_BOOL_F) };
  for (size_t f = 0; f < LENGTH (internet); f++)
    {
      SCM family = INT (internet[f]);
      for (int i = 0; i < CHECK_SAMPLES; i++)
        {
          SCM sample = check_samples[i];
          if (!is_cut_port (sample))
            CALL (scm_bind, sock, family, zero, scm_list_1 (sample));
          if (is_cut (sample))
            continue;
          CALL (scm_bind, sock, family, zero, scm_list_2 (zero, sample));
          CALL (scm_bind, sock, family, zero, scm_list_3 (zero, zero, sample));
        }
      for (size_t i = 0; i < LENGTH (tails); i++)
        {
          SCM one = scm_cons (zero, tails[i]);
          CALL (scm_bind, sock, family, zero, one);
          CALL (scm_bind, sock, family, zero, scm_cons (zero, one));
          CALL (scm_bind, sock, family, zero,
                scm_cons (zero, scm_cons (zero, one)));
        }
      CALL (scm_bind, sock, family, zero, NONE);
      CALL (scm_bind, sock, family, NONE, scm_list_1 (zero));
      CALL (scm_bind, sock, family, NONE, NONE);
    }
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

static void
bind_path (SCM path)
{
  SCM sock = new_socket (AF_UNIX, SOCK_STREAM);
  CALL (scm_bind, sock, INT (AF_UNIX), path, SCM_EOL);
  CALL (scm_getsockname, sock);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

static void
binding_paths (void)
{
  char text[200];
  struct stat status;
  bind_path (check_string ("path"));
  if (stat ("path", &status) < 0 || !S_ISSOCK (status.st_mode))
    check_die ("path");
  /* It is there already.  */
  bind_path (check_string ("path"));
  bind_path (check_string ("./path"));
  bind_path (check_string ("missing/path"));
  bind_path (check_string ("with space and \"quote\""));
  /* The bytes of a path are those of the locale.  */
  if (!setlocale (LC_CTYPE, "C.UTF-8"))
    check_die ("C.UTF-8");
  bind_path (check_string ("caf\xc3\xa9 \xe2\x82\xac"));
  check_say_long ("  in UTF-8",
                  access ("caf\xc3\xa9 \xe2\x82\xac", F_OK) == 0);
  setlocale (LC_CTYPE, "C");
  /* sun_path has 108 bytes.  */
  for (int length = 106; length < 112; length++)
    {
      memset (text, 'a', length);
      text[length] = 0;
      bind_path (check_string (text));
    }
  /* In an object 107 are allowed.  */
  for (int length = 107; length < 112; length++)
    {
      memset (text, 'b', length);
      text[length] = 0;
      SCM sock = new_socket (AF_UNIX, SOCK_STREAM);
      CALL (scm_bind, sock,
            scm_vector (scm_list_2 (INT (AF_UNIX), check_string (text))), NONE,
            SCM_EOL);
      close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
    }
  /* Arguments after a path are not looked at.  */
  SCM sock = new_socket (AF_UNIX, SOCK_STREAM);
  CALL (scm_bind, sock, INT (AF_UNIX), check_string ("more"),
        scm_list_2 (INT (1), INT (2)));
  CALL (scm_bind, sock, INT (AF_UNIX), check_string ("again"), NONE);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
  /* As an object.  */
  sock = new_socket (AF_UNIX, SOCK_STREAM);
  SCM object = scm_make_socket_address (INT (AF_UNIX), check_string ("object"),
                                        SCM_EOL);
  CALL (scm_bind, sock, object, NONE, SCM_EOL);
  CALL (scm_getsockname, sock);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
  unlink ("object");
  /* The name of one socket as the address of the next.  */
  sock = new_socket (AF_UNIX, SOCK_DGRAM);
  CALL (scm_bind, sock, object, NONE, NONE);
  unlink ("object");
  SCM name = address_of (sock), next = new_socket (AF_UNIX, SOCK_DGRAM);
  CALL (scm_bind, next, name, NONE, SCM_EOL);
  CALL (scm_equal_p, name, address_of (next));
  close_all (sock, next, SCM_BOOL_F);
}

static void
binding_twice (void)
{
  static const int internet[] = { AF_INET, AF_INET6 };
  for (size_t i = 0; i < LENGTH (internet); i++)
    {
      SCM family = INT (internet[i]), first = new_listener (internet[i]),
          second = new_socket (internet[i], SOCK_STREAM);
      SCM address = scm_c_vector_ref (address_of (first), 1);
      SCM args = scm_list_1 (port_of (first));
      CALL (scm_bind, first, family, address, scm_list_1 (INT (0)));
      CALL (scm_bind, second, family, address, args);
      CALL (scm_bind, second, address_of (first), NONE, SCM_EOL);
      close_all (first, second, SCM_BOOL_F);
    }
}

/* A family that libguile knows no addresses of.  */
static void
other_family (void)
{
  SCM netlink = new_socket (AF_NETLINK, SOCK_RAW);
  CALL (scm_getsockname, netlink);
  CALL (scm_bind, netlink, INT (AF_NETLINK), INT (0), SCM_EOL);
  close_all (netlink, SCM_BOOL_F, SCM_BOOL_F);
}

/* Connections that are refused.  */
static void
refused (void)
{
  static const int internet[] = { AF_INET, AF_INET6 };
  for (size_t i = 0; i < LENGTH (internet); i++)
    {
      SCM family = INT (internet[i]),
          bound = new_bound (internet[i], SOCK_STREAM),
          client = new_socket (internet[i], SOCK_STREAM);
      SCM address = scm_c_vector_ref (address_of (bound), 1);
      SCM args = scm_list_1 (port_of (bound));
      CALL (scm_connect, client, family, address, args);
      CALL (scm_connect, client, address_of (bound), NONE, SCM_EOL);
      CALL (scm_getpeername, client);
      set_blocking (client, 0);
      CALL (scm_connect, client, family, address, args);
      await (client, POLLOUT);
      CALL (scm_connect, client, family, address, args);
      close_all (bound, client, SCM_BOOL_F);
    }
  SCM tcp = new_socket (AF_INET, SOCK_STREAM),
      six = new_socket (AF_INET6, SOCK_STREAM);
  SCM one = scm_list_1 (INT (1));
  /* The other family's addresses; a scope that is missing.  */
  CALL (scm_connect, tcp, INT (AF_INET6), INT (1), one);
  CALL (scm_connect, six, INT (AF_INET), LOOPBACK, one);
  CALL (scm_connect, tcp, INT (AF_UNIX), check_string ("x"), SCM_EOL);
  CALL (scm_connect, six, INT (AF_INET6),
        check_int ("338288524927261089654018896841347694593"), one);
  close_all (tcp, six, SCM_BOOL_F);
}

static void
refused_paths (void)
{
  SCM family = INT (AF_UNIX), listener = new_socket (AF_UNIX, SOCK_STREAM),
      datagrams = new_socket (AF_UNIX, SOCK_DGRAM),
      dead = new_socket (AF_UNIX, SOCK_STREAM);
  static const char *const paths[] = { "listener", "datagrams", "dead", "file",
                                       "missing",  "missing/x", "." };
  static const int styles[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
  QUIET (scm_bind, listener, family, check_string ("listener"), SCM_EOL);
  QUIET (scm_listen, listener, INT (9));
  QUIET (scm_bind, datagrams, family, check_string ("datagrams"), SCM_EOL);
  QUIET (scm_bind, dead, family, check_string ("dead"), SCM_EOL);
  close_all (dead, SCM_BOOL_F, SCM_BOOL_F);
  fclose (fopen ("file", "w"));
  for (size_t style = 0; style < LENGTH (styles); style++)
    for (size_t i = 0; i < LENGTH (paths); i++)
      {
        SCM client = new_socket (AF_UNIX, styles[style]);
        check_say_long ("style", styles[style]);
        CALL (scm_connect, client, family, check_string (paths[i]), SCM_EOL);
        CALL (scm_getpeername, client);
        close_all (client, SCM_BOOL_F, SCM_BOOL_F);
      }
  close_all (listener, datagrams, SCM_BOOL_F);
}

/* Datagram sockets connect to say where they send, and can again.  */
static void
datagrams (void)
{
  SCM a = new_bound (AF_INET, SOCK_DGRAM), b = new_bound (AF_INET, SOCK_DGRAM),
      c = new_bound (AF_INET6, SOCK_DGRAM);
  CALL (scm_connect, a, INT (AF_INET), LOOPBACK, scm_list_1 (port_of (b)));
  CALL (scm_getpeername, a);
  CALL (scm_connect, a, address_of (a), NONE, SCM_EOL);
  CALL (scm_equal_p, address_of (a), QUIET (scm_getpeername, a));
  /* What the system sends of the flow information is kept if that is asked
     for, and shows its byte order: these are the traffic class, and a part of
     the version number, which is not sent.  */
  static const uint32_t flows[] = { 0x0ff00000, 0xf0000000 };
  QUIET (scm_setsockopt, c, INT (IPPROTO_IPV6), INT (IPV6_FLOWINFO_SEND),
         INT (1));
  for (size_t i = 0; i < LENGTH (flows); i++)
    {
      SCM flow = scm_from_uint32 (htonl (flows[i]));
      CALL (scm_connect, c, INT (AF_INET6), INT (1),
            scm_list_3 (port_of (c), flow, INT (0)));
      SCM peer = CALL (scm_getpeername, c);
      CALL (scm_connect, c, peer, NONE, SCM_EOL);
      CALL (scm_getpeername, c);
    }
  close_all (a, b, c);
}

/* Entries with right arguments for SOCK, which is a bound Unix socket, so that
   no argument makes them do anything, on any machine and for any user.  */
#define ENTRIES(function, sock)                                               \
  CALL_OF (function, sock, INT (AF_INET), INT (0), scm_list_1 (INT (0))),     \
      CALL_OF (function, sock, INT (AF_INET6), INT (0),                       \
               scm_list_1 (INT (0))),                                         \
      CALL_OF (function, sock, INT (AF_UNIX), check_string ("x"), SCM_EOL)

static int
is_left_out (const struct call *c, int at, SCM sample)
{
  return at == 2 && scm_is_eq (c->args[1], INT (AF_INET)) && is_cut (sample);
}

static void
wrong_values (void)
{
  SCM sock = new_socket (AF_UNIX, SOCK_DGRAM);
  struct call calls[]
      = { ENTRIES (scm_bind, sock), ENTRIES (scm_connect, sock) };
  QUIET (scm_bind, sock, INT (AF_UNIX), check_string ("bound"), SCM_EOL);
  for (size_t i = 0; i < LENGTH (calls); i++)
    wrong_arguments (&calls[i], 0, is_left_out);
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
      struct call calls[]
          = { ENTRIES (scm_bind, ports[p]), ENTRIES (scm_connect, ports[p]) };
      for (size_t i = 0; i < LENGTH (calls); i++)
        call (&calls[i]);
    }
  bury (ports[3]);
}

/* Which of several wrong arguments is refused.  */
#define ORDER(function)                                                       \
  CALL_OF (function, bad, text, bad, bad),                                    \
      CALL_OF (function, closed, text, bad, bad),                             \
      CALL_OF (function, closed, one, bad, bad),                              \
      CALL_OF (function, closed, one, NONE, NONE),                            \
      CALL_OF (function, sock, text, other, bad),                             \
      CALL_OF (function, sock, INT (2), other, bad),                          \
      CALL_OF (function, sock, INT (10), other, bad),                         \
      CALL_OF (function, sock, INT (10), other, scm_list_1 (bad)),            \
      CALL_OF (function, sock, INT (10), INT (-1), scm_list_2 (bad, bad)),    \
      CALL_OF (function, sock, INT (10), one, scm_list_3 (one, text, other)), \
      CALL_OF (function, sock, INT (10), INT (-1),                            \
               scm_list_3 (one, one, text)),                                  \
      CALL_OF (function, sock, INT (2), one, scm_list_2 (bad, bad)),          \
      CALL_OF (function, sock, INT (1), bad, bad),                            \
      CALL_OF (function, sock, INT (77), bad, bad),                           \
      CALL_OF (function, sock, INT (77), NONE, NONE),                         \
      CALL_OF (function, NONE, NONE, NONE, NONE)

static void
order (void)
{
  SCM bad = SCM_BOOL_F, text = check_string ("b"), other = check_symbol ("c"),
      one = INT (1), closed = new_socket (AF_UNIX, SOCK_STREAM),
      sock = new_socket (AF_UNIX, SOCK_STREAM);
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  struct call calls[] = { ORDER (scm_bind), ORDER (scm_connect) };
  for (size_t i = 0; i < LENGTH (calls); i++)
    call (&calls[i]);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
}

void
check_chapter (void)
{
  binding_internet ();
  binding_vectors ();
  binding_arguments ();
  in_new_directory (binding_paths);
  binding_twice ();
  other_family ();
  refused ();
  in_new_directory (refused_paths);
  datagrams ();
  in_new_directory (wrong_values);
  wrong_ports ();
  order ();
}
