/* Address objects: what the vectors that the library makes are to a program,
   and what connect, bind and sendto take for one.  */

#include "check.h"

#include <sys/socket.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))

static SCM inet, inet6, local, none;

/* A vector that the program makes by itself.  */
#define VECTOR(...) scm_vector (scm_list_n (__VA_ARGS__, SCM_UNDEFINED))

static SCM
socket_of (SCM family, int style)
{
  return QUIET (scm_socket, family, scm_from_int (style), scm_from_int (0));
}

/* A datagram socket of FAMILY, bound to ADDRESS.  */
static SCM
bound (SCM family, SCM address, SCM args)
{
  SCM sock = socket_of (family, SOCK_DGRAM);
  QUIET (scm_bind, sock, family, address, args);
  return sock;
}

static SCM
loopback (void)
{
  return bound (inet, scm_from_uint32 (0x7f000001),
                scm_list_1 (scm_from_int (0)));
}

static SCM
name_of (SCM sock)
{
  return QUIET (scm_getsockname, sock);
}

/* Objects from every maker whose elements are the same in every run, and equal
   vectors made by the program.  */
struct pair
{
  SCM object, vector;
};

static size_t
make_pairs (struct pair *pairs)
{
  SCM port = scm_from_int (80), zero = scm_from_int (0);
  SCM ipv6 = check_int ("338288524927261089654018896841347694593");
  SCM path = check_string ("first"), sock = bound (local, path, SCM_EOL);
  struct pair made[] = {
    { scm_make_socket_address (inet, zero, scm_list_1 (port)),
      VECTOR (inet, zero, port) },
    { scm_make_socket_address (inet6, ipv6, scm_list_3 (port, port, zero)),
      VECTOR (inet6, ipv6, port, port, zero) },
    { scm_make_socket_address (local, path, SCM_EOL), VECTOR (local, path) },
    { name_of (sock), VECTOR (local, path) },
    { name_of (socket_of (local, SOCK_STREAM)), VECTOR (local, SCM_BOOL_F) },
    { name_of (socket_of (inet, SOCK_STREAM)), VECTOR (inet, zero, zero) },
  };
  memcpy (pairs, made, sizeof made);
  scm_close_port (sock);
  unlink ("first");
  return LENGTH (made);
}

static SCM
ref (void *data)
{
  SCM *object = data;
  return scm_c_vector_ref (*object, scm_c_vector_length (*object));
}

static SCM
set (void *data)
{
  SCM *object = data;
  scm_c_vector_set_x (*object, scm_c_vector_length (*object), SCM_BOOL_F);
  return SCM_BOOL_F;
}

static void
as_vector (struct pair pair)
{
  SCM object = pair.object, three = scm_from_int (3);
  RUN (scm_vector_p, object);
  check_say_long ("scm_is_vector", scm_is_vector (object));
  RUN (scm_vector_length, object);
  check_say_long ("SCM_SIMPLE_VECTOR_LENGTH",
                  SCM_SIMPLE_VECTOR_LENGTH (object));
  RUN (scm_vector_to_list, object);
  for (size_t i = 0; i < scm_c_vector_length (object); i++)
    {
      SCM element = RUN (scm_vector_ref, object, scm_from_size_t (i));
      check_say_long ("the same when read again",
                      scm_is_eq (element, scm_c_vector_ref (object, i)));
      check_say ("SCM_SIMPLE_VECTOR_REF", SCM_SIMPLE_VECTOR_REF (object, i));
    }
  check_body ("scm_c_vector_ref past the end", ref, &object);
  check_body ("scm_c_vector_set_x past the end", set, &object);
  RUN (scm_vector_ref, object, scm_from_int (1000));
  RUN (scm_vector_ref, object, check_string ("1"));
  RUN (scm_equal_p, object, pair.vector);
  RUN (scm_equal_p, pair.vector, object);
  RUN (scm_eqv_p, object, pair.vector);
  RUN (scm_equal_p, object, object);
  RUN (scm_eq_p, object, object);
  RUN (scm_equal_p, object, three);
  RUN (scm_equal_p, object, scm_vector_to_list (object));
  RUN (scm_simple_format, SCM_BOOL_F, check_string ("~A and ~S"),
       scm_list_2 (object, object));
}

/* It is nothing else.  */
static void
as_others (SCM object)
{
  RUN (scm_pair_p, object);
  RUN (scm_list_p, object);
  RUN (scm_string_p, object);
  RUN (scm_symbol_p, object);
  RUN (scm_bytevector_p, object);
  RUN (scm_port_p, object);
  check_say_long ("scm_is_integer", scm_is_integer (object));
  check_say_long ("scm_is_true", scm_is_true (object));
  RUN (scm_length, object);
  RUN (scm_car, object);
  RUN (scm_string_length, object);
  RUN (scm_bytevector_length, object);
  RUN (scm_close_port, object);
}

/* Elements can be set, to anything, as in any vector.  */
static void
changed (struct pair pair)
{
  SCM object = pair.object, list = scm_vector_to_list (object);
  size_t length = scm_c_vector_length (object);
  SCM path = check_string ("other");
  scm_c_vector_set_x (object, 1, path);
  check_say ("changed", object);
  check_say_long ("keeps what it was given",
                  scm_is_eq (path, scm_c_vector_ref (object, 1)));
  check_say ("the list from before", list);
  RUN (scm_equal_p, object, pair.vector);
  scm_c_vector_set_x (pair.vector, 1, check_string ("other"));
  RUN (scm_equal_p, object, pair.vector);
  RUN (scm_vector_set_x, object, scm_from_size_t (length - 1), SCM_EOL);
  RUN (scm_vector_set_x, object, scm_from_int (0), check_symbol ("family"));
  SCM_SIMPLE_VECTOR_SET (object, 1, object);
  check_say_long ("contains itself",
                  scm_is_eq (object, SCM_SIMPLE_VECTOR_REF (object, 1)));
  SCM_SIMPLE_VECTOR_SET (object, 1, SCM_BOOL_T);
  check_say ("changed", object);
}

/* One call, one object.  */
static void
apart (void)
{
  SCM sock = bound (local, check_string ("first"), SCM_EOL);
  SCM once = name_of (sock), twice = name_of (sock);
  check_say_long ("eq", scm_is_eq (once, twice));
  RUN (scm_equal_p, once, twice);
  scm_c_vector_set_x (once, 1, check_string ("other"));
  check_say ("the other", twice);
  check_say ("a third", name_of (sock));
  scm_close_port (sock);
  unlink ("first");
}

/* Says what arrived on SOCK, if anything.  */
static void
arrived (const char *what, SCM sock)
{
  SCM buffer = check_bytes ("------", 6);
  SCM count = QUIET (scm_recv, sock, buffer, scm_from_int (MSG_DONTWAIT));
  check_say (what, SCM_UNBNDP (count) ? SCM_BOOL_F : buffer);
}

static void
send_text (SCM from, const char *text, SCM object)
{
  SCM count = QUIET (scm_sendto, from, check_bytes (text, strlen (text)),
                     object, none, SCM_EOL);
  check_say (text, SCM_UNBNDP (count) ? check_string ("raised") : count);
}

/* Objects as addresses to send to: as they came, changed, and made by the
   program.  FIRST and SECOND are bound, PLACE is where their names differ.  */
static void
sent_to (SCM first, SCM second, size_t place)
{
  SCM object = name_of (first), other = name_of (second);
  SCM family = scm_c_vector_ref (object, 0);
  SCM from = socket_of (family, SOCK_DGRAM), kept, buffer;
  send_text (from, "object", object);
  arrived ("first", first);
  send_text (from, "vector", scm_vector (scm_vector_to_list (object)));
  arrived ("first", first);
  kept = scm_c_vector_ref (object, place);
  scm_c_vector_set_x (object, place, scm_c_vector_ref (other, place));
  send_text (from, "change", object);
  arrived ("first", first);
  arrived ("second", second);
  scm_c_vector_set_x (object, place, SCM_BOOL_T);
  send_text (from, "broken", object);
  arrived ("first", first);
  scm_c_vector_set_x (object, place, kept);
  send_text (from, "mended", object);
  arrived ("first", first);
  /* The object that recvfrom gives leads back to the sender.  */
  send_text (second, "call", object);
  buffer = check_bytes ("------", 6);
  SCM got = QUIET (scm_recvfrom, first, buffer, scm_from_int (0), none, none);
  check_say ("count", scm_car (got));
  check_say ("from the second", scm_equal_p (scm_cdr (got), other));
  send_text (first, "answer", scm_cdr (got));
  arrived ("second", second);
  check_say ("connected", QUIET (scm_connect, from, other, none, SCM_EOL));
  QUIET (scm_send, from, check_bytes ("peer", 4), scm_from_int (0));
  arrived ("second", second);
  check_say ("peer is the second",
             scm_equal_p (other, QUIET (scm_getpeername, from)));
  scm_close_port (from);
}

static void
used (void)
{
  SCM first = bound (local, check_string ("first"), SCM_EOL);
  SCM second = bound (local, check_string ("second"), SCM_EOL);
  sent_to (first, second, 1);
  scm_close_port (first);
  scm_close_port (second);
  unlink ("first");
  unlink ("second");
  first = loopback ();
  second = loopback ();
  sent_to (first, second, 2);
  scm_close_port (first);
  scm_close_port (second);
  /* bind takes objects too.  */
  SCM object = scm_make_socket_address (local, check_string ("x"), SCM_EOL);
  first = socket_of (local, SOCK_DGRAM);
  RUN (scm_bind, first, object, none, SCM_EOL);
  RUN (scm_getsockname, first);
  scm_c_vector_set_x (object, 1, check_string ("y"));
  second = socket_of (local, SOCK_DGRAM);
  RUN (scm_bind, second, object, none, none);
  RUN (scm_getsockname, second);
  unlink ("x");
  unlink ("y");
}

/* Gives OBJECT to everything that takes an address.  */
static void
offer (SCM object)
{
  SCM sock = socket_of (inet, SOCK_DGRAM), text = check_bytes ("text", 4);
  RUN (scm_connect, sock, object, none, SCM_EOL);
  RUN (scm_bind, sock, object, none, SCM_EOL);
  RUN (scm_sendto, sock, text, object, none, SCM_EOL);
  scm_close_port (sock);
}

static void
refused (void)
{
  SCM zero = scm_from_int (0), port = scm_from_int (80);
  SCM broken = scm_make_socket_address (inet, zero, scm_list_1 (port));
  SCM short_ones[] = { inet, inet6, local, zero, scm_from_int (17) };
  for (size_t i = 0; i < LENGTH (short_ones); i++)
    offer (VECTOR (short_ones[i]));
  offer (VECTOR (inet, zero));
  offer (VECTOR (inet, zero, port, port));
  offer (VECTOR (inet, zero, scm_from_int (65536)));
  offer (VECTOR (inet, zero, scm_from_int (-1)));
  offer (VECTOR (inet, check_string ("127.0.0.1"), port));
  offer (VECTOR (inet, zero, check_string ("http")));
  offer (VECTOR (inet6, zero, port));
  offer (VECTOR (inet6, scm_from_int (-1), port, zero, zero));
  offer (VECTOR (local, check_symbol ("path")));
  offer (VECTOR (local, scm_from_latin1_stringn ("a\0b", 3)));
  offer (VECTOR (zero, zero, port));
  offer (VECTOR (check_symbol ("AF_INET"), zero, port));
  scm_c_vector_set_x (broken, 2, SCM_BOOL_F);
  offer (broken);
  /* These are addresses, but not of the socket's family.  */
  offer (VECTOR (inet6, zero, port, zero, zero));
  offer (VECTOR (local, SCM_BOOL_F));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    /* With a number sendto looks for another form of address.  */
    if (!scm_is_integer (check_samples[i]))
      offer (check_samples[i]);
}

void
check_chapter (void)
{
  struct pair pairs[8];
  char directory[] = "/tmp/guilenet-XXXXXX";
  if (!mkdtemp (directory) || chdir (directory) < 0)
    check_die (directory);
  inet = scm_from_int (AF_INET);
  inet6 = scm_from_int (AF_INET6);
  local = scm_from_int (AF_UNIX);
  none = SCM_UNDEFINED;
  size_t count = make_pairs (pairs);
  for (size_t i = 0; i < count; i++)
    {
      as_vector (pairs[i]);
      as_others (pairs[i].object);
      changed (pairs[i]);
    }
  apart ();
  used ();
  refused ();
  if (chdir ("/") < 0 || rmdir (directory) < 0)
    check_die (directory);
}
