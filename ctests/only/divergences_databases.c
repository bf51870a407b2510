/* Where libguile 3.0.8 is wrong about the network databases.  */

#include "divergence.h"

#include <errno.h>
#include <locale.h>
#include <netinet/in.h>
#include <nss.h>
#include <pthread.h>
#include <sys/resource.h>

#define TWO_TO_32 ((int64_t) 1 << 32)

#define NO_SUCH(subr, what, key)                                              \
  RAISED ("system-error", QUOTED (subr), "no such " what " ~A", "(" key ")",  \
          "(2)")
#define NO_NETWORK(key) NO_SUCH ("getnet", "network", key)
#define NO_PROTOCOL(key) NO_SUCH ("getproto", "protocol", key)
#define NO_SERVICE(key) NO_SUCH ("getserv", "service", key)
#define NO_HOST                                                               \
  RAISED ("host-not-found", QUOTED ("gethost"), "Unknown host", "#f", "()")

/* Look-ups are in the files of this machine alone: no packet leaves it.  */
static void
look_in (const char *service)
{
  MUST (!__nss_configure_lookup ("hosts", service));
  MUST (!__nss_configure_lookup ("networks", service));
  MUST (!__nss_configure_lookup ("protocols", service));
  MUST (!__nss_configure_lookup ("services", service));
}

__attribute__ ((constructor)) static void
look_in_files (void)
{
  look_in ("files");
}

/* A look-up that fails has an errno of its own.  */

CALL (no_such_network, NO_NETWORK ("\"nonesuch\""),
      scm_getnet (text ("nonesuch")))
CALL (no_such_network_number, NO_NETWORK ("4043440900"),
      scm_getnet (INT (0xf1020304)))
CALL (no_such_protocol, NO_PROTOCOL ("\"nonesuch\""),
      scm_getproto (text ("nonesuch")))
CALL (no_such_protocol_number, NO_PROTOCOL ("255"), scm_getproto (INT (255)))
CALL (no_such_service, NO_SERVICE ("\"nonesuch\""),
      scm_getserv (text ("nonesuch"), text ("tcp")))
CALL (no_such_service_number, NO_SERVICE ("65533"),
      scm_getserv (INT (65533), text ("tcp")))

static SCM
condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

/* What BODY (DATA) gives, or the condition that it raises.  */
static SCM
outcome_of (scm_t_catch_body body, void *data)
{
  return scm_internal_catch (SCM_BOOL_T, body, data, condition, NULL);
}

static SCM
protocol (void *number)
{
  return scm_getproto (INT (*(int *) number));
}

/* There is nowhere to look, and errno is from before.  */
CASE (nowhere_to_look,
      "(system-error \"getproto\" \"no such protocol ~A\" (6) (2))")
{
  look_in ("nonesuch");
  errno = EXDEV;
  SCM result = outcome_of (protocol, &(int){ 6 });
  look_in ("files");
  return result;
}

/* Looks for a host while no file can be opened.  The last look-up, which found
   nothing, left an h_errno.  */

static SCM
host (void *name)
{
  return scm_gethost (text (name));
}

CASE (unreadable_hosts, "(system-error \"gethost\" \"~A\""
                        " (\"Too many open files\") (24))")
{
  struct rlimit limit, none;
  outcome_of (host, "nonesuch.invalid");
  MUST (!getrlimit (RLIMIT_NOFILE, &limit));
  none = limit;
  none.rlim_cur = 0;
  MUST (!setrlimit (RLIMIT_NOFILE, &none));
  SCM result = outcome_of (host, "localhost");
  MUST (!setrlimit (RLIMIT_NOFILE, &limit));
  return result;
}

/* Numbers that are those of an entry once they are cut to its size.  */

CALL (number_of_host, NO_HOST, scm_gethost (INT (TWO_TO_32 + INADDR_LOOPBACK)))
CALL (number_of_network, NO_NETWORK ("6425673728"),
      scm_getnet (INT (TWO_TO_32 + 0x7f000000)))
CALL (number_of_protocol, NO_PROTOCOL ("4294967302"),
      scm_getproto (INT (TWO_TO_32 + 6)))
CALL (number_of_service, NO_SERVICE ("65561"),
      scm_getserv (INT (65536 + 25), text ("tcp")))
CALL (negative_number_of_service, NO_SERVICE ("-65511"),
      scm_getserv (INT (25 - 65536), text ("tcp")))

CALL (minimum_host, OUT_OF_RANGE ("0", MAX64, "-1"), scm_gethost (INT (-1)))
CALL (minimum_network, OUT_OF_RANGE ("0", MAX64, "-1"), scm_getnet (INT (-1)))
CALL (minimum_protocol, OUT_OF_RANGE ("0", MAX64, "-1"),
      scm_getproto (INT (-1)))

/* Names that end at a NUL in a UTF-8 locale.  */

static SCM
with_nul (const char *name)
{
  MUST (setlocale (LC_CTYPE, "C.UTF-8"));
  return scm_string_append (
      scm_list_2 (text (name), scm_from_utf8_stringn ("\0x", 2)));
}

#define NUL(value)                                                            \
  MISC_ERROR ("#f", "string contains #\\\\nul character: ~S", "(" value ")")

CALL (nul_in_host, NUL ("\"127.0.0.1\\x00x\""),
      scm_gethost (with_nul ("127.0.0.1")))
CALL (nul_in_network, NUL ("\"loopback\\x00x\""),
      scm_getnet (with_nul ("loopback")))
CALL (nul_in_protocol, NUL ("\"tcp\\x00x\""), scm_getproto (with_nul ("tcp")))
CALL (nul_in_service, NUL ("\"smtp\\x00x\""),
      scm_getserv (with_nul ("smtp"), text ("tcp")))
CALL (nul_in_protocol_of_service, NUL ("\"tcp\\x00x\""),
      scm_getserv (text ("smtp"), with_nul ("tcp")))

/* Threads look up at the same time.  */

struct worker
{
  pthread_t thread;
  const char *name;
  int others;
  long ports;
};

static void *
look_up (void *data)
{
  struct worker *w = data;
  SCM name = text (w->name), tcp = text ("tcp");
  for (int i = 0; i < 3000; i++)
    {
      SCM entry = scm_getserv (name, tcp);
      w->others
          += scm_is_false (scm_equal_p (name, scm_c_vector_ref (entry, 0)));
    }
  return w;
}

static void *
step (void *data)
{
  struct worker *w = data;
  SCM entry;
  while (scm_is_true (entry = scm_getserv (NONE, NONE)))
    w->ports += scm_to_int (scm_c_vector_ref (entry, 2));
  return w;
}

static void *
guile_look_up (void *data)
{
  return scm_with_guile (look_up, data);
}

static void *
guile_step (void *data)
{
  return scm_with_guile (step, data);
}

static void *
join (void *data)
{
  MUST (!pthread_join (*(pthread_t *) data, NULL));
  return data;
}

static void
work (struct worker workers[2], void *(*function) (void *) )
{
  for (int i = 0; i < 2; i++)
    MUST (!pthread_create (&workers[i].thread, NULL, function, &workers[i]));
  for (int i = 0; i < 2; i++)
    scm_without_guile (join, &workers[i].thread);
}

/* Each gets what it asked for.  One round shows little where the two threads
   have one processor.  */
CASE (look_ups_in_threads, "(0 0)")
{
  struct worker workers[2] = { { .name = "smtp" }, { .name = "domain" } };
  for (int i = 0; i < 10 && !workers[0].others && !workers[1].others; i++)
    work (workers, guile_look_up);
  return scm_list_2 (INT (workers[0].others), INT (workers[1].others));
}

/* Together they meet every entry once.  */
CASE (steps_in_threads, "0")
{
  int wrong = 0;
  for (int i = 0; i < 30; i++)
    {
      struct worker all = { .ports = 0 }, workers[2] = { all, all };
      scm_setserv (SCM_BOOL_T);
      step (&all);
      scm_setserv (SCM_BOOL_T);
      work (workers, guile_step);
      wrong += workers[0].ports + workers[1].ports != all.ports;
    }
  return INT (wrong);
}
