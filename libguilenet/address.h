/* Address objects, as the kernel's bytes.  */

#ifndef ADDRESS_H
#define ADDRESS_H

#include "door.h"
#include <netinet/in.h>
#include <sys/socket.h>

#pragma GCC visibility push(hidden)

/* Room for any address that the kernel gives.  */
struct address
{
  socklen_t length;
  union
  {
    struct sockaddr any;
    struct sockaddr_in inet;
    struct sockaddr_storage storage;
  };
};

/* The address object of what the kernel gave to the procedure of ENTRY. Raises
   misc-error if it is of a family that Guile has no form for.  */
word address_object_slowly (enum entry entry, const struct address *a);

static inline word
address_object (struct thread *t, enum entry entry, const struct address *a)
{
  sa_family_t family
      = UNLIKELY (a->length < sizeof family) ? 0 : a->any.sa_family;
  if (LIKELY (family == AF_INET && a->length == sizeof (struct sockaddr_in))
      || (family == AF_INET6 && a->length == sizeof (struct sockaddr_in6))
      || (family == AF_UNIX && a->length <= sizeof a->storage))
    return heap_sockaddr (t, &a->any, a->length);
  return address_object_slowly (entry, a);
}

/* The cell of an address object whose bytes still speak for it, or NULL.  */
static inline struct cell *
kernel_address (SCM address)
{
  struct cell *c = cell_if (word_of (address), KIND_SOCKADDR);
  return c && !(cell_flags (c) & SOCKADDR_SET) ? c : NULL;
}

/* The address that the arguments FAMILY, ADDRESS and ARGS are, where they are
   AF_INET, an integer that fits, and a list of just a port that does.  The
   rest is for the core.  */
static inline bool
inet_arguments (SCM family, SCM address, SCM args, struct sockaddr_in *inet)
{
  struct cell *c = cell_if (word_of (args), KIND_PAIR);
  uint64_t number = fixnum_value (word_of (address));
  if (word_of (family) != fixnum (AF_INET) || !is_fixnum (word_of (address))
      || number > UINT32_MAX || !c || c->pair.cdr != WORD_EOL)
    return false;
  word port = c->pair.car;
  if (!is_fixnum (port) || (uint64_t) fixnum_value (port) > UINT16_MAX)
    return false;
  *inet = (struct sockaddr_in){ .sin_family = AF_INET,
                                .sin_port = htons (fixnum_value (port)),
                                .sin_addr.s_addr = htonl (number) };
  return true;
}

#pragma GCC visibility pop

#endif
