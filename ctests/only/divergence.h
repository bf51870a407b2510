/* The cases behind docs/divergences.md: what libguilenet does where libguile
   3.0.8 does something else.  A case is a function that gives a value or
   raises, and the one outcome that is right, written.

   Run without arguments, a program checks all its cases.  Run with names of
   cases, it prints what comes of them, and fails if one is not right; built
   with libguile, that is how to see what libguile does.  With --list it prints
   the names.  */

#ifndef DIVERGENCE_H
#define DIVERGENCE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <libguile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct divergence
{
  const char *name, *outcome;
  SCM (*body) (void);
  struct divergence *next;
};

static struct divergence *divergences, **divergences_end = &divergences;

/* CASE (NAME, OUTCOME) { … } is a case with statements, CALL one with a single
   expression.  Docs and tests are compared by these lines.  */
#define CASE(name_, outcome_)                                                 \
  static SCM name_ (void);                                                    \
  __attribute__ ((constructor)) static void name_##_case (void)               \
  {                                                                           \
    static struct divergence d = { #name_, outcome_, name_, NULL };           \
    *divergences_end = &d;                                                    \
    divergences_end = &d.next;                                                \
  }                                                                           \
  static SCM name_ (void)
#define CALL(name_, outcome_, expression)                                     \
  CASE (name_, outcome_) { return expression; }

/* The written forms of conditions.  VALUE is a literal of the value's own
   written form.  */
#define QUOTED(text) "\"" text "\""
#define RAISED(key, subr, message, args, data)                                \
  "raised " key " (" subr " " QUOTED (message) " " args " " data ")"
#define WRONG_TYPE(subr, position, value)                                     \
  RAISED ("wrong-type-arg", QUOTED (subr),                                    \
          "Wrong type argument in position ~A: ~S",                           \
          "(" position " " value ")", "(" value ")")
#define WRONG_TYPE_EXPECTING(subr, position, what, value)                     \
  RAISED ("wrong-type-arg", QUOTED (subr),                                    \
          "Wrong type argument in position ~A (expecting ~A): ~S",            \
          "(" position " " QUOTED (what) " " value ")", "(" value ")")
#define EXPECTING(subr, what, value)                                          \
  RAISED ("wrong-type-arg", subr, "Wrong type (expecting ~A): ~S",            \
          "(" QUOTED (what) " " value ")", "(" value ")")
#define OUT_OF_RANGE(min, max, value)                                         \
  RAISED ("out-of-range", "#f", "Value out of range ~S to< ~S: ~S",           \
          "(" min " " max " " value ")", "(" value ")")
#define BAD_VALUE(subr, value)                                                \
  RAISED ("out-of-range", subr, "Value out of range: ~S", "(" value ")",      \
          "(" value ")")
#define MISC_ERROR(subr, message, args)                                       \
  RAISED ("misc-error", subr, message, args, "#f")
#define SYSTEM_ERROR(subr, text, error)                                       \
  RAISED ("system-error", QUOTED (subr), "~A", "(" QUOTED (text) ")",         \
          "(" error ")")
#define NO_ROOM RAISED ("out-of-memory", "#f", "Out of memory", "#f", "#f")

#define MAX32 "4294967295"
#define MAX64 "18446744073709551615"

#define INT(n) scm_from_int64 (n)
#define NONE SCM_UNDEFINED
#define COUNT(array) (sizeof (array) / sizeof *(array))

static inline SCM
number (const char *decimal)
{
  return scm_string_to_number (scm_from_utf8_string (decimal), INT (10));
}

static inline SCM
text (const char *utf8)
{
  return scm_from_utf8_string (utf8);
}

static inline SCM
symbol (const char *name)
{
  return scm_from_utf8_symbol (name);
}

static inline void
divergence_die (const char *what)
{
  perror (what);
  exit (99);
}

/* For what a case needs and is not about.  */
#define MUST(condition)                                                       \
  do                                                                          \
    if (!(condition))                                                         \
      divergence_die (#condition);                                            \
  while (0)

static SCM
divergence_body (void *data)
{
  return scm_object_to_string (((struct divergence *) data)->body (), NONE);
}

static SCM
divergence_raised (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_simple_format (SCM_BOOL_F, text ("raised ~S ~S"),
                            scm_list_2 (key, args));
}

/* Takes the number out of "#<closed: file 7f00>", which is like no other.  */
static void
divergence_scrub (char *outcome)
{
  char *at = strstr (outcome, "closed: file ");
  if (!at)
    return;
  at += strlen ("closed: file ");
  size_t digits = strcspn (at, ">");
  memmove (at, at + digits, strlen (at + digits) + 1);
  divergence_scrub (at);
}

/* What comes of D, to be freed.  */
static char *
divergence_outcome (struct divergence *d)
{
  char *outcome = scm_to_utf8_string (scm_internal_catch (
      SCM_BOOL_T, divergence_body, d, divergence_raised, NULL));
  divergence_scrub (outcome);
  return outcome;
}

/* For cases that take a process of their own, which is the same program, run
   with --act NAME: does what NAME says, and ends.  */
static void (*divergence_act) (const char *name);

struct divergence_run
{
  char **names;
  int failed;
};

static void *
divergence_run (void *data)
{
  struct divergence_run *run = data;
  for (struct divergence *d = divergences; d; d = d->next)
    {
      char **name = run->names;
      while (*name && strcmp (*name, d->name))
        name++;
      if (*run->names && !*name)
        continue;
      char *outcome = divergence_outcome (d);
      int failed = strcmp (outcome, d->outcome) != 0;
      if (*run->names)
        printf ("%s\n", outcome);
      else if (failed)
        fprintf (stderr, "%s:\n  %s\nnot\n  %s\n", d->name, outcome,
                 d->outcome);
      run->failed += failed;
      free (outcome);
    }
  return run;
}

int
main (int argc, char **argv)
{
  struct divergence_run run = { argv + 1, 0 };
  int fd;
  if (divergence_act && argc == 3 && !strcmp (argv[1], "--act"))
    divergence_act (argv[2]);
  if (argc > 1 && !strcmp (argv[1], "--list"))
    {
      for (struct divergence *d = divergences; d; d = d->next)
        puts (d->name);
      return 0;
    }
  /* What cases open is not to be taken for standard input or output.  */
  while ((fd = open ("/dev/null", O_RDWR)) <= STDERR_FILENO)
    MUST (fd >= 0);
  close (fd);
  alarm (60);
  return !scm_with_guile (divergence_run, &run) || run.failed;
}

#endif
