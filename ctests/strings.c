/* Strings: from and to C in three encodings, length, equality, appending.

   Left out, since libguile 3.0.8 gets them wrong: an unfinished character at
   the end of the text and numbers above 0x10ffff in a UTF-8 locale, NUL inside
   with a NULL LENP in UTF-8 (or a UTF-8 locale) and Latin-1, and arguments of
   scm_string_append that are no proper list.  */

#include "decoding.h"

#include <locale.h>

/* Guile's false-and-empty value of another language; it has no name in C.  */
#define NIL ((SCM) 0x104)

#define COUNT(array) (sizeof (array) / sizeof *(array))

struct coding
{
  const char *name;
  SCM (*from_n) (const char *, size_t);
  SCM (*from) (const char *);
  char *(*to_n) (SCM, size_t *);
  char *(*to) (SCM);
};

static const struct coding codings[] = {
  { "locale", scm_from_locale_stringn, scm_from_locale_string,
    scm_to_locale_stringn, scm_to_locale_string },
  { "utf8", scm_from_utf8_stringn, scm_from_utf8_string, scm_to_utf8_stringn,
    scm_to_utf8_string },
  { "latin1", scm_from_latin1_stringn, scm_from_latin1_string,
    scm_to_latin1_stringn, scm_to_latin1_string },
};

static const struct coding *const locale_coding = codings;

/* Bytes with their length, so that NUL can be among them.  */
struct bytes
{
  const char *bytes;
  size_t length;
};
#define BYTES(literal)                                                        \
  {                                                                           \
    literal, sizeof literal - 1                                               \
  }

static void
print_bytes (FILE *out, const char *bytes, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (bytes[i] > ' ' && bytes[i] < 127 && bytes[i] != '\\')
      fputc (bytes[i], out);
    else
      fprintf (out, "\\%02x", (unsigned char) bytes[i]);
}

/* From C.  */

static void
say_decoding (const struct coding *coding, const char *bytes, size_t length)
{
  struct decoding d = { coding->from_n, coding->from, bytes, length };
  char *label;
  size_t size;
  FILE *out = open_memstream (&label, &size);
  fprintf (out, "from %s ", coding->name);
  if (bytes)
    print_bytes (out, bytes, length == (size_t) -1 ? strlen (bytes) : length);
  else
    fputs ("NULL", out);
  fprintf (out, " %zd", (ssize_t) length);
  fclose (out);
  SCM value = check_body (label, decode_n, &d);
  if (scm_is_string (value))
    check_say_long ("  length", scm_c_string_length (value));
  if (length == (size_t) -1)
    check_body ("  without a length", decode, &d);
  free (label);
}

static const struct bytes texts[] = {
  BYTES (""),
  BYTES ("abc"),
  BYTES ("a\0b"),
  BYTES ("\0"),
  BYTES ("tab\tnl\nesc\033del\177"),
  BYTES ("quote\"back\\slash"),
  BYTES ("\303\251"),                  /* U+E9 */
  BYTES ("\303\277\304\200"),          /* U+FF, U+100 */
  BYTES ("a\342\202\254b"),            /* U+20AC */
  BYTES ("\360\237\230\200"),          /* U+1F600 */
  BYTES ("\355\237\277\356\200\200"),  /* U+D7FF, U+E000 */
  BYTES ("\357\277\276\357\273\277a"), /* U+FFFE, U+FEFF */
  BYTES ("\364\217\277\277"),          /* U+10FFFF */
  BYTES ("e\314\201"),                 /* e and a combining accent */
  BYTES ("\302\200\302\240\302\255"),  /* a control, two odd spaces */
};

static const struct bytes malformed[] = {
  BYTES ("\200"),             /* a tail alone */
  BYTES ("ok\377ok\303\251"), /* no lead at all */
  BYTES ("\377\376"),
  BYTES ("\300\200"),         /* NUL, overlong */
  BYTES ("\340\200\200x"),    /* overlong */
  BYTES ("\360\200\200\200"), /* overlong */
  BYTES ("\355\240\200"),     /* a surrogate */
  BYTES ("\303x\342\202y"),   /* unfinished, inside */
  BYTES ("\351 \342\202\303\251"),
  BYTES ("\361\200\200z\370\371"),
};

static const struct bytes malformed_utf8[] = {
  BYTES ("\303"),                 /* unfinished at the end */
  BYTES ("abc\342\202"),          /* likewise */
  BYTES ("\364\220\200\200"),     /* above U+10FFFF */
  BYTES ("\370\210\200\200\200"), /* five bytes */
};

static void
test_from_c (void)
{
  for (size_t c = 0; c < COUNT (codings); c++)
    {
      const struct coding *coding = codings + c;
      for (size_t i = 0; i < COUNT (texts); i++)
        say_decoding (coding, texts[i].bytes, texts[i].length);
      for (size_t i = 0; i < COUNT (malformed); i++)
        say_decoding (coding, malformed[i].bytes, malformed[i].length);
      for (size_t i = 0; i < COUNT (malformed_utf8); i++)
        say_decoding (coding, malformed_utf8[i].bytes,
                      malformed_utf8[i].length);
      say_decoding (coding, "abc", 2);
      say_decoding (coding, "abc", 0);
      say_decoding (coding, "abc", -1);
      say_decoding (coding, "", -1);
      say_decoding (coding, "a\303\251", -1);
      say_decoding (coding, "a\351b", -1);
      say_decoding (coding, "cut\303\251", 4);
      say_decoding (coding, NULL, 0);
    }
  say_decoding (locale_coding, NULL, 3);
  say_decoding (locale_coding, NULL, -1);
}

/* To C.  */

struct encoding
{
  const struct coding *coding;
  SCM string;
  char *bytes;
  size_t length;
};

static SCM
encode_n (void *data)
{
  struct encoding *e = data;
  e->bytes = e->coding->to_n (e->string, &e->length);
  return SCM_EOL;
}

static SCM
encode_null (void *data)
{
  struct encoding *e = data;
  e->bytes = e->coding->to_n (e->string, NULL);
  e->length = strlen (e->bytes);
  return SCM_EOL;
}

static SCM
encode (void *data)
{
  struct encoding *e = data;
  e->bytes = e->coding->to (e->string);
  e->length = strlen (e->bytes);
  return SCM_EOL;
}

static void
say_encoding (const struct coding *coding, SCM string, const char *how,
              scm_t_catch_body body)
{
  struct encoding e = { coding, string, NULL, 4711 };
  char label[32];
  snprintf (label, sizeof label, "  to %s%s", coding->name, how);
  check_body (label, body, &e);
  if (!e.bytes)
    return;
  printf ("    %zu ", e.length);
  print_bytes (stdout, e.bytes, e.length);
  putchar ('\n');
  free (e.bytes);
}

static void
say_encodings (const struct coding *coding, SCM string)
{
  say_encoding (coding, string, "_n", encode_n);
  say_encoding (coding, string, "_n NULL", encode_null);
  say_encoding (coding, string, "", encode);
}

/* Every text that has no NUL, by every way; the others by the one that does
   not mind it.  */
static void
test_to_c (void)
{
  for (size_t i = 0; i < COUNT (texts); i++)
    {
      SCM string = scm_from_utf8_stringn (texts[i].bytes, texts[i].length);
      check_say ("string", string);
      for (size_t c = 0; c < COUNT (codings); c++)
        if (strlen (texts[i].bytes) == texts[i].length)
          say_encodings (codings + c, string);
        else
          say_encoding (codings + c, string, "_n", encode_n);
    }
}

static void
test_to_c_nul (void)
{
  SCM strings[] = { scm_from_latin1_stringn ("a\0b", 3),
                    scm_from_latin1_stringn ("\0", 1),
                    scm_from_utf8_stringn ("\342\202\254\0", 4) };
  for (size_t i = 0; i < COUNT (strings); i++)
    {
      check_say ("string", strings[i]);
      say_encodings (locale_coding, strings[i]);
    }
}

static void
test_to_c_samples (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      check_say ("value", check_samples[i]);
      for (size_t c = 0; c < COUNT (codings); c++)
        say_encodings (codings + c, check_samples[i]);
    }
}

/* scm_to_locale_stringbuf.  */

struct buffer
{
  SCM string;
  char *bytes;
  size_t room;
  size_t length;
};

static SCM
fill (void *data)
{
  struct buffer *b = data;
  b->length = scm_to_locale_stringbuf (b->string, b->bytes, b->room);
  return scm_from_size_t (b->length);
}

static void
say_buffer (SCM string, size_t room)
{
  char bytes[12], label[48];
  struct buffer b = { string, bytes, room, 0 };
  memset (bytes, '.', sizeof bytes);
  snprintf (label, sizeof label, "stringbuf, room for %zd", (ssize_t) room);
  check_body (label, fill, &b);
  /* The dots show that nothing behind the text was touched.  */
  fputs ("  ", stdout);
  print_bytes (stdout, bytes, sizeof bytes);
  putchar ('\n');
}

static void
test_stringbuf (void)
{
  SCM strings[] = { check_string (""), check_string ("abcdef"),
                    check_string ("\303\251x\342\202\254"),
                    scm_from_latin1_stringn ("a\0b", 3) };
  for (size_t i = 0; i < COUNT (strings); i++)
    {
      check_say ("string", strings[i]);
      for (size_t room = 0; room < 8; room++)
        say_buffer (strings[i], room);
      say_buffer (strings[i], -1);
    }
  struct buffer none = { strings[1], NULL, 0, 0 };
  check_body ("stringbuf NULL, no room", fill, &none);
}

static void
test_stringbuf_samples (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    say_buffer (check_samples[i], 12);
}

/* The locale's encoding is looked at in each call, not once.  */
static void
test_utf8_locale (void)
{
  if (!setlocale (LC_ALL, "C.UTF-8"))
    check_die ("C.UTF-8");
  for (size_t i = 0; i < COUNT (texts); i++)
    {
      say_decoding (locale_coding, texts[i].bytes, texts[i].length);
      if (strlen (texts[i].bytes) == texts[i].length)
        say_encodings (locale_coding, scm_from_utf8_stringn (texts[i].bytes,
                                                             texts[i].length));
    }
  for (size_t i = 0; i < COUNT (malformed); i++)
    say_decoding (locale_coding, malformed[i].bytes, malformed[i].length);
  test_stringbuf ();
  setlocale (LC_ALL, "C");
  say_decoding (locale_coding, "back\303\251", -1);
}

/* In the C locale the C library has replacements; Guile uses them in a string
   that has any character above U+FF, and in no other.  */
static void
test_transliteration (void)
{
  static const char *const utf8[]
      = { "\342\202\254",         "\342\200\234x\342\200\235", "\302\253",
          "\302\253\342\202\254", "\303\251\342\202\254",      "\305\223" };
  for (size_t i = 0; i < COUNT (utf8); i++)
    {
      check_say ("string", check_string (utf8[i]));
      say_encoding (locale_coding, check_string (utf8[i]), "", encode);
    }
}

/* What takes strings.  */

static SCM
c_length (void *data)
{
  return scm_from_size_t (scm_c_string_length (*(SCM *) data));
}

static void
test_predicates (void)
{
  SCM more[]
      = { SCM_UNDEFINED, SCM_EOF_VAL, NIL, check_string ("\342\202\254"),
          scm_from_latin1_stringn ("\0\0", 2) };
  for (size_t i = 0; i < CHECK_SAMPLES + COUNT (more); i++)
    {
      SCM value
          = i < CHECK_SAMPLES ? check_samples[i] : more[i - CHECK_SAMPLES];
      RUN (scm_string_p, value);
      check_say_long ("  scm_is_string", scm_is_string (value));
      check_body ("  scm_c_string_length", c_length, &value);
      RUN (scm_string_length, value);
    }
}

static void
test_equal (void)
{
  SCM strings[] = { check_string (""),
                    check_string ("text"),
                    check_string ("Text"),
                    check_string ("text "),
                    check_string ("\303\251"),
                    scm_from_latin1_string ("\351"),
                    check_string ("e\314\201"),
                    check_string ("\342\202\254"),
                    scm_from_latin1_stringn ("a\0b", 3),
                    scm_from_latin1_stringn ("a\0c", 3),
                    check_string ("a") };
  for (size_t i = 0; i < COUNT (strings); i++)
    for (size_t j = 0; j < COUNT (strings); j++)
      RUN (scm_string_equal_p, strings[i], strings[j]);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_string_equal_p, check_samples[i], strings[0]);
      RUN (scm_string_equal_p, strings[0], check_samples[i]);
      RUN (scm_string_equal_p, check_samples[i], check_samples[i]);
    }
  RUN (scm_string_equal_p, SCM_UNDEFINED, strings[0]);
  RUN (scm_string_equal_p, strings[0], SCM_UNDEFINED);
}

static void
test_append (void)
{
  SCM text = check_string ("text"), empty = check_string ("");
  SCM euro = check_string ("\342\202\254"),
      nul = scm_from_latin1_stringn ("a\0b", 3);
  RUN (scm_string_append, SCM_EOL);
  RUN (scm_string_append, NIL);
  RUN (scm_string_append, scm_list_1 (text));
  RUN (scm_string_append, scm_list_2 (empty, empty));
  RUN (scm_string_append, scm_list_5 (text, euro, empty, nul, text));
  RUN (scm_string_append, scm_cons (text, NIL));
  RUN (scm_string_append, scm_list_3 (text, SCM_BOOL_F, check_symbol ("x")));
  RUN (scm_string_append, scm_list_2 (text, SCM_UNDEFINED));
  RUN (scm_string_append, scm_cons (text, scm_cons (SCM_BOOL_F, text)));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_string_append, scm_list_1 (check_samples[i]));
      RUN (scm_string_append, scm_list_2 (text, check_samples[i]));
    }
  SCM many = SCM_EOL;
  for (int i = 0; i < 1000; i++)
    many = scm_cons (i % 100 ? text : euro, many);
  check_say_long ("a thousand",
                  scm_c_string_length (scm_string_append (many)));
}

/* Every string is a new one, though equal.  */
static void
test_identity (void)
{
  SCM text = check_string ("text"), empty = check_string ("");
  SCM pairs[][2] = {
    { text, text },
    { text, check_string ("text") },
    { text, scm_string_append (scm_list_1 (text)) },
    { empty, check_string ("") },
    { empty, scm_string_append (SCM_EOL) },
    { scm_string_append (SCM_EOL), scm_string_append (SCM_EOL) },
  };
  for (size_t i = 0; i < COUNT (pairs); i++)
    {
      check_say_long ("scm_is_eq", scm_is_eq (pairs[i][0], pairs[i][1]));
      RUN (scm_eqv_p, pairs[i][0], pairs[i][1]);
      RUN (scm_equal_p, pairs[i][0], pairs[i][1]);
    }
}

void
check_chapter (void)
{
  test_from_c ();
  test_to_c ();
  test_to_c_nul ();
  test_to_c_samples ();
  test_stringbuf ();
  test_stringbuf_samples ();
  test_utf8_locale ();
  test_transliteration ();
  test_predicates ();
  test_equal ();
  test_append ();
  test_identity ();
}
