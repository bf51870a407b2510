/* Where libguile 3.0.8 is wrong about names of hosts and services.  */

#include "divergence.h"

#include <dlfcn.h>
#include <limits.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int freed;

/* A host of this name is of a family that Guile has no form for; the others
   are the C library's.  */
#define ODD "odd.invalid"

int
getaddrinfo (const char *name, const char *service,
             const struct addrinfo *hints, struct addrinfo **found)
{
  static struct sockaddr address = { .sa_family = AF_PACKET };
  static struct addrinfo odd
      = { .ai_addr = &address, .ai_addrlen = sizeof address };
  int (*real) (const char *, const char *, const struct addrinfo *,
               struct addrinfo **)
      = dlsym (RTLD_NEXT, "getaddrinfo");
  if (strcmp (name, ODD))
    return real (name, service, hints, found);
  *found = &odd;
  return 0;
}

void
freeaddrinfo (struct addrinfo *found)
{
  (void) found;
  freed++;
}

static SCM
ask (SCM flags, SCM family, SCM type, SCM protocol)
{
  return scm_getaddrinfo (text ("127.0.0.1"), text ("80"), flags, family, type,
                          protocol);
}

#define FLAGS INT (AI_NUMERICHOST)
#define INET INT (AF_INET)
#define STREAM INT (SOCK_STREAM)
#define TCP INT (IPPROTO_TCP)
#define UDP INT (IPPROTO_UDP)
#define RESOLVER_ERROR(code) "raised getaddrinfo-error (" code ")"
#define FOUND(flags, type, protocol)                                          \
  "(#(" flags " 2 " type " " protocol " #(2 2130706433 80) #f))"
#define NO_INT OUT_OF_RANGE ("-2147483648", "2147483647", "2147483648")
#define NO_INTEGER EXPECTING ("#f", "exact integer", "#f")
#define TOO_LARGE INT (INT_MAX + 1L)

/* The protocol's hint.  */

CALL (protocol, FOUND ("4", "2", "17"), ask (FLAGS, INET, INT (0), UDP))
CALL (protocol_alone, FOUND ("0", "1", "6"), ask (NONE, NONE, NONE, TCP))
CALL (protocol_at_odds, RESOLVER_ERROR ("-7"), ask (FLAGS, INET, STREAM, UDP))
CALL (protocol_no_integer, NO_INTEGER, ask (FLAGS, INET, STREAM, SCM_BOOL_F))
CALL (protocol_no_int, NO_INT, ask (FLAGS, INET, STREAM, TOO_LARGE))

/* Hints behind one that is not given.  */

CALL (behind_no_flags_family, RESOLVER_ERROR ("-9"),
      ask (NONE, INT (AF_INET6), NONE, NONE))
CALL (behind_no_flags_type, FOUND ("0", "1", "6"),
      ask (NONE, NONE, STREAM, NONE))
CALL (behind_no_family_type, FOUND ("4", "1", "6"),
      ask (FLAGS, NONE, STREAM, NONE))
CALL (behind_no_flags_no_integer, NO_INTEGER,
      ask (NONE, SCM_BOOL_F, NONE, NONE))
CALL (behind_no_family_no_int, NO_INT, ask (FLAGS, NONE, TOO_LARGE, NONE))

/* A NUL in a locale of UTF-8.  */

#define NUL_IN(shown)                                                         \
  MISC_ERROR ("#f", "string contains #\\\\nul character: ~S",                 \
              "(" QUOTED (shown) ")")

static SCM
ask_in_utf8 (SCM host, SCM service)
{
  MUST (setlocale (LC_ALL, "C.UTF-8"));
  return scm_getaddrinfo (host, service, FLAGS, INET, STREAM, NONE);
}

#define WITH_NUL(literal)                                                     \
  scm_from_latin1_stringn (literal, sizeof (literal) - 1)

CALL (nul_in_host, NUL_IN ("127.0.0.1\\x00.example"),
      ask_in_utf8 (WITH_NUL ("127.0.0.1\0.example"), text ("80")))
CALL (nul_in_service, NUL_IN ("80\\x00x"),
      ask_in_utf8 (text ("127.0.0.1"), WITH_NUL ("80\0x")))

/* An answer that there is no list for.  */

static SCM
ask_odd (void *data)
{
  (void) data;
  return scm_getaddrinfo (text (ODD), SCM_BOOL_F, NONE, NONE, NONE, NONE);
}

static SCM
caught (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

CASE (answer_is_freed,
      "(1 misc-error \"scm_from_sockaddr\" \"unrecognised address family: ~A\""
      " (17) #f)")
{
  freed = 0;
  SCM condition = scm_internal_catch (SCM_BOOL_T, ask_odd, NULL, caught, NULL);
  return scm_cons (INT (freed), condition);
}
