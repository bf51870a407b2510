/* Handles are checked: a word that is no handle, or is none any more, is a
   clear wrong-type-arg for every function, whatever its bits; and so is a port
   that was closed.  */

#include "handles.h"
#include "../apply.h"

#include <netinet/in.h>
#include <sys/socket.h>

/* A call.  */
struct attempt
{
  const char *text;
  SCM (*function) ();
  int count;
  SCM args[6];
};

#define COUNT_(a, b, c, d, e, f, n, ...) n
#define COUNT(...) COUNT_ (__VA_ARGS__, 6, 5, 4, 3, 2, 1, 0)
#define ATTEMPT(function_, ...)                                               \
  {                                                                           \
    .text = #function_ " (" #__VA_ARGS__ ")",                                 \
    .function = (SCM (*) ()) function_, .count = COUNT (__VA_ARGS__),         \
    .args                                                                     \
        = { __VA_ARGS__ }                                                     \
  }

static SCM
attempt (void *data)
{
  const struct attempt *a = data;
  return apply_to (a->function, a->count, a->args);
}

static int tried, failures;

/* Makes the call A with a word of the kind WHAT: it must raise wrong-type-arg,
   and the condition must print.  */
static void
refused (const struct attempt *a, const char *what)
{
  SCM raised = outcome (attempt, (void *) (uintptr_t) a);
  char *text = scm_to_utf8_string (scm_object_to_string (raised, NONE));
  tried++;
  if (!scm_is_pair (raised) || !scm_is_eq (scm_car (raised), scm_arg_type_key)
      || scm_ilength (raised) != 5)
    failures += printf ("%s, %s: %s\n", a->text, what, text) > 0;
  free (text);
}

/* Every kind of function refuses W, in every place.  */
static void
all_refuse (const char *what, SCM w)
{
  SCM zero = INT (0), one = INT (1), inet = INT (AF_INET);
  SCM list = scm_list_3 (one, one, one), bytes = scm_c_make_bytevector (4);
  SCM text = scm_from_utf8_string ("127.0.0.1");
  SCM sock = scm_socket (inet, INT (SOCK_DGRAM), zero);
  SCM local = scm_make_socket_address (inet, one, scm_list_1 (one));
  SCM block = scm_from_utf8_symbol ("block"), listed = scm_list_1 (w);
  const struct attempt attempts[] = {
    ATTEMPT (scm_car, w),
    ATTEMPT (scm_cdr, w),
    ATTEMPT (scm_caar, w),
    ATTEMPT (scm_cadr, w),
    ATTEMPT (scm_cdar, w),
    ATTEMPT (scm_cddr, w),
    ATTEMPT (scm_caddr, w),
    ATTEMPT (scm_cdddr, w),
    ATTEMPT (scm_cadddr, w),
    ATTEMPT (scm_cadr, scm_cons (one, w)),
    ATTEMPT (SCM_CAR, w),
    ATTEMPT (SCM_CDR, w),
    ATTEMPT (SCM_CADR, w),
    ATTEMPT (SCM_CDDR, w),
    ATTEMPT (set_car, w),
    ATTEMPT (set_cdr, w),
    ATTEMPT (scm_set_car_x, w, one),
    ATTEMPT (scm_set_cdr_x, w, one),
    ATTEMPT (scm_length, w),
    ATTEMPT (scm_list_ref, w, zero),
    ATTEMPT (scm_list_ref, list, w),
    ATTEMPT (scm_list_tail, w, one),
    ATTEMPT (scm_list_tail, list, w),
    ATTEMPT (scm_reverse, w),
    ATTEMPT (scm_append, w),
    ATTEMPT (scm_vector, w),
    ATTEMPT (scm_make_vector, w, zero),
    ATTEMPT (scm_vector_length, w),
    ATTEMPT (scm_vector_ref, w, zero),
    ATTEMPT (scm_vector_ref, local, w),
    ATTEMPT (scm_vector_set_x, w, zero, one),
    ATTEMPT (scm_vector_set_x, local, w, one),
    ATTEMPT (scm_vector_to_list, w),
    ATTEMPT (c_vector_length, w),
    ATTEMPT (c_vector_ref, w),
    ATTEMPT (c_vector_set_x, w),
    ATTEMPT (simple_vector_length, w),
    ATTEMPT (simple_vector_ref, w),
    ATTEMPT (simple_vector_set, w),
    ATTEMPT (scm_make_bytevector, w, zero),
    ATTEMPT (scm_make_bytevector, one, w),
    ATTEMPT (scm_bytevector_length, w),
    ATTEMPT (scm_bytevector_u8_ref, w, zero),
    ATTEMPT (scm_bytevector_u8_ref, bytes, w),
    ATTEMPT (scm_bytevector_u8_set_x, w, zero, one),
    ATTEMPT (scm_bytevector_u8_set_x, bytes, w, one),
    ATTEMPT (scm_bytevector_u8_set_x, bytes, zero, w),
    ATTEMPT (scm_bytevector_fill_x, w, zero),
    ATTEMPT (scm_bytevector_fill_x, bytes, w),
    ATTEMPT (scm_bytevector_copy, w),
    ATTEMPT (scm_bytevector_copy_x, w, zero, bytes, zero, one),
    ATTEMPT (scm_bytevector_copy_x, bytes, w, bytes, zero, one),
    ATTEMPT (scm_bytevector_copy_x, bytes, zero, w, zero, one),
    ATTEMPT (scm_bytevector_copy_x, bytes, zero, bytes, w, one),
    ATTEMPT (scm_bytevector_copy_x, bytes, zero, bytes, zero, w),
    ATTEMPT (scm_bytevector_eq_p, w, bytes),
    ATTEMPT (scm_bytevector_eq_p, bytes, w),
    ATTEMPT (scm_bytevector_to_u8_list, w),
    ATTEMPT (scm_u8_list_to_bytevector, w),
    ATTEMPT (scm_u8_list_to_bytevector, scm_list_1 (w)),
    ATTEMPT (scm_string_to_utf8, w),
    ATTEMPT (scm_utf8_to_string, w),
    ATTEMPT (c_bytevector_length, w),
    ATTEMPT (c_bytevector_ref, w),
    ATTEMPT (c_bytevector_set_x, w),
    ATTEMPT (bytevector_length, w),
    ATTEMPT (bytevector_contents, w),
    ATTEMPT (to_int8, w),
    ATTEMPT (to_uint64, w),
    ATTEMPT (to_bool, w),
    ATTEMPT (scm_number_to_string, w, NONE),
    ATTEMPT (scm_number_to_string, one, w),
    ATTEMPT (scm_string_to_number, w, NONE),
    ATTEMPT (scm_string_to_number, text, w),
    ATTEMPT (to_pointer, w),
    ATTEMPT (scm_pointer_to_bytevector, w, one, zero, NONE),
    ATTEMPT (scm_bytevector_to_pointer, w, zero),
    ATTEMPT (scm_bytevector_to_pointer, bytes, w),
    ATTEMPT (c_string_length, w),
    ATTEMPT (scm_string_length, w),
    ATTEMPT (scm_string_equal_p, w, text),
    ATTEMPT (scm_string_equal_p, text, w),
    ATTEMPT (scm_string_append, scm_list_2 (text, w)),
    ATTEMPT (to_utf8_string, w),
    ATTEMPT (to_locale_string, w),
    ATTEMPT (scm_symbol_to_string, w),
    ATTEMPT (scm_string_to_symbol, w),
    ATTEMPT (scm_write, one, w),
    ATTEMPT (scm_display, one, w),
    ATTEMPT (scm_newline, w),
    ATTEMPT (scm_simple_format, SCM_BOOL_F, w, SCM_EOL),
    ATTEMPT (scm_variable_ref, w),
    ATTEMPT (scm_strerror, w),
    ATTEMPT (scm_throw, w, SCM_EOL),
    ATTEMPT (scm_port_closed_p, w),
    ATTEMPT (scm_close_port, w),
    ATTEMPT (scm_close, w),
    ATTEMPT (scm_close_input_port, w),
    ATTEMPT (scm_close_output_port, w),
    ATTEMPT (scm_port_mode, w),
    ATTEMPT (scm_fileno, w),
    ATTEMPT (scm_fdopen, w, text),
    ATTEMPT (scm_fdopen, one, w),
    ATTEMPT (scm_port_revealed, w),
    ATTEMPT (scm_set_port_revealed_x, w, one),
    ATTEMPT (scm_set_port_revealed_x, sock, w),
    ATTEMPT (scm_dup2, w, one),
    ATTEMPT (scm_dup2, one, w),
    ATTEMPT (scm_fcntl, w, one, zero),
    ATTEMPT (scm_fcntl, sock, w, zero),
    ATTEMPT (scm_fcntl, sock, one, w),
    ATTEMPT (scm_select, w, SCM_EOL, SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, w, SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, SCM_EOL, w, zero, zero),
    ATTEMPT (scm_select, listed, SCM_EOL, SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, scm_vector (listed), SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, SCM_EOL, listed, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, SCM_EOL, SCM_EOL, w, zero),
    ATTEMPT (scm_select, SCM_EOL, SCM_EOL, SCM_EOL, zero, w),
    ATTEMPT (c_read, w),
    ATTEMPT (get_byte_or_eof, w),
    ATTEMPT (peek_byte_or_eof, w),
    ATTEMPT (unget_byte, w),
    ATTEMPT (scm_get_u8, w),
    ATTEMPT (scm_lookahead_u8, w),
    ATTEMPT (scm_get_bytevector_n, w, one),
    ATTEMPT (scm_get_bytevector_n, sock, w),
    ATTEMPT (scm_get_bytevector_n_x, w, bytes, zero, one),
    ATTEMPT (scm_get_bytevector_n_x, sock, w, zero, one),
    ATTEMPT (scm_get_bytevector_n_x, sock, bytes, w, one),
    ATTEMPT (scm_get_bytevector_n_x, sock, bytes, zero, w),
    ATTEMPT (scm_get_bytevector_some, w),
    ATTEMPT (scm_get_bytevector_all, w),
    ATTEMPT (scm_read_line, w),
    ATTEMPT (scm_char_ready_p, w),
    ATTEMPT (scm_drain_input, w),
    ATTEMPT (c_write, w),
    ATTEMPT (lfwrite, w),
    ATTEMPT (puts_text, w),
    ATTEMPT (puts_accent, w),
    ATTEMPT (putc_letter, w),
    ATTEMPT (scm_put_u8, w, one),
    ATTEMPT (scm_put_u8, sock, w),
    ATTEMPT (scm_put_bytevector, w, bytes, zero, one),
    ATTEMPT (scm_put_bytevector, sock, w, zero, one),
    ATTEMPT (scm_put_bytevector, sock, bytes, w, one),
    ATTEMPT (scm_put_bytevector, sock, bytes, zero, w),
    ATTEMPT (scm_setvbuf, w, block, one),
    ATTEMPT (scm_setvbuf, sock, block, w),
    ATTEMPT (scm_force_output, w),
    ATTEMPT (flush, w),
    ATTEMPT (scm_socket, w, one, zero),
    ATTEMPT (scm_socket, inet, w, zero),
    ATTEMPT (scm_socket, inet, one, w),
    ATTEMPT (scm_socketpair, w, one, zero),
    ATTEMPT (scm_getsockopt, w, one, one),
    ATTEMPT (scm_getsockopt, sock, w, one),
    ATTEMPT (scm_getsockopt, sock, one, w),
    ATTEMPT (scm_setsockopt, w, one, one, zero),
    ATTEMPT (scm_setsockopt, sock, one, one, w),
    ATTEMPT (scm_shutdown, w, zero),
    ATTEMPT (scm_shutdown, sock, w),
    ATTEMPT (scm_connect, w, local, NONE, SCM_EOL),
    ATTEMPT (scm_connect, sock, w, NONE, SCM_EOL),
    ATTEMPT (scm_connect, sock, inet, w, list),
    ATTEMPT (scm_connect, sock, inet, one, w),
    ATTEMPT (scm_connect, sock, inet, one, scm_list_1 (w)),
    ATTEMPT (scm_bind, w, local, NONE, SCM_EOL),
    ATTEMPT (scm_bind, sock, w, NONE, SCM_EOL),
    ATTEMPT (scm_listen, w, one),
    ATTEMPT (scm_listen, sock, w),
    ATTEMPT (scm_accept, w),
    ATTEMPT (scm_accept4, w, zero),
    ATTEMPT (scm_getsockname, w),
    ATTEMPT (scm_getpeername, w),
    ATTEMPT (scm_recv, w, bytes, zero),
    ATTEMPT (scm_recv, sock, w, zero),
    ATTEMPT (scm_recv, sock, bytes, w),
    ATTEMPT (scm_send, w, bytes, zero),
    ATTEMPT (scm_send, sock, w, zero),
    ATTEMPT (scm_send, sock, bytes, w),
    ATTEMPT (scm_recvfrom, w, bytes, zero, zero, one),
    ATTEMPT (scm_recvfrom, sock, w, zero, zero, one),
    ATTEMPT (scm_recvfrom, sock, bytes, w, zero, one),
    ATTEMPT (scm_recvfrom, sock, bytes, zero, w, one),
    ATTEMPT (scm_recvfrom, sock, bytes, zero, zero, w),
    ATTEMPT (scm_sendto, w, bytes, local, NONE, SCM_EOL),
    ATTEMPT (scm_sendto, sock, w, local, NONE, SCM_EOL),
    ATTEMPT (scm_sendto, sock, bytes, w, NONE, SCM_EOL),
    ATTEMPT (scm_sendto, sock, bytes, local, w, SCM_EOL),
    ATTEMPT (scm_make_socket_address, w, one, list),
    ATTEMPT (scm_make_socket_address, inet, w, list),
    ATTEMPT (scm_make_socket_address, inet, one, w),
    ATTEMPT (to_sockaddr, w),
    ATTEMPT (scm_inet_pton, w, text),
    ATTEMPT (scm_inet_pton, inet, w),
    ATTEMPT (scm_inet_ntop, w, one),
    ATTEMPT (scm_inet_ntop, inet, w),
    ATTEMPT (scm_inet_netof, w),
    ATTEMPT (scm_lnaof, w),
    ATTEMPT (scm_inet_makeaddr, w, one),
    ATTEMPT (scm_inet_makeaddr, one, w),
    ATTEMPT (scm_gethost, w),
    ATTEMPT (scm_getnet, w),
    ATTEMPT (scm_getproto, w),
    ATTEMPT (scm_getserv, w, text),
    ATTEMPT (scm_getserv, one, w),
    ATTEMPT (scm_getaddrinfo, w, text, zero, zero, zero, zero),
    ATTEMPT (scm_getaddrinfo, text, w, zero, zero, zero, zero),
    ATTEMPT (scm_getaddrinfo, text, text, w, zero, zero, zero),
    ATTEMPT (scm_getaddrinfo, text, text, zero, w, zero, zero),
    ATTEMPT (scm_getaddrinfo, text, text, zero, zero, w, zero),
    ATTEMPT (scm_getaddrinfo, text, text, zero, zero, zero, w),
    ATTEMPT (scm_gai_strerror, w),
  };
  for (size_t i = 0; i < LENGTH (attempts); i++)
    refused (&attempts[i], what);
  scm_close_port (sock);
}

/* W is nothing at all.  */
static void
is_none (const char *what, uintptr_t w)
{
  uint32_t bits = predicates (value (w));
  if (bits)
    failures += printf ("%s: predicates %x\n", what, bits) > 0;
  assert (scm_is_false (scm_isatty_p (value (w))));
  all_refuse (what, value (w));
}

static void
made_up (void)
{
  static char memory[16];
  uintptr_t pair = word (scm_cons (INT (1), INT (2)));
  uintptr_t tag = pair >> TAG_SHIFT << TAG_SHIFT;
  is_none ("another generation", pair + ((uintptr_t) 1 << GENERATION_SHIFT));
  is_none ("the last generation",
           pair | (uintptr_t) 0xffffff << GENERATION_SHIFT);
  is_none ("another tag", pair ^ (uintptr_t) 1 << TAG_SHIFT);
  is_none ("no tag", pair & ~tag);
  is_none ("low bits 001", pair | 1);
  is_none ("low bits 011", pair | 3);
  is_none ("low bits 100", pair | 4);
  is_none ("low bits 101", pair | 5);
  is_none ("low bits 111", pair | 7);
  is_none ("an index never used", pair + ((uintptr_t) 1 << 20));
  is_none ("the last index", tag | (uintptr_t) 0x1fffffff << INDEX_SHIFT);
  is_none ("index 0", tag);
  is_none ("0", 0);
  is_none ("all ones", UINTPTR_MAX);
  is_none ("an address in a program", (uintptr_t) memory & -8);
  is_none ("an address on a stack", (uintptr_t) &pair);
  is_none ("a kernel's address", (uintptr_t) -4096);
}

/* A handle of the cell that scm_gc_malloc uses, which is no value: it lies
   between two others, unless their thread's cache was empty in between.  */
static uintptr_t
block_handle (void **memory)
{
  for (int i = 0; i < 100; i++)
    {
      uintptr_t before = word (scm_cons (INT (1), INT (2)));
      *memory = scm_gc_malloc (8, "test");
      uintptr_t after = word (scm_cons (INT (1), INT (2)));
      if (after == before + (2 << INDEX_SHIFT))
        return before + (1 << INDEX_SHIFT);
    }
  abort ();
}

static void
stale (void)
{
  void *memory;
  /* No cell but those below becomes free.  */
  scm_gc_disable ();
  uintptr_t handle = block_handle (&memory), again;
  is_none ("no value's cell", handle);
  scm_gc_free (memory, 8, "test");
  is_none ("a freed cell", handle);
  handle = block_handle (&memory);
  scm_gc_free (memory, 8, "test");
  /* Somebody gets the cell soon, under another generation.  */
  int count = 0;
  do
    again = word (scm_cons (INT (3), INT (4)));
  while ((uint32_t) again != (uint32_t) handle && ++count < 100);
  assert ((uint32_t) again == (uint32_t) handle && again != handle);
  assert (scm_to_int (scm_car (value (again))) == 3);
  is_none ("a cell used again", handle);
  scm_gc_enable ();
}

/* A closed port is a port still, and of no use.  */
static void
closed_port (void)
{
  SCM zero = INT (0), one = INT (1), bytes = scm_c_make_bytevector (4);
  SCM port = scm_socket (INT (AF_INET), INT (SOCK_DGRAM), zero);
  SCM local = scm_make_socket_address (INT (AF_INET), one, scm_list_1 (one));
  SCM block = scm_from_utf8_symbol ("block"), listed = scm_list_1 (port);
  scm_close_port (port);
  const struct attempt attempts[] = {
    ATTEMPT (scm_port_mode, port),
    ATTEMPT (scm_port_revealed, port),
    ATTEMPT (scm_set_port_revealed_x, port, one),
    ATTEMPT (scm_dup2, port, one),
    ATTEMPT (scm_select, listed, SCM_EOL, SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, listed, SCM_EOL, zero, zero),
    ATTEMPT (scm_select, SCM_EOL, SCM_EOL, listed, zero, zero),
    ATTEMPT (c_read, port),
    ATTEMPT (get_byte_or_eof, port),
    ATTEMPT (peek_byte_or_eof, port),
    ATTEMPT (unget_byte, port),
    ATTEMPT (scm_get_u8, port),
    ATTEMPT (scm_lookahead_u8, port),
    ATTEMPT (scm_get_bytevector_n, port, one),
    ATTEMPT (scm_get_bytevector_n_x, port, bytes, zero, one),
    ATTEMPT (scm_get_bytevector_some, port),
    ATTEMPT (scm_get_bytevector_all, port),
    ATTEMPT (scm_read_line, port),
    ATTEMPT (scm_char_ready_p, port),
    ATTEMPT (scm_drain_input, port),
    ATTEMPT (c_write, port),
    ATTEMPT (lfwrite, port),
    ATTEMPT (puts_text, port),
    ATTEMPT (puts_accent, port),
    ATTEMPT (putc_letter, port),
    ATTEMPT (scm_put_u8, port, one),
    ATTEMPT (scm_put_bytevector, port, bytes, zero, one),
    ATTEMPT (scm_setvbuf, port, block, one),
    ATTEMPT (scm_force_output, port),
    ATTEMPT (scm_fileno, port),
    ATTEMPT (scm_fcntl, port, one, zero),
    ATTEMPT (scm_getsockopt, port, one, one),
    ATTEMPT (scm_setsockopt, port, one, one, zero),
    ATTEMPT (scm_shutdown, port, zero),
    ATTEMPT (scm_connect, port, local, NONE, SCM_EOL),
    ATTEMPT (scm_bind, port, local, NONE, SCM_EOL),
    ATTEMPT (scm_listen, port, one),
    ATTEMPT (scm_accept, port),
    ATTEMPT (scm_accept4, port, zero),
    ATTEMPT (scm_getsockname, port),
    ATTEMPT (scm_getpeername, port),
    ATTEMPT (scm_recv, port, bytes, zero),
    ATTEMPT (scm_send, port, bytes, zero),
    ATTEMPT (scm_recvfrom, port, bytes, zero, zero, one),
    ATTEMPT (scm_sendto, port, bytes, local, NONE, SCM_EOL),
  };
  for (size_t i = 0; i < LENGTH (attempts); i++)
    refused (&attempts[i], "a closed port");
  assert (SCM_PORTP (port) && !SCM_OPPORTP (port) && !SCM_OPFPORTP (port));
  assert (scm_is_true (scm_port_closed_p (port)));
  assert (scm_is_false (scm_close_port (port)));
  assert (scm_is_false (scm_close (port)));
  assert (scm_is_eq (scm_close_input_port (port), SCM_UNSPECIFIED));
  assert (scm_is_eq (scm_close_output_port (port), SCM_UNSPECIFIED));
  assert (scm_is_false (scm_isatty_p (port)));
  scm_flush (port);
}

static void *
run (void *data)
{
  made_up ();
  stale ();
  closed_port ();
  return data;
}

int
main (void)
{
  alarm (110);
  if (!scm_with_guile (run, &tried))
    return 1;
  printf ("%d calls, %d of them wrong\n", tried, failures);
  return failures != 0;
}
