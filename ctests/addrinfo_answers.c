/* What the resolver is asked, and what becomes of its answers: this program's
   own getaddrinfo takes the place of the C library's.  Left out is what
   libguile 3.0.8 gets wrong: it passes no protocol, and no hint behind one
   that is not given; cuts a name at a NUL in a UTF-8 locale; and does not free
   an answer that it cannot make a list of.  */

#define _GNU_SOURCE
#include "check.h"

#include <arpa/inet.h>
#include <limits.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#define INT(n) scm_from_int (n)
#define NONE SCM_UNDEFINED
#define COUNT(array) (sizeof (array) / sizeof *(array))

enum
{
  MANY = 5000
};

static struct
{
  /* What comes next: a failure, or COUNT entries of LIST.  */
  int failure;
  int count;
  struct addrinfo list[MANY];
  int asked, freed;
} resolver;

/* "text" with other bytes than ASCII's in octal; NULL.  */
static void
print_text (const char *text)
{
  if (!text)
    {
      printf ("NULL");
      return;
    }
  putchar ('"');
  for (; *text; text++)
    printf (*text > 0 ? "%c" : "\\%o", (unsigned char) *text);
  putchar ('"');
}

int
getaddrinfo (const char *name, const char *service,
             const struct addrinfo *hints, struct addrinfo **found)
{
  resolver.asked++;
  printf ("getaddrinfo (");
  print_text (name);
  printf (", ");
  print_text (service);
  if (hints->ai_addrlen || hints->ai_addr || hints->ai_canonname
      || hints->ai_next)
    printf (", hints with an address");
  printf (", %d %d %d)\n", hints->ai_flags, hints->ai_family,
          hints->ai_socktype);
  for (int i = 0; i < resolver.count; i++)
    resolver.list[i].ai_next
        = i + 1 < resolver.count ? &resolver.list[i + 1] : NULL;
  *found = resolver.count ? resolver.list : NULL;
  errno = EMFILE;
  return resolver.failure;
}

/* What was freed cannot be read again.  */
void
freeaddrinfo (struct addrinfo *found)
{
  if (found != (resolver.count ? resolver.list : NULL))
    printf ("not the answer is freed\n");
  memset (resolver.list, 0xff, sizeof resolver.list);
  resolver.freed++;
}

static void
questions (void)
{
  static const char *const names[] = { "host",
                                       "",
                                       "a b",
                                       "caf\303\251",
                                       "\302\253\302\273",
                                       "\342\202\254",
                                       "\305\223uvre",
                                       "\360\237\230\200",
                                       NULL };
  for (size_t i = 0; i < COUNT (names); i++)
    {
      SCM name = names[i] ? check_string (names[i]) : SCM_BOOL_F;
      RUN (scm_getaddrinfo, name, check_string ("80"), NONE, NONE, NONE, NONE);
      RUN (scm_getaddrinfo, check_string ("host"), name, NONE, NONE, NONE,
           NONE);
    }
}

static void
hints (void)
{
  static const int values[]
      = { 0, 1, -1, INT_MAX, INT_MIN, AI_V4MAPPED | AI_ADDRCONFIG, 65536 };
  SCM host = check_string ("host");
  RUN (scm_getaddrinfo, host, NONE, NONE, NONE, NONE, NONE);
  for (size_t i = 0; i < COUNT (values); i++)
    {
      SCM n = INT (values[i]), zero = INT (0);
      RUN (scm_getaddrinfo, host, SCM_BOOL_F, n, NONE, NONE, NONE);
      RUN (scm_getaddrinfo, host, SCM_BOOL_F, zero, n, NONE, NONE);
      RUN (scm_getaddrinfo, host, SCM_BOOL_F, zero, zero, n, NONE);
      RUN (scm_getaddrinfo, host, SCM_BOOL_F, n, n, n, NONE);
    }
}

/* Nobody is asked when an argument is refused.  */
static void
refused (void)
{
  SCM host = check_string ("host"), bad = SCM_EOL, zero = INT (0);
  int before = resolver.asked;
  RUN (scm_getaddrinfo, bad, host, NONE, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, bad, NONE, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, host, bad, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, host, zero, bad, NONE, NONE);
  RUN (scm_getaddrinfo, host, host, zero, zero, bad, NONE);
  check_say_long ("asked", resolver.asked - before);
}

static void
fail (int failure)
{
  resolver.failure = failure;
  RUN (scm_getaddrinfo, check_string ("host"), SCM_BOOL_F, NONE, NONE, NONE,
       NONE);
  resolver.failure = 0;
}

static void
failures (void)
{
  int before = resolver.freed;
  for (int failure = EAI_BADFLAGS; failure >= EAI_OVERFLOW; failure--)
    fail (failure);
  fail (EAI_INTR);
  fail (EAI_IDN_ENCODE);
  fail (1);
  fail (INT_MAX);
  fail (INT_MIN);
  check_say_long ("freed", resolver.freed - before);
}

static struct sockaddr_in inet
    = { .sin_family = AF_INET, .sin_zero = { 1, 2, 3, 4, 5, 6, 7, 8 } };
static struct sockaddr_in6 inet6
    = { .sin6_family = AF_INET6, .sin6_flowinfo = 7, .sin6_scope_id = -1 };
static struct sockaddr_un local
    = { .sun_family = AF_UNIX, .sun_path = "/a/b" };
static struct sockaddr_un unnamed = { .sun_family = AF_UNIX };
static char canonical[] = "caf\303\251.example", empty[] = "";

static struct addrinfo
entry (int number, void *address, size_t length, char *name)
{
  struct addrinfo entry
      = { .ai_flags = number,
          .ai_family = ((struct sockaddr *) address)->sa_family,
          .ai_socktype = number + 1,
          .ai_protocol = number + 2,
          .ai_addr = address,
          .ai_addrlen = length,
          .ai_canonname = name };
  return entry;
}

static void
answers (void)
{
  struct addrinfo entries[] = {
    entry (0, &inet, sizeof inet, canonical),
    entry (INT_MIN, &inet, sizeof inet, NULL),
    entry (INT_MAX - 2, &inet, sizeof inet, empty),
    entry (-2, &inet6, sizeof inet6, canonical),
    entry (5, &local, sizeof local, NULL),
    entry (6, &unnamed, sizeof unnamed.sun_family, canonical),
  };
  inet.sin_addr.s_addr = htonl (0xc0000201);
  inet.sin_port = htons (65535);
  inet6.sin6_addr.s6_addr[0] = 0xff;
  inet6.sin6_port = htons (1);
  int before = resolver.freed;
  for (size_t count = 1; count <= COUNT (entries); count++)
    {
      memcpy (resolver.list, entries, sizeof entries);
      resolver.count = count;
      RUN (scm_getaddrinfo, check_string ("host"), SCM_BOOL_F, NONE, NONE,
           NONE, NONE);
      check_say_long ("freed", resolver.freed - before);
    }
  resolver.count = 0;
}

/* The order is the resolver's.  */
static void
many_answers (void)
{
  int ordered = 0;
  resolver.count = MANY;
  for (int i = 0; i < MANY; i++)
    resolver.list[i] = entry (i, &inet, sizeof inet, i % 2 ? canonical : NULL);
  SCM list = scm_getaddrinfo (check_string ("many"), SCM_BOOL_F, NONE, NONE,
                              NONE, NONE);
  check_say ("length", scm_length (list));
  for (int i = 0; i < MANY; i++, list = scm_cdr (list))
    ordered += scm_to_int (scm_c_vector_ref (scm_car (list), 0)) == i;
  check_say_long ("in their places", ordered);
  resolver.count = 0;
}

void
check_chapter (void)
{
  questions ();
  hints ();
  refused ();
  failures ();
  answers ();
  many_answers ();
  check_say_text ("locale", setlocale (LC_ALL, "C.UTF-8"));
  questions ();
  answers ();
}
