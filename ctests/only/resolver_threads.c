/* Look-ups of local names in many threads, while two others exchange messages;
   and threads that wait for the resolver, which stops no other call.  This
   program's own getaddrinfo waits for a name's sake, and leaves the others to
   the C library.  */

#define _GNU_SOURCE
#include "only.h"

#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <nss.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum
{
  LOOKERS = 8,
  LOOKUPS = 300,
  ROUNDS = 10000,
  WAITERS = 16
};

#define SLOW "slow.invalid"
#define HOST 0x7f000001

typedef int (*resolver) (const char *, const char *, const struct addrinfo *,
                         struct addrinfo **);

static resolver c_library;
static sem_t waiting;
static int gate[2];
static atomic_int answered, struck;

/* The slow name is that of the loopback address.  */
int
getaddrinfo (const char *name, const char *service,
             const struct addrinfo *hints, struct addrinfo **found)
{
  char byte;
  if (!name || strcmp (name, SLOW))
    return c_library (name, service, hints, found);
  assert (!sem_post (&waiting));
  while (read (gate[0], &byte, 1) != 1)
    assert (errno == EINTR);
  answered++;
  return c_library ("127.0.0.1", service, hints, found);
}

struct question
{
  const char *host, *service;
  int flags;
};

static SCM
ask (void *data)
{
  struct question *q = data;
  return scm_getaddrinfo (scm_from_utf8_string (q->host),
                          scm_from_utf8_string (q->service), INT (q->flags),
                          NONE, INT (SOCK_STREAM), NONE);
}

static void
expect (const char *host, const char *service, const char *written)
{
  struct question q = { host, service, AI_NUMERICHOST };
  char *got
      = scm_to_utf8_string (scm_object_to_string (outcome (ask, &q), NONE));
  if (strcmp (got, written))
    {
      fprintf (stderr, "%s %s: %s\nnot\n%s\n", host, service, got, written);
      exit (1);
    }
  free (got);
}

/* The address of what may be found more than once.  */
static void
expect_local (const char *host)
{
  struct question q = { host, "25", 0 };
  for (SCM list = outcome (ask, &q); scm_is_pair (list); list = scm_cdr (list))
    {
      SCM address = scm_c_vector_ref (scm_car (list), 4);
      assert (scm_to_int (scm_c_vector_ref (address, 2)) == 25);
      if (scm_to_int (scm_c_vector_ref (address, 0)) == AF_INET
          && scm_to_int (scm_c_vector_ref (address, 1)) == HOST)
        return;
    }
  fprintf (stderr, "%s has no address\n", host);
  exit (1);
}

static SCM
find_host (void *name)
{
  return scm_gethost (scm_from_utf8_string (name));
}

static SCM
find_service (void *name)
{
  return scm_getserv (scm_from_utf8_string (name),
                      scm_from_utf8_string ("tcp"));
}

/* The same in the databases.  */
static void
look_in_databases (const char *host, int address)
{
  SCM entry = outcome (find_host, (void *) host);
  assert (scm_to_int (scm_car (scm_c_vector_ref (entry, 4))) == address);
  entry = outcome (find_service, "smtp");
  assert (scm_to_int (scm_c_vector_ref (entry, 2)) == 25);
  assert (scm_is_pair (outcome (find_host, "no-such-host.invalid")));
  assert (scm_is_pair (outcome (find_service, "no-such-service")));
}

static void
look_up (int number)
{
  char host[40], service[12], written[120];
  snprintf (service, sizeof service, "%d", number);
  snprintf (host, sizeof host, "127.0.%d.%d", number >> 8, number & 255);
  snprintf (written, sizeof written, "(#(%d 2 1 6 #(2 %d %d) #f))",
            AI_NUMERICHOST, 0x7f000000 + number, number);
  expect (host, service, written);
  look_in_databases (host, 0x7f000000 + number);
  snprintf (host, sizeof host, "::%x", number);
  snprintf (written, sizeof written, "(#(%d 10 1 6 #(10 %d %d 0 0) #f))",
            AI_NUMERICHOST, number, number);
  expect (host, service, written);
  expect ("127.0.0.1", "no-such-service", "(getaddrinfo-error -8)");
  snprintf (host, sizeof host, "no-such-host-%d", number);
  expect (host, service, "(getaddrinfo-error -2)");
  expect_local ("localhost");
}

static void *
look (void *data)
{
  for (int i = 0; i < LOOKUPS; i++)
    look_up (1 + *(int *) data * LOOKUPS + i);
  return NULL;
}

/* One end of an exchange: each answers with what it got, plus one.  */
struct end
{
  SCM sock;
  int first;
};

static void *
exchange (void *data)
{
  struct end *end = data;
  SCM buffer = scm_make_bytevector (INT (sizeof (int)), INT (0));
  int *number = (int *) SCM_BYTEVECTOR_CONTENTS (buffer);
  for (int i = end->first; i < 2 * ROUNDS; i++)
    {
      if (i)
        assert (scm_to_int (scm_recv (end->sock, buffer, INT (MSG_WAITALL)))
                == sizeof (int));
      assert (*number == i++);
      *number = i;
      assert (scm_to_int (scm_send (end->sock, buffer, NONE)) == sizeof (int));
    }
  return NULL;
}

static void
exchange_with (void (*meanwhile) (void))
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  struct end ends[] = { { scm_car (pair), 0 }, { scm_cdr (pair), 1 } };
  pthread_t threads[2];
  for (int i = 0; i < 2; i++)
    assert (!pthread_create (&threads[i], NULL, exchange, &ends[i]));
  meanwhile ();
  for (int i = 0; i < 2; i++)
    assert (!pthread_join (threads[i], NULL));
  scm_close (ends[0].sock);
  scm_close (ends[1].sock);
}

static void
look_together (void)
{
  pthread_t threads[LOOKERS];
  int numbers[LOOKERS];
  for (int i = 0; i < LOOKERS; i++)
    {
      numbers[i] = i;
      assert (!pthread_create (&threads[i], NULL, look, &numbers[i]));
    }
  for (int i = 0; i < LOOKERS; i++)
    assert (!pthread_join (threads[i], NULL));
}

static void *
wait_for_answer (void *data)
{
  (void) data;
  expect_local (SLOW);
  return NULL;
}

static void
strike (int signal)
{
  (void) signal;
  struck++;
}

static void
look_up_in_child (void *data)
{
  (void) data;
  look_up (3);
}

/* All that goes on while others wait.  */
static void
go_on (void)
{
  pthread_t thread;
  int number = LOOKERS;
  look_up (2);
  in_child ("child", look_up_in_child, NULL);
  assert (!pthread_create (&thread, NULL, look, &number));
  assert (!pthread_join (thread, NULL));
}

/* The signals reach threads that wait in the resolver, and leave them there.
 */
static void
wait_together (void)
{
  struct sigaction action = { .sa_handler = strike };
  pthread_t threads[WAITERS], cancelled;
  void *how;
  assert (!sigaction (SIGUSR1, &action, NULL));
  assert (!pthread_create (&cancelled, NULL, wait_for_answer, NULL));
  for (int i = 0; i < WAITERS; i++)
    assert (!pthread_create (&threads[i], NULL, wait_for_answer, NULL));
  for (int i = 0; i <= WAITERS; i++)
    while (sem_wait (&waiting))
      assert (errno == EINTR);
  assert (!pthread_cancel (cancelled));
  assert (!pthread_join (cancelled, &how) && how == PTHREAD_CANCELED);
  exchange_with (go_on);
  for (int i = 0; i < WAITERS; i++)
    assert (!pthread_kill (threads[i], SIGUSR1));
  while (struck < WAITERS)
    sched_yield ();
  go_on ();
  assert (!answered);
  for (int i = 0; i < WAITERS; i++)
    assert (write (gate[1], "", 1) == 1);
  for (int i = 0; i < WAITERS; i++)
    assert (!pthread_join (threads[i], NULL));
  assert (answered == WAITERS);
}

int
main (void)
{
  alarm (110);
  c_library = (resolver) dlsym (RTLD_NEXT, "getaddrinfo");
  assert (c_library);
  assert (!__nss_configure_lookup ("hosts", "files"));
  assert (!sem_init (&waiting, 0, 0));
  assert (!pipe (gate));
  exchange_with (look_together);
  wait_together ();
  return 0;
}
