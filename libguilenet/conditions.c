#include "collector.h"
#include "door.h"
#include "modes.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/conditions.h>
#include <guilenet/lists.h>
#include <guilenet/strings.h>
#include <stdlib.h>
#include <unistd.h>

/* The keys are constants from the start: a program's copy of them (the linker
   makes one) and a forked child's have the same values.  */
#define KEY(symbol) ((SCM) FIXED_HANDLE (FIXED_##symbol))
SCM scm_system_error_key = KEY (system_error);
SCM scm_out_of_range_key = KEY (out_of_range);
SCM scm_arg_type_key = KEY (wrong_type_arg);
SCM scm_misc_error_key = KEY (misc_error);
SCM scm_args_number_key = KEY (wrong_number_of_args);
SCM scm_num_overflow_key = KEY (numerical_overflow);

static bool
is_tag (SCM tag)
{
  return word_of (tag) == WORD_TRUE || cell_if (word_of (tag), KIND_SYMBOL);
}

SCM
scm_c_catch (SCM tag, scm_t_catch_body body, void *body_data,
             scm_t_catch_handler handler, void *handler_data,
             scm_t_catch_handler pre_unwind_handler,
             void *pre_unwind_handler_data)
{
  struct wind_frame frame;
  SCM result;
  if (!is_tag (tag))
    return DOOR (scm_c_catch, tag);
  if (wind_body (thread (), WIND_CATCH, &frame, tag, pre_unwind_handler,
                 pre_unwind_handler_data, body, body_data, &result))
    {
      struct thread *t = thread ();
      uintptr_t inside = collector_go_out (t);
      result = handler (handler_data, frame.key, frame.args);
      collector_come_back (t, inside);
    }
  return result;
}

SCM
scm_internal_catch (SCM tag, scm_t_catch_body body, void *body_data,
                    scm_t_catch_handler handler, void *handler_data)
{
  return scm_c_catch (tag, body, body_data, handler, handler_data, NULL, NULL);
}

SCM
scm_c_with_throw_handler (SCM tag, scm_t_catch_body body, void *body_data,
                          scm_t_catch_handler handler, void *handler_data,
                          int lazy_catch_p)
{
  struct wind_frame frame;
  SCM result;
  (void) lazy_catch_p;
  wind_body (thread (), WIND_THROW_HANDLER, &frame, tag, handler, handler_data,
             body, body_data, &result);
  return result;
}

/* The list ARGS anew: what a handler gets is its own.  */
static SCM
copy (SCM args)
{
  struct thread *t = thread ();
  word made = WORD_EOL, last = 0;
  for (struct cell *pair = cell_if (word_of (args), KIND_PAIR); pair;
       pair = cell_if (pair->pair.cdr, KIND_PAIR))
    heap_append (t, &made, &last, pair->pair.car);
  return scm_of (made);
}

SCM
scm_throw (SCM key, SCM args)
{
  if (!cell_if (word_of (key), KIND_SYMBOL) || scm_ilength (args) < 0)
    DOOR (scm_throw, key, args);
  raise_condition (word_of (key), word_of (copy (args)));
}

SCM
scm_ithrow (SCM key, SCM args, int no_return)
{
  (void) no_return;
  scm_throw (key, args);
}

/* A C string, or #f for NULL.  */
static SCM
text (const char *string)
{
  return string ? scm_from_utf8_string (string) : scm_of (WORD_FALSE);
}

SCM
scm_error_scm (SCM key, SCM subr, SCM message, SCM args, SCM rest)
{
  scm_throw (key, scm_list_4 (subr, message, args, rest));
}

void
scm_error (SCM key, const char *subr, const char *message, SCM args, SCM rest)
{
  scm_error_scm (key, text (subr), text (message), args, rest);
}

void
scm_syserror_msg (const char *subr, const char *message, SCM args, int eno)
{
  scm_error (KEY (system_error), subr, message, args,
             scm_list_1 (scm_of (fixnum (eno))));
}

void
scm_syserror (const char *subr)
{
  int error = errno;
  scm_syserror_msg (
      subr, "~A", scm_list_1 (scm_strerror (scm_of (fixnum (error)))), error);
}

void
scm_misc_error (const char *subr, const char *message, SCM args)
{
  scm_error (KEY (misc_error), subr, message, args, scm_of (WORD_FALSE));
}

void
scm_out_of_range (const char *subr, SCM bad_value)
{
  SCM value = scm_list_1 (bad_value);
  scm_error (KEY (out_of_range), subr, "Value out of range: ~S", value, value);
}

void
scm_out_of_range_pos (const char *subr, SCM bad_value, SCM pos)
{
  scm_error (KEY (out_of_range), subr, "Argument ~A out of range: ~S",
             scm_list_2 (pos, bad_value), scm_list_1 (bad_value));
}

void
scm_wrong_type_arg (const char *subr, int pos, SCM bad_value)
{
  SCM value = scm_list_1 (bad_value);
  if (pos == 0)
    scm_error (KEY (wrong_type_arg), subr, "Wrong type: ~S", value, value);
  scm_error (KEY (wrong_type_arg), subr,
             "Wrong type argument in position ~A: ~S",
             scm_list_2 (scm_of (fixnum (pos)), bad_value), value);
}

void
scm_wrong_type_arg_msg (const char *subr, int pos, SCM bad_value,
                        const char *expected)
{
  SCM value = scm_list_1 (bad_value);
  if (!expected)
    scm_wrong_type_arg (subr, pos, bad_value);
  if (pos == 0)
    scm_error (KEY (wrong_type_arg), subr, "Wrong type (expecting ~A): ~S",
               scm_list_2 (text (expected), bad_value), value);
  scm_error (KEY (wrong_type_arg), subr,
             "Wrong type argument in position ~A (expecting ~A): ~S",
             scm_list_3 (scm_of (fixnum (pos)), text (expected), bad_value),
             value);
}

SCM
scm_handle_by_message_noexit (void *data, SCM key, SCM args)
{
  (void) data;
  obey_quit (key, args);
  print_condition ("", key, args);
  return scm_of (WORD_FALSE);
}

/* The main thread ends the process: with pthread_exit it would live on, for
   Go's threads never end (libguile's does live on, for want of that).  */
SCM
scm_handle_by_message (void *data, SCM key, SCM args)
{
  scm_handle_by_message_noexit (data, key, args);
  if (gettid () == getpid ())
    exit (0);
  pthread_exit (NULL);
}
