/* Address objects as the vectors that they are to the program, read from the
   kernel's bytes.  internal/sockaddr makes the same elements in Go.  */

#ifndef SOCKADDR_REF_H
#define SOCKADDR_REF_H

#include "heap.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/un.h>

/* How an element lies in the bytes.  */
enum sockaddr_element
{
  /* 16 and 32 bits, in the machine's byte order or in the network's.  */
  SOCKADDR_HOST16,
  SOCKADDR_NET16,
  SOCKADDR_HOST32,
  SOCKADDR_NET32,
  /* An integer that is no fixnum.  */
  SOCKADDR_WIDE,
  /* A string, or #f: all the bytes from here on are 0.  */
  SOCKADDR_PATH
};

struct sockaddr_form
{
  sa_family_t family;
  uint8_t length;
  struct
  {
    uint8_t element, offset;
  } at[5];
};

static const struct sockaddr_form sockaddr_forms[] = {
  { AF_INET,
    3,
    { { SOCKADDR_HOST16, offsetof (struct sockaddr_in, sin_family) },
      { SOCKADDR_NET32, offsetof (struct sockaddr_in, sin_addr) },
      { SOCKADDR_NET16, offsetof (struct sockaddr_in, sin_port) } } },
  { AF_INET6,
    5,
    { { SOCKADDR_HOST16, offsetof (struct sockaddr_in6, sin6_family) },
      { SOCKADDR_WIDE, offsetof (struct sockaddr_in6, sin6_addr) },
      { SOCKADDR_NET16, offsetof (struct sockaddr_in6, sin6_port) },
      { SOCKADDR_HOST32, offsetof (struct sockaddr_in6, sin6_flowinfo) },
      { SOCKADDR_HOST32, offsetof (struct sockaddr_in6, sin6_scope_id) } } },
  { AF_UNIX,
    2,
    { { SOCKADDR_HOST16, offsetof (struct sockaddr_un, sun_family) },
      { SOCKADDR_PATH, offsetof (struct sockaddr_un, sun_path) } } },
};

/* The form of an address object: it is of one of these families and whole.  */
static inline const struct sockaddr_form *
sockaddr_form (const struct cell *c)
{
  const struct sockaddr *a = (const void *) sockaddr_bytes (c);
  const struct sockaddr_form *form = sockaddr_forms;
  while (form->family != a->sa_family)
    form++;
  return form;
}

/* Element K of an address object: false if it has none, or if the element is a
   value of the heap.  */
static inline bool
sockaddr_ref (const struct cell *c, uint64_t k, word *value)
{
  const struct sockaddr_form *form = sockaddr_form (c);
  if (k >= form->length)
    return false;
  const uint8_t *from = sockaddr_bytes (c) + form->at[k].offset;
  switch ((enum sockaddr_element) form->at[k].element)
    {
    case SOCKADDR_HOST16:
      *value = fixnum (*(const uint16_t *) from);
      return true;
    case SOCKADDR_NET16:
      *value = fixnum (ntohs (*(const uint16_t *) from));
      return true;
    case SOCKADDR_HOST32:
      *value = fixnum (*(const uint32_t *) from);
      return true;
    case SOCKADDR_NET32:
      *value = fixnum (ntohl (*(const uint32_t *) from));
      return true;
    case SOCKADDR_PATH:
      for (const uint8_t *end = sockaddr_bytes (c) + c->small; from < end;
           from++)
        if (*from)
          return false;
      *value = WORD_FALSE;
      return true;
    case SOCKADDR_WIDE:
      break;
    }
  return false;
}

#endif
