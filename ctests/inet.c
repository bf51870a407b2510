/* Address conversion: scm_inet_pton, scm_inet_ntop, scm_inet_netof, scm_lnaof
   and scm_inet_makeaddr.  */

#include "check.h"

#include <sys/socket.h>

/* One of the functions, which take one or two values.  */
struct entry
{
  const char *name;
  SCM (*function) ();
  int count;
};

static const struct entry pton = { "scm_inet_pton", scm_inet_pton, 2 };
static const struct entry ntop = { "scm_inet_ntop", scm_inet_ntop, 2 };
static const struct entry netof = { "scm_inet_netof", scm_inet_netof, 1 };
static const struct entry lnaof = { "scm_lnaof", scm_lnaof, 1 };
static const struct entry makeaddr
    = { "scm_inet_makeaddr", scm_inet_makeaddr, 2 };

struct call
{
  const struct entry *entry;
  SCM a, b;
};

static SCM
apply (void *data)
{
  const struct call *call = data;
  return call->entry->count == 1 ? call->entry->function (call->a)
                                 : call->entry->function (call->a, call->b);
}

static SCM
try (const struct entry *entry, SCM a, SCM b)
{
  struct call call = { entry, a, b };
  char label[512], *first = check_written (a), *second = check_written (b);
  snprintf (label, sizeof label, "%s %s%s%s", entry->name, first,
            entry->count == 1 ? "" : " ", entry->count == 1 ? "" : second);
  free (first);
  free (second);
  return check_body (label, apply, &call);
}

/* Whether libguile 3.0.8 silently cuts VALUE to its low 32 bits where an IPv4
   address belongs; so nothing can be compared.  */
static int
is_cut (SCM value)
{
  return scm_is_unsigned_integer (value, (uint64_t) 1 << 32, UINT64_MAX);
}

static SCM
hex (const char *digits)
{
  return scm_string_to_number (check_string (digits), scm_from_int (16));
}

#define LENGTH(table) (sizeof (table) / sizeof *(table))

static SCM inet, inet6;

/* Texts that are addresses, and what becomes of them on the way back.  */
static void
good_texts (void)
{
  static const struct
  {
    int family;
    const char *text;
  } texts[] = {
    { AF_INET, "0.0.0.0" },
    { AF_INET, "0.0.0.1" },
    { AF_INET, "1.2.3.4" },
    { AF_INET, "127.0.0.1" },
    { AF_INET, "128.0.0.0" },
    { AF_INET, "255.255.255.255" },
    { AF_INET6, "::" },
    { AF_INET6, "::1" },
    { AF_INET6, "1::" },
    { AF_INET6, "::01" },
    { AF_INET6, "0:0:0:0:0:0:0:0" },
    { AF_INET6, "1:2:3:4:5:6:7:8" },
    { AF_INET6, "1:2:3:4:5:6:7::" },
    { AF_INET6, "::2:3:4:5:6:7:8" },
    { AF_INET6, "1::3:4:5:6:7:8" },
    { AF_INET6, "0001:0020:0300:4000::" },
    { AF_INET6, "FFFF:AbCd::1" },
    { AF_INET6, "::ffff:1.2.3.4" },
    { AF_INET6, "::ffff:0:0" },
    { AF_INET6, "::ffff:0:1.2.3.4" },
    { AF_INET6, "::fffe:1.2.3.4" },
    { AF_INET6, "::1.2.3.4" },
    { AF_INET6, "::0.0.0.1" },
    { AF_INET6, "::0.1.0.0" },
    { AF_INET6, "1:2:3:4:5:6:1.2.3.4" },
    { AF_INET6, "64:ff9b::192.0.2.33" },
    { AF_INET6, "2001:db8:0:0:1:0:0:1" },
    { AF_INET6, "fe80::200:5eff:fe00:5213" },
    { AF_INET6, "ff02::1" },
    { AF_INET6, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
  };
  for (size_t i = 0; i < LENGTH (texts); i++)
    {
      SCM family = scm_from_int (texts[i].family);
      try (&ntop, family, try (&pton, family, check_string (texts[i].text)));
    }
}

/* Texts that are none, each given to both families; most of them were taken
   for addresses by some parser or other.  */
static void
bad_texts (void)
{
  static const char *const texts[] = {
    "",
    " ",
    ".",
    ":",
    ":::",
    "1",
    "127.1",
    "1.2.3",
    "1.2.3.",
    ".1.2.3",
    "1.2.3.4.5",
    "1.2.3.4.",
    "1..2.3",
    "1.2.3.256",
    "1.2.3.1000",
    "1.2.3.4294967297",
    "01.2.3.4",
    "1.2.3.00",
    "1.2.3.0x",
    "1.2.3.a",
    "+1.2.3.4",
    "-1.2.3.4",
    "1.2.3.-4",
    " 1.2.3.4",
    "1.2.3.4 ",
    "1.2.3.4\n",
    "1.2.3.4/8",
    "1.2.3.4:80",
    "1,2,3,4",
    "localhost",
    "\xc3\xa9",
    "1.2.3.\xc3\xa9",
    ":1",
    "1:",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    ":2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "1:::2",
    "1::2::3",
    "::12345",
    "::00001",
    "::g",
    "::-1",
    "::+1",
    "[::1]",
    " ::1",
    "::1 ",
    "::1%1",
    "fe80::1%lo",
    "::/64",
    "::1.2.3",
    "::1.2.3.04",
    "::256.1.1.1",
    "::1.2.3.4:5",
    "::1.2.3.4.5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1.2.3.4::",
  };
  for (size_t i = 0; i < LENGTH (texts); i++)
    {
      RUN (scm_inet_pton, inet, check_string (texts[i]));
      RUN (scm_inet_pton, inet6, check_string (texts[i]));
    }
  RUN (scm_inet_pton, inet, check_string ("::1"));
  RUN (scm_inet_pton, inet6, check_string ("1.2.3.4"));
  /* A string is not cut at its NUL.  */
  RUN (scm_inet_pton, inet, scm_from_latin1_stringn ("1.2.3.4\0", 8));
  RUN (scm_inet_pton, inet, scm_from_latin1_stringn ("\0", 1));
  RUN (scm_inet_pton, inet6, scm_from_latin1_stringn ("::1\0x", 5));
}

static void
numbers_to_text (void)
{
  static const char *const numbers4[]
      = { "0",    "1",      "ff",       "100",      "1020304",  "7f000001",
          "7f00", "7fffff", "7fffffff", "80000000", "fffffffe", "ffffffff" };
  static const char *const numbers6[] = {
    "0",
    "1",
    "ffff",
    "10000",
    "7f000001",
    "ffffffff",
    "100000000",
    "ffff00000000",
    "ffff01020304",
    "ffffffffffff",
    "1000000000000",
    "1fffffffffffffff",
    "2000000000000000",
    "3fffffffffffffff",
    "8000000000000000",
    "ffffffffffffffff",
    "10000000000000000",
    "1000000000000000000000001",
    "fe800000000000000000000000000001",
    "7fffffffffffffffffffffffffffffff",
    "80000000000000000000000000000000",
    "ffffffffffffffffffffffffffffffff",
    "100000000000000000000000000000000",
    "-1",
    "-80000000000000000000000000000000",
  };
  for (size_t i = 0; i < LENGTH (numbers4); i++)
    try (&ntop, inet, hex (numbers4[i]));
  for (size_t i = 0; i < LENGTH (numbers6); i++)
    try (&ntop, inet6, hex (numbers6[i]));
}

/* Which run of zeros "::" stands for: every pattern of zero groups.  */
static void
zero_groups (void)
{
  for (int mask = 0; mask < 256; mask++)
    {
      char digits[40] = "", label[64];
      for (int group = 0; group < 8; group++)
        sprintf (digits + 4 * group, "%04x",
                 mask & 0x80 >> group ? group + 0xa : 0);
      SCM number = hex (digits);
      SCM text = QUIET (scm_inet_ntop, inet6, number);
      SCM back = QUIET (scm_inet_pton, inet6, text);
      sprintf (label, "%s %d", digits, scm_is_true (scm_eqv_p (number, back)));
      check_say (label, text);
    }
}

/* Numbers that look random, the same in every run.  */
static void
random_numbers (void)
{
  uint32_t number = 1;
  for (int i = 0; i < 64; i++)
    {
      char label[64];
      number = number * 1664525 + 1013904223;
      SCM value = scm_from_uint32 (number);
      SCM text = QUIET (scm_inet_ntop, inet, value);
      SCM back = QUIET (scm_inet_pton, inet, text);
      SCM net = QUIET (scm_inet_netof, value);
      SCM lna = QUIET (scm_lnaof, value);
      SCM whole = QUIET (scm_inet_makeaddr, net, lna);
      sprintf (label, "%lu %d %d", (unsigned long) number,
               scm_is_true (scm_eqv_p (value, back)),
               scm_is_true (scm_eqv_p (value, whole)));
      check_say (label, scm_list_3 (text, net, lna));
    }
}

/* The classes of the Internet before 1993, which these three still know.  */
static void
networks (void)
{
  static const uint32_t addresses[]
      = { 0,          1,          0x00ffffff, 0x01000000, 0x7effffff,
          0x7f000001, 0x7fffffff, 0x80000000, 0x8000ffff, 0x80010000,
          0xbfffffff, 0xc0000000, 0xc00000ff, 0xc0000100, 0xdfffffff,
          0xe0000001, 0xefffffff, 0xf0000000, 0xfffffffe, 0xffffffff };
  static const uint32_t nets[]
      = { 0,       1,         127,        128,        255,
          256,     65535,     65536,      0xc00000,   16777215,
          1 << 24, 1u << 31u, 0xfffffffe, 0xffffffff, 0x7f000000 };
  static const uint32_t hosts[] = { 0, 1, 255, 256, 65536, 0xffffffff };
  for (size_t i = 0; i < LENGTH (addresses); i++)
    {
      try (&netof, scm_from_uint32 (addresses[i]), SCM_EOL);
      try (&lnaof, scm_from_uint32 (addresses[i]), SCM_EOL);
    }
  for (size_t i = 0; i < LENGTH (nets); i++)
    for (size_t j = 0; j < LENGTH (hosts); j++)
      try (&makeaddr, scm_from_uint32 (nets[i]), scm_from_uint32 (hosts[j]));
}

/* Every argument of every function given values of all kinds.  */
static void
wrong_arguments (void)
{
  SCM text = check_string ("1.2.3.4"), one = scm_from_int (1);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      try (&pton, sample, text);
      try (&pton, inet, sample);
      try (&pton, inet6, sample);
      try (&ntop, sample, one);
      try (&ntop, inet6, sample);
      if (is_cut (sample))
        continue;
      try (&ntop, inet, sample);
      try (&netof, sample, SCM_EOL);
      try (&lnaof, sample, SCM_EOL);
      try (&makeaddr, sample, one);
      try (&makeaddr, one, sample);
    }
  for (int family = 0; family < 20; family++)
    if (family != AF_INET && family != AF_INET6)
      {
        RUN (scm_inet_pton, scm_from_int (family), text);
        RUN (scm_inet_ntop, scm_from_int (family), one);
      }
  RUN (scm_inet_ntop, inet, text);
  RUN (scm_inet_ntop, inet6, scm_c_make_vector (5, one));
}

/* Which of two wrong arguments is refused.  */
static void
order (void)
{
  SCM unix_family = scm_from_int (AF_UNIX);
  RUN (scm_inet_pton, SCM_BOOL_F, SCM_BOOL_T);
  RUN (scm_inet_pton, unix_family, SCM_BOOL_T);
  RUN (scm_inet_pton, check_int ("4294967296"), SCM_BOOL_T);
  RUN (scm_inet_pton, unix_family, check_string ("bad"));
  RUN (scm_inet_ntop, SCM_BOOL_F, SCM_BOOL_T);
  RUN (scm_inet_ntop, unix_family, SCM_BOOL_T);
  RUN (scm_inet_makeaddr, SCM_BOOL_F, SCM_BOOL_T);
  try (&makeaddr, scm_from_int (-1), SCM_BOOL_T);
  try (&makeaddr, SCM_BOOL_T, scm_from_int (-1));
  RUN (scm_inet_pton, SCM_UNDEFINED, SCM_UNDEFINED);
  RUN (scm_inet_pton, inet, SCM_UNDEFINED);
  RUN (scm_inet_ntop, inet, SCM_UNDEFINED);
  RUN (scm_inet_ntop, inet6, SCM_UNDEFINED);
  RUN (scm_inet_netof, SCM_UNDEFINED);
  RUN (scm_lnaof, SCM_UNDEFINED);
  RUN (scm_inet_makeaddr, SCM_UNDEFINED, SCM_UNDEFINED);
}

void
check_chapter (void)
{
  inet = scm_from_int (AF_INET);
  inet6 = scm_from_int (AF_INET6);
  good_texts ();
  bad_texts ();
  numbers_to_text ();
  zero_groups ();
  random_numbers ();
  networks ();
  wrong_arguments ();
  order ();
}
