/* What the tests of strings and of symbols share: text from C.  */

#ifndef DECODING_H
#define DECODING_H

#include "check.h"

struct decoding
{
  SCM (*from_n) (const char *, size_t);
  SCM (*from) (const char *);
  const char *bytes;
  size_t length;
};

/* Guile's decoding-error carries what errno happens to be; EILSEQ is what
   belongs there.  */
static inline SCM
decode_n (void *data)
{
  struct decoding *d = data;
  errno = EILSEQ;
  return d->from_n (d->bytes, d->length);
}

static inline SCM
decode (void *data)
{
  struct decoding *d = data;
  errno = EILSEQ;
  return d->from (d->bytes);
}

#endif
