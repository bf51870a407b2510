/* Printing to ports: scm_write, scm_display, scm_newline, scm_simple_format.
   The port is one end of a socket pair, and what arrives at the other end is
   printed; or it is the default port, of a child process.  */

#include "check.h"

#include <locale.h>
#include <signal.h>
#include <sys/socket.h>

#define NIL ((SCM) 0x104)
#define CHARACTER(code) ((SCM) (((uintptr_t) (code) << 8) | 0xc))
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* The port that is printed to, and the descriptor of its other end.  */
static SCM port;
static int other;

static SCM
integer (int i)
{
  return scm_from_int (i);
}

static SCM
new_pair (void)
{
  return scm_socketpair (integer (AF_UNIX), integer (SOCK_STREAM),
                         integer (0));
}

/* Prints what has arrived.  */
static void
arrived (void)
{
  char bytes[8192];
  ssize_t n = recv (other, bytes, sizeof bytes, MSG_DONTWAIT);
  fputs (n < 0 ? "  nothing" : "  ", stdout);
  for (ssize_t i = 0; i < n; i++)
    if (bytes[i] >= ' ' && bytes[i] < 127 && bytes[i] != '%')
      putchar (bytes[i]);
    else
      printf ("%%%02x", (unsigned char) bytes[i]);
  putchar ('\n');
}

static void
print_both (SCM value)
{
  RUN (scm_write, value, port);
  arrived ();
  RUN (scm_display, value, port);
  arrived ();
}

/* A socket port has no buffer, and its encoding is the one of the C locale,
   whatever becomes of the locale.  */
static void
test_values (void)
{
  SCM text = check_string ("a\"\\\n\303\251\302\205\342\202\254\360\237\230"
                           "\200");
  SCM values[] = { integer (-5),
                   check_int ("18446744073709551616"),
                   SCM_EOL,
                   SCM_UNSPECIFIED,
                   SCM_UNDEFINED,
                   check_string (""),
                   scm_from_latin1_stringn ("a\0b", 3),
                   text,
                   check_symbol ("name"),
                   check_symbol ("a b"),
                   check_symbol ("\303\251\342\202\254"),
                   check_symbol ("\303\251 \342\202\254"),
                   CHARACTER ('a'),
                   CHARACTER (' '),
                   CHARACTER (0),
                   CHARACTER (0xe9),
                   CHARACTER (0x301),
                   CHARACTER (0x20ac),
                   CHARACTER (0x1f600),
                   check_bytes ("\0\377", 2),
                   scm_list_3 (text, CHARACTER (0xe9), CHARACTER ('x')),
                   scm_c_make_vector (2, text) };
  for (size_t i = 0; i < COUNT (values); i++)
    print_both (values[i]);
  RUN (scm_newline, port);
  arrived ();
  if (!setlocale (LC_ALL, "C.UTF-8"))
    check_die ("C.UTF-8");
  print_both (text);
  setlocale (LC_ALL, "C");
}

/* libguile sends each character of a written string by itself, and a socket
   holds some hundred pieces: no more than this.  */
static void
test_long (void)
{
  char bytes[20001];
  memset (bytes, 'x', sizeof bytes);
  QUIET (scm_display, scm_from_latin1_stringn (bytes, 20000), port);
  size_t total = 0;
  ssize_t n;
  while ((n = recv (other, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
    total += n;
  check_say_long ("bytes", total);
}

/* Ports that cannot be printed to.  */
static void
bad_port (SCM bad)
{
  SCM text = check_string ("x");
  RUN (scm_write, text, bad);
  RUN (scm_display, text, bad);
  RUN (scm_newline, bad);
}

static void
test_bad_ports (void)
{
  SCM pair = new_pair (), closed = scm_car (pair);
  scm_close_port (closed);
  scm_close_port (scm_cdr (pair));
  SCM more[] = { NIL, SCM_EOF_VAL, CHARACTER ('x'), closed };
  for (int i = 0; i < CHECK_SAMPLES; i++)
    bad_port (check_samples[i]);
  for (size_t i = 0; i < COUNT (more); i++)
    bad_port (more[i]);
}

/* libguile writes with write(2), and would die of SIGPIPE.  */
static void
test_failing_ports (void)
{
  SCM text = check_string ("x");
  SCM pair = new_pair (), lonely = scm_car (pair);
  SCM unconnected
      = scm_socket (integer (AF_UNIX), integer (SOCK_STREAM), integer (0));
  SCM half = scm_car (new_pair ());
  scm_close_port (scm_cdr (pair));
  scm_shutdown (half, integer (1));
  signal (SIGPIPE, SIG_IGN);
  bad_port (lonely);
  bad_port (unconnected);
  bad_port (half);
  RUN (scm_simple_format, lonely, text, SCM_EOL);
  RUN (scm_simple_format, unconnected, text, SCM_EOL);
  signal (SIGPIPE, SIG_DFL);
}

/* scm_simple_format.  */

static void
format (const char *message, SCM args)
{
  SCM text = check_string (message);
  RUN (scm_simple_format, SCM_BOOL_F, text, args);
  RUN (scm_simple_format, port, text, args);
  arrived ();
}

static void
test_format (void)
{
  SCM one = scm_list_1 (integer (1));
  SCM two = scm_list_2 (check_string ("q\"\303\251"), check_symbol ("a b"));
  format ("", SCM_EOL);
  format ("plain", SCM_EOL);
  format ("~A", one);
  format ("~a", one);
  format ("~A ~S", two);
  format ("~s ~a", two);
  format ("~S", scm_list_1 (two));
  format ("~A", scm_list_1 (two));
  format ("<~A>", scm_list_1 (CHARACTER ('x')));
  format ("<~S>", scm_list_1 (CHARACTER ('x')));
  format ("<~A~A>", scm_list_2 (SCM_EOL, check_string ("")));
  format ("~%", SCM_EOL);
  format ("a~%b~~c", SCM_EOL);
  format ("~~~A~~~%~%", one);
  format ("~~A", SCM_EOL);
  format ("\303\251~A\342\202\254", scm_list_1 (check_string ("\303\251")));
  format ("~A", scm_list_1 (check_string ("~A~%")));
  /* A tilde at the end.  */
  format ("~", SCM_EOL);
  format ("~A~", one);
  format ("~~~", SCM_EOL);
  RUN (scm_simple_format, SCM_BOOL_F, scm_from_latin1_stringn ("a\0~A", 4),
       one);
  RUN (scm_simple_format, NIL, check_string ("nil is false"), SCM_EOL);
}

/* Arguments too few, too many, of the wrong kind; what is before the mistake
   is on the port.  */
static void
test_format_arguments (void)
{
  SCM one = scm_list_1 (integer (1)),
      two = scm_list_2 (integer (1), integer (2));
  format ("~A", SCM_EOL);
  format ("~S", SCM_EOL);
  format ("~s", SCM_EOL);
  format ("a ~A b ~S c", one);
  format ("none", one);
  format ("a ~A b", two);
  format ("~%", two);
  format ("~", one);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      format ("m", check_samples[i]);
      format ("~A", check_samples[i]);
    }
  format ("~A~A", scm_cons (integer (1), integer (2)));
  format ("m", SCM_UNDEFINED);
}

static void
test_format_directives (void)
{
  SCM one = scm_list_1 (integer (1));
  for (int c = ' '; c < 127; c++)
    if (!strchr ("AaSs%~", c))
      {
        char message[] = { '~', c, 0 };
        RUN (scm_simple_format, SCM_BOOL_F, check_string (message), one);
      }
  static const char *const others[]
      = { "~\n",  "~10A", "~\303\251", "~\342\202\254", "x ~A y ~q z ~A",
          "~A~q", "~q~A" };
  for (size_t i = 0; i < COUNT (others); i++)
    format (others[i], one);
  format ("~A~q", SCM_EOL);
  RUN (scm_simple_format, SCM_BOOL_F, scm_from_latin1_stringn ("~\0", 2), one);
}

static void
test_format_samples (void)
{
  SCM one = scm_list_1 (integer (1)), pair = new_pair ();
  SCM message = check_string ("~A"), closed = scm_car (pair);
  scm_close_port (closed);
  scm_close_port (scm_cdr (pair));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_simple_format, SCM_BOOL_F, check_samples[i], SCM_EOL);
      /* #t is the current output port: test_default.  */
      if (!scm_is_eq (check_samples[i], SCM_BOOL_T))
        RUN (scm_simple_format, check_samples[i], message, one);
    }
  RUN (scm_simple_format, closed, message, one);
  RUN (scm_simple_format, SCM_UNDEFINED, message, one);
  RUN (scm_simple_format, SCM_BOOL_F, SCM_UNDEFINED, one);
  /* Which mistake is found first.  */
  RUN (scm_simple_format, integer (1), integer (2), integer (3));
  RUN (scm_simple_format, SCM_BOOL_F, integer (2), integer (3));
  RUN (scm_simple_format, SCM_BOOL_F, check_string ("~q"), integer (3));
}

/* The current output port, which is flushed when the process ends.  */
static void
to_default (void *data)
{
  SCM value = data;
  scm_write (value, SCM_UNDEFINED);
  scm_newline (SCM_UNDEFINED);
  scm_display (value, SCM_UNDEFINED);
  scm_newline (scm_current_output_port ());
  scm_display (value, scm_current_output_port ());
  scm_newline (SCM_UNDEFINED);
  scm_simple_format (SCM_BOOL_T, check_string ("~S ~A~%"),
                     scm_list_2 (value, value));
}

static void
to_error (void *data)
{
  SCM value = data, error = scm_current_error_port ();
  scm_write (value, error);
  scm_newline (error);
  scm_display (value, error);
  scm_newline (error);
  scm_simple_format (error, check_string ("~S ~A~%"),
                     scm_list_2 (value, value));
}

static void
test_default (void)
{
  SCM value = scm_list_3 (check_string ("a\"\303\251"), CHARACTER ('x'),
                          check_symbol ("b c"));
  check_child ("to the current output port", to_default, value);
  check_child ("to the current error port", to_error, value);
  check_child ("a string", to_default, check_string ("text"));
}

void
check_chapter (void)
{
  SCM pair = new_pair ();
  port = scm_car (pair);
  other = scm_to_int (scm_fileno (scm_cdr (pair)));
  test_values ();
  test_long ();
  test_bad_ports ();
  test_failing_ports ();
  test_format ();
  test_format_arguments ();
  test_format_directives ();
  test_format_samples ();
  test_default ();
  /* It must be alive as long as its descriptor is in use.  */
  scm_close_port (scm_cdr (pair));
  scm_close_port (port);
}
