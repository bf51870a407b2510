/* How characters, strings and symbols print.

   Left out, since libguile 3.0.8 raises out-of-range instead of printing: a
   symbol that begins like a number and has an exponent above 308, +1e309.  */

#include "check.h"

#include <locale.h>

#define CHARACTER(code) ((SCM) (((uintptr_t) (code) << 8) | 0xc))
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* Room for a character in UTF-8, with a letter on each side.  */
struct sandwich
{
  char bytes[8];
  int length;
};

static struct sandwich
sandwich (unsigned code)
{
  struct sandwich s = { "a", 1 };
  if (code < 0x80)
    s.bytes[s.length++] = code;
  else
    {
      int tails = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
      s.bytes[s.length++] = leads[tails] | code >> 6 * tails;
      while (tails--)
        s.bytes[s.length++] = 0x80 | ((code >> 6 * tails) & 0x3f);
    }
  s.bytes[s.length++] = 'b';
  return s;
}

/* One code, as a character, as a string, as a symbol: alone, at the start,
   inside and at the end of a name.  */
static void
show_code (unsigned code)
{
  struct sandwich s = sandwich (code);
  char *b = s.bytes;
  int n = s.length;
  SCM values[] = { CHARACTER (code),
                   scm_from_utf8_stringn (b + 1, n - 2),
                   scm_from_utf8_symboln (b + 1, n - 2),
                   scm_from_utf8_symboln (b + 1, n - 1),
                   scm_from_utf8_symboln (b, n),
                   scm_from_utf8_symboln (b, n - 1) };
  printf ("%x:", code);
  for (size_t i = 0; i < COUNT (values); i++)
    {
      char *text = check_written (values[i]);
      printf ("  %s", text);
      free (text);
    }
  putchar ('\n');
}

static void
test_codes (void)
{
  /* One or two of each general category of Unicode, and the edges.  */
  static const unsigned codes[]
      = { 0x100,   0x1c5,   0x2b0,   0x301,    0x34f,    0x378,   0x3b1,
          0x488,   0x5d0,   0x600,   0x663,    0x903,    0xf3a,   0xf3b,
          0x1680,  0x1715,  0x2003,  0x200b,   0x2014,   0x2018,  0x2019,
          0x2028,  0x2029,  0x202e,  0x203f,   0x20ac,   0x2160,  0x2200,
          0x2603,  0x3000,  0x4e2d,  0xac00,   0xd7ff,   0xe000,  0xfeff,
          0xfffd,  0xfffe,  0xffff,  0x10000,  0x1d54a,  0x1f600, 0x20000,
          0xe0001, 0xe01ef, 0xf0000, 0x100000, 0x10fffd, 0x10ffff };
  for (unsigned code = 0; code < 0x100; code++)
    show_code (code);
  for (size_t i = 0; i < COUNT (codes); i++)
    show_code (codes[i]);
}

static void
show_symbol (const char *utf8)
{
  check_say (utf8, check_symbol (utf8));
}

static void
show_symbols (const char *const *names, size_t count)
{
  for (size_t i = 0; i < count; i++)
    show_symbol (names[i]);
}

/* A name that reads as a number is quoted, and so is one that begins with a
   digit.  */
static void
test_symbols_numbers (void)
{
  static const char *const names[]
      = { "1",         "-1",      "+1",       "--1",       "-",      "+",
          "1+",        "-1+",     "+1+",      "1/2",       "-1/2",   "+1/2",
          "-1/",       "-/2",     "-1/2/3",   "-1/2.5",    "-1/0",   "+0/0",
          "-1.5",      "-.5",     "-5.",      "-.",        "+.",     ".5",
          ".5.",       ".5x",     ".x",       "-1e5",      "-1e",    "-1e+",
          "-1e+5",     "-1e-5",   "-e5",      "-1E5",      "-1d5",   "-1f5",
          "-1s5",      "-1l5",    "-1x5",     "-1e308",    ".5e3",   ".e3",
          "-1#",       "-1#.#",   "-#",       "-1.#",      "-1#.5",  "-1/2#",
          "+i",        "-i",      "i",        "+1i",       "-1.5i",  "+ii",
          "+1+i",      "+1-1i",   "+1+1",     "+i+i",      "+1+i1",  "+.5i",
          "+1@1",      "+1@",     "@1",       "-1@-1",     "+1@1@1", "+1@i",
          "+inf.0",    "-inf.0",  "+nan.0",   "-nan.0",    "+inf.1", "+inf",
          "+INF.0",    "+inf.0i", "+inf.0+i", "+1-inf.0i", "nan.0",  "+nan.0x",
          "-0x1",      "-0xff",   "-1_000",   "-1,000",    "-1a",    "0x1f",
          "127.0.0.1", "1st",     "2^10",     "9lives",    "+1/00",  "+1/0+i",
          "-1/01",     "+nan.12", "+inf.00",  "+1+1/0i",   "+1/2e5", "+1/+2" };
  show_symbols (names, COUNT (names));
}

static void
test_symbols_marks (void)
{
  static const char *const names[] = {
    "",       ".",   "..",    "...",      ".a",   "a.",    "a.b",    ":",
    "::",     ":a",  "a:",    "a:b",      ":a b", "a b:",  ": ",     " :",
    ":(",     "(:",  "1:",    ":1",       "'a",   "a'",    "a'b",    "`a",
    "a`",     ",a",  "a,",    ",@a",      "@",    "a@b",   "#",      "#a",
    "a#",     "#:a", "#t",    "#f",       "#nil", "#\\a",  "#!eof",  "#{a}#",
    "#vu8",   "|",   "|a b|", "a|b",      "\\",   "\\a",   "a\\b",   "a\\ b",
    "\\x41;", "a b", " a",    "a ",       "  ",   "a\tb",  "a\nb",   "(",
    ")",      "()",  "a(b",   "[a]",      "{a}",  "}#",    "a}#b c", "\"",
    "a\"b",   ";",   "a;b",   "!",        "$",    "%",     "&",      "*",
    "/",      "<",   "=",     ">",        "?",    "^",     "_",      "~",
    "a/b",    "->",  "<=?",   "set-car!", "nil",  "quote", "lambda", "Upper",
    "=>",     "1+",  "-1a",   "+a",       "-a",   "a-1",   "a+i",    "else"
  };
  show_symbols (names, COUNT (names));
}

static void
test_symbols_unicode (void)
{
  static const char *const names[]
      = { "\303\251t\303\251", "\303\251 t",
          "a\302\240b",        "\302\253x\302\273",
          ":\302\253",         "\302\253:",
          "\302\240:",         "\331\243:",
          "\331\243",          "x\331\243",
          "e\314\201",         "\314\201e",
          "\342\202\254 ",     "a\342\200\213b",
          "\360\237\230\200",  "\360\237\230\200\342\200\250" };
  show_symbols (names, COUNT (names));
}

/* Two characters beside each other, all printable ones: as many are quoted
   with each first and with each second one.  */
static void
test_symbols_pairs (void)
{
  int with_first[128] = { 0 }, with_second[128] = { 0 };
  for (int first = ' '; first < 127; first++)
    for (int second = ' '; second < 127; second++)
      {
        char name[3] = { first, second, 0 };
        char *text = check_written (check_symbol (name));
        int quoted = strcmp (text, name) != 0;
        with_first[first] += quoted;
        with_second[second] += quoted;
        free (text);
      }
  for (int c = ' '; c < 127; c++)
    printf ("pairs with %c: %d %d\n", c, with_first[c], with_second[c]);
}

static void
test_strings (void)
{
  static const char all[] = "\0\a\b\t\n\v\f\r\033 \"\\'\177\303\251x\342\202"
                            "\2541\302\2052\342\200\250\360\237\230\200";
  SCM values[] = { scm_from_utf8_stringn (all, sizeof all - 1),
                   /* What follows an escape is not set apart.  */
                   scm_from_latin1_stringn ("\0001\001f\2010", 6),
                   check_string ("#{a}#"), check_string ("~A ~%"),
                   check_string ("\342\200\250a\356\200\2000"),
                   check_string ("e\314\201 \314\201") };
  for (size_t i = 0; i < COUNT (values); i++)
    {
      check_say ("string", values[i]);
      check_say ("in a list", scm_list_1 (values[i]));
    }
}

/* The locale of the moment changes nothing.  */
static void
test_locale (void)
{
  if (!setlocale (LC_ALL, "C.UTF-8"))
    check_die ("C.UTF-8");
  show_code (0xe9);
  show_code (0x20ac);
  show_code (0x85);
  setlocale (LC_ALL, "C");
}

void
check_chapter (void)
{
  test_codes ();
  test_symbols_numbers ();
  test_symbols_marks ();
  test_symbols_unicode ();
  test_symbols_pairs ();
  test_strings ();
  test_locale ();
}
