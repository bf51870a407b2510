#include "address.h"
#include "door.h"
#include <guilenet/sockaddr.h>
#include <netinet/in.h>

/* The core makes an address object of LENGTH bytes, for the procedure of
   ENTRY.  */
static word
from_kernel (enum entry entry, const void *bytes, unsigned length)
{
  struct call c = { .entry = ENTRY_scm_from_sockaddr,
                    .arg = { entry },
                    .memory = (void *) (uintptr_t) bytes,
                    .size = length };
  return door_call (&c);
}

word
address_object_slowly (enum entry entry, const struct address *a)
{
  return from_kernel (entry, &a->any, a->length);
}

SCM
scm_from_sockaddr (const struct sockaddr *address, unsigned address_size)
{
  return scm_of (from_kernel (ENTRY_scm_from_sockaddr, address, address_size));
}

struct sockaddr *
scm_to_sockaddr (SCM address, size_t *address_size)
{
  struct call c
      = { .entry = ENTRY_scm_to_sockaddr, .arg = { word_of (address) } };
  door_call (&c);
  *address_size = c.size;
  return c.memory;
}

struct sockaddr *
scm_c_make_socket_address (SCM family, SCM address, SCM args,
                           size_t *address_size)
{
  struct call c
      = { .entry = ENTRY_scm_c_make_socket_address,
          .arg = { word_of (family), word_of (address), word_of (args) } };
  door_call (&c);
  *address_size = c.size;
  return c.memory;
}
