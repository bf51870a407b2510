/* A question to the resolver: what the core and the C library have of it in
   common.  */

#ifndef ADDRINFO_H
#define ADDRINFO_H

#include <netdb.h>

struct question
{
  /* From malloc; NULL if not given.  */
  char *name, *service;
  struct addrinfo hints;
  /* What came of it: a code EAI_…, or 0 and a list, which the core frees, as
     it may raise.  */
  int failure;
  struct addrinfo *found;
};

#endif
