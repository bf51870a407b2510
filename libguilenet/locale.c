#include "locale.h"
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct conversion
{
  iconv_t between;
  /* In UTF-8 what cannot be converted is a character, not a byte.  */
  bool from_utf8;
  char *out;
  size_t size, room;
  size_t replaced;
};

static bool
grow (struct conversion *c)
{
  size_t room = 2 * c->room + 64;
  char *out = realloc (c->out, room);
  if (!out)
    return false;
  c->out = out;
  c->room = room;
  return true;
}

/* Passes the bytes from *TEXT on; in the end, TEXT NULL, whatever resets the
   output to its first state.  Gives 0 or iconv's errno.  */
static int
pass (struct conversion *c, char **text, size_t *size)
{
  while (true)
    {
      char *out = c->out + c->size;
      size_t left = c->room - c->size;
      size_t result = iconv (c->between, text, size, &out, &left);
      c->size = out - c->out;
      if (result != (size_t) -1)
        return 0;
      if (errno != E2BIG)
        return errno;
      if (!grow (c))
        return ENOMEM;
    }
}

static bool
replace (struct conversion *c, char **text, size_t *size)
{
  char mark[] = "?", *from = mark;
  size_t one = 1;
  do
    {
      ++*text;
      --*size;
    }
  while (c->from_utf8 && *size && (**text & 0xc0) == 0x80);
  c->replaced++;
  return !pass (c, &from, &one);
}

static bool
convert (struct conversion *c, char *text, size_t size)
{
  int error;
  while ((error = pass (c, &text, &size)))
    if (error == ENOMEM || !replace (c, &text, &size))
      return false;
  return !pass (c, NULL, NULL);
}

char *
locale_convert (const char *to, const char *from, const void *text,
                size_t size, size_t *converted, size_t *replaced)
{
  struct conversion c = { .from_utf8 = !strcmp (from, "UTF-8") };
  c.between = iconv_open (to, from);
  if (c.between == (iconv_t) -1)
    return NULL;
  bool done = grow (&c) && convert (&c, (char *) text, size);
  iconv_close (c.between);
  if (!done)
    {
      free (c.out);
      return NULL;
    }
  *converted = c.size;
  *replaced = c.replaced;
  return c.out;
}
