/* Symbols: from C in three encodings, their names, and that there is one of
   each.  How they print is in printing_text.c.

   Left out, since libguile 3.0.8 crashes: scm_from_utf8_symboln of NULL with
   length 0.  */

#include "decoding.h"

#include <locale.h>

#define NIL ((SCM) 0x104)
#define COUNT(array) (sizeof (array) / sizeof *(array))

struct coding
{
  const char *name;
  SCM (*from_n) (const char *, size_t);
  SCM (*from) (const char *);
};

static const struct coding codings[] = {
  { "locale", scm_from_locale_symboln, scm_from_locale_symbol },
  { "utf8", scm_from_utf8_symboln, scm_from_utf8_symbol },
  { "latin1", scm_from_latin1_symboln, scm_from_latin1_symbol },
};

/* The labels are the number of the case: the bytes are in the table.  */
static void
say_decoding (const struct coding *coding, const char *bytes, size_t length)
{
  static int number;
  struct decoding d = { coding->from_n, coding->from, bytes, length };
  char label[48];
  snprintf (label, sizeof label, "%d %s %zd", ++number, coding->name,
            (ssize_t) length);
  SCM value = check_body (label, decode_n, &d);
  if (scm_is_symbol (value))
    check_say ("  name", scm_symbol_to_string (value));
  if (length == (size_t) -1)
    check_body ("  without a length", decode, &d);
}

static const struct
{
  const char *bytes;
  size_t length;
} names[] = {
  { "", 0 },
  { "", -1 },
  { "socket", 6 },
  { "socket", 4 },
  { "socket", -1 },
  { "a\0b", 3 },
  { "a\0b", -1 },
  { "\0", 1 },
  { "\303\251", 2 },
  { "\303\251", -1 },
  { "\342\202\254", 3 },
  { "\360\237\230\200", 4 },
  { "\351x", 2 },
  { "ok\377ok", 5 },
  { "\300\200", 2 },
  { "\355\240\200", 3 },
};

static void
test_from_c (void)
{
  for (size_t c = 0; c < COUNT (codings); c++)
    for (size_t i = 0; i < COUNT (names); i++)
      say_decoding (codings + c, names[i].bytes, names[i].length);
  /* Unfinished at the end: not in a UTF-8 locale.  */
  for (size_t c = 0; c < COUNT (codings); c++)
    say_decoding (codings + c, "x\303", 2);
}

static void
test_null (void)
{
  say_decoding (codings, NULL, 0);
  say_decoding (codings, NULL, 2);
  say_decoding (codings, NULL, -1);
  say_decoding (codings + 2, NULL, 0);
}

static void
test_utf8_locale (void)
{
  if (!setlocale (LC_ALL, "C.UTF-8"))
    check_die ("C.UTF-8");
  for (size_t i = 0; i < COUNT (names); i++)
    say_decoding (codings, names[i].bytes, names[i].length);
  SCM here = scm_from_locale_symbol ("\303\251");
  setlocale (LC_ALL, "C");
  check_say_long ("the same",
                  scm_is_eq (here, scm_from_utf8_symbol ("\303\251")));
}

/* One name, one symbol, however it came about.  */
static void
test_identity (void)
{
  SCM name = check_symbol ("name");
  SCM pairs[][2] = {
    { name, scm_from_latin1_symbol ("name") },
    { name, scm_from_locale_symbol ("name") },
    { name, scm_from_utf8_symboln ("names", 4) },
    { name, scm_string_to_symbol (check_string ("name")) },
    { name, scm_string_to_symbol (scm_symbol_to_string (name)) },
    { name, check_symbol ("Name") },
    { name, check_symbol ("name ") },
    { check_symbol ("\303\251"), scm_from_latin1_symbol ("\351") },
    { check_symbol ("\303\251"), check_symbol ("e\314\201") },
    { check_symbol ("\342\202\254"),
      scm_string_to_symbol (check_string ("\342\202\254")) },
    { check_symbol (""), scm_from_latin1_symbol ("") },
    { scm_from_utf8_symboln ("a\0b", 3), scm_from_latin1_symboln ("a\0b", 3) },
    { scm_from_utf8_symboln ("a\0b", 3), check_symbol ("a") },
    { scm_from_locale_symbol ("\351"), check_symbol ("?") },
  };
  for (size_t i = 0; i < COUNT (pairs); i++)
    {
      RUN (scm_eq_p, pairs[i][0], pairs[i][1]);
      RUN (scm_eqv_p, pairs[i][0], pairs[i][1]);
      RUN (scm_equal_p, pairs[i][0], pairs[i][1]);
    }
  /* A symbol's name is a new string each time.  */
  RUN (scm_eq_p, scm_symbol_to_string (name), scm_symbol_to_string (name));
  RUN (scm_equal_p, name, check_string ("name"));
}

static void
test_samples (void)
{
  SCM more[] = { SCM_UNDEFINED,
                 SCM_EOF_VAL,
                 NIL,
                 check_symbol (""),
                 check_string ("\342\202\254"),
                 check_symbol ("\342\202\254"),
                 scm_from_latin1_stringn ("a\0b", 3) };
  for (size_t i = 0; i < CHECK_SAMPLES + COUNT (more); i++)
    {
      SCM value
          = i < CHECK_SAMPLES ? check_samples[i] : more[i - CHECK_SAMPLES];
      RUN (scm_symbol_p, value);
      check_say_long ("  scm_is_symbol", scm_is_symbol (value));
      RUN (scm_symbol_to_string, value);
      RUN (scm_string_to_symbol, value);
    }
}

/* Enough of them that a table of symbols has to grow.  */
static void
test_many (void)
{
  static SCM symbols[5000];
  char name[16];
  int same = 0, different = 0;
  for (size_t i = 0; i < COUNT (symbols); i++)
    {
      snprintf (name, sizeof name, "many-%zu", i);
      symbols[i] = scm_from_utf8_symbol (name);
    }
  for (size_t i = 0; i < COUNT (symbols); i++)
    {
      snprintf (name, sizeof name, "many-%zu", i);
      same += scm_is_eq (symbols[i], scm_from_latin1_symbol (name));
      different += !scm_is_eq (symbols[i], symbols[(i + 1) % 5000]);
    }
  check_say_long ("same", same);
  check_say_long ("different", different);
}

void
check_chapter (void)
{
  test_from_c ();
  test_null ();
  test_utf8_locale ();
  test_identity ();
  test_samples ();
  test_many ();
}
