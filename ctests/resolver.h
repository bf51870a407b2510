/* A resolver of the test's own, in place of the C library's: functions that
   print what they are asked for and give what the test wants.  Each stands for
   itself and for its reentrant variant; which of the two a library calls does
   not show.  */

#ifndef RESOLVER_H
#define RESOLVER_H

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* What the next look-up finds; or why it finds nothing.  */
static struct hostent *host;
static struct netent *net;
static struct protoent *protocol;
static struct servent *service;
static int error, host_error;

/* How much room the texts of the entry take.  */
static size_t wanted_room;

/* What the next look-up waits for.  */
static sem_t *called, *released;

static void
wait_a_while (void)
{
  if (called)
    {
      sem_post (called);
      sem_wait (released);
    }
}

/* The functions that print, by whatever they are asked for.  */

#define PRINTED(format, ...)                                                  \
  (printf ("  " format "\n", __VA_ARGS__), wait_a_while (),                   \
   h_errno = host_error, errno = error)

struct hostent *
gethostbyname (const char *name)
{
  PRINTED ("host %s", name);
  return host;
}

struct hostent *
gethostbyaddr (const void *address, socklen_t length, int type)
{
  char text[INET_ADDRSTRLEN];
  PRINTED ("host %s, %d bytes, type %d",
           inet_ntop (AF_INET, address, text, sizeof text), (int) length,
           type);
  return host;
}

struct hostent *
gethostent (void)
{
  PRINTED ("%s host", "next");
  return host;
}

struct netent *
getnetbyname (const char *name)
{
  PRINTED ("net %s", name);
  return net;
}

struct netent *
getnetbyaddr (uint32_t number, int type)
{
  PRINTED ("net %#x, type %d", number, type);
  return net;
}

struct netent *
getnetent (void)
{
  PRINTED ("%s net", "next");
  return net;
}

struct protoent *
getprotobyname (const char *name)
{
  PRINTED ("protocol %s", name);
  return protocol;
}

struct protoent *
getprotobynumber (int number)
{
  PRINTED ("protocol %d", number);
  return protocol;
}

struct protoent *
getprotoent (void)
{
  PRINTED ("%s protocol", "next");
  return protocol;
}

struct servent *
getservbyname (const char *name, const char *proto)
{
  PRINTED ("service %s, %s", name, proto);
  return service;
}

struct servent *
getservbyport (int port, const char *proto)
{
  PRINTED ("service %d, %s", ntohs (port), proto);
  return service;
}

struct servent *
getservent (void)
{
  PRINTED ("%s service", "next");
  return service;
}

#define SET(name)                                                             \
  void set##name##ent (int stayopen)                                          \
  {                                                                           \
    printf ("  set%sent %d\n", #name, stayopen);                              \
  }                                                                           \
  void end##name##ent (void) { printf ("  end%sent\n", #name); }
SET (host)
SET (net)
SET (proto)
SET (serv)

/* The reentrant variants.  */

#define TO(type) struct type *to, char *room, size_t size, struct type **result
#define FIND(look_up)                                                         \
  *result = NULL;                                                             \
  if (size < wanted_room)                                                     \
    return ERANGE;                                                            \
  const __typeof__ (*to) *found = look_up;                                    \
  if (!found)                                                                 \
    return error == ENOENT ? 0 : error;                                       \
  *to = *found;                                                               \
  *result = to;                                                               \
  memset (room, 0, size);                                                     \
  return 0;

#define REENTRANT(name, parameters, arguments)                                \
  int name##_r parameters { FIND (name arguments) }
REENTRANT (getprotobyname, (const char *name, TO (protoent)), (name))
REENTRANT (getprotobynumber, (int number, TO (protoent)), (number))
REENTRANT (getprotoent, (TO (protoent)), ())
REENTRANT (getservbyname, (const char *name, const char *proto, TO (servent)),
           (name, proto))
REENTRANT (getservbyport, (int port, const char *proto, TO (servent)),
           (port, proto))
REENTRANT (getservent, (TO (servent)), ())

/* Those of hosts and networks give an h_errno too.  */
#define TO_WHY(type) TO (type), int *why
#define REENTRANT_WHY(name, parameters, arguments)                            \
  int name##_r parameters                                                     \
  {                                                                           \
    *why = size < wanted_room ? NETDB_INTERNAL : host_error;                  \
    FIND (name arguments)                                                     \
  }
REENTRANT_WHY (gethostbyname, (const char *name, TO_WHY (hostent)), (name))
REENTRANT_WHY (gethostbyaddr,
               (const void *address, socklen_t length, int type,
                TO_WHY (hostent)),
               (address, length, type))
REENTRANT_WHY (gethostent, (TO_WHY (hostent)), ())
REENTRANT_WHY (getnetbyname, (const char *name, TO_WHY (netent)), (name))
REENTRANT_WHY (getnetbyaddr, (uint32_t number, int type, TO_WHY (netent)),
               (number, type))
REENTRANT_WHY (getnetent, (TO_WHY (netent)), ())

/* This host.  */

static const char *own_name;

int
gethostname (char *name, size_t size)
{
  errno = error;
  if (!own_name || strlen (own_name) >= size)
    return -1;
  strcpy (name, own_name);
  return 0;
}

#endif
