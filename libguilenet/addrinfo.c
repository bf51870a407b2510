#include "addrinfo.h"
#include "cleanup.h"
#include "collector.h"
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

SCM
scm_getaddrinfo (SCM name, SCM service, SCM hint_flags, SCM hint_family,
                 SCM hint_socktype, SCM hint_protocol)
{
  struct question q = { 0 };
  struct _pthread_cleanup_buffer on_leaving;
  struct call call
      = { .entry = ENTRY_scm_getaddrinfo,
          .arg = { word_of (name), word_of (service), word_of (hint_flags),
                   word_of (hint_family), word_of (hint_socktype),
                   word_of (hint_protocol) },
          .memory = &q,
          .size = sizeof q };
  _pthread_cleanup_push (&on_leaving, free_names, &q);
  door_call (&call);
  q.failure = COLLECTOR_OUTSIDE (
      thread (), getaddrinfo (q.name, q.service, &q.hints, &q.found));
  call.entry = ENTRY_core_addresses;
  SCM list = scm_of (door_call (&call));
  _pthread_cleanup_pop (&on_leaving, true);
  return list;
}
