/* A look-up in a network database: what the core and the C library have of it
   in common.  */

#ifndef LOOK_UP_H
#define LOOK_UP_H

#include <netdb.h>
#include <stdint.h>

enum look_up_by
{
  LOOK_UP_NEXT,
  LOOK_UP_NAME,
  LOOK_UP_NUMBER,
  LOOK_UP_WAYS
};

struct look_up
{
  /* What to look for, as the core reads the arguments.  NAME and PROTO are
     from malloc, or NULL; NUMBER is in host byte order.  */
  enum look_up_by by;
  uint32_t number;
  char *name, *proto;
  /* What came of it: an entry of the database's kind, or an errno, 0 if there
     is just no such entry, and for hosts an h_errno.  */
  struct hostent *host;
  struct netent *net;
  struct protoent *protocol;
  struct servent *service;
  int error, host_error;
  /* Where the entry lies.  */
  union
  {
    struct hostent host;
    struct netent net;
    struct protoent protocol;
    struct servent service;
  } entry;
  /* Where its texts lie, from malloc; NULL if they are on the stack.  */
  char *grown;
};

#endif
