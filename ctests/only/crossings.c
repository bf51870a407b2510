/* What does not cross into the core: plain constructors, predicates and
   accessors, and what happens once a message.  Each call is made often, and
   the count of crossings in guilenet_stats stays where it is.  */

#include "only.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

enum
{
  TIMES = 1000
};

static int cases, failures;

/* So many TIMES of CALL must cross as often as EXPECTED says.  */
#define CROSSES(expected, times, call)                                        \
  do                                                                          \
    {                                                                         \
      uint64_t before_ = stats_now ().crossings, crossed_;                    \
      for (int i_ = 0; i_ < (times); i_++)                                    \
        call;                                                                 \
      crossed_ = stats_now ().crossings - before_;                            \
      cases++;                                                                \
      failures += crossed_ != (expected);                                     \
      if (crossed_ != (expected))                                             \
        printf ("%s: %llu crossings, not %llu\n", #call,                      \
                (unsigned long long) crossed_,                                \
                (unsigned long long) (expected));                             \
    }                                                                         \
  while (0)
#define STAYS(call) CROSSES (0u, TIMES, call)

/* The counter moves: otherwise the rest would prove nothing.  */
static void
what_crosses (void)
{
  SCM list = scm_list_2 (INT (1), INT (2));
  CROSSES (1u, 1, scm_from_utf8_string ("text"));
  CROSSES (1u * TIMES, TIMES, scm_from_utf8_string ("text"));
  CROSSES (1u, 1, scm_reverse (list));
  CROSSES (2u, 1,
           scm_number_to_string (scm_length (scm_reverse (list)), NONE));
}

static void
identity (void)
{
  SCM text = scm_from_utf8_string ("a"), one = INT (1);
  STAYS (scm_is_eq (one, text));
  STAYS (scm_eq_p (one, text));
  STAYS (scm_eqv_p (one, text));
  STAYS (scm_equal_p (one, text));
  STAYS (scm_equal_p (text, text));
  STAYS (scm_is_true (text));
  STAYS (scm_is_false (text));
  STAYS (scm_is_null (text));
  STAYS (scm_is_bool (text));
  STAYS (scm_from_bool (1));
  STAYS (scm_to_bool (SCM_BOOL_T));
  STAYS (SCM_UNBNDP (text));
}

#define CONVERTS(name, least, most)                                           \
  STAYS (scm_to_##name (scm_from_##name (least)));                            \
  STAYS (scm_to_##name (scm_from_##name (most)))

static void
integers (void)
{
  SCM most = scm_from_uint64 (UINT64_MAX), least = scm_from_int64 (INT64_MIN);
  STAYS (scm_is_integer (most));
  STAYS (scm_is_exact_integer (most));
  STAYS (scm_is_number (most));
  STAYS (scm_is_integer (NONE));
  STAYS (scm_is_exact_integer (NONE));
  STAYS (scm_is_number (NONE));
  STAYS (scm_is_signed_integer (least, INT64_MIN, INT64_MAX));
  STAYS (scm_is_signed_integer (most, INT64_MIN, INT64_MAX));
  STAYS (scm_is_unsigned_integer (most, 0, UINT64_MAX));
  STAYS (scm_is_unsigned_integer (least, 0, UINT64_MAX));
  STAYS (scm_to_signed_integer (least, INT64_MIN, INT64_MAX));
  STAYS (scm_to_unsigned_integer (most, 0, UINT64_MAX));
  STAYS (scm_eqv_p (most, scm_from_uint64 (UINT64_MAX)));
  STAYS (scm_from_int64 (SCM_MOST_POSITIVE_FIXNUM + 1));
  STAYS (scm_from_int64 (SCM_MOST_NEGATIVE_FIXNUM - 1));
  CONVERTS (char, 0, 127);
  CONVERTS (schar, INT8_MIN, INT8_MAX);
  CONVERTS (uchar, 0, UINT8_MAX);
  CONVERTS (short, INT16_MIN, INT16_MAX);
  CONVERTS (ushort, 0, UINT16_MAX);
  CONVERTS (int, INT32_MIN, INT32_MAX);
  CONVERTS (uint, 0, UINT32_MAX);
  CONVERTS (long, INT64_MIN, INT64_MAX);
  CONVERTS (ulong, 0, UINT64_MAX);
  CONVERTS (long_long, INT64_MIN, INT64_MAX);
  CONVERTS (ulong_long, 0, UINT64_MAX);
  CONVERTS (size_t, 0, UINT64_MAX);
  CONVERTS (ssize_t, INT64_MIN, INT64_MAX);
  CONVERTS (int8, INT8_MIN, INT8_MAX);
  CONVERTS (uint8, 0, UINT8_MAX);
  CONVERTS (int16, INT16_MIN, INT16_MAX);
  CONVERTS (uint16, 0, UINT16_MAX);
  CONVERTS (int32, INT32_MIN, INT32_MAX);
  CONVERTS (uint32, 0, UINT32_MAX);
  CONVERTS (int64, INT64_MIN, INT64_MAX);
  CONVERTS (uint64, 0, UINT64_MAX);
  CONVERTS (intmax, INT64_MIN, INT64_MAX);
  CONVERTS (uintmax, 0, UINT64_MAX);
}

static void
lists (void)
{
  SCM a = INT (1), inner = scm_list_2 (a, a);
  SCM x = scm_list_5 (inner, inner, inner, inner, inner);
  STAYS (scm_cons (a, a));
  STAYS (scm_list_1 (a));
  STAYS (scm_list_2 (a, a));
  STAYS (scm_list_3 (a, a, a));
  STAYS (scm_list_4 (a, a, a, a));
  STAYS (scm_list_5 (a, a, a, a, a));
  STAYS (scm_list_n (a, a, a, a, a, a, a, NONE));
  STAYS (scm_is_pair (x));
  STAYS (scm_is_pair (a));
  STAYS (scm_pair_p (x));
  STAYS (scm_car (x));
  STAYS (scm_cdr (x));
  STAYS (scm_caar (x));
  STAYS (scm_cadr (x));
  STAYS (scm_cdar (x));
  STAYS (scm_cddr (x));
  STAYS (scm_caddr (x));
  STAYS (scm_cdddr (x));
  STAYS (scm_cadddr (x));
  STAYS (SCM_CAR (x));
  STAYS (SCM_CDR (x));
  STAYS (SCM_CADR (x));
  STAYS (SCM_CDDR (x));
  STAYS (scm_list_p (x));
  STAYS (scm_list_p (a));
  STAYS (scm_length (x));
  STAYS (scm_ilength (x));
  STAYS (scm_ilength (a));
  STAYS (scm_list_ref (x, INT (4)));
  STAYS (scm_list_tail (x, INT (5)));
  STAYS (scm_set_car_x (x, a));
  STAYS (scm_set_cdr_x (x, a));
  STAYS (SCM_SETCAR (x, a));
  STAYS (SCM_SETCDR (x, a));
}

static void
vectors (void)
{
  SCM zero = INT (0), list = scm_list_3 (zero, zero, zero);
  SCM x = scm_vector (list);
  STAYS (scm_c_make_vector (10, zero));
  STAYS (scm_make_vector (INT (10), NONE));
  STAYS (scm_vector (list));
  STAYS (scm_is_vector (x));
  STAYS (scm_is_vector (zero));
  STAYS (scm_vector_p (x));
  STAYS (scm_c_vector_length (x));
  STAYS (scm_vector_length (x));
  STAYS (scm_c_vector_ref (x, 2));
  STAYS (scm_vector_ref (x, zero));
  STAYS (scm_c_vector_set_x (x, 2, list));
  STAYS (scm_vector_set_x (x, zero, list));
  STAYS (SCM_SIMPLE_VECTOR_LENGTH (x));
  STAYS (SCM_SIMPLE_VECTOR_REF (x, 2));
  STAYS (SCM_SIMPLE_VECTOR_SET (x, 2, zero));
}

static void
bytevectors (void)
{
  SCM zero = INT (0), x = scm_c_make_bytevector (10);
  STAYS (scm_c_make_bytevector (10));
  STAYS (scm_c_make_bytevector (0));
  STAYS (scm_make_bytevector (INT (10), NONE));
  STAYS (scm_make_bytevector (INT (10), INT (255)));
  STAYS (scm_bytevector_copy (x));
  STAYS (scm_is_bytevector (x));
  STAYS (scm_is_bytevector (zero));
  STAYS (scm_bytevector_p (x));
  STAYS (SCM_BYTEVECTOR_P (x));
  STAYS (scm_c_bytevector_length (x));
  STAYS (scm_bytevector_length (x));
  STAYS (SCM_BYTEVECTOR_LENGTH (x));
  STAYS (SCM_BYTEVECTOR_CONTENTS (x));
  STAYS (scm_c_bytevector_ref (x, 9));
  STAYS (scm_c_bytevector_set_x (x, 9, 255));
  STAYS (scm_bytevector_u8_ref (x, zero));
  STAYS (scm_bytevector_u8_set_x (x, zero, INT (255)));
}

/* What has been made by the core is read without it.  */
static void
others (void)
{
  SCM text = scm_from_utf8_string ("gr\303\274n");
  SCM symbol = scm_from_utf8_symbol ("red");
  SCM variable = scm_c_lookup ("AF_INET");
  STAYS (scm_is_string (text));
  STAYS (scm_string_p (symbol));
  STAYS (scm_string_length (text));
  STAYS (scm_c_string_length (text));
  STAYS (scm_is_symbol (symbol));
  STAYS (scm_symbol_p (text));
  STAYS (scm_variable_ref (variable));
  STAYS (scm_to_pointer (scm_from_pointer (&cases, NULL)));
  STAYS (scm_gc_unprotect_object (scm_gc_protect_object (text)));
  STAYS (scm_permanent_object (symbol));
}

static SCM
return_data (void *data)
{
  return data;
}

static SCM
handler (void *data, SCM key, SCM args)
{
  (void) key;
  (void) args;
  return data;
}

static void *
return_it (void *data)
{
  return data;
}

static SCM
dynwind (void *data)
{
  scm_dynwind_begin (0);
  scm_dynwind_free (NULL);
  scm_dynwind_end ();
  return data;
}

static SCM throw (void *data) { return scm_throw (data, SCM_EOL); }

static void
control (void)
{
  SCM key = scm_from_utf8_symbol ("key");
  STAYS (
      scm_c_catch (SCM_BOOL_T, return_data, key, handler, NULL, NULL, NULL));
  STAYS (scm_internal_catch (key, throw, key, handler, key));
  STAYS (scm_internal_catch (key, dynwind, key, handler, key));
  STAYS (scm_with_guile (return_it, &cases));
  STAYS (scm_without_guile (return_it, &cases));
}

static void
ports (SCM sock)
{
  STAYS (scm_port_p (sock));
  STAYS (scm_file_port_p (sock));
  STAYS (scm_port_closed_p (sock));
  STAYS (SCM_PORTP (sock));
  STAYS (SCM_OPPORTP (sock));
  STAYS (SCM_OPINPORTP (sock));
  STAYS (SCM_OPOUTPORTP (sock));
  STAYS (SCM_OPFPORTP (sock));
  STAYS (SCM_PORTP (SCM_EOL));
  STAYS (scm_fileno (sock));
  STAYS (scm_fcntl (sock, INT (F_GETFL), NONE));
  STAYS (scm_fcntl (scm_fileno (sock), INT (F_SETFD), INT (0)));
  STAYS (scm_current_input_port ());
  STAYS (scm_current_output_port ());
  STAYS (scm_current_error_port ());
  STAYS (scm_input_port_p (sock));
  STAYS (scm_output_port_p (sock));
  STAYS (scm_dup2 (scm_fileno (sock), scm_fileno (sock)));
  CROSSES (1u, 1, scm_port_mode (sock));
  CROSSES (1u, 1, scm_port_revealed (sock));
  CROSSES (1u, 1, scm_set_port_revealed_x (sock, INT (0)));
  CROSSES (1u, 1, scm_isatty_p (sock));
}

static SCM
new_socket (int family, int style)
{
  return scm_socket (INT (family), INT (style), INT (0));
}

/* A socket of FAMILY with an address of its own: on the loopback interface, or
   in the abstract namespace.  */
static SCM
bound (int family, int style)
{
  SCM sock = new_socket (family, style);
  struct sockaddr_un any = { .sun_family = AF_UNIX };
  if (family == AF_UNIX)
    scm_bind (sock, scm_from_sockaddr ((struct sockaddr *) &any, 2), NONE,
              SCM_EOL);
  else
    scm_bind (sock, INT (family),
              family == AF_INET ? scm_from_uint32 (INADDR_LOOPBACK) : INT (1),
              scm_list_1 (INT (0)));
  return sock;
}

/* An object for the same address as OBJECT that nobody has read yet.  */
static SCM
fresh (SCM object)
{
  size_t size;
  struct sockaddr *bytes = scm_to_sockaddr (object, &size);
  SCM made = scm_from_sockaddr (bytes, size);
  free (bytes);
  return made;
}

/* A connection to SERVER, which listens at ADDRESS, from beginning to end.  */
static void
meet (int family, SCM server, SCM address)
{
  SCM client = new_socket (family, SOCK_STREAM);
  scm_connect (client, address, NONE, SCM_EOL);
  scm_close_port (scm_car (scm_accept4 (server, NONE)));
  scm_close_port (client);
}

static void
streams (int family)
{
  SCM server = bound (family, SOCK_STREAM), address = scm_getsockname (server);
  SCM client = new_socket (family, SOCK_STREAM);
  scm_listen (server, INT (16));
  STAYS (scm_close_port (new_socket (family, SOCK_STREAM)));
  STAYS (scm_close (new_socket (family, SOCK_STREAM)));
  STAYS (scm_getsockname (server));
  scm_connect (client, address, NONE, SCM_EOL);
  SCM taken = scm_car (scm_accept (server));
  STAYS (scm_getpeername (client));
  SCM message = scm_make_bytevector (INT (16), INT (7));
  SCM buffer = scm_c_make_bytevector (16);
  STAYS ((scm_send (client, message, NONE), scm_recv (taken, buffer, NONE)));
  STAYS ((scm_send (taken, message, INT (0)),
          scm_recvfrom (client, buffer, NONE, NONE, NONE)));
  CROSSES (0u, 100, meet (family, server, address));
  scm_fcntl (server, INT (F_SETFL), INT (O_NONBLOCK));
  STAYS (scm_accept (server));
  scm_close_port (taken);
  scm_close_port (client);
  scm_close_port (server);
}

/* The first reading of element K of a new object for the same address as
   OBJECT crosses COUNT times, and no other does.  */
#define FIRST_READING(count, object, k)                                       \
  do                                                                          \
    {                                                                         \
      SCM fresh_ = fresh (object);                                            \
      CROSSES (count, 1, scm_c_vector_ref (fresh_, k));                       \
      STAYS (scm_c_vector_ref (fresh_, k));                                   \
      STAYS (scm_vector_ref (fresh_, INT (k)));                               \
      STAYS (SCM_SIMPLE_VECTOR_REF (fresh_, k));                              \
    }                                                                         \
  while (0)

static void
objects (int family, SCM object)
{
  STAYS (scm_is_vector (object));
  STAYS (scm_vector_p (object));
  STAYS (scm_c_vector_length (object));
  STAYS (scm_vector_length (object));
  STAYS (SCM_SIMPLE_VECTOR_LENGTH (object));
  FIRST_READING (0u, object, 0);
  FIRST_READING (family == AF_INET ? 0u : 1u, object, 1);
  if (family == AF_UNIX)
    return;
  FIRST_READING (0u, object, 2);
  if (family == AF_INET)
    return;
  FIRST_READING (0u, object, 3);
  FIRST_READING (0u, object, 4);
}

static void
datagrams (int family)
{
  SCM a = bound (family, SOCK_DGRAM), b = bound (family, SOCK_DGRAM);
  SCM to_a = scm_getsockname (a), from_b = scm_getsockname (b), got = NULL;
  SCM message = scm_make_bytevector (INT (16), INT (7));
  SCM buffer = scm_c_make_bytevector (16);
  STAYS ((scm_sendto (b, message, to_a, NONE, SCM_EOL),
          got = scm_recvfrom (a, buffer, INT (0), INT (0), INT (16)),
          scm_sendto (a, message, scm_cdr (got), INT (0), SCM_EOL),
          scm_recv (b, buffer, NONE)));
  if (scm_is_false (scm_equal_p (scm_cdr (got), from_b)))
    failures += printf ("recvfrom: not the sender's address\n");
  objects (family, to_a);
  SCM sock = new_socket (family, SOCK_DGRAM);
  STAYS (scm_connect (sock, to_a, NONE, SCM_EOL));
  scm_close_port (sock);
  scm_close_port (b);
  sock = new_socket (family, SOCK_DGRAM);
  CROSSES (0u, 1, scm_bind (sock, from_b, NONE, SCM_EOL));
  scm_close_port (sock);
  scm_close_port (a);
}

static SCM
new_pair (void)
{
  return scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
}

/* Sockets of a pair have no names, which takes no core to say.  */
static void
nameless (void)
{
  SCM pair = new_pair ();
  SCM object = scm_getpeername (scm_car (pair));
  FIRST_READING (0u, object, 0);
  FIRST_READING (0u, object, 1);
  ports (scm_car (pair));
}

/* What one port writes the other one reads.  */
static void
through_buffers (SCM out, SCM in)
{
  SCM letter = INT ('a'), eight = INT (8), none = INT (0);
  SCM bytes = scm_make_bytevector (eight, letter);
  char room[8];
  STAYS ((scm_put_u8 (out, letter), scm_lookahead_u8 (in), scm_get_u8 (in)));
  STAYS ((scm_c_write (out, room, 8), scm_c_read (in, room, 8)));
  STAYS ((scm_put_bytevector (out, bytes, NONE, NONE),
          scm_get_bytevector_n (in, eight)));
  STAYS ((scm_put_bytevector (out, bytes, none, eight),
          scm_get_bytevector_n_x (in, bytes, none, eight)));
  STAYS ((scm_putc ('a', out), scm_peek_byte_or_eof (in),
          scm_get_byte_or_eof (in)));
  STAYS ((scm_unget_byte ('a', in), scm_get_bytevector_some (in)));
  STAYS ((scm_puts ("line\n", out), scm_read_line (in)));
  STAYS ((scm_lfwrite ("a line\n", 7, out), scm_read_line (in)));
  STAYS (scm_char_ready_p (in));
  STAYS ((scm_unget_byte ('a', in), scm_drain_input (in)));
  STAYS (scm_force_output (out));
  STAYS (scm_flush (out));
}

/* Text that is no ASCII is for the core, and so are values.  */
static void
text_through_core (SCM out, SCM in)
{
  CROSSES (1u, 1, scm_puts ("gr\374n\n", out));
  CROSSES (1u, 1, scm_lfwrite ("\374\n", 2, out));
  CROSSES (1u, 1, scm_putc ('\374', out));
  CROSSES (1u, 1, scm_display (INT (5), out));
  CROSSES (1u, 1, scm_write (INT (5), out));
  CROSSES (1u, 1, scm_newline (out));
  for (int i = 0; i < 3; i++)
    scm_read_line (in);
  scm_unget_byte ('\n', in);
  scm_unget_byte (0374, in);
  CROSSES (1u, 1, scm_read_line (in));
  scm_unget_byte (0374, in);
  CROSSES (1u, 1, scm_drain_input (in));
}

static void
buffers (void)
{
  SCM pair = new_pair (), out = scm_car (pair), in = scm_cdr (pair);
  SCM line = scm_from_utf8_symbol ("line");
  SCM block = scm_from_utf8_symbol ("block");
  through_buffers (out, in);
  text_through_core (out, in);
  CROSSES (1u, 1, scm_setvbuf (in, block, NONE));
  through_buffers (out, in);
  text_through_core (out, in);
  CROSSES (1u, 1, scm_setvbuf (out, line, INT (8)));
  STAYS ((scm_puts ("line\n", out), scm_read_line (in)));
  CROSSES (1u, 1,
           scm_select (scm_list_1 (in), SCM_EOL, SCM_EOL, INT (0), NONE));
  CROSSES (0u, 1, scm_close_output_port (out));
  STAYS (scm_eof_object_p (scm_get_u8 (in)));
  STAYS (scm_get_bytevector_all (in));
  STAYS (scm_read_line (in));
  STAYS (scm_eof_object ());
  CROSSES (0u, 1, scm_close_input_port (in));
  STAYS (scm_close_input_port (in));
  STAYS (scm_close_output_port (out));
}

static SCM
duplicate (SCM port)
{
  return scm_fcntl (port, INT (F_DUPFD), INT (0));
}

static void
descriptors (void)
{
  SCM pair = new_pair (), port = scm_car (pair);
  SCM modes = scm_from_utf8_string ("r+"), made[2];
  CROSSES (1u, 1, made[0] = scm_fdopen (duplicate (port), modes));
  CROSSES (1u, 1,
           made[1]
           = scm_fdes_to_port (scm_to_int (duplicate (port)), "r+", modes));
  scm_close_port (made[0]);
  scm_close_port (made[1]);
  scm_close_port (port);
  scm_close_port (scm_cdr (pair));
}

/* A look-up crosses with the question and with the answer.  */
static void
databases (void)
{
  SCM tcp = scm_from_utf8_string ("tcp"), any = scm_from_utf8_string ("::1");
  STAYS (scm_sethost (SCM_BOOL_F));
  STAYS (scm_setnet (SCM_BOOL_F));
  STAYS (scm_setproto (SCM_BOOL_F));
  STAYS (scm_setserv (SCM_BOOL_F));
  CROSSES (2u, 1, scm_gethost (NONE));
  CROSSES (2u, 1, scm_getnet (NONE));
  CROSSES (2u, 1, scm_getproto (NONE));
  CROSSES (2u, 1, scm_getserv (NONE, tcp));
  STAYS (scm_sethost (NONE));
  STAYS (scm_setnet (NONE));
  STAYS (scm_setproto (NONE));
  STAYS (scm_setserv (NONE));
  CROSSES (1u, 1, scm_gethostname ());
  CROSSES (
      2u, 1,
      scm_getaddrinfo (any, NONE, INT (AI_NUMERICHOST), NONE, NONE, NONE));
  CROSSES (1u, 1, scm_gai_strerror (INT (EAI_NONAME)));
}

static void *
run (void *data)
{
  static const int families[] = { AF_INET, AF_INET6, AF_UNIX };
  what_crosses ();
  identity ();
  integers ();
  lists ();
  vectors ();
  bytevectors ();
  others ();
  control ();
  nameless ();
  buffers ();
  descriptors ();
  databases ();
  for (int i = 0; i < 3; i++)
    {
      streams (families[i]);
      datagrams (families[i]);
    }
  return data;
}

int
main (void)
{
  alarm (60);
  if (!scm_with_guile (run, &cases))
    return 1;
  printf ("%d cases, %d of them wrong\n", cases, failures);
  return failures != 0;
}
