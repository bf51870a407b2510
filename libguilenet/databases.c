/* The look-ups are the C library's, on the caller's stack: they may wait for
   files and servers.  The core says what to look for, and makes the entry.  */

#include "cleanup.h"
#include "collector.h"
#include "door.h"
#include "look_up.h"
#include "unwind.h"
#include <arpa/inet.h>
#include <errno.h>
#include <guilenet/databases.h>
#include <guilenet/identity.h>
#include <stdlib.h>

/* Looks for an entry whose texts go into ROOM.  Gives an errno: ERANGE if they
   need more.  */
typedef int finder (struct look_up *l, char *room, size_t size);

#define FINDER(name, call)                                                    \
  static int name (struct look_up *l, char *room, size_t size)                \
  {                                                                           \
    return COLLECTOR_OUTSIDE (thread (), call);                               \
  }
#define HOST &l->entry.host, room, size, &l->host, &l->host_error
/* Networks have an h_errno too, which says no more than their errno.  */
#define NET &l->entry.net, room, size, &l->net, &l->host_error
#define PROTOCOL &l->entry.protocol, room, size, &l->protocol
#define SERVICE &l->entry.service, room, size, &l->service

FINDER (next_host, gethostent_r (HOST))
FINDER (host_by_name, gethostbyname_r (l->name, HOST))
FINDER (host_by_number,
        gethostbyaddr_r (&(struct in_addr){ htonl (l->number) },
                         sizeof (struct in_addr), AF_INET, HOST))

FINDER (next_net, getnetent_r (NET))
FINDER (net_by_name, getnetbyname_r (l->name, NET))
FINDER (net_by_number, getnetbyaddr_r (l->number, AF_INET, NET))

FINDER (next_protocol, getprotoent_r (PROTOCOL))
FINDER (protocol_by_name, getprotobyname_r (l->name, PROTOCOL))
FINDER (protocol_by_number, getprotobynumber_r (l->number, PROTOCOL))

FINDER (next_service, getservent_r (SERVICE))
FINDER (service_by_name, getservbyname_r (l->name, l->proto, SERVICE))
FINDER (service_by_number,
        getservbyport_r (htons (l->number), l->proto, SERVICE))

struct database
{
  /* Reads the arguments; makes the entry.  */
  enum entry asked, answered;
  finder *find[LOOK_UP_WAYS];
};

static const struct database hosts
    = { ENTRY_scm_gethost,
        ENTRY_core_host,
        { next_host, host_by_name, host_by_number } };
static const struct database nets = {
  ENTRY_scm_getnet, ENTRY_core_net, { next_net, net_by_name, net_by_number }
};
static const struct database protocols
    = { ENTRY_scm_getproto,
        ENTRY_core_protocol,
        { next_protocol, protocol_by_name, protocol_by_number } };
static const struct database services
    = { ENTRY_scm_getserv,
        ENTRY_core_service,
        { next_service, service_by_name, service_by_number } };

enum
{
  /* Enough for nearly every entry.  */
  STACK_ROOM = 1024,
  /* No entry is so large: whoever still wants more is broken.  */
  MOST_ROOM = 1 << 26
};

static void
find (finder *find, struct look_up *l, char *room)
{
  size_t size = STACK_ROOM;
  /* Some of the C library's services fail without an errno.  */
  errno = 0;
  while ((l->error = find (l, room, size)) == ERANGE && size < MOST_ROOM)
    {
      free (l->grown);
      size *= 4;
      room = l->grown = malloc (size);
      if (!room)
        raise_out_of_memory ();
    }
}

static void
give_back (void *data)
{
  struct look_up *l = data;
  free (l->name);
  free (l->proto);
  free (l->grown);
}

static SCM
look_up (const struct database *d, SCM key, SCM proto)
{
  char room[STACK_ROOM];
  struct look_up l = { 0 };
  struct _pthread_cleanup_buffer on_leaving;
  struct call call = { .entry = d->asked,
                       .arg = { word_of (key), word_of (proto) },
                       .memory = &l,
                       .size = sizeof l };
  _pthread_cleanup_push (&on_leaving, give_back, &l);
  door_call (&call);
  find (d->find[l.by], &l, room);
  call.entry = d->answered;
  SCM entry = scm_of (door_call (&call));
  _pthread_cleanup_pop (&on_leaving, 1);
  return entry;
}

SCM
scm_gethost (SCM host)
{
  return look_up (&hosts, host, SCM_UNDEFINED);
}

SCM
scm_getnet (SCM name)
{
  return look_up (&nets, name, SCM_UNDEFINED);
}

SCM
scm_getproto (SCM name)
{
  return look_up (&protocols, name, SCM_UNDEFINED);
}

SCM
scm_getserv (SCM name, SCM proto)
{
  return look_up (&services, name, proto);
}

#define SET(database)                                                         \
  SCM scm_set##database (SCM stayopen)                                        \
  {                                                                           \
    if (word_of (stayopen) == WORD_UNDEFINED)                                 \
      end##database##ent ();                                                  \
    else                                                                      \
      set##database##ent (scm_is_true (stayopen));                            \
    return scm_of (WORD_UNSPECIFIED);                                         \
  }
SET (host)
SET (net)
SET (proto)
SET (serv)
