/* scm_select's arguments: what is a set, what may be in one, how long to wait,
   and in which order all that is looked at.  Left out are descriptors for
   which libguile 3.0.8 aborts, negative ones and those from 1024 on; and USECS
   of which it takes the lower 32 bits.  */

#include "selected.h"

#define E SCM_EOL

/* One that can be read from and written to, and one that can be written to. */
static SCM ready, quiet;

/* Samples that are, or hold, descriptors of which the test knows nothing.  */
static int
has_numbers (SCM sample)
{
  if (scm_is_pair (sample))
    return scm_ilength (sample) > 0;
  return scm_is_vector (sample);
}

static int
aborts (SCM sample)
{
  return scm_is_signed_integer (sample, INT32_MIN, INT32_MAX);
}

static void
no_sets (void)
{
  SCM sets[3];
  for (int at = 0; at < 3; at++)
    for (int i = 0; i < CHECK_SAMPLES; i++)
      {
        for (int j = 0; j < 3; j++)
          sets[j] = j == at ? check_samples[i] : E;
        if (!has_numbers (check_samples[i]))
          selected_now (sets[0], sets[1], sets[2]);
      }
  selected_now (NONE, E, E);
  selected_now (E, NONE, E);
  selected_now (E, E, NONE);
  SCM improper[] = { scm_cons (ready, quiet), scm_cons (ready, INT (1)),
                     scm_cons (ready, scm_cons (quiet, SCM_BOOL_F)),
                     scm_cons (INT (1), check_string ("x")) };
  for (size_t i = 0; i < LENGTH (improper); i++)
    {
      selected_now (improper[i], E, E);
      selected_now (E, improper[i], E);
      selected_now (E, E, improper[i]);
    }
}

/* A list without an end, as a set or as an element.  */
static void
circular_sets (void)
{
  for (int length = 1; length < 4; length++)
    {
      SCM last = scm_list_1 (quiet), list = last;
      for (int i = 1; i < length; i++)
        list = scm_cons (ready, list);
      scm_set_cdr_x (last, list);
      SCM sets[][3] = { { list, E, E },
                        { E, list, E },
                        { E, E, list },
                        { scm_list_1 (list), E, E },
                        { scm_cons (ready, list), E, E } };
      for (size_t i = 0; i < LENGTH (sets); i++)
        {
          SCM value = QUIET (scm_select, sets[i][0], sets[i][1], sets[i][2],
                             INT (0), NONE);
          printf ("circular %d, %zu: %s\n", length, i,
                  scm_is_pair (value) ? "a value" : "raised");
        }
    }
}

static void
in_each_set (SCM object)
{
  for (int at = 0; at < 6; at++)
    {
      SCM list = scm_list_2 (ready, object);
      SCM sets[3] = { E, E, E };
      sets[at / 2] = at % 2 ? scm_vector (list) : list;
      selected_now (sets[0], sets[1], sets[2]);
    }
}

static void
no_elements (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    if (!aborts (check_samples[i]))
      in_each_set (check_samples[i]);
  in_each_set (NONE);
  in_each_set (scm_list_1 (ready));
  in_each_set (scm_cons (ready, ready));
  in_each_set (scm_vector (scm_list_1 (ready)));
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM);
  scm_close_port (closed);
  in_each_set (name_object ("closed", closed));
}

/* Descriptors that are not open: of none, and of a port.  */
static void
not_open (void)
{
  int fd = dup (descriptor (ready));
  close (fd);
  in_each_set (name_object ("no-descriptor", INT (fd)));
  SCM orphan = name_object ("orphan", new_orphan ());
  in_each_set (orphan);
  bury (orphan);
}

/* Where several arguments are wrong, which one it is.  */
static void
order (void)
{
  SCM bad = check_string ("bad"), worse = check_string ("worse");
  SCM both = scm_list_2 (bad, worse), one = scm_list_1 (bad);
  int fd = dup (descriptor (ready));
  close (fd);
  SCM gone = scm_list_1 (name_object ("gone", INT (fd)));
  SCM closed = scm_list_1 (INT (fd));
  SCM cases[][5] = {
    { bad, bad, bad, bad, bad },
    { E, bad, bad, bad, bad },
    { E, E, bad, bad, bad },
    { one, bad, E, bad, bad },
    { one, E, bad, bad, bad },
    { one, scm_list_1 (worse), E, bad, bad },
    { E, one, scm_list_1 (worse), bad, bad },
    { E, E, one, bad, bad },
    { both, E, E, INT (0), NONE },
    { scm_vector (both), E, E, INT (0), NONE },
    { E, scm_vector (both), E, INT (0), NONE },
    { E, E, scm_vector (both), INT (0), NONE },
    { gone, scm_list_1 (worse), E, bad, bad },
    { gone, E, E, bad, bad },
    { gone, E, E, INT (0), bad },
    { gone, E, E, INT (-1), bad },
    { gone, E, E, INT (-1), NONE },
    { closed, E, E, INT (0), INT (-1) },
    { closed, E, E, NONE, bad },
    { E, E, E, INT (-1), NONE },
    { E, E, E, INT (-1), INT (0) },
  };
  for (size_t i = 0; i < LENGTH (cases); i++)
    selected (cases[i][0], cases[i][1], cases[i][2], cases[i][3], cases[i][4]);
}

/* Timeouts, with a port that is ready anyway.  */

static SCM
time_of (const char *text)
{
  if (!strcmp (text, "none"))
    return NONE;
  if (!strcmp (text, "#f"))
    return SCM_BOOL_F;
  return check_int (text);
}

static void
timeouts (void)
{
  static const char *const secs[] = { "none",
                                      "#f",
                                      "0",
                                      "1",
                                      "-1",
                                      "2147483647",
                                      "2147483648",
                                      "4294967296",
                                      "9223372036854775807",
                                      "9223372036854775808",
                                      "18446744073709551615",
                                      "18446744073709551616",
                                      "-9223372036854775808",
                                      "-9223372036854775809",
                                      "1000000000000000000000000000000",
                                      "-1000000000000000000000000000000" };
  static const char *const usecs[] = { "none",
                                       "#f",
                                       "0",
                                       "1",
                                       "-1",
                                       "999999",
                                       "1000000",
                                       "2500000",
                                       "2147483647",
                                       "9223372036854775808",
                                       "-9223372036854775809",
                                       "1000000000000000000000000000000" };
  SCM set = scm_list_1 (ready);
  for (size_t i = 0; i < LENGTH (secs); i++)
    for (size_t j = 0; j < LENGTH (usecs); j++)
      selected (set, E, E, time_of (secs[i]), time_of (usecs[j]));
}

static void
no_timeouts (void)
{
  SCM set = scm_list_1 (ready);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      selected (set, E, E, sample, NONE);
      if (scm_is_integer (sample)
          && scm_is_signed_integer (sample, INT64_MIN, INT64_MAX)
          && !scm_is_signed_integer (sample, -1, INT32_MAX))
        continue;
      selected (set, E, E, INT (0), sample);
      selected (set, E, E, NONE, sample);
      selected (set, E, E, sample, check_string ("no"));
    }
}

/* The result's kinds, and that it is new.  */
static void
results (void)
{
  SCM list = scm_list_2 (ready, quiet), vector = scm_vector (list);
  SCM none = scm_c_make_vector (0, SCM_BOOL_F);
  SCM sets[] = { E, none, list, vector };
  for (size_t i = 0; i < LENGTH (sets); i++)
    for (size_t j = 0; j < LENGTH (sets); j++)
      {
        SCM got = selected_now (sets[i], sets[j], sets[j]);
        check_say_long ("  length", scm_ilength (got));
        check_say_long ("  the same", scm_is_eq (scm_cadr (got), sets[j]));
      }
  check_say ("unchanged", with_names (list));
  check_say ("unchanged", with_names (vector));
}

void
check_chapter (void)
{
  SCM other, another;
  named_pair ("ready", &ready, &other);
  named_pair ("quiet", &quiet, &another);
  tell (other, "x");
  no_sets ();
  circular_sets ();
  no_elements ();
  not_open ();
  order ();
  timeouts ();
  no_timeouts ();
  results ();
  close_all (ready, other, quiet);
  close_all (another, SCM_BOOL_F, SCM_BOOL_F);
}
