/* Socket addresses: scm_c_make_socket_address, scm_make_socket_address,
   scm_to_sockaddr and scm_from_sockaddr.  What the address objects are to the
   rest of a program is in sockaddr_object.c.  */

#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))

static SCM inet, inet6, local, zero, one, two;

/* Takes ownership of ADDRESS and gives "SIZE: BYTES" in hexadecimal.  */
static SCM
dumped (struct sockaddr *address, size_t size)
{
  const unsigned char *bytes = (void *) address;
  char *text = malloc (3 * size + 32), *o = text;
  if (!text)
    check_die ("malloc");
  o += sprintf (o, "%zu:", size);
  for (size_t i = 0; i < size; i++)
    o += sprintf (o, " %02x", bytes[i]);
  SCM value = check_string (text);
  free (text);
  free (address);
  return value;
}

struct parts
{
  SCM family, address, args;
};

static SCM
c_make (void *data)
{
  struct parts *p = data;
  size_t size = 0;
  struct sockaddr *address
      = scm_c_make_socket_address (p->family, p->address, p->args, &size);
  return dumped (address, size);
}

static SCM
make (void *data)
{
  struct parts *p = data;
  return scm_make_socket_address (p->family, p->address, p->args);
}

static SCM
to_sockaddr (void *data)
{
  size_t size = 0;
  struct sockaddr *address = scm_to_sockaddr (*(SCM *) data, &size);
  return dumped (address, size);
}

static void
say (const char *name, SCM argument, scm_t_catch_body body, void *data)
{
  char label[2048], *text = check_written (argument);
  snprintf (label, sizeof label, "%s %s", name, text);
  free (text);
  check_body (label, body, data);
}

/* Both makers, with the same arguments.  */
static void
both (SCM family, SCM address, SCM args)
{
  struct parts parts = { family, address, args };
  SCM list = scm_list_3 (family, address, args);
  say ("scm_c_make_socket_address", list, c_make, &parts);
  say ("scm_make_socket_address", list, make, &parts);
}

static void
to (SCM object)
{
  say ("scm_to_sockaddr", object, to_sockaddr, &object);
}

/* A vector that the program makes by itself.  */
#define VECTOR(...) scm_vector (scm_list_n (__VA_ARGS__, SCM_UNDEFINED))

/* A path of LENGTH letters.  */
static SCM
path (size_t length)
{
  char letters[256];
  memset (letters, 'p', length);
  return scm_from_latin1_stringn (letters, length);
}

/* Whether VALUE is an integer from MIN to MAX.  libguile 3.0.8 cuts a few
   arguments silently, and so nothing can be compared there: an IPv4 address, a
   flow or a scope to its low 32 bits, a port to its low 16.  */
static int
is_between (SCM value, intmax_t min, intmax_t max)
{
  return scm_is_signed_integer (value, min, max);
}

static int
is_cut_to_32 (SCM value)
{
  return scm_is_unsigned_integer (value, (uint64_t) 1 << 32, UINT64_MAX);
}

static int
is_cut_port (SCM value)
{
  return is_between (value, INT32_MIN, -1)
         || is_between (value, 65536, INT32_MAX);
}

static void
good_parts (void)
{
  SCM max32 = check_int ("4294967295"), port = scm_from_int (65535);
  SCM max128 = check_int ("340282366920938463463374607431768211455");
  both (inet, zero, scm_list_1 (zero));
  both (inet, scm_from_uint32 (0x7f000001), scm_list_1 (scm_from_int (80)));
  both (inet, max32, scm_list_1 (port));
  both (inet6, zero, scm_list_1 (zero));
  both (inet6, one, scm_list_1 (scm_from_int (80)));
  both (inet6, one, scm_list_2 (port, two));
  both (inet6, one, scm_list_3 (port, two, scm_from_int (0x01020304)));
  both (inet6, max128, scm_list_3 (port, max32, max32));
  both (local, check_string ("path"), SCM_EOL);
  both (local, check_string (""), SCM_EOL);
  both (local, check_string (" a b\n"), SCM_EOL);
  /* In the locale "C", which a C program starts with.  */
  both (local, check_string ("\xc3\xa9"), SCM_EOL);
}

/* What follows the last argument that means something is not looked at.  */
static void
more_parts (void)
{
  SCM text = check_string ("text");
  both (inet, one, scm_list_2 (two, text));
  both (inet, one, scm_cons (two, text));
  both (inet6, one, scm_cons (two, text));
  both (inet6, one, scm_cons (two, scm_cons (two, text)));
  both (inet6, one, scm_list_4 (two, two, two, text));
  both (inet6, one, scm_cons (two, scm_cons (two, scm_cons (two, text))));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    both (local, text, check_samples[i]);
}

/* Each part in turn given values of all kinds.  */
static void
wrong_parts (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      both (sample, one, scm_list_1 (two));
      both (inet, one, sample);
      both (inet6, one, sample);
      both (inet6, sample, scm_list_1 (two));
      both (local, sample, SCM_EOL);
      if (!is_cut_port (sample))
        {
          both (inet, one, scm_list_1 (sample));
          both (inet6, one, scm_list_1 (sample));
        }
      if (!is_cut_to_32 (sample))
        {
          both (inet, sample, scm_list_1 (two));
          both (inet6, one, scm_list_2 (two, sample));
          both (inet6, one, scm_list_3 (two, two, sample));
        }
    }
  both (scm_from_int (AF_UNSPEC), one, scm_list_1 (two));
  both (scm_from_int (17), one, scm_list_1 (two));
  both (scm_from_int (65535), one, scm_list_1 (two));
  both (inet6, check_int ("340282366920938463463374607431768211456"),
        scm_list_1 (two));
  both (inet, one, SCM_UNDEFINED);
  both (inet, SCM_UNDEFINED, SCM_EOL);
  both (SCM_UNDEFINED, one, scm_list_1 (two));
  both (local, scm_from_latin1_stringn ("a\0b", 3), SCM_EOL);
  both (local, scm_from_latin1_stringn ("a\0", 2), SCM_EOL);
}

/* Which of two wrong parts is refused.  */
static void
order_of_parts (void)
{
  both (SCM_BOOL_F, SCM_BOOL_T, SCM_EOL);
  both (zero, SCM_BOOL_T, SCM_EOL);
  both (inet, SCM_BOOL_F, SCM_BOOL_T);
  both (inet, SCM_BOOL_F, scm_list_1 (SCM_BOOL_T));
  both (inet, scm_from_int (-1), SCM_BOOL_T);
  both (inet6, SCM_BOOL_F, SCM_BOOL_T);
  both (inet6, SCM_BOOL_F, scm_list_1 (SCM_BOOL_T));
  both (inet6, SCM_BOOL_F, scm_list_3 (SCM_EOL, SCM_BOOL_T, SCM_BOOL_F));
  both (inet6, SCM_BOOL_F, scm_list_3 (one, SCM_BOOL_T, SCM_EOL));
  both (inet6, SCM_BOOL_F, scm_list_3 (one, one, SCM_BOOL_T));
  both (inet6, scm_from_int (-1), scm_list_1 (SCM_BOOL_T));
}

/* The list form takes a path of any length; the object form, 107 bytes.  */
static void
long_paths (void)
{
  static const size_t lengths[] = { 1, 106, 107, 108, 109, 200 };
  for (size_t i = 0; i < LENGTH (lengths); i++)
    {
      both (local, path (lengths[i]), SCM_EOL);
      to (VECTOR (local, path (lengths[i])));
    }
}

static void
good_objects (void)
{
  SCM max32 = check_int ("4294967295"), port = scm_from_int (65535);
  SCM max128 = check_int ("340282366920938463463374607431768211455");
  to (VECTOR (inet, zero, zero));
  to (VECTOR (inet, scm_from_uint32 (0x7f000001), scm_from_int (80)));
  to (VECTOR (inet, max32, port));
  to (VECTOR (inet6, zero, zero, zero, zero));
  to (VECTOR (inet6, one, two, scm_from_int (3), scm_from_int (4)));
  to (VECTOR (inet6, max128, port, max32, max32));
  to (VECTOR (local, SCM_BOOL_F));
  to (VECTOR (local, check_string ("")));
  to (VECTOR (local, check_string ("path")));
  to (VECTOR (local, check_string ("\xc3\xa9")));
}

/* Vectors that are no address object for their length, and what is no vector.
   An empty vector is left out: libguile 3.0.8 reads past its end.  */
static void
wrong_shapes (void)
{
  SCM families[] = { inet, inet6, local, zero, scm_from_int (17) };
  for (size_t i = 0; i < LENGTH (families); i++)
    for (int length = 1; length <= 7; length++)
      {
        SCM object = scm_c_make_vector (length, one);
        scm_c_vector_set_x (object, 0, families[i]);
        to (object);
      }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    to (check_samples[i]);
  to (SCM_UNDEFINED);
  to (scm_list_3 (inet, one, two));
}

/* Each element in turn given values of all kinds.  */
static void
wrong_elements (void)
{
  SCM undefined = scm_c_make_vector (3, SCM_UNDEFINED);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      to (VECTOR (sample, one, two));
      to (VECTOR (local, sample));
      to (VECTOR (inet, one, sample));
      to (VECTOR (inet6, sample, one, one, one));
      to (VECTOR (inet6, one, sample, one, one));
      to (VECTOR (inet6, one, one, sample, one));
      if (is_cut_to_32 (sample))
        continue;
      to (VECTOR (inet, sample, one));
      to (VECTOR (inet6, one, one, one, sample));
    }
  to (VECTOR (scm_from_int (32767), one, two));
  to (VECTOR (scm_from_int (32768), one, two));
  to (VECTOR (scm_from_int (-32768), one, two));
  to (VECTOR (scm_from_int (-32769), one, two));
  to (undefined);
  to (VECTOR (local, scm_from_latin1_stringn ("a\0b", 3)));
  to (VECTOR (local, scm_from_latin1_stringn ("a\0", 2)));
}

static void
order_of_elements (void)
{
  SCM negative = scm_from_int (-1);
  to (VECTOR (SCM_BOOL_F, SCM_BOOL_T));
  to (VECTOR (inet, SCM_BOOL_F, SCM_BOOL_T));
  to (VECTOR (inet, negative, SCM_BOOL_T));
  to (VECTOR (inet, SCM_BOOL_T, negative));
  to (VECTOR (inet, SCM_BOOL_F, SCM_BOOL_T, SCM_EOL));
  to (VECTOR (inet6, SCM_BOOL_F, SCM_BOOL_T, SCM_EOL, SCM_EOL));
  to (VECTOR (inet6, one, SCM_BOOL_T, SCM_EOL, SCM_BOOL_F));
  to (VECTOR (inet6, one, one, SCM_EOL, SCM_BOOL_F));
  to (VECTOR (inet6, negative, SCM_BOOL_T, one, one));
  to (VECTOR (local, SCM_BOOL_T, SCM_BOOL_F));
}

struct bytes
{
  const void *start;
  unsigned size;
};

static SCM
from_sockaddr (void *data)
{
  struct bytes *bytes = data;
  SCM object = scm_from_sockaddr (bytes->start, bytes->size);
  check_say ("  object", object);
  return to_sockaddr (&object);
}

/* Gives ADDRESS to scm_from_sockaddr, and the result to scm_to_sockaddr.  */
static void
there_and_back (const char *what, const void *address, unsigned size)
{
  struct bytes bytes = { address, size };
  char label[128];
  snprintf (label, sizeof label, "scm_from_sockaddr %s %u", what, size);
  check_body (label, from_sockaddr, &bytes);
}

static void
from_inet (void)
{
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons (80) };
  struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
  struct sockaddr_storage any = { .ss_family = AF_INET };
  in.sin_addr.s_addr = htonl (0x7f000001);
  there_and_back ("inet", &in, sizeof in);
  in.sin_addr.s_addr = htonl (0xffffffff);
  in.sin_port = 0xffff;
  there_and_back ("inet", &in, sizeof in);
  /* The padding does not come back.  */
  memset (in.sin_zero, 1, sizeof in.sin_zero);
  there_and_back ("inet", &in, sizeof in);
  there_and_back ("inet in more bytes", &any, sizeof any);
  there_and_back ("inet6", &in6, sizeof in6);
  in6.sin6_addr = (struct in6_addr) IN6ADDR_LOOPBACK_INIT;
  in6.sin6_port = htons (8080);
  in6.sin6_flowinfo = 0x01020304;
  in6.sin6_scope_id = 5;
  there_and_back ("inet6", &in6, sizeof in6);
  memset (&in6.sin6_port, 0xff, sizeof in6 - sizeof in6.sin6_family);
  there_and_back ("inet6", &in6, sizeof in6);
  any.ss_family = AF_INET6;
  there_and_back ("inet6 in more bytes", &any, sizeof any);
}

/* Sizes that leave out bytes of a path are left out: libguile 3.0.8 reads on
   to the next NUL, wherever that is.  */
static void
from_local (void)
{
  struct sockaddr_un un = { .sun_family = AF_UNIX };
  unsigned start = sizeof un.sun_family;
  there_and_back ("local", &un, start);
  strcpy (un.sun_path, "path");
  there_and_back ("local, size without path", &un, start);
  there_and_back ("local, size without NUL", &un, start + 4);
  there_and_back ("local, size with NUL", &un, start + 5);
  there_and_back ("local", &un, sizeof un);
  strcpy (un.sun_path + 5, "more");
  there_and_back ("local, more behind NUL", &un, start + 9);
  memset (un.sun_path, 'p', sizeof un.sun_path - 1);
  there_and_back ("local, longest", &un, sizeof un);
}

static void
from_others (void)
{
  static const unsigned short families[] = { AF_UNSPEC, 3, 16, 17, 32767 };
  struct sockaddr_storage any = { 0 };
  for (size_t i = 0; i < LENGTH (families); i++)
    {
      char what[32];
      any.ss_family = families[i];
      sprintf (what, "family %d", families[i]);
      there_and_back (what, &any, sizeof any);
    }
}

void
check_chapter (void)
{
  inet = scm_from_int (AF_INET);
  inet6 = scm_from_int (AF_INET6);
  local = scm_from_int (AF_UNIX);
  zero = scm_from_int (0);
  one = scm_from_int (1);
  two = scm_from_int (2);
  good_parts ();
  more_parts ();
  wrong_parts ();
  order_of_parts ();
  long_paths ();
  good_objects ();
  wrong_shapes ();
  wrong_elements ();
  order_of_elements ();
  from_inet ();
  from_local ();
  from_others ();
}
