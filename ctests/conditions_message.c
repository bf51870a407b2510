/* What scm_handle_by_message and scm_handle_by_message_noexit print, and how
   the former and the key quit end a thread or the process.  Each case runs in
   a child process, whose standard error is shown.  Only US-ASCII is printed:
   what becomes of other text depends on the locale.  */

#include "check.h"

#include <pthread.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* NULL or a name of the program makes no difference.  */
struct condition
{
  SCM key, args;
  void *data;
};

static SCM
print (void *data)
{
  struct condition *c = data;
  return scm_handle_by_message_noexit (c->data, c->key, c->args);
}

static void
print_and_go_on (void *data)
{
  /* Written when the process ends by exit, not if it ends in another way.  */
  printf ("ended by exit\n");
  check_body ("result", print, data);
}

static void
print_and_end (void *data)
{
  struct condition *c = data;
  scm_handle_by_message (c->data, c->key, c->args);
  puts ("not reached");
}

static void
try (SCM key, SCM args)
{
  struct condition c = { key, args, NULL };
  char *k = check_written (key), *a = check_written (args), label[2000];
  snprintf (label, sizeof label, "%s %s", k, a);
  check_child (label, print_and_go_on, &c);
  free (k);
  free (a);
}

/* (SUBR MESSAGE ARGS #f)  */
static SCM
usual (const char *subr, const char *message, SCM args)
{
  return scm_list_4 (subr ? check_string (subr) : SCM_BOOL_F,
                     message ? check_string (message) : SCM_BOOL_F, args,
                     SCM_BOOL_F);
}

static SCM
one_two (void)
{
  return scm_list_2 (check_string ("one"), check_string ("two"));
}

/* Which keys are printed by their message, and which as they are.  */
static void
keys (void)
{
  static const char *const names[] = { "system-error",
                                       "out-of-range",
                                       "wrong-type-arg",
                                       "misc-error",
                                       "wrong-number-of-args",
                                       "numerical-overflow",
                                       "out-of-memory",
                                       "stack-overflow",
                                       "unbound-variable",
                                       "read-error",
                                       "null-pointer-error",
                                       "program-error",
                                       "regular-expression-syntax",
                                       "goops-error",
                                       "signal",
                                       "host-not-found",
                                       "try-again",
                                       "no-recovery",
                                       "no-data",
                                       "decoding-error",
                                       "encoding-error",
                                       "vm-error",
                                       "memory-allocation-error",
                                       "error-signal",
                                       "match-error",
                                       "%exception",
                                       "misc-error ",
                                       "key",
                                       "" };
  for (size_t i = 0; i < COUNT (names); i++)
    {
      try (check_symbol (names[i]), usual ("subr", "~A ~S", one_two ()));
      try (check_symbol (names[i]), usual (NULL, "message", SCM_BOOL_F));
      try (check_symbol (names[i]), SCM_EOL);
    }
}

/* Directives in messages, and args that do not suit them.  */
static void
messages (void)
{
  static const char *const messages[]
      = { "~A ~S",   "~a ~s", "~A",       "message", "~A ~A ~A", "~~~%~A~S",
          "~A ~Q~S", "x ~",   "x ~A ~S~", "",        "~A\n~S" };
  SCM some[] = {
    scm_list_1 (scm_cons (check_symbol ("a b"), check_bytes ("\1\2", 2))),
    scm_list_2 (check_string ("a\"\n"), check_string ("a\"\n")),
    SCM_EOL,
    SCM_BOOL_F,
    scm_from_int (5),
    scm_cons (scm_from_int (1), scm_from_int (2)),
  };
  for (size_t i = 0; i < COUNT (messages); i++)
    try (scm_misc_error_key, usual ("subr", messages[i], one_two ()));
  for (size_t i = 0; i < COUNT (some); i++)
    {
      try (scm_misc_error_key, usual ("subr", "message", some[i]));
      try (scm_misc_error_key, usual (NULL, "x ~A ~S", some[i]));
    }
}

/* Args of another shape, and of another type in each place.  */
static void
shapes (void)
{
  SCM s = check_string ("subr"), m = check_string ("~A"),
      a = scm_list_1 (scm_from_int (1));
  SCM shapes[]
      = { scm_list_1 (s),
          scm_list_2 (s, m),
          scm_list_3 (s, m, a),
          scm_list_5 (s, m, a, SCM_BOOL_F, SCM_BOOL_F),
          scm_list_3 (scm_from_int (1), scm_from_int (2), scm_from_int (3)),
          scm_list_1 (SCM_UNDEFINED) };
  for (size_t i = 0; i < COUNT (shapes); i++)
    {
      try (scm_misc_error_key, shapes[i]);
      try (scm_num_overflow_key, shapes[i]);
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      try (scm_out_of_range_key, scm_list_4 (sample, m, a, SCM_BOOL_F));
      try (scm_out_of_range_key, scm_list_4 (s, sample, a, SCM_BOOL_F));
      try (scm_out_of_range_key, scm_list_4 (s, m, sample, SCM_BOOL_F));
      try (scm_out_of_range_key, scm_list_4 (s, m, a, sample));
      try (check_symbol ("key"), scm_list_1 (sample));
      /* Neither symbol nor list: raised.  */
      try (sample, a);
      try (scm_out_of_range_key, sample);
      try (sample, sample);
    }
}

/* The condition that scm_getaddrinfo raises has a message of its own.  */
static void
getaddrinfo_error (void)
{
  SCM key = check_symbol ("getaddrinfo-error");
  for (int code = -12; code <= 2; code++)
    try (key, scm_list_1 (scm_from_int (code)));
  try (key, scm_list_2 (scm_from_int (-2), scm_from_int (1)));
  try (key, SCM_EOL);
  try (key, scm_list_1 (check_string ("x")));
  try (key, usual ("subr", "~A ~S", one_two ()));
}

/* quit prints nothing, and its args are the exit status.  */
static void
quit (void)
{
  SCM key = check_symbol ("quit");
  try (key, SCM_EOL);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      try (key, scm_list_1 (check_samples[i]));
      try (key, scm_list_2 (check_samples[i], scm_from_int (9)));
      try (key, scm_cons (check_samples[i], scm_from_int (9)));
      try (key, check_samples[i]);
    }
  for (int status = 254; status <= 258; status++)
    try (key, scm_list_1 (scm_from_int (status)));
}

/* What scm_handle_by_message ends.  */

static void
unwound (void *data)
{
  (void) data;
  puts ("unwound");
}

static void *
end_in_guile_mode (void *data)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwound, NULL, SCM_F_WIND_EXPLICITLY);
  print_and_end (data);
  return NULL;
}

static void
cleanup (void *data)
{
  (void) data;
  puts ("cleaned up");
}

static void *
thread (void *data)
{
  pthread_cleanup_push (cleanup, NULL);
  scm_with_guile (end_in_guile_mode, data);
  puts ("not reached");
  pthread_cleanup_pop (0);
  return "returned";
}

static void
second_thread (void *data)
{
  pthread_t id;
  void *result = "none";
  if (pthread_create (&id, NULL, thread, data))
    check_die ("pthread_create");
  pthread_join (id, &result);
  check_say_text ("joined", result);
  fflush (stdout);
}

static void
ends (void)
{
  SCM quit = check_symbol ("quit"), three = scm_list_1 (scm_from_int (3));
  struct condition conditions[] = {
    { scm_misc_error_key, usual ("subr", "~A ~S", one_two ()), NULL },
    { scm_misc_error_key, usual ("subr", "~A ~S", one_two ()), "program" },
    { check_symbol ("key"), three, NULL },
    { quit, SCM_EOL, "program" },
    { quit, three, NULL },
    { quit, scm_list_1 (SCM_BOOL_F), NULL },
  };
  for (size_t i = 0; i < COUNT (conditions); i++)
    {
      check_child ("in the first thread", print_and_end, &conditions[i]);
      check_child ("in a second thread", second_thread, &conditions[i]);
    }
}

/* As the handlers that they are meant to be.  As pre-unwind or throw handlers
   they print libguile's backtrace too, which is left out here.  */

static SCM
misc_error (void *data)
{
  scm_misc_error ("subr", data, scm_list_1 (scm_from_int (1)));
}

static void
as_handlers (void *data)
{
  printf ("ended by exit\n");
  check_say ("result",
             scm_internal_catch (SCM_BOOL_T, misc_error, "~A",
                                 scm_handle_by_message_noexit, data));
  fflush (stdout);
  scm_internal_catch (SCM_BOOL_T, misc_error, "last: ~A",
                      scm_handle_by_message, data);
}

/* The text goes to the error port, after what that holds back; the output
   port's is left where it is.  */
static void
after_other_text (void *data)
{
  struct condition *c = data;
  scm_display (check_string ("[output]"), scm_current_output_port ());
  scm_display (check_string ("[error]"), scm_current_error_port ());
  print (c);
  print (c);
  fputs ("[stderr]\n", stderr);
}

void
check_chapter (void)
{
  struct condition c = { scm_misc_error_key, SCM_EOL, NULL };
  keys ();
  messages ();
  shapes ();
  getaddrinfo_error ();
  quit ();
  ends ();
  check_child ("as handlers", as_handlers, NULL);
  check_child ("as handlers", as_handlers, "program");
  check_child ("after other text", after_other_text, &c);
}
