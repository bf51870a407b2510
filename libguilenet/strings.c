#include "characters.h"
#include "export.h"
#include <guilenet/strings.h>
#include <stdlib.h>

#define FROM(coding)                                                          \
  SCM scm_from_##coding##_stringn (const char *str, size_t len)               \
  {                                                                           \
    return from_c (ENTRY_scm_from_##coding##_stringn, str, len);              \
  }                                                                           \
  SCM scm_from_##coding##_string (const char *str)                            \
  {                                                                           \
    return scm_from_##coding##_stringn (str, -1);                             \
  }
FROM (locale)
FROM (utf8)
FROM (latin1)

/* Passes STR to be encoded.  *LENP becomes the length of the result, which the
   core allocated; if LENP is NULL, the result may have no NUL inside.  */
static char *
to_c (enum entry entry, SCM str, size_t *lenp)
{
  struct call c = { .entry = entry, .arg = { word_of (str), lenp != NULL } };
  door_call (&c);
  if (lenp)
    *lenp = c.size;
  return c.memory;
}

#define TO(coding)                                                            \
  char *scm_to_##coding##_stringn (SCM str, size_t *lenp)                     \
  {                                                                           \
    return to_c (ENTRY_scm_to_##coding##_stringn, str, lenp);                 \
  }                                                                           \
  char *scm_to_##coding##_string (SCM str)                                    \
  {                                                                           \
    return scm_to_##coding##_stringn (str, NULL);                             \
  }
TO (locale)
TO (utf8)
TO (latin1)

size_t
scm_to_locale_stringbuf (SCM str, char *buf, size_t max_len)
{
  size_t length;
  char *bytes = scm_to_locale_stringn (str, &length);
  size_t copied = length < max_len ? length : max_len;
  if (copied)
    memcpy (buf, bytes, copied);
  free (bytes);
  return length;
}

static struct cell *
string_of (SCM x)
{
  return cell_if (word_of (x), KIND_STRING);
}

int
scm_is_string (SCM obj)
{
  return string_of (obj) != NULL;
}

SCM
scm_string_p (SCM obj)
{
  return scm_of (boolean (string_of (obj) != NULL));
}

inline size_t
scm_c_string_length (SCM str)
{
  struct cell *c = string_of (str);
  if (c)
    return c->string.length;
  DOOR (scm_c_string_length, str);
  return 0;
}
EXPORT_QUIET (struct cell *c = string_of (scm_of (a));
              if (c) return c->string.length, scm_c_string_length, 1, false)

SCM
scm_string_length (SCM str)
{
  struct cell *c = string_of (str);
  return c ? scm_of (fixnum (c->string.length))
           : DOOR (scm_string_length, str);
}
