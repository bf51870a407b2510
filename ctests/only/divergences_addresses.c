/* Where libguile 3.0.8 is wrong about addresses: it cuts numbers, and reads
   paths too far, or not far enough.  */

#include "divergence_sockets.h"

#include <locale.h>

#define FAMILY(family) INT (AF_##family)
#define TWO_TO_32 INT (1L << 32)
#define MAKE scm_make_socket_address

static SCM
to_sockaddr (SCM object)
{
  size_t size;
  struct sockaddr *address = scm_to_sockaddr (object, &size);
  SCM kernel = bytes (address, size);
  free (address);
  return kernel;
}

static SCM
c_make (SCM family, SCM address, SCM args)
{
  size_t size;
  struct sockaddr *made
      = scm_c_make_socket_address (family, address, args, &size);
  SCM kernel = bytes (made, size);
  free (made);
  return kernel;
}

static SCM
inet (SCM address, SCM port)
{
  return scm_vector (scm_list_3 (FAMILY (INET), address, port));
}

static SCM
inet6 (SCM flowinfo, SCM scope)
{
  return scm_vector (
      scm_list_5 (FAMILY (INET6), INT (1), INT (80), flowinfo, scope));
}

static SCM
local (SCM path)
{
  return scm_vector (scm_list_2 (FAMILY (UNIX), path));
}

/* Numbers below 0, for which libguile has a null word in the place of 0.  */

#define NO_LONG OUT_OF_RANGE ("0", MAX64, "-1")

CALL (minimum_inet_list, NO_LONG,
      MAKE (FAMILY (INET), INT (-1), scm_list_1 (INT (80))))
CALL (minimum_inet_vector, NO_LONG, to_sockaddr (inet (INT (-1), INT (80))))
CALL (minimum_flowinfo_list, NO_LONG,
      MAKE (FAMILY (INET6), INT (1), scm_list_2 (INT (80), INT (-1))))
CALL (minimum_scope_list, NO_LONG,
      MAKE (FAMILY (INET6), INT (1), scm_list_3 (INT (80), INT (0), INT (-1))))
CALL (minimum_scope_vector, NO_LONG, to_sockaddr (inet6 (INT (0), INT (-1))))
CALL (minimum_inet_ntop, NO_LONG, scm_inet_ntop (FAMILY (INET), INT (-1)))
CALL (minimum_inet_netof, NO_LONG, scm_inet_netof (INT (-1)))
CALL (minimum_lnaof, NO_LONG, scm_lnaof (INT (-1)))
CALL (minimum_makeaddr_net, NO_LONG, scm_inet_makeaddr (INT (-1), INT (1)))
CALL (minimum_makeaddr_host, NO_LONG, scm_inet_makeaddr (INT (127), INT (-1)))

/* IPv4 addresses of more than 32 bits.  */

#define NO_ADDRESS OUT_OF_RANGE ("0", MAX32, "4294967296")

CALL (address_list, NO_ADDRESS,
      MAKE (FAMILY (INET), TWO_TO_32, scm_list_1 (INT (80))))
CALL (address_vector, NO_ADDRESS, to_sockaddr (inet (TWO_TO_32, INT (80))))
CALL (address_bind, NO_ADDRESS,
      scm_bind (new_socket (AF_INET, SOCK_DGRAM), FAMILY (INET), TWO_TO_32,
                scm_list_1 (INT (0))))
CALL (address_connect, NO_ADDRESS,
      scm_connect (new_socket (AF_INET, SOCK_DGRAM), FAMILY (INET), TWO_TO_32,
                   scm_list_1 (INT (9))))
CALL (address_sendto, NO_ADDRESS,
      scm_sendto (new_socket (AF_INET, SOCK_DGRAM), bytes ("a", 1),
                  FAMILY (INET), TWO_TO_32, scm_list_1 (INT (9))))
CALL (address_ntop, NO_ADDRESS, scm_inet_ntop (FAMILY (INET), TWO_TO_32))
CALL (address_netof, NO_ADDRESS, scm_inet_netof (TWO_TO_32))
CALL (address_lnaof, NO_ADDRESS, scm_lnaof (TWO_TO_32))
CALL (address_makeaddr_net, NO_ADDRESS, scm_inet_makeaddr (TWO_TO_32, INT (1)))
CALL (address_makeaddr_host, NO_ADDRESS,
      scm_inet_makeaddr (INT (127), TWO_TO_32))

/* Ports of more than 16 bits, in lists.  */

#define NO_PORT(port) OUT_OF_RANGE ("0", "65535", port)

CALL (port_negative, NO_PORT ("-1"),
      MAKE (FAMILY (INET), LOOPBACK, scm_list_1 (INT (-1))))
CALL (port_65536, NO_PORT ("65536"),
      MAKE (FAMILY (INET), LOOPBACK, scm_list_1 (INT (65536))))
CALL (port_inet6, NO_PORT ("65536"),
      MAKE (FAMILY (INET6), INT (1), scm_list_1 (INT (65536))))
CALL (port_bind, NO_PORT ("65536"),
      scm_bind (new_socket (AF_INET, SOCK_DGRAM), FAMILY (INET), LOOPBACK,
                scm_list_1 (INT (65536))))
CALL (port_connect, NO_PORT ("65545"),
      scm_connect (new_socket (AF_INET, SOCK_DGRAM), FAMILY (INET), LOOPBACK,
                   scm_list_1 (INT (65545))))
CALL (port_sendto, NO_PORT ("65545"),
      scm_sendto (new_socket (AF_INET, SOCK_DGRAM), bytes ("a", 1),
                  FAMILY (INET), LOOPBACK, scm_list_1 (INT (65545))))

/* Flow information and scopes of more than 32 bits.  */

CALL (flowinfo_list, NO_ADDRESS,
      MAKE (FAMILY (INET6), INT (1), scm_list_2 (INT (80), TWO_TO_32)))
CALL (scope_list, NO_ADDRESS,
      MAKE (FAMILY (INET6), INT (1),
            scm_list_3 (INT (80), INT (0), TWO_TO_32)))
CALL (scope_vector, NO_ADDRESS, to_sockaddr (inet6 (INT (0), TWO_TO_32)))

/* A vector without elements.  */

#define NO_VECTOR WRONG_TYPE ("scm_to_sockaddr", "1", "#()")

CALL (empty_vector, NO_VECTOR, to_sockaddr (scm_vector (SCM_EOL)))
CALL (empty_vector_bind, NO_VECTOR,
      scm_bind (new_socket (AF_UNIX, SOCK_DGRAM), scm_vector (SCM_EOL), NONE,
                NONE))
CALL (empty_vector_connect, NO_VECTOR,
      scm_connect (new_socket (AF_UNIX, SOCK_DGRAM), scm_vector (SCM_EOL),
                   NONE, NONE))
CALL (empty_vector_sendto, NO_VECTOR,
      scm_sendto (new_socket (AF_UNIX, SOCK_DGRAM), bytes ("a", 1),
                  scm_vector (SCM_EOL), NONE, SCM_EOL))

/* Paths in a locale, and in the C locale.  */

static SCM
in_utf8 (SCM (*make) (void))
{
  setlocale (LC_ALL, "C.UTF-8");
  SCM value = make ();
  setlocale (LC_ALL, "C");
  return value;
}

static SCM
accented_object (void)
{
  return to_sockaddr (local (text ("\303\251")));
}

static SCM
euro (void)
{
  return to_sockaddr (local (text ("\342\202\254")));
}

static SCM
catch_all (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

static SCM
nul_inside (void *data)
{
  (void) data;
  return c_make (FAMILY (UNIX), scm_from_utf8_stringn ("a\0b", 3), SCM_EOL);
}

static SCM
nul_inside_caught (void)
{
  return scm_internal_catch (SCM_BOOL_T, nul_inside, NULL, catch_all, NULL);
}

static SCM
nul_in_inet (void *data)
{
  (void) data;
  return scm_inet_pton (FAMILY (INET),
                        scm_from_utf8_stringn ("1.2.3.4\0x", 9));
}

static SCM
nul_in_inet_caught (void)
{
  return scm_internal_catch (SCM_BOOL_T, nul_in_inet, NULL, catch_all, NULL);
}

CALL (path_utf8, "#vu8(1 0 195 169)", in_utf8 (accented_object))
CALL (path_transliterated, "#vu8(1 0 69 85 82)", euro ())
/* 36 characters, 108 bytes.  */
#define EUROS_6                                                               \
  "\342\202\254\342\202\254\342\202\254\342\202\254\342\202\254\342\202\254"
#define EUROS_36 EUROS_6 EUROS_6 EUROS_6 EUROS_6 EUROS_6 EUROS_6
CALL (path_limit,
      MISC_ERROR (QUOTED ("scm_to_sockaddr"), "unix address path too long: ~A",
                  "(\"" EUROS_36 "\")"),
      to_sockaddr (local (text (EUROS_36))))
CALL (nul_path_utf8,
      "(misc-error #f \"string contains #\\\\nul character: ~S\""
      " (\"a\\x00b\") #f)",
      in_utf8 (nul_inside_caught))
CALL (nul_pton_utf8,
      "(misc-error #f \"string contains #\\\\nul character: ~S\""
      " (\"1.2.3.4\\x00x\") #f)",
      in_utf8 (nul_in_inet_caught))

/* Abstract names, in lists, in objects, and as the kernel tells them.  */

static SCM
abstract (void)
{
  return scm_from_utf8_stringn ("\0ab", 3);
}

CALL (abstract_list, "#vu8(1 0 0 97 98)",
      c_make (FAMILY (UNIX), abstract (), SCM_EOL))
CALL (abstract_vector, "#vu8(1 0 0 97 98)", to_sockaddr (local (abstract ())))
CALL (abstract_nul, "#vu8(1 0 0 97 0 98 0)",
      to_sockaddr (local (scm_from_utf8_stringn ("\0a\0b\0", 5))))

/* An abstract name that no other process has.  */
static SCM
own_name (void)
{
  char name[40] = "";
  int length = snprintf (name + 1, sizeof name - 1, "libguilenet-%d-%p",
                         (int) getpid (), (void *) name);
  return scm_from_utf8_stringn (name, length + 1);
}

/* Whether a datagram reaches SERVER from a client that has a name of its own,
   comes from there, and can be answered.  */
static SCM
exchange (SCM server, SCM client_name)
{
  SCM client = new_socket (AF_UNIX, SOCK_DGRAM), buffer = bytes ("..", 2);
  scm_bind (client, FAMILY (UNIX), client_name, SCM_EOL);
  scm_connect (client, scm_getsockname (server), NONE, NONE);
  scm_send (client, bytes ("hi", 2), NONE);
  SCM from = scm_cdr (scm_recvfrom (server, buffer, NONE, NONE, NONE));
  scm_sendto (server, bytes ("ho", 2), from, NONE, SCM_EOL);
  scm_recv (client, buffer, NONE);
  SCM same = scm_equal_p (scm_c_vector_ref (from, 1), client_name);
  close_both (server, client);
  return scm_list_2 (scm_utf8_to_string (buffer), same);
}

CASE (abstract_exchange_list, "(\"ho\" #t)")
{
  SCM server = new_socket (AF_UNIX, SOCK_DGRAM);
  scm_bind (server, FAMILY (UNIX), own_name (), SCM_EOL);
  return exchange (
      server, scm_string_append (scm_list_2 (own_name (), text (" client"))));
}

CASE (abstract_exchange_object, "(\"ho\" #t)")
{
  SCM server = new_socket (AF_UNIX, SOCK_DGRAM);
  scm_bind (server, MAKE (FAMILY (UNIX), own_name (), SCM_EOL), NONE, NONE);
  return exchange (
      server, scm_string_append (scm_list_2 (own_name (), text (" client"))));
}

/* The kernel chooses five digits.  */
CASE (abstract_autobound, "(6 0)")
{
  SCM sock = new_socket (AF_UNIX, SOCK_DGRAM);
  scm_bind (sock, FAMILY (UNIX), text (""), SCM_EOL);
  SCM name = scm_string_to_utf8 (scm_c_vector_ref (scm_getsockname (sock), 1));
  scm_close_port (sock);
  return scm_list_2 (scm_bytevector_length (name),
                     INT (scm_c_bytevector_ref (name, 0)));
}

/* What the size says of a path.  */

static SCM
from_path (const char *path, size_t length, unsigned size)
{
  struct
  {
    struct sockaddr_un address;
    char behind[4];
  } a = { { .sun_family = AF_UNIX }, "end" };
  memcpy (a.address.sun_path, path, length);
  return scm_from_sockaddr ((struct sockaddr *) &a.address, size);
}

static char full[] = "123456789 123456789 123456789 123456789 123456789 "
                     "123456789 123456789 123456789 123456789 123456789 "
                     "12345678";

CALL (size_of_path, "#(1 \"ab\")", from_path ("abcd", 4, 4))
CALL (full_path, "108",
      scm_string_length (scm_c_vector_ref (from_path (full, 108, 110), 1)))
CALL (abstract_from_kernel, "#(1 \"\\x00ab\")", from_path ("\0ab", 3, 5))
CALL (full_path_again, "110",
      scm_bytevector_length (to_sockaddr (from_path (full, 108, 110))))
/* In the C locale a path that is not ASCII has no form as a string.  */
CALL (foreign_bytes, "(#(1 \"??\") #vu8(1 0 195 169))",
      scm_list_2 (from_path ("\303\251", 2, 4),
                  to_sockaddr (from_path ("\303\251", 2, 4))))
