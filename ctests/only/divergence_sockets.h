/* Sockets for the cases: on loopback, or Unix sockets that need no file.  */

#ifndef DIVERGENCE_SOCKETS_H
#define DIVERGENCE_SOCKETS_H

#include "divergence.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#define LOOPBACK INT (INADDR_LOOPBACK)

static inline SCM
new_socket (int family, int style)
{
  return scm_socket (INT (family), INT (style), INT (0));
}

/* A socket of FAMILY, bound to a port of its own on loopback.  */
static inline SCM
new_bound (int family, int style)
{
  SCM sock = new_socket (family, style);
  scm_bind (sock, INT (family), family == AF_INET ? LOOPBACK : INT (1),
            scm_list_1 (INT (0)));
  return sock;
}

/* The index of the loopback interface.  */
static inline SCM
interface (void)
{
  unsigned index = if_nametoindex ("lo");
  MUST (index);
  return INT (index);
}

static inline void
new_pair (int style, SCM *a, SCM *b)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (style), INT (0));
  *a = scm_car (pair);
  *b = scm_cdr (pair);
}

static inline int
descriptor (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

/* SIZE bytes at BYTES.  */
static inline SCM
bytes (const void *bytes, size_t size)
{
  SCM bv = scm_c_make_bytevector (size);
  memcpy (SCM_BYTEVECTOR_CONTENTS (bv), bytes, size);
  return bv;
}

/* Waits until something can be read from PORT.  */
static inline void
await (SCM port)
{
  struct pollfd one = { descriptor (port), POLLIN, 0 };
  MUST (poll (&one, 1, 20000) == 1);
}

static inline void
close_both (SCM a, SCM b)
{
  scm_close_port (a);
  scm_close_port (b);
}

#endif
