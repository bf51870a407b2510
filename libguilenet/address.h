/* Address objects, as the kernel's bytes.  */

#ifndef ADDRESS_H
#define ADDRESS_H

#include "door.h"
#include <sys/socket.h>

#pragma GCC visibility push(hidden)

/* Room for any address that the kernel gives.  */
struct address
{
  socklen_t length;
  union
  {
    struct sockaddr any;
    struct sockaddr_storage storage;
  };
};

/* The address object of what the kernel gave to the procedure of ENTRY. Raises
   misc-error if it is of a family that Guile has no form for.  */
word address_object (struct thread *t, enum entry entry,
                     const struct address *a);

/* The cell of an address object whose bytes still speak for it, or NULL.  */
static inline struct cell *
kernel_address (SCM address)
{
  struct cell *c = cell_if (word_of (address), KIND_SOCKADDR);
  return c && !(cell_flags (c) & SOCKADDR_SET) ? c : NULL;
}

#pragma GCC visibility pop

#endif
