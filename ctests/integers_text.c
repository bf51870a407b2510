/* Integers to and from text.

   libguilenet has no other numbers.  So no text is tried here that Guile reads
   as one that is no exact integer: 1.5, 1e3, 1/2, +i, 1#, #i1.  */

#include "check.h"

#define SIZE(array) (sizeof (array) / sizeof *(array))

static SCM
parse (const char *text, int radix)
{
  return scm_string_to_number (check_string (text), scm_from_int (radix));
}

/* Every radix; what is written must be read again as the same.  */
static void
radices (void)
{
  static const char *const numbers[]
      = { "0",
          "1",
          "-1",
          "35",
          "36",
          "-255",
          "2305843009213693951",
          "-2305843009213693952",
          "9223372036854775808",
          "-18446744073709551616",
          "340282366920938463463374607431768211455" };
  for (int radix = 2; radix <= 36; radix++)
    {
      SCM texts = SCM_EOL, r = scm_from_int (radix);
      for (size_t i = SIZE (numbers); i-- > 0;)
        {
          SCM n = check_int (numbers[i]), text = scm_number_to_string (n, r);
          if (scm_is_false (scm_eqv_p (n, scm_string_to_number (text, r))))
            check_say ("not read again", text);
          texts = scm_cons (text, texts);
        }
      printf ("%d", radix);
      check_say ("", texts);
    }
}

/* Each argument wrong in every way, and both at once.  */
static void
wrong_arguments (void)
{
  SCM number = scm_from_int (-255), text = check_string ("-255");
  for (size_t i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_number_to_string, check_samples[i], SCM_UNDEFINED);
      RUN (scm_number_to_string, check_samples[i], scm_from_int (16));
      RUN (scm_number_to_string, number, check_samples[i]);
      RUN (scm_string_to_number, check_samples[i], SCM_UNDEFINED);
      RUN (scm_string_to_number, check_samples[i], scm_from_int (16));
      RUN (scm_string_to_number, text, check_samples[i]);
    }
  for (int radix = 34; radix < 40; radix++)
    {
      RUN (scm_number_to_string, number, scm_from_int (radix));
      RUN (scm_string_to_number, text, scm_from_int (radix));
      RUN (scm_string_to_number, check_string ("y"), scm_from_int (radix));
      RUN (scm_string_to_number, check_string ("z"), scm_from_int (radix));
    }
  RUN (scm_number_to_string, SCM_UNDEFINED, SCM_UNDEFINED);
  RUN (scm_string_to_number, SCM_UNDEFINED, SCM_UNDEFINED);
  RUN (scm_number_to_string, text, text);
  RUN (scm_number_to_string, text, number);
  RUN (scm_string_to_number, number, text);
  RUN (scm_string_to_number, number, number);
  RUN (scm_string_to_number, check_symbol ("255"), scm_from_int (10));
  /* A bad radix is refused even where the text does not need one.  */
  RUN (scm_string_to_number, check_string ("#xff"), scm_from_int (1));
  RUN (scm_string_to_number, check_string (""), scm_from_int (1));
}

/* Text that is a number in one radix may be nothing in another.  None of the
   digits marks an exponent.  */
static const char *const plain[]
    = { "0",    "1",   "7",   "8",   "9",    "a",   "A",   "g",   "z",
        "Z",    "10",  "-10", "+10", "0010", "-0",  "+0",  "1a",  "-zZ",
        "",     "+",   "-",   "++1", "--1",  "-+1", "+-1", "1+",  "1-",
        "1-1",  "1+1", " 1",  "1 ",  "1 1",  "\t1", "1\n", "1_0", "1,0",
        "0X10", "1h",  "10h", "$1",  "'1",   "(1)", "1;",  "1:",  "1@",
        "@1",   "[",   "`1",  "~",   "1~",   "{",   "{1" };

static void
plain_digits (void)
{
  static const int with[] = { 2, 8, 10, 16, 36 };
  for (size_t i = 0; i < SIZE (with); i++)
    for (size_t j = 0; j < SIZE (plain); j++)
      RUN (scm_string_to_number, check_string (plain[j]),
           scm_from_int (with[i]));
}

/* Prefixes, fractions and the rest of the syntax.  */
static const char *const syntax[]
    = { "#xff", "#xFF", "#Xff", "#x-ff", "#x+ff", "-#xff", "#b101", "#B-101",
        "#b102", "#b", "#o17", "#o18", "#O-17", "#d10", "#D-10", "#d1a", "#x",
        "#x-", "#xg", "#x 1", "# x1", "#", "##", "#1", "#-1", "#t", "#f",
        "#q1", "##x1", "#e5", "#E5", "#e-5", "#e", "#e-", "#e#xff", "#x#eff",
        "#X#EFF", "#e#b-101", "#d#e10", "#x#x10", "#b#x10", "#e#e1", "#e#i1",
        "#i#e1", "#e#x#e1", "#x#e#b1",
        /* Quotients.  */
        "4/2", "-4/2", "+4/2", "4/-2", "4/+2", "0/5", "-0/5", "5/0", "0/0",
        "5/", "/5", "/", "4//2", "4/2/1", "4 /2", "4/ 2", "#x1e/2", "#xff/f",
        "#b100/10", "#e4/2", "4/2.0", "4/2e0",
        "340282366920938463463374607431768211456/18446744073709551616",
        /* Exact decimals.  */
        "#e1.", "#e1.0", "#e-1.0", "#e+1.000", "#e.5e1", "#e-.5e1", "#e1.5e1",
        "#e1e3", "#e1E3", "#e1s3", "#e1F3", "#e1d3", "#e1L3", "#e1e+3",
        "#e1e03", "#e1000e-3", "#e1.5e0001", "#e0e0", "#e0.0e-3", "#e-0.0",
        "#e1.e3", "#d#e1e3", "#x#e1e3", "#e#x1e3", "#e.", "#e-.", "#e.e1",
        "#e1e", "#e1e+", "#e1e+-3", "#e1e 3", "#e1e3.", "#e1e3e3", "#e1.2.3",
        "#e1..", "#ee3", "#e1.5e1/3", "#x1.", "#x.8", "#b1.0", "#x#e1.0",
        "1.e", ".", "..", "+.", "1..2", "1e", ".e1", "e1", "1g3",
        /* The largest exponents, and beyond.  */
        "#e1e309", "#e-1e309", "#e0e309", "#e1e310x", "#e1e3080",
        "#e1e18446744073709551616", "#e0e308", "#e0e-308", "#e0e-324",
        "#e0e-325", "#e1e-325", "#e1000e-9999",
        "#e1e00000000000000000000000000000000000001",
        /* # for a zero.  */
        "#e1#", "#e1##", "#e-12#", "#x#e1#", "#e1#.", "#e1#.##", "#e1#e1",
        "#e4#/2", "#e4#/2#", "#e1#0", "#e#1", "#e#", "#e1.0#",
        /* An imaginary part or an angle of zero.  */
        "5+0i", "5-0i", "-5+0i", "5+0I", "+0i", "-0i", "0+0i", "5+0/3i",
        "4/2+0i", "#xff+0i", "#e1e1+0.0i", "5@0", "-5@0", "5@-0", "0@5",
        "#e5@0.0", "5+0", "5+0ii", "5+0i ", "5+0i+0i", "0i", "5i", "i",
        "5+0i0", "5@", "@", "5@0i", "5@0@0",
        /* Names of numbers that are not.  */
        "inf", "+inf", "+inf.", "inf.0", "nan.0", "+nan", "#e+inf.0",
        "#e-nan.0", "infinity" };

static void
all_syntax (void)
{
  for (size_t i = 0; i < SIZE (syntax); i++)
    RUN (scm_string_to_number, check_string (syntax[i]), SCM_UNDEFINED);
  /* A prefix wins over the radix.  */
  RUN (scm_string_to_number, check_string ("#b101"), scm_from_int (16));
  RUN (scm_string_to_number, check_string ("#x1f"), scm_from_int (2));
  RUN (scm_string_to_number, check_string ("#d19"), scm_from_int (2));
  RUN (scm_string_to_number, check_string ("#e11"), scm_from_int (2));
  RUN (scm_string_to_number, check_string ("#d#e1e3"), scm_from_int (16));
  RUN (scm_string_to_number, check_string ("1e3"), scm_from_int (16));
  RUN (scm_string_to_number, check_string ("+i"), scm_from_int (36));
}

/* Strings that are not ASCII.  Digits of other scripts (here Arabic,
   Devanagari and mathematical ones) count after a first digit of ASCII's.  */
static void
other_characters (void)
{
  static const char *const texts[]
      = { "\331\243",      "1\331\243",         "-1\331\243",    "#xf\331\243",
          "1\340\245\247", "1\360\235\237\231", "1\303\251",     "\303\251",
          "1\302\240",     "\302\2401",         "1\342\202\254", "1\302\262",
          "1\357\274\221", "\342\210\2221" };
  for (size_t i = 0; i < SIZE (texts); i++)
    RUN (scm_string_to_number, check_string (texts[i]), SCM_UNDEFINED);
  RUN (scm_string_to_number, check_string ("1\331\243"), scm_from_int (2));
  RUN (scm_string_to_number, scm_from_latin1_stringn ("12\0", 3),
       SCM_UNDEFINED);
  RUN (scm_string_to_number, scm_from_latin1_stringn ("1\0z", 3),
       SCM_UNDEFINED);
  RUN (scm_string_to_number, scm_from_latin1_stringn ("\0", 1), SCM_UNDEFINED);
}

/* A string of COUNT times TEXT.  */
static SCM
repeat (const char *text, int count)
{
  SCM one = check_string (text), all = SCM_EOL;
  while (count-- > 0)
    all = scm_cons (one, all);
  return scm_string_append (all);
}

static void
long_texts (void)
{
  SCM digits = repeat ("1234567890", 400);
  SCM zeros = scm_string_append (
      scm_list_2 (repeat ("0", 4000), check_string ("17")));
  SCM number = scm_string_to_number (digits, SCM_UNDEFINED);
  SCM spoilt = scm_string_append (scm_list_2 (digits, check_string ("x")));
  SCM bits = scm_number_to_string (number, scm_from_int (2));
  check_say ("4000 digits",
             scm_string_equal_p (
                 digits, scm_number_to_string (number, SCM_UNDEFINED)));
  check_say ("bits", scm_string_length (bits));
  check_say (
      "read from bits",
      scm_eqv_p (number, scm_string_to_number (bits, scm_from_int (2))));
  check_say ("in hexadecimal",
             scm_number_to_string (
                 scm_string_to_number (repeat ("9", 200), SCM_UNDEFINED),
                 scm_from_int (16)));
  check_say ("leading zeros", scm_string_to_number (zeros, SCM_UNDEFINED));
  check_say ("spoilt", scm_string_to_number (spoilt, SCM_UNDEFINED));
  check_say ("signs",
             scm_string_to_number (repeat ("-", 4000), SCM_UNDEFINED));
  check_say ("308 zeros", parse ("#e1e308", 10));
}

/* Random texts, the same in each run: a prefix, then signs and digits in a
   random order.  */
static void
random_texts (void)
{
  static const char *const prefixes[]
      = { "", "", "", "#x", "#b", "#o", "#e#x", "#X#E" };
  static const char signs[] = "+-", digits[] = "0001111277aAcZ";
  static const int with[] = { 2, 3, 8, 11, 16, 36 };
  unsigned state = 1;
#define RANDOM(n) ((state = state * 1103515245 + 12345) >> 16) % (n)
  for (int i = 0; i < 150; i++)
    {
      char text[20];
      size_t n = 0, more = RANDOM (5);
      n += sprintf (text, "%s", prefixes[RANDOM (SIZE (prefixes))]);
      if (RANDOM (3) == 0)
        text[n++] = signs[RANDOM (SIZE (signs) - 1)];
      for (size_t j = 0; j <= more; j++)
        text[n++] = digits[RANDOM (SIZE (digits) - 1)];
      text[n] = 0;
      RUN (scm_string_to_number, check_string (text),
           scm_from_int (with[RANDOM (SIZE (with))]));
    }
}

/* Each call makes a string of its own.  */
static void
fresh (void)
{
  SCM n = scm_from_int (7);
  RUN (scm_eq_p, scm_number_to_string (n, SCM_UNDEFINED),
       scm_number_to_string (n, SCM_UNDEFINED));
}

void
check_chapter (void)
{
  radices ();
  wrong_arguments ();
  plain_digits ();
  all_syntax ();
  other_characters ();
  long_texts ();
  random_texts ();
  fresh ();
}
