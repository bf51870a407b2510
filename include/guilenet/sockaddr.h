/* Socket addresses: address objects, and the C library's struct sockaddr.

   An address object is a vector:

     #(AF_INET ADDRESS PORT)
     #(AF_INET6 ADDRESS PORT FLOWINFO SCOPEID)
     #(AF_UNIX PATH)

   ADDRESS and PORT are integers in host byte order, 0 … 2^32 - 1 or, for IPv6,
   0 … 2^128 - 1, and 0 … 65535.  FLOWINFO and SCOPEID are integers from 0 to
   2^32 - 1; they stand in struct sockaddr_in6 as they are here, FLOWINFO
   without a change of byte order.  PATH is a string, in the encoding of the
   locale, or #f for a socket without a name.  A PATH that begins with NUL is
   an abstract address (unix (7)); it has no NUL elsewhere.

   An object that the library made and a vector that the program made serve
   alike.  The elements are read with scm_c_vector_ref and changed with
   scm_c_vector_set_x; a change counts in the next call that is given the
   object.  Two objects are equal (scm_equal_p) if their elements are; each
   call makes a new one.

   Source: the Guile manual, "Network Socket Address".  */

#ifndef GUILENET_SOCKADDR_H
#define GUILENET_SOCKADDR_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

struct sockaddr;

/* The address object for FAMILY, an integer:

     AF_INET    ADDRESS an IPv4 address, ARGS a list (PORT)
     AF_INET6   ADDRESS an IPv6 address, ARGS (PORT [FLOWINFO [SCOPEID]]),
                where what is missing is 0
     AF_UNIX    ADDRESS the path, ARGS not used; the empty path makes the
                object #(AF_UNIX #f)

   What follows these in ARGS is not looked at.  A path may be longer than a
   socket can have (107 bytes); the system refuses it later.

   Raises out-of-range for any other FAMILY, and for a number that does not fit
   its place; wrong-type-arg if a number is no integer, ARGS is no pair where
   there must be a port, or the path is no string; misc-error if the path holds
   a NUL behind its first place.  */
SCM_API SCM scm_make_socket_address (SCM family, SCM address, SCM args);

/* The same as a struct sockaddr, whose size in bytes goes to ADDRESS_SIZE,
   which must not be NULL: 16 for AF_INET, 28 for AF_INET6, and for AF_UNIX 2
   and the bytes of the path, without a NUL behind it.  ADDRESS and PORT are in
   network byte order there.  Never NULL; the caller frees it with free.  */
SCM_API struct sockaddr *scm_c_make_socket_address (SCM family, SCM address,
                                                    SCM args,
                                                    size_t *address_size);

/* The address object for ADDRESS, of which ADDRESS_SIZE bytes are read; it is
   not kept.  A path ends at its NUL or at ADDRESS_SIZE; where there is none,
   the object is #(AF_UNIX #f).  Raises misc-error ("unrecognised address
   family") for other families than the three.  */
SCM_API SCM scm_from_sockaddr (const struct sockaddr *address,
                               unsigned address_size);

/* The struct sockaddr for the address object ADDRESS, as
   scm_c_make_socket_address gives it, to be freed with free.

   Raises wrong-type-arg if ADDRESS is no vector, or an element no integer
   where one belongs; out-of-range for a number that does not fit its place;
   misc-error if the family is none of the three, the vector has not the length
   that belongs to its family, or the path is neither string nor #f, has more
   than 107 bytes, or holds a NUL behind its first place.  The family is looked
   at first, then the length, then the other elements from left to right.  */
SCM_API struct sockaddr *scm_to_sockaddr (SCM address, size_t *address_size);

GUILENET_END_DECLS

#endif
