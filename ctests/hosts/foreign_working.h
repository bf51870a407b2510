/* Calls that work, of every function of contracts.def that may fail.  */

#ifndef FOREIGN_WORKING_H
#define FOREIGN_WORKING_H

#include "foreign_samples.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* A new port for reading two lines.  */
static inline SCM
lines (void)
{
  int fd = memfd_create ("lines", 0);
  assert (write (fd, "one\ntwo\n", 8) == 8 && lseek (fd, 0, SEEK_SET) == 0);
  return F (scm_fdes_to_port) (fd, "r", FALSE);
}

/* A new socket, bound to a port of the loopback address.  */
static inline SCM
bound (int style)
{
  SCM sock = F (scm_socket) (INT (AF_INET), INT (style), INT (0));
  F (scm_bind)
  (sock, INT (AF_INET), INT (INADDR_LOOPBACK), F (scm_list_1) (INT (0)));
  return sock;
}

/* One that listens, with COUNT connections to accept.  */
static inline SCM
called (int count)
{
  SCM sock = bound (SOCK_STREAM), name = F (scm_getsockname) (sock);
  F (scm_listen) (sock, INT (count));
  while (count--)
    F (scm_connect)
  (F (scm_socket) (INT (AF_INET), INT (SOCK_STREAM), INT (0)), name, UNDEFINED,
   UNDEFINED);
  return sock;
}

static inline SCM
call_nothing (void *data)
{
  return data;
}

/* Gives CHECK a call of each function that works.  All values in them are made
   by a thread under Guile's contract, so that nobody has references.  */
static inline void
each_working (void (*check) (const struct sample *))
{
  SCM one = INT (1), name = F (scm_from_utf8_string) ("one");
  SCM symbol = F (scm_from_utf8_symbol) ("a-symbol");
  SCM big = F (scm_from_uint64) (UINT64_MAX);
  SCM digits = F (scm_from_utf8_string) ("123456789012345678901234567890");
  SCM leaf = F (scm_cons) (name, name), list;
  SCM tree = F (scm_cons) (leaf, F (scm_cons) (leaf, leaf));
  list = F (scm_list_4) (name, leaf, tree, big);
  SCM numbers = F (scm_list_3) (one, one, one);
  SCM vector = F (scm_vector) (list);
  SCM bytes = F (scm_string_to_utf8) (name);
  SCM pointer = F (scm_bytevector_to_pointer) (bytes, UNDEFINED);
  SCM sock = bound (SOCK_DGRAM), address = F (scm_getsockname) (sock);
  SCM peer = bound (SOCK_DGRAM), loopback = INT (INADDR_LOOPBACK);
  SCM inet = INT (AF_INET), port = F (scm_list_1) (INT (0));
  SCM tcp = F (scm_from_utf8_string) ("tcp");
  SCM host = F (scm_from_utf8_string) ("127.0.0.1");
  SCM socket_level = INT (SOL_SOCKET), listening = called (2);
  SCM out = F (scm_fdes_to_port) (memfd_create ("out", 0), "w", FALSE);
  SCM text = lines (), four = INT (4), no_delay = INT (0), spare = lines ();
  SCM echo = F (scm_from_utf8_string) ("echo");
  static SCM root;
  static char buffer[16];
  static size_t size;
  struct sockaddr_in raw = { .sin_family = AF_INET };
  int null = open ("/dev/null", O_RDWR);
  F (scm_connect) (sock, F (scm_getsockname) (peer), UNDEFINED, UNDEFINED);
  F (scm_connect) (peer, address, UNDEFINED, UNDEFINED);
  const struct sample working[] = {
    CALL (scm_to_bool, TRUE),
    CALL (scm_equal_p, list, list),
    CALL (scm_to_signed_integer, one, 0, 9),
    CALL (scm_to_unsigned_integer, one, 0, 9),
    CALL (scm_to_char, one),
    CALL (scm_to_schar, one),
    CALL (scm_to_uchar, one),
    CALL (scm_to_short, one),
    CALL (scm_to_ushort, one),
    CALL (scm_to_int, one),
    CALL (scm_to_uint, one),
    CALL (scm_to_long, one),
    CALL (scm_from_long, INT64_MIN),
    CALL (scm_to_ulong, one),
    CALL (scm_from_ulong, UINT64_MAX),
    CALL (scm_to_long_long, one),
    CALL (scm_from_long_long, INT64_MAX),
    CALL (scm_to_ulong_long, big),
    CALL (scm_from_ulong_long, UINT64_MAX),
    CALL (scm_to_size_t, big),
    CALL (scm_from_size_t, UINT64_MAX),
    CALL (scm_to_ssize_t, one),
    CALL (scm_from_ssize_t, INT64_MIN),
    CALL (scm_to_int8, one),
    CALL (scm_to_uint8, one),
    CALL (scm_to_int16, one),
    CALL (scm_to_uint16, one),
    CALL (scm_to_int32, one),
    CALL (scm_to_uint32, one),
    CALL (scm_to_int64, one),
    CALL (scm_from_int64, INT64_MIN),
    CALL (scm_to_uint64, big),
    CALL (scm_from_uint64, UINT64_MAX),
    CALL (scm_to_intmax, one),
    CALL (scm_from_intmax, INT64_MAX),
    CALL (scm_to_uintmax, one),
    CALL (scm_from_uintmax, UINT64_MAX),
    CALL (scm_number_to_string, big, INT (10)),
    CALL (scm_string_to_number, digits, INT (10)),
    CALL (scm_cons, one, one),
    CALL (scm_car, tree),
    CALL (scm_cdr, tree),
    CALL (scm_caar, tree),
    CALL (scm_cadr, tree),
    CALL (scm_cdar, tree),
    CALL (scm_cddr, tree),
    CALL (scm_caddr, list),
    CALL (scm_cdddr, list),
    CALL (scm_cadddr, list),
    CALL (scm_set_car_x, leaf, name),
    CALL (scm_set_cdr_x, leaf, name),
    CALL (SCM_CAR, tree),
    CALL (SCM_CDR, tree),
    CALL (SCM_CADR, tree),
    CALL (SCM_CDDR, tree),
    CALL (SCM_SETCAR, leaf, name),
    CALL (SCM_SETCDR, leaf, name),
    CALL (scm_list_1, one),
    CALL (scm_list_2, one, one),
    CALL (scm_list_3, one, one, one),
    CALL (scm_list_4, one, one, one, one),
    CALL (scm_list_5, one, one, one, one, one),
    CALL (scm_length, list),
    CALL (scm_list_ref, list, INT (2)),
    CALL (scm_list_tail, list, INT (2)),
    CALL (scm_reverse, list),
    CALL (scm_append, F (scm_list_2) (list, list)),
    CALL (scm_c_make_vector, 3, name),
    CALL (scm_make_vector, INT (3), name),
    CALL (scm_vector, list),
    CALL (scm_c_vector_length, vector),
    CALL (scm_vector_length, vector),
    CALL (scm_c_vector_ref, vector, 1),
    CALL (scm_vector_ref, vector, one),
    CALL (scm_c_vector_set_x, vector, 0, name),
    CALL (scm_vector_set_x, vector, INT (0), name),
    CALL (scm_vector_to_list, vector),
    CALL (SCM_SIMPLE_VECTOR_LENGTH, vector),
    CALL (SCM_SIMPLE_VECTOR_REF, vector, 2),
    CALL (SCM_SIMPLE_VECTOR_SET, vector, 0, name),
    CALL (scm_c_make_bytevector, 0),
    CALL (scm_make_bytevector, INT (0), one),
    CALL (scm_c_bytevector_length, bytes),
    CALL (scm_bytevector_length, bytes),
    CALL (SCM_BYTEVECTOR_LENGTH, bytes),
    CALL (SCM_BYTEVECTOR_CONTENTS, bytes),
    CALL (scm_c_bytevector_ref, bytes, 1),
    CALL (scm_bytevector_u8_ref, bytes, one),
    CALL (scm_c_bytevector_set_x, bytes, 0, 5),
    CALL (scm_bytevector_u8_set_x, bytes, one, one),
    CALL (scm_bytevector_fill_x, bytes, one),
    CALL (scm_bytevector_copy, bytes),
    CALL (scm_bytevector_copy_x, bytes, INT (0), bytes, INT (0), one),
    CALL (scm_bytevector_eq_p, bytes, bytes),
    CALL (scm_bytevector_to_u8_list, bytes),
    CALL (scm_u8_list_to_bytevector, numbers),
    CALL (scm_string_to_utf8, name),
    CALL (scm_utf8_to_string, bytes),
    CALL (scm_from_pointer, buffer, 0),
    CALL (scm_to_pointer, pointer),
    CALL (scm_pointer_to_bytevector, pointer, one, INT (0), UNDEFINED),
    CALL (scm_bytevector_to_pointer, bytes, UNDEFINED),
    CALL (scm_from_locale_stringn, "one", 3),
    CALL (scm_from_utf8_stringn, "one", 3),
    CALL (scm_from_latin1_stringn, "one", 3),
    CALL (scm_from_locale_string, "one"),
    CALL (scm_from_utf8_string, "one"),
    CALL (scm_from_latin1_string, "one"),
    CALL (scm_to_locale_stringn, name, &size),
    CALL (scm_to_utf8_stringn, name, &size),
    CALL (scm_to_latin1_stringn, name, &size),
    CALL (scm_to_locale_string, name),
    CALL (scm_to_utf8_string, name),
    CALL (scm_to_latin1_string, name),
    CALL (scm_to_locale_stringbuf, name, buffer, sizeof buffer),
    CALL (scm_c_string_length, name),
    CALL (scm_string_length, name),
    CALL (scm_string_equal_p, name, name),
    CALL (scm_string_append, F (scm_list_2) (name, name)),
    CALL (scm_from_locale_symboln, "one", 3),
    CALL (scm_from_utf8_symboln, "one", 3),
    CALL (scm_from_latin1_symboln, "one", 3),
    CALL (scm_from_locale_symbol, "one"),
    CALL (scm_from_utf8_symbol, "one"),
    CALL (scm_from_latin1_symbol, "one"),
    CALL (scm_symbol_to_string, symbol),
    CALL (scm_string_to_symbol, name),
    CALL (scm_object_to_string, list, UNDEFINED),
    CALL (scm_write, list, out),
    CALL (scm_display, list, out),
    CALL (scm_newline, out),
    CALL (scm_simple_format, FALSE, name, EMPTY),
    CALL (scm_c_lookup, "AF_INET"),
    CALL (scm_variable_ref, F (scm_c_lookup) ("AF_INET")),
    CALL (scm_c_catch, TRUE, call_nothing, name),
    CALL (scm_internal_catch, TRUE, call_nothing, name),
    CALL (scm_c_with_throw_handler, TRUE, call_nothing, name),
    CALL (scm_strerror, one),
    CALL (scm_malloc, 1),
    CALL (scm_calloc, 1),
    CALL (scm_realloc, 0, 1),
    CALL (scm_strdup, "one"),
    CALL (scm_strndup, "one", 3),
    CALL (scm_gc_malloc, 1, "what"),
    CALL (scm_gc_malloc_pointerless, 1, "what"),
    CALL (scm_gc_calloc, 1, "what"),
    CALL (scm_gc_realloc, 0, 0, 1, "what"),
    CALL (scm_gc_strdup, "one", "what"),
    CALL (scm_gc_strndup, "one", 3, "what"),
    CALL (scm_gc_stats),
    CALL (scm_gc_protect_object, list),
    CALL (scm_gc_unprotect_object, list),
    CALL (scm_permanent_object, list),
    CALL (scm_gc_register_root, &root),
    CALL (scm_gc_register_roots, &root, 1),
    CALL (scm_port_closed_p, text),
    CALL (scm_port_mode, text),
    CALL (scm_close_port, lines ()),
    CALL (scm_close, lines ()),
    CALL (scm_close_input_port, lines ()),
    CALL (scm_close_output_port,
          F (scm_fdes_to_port) (dup (null), "w", FALSE)),
    CALL (scm_current_input_port),
    CALL (scm_current_output_port),
    CALL (scm_current_error_port),
    CALL (scm_fileno, text),
    CALL (scm_fdopen, INT (dup (null)), F (scm_from_utf8_string) ("r")),
    CALL (scm_fdes_to_port, dup (null), "r", FALSE),
    CALL (scm_port_revealed, text),
    CALL (scm_set_port_revealed_x, spare, INT (0)),
    CALL (scm_dup2, INT (null), INT (null)),
    CALL (scm_isatty_p, text),
    CALL (scm_fcntl, text, INT (F_GETFD), UNDEFINED),
    CALL (scm_c_read, lines (), buffer, 3),
    CALL (scm_get_byte_or_eof, lines ()),
    CALL (scm_peek_byte_or_eof, lines ()),
    CALL (scm_unget_byte, 65, lines ()),
    CALL (scm_get_u8, lines ()),
    CALL (scm_lookahead_u8, lines ()),
    CALL (scm_get_bytevector_n, lines (), four),
    CALL (scm_get_bytevector_n_x, lines (), bytes, INT (0), one),
    CALL (scm_get_bytevector_some, lines ()),
    CALL (scm_get_bytevector_all, lines ()),
    CALL (scm_read_line, lines ()),
    CALL (scm_char_ready_p, text),
    CALL (scm_drain_input, text),
    CALL (scm_c_write, out, "one", 3),
    CALL (scm_lfwrite, "one", 3, out),
    CALL (scm_puts, "one", out),
    CALL (scm_putc, 'o', out),
    CALL (scm_put_u8, out, one),
    CALL (scm_put_bytevector, out, bytes, UNDEFINED, UNDEFINED),
    CALL (scm_setvbuf, out, F (scm_from_utf8_symbol) ("line"), UNDEFINED),
    CALL (scm_force_output, out),
    CALL (scm_flush, out),
    CALL (scm_select, F (scm_list_1) (text), EMPTY, EMPTY, no_delay, no_delay),
    CALL (scm_socket, inet, INT (SOCK_DGRAM), INT (0)),
    CALL (scm_socketpair, INT (AF_UNIX), INT (SOCK_STREAM), INT (0)),
    CALL (scm_getsockopt, sock, socket_level, INT (SO_LINGER)),
    CALL (scm_setsockopt, sock, socket_level, INT (SO_REUSEADDR), one),
    CALL (scm_shutdown, F (scm_car) (F (scm_accept) (called (1))), INT (2)),
    CALL (scm_connect, sock, F (scm_getsockname) (peer), UNDEFINED, UNDEFINED),
    CALL (scm_bind, F (scm_socket) (inet, INT (SOCK_DGRAM), INT (0)), inet,
          loopback, port),
    CALL (scm_listen, bound (SOCK_STREAM), one),
    CALL (scm_accept, listening),
    CALL (scm_accept4, listening, INT (SOCK_CLOEXEC)),
    CALL (scm_getsockname, sock),
    CALL (scm_getpeername, sock),
    CALL (scm_send, sock, bytes, UNDEFINED),
    CALL (scm_sendto, peer, bytes, address, UNDEFINED, EMPTY),
    CALL (scm_recv, peer, bytes, UNDEFINED),
    CALL (scm_recvfrom, sock, bytes, UNDEFINED, UNDEFINED, UNDEFINED),
    CALL (scm_make_socket_address, inet, loopback, port),
    CALL (scm_c_make_socket_address, inet, loopback, port, &size),
    CALL (scm_from_sockaddr, &raw, sizeof raw),
    CALL (scm_to_sockaddr, address, &size),
    CALL (scm_inet_pton, inet, host),
    CALL (scm_inet_ntop, inet, loopback),
    CALL (scm_inet_netof, loopback),
    CALL (scm_lnaof, loopback),
    CALL (scm_inet_makeaddr, one, one),
    CALL (scm_gethost, host),
    CALL (scm_getnet, F (scm_from_utf8_string) ("loopback")),
    CALL (scm_getproto, tcp),
    CALL (scm_getserv, echo, tcp),
    CALL (scm_sethost, FALSE),
    CALL (scm_setnet, FALSE),
    CALL (scm_setproto, FALSE),
    CALL (scm_setserv, FALSE),
    CALL (scm_gethostname),
    CALL (scm_getaddrinfo, host, UNDEFINED, UNDEFINED, inet, UNDEFINED,
          UNDEFINED),
    CALL (scm_gai_strerror, INT (-2)),
  };
  for (size_t i = 0; i < LENGTH (working); i++)
    check (&working[i]);
}

#endif
