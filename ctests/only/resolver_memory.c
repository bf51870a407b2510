/* What the resolver finds is freed, and so are the names that it was asked
   for, whatever becomes of the call: it fails, or there is no memory for one
   thing or another.  This program has its own resolver, and its own malloc,
   which can refuse.  */

#include "only.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

extern void *__libc_malloc (size_t size);
extern void __libc_free (void *block);

/* How many calls of malloc succeed before one is refused; below 0: all.  */
static __thread int until_refusal = -1;
static __thread long blocks;
static int failure, asked, freed;

void *
malloc (size_t size)
{
  if (until_refusal >= 0 && !until_refusal--)
    return NULL;
  blocks++;
  return __libc_malloc (size);
}

void
free (void *block)
{
  if (block)
    blocks--;
  __libc_free (block);
}

/* Two addresses, the second in an object of two blocks.  */
static struct sockaddr_in inet = { .sin_family = AF_INET };
static struct sockaddr_in6 inet6 = { .sin6_family = AF_INET6 };
static char name[] = "host.example";
static struct addrinfo second = { .ai_family = AF_INET6,
                                  .ai_addr = (struct sockaddr *) &inet6,
                                  .ai_addrlen = sizeof inet6 };
static struct addrinfo first = { .ai_family = AF_INET,
                                 .ai_addr = (struct sockaddr *) &inet,
                                 .ai_addrlen = sizeof inet,
                                 .ai_canonname = name,
                                 .ai_next = &second };

int
getaddrinfo (const char *host, const char *service,
             const struct addrinfo *hints, struct addrinfo **found)
{
  assert (!strcmp (host, "host") && !strcmp (service, "service"));
  assert (!hints->ai_flags);
  asked++;
  *found = &first;
  return failure;
}

void
freeaddrinfo (struct addrinfo *found)
{
  assert (found == &first);
  freed++;
}

static SCM host, service;

static SCM
ask (void *data)
{
  until_refusal = *(int *) data;
  SCM found = scm_getaddrinfo (host, service, NONE, NONE, NONE, NONE);
  until_refusal = -1;
  return found;
}

static bool
out_of_memory (SCM outcome)
{
  return scm_is_eq (scm_car (outcome), scm_from_utf8_symbol ("out-of-memory"));
}

/* Refuses the first block, the second, and so on.  */
static void
refuse_each (void)
{
  int refused = 0;
  while (out_of_memory (outcome (ask, &refused)))
    refused++;
  /* Two names; then two vectors, a canonical name, an address.  */
  assert (refused >= 6 && asked == refused - 1 && freed == asked);
}

static SCM
ask_wrongly (void *data)
{
  SCM *names = data;
  return scm_getaddrinfo (names[0], names[1], NONE, NONE, NONE, SCM_EOL);
}

/* What is left of the condition is the same with names and without.  */
static void
refuse_hint (void)
{
  SCM names[][2] = { { host, service }, { SCM_BOOL_F, SCM_BOOL_F } };
  long left[2];
  for (int i = 0; i < 2; i++)
    {
      left[i] = -blocks;
      assert (scm_is_pair (outcome (ask_wrongly, names[i])));
      left[i] += blocks;
    }
  assert (left[0] == left[1]);
}

static void
fail_often (void)
{
  int never = -1, before = freed;
  failure = EAI_AGAIN;
  outcome (ask, &never);
  long then = blocks;
  for (int i = 0; i < 1000; i++)
    assert (scm_to_int (scm_cadr (outcome (ask, &never))) == EAI_AGAIN);
  assert (blocks == then && freed == before);
}

int
main (void)
{
  /* Blocks are counted.  */
  scm_gc_disable ();
  host = scm_from_utf8_string ("host");
  service = scm_from_utf8_string ("service");
  refuse_each ();
  refuse_hint ();
  fail_often ();
  return 0;
}
