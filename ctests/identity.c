/* Immediate values, and which values are the same.  */

#include "check.h"
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

/* Emacs Lisp's #nil and the characters have no name in C, but their words are
   part of the ABI.  */
#define WORD(word) ((SCM) (uintptr_t) (word))
#define NIL WORD (0x104)

/* Constants must be fit to initialise a static variable.  */
static SCM immediates[] = {
  SCM_BOOL_F,    SCM_BOOL_T,  SCM_EOL,      SCM_UNSPECIFIED,
  SCM_UNDEFINED, SCM_EOF_VAL, NIL,          WORD (0x610c),
  WORD (0x620c), WORD (0x2),  WORD (0x186),
};
#define IMMEDIATES (sizeof immediates / sizeof *immediates)

static void
words (void)
{
  static const long numbers[] = { 0,
                                  1,
                                  -1,
                                  97,
                                  2147483648,
                                  -2147483649,
                                  SCM_MOST_POSITIVE_FIXNUM,
                                  SCM_MOST_NEGATIVE_FIXNUM };
  for (size_t i = 0; i < IMMEDIATES; i++)
    {
      char *text = check_written (immediates[i]);
      printf ("word of %s => %#lx\n", text, (unsigned long) immediates[i]);
      free (text);
    }
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    printf ("word of %ld => %#lx\n", numbers[i],
            (unsigned long) scm_from_long (numbers[i]));
}

/* The first integers that are no immediates are objects of their own.  */
static void
bounds (void)
{
  check_say_long ("SCM_MOST_POSITIVE_FIXNUM", SCM_MOST_POSITIVE_FIXNUM);
  check_say_long ("SCM_MOST_NEGATIVE_FIXNUM", SCM_MOST_NEGATIVE_FIXNUM);
  for (int beyond = 0; beyond < 2; beyond++)
    {
      long most = SCM_MOST_POSITIVE_FIXNUM + beyond;
      long least = SCM_MOST_NEGATIVE_FIXNUM - beyond;
      RUN (scm_eq_p, scm_from_long (most), scm_from_long (most));
      RUN (scm_eqv_p, scm_from_long (most), scm_from_long (most));
      RUN (scm_eq_p, scm_from_long (least), scm_from_long (least));
      RUN (scm_eqv_p, scm_from_long (least), scm_from_long (least));
      RUN (scm_eqv_p, scm_from_long (most), scm_from_long (least));
    }
}

static SCM
to_bool (void *data)
{
  return scm_from_int (scm_to_bool (data));
}

static void
predicates (SCM value)
{
  char *text = check_written (value);
  printf ("%s: true %d, false %d, null %d, bool %d, unbound %d\n", text,
          scm_is_true (value), scm_is_false (value), scm_is_null (value),
          scm_is_bool (value), SCM_UNBNDP (value));
  free (text);
  check_body ("  to_bool", to_bool, value);
}

/* scm_from_bool is a macro in Guile, and takes every scalar as C's own "if"
   does.  */
static void
from_bool (void)
{
  static const int numbers[] = { 0, 1, -1, 256, INT32_MIN };
  long long high = 1LL << 32;
  char *null = NULL, *pointer = strchr ("text", 'x');
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    {
      printf ("%d: ", numbers[i]);
      check_say ("scm_from_bool", scm_from_bool (numbers[i]));
    }
  check_say ("scm_from_bool (1LL << 32)", scm_from_bool (high));
  check_say ("scm_from_bool of NULL", scm_from_bool (null));
  check_say ("scm_from_bool of a pointer", scm_from_bool (pointer));
}

/* Values of every kind; each call makes new ones.  */
#define VALUES 40

static void
make_values (SCM *v)
{
  size_t n = 0;
  SCM one = scm_from_int (1), two = scm_from_int (2);
  v[n++] = SCM_BOOL_F;
  v[n++] = NIL;
  v[n++] = SCM_EOL;
  v[n++] = SCM_UNDEFINED;
  v[n++] = scm_from_int (0);
  v[n++] = one;
  v[n++] = scm_from_int (-1);
  v[n++] = WORD (0x310c);
  v[n++] = scm_from_long (SCM_MOST_POSITIVE_FIXNUM);
  v[n++] = scm_from_int64 (INT64_MAX);
  v[n++] = scm_from_int64 (INT64_MIN);
  v[n++] = scm_from_uint64 (UINT64_MAX);
  v[n++] = check_int ("18446744073709551616");
  v[n++] = check_int ("-18446744073709551616");
  v[n++] = scm_string_to_number (check_string ("#x10000000000000001"), two);
  v[n++] = check_string ("");
  v[n++] = check_string ("1");
  v[n++] = check_string ("Name");
  v[n++] = check_string ("name");
  v[n++] = scm_from_latin1_stringn ("name", 5);
  v[n++] = check_string ("\303\251");
  v[n++] = check_string ("e\314\201");
  v[n++] = check_string ("\342\202\254");
  v[n++] = check_symbol ("name");
  v[n++] = check_symbol ("\303\251");
  v[n++] = scm_list_1 (one);
  v[n++] = scm_cons (one, NIL);
  v[n++] = scm_cons (one, one);
  v[n++] = scm_list_2 (one, check_string ("1"));
  v[n++] = scm_list_2 (scm_list_2 (one, two), one);
  v[n++] = scm_list_2 (scm_list_1 (one), one);
  v[n++] = scm_c_make_vector (0, one);
  v[n++] = scm_c_make_vector (1, one);
  v[n++] = scm_c_make_vector (2, one);
  v[n++] = scm_vector (scm_list_2 (one, check_string ("1")));
  v[n++] = scm_c_make_bytevector (0);
  v[n++] = check_bytes ("1", 1);
  v[n++] = check_bytes ("name", 4);
  v[n++] = check_bytes ("name", 5);
  v[n++] = scm_list_1 (check_bytes ("1", 1));
  if (n != VALUES)
    check_die ("VALUES");
}

/* The strongest sameness of two values: q if eq, v if eqv, u if equal.  What
   is eq must be eqv, and what is eqv equal.  */
static char
sameness (SCM x, SCM y)
{
  int eq = scm_is_true (scm_eq_p (x, y));
  int eqv = scm_is_true (scm_eqv_p (x, y));
  int equal = scm_is_true (scm_equal_p (x, y));
  if (eq != scm_is_eq (x, y) || eq > eqv || eqv > equal)
    return '!';
  return eq ? 'q' : eqv ? 'v' : equal ? 'u' : '.';
}

/* X against each of the N values at Y, and against itself.  */
static void
row (SCM x, const SCM *y, size_t n)
{
  char marks[VALUES + 1] = "", *text = check_written (x);
  for (size_t i = 0; i < n; i++)
    marks[i] = sameness (x, y[i]);
  printf ("%s %c %s\n", marks, sameness (x, x), text);
  free (text);
}

static void
matrix (void)
{
  SCM x[VALUES], y[VALUES];
  make_values (x);
  make_values (y);
  for (size_t i = 0; i < IMMEDIATES; i++)
    row (immediates[i], immediates, IMMEDIATES);
  for (size_t i = 0; i < VALUES; i++)
    row (x[i], y, VALUES);
}

static SCM
text (const char *digits, int radix)
{
  return scm_string_to_number (check_string (digits), scm_from_int (radix));
}

/* The same content, made in different ways.  */
static void
different_makings (void)
{
  SCM name = check_string ("name");
  RUN (scm_equal_p, check_string ("\303\251"),
       scm_from_latin1_string ("\351"));
  RUN (scm_eq_p, check_symbol ("\303\251"), scm_from_latin1_symbol ("\351"));
  RUN (scm_eq_p, check_symbol ("name"), scm_string_to_symbol (name));
  RUN (scm_eq_p, scm_symbol_to_string (check_symbol ("name")),
       scm_symbol_to_string (check_symbol ("name")));
  RUN (scm_equal_p, scm_symbol_to_string (check_symbol ("name")), name);
  RUN (scm_eq_p, scm_out_of_range_key, check_symbol ("out-of-range"));
  RUN (scm_eqv_p, text ("10000000000000000", 16),
       check_int ("18446744073709551616"));
  RUN (scm_eqv_p, text ("1", 2), scm_from_int (1));
  RUN (scm_eqv_p, text ("-8000000000000000", 16), scm_from_int64 (INT64_MIN));
  RUN (scm_eqv_p, scm_from_int64 (INT64_MAX), scm_from_uint64 (INT64_MAX));
  RUN (scm_equal_p, scm_string_to_utf8 (name), check_bytes ("name", 4));
  RUN (scm_eq_p, scm_string_to_utf8 (check_string ("")),
       scm_c_make_bytevector (0));
  RUN (scm_eq_p, scm_vector (SCM_EOL), scm_c_make_vector (0, SCM_BOOL_F));
  RUN (scm_equal_p, scm_vector (SCM_EOL), scm_c_make_vector (0, SCM_BOOL_F));
  RUN (scm_equal_p, scm_list_n (name, name, SCM_UNDEFINED),
       scm_cons (name, scm_list_1 (name)));
}

static void
foreign_memory (void)
{
  static char here[] = "abc", there[] = "abc";
  SCM p = scm_from_pointer (here, NULL);
  RUN (scm_eq_p, p, scm_from_pointer (here, NULL));
  RUN (scm_eqv_p, p, scm_from_pointer (here, NULL));
  RUN (scm_equal_p, p, scm_from_pointer (here, NULL));
  RUN (scm_equal_p, p, scm_from_pointer (there, NULL));
  RUN (scm_equal_p,
       scm_pointer_to_bytevector (p, scm_from_int (3), SCM_UNDEFINED,
                                  SCM_UNDEFINED),
       check_bytes ("abc", 3));
}

/* A socket address is a vector, whoever made it.  */
static void
addresses (void)
{
  SCM port = scm_from_int (80), family = scm_from_int (AF_INET);
  SCM host = scm_from_uint32 (INADDR_LOOPBACK);
  SCM made = scm_make_socket_address (family, host, scm_list_1 (port));
  SCM plain = scm_vector (scm_list_3 (family, host, port));
  SCM unix_made = scm_make_socket_address (scm_from_int (AF_UNIX),
                                           check_string ("/s"), SCM_EOL);
  SCM six = scm_make_socket_address (
      scm_from_int (AF_INET6),
      check_int ("42545680458834377588178886921629466625"), scm_list_1 (port));
  RUN (scm_equal_p, made, plain);
  RUN (scm_equal_p, plain, made);
  RUN (scm_equal_p, scm_list_1 (made), scm_list_1 (plain));
  RUN (scm_eqv_p, made, plain);
  RUN (scm_equal_p, made, six);
  RUN (scm_equal_p, six,
       scm_vector (
           scm_list_5 (scm_from_int (AF_INET6),
                       check_int ("42545680458834377588178886921629466625"),
                       port, scm_from_int (0), scm_from_int (0))));
  RUN (scm_equal_p, unix_made,
       scm_vector (scm_list_2 (scm_from_int (AF_UNIX), check_string ("/s"))));
  scm_c_vector_set_x (plain, 2, scm_from_int (81));
  RUN (scm_equal_p, made, plain);
  /* One object has one word, however often it is asked for.  */
  RUN (scm_eq_p, scm_c_vector_ref (unix_made, 1),
       scm_c_vector_ref (unix_made, 1));
  RUN (scm_eq_p, scm_c_vector_ref (six, 1), scm_c_vector_ref (six, 1));
}

static void
ports (void)
{
  SCM out = scm_current_output_port ();
  check_say ("a port and itself", scm_equal_p (out, out));
  check_say ("a port and another",
             scm_equal_p (out, scm_current_error_port ()));
  check_say ("a port and a number", scm_equal_p (out, scm_from_int (1)));
}

/* Sameness is of the moment.  */
static void
changes (void)
{
  SCM x = scm_list_1 (check_bytes ("ab", 2)), y = scm_list_1 (scm_car (x));
  SCM z = scm_list_1 (check_bytes ("ab", 2));
  RUN (scm_equal_p, x, z);
  scm_c_bytevector_set_x (scm_car (x), 0, 'c');
  RUN (scm_equal_p, x, z);
  RUN (scm_equal_p, x, y);
  RUN (scm_eq_p, x, y);
  RUN (scm_eq_p, scm_car (x), scm_car (y));
  scm_set_cdr_x (y, SCM_BOOL_F);
  RUN (scm_equal_p, x, y);
}

enum shape
{
  LONG_LIST,
  DEEP_LIST,
  DEEP_VECTOR,
  SHARED
};

/* DEPTH of SHAPE around CORE.  SHARED has 2^DEPTH leaves in DEPTH pairs.  */
static SCM
wrap (enum shape shape, int depth, SCM core)
{
  while (depth-- > 0)
    core = shape == LONG_LIST     ? scm_cons (SCM_EOL, core)
           : shape == DEEP_LIST   ? scm_cons (core, SCM_EOL)
           : shape == DEEP_VECTOR ? scm_c_make_vector (1, core)
                                  : scm_cons (core, core);
  return core;
}

static void
deep (void)
{
  static const struct
  {
    const char *label;
    enum shape shape;
    int depth;
  } cases[] = {
    { "a list of 200000", LONG_LIST, 200000 },
    { "a list 20000 deep", DEEP_LIST, 20000 },
    { "vectors 20000 deep", DEEP_VECTOR, 20000 },
    { "pairs shared 12 times", SHARED, 12 },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      enum shape shape = cases[i].shape;
      int depth = cases[i].depth;
      SCM x = wrap (shape, depth, check_string ("core"));
      check_say_text (cases[i].label, "");
      check_say ("  the same",
                 scm_equal_p (x, wrap (shape, depth, check_string ("core"))));
      check_say ("  another core",
                 scm_equal_p (x, wrap (shape, depth, check_string ("Core"))));
      check_say (
          "  another depth",
          scm_equal_p (x, wrap (shape, depth + 1, check_string ("core"))));
    }
}

void
check_chapter (void)
{
  words ();
  bounds ();
  for (size_t i = 0; i < IMMEDIATES; i++)
    predicates (immediates[i]);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    predicates (check_samples[i]);
  from_bool ();
  matrix ();
  different_makings ();
  foreign_memory ();
  addresses ();
  ports ();
  changes ();
  deep ();
}
