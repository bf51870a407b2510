/* What becomes of the C library's answers: the test gives them.  */

#include "check.h"
#include "resolver.h"

#include <locale.h>
#include <pthread.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))

static SCM none;

static void
nothing_found (int why, int reason)
{
  host = NULL;
  net = NULL;
  protocol = NULL;
  service = NULL;
  error = why;
  host_error = reason;
}

/* Each function, by name, by number and stepping.  */
static void
all_look_ups (void)
{
  SCM name = check_string ("name"), five = scm_from_int (5);
  RUN (scm_gethost, name);
  RUN (scm_gethost, five);
  RUN (scm_gethost, none);
  RUN (scm_getnet, name);
  RUN (scm_getnet, five);
  RUN (scm_getnet, none);
  RUN (scm_getproto, name);
  RUN (scm_getproto, five);
  RUN (scm_getproto, none);
  RUN (scm_getserv, name, check_string ("tcp"));
  RUN (scm_getserv, five, check_string ("udp"));
  RUN (scm_getserv, none, none);
}

static void
failures (void)
{
  static const int reasons[]
      = { HOST_NOT_FOUND, TRY_AGAIN, NO_RECOVERY, NO_DATA,
          NETDB_INTERNAL, 5,         77,          -2 };
  static const int errors[] = { EMFILE, EIO, EACCES, ECONNREFUSED };
  for (size_t i = 0; i < LENGTH (reasons); i++)
    {
      nothing_found (reasons[i] == NETDB_INTERNAL ? EIO : ENOENT, reasons[i]);
      check_say_long ("h_errno", reasons[i]);
      all_look_ups ();
    }
  for (size_t i = 0; i < LENGTH (errors); i++)
    {
      nothing_found (errors[i], NETDB_INTERNAL);
      check_say_text ("errno", strerror (errors[i]));
      all_look_ups ();
    }
}

/* The entries, and what they are made of.  */

static char *no_aliases[] = { NULL };
static char *aliases[] = { "one", "", "two words", "n\xc3\xa4", "\xff", NULL };
static char addresses[][16]
    = { { 1, 2, 3, 4 }, { 127, 0, 0, 1 }, { -1, -1, -1, -1 }, { 0 } };
static char *no_address[] = { NULL };
static char *one_address[] = { addresses[1], NULL };
static char *some_addresses[] = { addresses[0], addresses[1], addresses[2],
                                  addresses[3], addresses[1], NULL };

static void
entries (void)
{
  struct hostent hosts[] = {
    { "name", no_aliases, AF_INET, 4, one_address },
    { "n\xc3\xa4me", aliases, AF_INET, 4, some_addresses },
    { "", aliases, AF_INET, 4, no_address },
    { "six", aliases, AF_INET6, 16, some_addresses },
    { "six", no_aliases, AF_INET6, 16, no_address },
    { "six, four bytes", no_aliases, AF_INET6, 4, some_addresses },
    { "three bytes", no_aliases, -7, 3, some_addresses },
    { "none", no_aliases, 0, 0, some_addresses },
    { "negative", no_aliases, 1 << 30, -4, some_addresses },
  };
  struct netent nets[] = {
    { "name", no_aliases, AF_INET, 0x7f000000 },
    { "n\xc3\xa4me", aliases, AF_INET6, 0xffffffff },
    { "", aliases, -1, 0 },
  };
  struct protoent protocols[] = {
    { "name", no_aliases, 6 },
    { "n\xc3\xa4me", aliases, -3 },
    { "", aliases, 1 << 30 },
  };
  struct servent services[] = {
    { "name", no_aliases, htons (25), "tcp" },
    { "n\xc3\xa4me", aliases, htons (65535), "\xc3\xa4" },
    { "", aliases, 0, "" },
    { "more bits", no_aliases, 0x70000 | htons (0x1234), "udp" },
    { "all bits", no_aliases, -1, "udp" },
  };
  SCM name = check_string ("x");
  nothing_found (0, 0);
  for (size_t i = 0; i < LENGTH (hosts); i++)
    {
      host = &hosts[i];
      RUN (scm_gethost, name);
    }
  for (size_t i = 0; i < LENGTH (nets); i++)
    {
      net = &nets[i];
      RUN (scm_getnet, name);
    }
  for (size_t i = 0; i < LENGTH (protocols); i++)
    {
      protocol = &protocols[i];
      RUN (scm_getproto, name);
    }
  for (size_t i = 0; i < LENGTH (services); i++)
    {
      service = &services[i];
      RUN (scm_getserv, name, name);
    }
  all_look_ups ();
  /* An entry that takes more room than any guess.  */
  for (wanted_room = 1; wanted_room <= 1 << 20; wanted_room *= 1024)
    all_look_ups ();
  wanted_room = 0;
}

/* A host with more names and addresses than most.  */
static void
large_entry (void)
{
  enum
  {
    COUNT = 5000
  };
  static char names[COUNT][8], numbers[COUNT][4];
  static char *name[COUNT + 1], *number[COUNT + 1];
  for (int i = 0; i < COUNT; i++)
    {
      snprintf (names[i], sizeof names[i], "a%d", i);
      memcpy (numbers[i], &(uint32_t){ htonl (i) }, 4);
      name[i] = names[i];
      number[i] = numbers[i];
    }
  struct hostent large = { "large", name, AF_INET, 4, number };
  host = &large;
  SCM entry = scm_gethost (check_string ("large"));
  SCM all = scm_c_vector_ref (entry, 1);
  check_say ("aliases", scm_length (all));
  check_say ("the last", scm_list_ref (all, scm_from_int (COUNT - 1)));
  all = scm_c_vector_ref (entry, 4);
  check_say ("addresses", scm_length (all));
  check_say ("the last", scm_list_ref (all, scm_from_int (COUNT - 1)));
}

/* Numbers that libguile cuts.  */
static int
is_cut (SCM x)
{
  return scm_is_unsigned_integer (x, (uintmax_t) 1 << 32, UINTMAX_MAX);
}

/* What the functions make of their arguments; nothing is found.  */
static void
arguments (void)
{
  SCM tcp = check_string ("tcp");
  nothing_found (ENOENT, HOST_NOT_FOUND);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM x = check_samples[i];
      if (!is_cut (x))
        {
          RUN (scm_gethost, x);
          RUN (scm_getnet, x);
        }
      if (!is_cut (x)
          && !scm_is_unsigned_integer (x, (uintmax_t) 1 << 31, UINT32_MAX))
        RUN (scm_getproto, x);
      /* No port is so large; libguile asks for what it cuts it to.  */
      if (!scm_is_signed_integer (x, INT32_MIN, -1)
          && !scm_is_signed_integer (x, 65536, INT32_MAX))
        RUN (scm_getserv, x, tcp);
      RUN (scm_getserv, tcp, x);
      RUN (scm_getserv, none, x);
      RUN (scm_sethost, x);
      RUN (scm_setnet, x);
      RUN (scm_setproto, x);
      RUN (scm_setserv, x);
    }
  RUN (scm_gethost, scm_from_uint32 (0xffffffff));
  RUN (scm_getnet, scm_from_uint32 (0xffffffff));
  RUN (scm_getserv, scm_from_int (65535), tcp);
  RUN (scm_sethost, none);
  RUN (scm_setnet, none);
  RUN (scm_setproto, none);
  RUN (scm_setserv, none);
  RUN (scm_sethost, SCM_EOF_VAL);
}

/* Names are in the locale's encoding.  */
static void
names (void)
{
  SCM text = check_string ("n\xc3\xa4");
  nothing_found (ENOENT, HOST_NOT_FOUND);
  RUN (scm_gethost, text);
  RUN (scm_getnet, text);
  RUN (scm_getproto, text);
  RUN (scm_getserv, text, text);
}

/* A name of 64 bytes is the longest that Linux takes.  */
static void
this_host (void)
{
  static char name[66];
  static const char *const names[]
      = { "name", "", "n\xc3\xa4", "a.b.c", name };
  for (size_t i = 0; i < LENGTH (names); i++)
    {
      memset (name, 'x', 64);
      own_name = names[i];
      RUN0 (scm_gethostname);
    }
  own_name = NULL;
  for (error = EPERM; error <= EIO; error++)
    RUN0 (scm_gethostname);
  name[64] = 'x';
  own_name = name;
  error = ENAMETOOLONG;
  RUN0 (scm_gethostname);
}

/* A thread that waits for the resolver does not keep others from calls.  */

static void *
wait_for_host (void *data)
{
  (void) data;
  check_say ("found", scm_gethost (check_string ("slow")));
  return NULL;
}

static void *
look_up_slowly (void *data)
{
  return scm_with_guile (wait_for_host, data);
}

static void *
go_on (void *data)
{
  sem_wait (called);
  (void) data;
  return NULL;
}

static void *
join (void *data)
{
  pthread_join (*(pthread_t *) data, NULL);
  return NULL;
}

static void
others_go_on (void)
{
  sem_t semaphores[2];
  pthread_t thread;
  static struct hostent slow = { "slow", no_aliases, AF_INET, 4, one_address };
  sem_init (&semaphores[0], 0, 0);
  sem_init (&semaphores[1], 0, 0);
  host = &slow;
  called = &semaphores[0];
  released = &semaphores[1];
  if (pthread_create (&thread, NULL, look_up_slowly, NULL))
    check_die ("pthread_create");
  scm_without_guile (go_on, NULL);
  called = NULL;
  for (int i = 0; i < 1000; i++)
    scm_string_append (scm_list_2 (check_string ("a"), check_string ("b")));
  RUN (scm_getproto, check_string ("meanwhile"));
  sem_post (released);
  scm_without_guile (join, &thread);
}

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  failures ();
  entries ();
  large_entry ();
  arguments ();
  names ();
  this_host ();
  if (setlocale (LC_CTYPE, "C.UTF-8"))
    {
      entries ();
      names ();
      this_host ();
    }
  others_go_on ();
}
