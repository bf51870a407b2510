/* no-link.  The foreign contract, function by function, all of them by name:
   a call that fails returns SCM_UNDEFINED or 0, and the last error is the pair
   that a catch gets under Guile's contract; one that works gives the caller
   one reference, and no error; one that cannot fail leaves the last error
   alone. */

#define _GNU_SOURCE
#include "foreign_working.h"

#include <sys/resource.h>

typedef word function (word, word, word, word, word, word, word);

enum kind
{
  GIVES_VALUE,
  GIVES_OTHER,
  CANNOT_FAIL
};

static const struct entry
{
  const char *name;
  enum kind kind;
} entries[] = {
#define VALUE(name, arguments) { #name, GIVES_VALUE },
#define OTHER(name, arguments) { #name, GIVES_OTHER },
#define SURE(name, arguments) { #name, CANNOT_FAIL },
#define NEVER(name) { #name, CANNOT_FAIL },
#include "../../libguilenet/contracts.def"
};

static int failures, failed, worked, unmoved;
static bool seen[LENGTH (entries)];

static const struct entry *
entry_of (const char *name)
{
  for (size_t i = 0; i < LENGTH (entries); i++)
    if (!strcmp (entries[i].name, name))
      return &entries[i];
  fprintf (stderr, "not in contracts.def: %s\n", name);
  exit (1);
}

static void
complain (const char *name, const char *what)
{
  fprintf (stderr, "%s: %s\n", name, what);
  failures++;
}

static bool
is_in (const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (!strcmp (names[i], name))
      return true;
  return false;
}

/* errno is an argument of scm_syserror.  */
static word
call (const struct sample *s)
{
  function *f = find (s->name);
  const word *a = s->arg;
  errno = ECONNREFUSED;
  return f (a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

static SCM
make_call (void *data)
{
  call (data);
  return FALSE;
}

static SCM
keep (void *data, SCM key, SCM args)
{
  (void) data;
  return F (scm_cons) (key, args);
}

/* What the call raises under Guile's contract.  */
static SCM
raised (const struct sample *s)
{
  F (guilenet_foreign) (0);
  SCM condition
      = F (scm_internal_catch) (TRUE, make_call, (void *) s, keep, NULL);
  F (guilenet_foreign) (1);
  return condition;
}

static void
check_failing (const struct entry *e)
{
  struct sample s
      = { e->name,
          { MADE_UP, MADE_UP, MADE_UP, MADE_UP, MADE_UP, MADE_UP, MADE_UP } };
  if (is_in (sure, LENGTH (sure), e->name))
    return;
  for (size_t i = 0; i < LENGTH (failing); i++)
    if (!strcmp (failing[i].name, e->name))
      s = failing[i];
  SCM expected = raised (&s);
  if (!is_handle (expected))
    return complain (e->name, "does not fail under Guile's contract");
  uint64_t before = references ();
  word result = call (&s);
  SCM error = F (guilenet_last_error) ();
  if (result != (e->kind == GIVES_VALUE ? W (UNDEFINED) : 0))
    complain (e->name, "gives something else when it fails");
  if (references () != before + 1)
    complain (e->name, "fails, and leaves references behind");
  char *is = text_of (error), *should_be = text_of (expected);
  if (strcmp (is, should_be) || F (scm_equal_p) (error, expected) != TRUE)
    complain (is, "not what is raised");
  free (is);
  free (should_be);
  F (guilenet_release) (error);
  failed++;
}

static void
check_working (const struct sample *s)
{
  const struct entry *e = entry_of (s->name);
  uint64_t before = references ();
  F (guilenet_foreign) (1);
  F (scm_car) (INT (5));
  word result = call (s);
  uint64_t given = references () - before;
  SCM error = F (guilenet_last_error) ();
  if (error != FALSE || (e->kind == GIVES_VALUE && result == W (UNDEFINED)))
    complain (s->name, text_of (error));
  if (e->kind == GIVES_OTHER)
    given ? complain (s->name, "gives a reference") : (void) 0;
  else if (given != is_handle ((SCM) result))
    complain (s->name, "does not give one reference");
  else
    /* The second time there is none left to give up.  */
    for (int i = 0; i < 2; i++)
      {
        F (guilenet_release) ((SCM) result);
        if (references () != before)
          complain (s->name, "after a release the count is wrong");
      }
  seen[e - entries] = true;
  worked++;
  F (guilenet_foreign) (0);
}

static void *
visit (void *data)
{
  return data;
}

/* All that cannot fail, but what ends the process.  */
static void
check_unmoved (const struct entry *e)
{
  if (!strcmp (e->name, "scm_boot_guile") || !strcmp (e->name, "scm_list_n"))
    return;
  static SCM root;
  SCM list = F (scm_list_1) (INT (1));
  struct sample s = { e->name, { W (list), W (list), W (list) } };
  if (strstr (e->name, "with_guile") || strstr (e->name, "without_guile"))
    s.arg[0] = W (visit);
  else if (strstr (e->name, "gc_free"))
    s.arg[0] = 0;
  else if (strstr (e->name, "_root"))
    s.arg[0] = W (&root), s.arg[1] = 1;
  else if (strstr (e->name, "dynwind"))
    s.arg[0] = W (free), s.arg[1] = 0, s.arg[2] = 0;
  F (scm_car) (INT (5));
  SCM before = F (guilenet_last_error) ();
  uint64_t had = references ();
  call (&s);
  SCM after = F (guilenet_last_error) ();
  if (references () != had + 1 || before == after
      || F (scm_car) (before) != F (scm_car) (after)
      || F (scm_cdr) (before) != F (scm_cdr) (after))
    complain (e->name, "changes the last error, or gives a reference");
  unmoved++;
}

static void
check_own (void)
{
  struct guilenet_stats stats;
  F (scm_car) (INT (5));
  SCM error = F (guilenet_last_error) (), key = F (scm_car) (error);
  F (scm_car) (INT (5));
  F (guilenet_stats) (&stats);
  F (guilenet_version) ();
  F (guilenet_retain) (key);
  F (guilenet_release) (key);
  F (guilenet_release) (UNDEFINED);
  assert (F (guilenet_foreign) (1) == 1);
  SCM still = F (guilenet_last_error) ();
  assert (is_handle (still) && F (scm_car) (still) == key);
  assert (F (scm_list_n) (INT (1), UNDEFINED) != EMPTY && failed_with (NULL));
  assert (F (guilenet_last_error) () == FALSE);
}

/* The same when there is no room for a value, also in scm_list_n.  */
static void
check_out_of_memory (void)
{
  pid_t child = fork ();
  if (!child)
    {
      const char *text = "(out-of-memory #f \"Out of memory\" #f #f)";
      struct rlimit none = { 1, RLIM_INFINITY }, all;
      assert (!getrlimit (RLIMIT_AS, &all));
      none.rlim_max = all.rlim_max;
      SCM made = EMPTY, last;
      assert (!setrlimit (RLIMIT_AS, &none));
      do
        last = made;
      while ((made = F (scm_cons) (INT (1), last)) != UNDEFINED);
      SCM error = F (guilenet_last_error) ();
      assert (F (scm_list_n) (INT (1), INT (2), UNDEFINED) == UNDEFINED);
      assert (F (guilenet_last_error) () == error);
      assert (!setrlimit (RLIMIT_AS, &all));
      assert (F (scm_cons) (INT (1), last) != UNDEFINED && failed_with (NULL));
      char *is = text_of (error);
      assert (!strcmp (is, text));
      _exit (0);
    }
  reap (child);
}

int
main (int argc, char **argv)
{
  alarm (60);
  load (argc, argv);
  each_working (check_working);
  F (guilenet_foreign) (1);
  for (size_t i = 0; i < LENGTH (entries); i++)
    if (entries[i].kind == CANNOT_FAIL)
      check_unmoved (&entries[i]);
    else
      check_failing (&entries[i]);
  for (size_t i = 0; i < LENGTH (entries); i++)
    if (!seen[i] && entries[i].kind != CANNOT_FAIL
        && !is_in (useless, LENGTH (useless), entries[i].name))
      complain (entries[i].name, "has no working call here");
  check_own ();
  check_out_of_memory ();
  printf ("%zu functions: %d calls worked, %d failed, %d cannot\n",
          LENGTH (entries), worked, failed, unmoved);
  return failures != 0;
}
