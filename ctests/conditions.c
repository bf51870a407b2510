/* Raising conditions: which key and args each call makes, of what it is given,
   and what it says of arguments that it cannot use.  */

#include "check.h"

#include <limits.h>

#define NIL ((SCM) 0x104)
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* What the calls below are given; each takes what it wants of it.  */
struct input
{
  const char *subr, *message;
  int number;
  SCM key, value, rest;
};

/* One function a call.  Like the calls themselves they never return, and the
   compiler must know it from the header: it would warn else.  */

static SCM
error (void *data)
{
  struct input *in = data;
  scm_error (in->key, in->subr, in->message, in->value, in->rest);
}

static SCM
syserror (void *data)
{
  struct input *in = data;
  errno = in->number;
  scm_syserror (in->subr);
}

static SCM
syserror_msg (void *data)
{
  struct input *in = data;
  scm_syserror_msg (in->subr, in->message, in->value, in->number);
}

static SCM
misc_error (void *data)
{
  struct input *in = data;
  scm_misc_error (in->subr, in->message, in->value);
}

static SCM
out_of_range (void *data)
{
  struct input *in = data;
  scm_out_of_range (in->subr, in->value);
}

static SCM
out_of_range_pos (void *data)
{
  struct input *in = data;
  scm_out_of_range_pos (in->subr, in->value, scm_from_int (in->number));
}

/* The position may be anything.  */
static SCM
out_of_range_anywhere (void *data)
{
  struct input *in = data;
  scm_out_of_range_pos (in->subr, SCM_BOOL_F, in->value);
}

static SCM
wrong_type_arg (void *data)
{
  struct input *in = data;
  scm_wrong_type_arg (in->subr, in->number, in->value);
}

static SCM
wrong_type_arg_msg (void *data)
{
  struct input *in = data;
  scm_wrong_type_arg_msg (in->subr, in->number, in->value, in->message);
}

static SCM throw (void *data)
{
  struct input *in = data;
  scm_throw (in->key, in->value);
}

static SCM
ithrow (void *data)
{
  struct input *in = data;
  scm_ithrow (in->key, in->value, in->number);
}

static const struct
{
  const char *name;
  scm_t_catch_body body;
} calls[] = {
  { "scm_error", error },
  { "scm_syserror", syserror },
  { "scm_syserror_msg", syserror_msg },
  { "scm_misc_error", misc_error },
  { "scm_out_of_range", out_of_range },
  { "scm_out_of_range_pos", out_of_range_pos },
  { "scm_wrong_type_arg", wrong_type_arg },
  { "scm_wrong_type_arg_msg", wrong_type_arg_msg },
};

/* Tries all of them.  libguile puts errno, whatever that is, into a
   decoding-error, so that it must be set.  */
static void
all_calls (struct input *in)
{
  for (size_t i = 0; i < COUNT (calls); i++)
    {
      /* libguile crashes on scm_wrong_type_arg_msg with NULL.  */
      if (!in->message && calls[i].body == wrong_type_arg_msg)
        continue;
      errno = EILSEQ;
      check_body (calls[i].name, calls[i].body, in);
    }
}

static void
keys (void)
{
  static const struct
  {
    SCM *key;
    const char *name;
  } keys[] = {
    { &scm_system_error_key, "system-error" },
    { &scm_out_of_range_key, "out-of-range" },
    { &scm_arg_type_key, "wrong-type-arg" },
    { &scm_misc_error_key, "misc-error" },
    { &scm_args_number_key, "wrong-number-of-args" },
    { &scm_num_overflow_key, "numerical-overflow" },
  };
  for (size_t i = 0; i < COUNT (keys); i++)
    {
      check_say (keys[i].name, *keys[i].key);
      check_say_long ("the symbol of that name",
                      scm_is_eq (*keys[i].key, check_symbol (keys[i].name)));
    }
}

/* Names and messages: NULL, empty, with what has to be escaped, long, not
   ASCII, not UTF-8.  */
static void
texts (void)
{
  static char long_text[300];
  static const char *const texts[]
      = { "subr",     NULL,
          "",         "a \"b\" \\ \n\t\1",
          "~A ~",     "\303\244 \342\202\254 \360\237\230\200",
          "\377",     "a\303",
          "\300\200", "\355\240\200",
          long_text };
  memset (long_text, 'x', sizeof long_text - 1);
  struct input in = { "subr",
                      "message",
                      EILSEQ,
                      check_symbol ("key"),
                      scm_list_2 (scm_from_int (1), check_string ("two")),
                      SCM_BOOL_F };
  for (size_t i = 0; i < COUNT (texts); i++)
    {
      printf ("subr %zu\n", i);
      in.subr = texts[i];
      all_calls (&in);
      printf ("message %zu\n", i);
      in.subr = "subr";
      in.message = texts[i];
      all_calls (&in);
      in.message = "message";
    }
  /* Which of two bad texts is found first.  */
  in.subr = "\377 subr";
  in.message = "\377 message";
  all_calls (&in);
}

/* Error numbers and positions.  */
static void
numbers (void)
{
  static const int numbers[]
      = { 0, 1, ENOENT, EAGAIN, ECONNREFUSED, 133,     134,    135,
          7, 8, -1,     99,     1000,         INT_MAX, INT_MIN };
  struct input in = { "subr",     "message ~A", 0, scm_misc_error_key,
                      SCM_BOOL_F, SCM_BOOL_F };
  for (size_t i = 0; i < COUNT (numbers); i++)
    {
      in.number = numbers[i];
      printf ("number %d\n", in.number);
      for (size_t j = 1; j < COUNT (calls); j++)
        check_body (calls[j].name, calls[j].body, &in);
    }
}

/* Every kind of value, as the value or args, as rest, as key: only the key is
   looked at, and it must be a symbol.  */
static void
values (void)
{
  struct input in
      = { "subr", "message", 3, check_symbol ("key"), SCM_EOL, SCM_EOL };
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      struct input with_value = in, with_rest = in, with_key = in;
      with_value.value = with_rest.rest = with_key.key = sample;
      printf ("sample %d\n", i);
      all_calls (&with_value);
      check_body ("scm_error, rest", error, &with_rest);
      check_body ("scm_error, key", error, &with_key);
      check_body ("scm_out_of_range_pos, pos", out_of_range_anywhere,
                  &with_value);
      RUN (scm_error_scm, in.key, sample, SCM_BOOL_F, SCM_EOL, SCM_EOL);
      RUN (scm_error_scm, in.key, SCM_BOOL_F, sample, SCM_EOL, SCM_EOL);
      RUN (scm_error_scm, in.key, SCM_BOOL_F, SCM_BOOL_F, sample, SCM_EOL);
      RUN (scm_error_scm, in.key, SCM_BOOL_F, SCM_BOOL_F, SCM_EOL, sample);
      RUN (scm_error_scm, sample, SCM_BOOL_F, SCM_BOOL_F, SCM_EOL, SCM_EOL);
    }
  in.value = in.rest = SCM_UNDEFINED;
  all_calls (&in);
  in.key = SCM_UNDEFINED;
  check_body ("scm_error", error, &in);
}

/* scm_throw wants a symbol and a list.  */
static void
throwing (void)
{
  struct input in = { NULL, NULL, 0, check_symbol ("key"), SCM_EOL, SCM_EOL };
  SCM args[] = { SCM_EOL,
                 scm_list_1 (SCM_EOL),
                 scm_list_1 (SCM_UNDEFINED),
                 scm_list_3 (scm_from_int (1), check_string ("two"),
                             check_symbol ("three")),
                 scm_list_2 (SCM_UNSPECIFIED, scm_list_1 (SCM_BOOL_T)),
                 scm_cons (scm_from_int (1),
                           scm_cons (scm_from_int (2), scm_from_int (3))),
                 NIL,
                 scm_cons (scm_from_int (1), NIL),
                 SCM_UNDEFINED };
  for (size_t i = 0; i < COUNT (args); i++)
    {
      in.value = args[i];
      in.key = check_symbol ("key");
      check_body ("scm_throw", throw, &in);
      /* Whether it may return is asked in vain.  */
      for (in.number = -1; in.number <= 1; in.number++)
        check_body ("scm_ithrow", ithrow, &in);
      /* Of two bad arguments, which one is found first.  */
      in.key = check_string ("key");
      check_body ("scm_throw", throw, &in);
      check_body ("scm_ithrow", ithrow, &in);
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      RUN (scm_throw, check_symbol ("key"), sample);
      RUN (scm_throw, sample, SCM_EOL);
      RUN (scm_throw, sample, scm_from_int (1));
      in.key = sample;
      in.value = SCM_EOL;
      check_body ("scm_ithrow", ithrow, &in);
      in.key = check_symbol ("key");
      in.value = sample;
      check_body ("scm_ithrow", ithrow, &in);
    }
}

static void
error_texts (void)
{
  for (int i = -2; i < 140; i++)
    RUN (scm_strerror, scm_from_int (i));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_strerror, check_samples[i]);
  RUN (scm_strerror, scm_from_int (INT_MIN));
  RUN (scm_strerror, SCM_UNDEFINED);
}

void
check_chapter (void)
{
  keys ();
  texts ();
  numbers ();
  values ();
  throwing ();
  error_texts ();
}
