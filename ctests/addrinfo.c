/* Addresses for names of hosts and services, from the C library's resolver.
   Hosts are looked for in /etc/hosts alone, and are addresses as text wherever
   the name is not the subject, so that no query leaves the machine and what a
   machine has in its files makes no difference.  */

#define _GNU_SOURCE
#include "check.h"

#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <nss.h>
#include <sys/socket.h>

#define INT(n) scm_from_int (n)
#define NONE SCM_UNDEFINED
#define COUNT(array) (sizeof (array) / sizeof *(array))
#define HOST "127.0.0.1"
#define NUMERIC AI_NUMERICHOST

static SCM
name (const char *utf8)
{
  return utf8 ? check_string (utf8) : SCM_BOOL_F;
}

struct question
{
  const char *host, *service;
  int flags, family, type;
};

static void
ask (const struct question *q)
{
  RUN (scm_getaddrinfo, name (q->host), name (q->service), INT (q->flags),
       INT (q->family), INT (q->type), NONE);
}

static void
all (const struct question *questions, size_t count)
{
  for (size_t i = 0; i < count; i++)
    ask (questions + i);
}

static void
numeric_hosts (void)
{
  static const struct question questions[] = {
    { HOST, "80", 0, 0, SOCK_STREAM },
    { HOST, "80", NUMERIC, AF_INET, 0 },
    { HOST, "80", NUMERIC | AI_NUMERICSERV, AF_INET, SOCK_DGRAM },
    { HOST, "80", NUMERIC, AF_INET, SOCK_RAW },
    { HOST, NULL, NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "0", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "65535", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "080", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "", NUMERIC, AF_INET, SOCK_STREAM },
    { "0.0.0.0", "80", NUMERIC, AF_INET, SOCK_STREAM },
    { "255.255.255.255", "80", NUMERIC, AF_INET, SOCK_STREAM },
    { "127.1", "80", NUMERIC, AF_INET, SOCK_STREAM },
    { "0x7f.0.0.01", "80", NUMERIC, AF_INET, SOCK_STREAM },
    { "2130706433", "80", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "80", NUMERIC | AI_PASSIVE, AF_INET, SOCK_STREAM },
    { HOST, "80", NUMERIC | AI_CANONNAME, AF_INET, SOCK_STREAM },
    { HOST, "80", NUMERIC | AI_CANONNAME, AF_INET, 0 },
    { HOST, "80", NUMERIC | AI_V4MAPPED, AF_INET6, SOCK_STREAM },
    { HOST, "80", NUMERIC | AI_V4MAPPED | AI_ALL, AF_INET6, SOCK_STREAM },
    { "::1", "80", NUMERIC, 0, SOCK_STREAM },
    { "::1", "80", NUMERIC, AF_INET6, 0 },
    { "::", "80", NUMERIC, AF_INET6, SOCK_STREAM },
    { "2001:db8::1", NULL, NUMERIC | AI_CANONNAME, AF_INET6, SOCK_DGRAM },
    { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "80", NUMERIC, AF_INET6,
      SOCK_STREAM },
    { "::ffff:127.0.0.1", "80", NUMERIC, AF_INET6, SOCK_STREAM },
    { "fe80::1%77", "80", NUMERIC, AF_INET6, SOCK_STREAM },
    { "fe80::1%4294967295", "80", NUMERIC, AF_INET6, SOCK_STREAM },
    { NULL, "80", 0, AF_INET, SOCK_STREAM },
    { NULL, "80", 0, AF_INET6, SOCK_STREAM },
    { NULL, "80", AI_PASSIVE, AF_INET, SOCK_STREAM },
    { NULL, "80", AI_PASSIVE, AF_INET6, 0 },
    { NULL, "", 0, AF_INET, SOCK_STREAM },
  };
  all (questions, COUNT (questions));
}

static void
services (void)
{
  static const struct question questions[] = {
    { HOST, "smtp", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "http", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "domain", NUMERIC, AF_INET, SOCK_STREAM },
    { HOST, "domain", NUMERIC, AF_INET, SOCK_DGRAM },
    { "::1", "domain", NUMERIC, AF_INET6, 0 },
    { NULL, "smtp", AI_PASSIVE, AF_INET, SOCK_STREAM },
  };
  all (questions, COUNT (questions));
}

static void
failures (void)
{
  static const struct question questions[] = {
    { NULL, NULL, 0, 0, 0 },
    { NULL, NULL, AI_PASSIVE, AF_INET, SOCK_STREAM },
    { NULL, "80", AI_CANONNAME, 0, 0 },
    { NULL, "80", -1, 0, 0 },
    { HOST, "80", 1 << 30, 0, 0 },
    { HOST, "80", NUMERIC, AF_UNIX, 0 },
    { HOST, "80", NUMERIC, 77, 0 },
    { HOST, "80", NUMERIC, -1, 0 },
    { HOST, "80", NUMERIC, 0, 77 },
    { HOST, "80", NUMERIC, 0, -1 },
    { HOST, "80", NUMERIC, AF_INET6, 0 },
    { "::1", "80", NUMERIC, AF_INET, 0 },
    { "::1", "80", NUMERIC | AI_V4MAPPED, AF_INET, 0 },
    { HOST, "no-such-service", NUMERIC, 0, 0 },
    { HOST, "no-such-service", NUMERIC, 0, SOCK_STREAM },
    { HOST, "smtp", NUMERIC | AI_NUMERICSERV, 0, 0 },
    { HOST, "-1", NUMERIC, 0, 0 },
    { HOST, "80x", NUMERIC, 0, 0 },
    { HOST, "caf\303\251", NUMERIC, 0, 0 },
    { NULL, "no-such-service", 0, 0, 0 },
    { "", "80", 0, 0, 0 },
    { "", "", 0, 0, 0 },
    { "localhost", "80", NUMERIC, 0, 0 },
    { "256.0.0.1", "80", NUMERIC, 0, 0 },
    { "1.2.3.4.5", "80", NUMERIC, 0, 0 },
    { "127.0.0.1\n", "80", NUMERIC, 0, 0 },
    { "[::1]", "80", NUMERIC, 0, 0 },
    { ":::1", "80", NUMERIC, 0, 0 },
    { "::1%lo%lo", "80", NUMERIC, 0, 0 },
    { "no-such-host.invalid", "80", 0, 0, 0 },
    { "no-such-host.invalid.", NULL, AI_CANONNAME, AF_INET, SOCK_STREAM },
    { "no such host", "80", 0, 0, 0 },
    { "caf\303\251.invalid", "80", 0, 0, 0 },
    { "\342\202\254", "80", 0, 0, 0 },
  };
  all (questions, COUNT (questions));
}

/* What is raised does not show the question.  */
static SCM
ask_quietly (void *data)
{
  SCM *names = data;
  return scm_getaddrinfo (names[0], names[1], NONE, NONE, NONE, NONE);
}

/* Longer than any buffer that a resolver would have of its own.  */
static void
long_names (void)
{
  static const int sizes[] = { 63, 64, 255, 256, 1025, 65537, 1 << 20 };
  for (size_t i = 0; i < COUNT (sizes); i++)
    {
      char label[40], *letters = malloc (sizes[i] + 1);
      memset (letters, 'a', sizes[i]);
      letters[sizes[i]] = 0;
      SCM text = check_string (letters);
      SCM host[] = { text, SCM_BOOL_F }, service[] = { name (HOST), text };
      snprintf (label, sizeof label, "host of %d letters", sizes[i]);
      check_body (label, ask_quietly, host);
      snprintf (label, sizeof label, "service of %d letters", sizes[i]);
      check_body (label, ask_quietly, service);
      free (letters);
    }
}

/* Every argument of every type.  The protocol's hint is not one of them:
   libguile does not look at it.  */
static void
types (void)
{
  SCM host = name (HOST), service = name ("80"), flags = INT (NUMERIC),
      inet = INT (AF_INET), stream = INT (SOCK_STREAM);
  RUN (scm_getaddrinfo, NONE, service, NONE, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, NONE, flags, inet, stream, NONE);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      RUN (scm_getaddrinfo, sample, service, flags, inet, stream, NONE);
      RUN (scm_getaddrinfo, host, sample, flags, inet, stream, NONE);
      RUN (scm_getaddrinfo, host, service, sample, inet, stream, NONE);
      RUN (scm_getaddrinfo, host, service, flags, sample, stream, NONE);
      RUN (scm_getaddrinfo, host, service, flags, inet, sample, NONE);
    }
}

/* Hints that are not given are 0, and so are those behind them: here what
   follows one is not given either.  A protocol that agrees with the type of
   socket changes nothing.  */
static void
hints_not_given (void)
{
  SCM host = name (HOST), service = name ("80"), flags = INT (NUMERIC),
      inet = INT (AF_INET), stream = INT (SOCK_STREAM);
  RUN (scm_getaddrinfo, host, service, NONE, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, service, flags, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, service, flags, inet, NONE, NONE);
  RUN (scm_getaddrinfo, host, service, flags, inet, stream, INT (0));
  RUN (scm_getaddrinfo, host, service, flags, inet, stream, INT (IPPROTO_TCP));
  RUN (scm_getaddrinfo, host, service, flags, inet, INT (SOCK_DGRAM),
       INT (IPPROTO_UDP));
}

/* Of several arguments that are wrong, which is refused.  */
static void
order_of_checks (void)
{
  SCM host = name (HOST), service = name ("80"), bad = SCM_EOL,
      large = check_int ("2147483648"), zero = INT (0);
  SCM nul = scm_from_latin1_stringn (HOST "\0x", sizeof HOST + 1);
  RUN (scm_getaddrinfo, bad, bad, bad, bad, bad, NONE);
  RUN (scm_getaddrinfo, host, bad, bad, bad, bad, NONE);
  RUN (scm_getaddrinfo, nul, bad, bad, bad, bad, NONE);
  RUN (scm_getaddrinfo, nul, nul, bad, bad, bad, NONE);
  RUN (scm_getaddrinfo, host, nul, bad, bad, bad, NONE);
  RUN (scm_getaddrinfo, SCM_BOOL_F, nul, NONE, NONE, NONE, NONE);
  RUN (scm_getaddrinfo, host, service, bad, large, bad, NONE);
  RUN (scm_getaddrinfo, host, service, large, bad, bad, NONE);
  RUN (scm_getaddrinfo, host, service, zero, bad, large, NONE);
  RUN (scm_getaddrinfo, host, service, zero, large, bad, NONE);
  RUN (scm_getaddrinfo, SCM_BOOL_F, SCM_BOOL_F, zero, zero, bad, NONE);
}

/* /etc/hosts knows this name everywhere; what else it knows of it differs.  */
static void
local_host (void)
{
  SCM list
      = scm_getaddrinfo (name ("localhost"), name ("80"), INT (AI_CANONNAME),
                         INT (AF_INET), INT (SOCK_STREAM), NONE);
  SCM first = scm_car (list);
  check_say ("localhost", scm_c_vector_ref (first, 4));
  check_say ("its canonical name is a string",
             scm_string_p (scm_c_vector_ref (first, 5)));
  list = scm_getaddrinfo (name ("localhost"), SCM_BOOL_F, INT (0),
                          INT (AF_INET), INT (SOCK_STREAM), NONE);
  check_say ("or #f", scm_c_vector_ref (scm_car (list), 5));
}

/* The vectors are the program's, and each call makes new ones.  */
static void
vectors (void)
{
  static const struct question q = { HOST, "80", NUMERIC, AF_INET, 0 };
  SCM lists[2];
  for (int i = 0; i < 2; i++)
    lists[i] = QUIET (scm_getaddrinfo, name (q.host), name (q.service),
                      INT (q.flags), INT (q.family), INT (q.type), NONE);
  SCM one = scm_car (lists[0]), other = scm_car (lists[1]);
  SCM address = scm_c_vector_ref (one, 4);
  check_say ("equal", scm_equal_p (lists[0], lists[1]));
  check_say ("eqv", scm_eqv_p (one, other));
  check_say ("list", scm_list_p (lists[0]));
  check_say ("length", scm_vector_length (one));
  check_say ("address is a vector", scm_vector_p (address));
  check_say ("address is the same",
             scm_eq_p (address, scm_c_vector_ref (one, 4)));
  RUN (scm_vector_ref, one, INT (6));
  RUN (scm_vector_set_x, one, INT (5), name ("mine"));
  RUN (scm_vector_set_x, one, INT (0), SCM_EOL);
  RUN (scm_vector_set_x, address, INT (2), INT (81));
  check_say ("changed", lists[0]);
  check_say ("the other list", lists[1]);
}

static SCM
connect_to (void *data)
{
  SCM found = *(SCM *) data;
  SCM sock
      = scm_socket (scm_c_vector_ref (found, 1), scm_c_vector_ref (found, 2),
                    scm_c_vector_ref (found, 3));
  SCM done = scm_connect (sock, scm_c_vector_ref (found, 4), NONE, NONE);
  scm_close (sock);
  return done;
}

/* What it is for: a listener, and a client that has its host and its port as
   text.  */
static void
connecting (void)
{
  SCM any
      = scm_getaddrinfo (name (HOST), name ("0"), INT (NUMERIC | AI_PASSIVE),
                         INT (AF_INET), INT (SOCK_STREAM), NONE);
  SCM listener = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_bind (listener, scm_c_vector_ref (scm_car (any), 4), NONE, NONE);
  scm_listen (listener, INT (1));
  SCM port = scm_c_vector_ref (scm_getsockname (listener), 2);
  SCM list = scm_getaddrinfo (
      name (HOST), scm_number_to_string (port, INT (10)),
      INT (NUMERIC | AI_NUMERICSERV), INT (AF_INET), INT (SOCK_STREAM), NONE);
  SCM found = scm_car (list);
  check_body ("connect", connect_to, &found);
  SCM accepted = scm_accept (listener);
  scm_close (scm_car (accepted));
  scm_close (listener);
}

/* The texts that do not change from one C library to the next; and whether the
   others are its own.  */
static void
texts (void)
{
  for (int code = 1; code >= EAI_SYSTEM; code--)
    RUN (scm_gai_strerror, INT (code));
  for (int code = -99; code >= EAI_IDN_ENCODE; code--)
    RUN (scm_gai_strerror, INT (code));
  int same = 0;
  for (int code = -300; code <= 300; code++)
    {
      char *text = scm_to_locale_string (scm_gai_strerror (INT (code)));
      same += !strcmp (text, gai_strerror (code));
      free (text);
    }
  check_say_long ("codes with the C library's text", same);
  RUN (scm_gai_strerror, NONE);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_gai_strerror, check_samples[i]);
  check_say ("a new string each time", scm_eq_p (scm_gai_strerror (INT (-2)),
                                                 scm_gai_strerror (INT (-2))));
}

void
check_chapter (void)
{
  if (__nss_configure_lookup ("hosts", "files"))
    check_die ("__nss_configure_lookup");
  numeric_hosts ();
  services ();
  failures ();
  long_names ();
  types ();
  hints_not_given ();
  order_of_checks ();
  local_host ();
  vectors ();
  connecting ();
  texts ();
  setlocale (LC_ALL, "C.UTF-8");
  failures ();
}
