/* What the operations on the scm API share.  */

#ifndef BENCH_SCM_H
#define BENCH_SCM_H

#include "../check.h"
#include "op.h"

#include <libguile.h>
#include <netinet/in.h>
#include <sys/socket.h>

static inline SCM
number (int n)
{
  return scm_from_int (n);
}

static inline SCM
loopback (void)
{
  return scm_from_uint32 (INADDR_LOOPBACK);
}

/* A socket at a port of the loopback address that the system chooses.  */
static inline SCM
bound (int style)
{
  SCM sock = scm_socket (number (AF_INET), number (style), number (0));
  scm_bind (sock, number (AF_INET), loopback (), scm_list_1 (number (0)));
  return sock;
}

static inline void
unix_pair (SCM *a, SCM *b)
{
  SCM pair
      = scm_socketpair (number (AF_UNIX), number (SOCK_STREAM), number (0));
  *a = scm_car (pair);
  *b = scm_cdr (pair);
}

#endif
