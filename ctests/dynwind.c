/* Frames: which handlers run, in which order, with what.  conditions_order.c
   has what happens when they raise conditions, and inside catches.  */

#include "check.h"

#include <pthread.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

static void
unwind (void *text)
{
  printf ("  unwind %s\n", (char *) text);
}

static void
rewind_ (void *text)
{
  printf ("  rewind %s\n", (char *) text);
}

static void
unwind_scm (SCM value)
{
  check_say ("  unwind", value);
}

static void
rewind_scm (SCM value)
{
  check_say ("  rewind", value);
}

static void
out (void)
{
  scm_throw (check_symbol ("out"), SCM_EOL);
}

struct way
{
  scm_t_dynwind_flags begin;
  int raise;
};

/* Every kind of handler, with and without the flag.  */
static SCM
every_kind (void *data)
{
  struct way *way = data;
  scm_dynwind_begin (way->begin);
  scm_dynwind_unwind_handler (unwind, "first", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (unwind, "second, not explicit", 0);
  scm_dynwind_rewind_handler (rewind_, "third", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_rewind_handler (rewind_, "fourth, not explicit", 0);
  scm_dynwind_unwind_handler_with_scm (unwind_scm, scm_list_1 (SCM_BOOL_F),
                                       SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler_with_scm (unwind_scm, check_symbol ("sixth"), 0);
  scm_dynwind_rewind_handler_with_scm (rewind_scm, check_string ("seventh"),
                                       SCM_F_WIND_EXPLICITLY);
  scm_dynwind_rewind_handler_with_scm (rewind_scm, check_string ("eighth"), 0);
  scm_dynwind_free (NULL);
  scm_dynwind_free (scm_malloc (10));
  puts ("  inside");
  if (way->raise)
    out ();
  scm_dynwind_end ();
  puts ("  after");
  return SCM_BOOL_T;
}

/* Frames in a frame, some of them ended.  */
static SCM
nested (void *data)
{
  struct way *way = data;
  scm_dynwind_begin (way->begin);
  scm_dynwind_unwind_handler (unwind, "outer", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, "ended", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (unwind, "ended, not explicit", 0);
  scm_dynwind_end ();
  scm_dynwind_unwind_handler (unwind, "outer again", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_begin (way->begin);
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, "inner", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (unwind, "inner, not explicit", 0);
  if (way->raise)
    out ();
  scm_dynwind_end ();
  puts ("  between");
  scm_dynwind_end ();
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

/* A handler with a frame of its own, in which something is caught.  */

static SCM
raise_out (void *data)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, data, 0);
  out ();
  scm_dynwind_end ();
  return SCM_BOOL_F;
}

static void
unwind_with_frame (void *data)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, "the handler's frame",
                              SCM_F_WIND_EXPLICITLY);
  check_body ("  in the handler", raise_out, data);
  scm_dynwind_end ();
}

static SCM
handler_with_frame (void *data)
{
  struct way *way = data;
  scm_dynwind_begin (way->begin);
  scm_dynwind_unwind_handler (unwind, "before", SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (unwind_with_frame, "inside",
                              SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (unwind, "after", SCM_F_WIND_EXPLICITLY);
  if (way->raise)
    out ();
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

/* A rewind handler that raises when it is registered.  */

static void
rewind_out (void *data)
{
  rewind_ (data);
  out ();
}

static SCM
rewind_raises (void *data)
{
  struct way *way = data;
  scm_dynwind_begin (way->begin);
  scm_dynwind_unwind_handler (unwind, "registered", 0);
  scm_dynwind_rewind_handler (rewind_out, "raising",
                              way->raise ? SCM_F_WIND_EXPLICITLY : 0);
  scm_dynwind_unwind_handler (unwind, "registered later", 0);
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

static const struct
{
  const char *name;
  scm_t_catch_body body;
} bodies[] = {
  { "every kind", every_kind },
  { "nested", nested },
  { "handler with a frame", handler_with_frame },
  { "rewind handler raises", rewind_raises },
};

static void
all_ways (void)
{
  for (size_t i = 0; i < COUNT (bodies); i++)
    for (int raise = 0; raise < 2; raise++)
      for (int again = 0; again < 2; again++)
        {
          struct way way = { again ? SCM_F_DYNWIND_REWINDABLE : 0, raise };
          printf ("%s%s%s\n", bodies[i].name, raise ? ", raising" : "",
                  again ? ", rewindable" : "");
          check_body ("result", bodies[i].body, &way);
        }
}

static SCM
values (void *data)
{
  int raise = *(int *) data;
  scm_dynwind_begin (0);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      scm_dynwind_unwind_handler_with_scm (unwind_scm, check_samples[i],
                                           SCM_F_WIND_EXPLICITLY);
      scm_dynwind_rewind_handler_with_scm (rewind_scm, check_samples[i],
                                           SCM_F_WIND_EXPLICITLY);
    }
  if (raise)
    out ();
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

/* Great numbers of handlers and frames: each is called once, the last one
   first.  */

static int next, in_order;

static void
count (void *data)
{
  in_order += next-- == *(int *) data;
}

static int numbers[2000];

static SCM
many_handlers (void *data)
{
  scm_dynwind_begin (0);
  for (size_t i = 0; i < COUNT (numbers); i++)
    scm_dynwind_unwind_handler (count, &numbers[i], SCM_F_WIND_EXPLICITLY);
  if (*(int *) data)
    out ();
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

static SCM
many_frames (void *data)
{
  for (size_t i = 0; i < COUNT (numbers); i++)
    {
      scm_dynwind_begin (0);
      scm_dynwind_unwind_handler (count, &numbers[i], SCM_F_WIND_EXPLICITLY);
    }
  if (*(int *) data)
    out ();
  for (size_t i = 0; i < COUNT (numbers); i++)
    scm_dynwind_end ();
  return SCM_BOOL_T;
}

static void
many (void)
{
  for (size_t i = 0; i < COUNT (numbers); i++)
    numbers[i] = i;
  for (int raise = 0; raise < 2; raise++)
    for (int frames = 0; frames < 2; frames++)
      {
        next = COUNT (numbers) - 1;
        in_order = 0;
        check_body (frames ? "many frames" : "many handlers",
                    frames ? many_frames : many_handlers, &raise);
        check_say_long ("in order", in_order);
      }
}

/* scm_dynwind_free: what has been freed comes back from malloc.  */

static void *blocks[100];

static SCM
free_block (void *data)
{
  int i = *(int *) data;
  scm_dynwind_begin (0);
  scm_dynwind_free (blocks[i] = scm_malloc (100000));
  if (i % 2)
    out ();
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

static SCM
ignore (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

static void
freeing (void)
{
  int again = 0;
  for (int i = 0; i < (int) COUNT (blocks); i++)
    {
      scm_internal_catch (SCM_BOOL_T, free_block, &i, ignore, NULL);
      for (int j = 0; j < i; j++)
        if (blocks[i] == blocks[j])
          {
            again++;
            break;
          }
    }
  check_say_text ("most blocks came back", again > 50 ? "yes" : "no");
}

/* Frames belong to a thread.  */

static void *
in_guile_mode (void *data)
{
  (void) data;
  struct way way = { 0, 1 };
  check_body ("in a thread", nested, &way);
  return NULL;
}

static void *
thread (void *data)
{
  return scm_with_guile (in_guile_mode, data);
}

static SCM
threads (void *data)
{
  pthread_t id;
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, "the first thread's",
                              SCM_F_WIND_EXPLICITLY);
  if (pthread_create (&id, NULL, thread, data))
    check_die ("pthread_create");
  pthread_join (id, NULL);
  puts ("  joined");
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

void
check_chapter (void)
{
  all_ways ();
  for (int raise = 0; raise < 2; raise++)
    check_body ("values", values, &raise);
  many ();
  freeing ();
  check_body ("threads", threads, NULL);
}
