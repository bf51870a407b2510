/* The network databases, as the files of this machine have them: of hosts the
   name localhost, of the others the entries that every machine has.  */

#include "check.h"

#include <arpa/inet.h>
#include <nss.h>
#include <sys/socket.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))

static SCM none;

/* One of the databases, so that there is one way to use all.  */
struct database
{
  const char *name;
  SCM (*get) ();
  SCM (*set) (SCM stayopen);
  int count;
};

static const struct database hosts
    = { "scm_gethost", scm_gethost, scm_sethost, 1 },
    nets = { "scm_getnet", scm_getnet, scm_setnet, 1 },
    protocols = { "scm_getproto", scm_getproto, scm_setproto, 1 },
    services = { "scm_getserv", scm_getserv, scm_setserv, 2 };
static const struct database *const databases[]
    = { &hosts, &nets, &protocols, &services };

/* A look-up.  */
struct question
{
  const struct database *database;
  SCM key, proto;
};

static SCM
ask (void *data)
{
  const struct question *q = data;
  return q->database->count == 1 ? q->database->get (q->key)
                                 : q->database->get (q->key, q->proto);
}

/* The errno of a failed look-up is libguile's own choice: it is left out.  */
static SCM
without_errno (void *data, SCM key, SCM args)
{
  (void) data;
  if (scm_is_eq (key, scm_system_error_key))
    scm_set_car_x (scm_cadddr (args), SCM_BOOL_F);
  return scm_throw (key, args);
}

static SCM
ask_without_errno (void *data)
{
  return scm_internal_catch (SCM_BOOL_T, ask, data, without_errno, NULL);
}

/* Looks up and prints what comes of it.  */
static void
look_up (const struct database *database, SCM key, SCM proto)
{
  struct question q = { database, key, proto };
  char *k = check_written (key), *p = check_written (proto), label[1000];
  if (database->count == 1)
    snprintf (label, sizeof label, "%s %s", database->name, k);
  else
    snprintf (label, sizeof label, "%s %s %s", database->name, k, p);
  check_body (label, ask_without_errno, &q);
  free (k);
  free (p);
}

/* The next entry.  */
static SCM
step (const struct database *database)
{
  struct question q = { database, none, none };
  return ask (&q);
}

/* The name of an entry.  */
static SCM
name_of (SCM entry)
{
  return scm_c_vector_ref (entry, 0);
}

static int
is_member (SCM x, SCM list)
{
  while (scm_is_pair (list) && !scm_is_true (scm_equal_p (x, scm_car (list))))
    list = scm_cdr (list);
  return scm_is_pair (list);
}

static void
well_known_protocols (void)
{
  static const char *const names[]
      = { "tcp", "TCP",      "udp", "UDP", "icmp", "ipv6-icmp",
          "Tcp", "nonesuch", "",    " ",   "6",    "tcp " };
  static const int numbers[] = { 0, 1, 6, 17, 58, 255, 256, 1000000 };
  for (size_t i = 0; i < LENGTH (names); i++)
    look_up (&protocols, check_string (names[i]), none);
  for (size_t i = 0; i < LENGTH (numbers); i++)
    look_up (&protocols, scm_from_int (numbers[i]), none);
}

static void
well_known_services (void)
{
  static const struct
  {
    const char *name;
    int port;
    const char *proto;
  } known[] = {
    { "smtp", 25, "tcp" },      { "smtp", 25, "udp" },
    { "mail", 25, "TCP" },      { "domain", 53, "tcp" },
    { "domain", 53, "udp" },    { "ssh", 22, "tcp" },
    { "SMTP", 0, "tcp" },       { "nonesuch", 65534, "tcp" },
    { "smtp", 25, "nonesuch" }, { "", 25, "" },
    { "25", 65535, "tcp" },
  };
  for (size_t i = 0; i < LENGTH (known); i++)
    {
      SCM proto = check_string (known[i].proto);
      look_up (&services, check_string (known[i].name), proto);
      look_up (&services, scm_from_int (known[i].port), proto);
    }
}

static void
well_known_networks (void)
{
  static const char *const names[]
      = { "loopback", "nonesuch", "", "127", "127.0.0.0" };
  static const unsigned numbers[]
      = { 0x7f000000, 127, 0x7f000001, 0xf1020304 };
  for (size_t i = 0; i < LENGTH (names); i++)
    look_up (&nets, check_string (names[i]), none);
  for (size_t i = 0; i < LENGTH (numbers); i++)
    look_up (&nets, scm_from_uint (numbers[i]), none);
}

/* What is the same of this machine's own name wherever it is.  */
static void
say_host (const char *label, SCM entry)
{
  SCM loopback = scm_from_uint (INADDR_LOOPBACK);
  check_say_text ("host", label);
  check_say ("length", scm_vector_length (entry));
  check_say_long ("name", scm_is_string (name_of (entry)));
  check_say ("aliases", scm_list_p (scm_c_vector_ref (entry, 1)));
  check_say ("type", scm_c_vector_ref (entry, 2));
  check_say ("size", scm_c_vector_ref (entry, 3));
  check_say_long ("loopback",
                  is_member (loopback, scm_c_vector_ref (entry, 4)));
}

/* No name here is one that the C library would ask a server for.  */
static void
some_hosts (void)
{
  static const char *const names[] = { "127.0.0.1",
                                       "10.1.2.3",
                                       "255.255.255.255",
                                       "0.0.0.0",
                                       "127.1",
                                       "1.2.3",
                                       "1.2.65535",
                                       "1.2.65536",
                                       "16909060",
                                       "0x7f.0.0.1",
                                       "0177.0.0.1",
                                       "4294967295",
                                       "4294967296",
                                       "256.1.1.1",
                                       "1.2.3.4.5",
                                       "1.2.3.4.",
                                       " 1.2.3.4",
                                       "1.2.3.4 ",
                                       "1.2.3.4 x",
                                       "",
                                       ".",
                                       "..",
                                       " ",
                                       "::1",
                                       "::",
                                       "::ffff:127.0.0.1",
                                       "fe80::1%lo",
                                       ":",
                                       "no such host",
                                       "-nonesuch.invalid",
                                       "nonesuch.invalid",
                                       "nonesuch..invalid",
                                       "*.invalid",
                                       "a/b",
                                       "a\nb" };
  say_host ("localhost", scm_gethost (check_string ("localhost")));
  say_host ("LOCALHOST", scm_gethost (check_string ("LOCALHOST")));
  SCM entry = scm_gethost (scm_from_uint (INADDR_LOOPBACK));
  say_host ("127.0.0.1", entry);
  check_say ("addresses", scm_c_vector_ref (entry, 4));
  for (size_t i = 0; i < LENGTH (names); i++)
    look_up (&hosts, check_string (names[i]), none);
  look_up (&hosts, scm_from_uint (0xf1020304), none);
}

static void
this_host (void)
{
  char name[256];
  if (gethostname (name, sizeof name))
    check_die ("gethostname");
  check_say_long ("scm_gethostname",
                  scm_is_true (scm_equal_p (scm_gethostname (),
                                            scm_from_locale_string (name))));
}

/* Numbers that libguile cuts to 32 bits.  */
static int
is_cut (SCM x)
{
  return scm_is_unsigned_integer (x, (uintmax_t) 1 << 32, UINTMAX_MAX);
}

static void
wrong_arguments (void)
{
  static const char *const texts[] = { "smtp", "", "\xc3\xa4" };
  SCM tcp = check_string ("tcp"), nul = scm_from_utf8_stringn ("tcp\0p", 5);
  for (size_t d = 0; d < LENGTH (databases); d++)
    for (int i = 0; i < CHECK_SAMPLES; i++)
      /* A file of hosts may well have an address that is a small number.  */
      if (databases[d] == &hosts
              ? !scm_is_unsigned_integer (check_samples[i], 0, UINTMAX_MAX)
              : databases[d] == &services || !is_cut (check_samples[i]))
        look_up (databases[d], check_samples[i], tcp);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      look_up (&services, check_string ("smtp"), check_samples[i]);
      look_up (&services, scm_from_int (25), check_samples[i]);
      look_up (&services, SCM_BOOL_T, check_samples[i]);
    }
  look_up (&services, tcp, none);
  look_up (&services, scm_from_int (25), none);
  for (size_t d = 0; d < LENGTH (databases); d++)
    look_up (databases[d], nul, tcp);
  look_up (&services, tcp, nul);
  look_up (&services, nul, nul);
  look_up (&services, nul, SCM_BOOL_T);
  look_up (&services, SCM_BOOL_T, nul);
  /* Not of the locale: looked for as "?".  */
  for (size_t d = 0; d < LENGTH (databases); d++)
    look_up (databases[d], check_string (texts[2]), check_string (texts[2]));
}

static SCM
key_of (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

/* A name that no file has, of a length that no buffer expects.  */
static void
long_names (void)
{
  static const size_t sizes[] = { 63, 64, 255, 256, 1023, 1024, 1025, 100000 };
  static char name[100001];
  for (size_t i = 0; i < LENGTH (sizes); i++)
    {
      memset (name, 'x', sizes[i]);
      name[sizes[i]] = 0;
      printf ("a name of %zu characters\n", sizes[i]);
      for (size_t d = 0; d < LENGTH (databases); d++)
        {
          SCM text = check_string (name);
          struct question q = { databases[d], text, text };
          check_say (databases[d]->name,
                     scm_internal_catch (SCM_BOOL_T, ask, &q, key_of, NULL));
        }
    }
}

/* How many entries there are from here to the end.  */
static int
steps (const struct database *database)
{
  int count = 0;
  while (scm_is_true (step (database)))
    count++;
  return count;
}

static void
stepping (const struct database *database, SCM key, SCM proto)
{
  SCM first, second;
  struct question known = { database, key, proto };
  printf ("stepping: %s\n", database->name);
  check_say ("set", database->set (SCM_BOOL_F));
  first = step (database);
  int all = 1 + steps (database);
  check_say_long ("a vector", scm_is_vector (first));
  check_say_long ("some", all > 0);
  check_say ("after the end", step (database));
  check_say ("again", step (database));
  check_say ("set", database->set (SCM_BOOL_T));
  check_say ("the first", scm_equal_p (first, step (database)));
  check_say_long ("the others", steps (database) == all - 1);
  check_say ("end", database->set (none));
  check_say ("the first", scm_equal_p (first, step (database)));
  check_say ("end", database->set (none));
  check_say ("end", database->set (none));
  /* A look-up in between does not lose the place.  */
  database->set (SCM_BOOL_T);
  step (database);
  second = step (database);
  database->set (SCM_BOOL_F);
  step (database);
  ask (&known);
  check_say ("the second", scm_equal_p (second, step (database)));
  database->set (SCM_BOOL_T);
  ask (&known);
  check_say ("the first", scm_equal_p (first, step (database)));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      char *text = check_written (check_samples[i]);
      check_say (text, database->set (check_samples[i]));
      free (text);
    }
  check_say ("the first", scm_equal_p (first, step (database)));
  check_say ("end", database->set (none));
}

/* NAME is met.  */
static void
meet (const struct database *database, const char *name)
{
  SCM entry, wanted = check_string (name);
  int met = 0;
  database->set (SCM_BOOL_F);
  while (scm_is_true (entry = step (database)))
    met += scm_is_true (scm_equal_p (name_of (entry), wanted));
  check_say_long (name, met > 0);
  database->set (none);
}

/* The protocol is not looked at while stepping, whatever it is.  */
static void
step_through_services (void)
{
  int same = 0;
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      scm_setserv (SCM_BOOL_F);
      SCM first = scm_getserv (none, none);
      scm_setserv (SCM_BOOL_F);
      same += scm_is_true (
          scm_equal_p (first, scm_getserv (none, check_samples[i])));
    }
  check_say_long ("the same", same == CHECK_SAMPLES);
  scm_setserv (none);
}

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  /* The files alone: no packet leaves this machine.  */
  static const char *const names[]
      = { "hosts", "networks", "protocols", "services" };
  for (size_t i = 0; i < LENGTH (names); i++)
    if (__nss_configure_lookup (names[i], "files"))
      check_die (names[i]);
  well_known_protocols ();
  well_known_services ();
  well_known_networks ();
  some_hosts ();
  this_host ();
  wrong_arguments ();
  long_names ();
  stepping (&hosts, check_string ("localhost"), none);
  stepping (&nets, check_string ("loopback"), none);
  stepping (&protocols, check_string ("udp"), none);
  stepping (&services, check_string ("smtp"), check_string ("tcp"));
  meet (&nets, "loopback");
  meet (&protocols, "tcp");
  meet (&services, "smtp");
  step_through_services ();
}
