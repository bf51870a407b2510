/* Where libguile 3.0.8 crashes over conditions, frames and Guile mode.  */

#include "divergence.h"

#include <pthread.h>
#include <setjmp.h>

static SCM
bad_car (void *data)
{
  (void) data;
  return scm_car (SCM_BOOL_F);
}

/* Arguments that crash libguile.  */

static SCM
note (void *seen, SCM key, SCM args)
{
  *(SCM *) seen = scm_list_2 (*(SCM *) seen, key);
  return args;
}

static SCM
lazily (void *seen)
{
  return scm_c_with_throw_handler (SCM_BOOL_T, bad_car, NULL, note, seen, 1);
}

CASE (lazy_throw_handler, "((begun wrong-type-arg) wrong-type-arg)")
{
  SCM seen = symbol ("begun");
  scm_internal_catch (SCM_BOOL_T, lazily, &seen, note, &seen);
  return seen;
}

CASE (nothing_expected, WRONG_TYPE ("subr", "1", "#t"))
{
  scm_wrong_type_arg_msg ("subr", 1, SCM_BOOL_T, NULL);
  return SCM_BOOL_F;
}

/* Frames that are ended too often, or not at all.  */

CASE (frame_never_begun, "#t")
{
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

static void
mark (void *done)
{
  *(int *) done += 1;
}

static SCM
ignore (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

static SCM
leave_frame (void *done)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (mark, done, SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (mark, done, 0);
  return symbol ("left");
}

static void *
leave_frame_in_guile (void *done)
{
  leave_frame (done);
  return done;
}

CASE (frame_left_in_catch, "(left 1)")
{
  int done = 0;
  SCM left = scm_internal_catch (SCM_BOOL_T, leave_frame, &done, ignore, NULL);
  return scm_list_2 (left, INT (done));
}

CASE (frame_left_in_guile, "1")
{
  int done = 0;
  scm_with_guile (leave_frame_in_guile, &done);
  return INT (done);
}

static SCM
end_frame (void *data)
{
  (void) data;
  scm_dynwind_end ();
  return SCM_BOOL_F;
}

CASE (frame_of_another, "1")
{
  int done = 0;
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (mark, &done, SCM_F_WIND_EXPLICITLY);
  scm_internal_catch (SCM_BOOL_T, end_frame, NULL, ignore, NULL);
  scm_dynwind_end ();
  return INT (done);
}

/* A program that leaves the body of a catch by longjmp has left the catch.  */

static jmp_buf out;

static SCM
jump (void *data)
{
  (void) data;
  longjmp (out, 1);
}

static SCM
jump_and_raise (void *seen)
{
  if (!setjmp (out))
    scm_internal_catch (SCM_BOOL_T, jump, NULL, note, seen);
  scm_misc_error ("subr", "message", SCM_EOL);
  return SCM_BOOL_F;
}

CASE (jump_out_of_body, "(begun misc-error)")
{
  SCM seen = symbol ("begun");
  scm_internal_catch (SCM_BOOL_T, jump_and_raise, &seen, note, &seen);
  return seen;
}

/* A condition with very many arguments.  */

static SCM
raise_million (void *data)
{
  (void) data;
  SCM args = SCM_EOL;
  for (int i = 0; i < 1000000; i++)
    args = scm_cons (INT (i), args);
  scm_throw (symbol ("key"), args);
}

static SCM
count (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  return scm_length (args);
}

CALL (million_arguments, "1000000",
      scm_internal_catch (SCM_BOOL_T, raise_million, NULL, count, NULL))

/* A thread that has never been in Guile mode.  */

static void *
be_there (void *there)
{
  *(int *) there = 1;
  return there;
}

static void *
without_guile (void *there)
{
  return scm_without_guile (be_there, there);
}

static SCM
in_thread (void *(*body) (void *there))
{
  pthread_t other;
  int there = 0;
  MUST (!pthread_create (&other, NULL, body, &there));
  pthread_join (other, NULL);
  return INT (there);
}

CALL (thread_without_guile, "1", in_thread (without_guile))
