/* The macros that check arguments: what they raise, that they raise only then,
   and how often they evaluate their arguments.  */

#include "check.h"

#include <limits.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

struct input
{
  int valid, position;
  SCM value;
};

/* Each is used as in a program: after an if without braces, so that it must be
   one statement, and with FUNC_NAME as a macro of the function's.  */

#define FUNC_NAME "a-function"

static SCM
check_assert (void *data)
{
  struct input *in = data;
  if (in)
    SCM_ASSERT (in->valid, in->value, in->position, FUNC_NAME);
  else
    puts ("no input");
  return in->value;
}

static SCM
check_assert_type (void *data)
{
  struct input *in = data;
  if (in)
    SCM_ASSERT_TYPE (in->valid, in->value, in->position, FUNC_NAME, "thing");
  else
    puts ("no input");
  return in->value;
}

static SCM
check_assert_range (void *data)
{
  struct input *in = data;
  if (in)
    SCM_ASSERT_RANGE (in->position, in->value, in->valid);
  else
    puts ("no input");
  return in->value;
}

static SCM
check_out_of_range (void *data)
{
  struct input *in = data;
  if (!in->valid)
    SCM_OUT_OF_RANGE (in->position, in->value);
  else
    return in->value;
}

static SCM
check_wrong_type_arg (void *data)
{
  struct input *in = data;
  if (!in->valid)
    SCM_WRONG_TYPE_ARG (in->position, in->value);
  else
    return in->value;
}

static SCM
check_syserror (void *data)
{
  struct input *in = data;
  errno = in->position;
  if (!in->valid)
    SCM_SYSERROR;
  else
    return in->value;
}

static SCM
check_misc_error (void *data)
{
  struct input *in = data;
  if (!in->valid)
    SCM_MISC_ERROR ("message ~S", in->value);
  else
    return in->value;
}

#undef FUNC_NAME

/* Guile's own style of naming, and none.  */

static SCM
check_static_name (void *data)
{
  static const char s_name[] = "s-name";
#define FUNC_NAME s_name
  struct input *in = data;
  SCM_ASSERT (in->valid, in->value, in->position, s_name);
  SCM_ASSERT_RANGE (in->position, in->value, in->valid);
  return in->value;
#undef FUNC_NAME
}

static SCM
check_no_name (void *data)
{
#define FUNC_NAME NULL
  struct input *in = data;
  SCM_ASSERT_TYPE (in->valid, in->value, in->position, FUNC_NAME, "thing");
  SCM_MISC_ERROR ("no name", SCM_EOL);
#undef FUNC_NAME
}

static const struct
{
  const char *name;
  scm_t_catch_body body;
} checks[] = {
  { "SCM_ASSERT", check_assert },
  { "SCM_ASSERT_TYPE", check_assert_type },
  { "SCM_ASSERT_RANGE", check_assert_range },
  { "SCM_OUT_OF_RANGE", check_out_of_range },
  { "SCM_WRONG_TYPE_ARG", check_wrong_type_arg },
  { "SCM_SYSERROR", check_syserror },
  { "SCM_MISC_ERROR", check_misc_error },
  { "static name", check_static_name },
  { "no name", check_no_name },
};

static void
all (struct input in)
{
  for (in.valid = 1; in.valid >= 0; in.valid--)
    for (size_t i = 0; i < COUNT (checks); i++)
      check_body (checks[i].name, checks[i].body, &in);
}

static void
positions (void)
{
  static const int positions[]
      = { SCM_ARGn, SCM_ARG1, SCM_ARG2, SCM_ARG3, SCM_ARG4, SCM_ARG5,
          SCM_ARG6, SCM_ARG7, 8,        -1,       INT_MAX,  INT_MIN };
  for (size_t i = 0; i < COUNT (positions); i++)
    {
      check_say_long ("position", positions[i]);
      all ((struct input){ 0, positions[i], check_symbol ("value") });
    }
}

static void
values (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      check_say ("value", check_samples[i]);
      all ((struct input){ 0, SCM_ARG2, check_samples[i] });
    }
}

/* How often arguments are evaluated.  */

static int evaluated;

static int
weigh (int weight)
{
  evaluated += weight;
  return 1;
}

#define FUNC_NAME (weigh (100) ? "name" : NULL)

static SCM
counting (void *data)
{
  struct input *in = data;
  evaluated = 0;
  switch (in->position)
    {
    case 0:
      SCM_ASSERT (weigh (1) && in->valid, (weigh (10), in->value),
                  weigh (1000), FUNC_NAME);
      break;
    case 1:
      SCM_ASSERT_TYPE (weigh (1) && in->valid, (weigh (10), in->value),
                       weigh (1000), FUNC_NAME, weigh (10000) ? "thing" : "");
      break;
    case 2:
      SCM_ASSERT_RANGE (weigh (1000), (weigh (10), in->value),
                        weigh (1) && in->valid);
      break;
    case 3:
      SCM_WRONG_TYPE_ARG (weigh (1000), (weigh (10), in->value));
      break;
    case 4:
      SCM_OUT_OF_RANGE (weigh (1000), (weigh (10), in->value));
      break;
    case 5:
      SCM_MISC_ERROR (weigh (1000) ? "message" : "", (weigh (10), in->value));
      break;
    default:
      SCM_SYSERROR;
    }
  return in->value;
}

static void
evaluations (void)
{
  for (int i = 0; i < 7; i++)
    for (int valid = i < 3; valid >= 0; valid--)
      {
        struct input in = { valid, i, scm_list_1 (SCM_BOOL_T) };
        errno = EACCES;
        check_body ("evaluating", counting, &in);
        check_say_long ("evaluated", evaluated);
      }
}

/* Conditions of many precedences: the whole argument is meant.  */

#undef FUNC_NAME
#define FUNC_NAME "a-function"

static SCM
precedence (void *data)
{
  struct input *in = data;
  SCM_ASSERT (in->valid ? 1 : 0, in->value, SCM_ARG1, FUNC_NAME);
  SCM_ASSERT_TYPE (in->valid == 1 || in->valid == 2, in->value, SCM_ARG1,
                   FUNC_NAME, "thing");
  SCM_ASSERT_RANGE (in->position & 1 ? 2 : 3, in->value, in->valid == 2);
  return in->value;
}

static void
conditions (void)
{
  for (int valid = 0; valid < 4; valid++)
    for (int position = 0; position < 2; position++)
      {
        struct input in = { valid, position, check_symbol ("value") };
        check_body ("conditions", precedence, &in);
      }
}

void
check_chapter (void)
{
  positions ();
  values ();
  evaluations ();
  conditions ();
}
