/* Calls that fail, of the functions of contracts.def that do not by having
   made-up handles as arguments.  */

#ifndef FOREIGN_SAMPLES_H
#define FOREIGN_SAMPLES_H

#include "foreign.h"
#include <errno.h>

enum
{
  ARGUMENTS = 7
};

typedef uintptr_t word;

struct sample
{
  const char *name;
  word arg[ARGUMENTS];
};

#define W(x) ((word) (x))
/* Up to seven arguments of any type.  */
#define CALL_(name, a, b, c, d, e, f, g, ...)                                 \
  {                                                                           \
#name, { W (a), W (b), W (c), W (d), W (e), W (f), W (g) }                \
  }
#define CALL(...) CALL_ (__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0)

/* A handle that was never given out, and a size that nothing has.  */
#define MADE_UP 0xa5ffffff00000080
#define HUGE_SIZE ((size_t) -1 / 2)

static const struct sample failing[] = {
  CALL (scm_from_utf8_stringn, "\377", 1),
  CALL (scm_from_locale_stringn, "x", HUGE_SIZE),
  CALL (scm_from_latin1_stringn, "x", HUGE_SIZE),
  CALL (scm_from_utf8_string, "\377"),
  CALL (scm_from_utf8_symboln, "\377", 1),
  CALL (scm_from_locale_symboln, "x", HUGE_SIZE),
  CALL (scm_from_latin1_symboln, "x", HUGE_SIZE),
  CALL (scm_from_utf8_symbol, "\377"),
  CALL (scm_c_lookup, "NO_SUCH_CONSTANT"),
  CALL (scm_error, INT (5), "subr", "message", EMPTY, FALSE),
  CALL (scm_syserror, "subr"),
  CALL (scm_syserror_msg, "subr", "message", EMPTY, ECONNRESET),
  CALL (scm_misc_error, "subr", "~A", EMPTY),
  CALL (scm_out_of_range, "subr", INT (5)),
  CALL (scm_out_of_range_pos, "subr", INT (5), INT (1)),
  CALL (scm_wrong_type_arg, "subr", 1, INT (5)),
  CALL (scm_wrong_type_arg_msg, "subr", 1, INT (5), "colour"),
  CALL (scm_realloc, 0, HUGE_SIZE),
  CALL (scm_strndup, "x", HUGE_SIZE),
  CALL (scm_gc_realloc, 0, 0, HUGE_SIZE, "what"),
  CALL (scm_gc_strndup, "x", HUGE_SIZE, "what"),
  CALL (scm_fdes_to_port, 1000000, "r", FALSE),
  CALL (scm_lfwrite, "x", 1, MADE_UP),
  CALL (scm_puts, "x", MADE_UP),
  CALL (scm_from_sockaddr, "\377\377\377\377", 4),
};

/* What fails for want of memory alone, if at all; and the two that run a
   function of the program's, whose own calls fail by themselves.  */
static const char *const sure[] = {
  "scm_equal_p",
  "scm_gc_stats",
  "scm_from_long",
  "scm_from_ulong",
  "scm_from_long_long",
  "scm_from_ulong_long",
  "scm_from_size_t",
  "scm_from_ssize_t",
  "scm_from_int64",
  "scm_from_uint64",
  "scm_from_intmax",
  "scm_from_uintmax",
  "scm_cons",
  "scm_list_1",
  "scm_list_2",
  "scm_list_3",
  "scm_list_4",
  "scm_list_5",
  "scm_from_pointer",
  "scm_from_locale_string",
  "scm_from_latin1_string",
  "scm_from_locale_symbol",
  "scm_from_latin1_symbol",
  "scm_object_to_string",
  "scm_c_with_throw_handler",
  "scm_strdup",
  "scm_gc_strdup",
  "scm_gc_protect_object",
  "scm_gc_unprotect_object",
  "scm_permanent_object",
  "scm_gc_register_root",
  "scm_gc_register_roots",
  "scm_current_input_port",
  "scm_current_output_port",
  "scm_current_error_port",
  "scm_isatty_p",
  "scm_sethost",
  "scm_setnet",
  "scm_setproto",
  "scm_setserv",
  "scm_gethostname",
};

/* What works in no case, or ends the thread where it does.  */
static const char *const useless[] = {
  "scm_handle_by_message",
  "scm_handle_by_message_noexit",
  "scm_throw",
  "scm_ithrow",
  "scm_error",
  "scm_error_scm",
  "scm_syserror",
  "scm_syserror_msg",
  "scm_misc_error",
  "scm_out_of_range",
  "scm_out_of_range_pos",
  "scm_wrong_type_arg",
  "scm_wrong_type_arg_msg",
};

#endif
