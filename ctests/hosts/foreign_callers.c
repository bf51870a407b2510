/* no-link.  Callers under the foreign contract: threads beside others under
   Guile's, callbacks, and those that leave in the middle of a call.  */

#define _GNU_SOURCE
#include "foreign.h"

#include <errno.h>
#include <setjmp.h>
#include <sys/socket.h>

#define WRONG_TYPE                                                            \
  "(wrong-type-arg \"subr\" \"Wrong type argument in position ~A: ~S\" (2 "   \
  "5) "                                                                       \
  "(5))"

enum
{
  ROUNDS = 20000
};

/* Those that do not return under Guile's contract, by types that do not say
   so.  */
static SCM (*throw) (SCM, SCM);
static void (*wrong_type_arg) (const char *, int, SCM);

/* The library's, as calloc: the test of what happens when there is no room. */
extern void *__libc_calloc (size_t, size_t);
static _Thread_local bool starved;

void *
calloc (size_t count, size_t size)
{
  errno = ENOMEM;
  return starved ? NULL : __libc_calloc (count, size);
}

/* Threads.  */

static SCM
raise_one (void *data)
{
  F (scm_car) (INT (5));
  return data;
}

static SCM
give_key (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

static void *
be_guile (void *data)
{
  assert (F (guilenet_foreign) (0) == 0);
  assert (F (guilenet_last_error) () == FALSE);
  for (int i = 0; i < ROUNDS; i++)
    assert (F (scm_internal_catch) (TRUE, raise_one, NULL, give_key, NULL)
            == *(SCM *) find ("scm_arg_type_key"));
  return data;
}

static void *
be_foreign (void *data)
{
  assert (F (guilenet_foreign) (1) == 0);
  for (int i = 0; i < ROUNDS / 10; i++)
    {
      fail ();
      wrong_type_arg ("subr", 2, INT (5));
      assert (failed_with (WRONG_TYPE));
      SCM made = F (scm_list_2) (data, data), got = F (scm_car) (made);
      assert (got == data && failed_with (NULL));
      F (guilenet_release) (made);
      F (guilenet_release) (got);
    }
  return NULL;
}

static void
beside_each_other (void)
{
  pthread_t threads[4];
  uint64_t none = references ();
  SCM shared = F (scm_cons) (INT (1), EMPTY);
  for (int i = 0; i < 4; i++)
    assert (!pthread_create (&threads[i], NULL, i % 2 ? be_guile : be_foreign,
                             shared));
  for (int i = 0; i < 4; i++)
    assert (!pthread_join (threads[i], NULL));
  /* The next thread has the record of one of those.  */
  in_thread (be_guile, NULL);
  assert (references () == none + 1);
  F (guilenet_release) (shared);
}

/* Ends in a receive: nothing of its contract is the next thread's.  */
static void *
wait_for_nothing (void *data)
{
  SCM bytes = F (scm_c_make_bytevector) (1);
  F (guilenet_foreign) (1);
  fail ();
  F (scm_recv) (data, bytes, UNDEFINED);
  return NULL;
}

static void
cancelled (void)
{
  pthread_t thread;
  void *result;
  SCM pair = F (scm_socketpair) (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  assert (
      !pthread_create (&thread, NULL, wait_for_nothing, F (scm_car) (pair)));
  assert (!pthread_cancel (thread) && !pthread_join (thread, &result));
  assert (result == PTHREAD_CANCELED);
  in_thread (be_guile, NULL);
}

/* Callbacks.  */

static SCM
never (void *data, SCM key, SCM args)
{
  (void) data;
  (void) key;
  (void) args;
  abort ();
}

/* Everything that fails here returns here.  */
static SCM
body (void *data)
{
  fail ();
  assert (throw (*(SCM *) find ("scm_misc_error_key"), EMPTY) == UNDEFINED);
  assert (failed_with ("(misc-error)"));
  wrong_type_arg ("subr", 2, INT (5));
  assert (failed_with (WRONG_TYPE));
  return data;
}

static void *
visit (void *data)
{
  body (data);
  F (scm_car) (INT (5));
  return data;
}

static SCM
deeper (void *data)
{
  return F (scm_c_catch) (TRUE, data, data, never, NULL, never, NULL);
}

static SCM
without_room (void *data)
{
  const char *text = "(out-of-memory #f \"Out of memory\" #f #f)";
  starved = true;
  SCM made = F (scm_cons) (INT (1), INT (2));
  starved = false;
  assert (made == UNDEFINED && failed_with (text));
  (void) data;
  return FALSE;
}

static SCM
become_guile (void *data)
{
  assert (F (guilenet_foreign) (0) == 1);
  F (scm_car) (INT (5));
  return data;
}

static jmp_buf out;

static SCM
jump (void *data)
{
  fail ();
  longjmp (out, 1);
  return data;
}

static SCM
end_thread (void *data)
{
  fail ();
  pthread_exit (data);
}

static void *
end_in_callback (void *data)
{
  F (guilenet_foreign) (1);
  F (scm_internal_catch) (TRUE, end_thread, data, never, NULL);
  abort ();
}

static void
call_back (void)
{
  uint64_t none = references ();
  SCM given = F (scm_cons) (INT (1), EMPTY);
  /* The callback's result is one thing, the call's another: it has its own
     reference.  */
  assert (F (scm_c_catch) (TRUE, body, given, never, NULL, never, NULL)
          == given);
  assert (failed_with (NULL) && references () == none + 2);
  assert (F (scm_c_with_throw_handler) (TRUE, body, given, never, NULL, 0)
          == given);
  assert (references () == none + 3);
  /* This one gives what the function gives, as it is.  */
  assert (F (scm_with_guile) (visit, given) == given);
  assert (references () == none + 3 && failed_with (NOT_A_PAIR));
  for (int i = 0; i < 3; i++)
    F (guilenet_release) (given);
  assert (F (scm_c_catch) (TRUE, deeper, without_room, never, NULL, NULL, NULL)
          == FALSE);
  /* A callback that changes the contract has changed it.  */
  assert (F (scm_internal_catch) (TRUE, become_guile, NULL, give_key, NULL)
          == *(SCM *) find ("scm_arg_type_key"));
  assert (F (guilenet_foreign) (1) == 0 && failed_with (NULL));
  if (!setjmp (out))
    F (scm_internal_catch) (TRUE, jump, NULL, never, NULL);
  fail ();
  in_thread (end_in_callback, NULL);
  in_thread (be_guile, NULL);
  assert (references () == none);
}

int
main (int argc, char **argv)
{
  alarm (60);
  load (argc, argv);
  throw = find ("scm_throw");
  wrong_type_arg = find ("scm_wrong_type_arg");
  assert (F (guilenet_foreign) (1) == 0);
  body (NULL);
  beside_each_other ();
  cancelled ();
  call_back ();
  fail ();
  printf ("%d conditions raised beside %d failed calls\n", 2 * ROUNDS,
          2 * (ROUNDS / 10));
  return 0;
}
