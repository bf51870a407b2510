/* The C library's part in the conversion of text, for the core.  */

#ifndef LOCALE_H
#define LOCALE_H

#include <stddef.h>

#pragma GCC visibility push(hidden)

/* Converts the SIZE bytes at TEXT between two character sets, as iconv_open
   takes their names.  What cannot be converted becomes "?": REPLACED is how
   often.  Gives *CONVERTED bytes from malloc, or NULL if there is no memory or
   the C library cannot convert between the two.  */
char *locale_convert (const char *to, const char *from, const void *text,
                      size_t size, size_t *converted, size_t *replaced);

#pragma GCC visibility pop

#endif
