/* Catching conditions: which tags catch what, what handlers are given, what
   becomes of what they return, and catches in great numbers.  The order of
   events has a chapter of its own, conditions_order.c.  */

#include "check.h"

#include <pthread.h>
#include <setjmp.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* A catch of each kind around BODY, with a handler that says what it got.  */
struct attempt
{
  SCM tag;
  scm_t_catch_body body;
  void *data;
};

static SCM
say (void *data, SCM key, SCM args)
{
  char *k = check_written (key), *a = check_written (args);
  printf ("  %s: %s %s\n", (const char *) data, k, a);
  free (k);
  free (a);
  return check_symbol (data);
}

static SCM
internal_catch (void *data)
{
  struct attempt *a = data;
  return scm_internal_catch (a->tag, a->body, a->data, say, "handler");
}

static SCM
c_catch (void *data)
{
  struct attempt *a = data;
  return scm_c_catch (a->tag, a->body, a->data, say, "handler", say, "pre");
}

static SCM
c_catch_alone (void *data)
{
  struct attempt *a = data;
  return scm_c_catch (a->tag, a->body, a->data, say, "handler", NULL, "pre");
}

static SCM
with_throw_handler (void *data)
{
  struct attempt *a = data;
  return scm_c_with_throw_handler (a->tag, a->body, a->data, say, "throw", 0);
}

static const struct
{
  const char *name;
  scm_t_catch_body body;
} kinds[] = {
  { "scm_internal_catch", internal_catch },
  { "scm_c_catch", c_catch },
  { "scm_c_catch, no pre-unwind handler", c_catch_alone },
  { "scm_c_with_throw_handler", with_throw_handler },
};

static void
all_kinds (SCM tag, scm_t_catch_body body, void *data)
{
  struct attempt a = { tag, body, data };
  for (size_t i = 0; i < COUNT (kinds); i++)
    check_body (kinds[i].name, kinds[i].body, &a);
}

static SCM
raise_name (void *data)
{
  printf ("  raising\n");
  scm_throw (check_symbol ("name"), scm_list_1 (check_symbol (data)));
}

static SCM
give (void *data)
{
  return *(SCM *) data;
}

/* A tag is a symbol or #t.  One of the samples is the key itself.  */
static void
tags (void)
{
  SCM five = scm_from_int (5);
  for (int i = 0; i <= CHECK_SAMPLES; i++)
    {
      SCM tag = i < CHECK_SAMPLES ? check_samples[i] : SCM_UNDEFINED;
      check_say ("tag", tag);
      all_kinds (tag, raise_name, "data");
      all_kinds (tag, give, &five);
    }
}

static SCM
give_data (void *data, SCM key, SCM args)
{
  (void) key;
  (void) args;
  return *(SCM *) data;
}

/* What the body or the handler returns is returned, the very object.  */
static void
results (void)
{
  int same = 0;
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      same += scm_is_eq (
          scm_internal_catch (SCM_BOOL_T, give, &sample, say, "handler"),
          sample);
      same += scm_is_eq (scm_c_with_throw_handler (SCM_BOOL_T, give, &sample,
                                                   say, "throw", 0),
                         sample);
      same += scm_is_eq (scm_internal_catch (SCM_BOOL_T, raise_name, "data",
                                             give_data, &sample),
                         sample);
    }
  check_say_long ("the same", same);
  SCM undefined = SCM_UNDEFINED;
  check_say ("undefined", scm_internal_catch (SCM_BOOL_T, give, &undefined,
                                              say, "handler"));
  check_say ("undefined from the handler",
             scm_internal_catch (SCM_BOOL_T, raise_name, "data", give_data,
                                 &undefined));
}

/* The args: a list of the catch's own, of the elements that were given.  */

static SCM seen[2];

static SCM
see (void *data, SCM key, SCM args)
{
  (void) key;
  *(SCM *) data = args;
  return args;
}

static SCM
throw_list (void *data)
{
  scm_throw (check_symbol ("key"), *(SCM *) data);
}

static SCM
error_list (void *data)
{
  scm_error (check_symbol ("key"), "subr", "message", *(SCM *) data,
             *(SCM *) data);
}

static void
arguments (void)
{
  SCM text = check_string ("text");
  SCM list = scm_list_2 (text, scm_list_1 (text));
  scm_c_catch (SCM_BOOL_T, throw_list, &list, see, &seen[0], see, &seen[1]);
  check_say ("args", seen[0]);
  check_say_long ("the list itself", scm_is_eq (seen[0], list));
  check_say_long ("the pre-unwind handler's", scm_is_eq (seen[0], seen[1]));
  check_say_long ("its tail", scm_is_eq (scm_cdr (seen[0]), scm_cdr (list)));
  check_say_long ("its first element",
                  scm_is_eq (scm_car (seen[0]), scm_car (list)));
  check_say_long ("its second element",
                  scm_is_eq (scm_cadr (seen[0]), scm_cadr (list)));
  scm_set_car_x (seen[0], SCM_BOOL_F);
  scm_set_cdr_x (seen[0], SCM_BOOL_F);
  check_say ("the list when the args are changed", list);
  scm_internal_catch (SCM_BOOL_T, error_list, &list, see, &seen[0]);
  check_say_long ("scm_error's args itself",
                  scm_is_eq (scm_caddr (seen[0]), list));
  check_say_long ("scm_error's rest itself",
                  scm_is_eq (scm_cadddr (seen[0]), list));
  list = scm_list_1 (text);
  scm_set_cdr_x (list, list);
  /* Which it would take for ever to print.  */
  check_say ("subr for a list without end",
             scm_car (scm_internal_catch (SCM_BOOL_T, throw_list, &list, see,
                                          &seen[0])));
  list = SCM_EOL;
  for (int i = 0; i < 5000; i++)
    list = scm_cons (scm_from_int (i), list);
  check_say_long (
      "the same long list",
      scm_is_true (scm_equal_p (
          scm_internal_catch (SCM_BOOL_T, throw_list, &list, see, &seen[0]),
          list)));
}

/* Conditions of the library are like any others.  */

static SCM
bad_car (void *data)
{
  return scm_car (data ? *(SCM *) data : SCM_EOL);
}

static SCM
bad_index (void *data)
{
  (void) data;
  return scm_list_ref (SCM_EOL, scm_from_int (1));
}

static SCM
quit (void *data)
{
  (void) data;
  scm_throw (check_symbol ("quit"), scm_list_1 (scm_from_int (3)));
}

static void
library (void)
{
  static const char *const names[]
      = { "wrong-type-arg", "out-of-range", "quit", "misc-error" };
  for (size_t i = 0; i < COUNT (names); i++)
    {
      puts (names[i]);
      all_kinds (check_symbol (names[i]), bad_car, NULL);
      all_kinds (check_symbol (names[i]), bad_index, NULL);
      all_kinds (check_symbol (names[i]), quit, NULL);
    }
  puts ("#t");
  all_kinds (SCM_BOOL_T, bad_car, NULL);
  all_kinds (SCM_BOOL_T, quit, NULL);
  /* By the key as the library names it.  */
  all_kinds (scm_arg_type_key, bad_car, NULL);
  all_kinds (scm_misc_error_key, bad_car, NULL);
}

/* Catches in one another, as many as *LEVEL says, that do not ask for what is
   raised inside them.  */
static SCM
nested (void *data)
{
  int *level = data;
  if (!*level)
    scm_throw (check_symbol ("name"), SCM_EOL);
  --*level;
  return scm_c_catch (check_symbol (*level % 2 ? "even" : "odd"), nested,
                      level, say, "never", say, "never");
}

/* A handler that leaves by longjmp, for which the catch is over.  */

static jmp_buf out;

static SCM
jump (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  (void) args;
  longjmp (out, 1);
}

static SCM
jumping (void *data)
{
  volatile int *times = data;
  while (*times > 0)
    if (!setjmp (out))
      scm_internal_catch (SCM_BOOL_T, bad_car, NULL, jump, NULL);
    else
      --*times;
  return scm_car (SCM_EOL);
}

static SCM
count (void *data, SCM key, SCM args)
{
  *(int *) data += scm_is_eq (key, scm_arg_type_key) + scm_ilength (args);
  return key;
}

static void
many (void)
{
  int level = 1000, caught = 0;
  struct attempt a = { check_symbol ("name"), nested, &level };
  check_body ("a thousand catches", internal_catch, &a);
  a.tag = SCM_BOOL_T;
  level = 1000;
  check_body ("a thousand catches", c_catch, &a);
  for (int i = 0; i < 20000; i++)
    scm_internal_catch (SCM_BOOL_T, bad_car, NULL, count, &caught);
  check_say_long ("caught", caught);
  int times = 1000;
  a.body = jumping;
  a.data = &times;
  check_body ("after longjmp", c_catch, &a);
  check_say_long ("times left", times);
}

/* Threads catch what they raise themselves.  */

static void *
in_guile_mode (void *data)
{
  SCM number = scm_from_int (*(int *) data);
  int caught = 0;
  for (int i = 0; i < 500; i++)
    {
      SCM unused, args = scm_internal_catch (SCM_BOOL_T, bad_car, &number, see,
                                             &unused);
      caught += scm_is_eq (scm_car (scm_cadddr (args)), number);
    }
  *(int *) data = caught;
  return NULL;
}

static void *
thread (void *data)
{
  return scm_with_guile (in_guile_mode, data);
}

static void
threads (void)
{
  pthread_t ids[4];
  int numbers[COUNT (ids)];
  for (size_t i = 0; i < COUNT (ids); i++)
    {
      numbers[i] = i;
      if (pthread_create (&ids[i], NULL, thread, &numbers[i]))
        check_die ("pthread_create");
    }
  for (size_t i = 0; i < COUNT (ids); i++)
    {
      pthread_join (ids[i], NULL);
      check_say_long ("caught by a thread", numbers[i]);
    }
}

void
check_chapter (void)
{
  tags ();
  results ();
  arguments ();
  library ();
  many ();
  threads ();
}
