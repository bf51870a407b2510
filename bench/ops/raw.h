/* What the operations on the system calls share.  */

#ifndef BENCH_RAW_H
#define BENCH_RAW_H

#include "../check.h"
#include "op.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket at a port of the loopback address that the system chooses; the
   address goes to *ADDRESS.  */
static inline int
bound (int style, struct sockaddr_in *address)
{
  int fd = socket (AF_INET, style, 0);
  CHECK (fd >= 0);
  *address = (struct sockaddr_in){ .sin_family = AF_INET };
  address->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  socklen_t size = sizeof *address;
  CHECK (bind (fd, (struct sockaddr *) address, size) == 0);
  CHECK (getsockname (fd, (struct sockaddr *) address, &size) == 0);
  return fd;
}

#endif
