/* The sockets whose options are tried, one of each kind.  */

#ifndef OPTIONS_H
#define OPTIONS_H

#include "loopback.h"

static SCM tcp, udp, tcp6, udp6, local;

static inline void
open_sockets (void)
{
  tcp = new_socket (AF_INET, SOCK_STREAM);
  udp = new_socket (AF_INET, SOCK_DGRAM);
  tcp6 = new_socket (AF_INET6, SOCK_STREAM);
  udp6 = new_socket (AF_INET6, SOCK_DGRAM);
  local = new_socket (AF_UNIX, SOCK_STREAM);
}

static inline void
close_sockets (void)
{
  close_all (tcp, udp, local);
  close_all (tcp6, udp6, SCM_BOOL_F);
}

#endif
