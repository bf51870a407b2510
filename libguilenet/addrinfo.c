#include "addrinfo.h"
#include "cleanup.h"
#include "door.h"
#include <guilenet/addrinfo.h>
#include <stdlib.h>

static void
free_names (void *data)
{
  struct question *q = data;
  free (q->name);
  free (q->service);
}

/* The thread may be cancelled while it waits.  */
static void
resolve (struct question *q)
{
  struct _pthread_cleanup_buffer on_leaving;
  _pthread_cleanup_push (&on_leaving, free_names, q);
  q->failure = getaddrinfo (q->name, q->service, &q->hints, &q->found);
  _pthread_cleanup_pop (&on_leaving, true);
}

SCM
scm_getaddrinfo (SCM name, SCM service, SCM hint_flags, SCM hint_family,
                 SCM hint_socktype, SCM hint_protocol)
{
  struct question q = { 0 };
  struct call call
      = { .entry = ENTRY_scm_getaddrinfo,
          .arg = { word_of (name), word_of (service), word_of (hint_flags),
                   word_of (hint_family), word_of (hint_socktype),
                   word_of (hint_protocol) },
          .memory = &q,
          .size = sizeof q };
  door_call (&call);
  resolve (&q);
  call.entry = ENTRY_core_addresses;
  return scm_of (door_call (&call));
}
