/* Bytevectors as text: scm_utf8_to_string and scm_string_to_utf8.  */

#include "check.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* What the written form of a string does not show: its length in characters
   and the bytes that come back.  libguile 3.0.8 puts the errno that it found
   into decoding-error.  */
static SCM
round_trip (void *data)
{
  errno = EILSEQ;
  SCM text = scm_utf8_to_string (*(SCM *) data);
  return scm_list_2 (scm_string_length (text), scm_string_to_utf8 (text));
}

static void
decode (const char *label, const char *bytes, size_t length)
{
  SCM bv = check_bytes (bytes, length);
  check_body (label, round_trip, &bv);
}

/* A sequence and its label.  */
#define CASE(label, bytes)                                                    \
  {                                                                           \
    label, bytes, sizeof bytes - 1                                            \
  }

static void
sequences (void)
{
  static const struct
  {
    const char *label, *bytes;
    size_t length;
  } table[] = {
    CASE ("nothing", ""),
    CASE ("ASCII", "abc\177"),
    CASE ("NUL alone", "\0"),
    CASE ("NUL inside", "a\0b"),
    CASE ("U+0080", "\302\200"),
    CASE ("U+00E9", "\303\251"),
    CASE ("U+07FF", "\337\277"),
    CASE ("U+0800", "\340\240\200"),
    CASE ("U+20AC", "\342\202\254"),
    CASE ("U+D7FF", "\355\237\277"),
    CASE ("U+E000", "\356\200\200"),
    CASE ("byte order mark", "\357\273\277a"),
    CASE ("U+FFFD", "\357\277\275"),
    CASE ("U+FFFE", "\357\277\276"),
    CASE ("U+FFFF", "\357\277\277"),
    CASE ("U+10000", "\360\220\200\200"),
    CASE ("U+1F600", "\360\237\230\200"),
    CASE ("U+10FFFF", "\364\217\277\277"),
    CASE ("a letter and its accent", "e\314\201"),
    CASE ("all lengths", "a\303\251\342\202\254\360\237\230\200z"),
    CASE ("above U+10FFFF", "\364\220\200\200"),
    CASE ("far above", "\365\200\200\200"),
    CASE ("overlong NUL", "\300\200"),
    CASE ("overlong U+007F", "\301\277"),
    CASE ("overlong U+0000 in three", "\340\200\200"),
    CASE ("overlong U+07FF in three", "\340\237\277"),
    CASE ("overlong U+0000 in four", "\360\200\200\200"),
    CASE ("overlong U+FFFF in four", "\360\217\277\277"),
    CASE ("first surrogate", "\355\240\200"),
    CASE ("last surrogate", "\355\277\277"),
    CASE ("surrogate pair", "\355\240\275\355\270\200"),
    CASE ("continuation alone", "\200"),
    CASE ("continuation after text", "a\277"),
    CASE ("one too many", "\303\251\251"),
    CASE ("five bytes", "\370\210\200\200\200"),
    CASE ("six bytes", "\374\204\200\200\200\200"),
    CASE ("0xFE", "\376"),
    CASE ("0xFF", "\377"),
    CASE ("0xFF inside", "a\377b"),
    CASE ("Latin-1", "caf\351"),
    CASE ("cut after one of two", "ab\303"),
    CASE ("cut after one of three", "\342"),
    CASE ("cut after two of three", "\342\202"),
    CASE ("cut after three of four", "\360\237\230"),
    CASE ("cut by text", "\303("),
    CASE ("cut by NUL", "\342\202\0"),
    CASE ("cut by the next", "\342\202\342\202\254"),
    CASE ("bad only at the end", "good \342\202\254 so far \300"),
  };
  for (size_t i = 0; i < COUNT (table); i++)
    decode (table[i].label, table[i].bytes, table[i].length);
}

/* Appends to TEXT the ranges of bytes that make PREFIX, byte, TAIL valid.  */
static void
accepted (char *text, const char *prefix, size_t before, size_t after)
{
  int from = -1;
  *text = 0;
  for (int byte = 0; byte <= 256; byte++)
    {
      int good = 0;
      if (byte < 256)
        {
          char bytes[8];
          memset (bytes, 0x80, sizeof bytes);
          memcpy (bytes, prefix, before);
          bytes[before] = byte;
          SCM bv = check_bytes (bytes, before + 1 + after);
          good = scm_is_string (QUIET (scm_utf8_to_string, bv));
        }
      if (good && from < 0)
        from = byte;
      if (!good && from >= 0)
        {
          text += sprintf (text, " %02x-%02x", from, byte - 1);
          from = -1;
        }
    }
}

/* Which second byte each first byte takes, which last byte a prefix; the
   further bytes are 80.  Lines that would be equal are one.  */
static void
ranges (void)
{
  char text[1000], last[1000] = "";
  int start = 0;
  for (int lead = 0; lead <= 256; lead++)
    {
      char prefix = lead;
      *text = 0;
      if (lead < 256)
        accepted (text, &prefix, 1,
                  (lead >= 0xe0) + (lead >= 0xf0) + (lead >= 0xf8)
                      + (lead >= 0xfc));
      if (lead && (lead == 256 || strcmp (text, last)))
        {
          printf ("first %02x-%02x, second:%s\n", start, lead - 1, last);
          start = lead;
        }
      strcpy (last, text);
    }
  static const char *const prefixes[]
      = { "", "\303", "\342\202", "\360\237\230", "\342", "\360\237" };
  for (size_t i = 0; i < COUNT (prefixes); i++)
    {
      accepted (text, prefixes[i], strlen (prefixes[i]), 0);
      printf ("last after");
      for (const char *p = prefixes[i]; *p; p++)
        printf (" %02x", (unsigned char) *p);
      printf (":%s\n", text);
    }
}

/* Every character there is, in one bytevector.  */
static void
everything (void)
{
  unsigned char *bytes = malloc (4 * 0x110000), *p = bytes;
  if (!bytes)
    check_die ("malloc");
  for (unsigned c = 0; c < 0x110000; c++)
    {
      if (c >= 0xd800 && c < 0xe000)
        continue;
      if (c < 0x80)
        *p++ = c;
      else
        {
          static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
          int more = 1 + (c >= 0x800) + (c >= 0x10000);
          *p++ = leads[more] | (c >> (6 * more));
          while (more--)
            *p++ = 0x80 | (c >> (6 * more) & 0x3f);
        }
    }
  SCM bv = check_bytes ((char *) bytes, p - bytes);
  SCM text = QUIET (scm_utf8_to_string, bv);
  free (bytes);
  check_say ("characters", scm_string_length (text));
  check_say ("bytes", scm_bytevector_length (bv));
  check_say ("the same", scm_bytevector_eq_p (bv, scm_string_to_utf8 (text)));
}

static void
arguments (void)
{
  for (size_t i = 0; i < CHECK_SAMPLES; i++)
    {
      RUN (scm_utf8_to_string, check_samples[i]);
      RUN (scm_string_to_utf8, check_samples[i]);
    }
  RUN (scm_utf8_to_string, SCM_UNDEFINED);
  RUN (scm_string_to_utf8, SCM_UNDEFINED);
}

/* Strings that did not come from UTF-8, and what is left of the bytes.  */
static void
strings (void)
{
  char latin1[256];
  for (int i = 0; i < 256; i++)
    latin1[i] = i;
  SCM text = scm_from_latin1_stringn (latin1, sizeof latin1);
  check_say ("all of Latin-1", scm_string_to_utf8 (text));
  RUN (scm_string_to_utf8, check_string ("\303\251\342\202\254"));
  SCM euro = check_string ("\342\202\254");
  check_say ("of two kinds",
             scm_string_to_utf8 (scm_string_append (
                 scm_list_2 (scm_from_latin1_string ("\351"), euro))));
  SCM bv = scm_string_to_utf8 (euro), again = scm_string_to_utf8 (euro);
  check_say ("a new bytevector each time", scm_eq_p (bv, again));
  scm_c_bytevector_set_x (bv, 2, 0xad);
  check_say ("the string stays", scm_string_to_utf8 (euro));
  text = scm_utf8_to_string (bv);
  scm_bytevector_fill_x (bv, scm_from_int ('x'));
  check_say ("a string of its own", scm_string_to_utf8 (text));
  check_say ("equal strings",
             scm_string_equal_p (check_string ("abc"),
                                 scm_utf8_to_string (check_bytes ("abc", 3))));
}

/* The condition carries a copy of the bytes.  */
static SCM
bytes_of (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  return scm_cadddr (args);
}

static SCM
decoded (void *data)
{
  return scm_utf8_to_string (*(SCM *) data);
}

static void
condition (void)
{
  SCM bad = check_bytes ("ab\377", 3);
  SCM held = scm_internal_catch (SCM_BOOL_T, decoded, &bad, bytes_of, NULL);
  check_say ("held", held);
  check_say ("the same object", scm_eq_p (held, bad));
}

void
check_chapter (void)
{
  sequences ();
  ranges ();
  everything ();
  arguments ();
  strings ();
  condition ();
}
