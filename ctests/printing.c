/* How values print: constants, integers, lists, vectors, bytevectors, ports,
   and what contains itself.  Characters, strings and symbols are in
   printing_text.c, ports that are printed to in printing_ports.c.

   Left out, since libguile 3.0.8 crashes: a hundred thousand lists or vectors
   inside each other, and words that are no value at all.  */

#include "check.h"

#include <sys/socket.h>

#define NIL ((SCM) 0x104)
#define CHARACTER(code) ((SCM) (((uintptr_t) (code) << 8) | 0xc))
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* The written and the displayed form.  */
static void
show (SCM value)
{
  SCM text = scm_simple_format (SCM_BOOL_F, check_string ("~A"),
                                scm_list_1 (value));
  char *written = check_written (value),
       *displayed = scm_to_utf8_string (text);
  printf ("%s    %s\n", written, displayed);
  free (written);
  free (displayed);
}

static SCM
integer (int i)
{
  return scm_from_int (i);
}

/* (1 2 ... COUNT) */
static SCM
count_up (int count)
{
  SCM list = SCM_EOL;
  for (int i = count; i > 0; i--)
    list = scm_cons (integer (i), list);
  return list;
}

static SCM
tail (SCM list, int k)
{
  while (k--)
    list = scm_cdr (list);
  return list;
}

static void
test_constants (void)
{
  SCM values[]
      = { SCM_BOOL_F,      SCM_BOOL_T,  NIL,           SCM_EOL,
          SCM_UNSPECIFIED, SCM_EOF_VAL, SCM_UNDEFINED, CHARACTER ('a') };
  for (size_t i = 0; i < COUNT (values); i++)
    {
      show (values[i]);
      show (scm_list_2 (values[i], values[i]));
      show (scm_cons (values[i], values[i]));
      show (scm_cons (integer (1), values[i]));
      show (scm_c_make_vector (1, values[i]));
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    show (check_samples[i]);
}

static void
test_integers (void)
{
  static const char *const decimals[]
      = { "0",
          "-0",
          "7",
          "-7",
          "2305843009213693951",
          "2305843009213693952",
          "-2305843009213693952",
          "-2305843009213693953",
          "18446744073709551615",
          "-18446744073709551616",
          "340282366920938463463374607431768211455",
          "-1000000000000000000000000000000000000000000000000000000000000" };
  for (size_t i = 0; i < COUNT (decimals); i++)
    show (check_int (decimals[i]));
}

static void
test_lists (void)
{
  SCM text = check_string ("a\"b"), one = integer (1);
  show (scm_list_5 (one, text, check_symbol ("b"), CHARACTER (' '), SCM_EOL));
  show (scm_cons (one, scm_cons (text, check_symbol ("tail"))));
  show (scm_cons (scm_cons (one, one), scm_cons (text, text)));
  show (scm_list_3 (scm_list_1 (SCM_EOL), scm_cons (scm_cons (one, one), one),
                    check_string ("")));
  show (scm_vector (scm_list_3 (one, text, SCM_EOL)));
  show (scm_c_make_vector (0, SCM_EOL));
  show (scm_c_make_vector (2, scm_c_make_vector (1, text)));
  show (scm_cons (one, scm_c_make_vector (2, one)));
  show (check_bytes ("", 0));
  show (check_bytes ("\0\1\177\200\377", 5));
  show (scm_list_2 (check_bytes ("a", 1), check_bytes ("b", 1)));
  /* What is in two places is printed in both.  */
  SCM shared = scm_list_2 (one, text);
  show (scm_list_3 (shared, shared, scm_c_make_vector (2, shared)));
}

/* Guile does not abbreviate them.  */
static void
test_quotations (void)
{
  static const char *const names[]
      = { "quote",  "quasiquote",  "unquote",  "unquote-splicing",
          "syntax", "quasisyntax", "unsyntax", "unsyntax-splicing" };
  SCM x = check_symbol ("x");
  for (size_t i = 0; i < COUNT (names); i++)
    {
      SCM name = check_symbol (names[i]);
      show (scm_list_1 (name));
      show (scm_list_2 (name, x));
      show (scm_list_3 (name, x, x));
      show (scm_cons (name, x));
      show (scm_cons (x, scm_list_2 (name, x)));
      show (scm_list_2 (name, scm_list_2 (name, SCM_EOL)));
    }
}

/* The last pair's tail goes back to one of the list's pairs.  */
static void
test_cycles_cdr (void)
{
  for (int n = 1; n <= 5; n++)
    for (int to = 0; to < n; to++)
      {
        SCM list = count_up (n);
        scm_set_cdr_x (tail (list, n - 1), tail (list, to));
        show (list);
        show (scm_list_2 (list, integer (9)));
        show (scm_cons (integer (9), list));
        show (scm_c_make_vector (1, list));
      }
}

/* An element is one of the list's pairs, bare, or the last element of a list
   or vector.  */
static void
test_cycles_car (void)
{
  for (int n = 1; n <= 3; n++)
    for (int at = 0; at < n; at++)
      for (int to = 0; to < n; to++)
        {
          SCM list = count_up (n), vector = scm_c_make_vector (2, integer (7));
          SCM where = tail (list, at), what = tail (list, to);
          scm_set_car_x (where, what);
          show (list);
          for (int inner = 1; inner <= 3; inner++)
            {
              SCM element = count_up (inner);
              scm_set_car_x (tail (element, inner - 1), what);
              scm_set_car_x (where, element);
              show (list);
            }
          scm_c_vector_set_x (vector, 1, what);
          scm_set_car_x (where, vector);
          show (list);
          show (vector);
        }
}

static void
test_cycles_others (void)
{
  SCM both = scm_cons (SCM_EOL, SCM_EOL);
  scm_set_car_x (both, both);
  scm_set_cdr_x (both, both);
  show (both);
  SCM vector = scm_c_make_vector (3, integer (0));
  scm_c_vector_set_x (vector, 1, vector);
  show (vector);
  show (scm_list_2 (vector, vector));
  SCM first = scm_c_make_vector (1, SCM_EOL);
  SCM second = scm_c_make_vector (2, first);
  scm_c_vector_set_x (first, 0, second);
  show (first);
  show (second);
  SCM a = scm_cons (integer (1), integer (2)), b = scm_cons (a, a);
  scm_set_car_x (a, b);
  show (a);
  show (b);
  SCM quoted = scm_list_2 (check_symbol ("quote"), SCM_EOL);
  scm_set_car_x (scm_cdr (quoted), quoted);
  show (quoted);
}

static void
test_large (void)
{
  SCM deep = SCM_EOL, vectors = SCM_EOL;
  for (int i = 0; i < 1000; i++)
    {
      deep = scm_list_1 (deep);
      vectors = scm_c_make_vector (1, vectors);
    }
  SCM values[]
      = { deep, vectors, count_up (5000),
          scm_c_make_vector (5000, integer (12)), scm_c_make_bytevector (0) };
  for (size_t i = 0; i < COUNT (values); i++)
    check_say_long ("length", scm_c_string_length (scm_object_to_string (
                                  values[i], SCM_UNDEFINED)));
}

/* Values that print with an address or a descriptor.  */
static void
test_scrubbed (void)
{
  int memory;
  SCM type = integer (SOCK_STREAM), family = integer (AF_UNIX);
  SCM pair = scm_socketpair (family, type, integer (0));
  SCM datagram = scm_socket (family, integer (SOCK_DGRAM), integer (0));
  check_say ("a pair of ports", pair);
  check_say ("a port", datagram);
  scm_shutdown (scm_car (pair), integer (2));
  check_say ("shut down", scm_car (pair));
  scm_close_port (scm_car (pair));
  check_say ("one closed", pair);
  scm_close_port (scm_cdr (pair));
  scm_close_port (datagram);
  check_say ("both closed", scm_list_1 (pair));
  check_say ("pointer", scm_from_pointer (&memory, NULL));
  check_say ("pointers", scm_list_2 (scm_from_pointer (&memory, NULL),
                                     scm_from_pointer ((void *) 16, NULL)));
}

/* #<variable 7f8eed86dde0 value: 2>, with the address scrubbed here.  */
static void
test_variable (void)
{
  char *text = check_written (scm_c_lookup ("AF_INET"));
  char *address = strstr (text, "variable ");
  if (!address)
    check_die ("variable");
  address += strlen ("variable ");
  printf ("%.*sN%s\n", (int) (address - text), text,
          address + strspn (address, "0123456789abcdef"));
  free (text);
}

static void
test_printer (void)
{
  SCM pair
      = scm_socketpair (integer (AF_UNIX), integer (SOCK_STREAM), integer (0));
  SCM more[] = { NIL, SCM_EOF_VAL, CHARACTER ('x'), scm_car (pair) };
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_object_to_string, integer (5), check_samples[i]);
  for (size_t i = 0; i < COUNT (more); i++)
    RUN (scm_object_to_string, integer (5), more[i]);
  RUN (scm_object_to_string, check_string ("\"\\"), SCM_UNDEFINED);
  SCM value = integer (5);
  RUN (scm_eq_p, scm_object_to_string (value, SCM_UNDEFINED),
       scm_object_to_string (value, SCM_UNDEFINED));
  scm_close_port (scm_car (pair));
  scm_close_port (scm_cdr (pair));
}

void
check_chapter (void)
{
  test_constants ();
  test_integers ();
  test_lists ();
  test_quotations ();
  test_cycles_cdr ();
  test_cycles_car ();
  test_cycles_others ();
  test_large ();
  test_scrubbed ();
  test_variable ();
  test_printer ();
}
