/* Guile mode, which here is only a mark: a thread's first call does all that
   is needed.  And what becomes of a raise that nothing catches.  */

#include "modes.h"
#include "collector.h"
#include "door.h"
#include "output.h"
#include "unwind.h"
#include <dlfcn.h>
#include <guilenet/modes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int scm_initialized_p;

/* A program that refers to scm_initialized_p has a copy of its own, made by
   the linker; the library is bound to this one, and its own look-ups begin
   with itself.  */
static void
initialized (void)
{
  void *program = dlopen (NULL, RTLD_LAZY);
  int *theirs
      = program ? dlvsym (program, "scm_initialized_p", "GUILENET_0") : NULL;
  scm_initialized_p = 1;
  if (theirs)
    *theirs = 1;
  if (program)
    dlclose (program);
}

static void
enter (struct thread *t)
{
  if (!atomic_exchange (&state->initialized, true))
    {
      initialized ();
      port_charset ();
    }
  t->guile = true;
}

void
scm_init_guile (void)
{
  enter (thread ());
}

void
print_condition (const char *before, SCM key, SCM args)
{
  struct call c = { .entry = ENTRY_core_message,
                    .arg = { word_of (key), word_of (args) },
                    .memory = (char *) (uintptr_t) before,
                    .size = strlen (before) };
  door_call (&c);
  output_write (cell_at (FIXED_stderr), OUTPUT_TEXT, c.memory, c.size);
  free (c.memory);
}

static bool
is_quit (SCM key)
{
  return word_of (key) == FIXED_HANDLE (FIXED_quit);
}

void
obey_quit (SCM key, SCM args)
{
  if (!is_quit (key))
    return;
  struct call c
      = { .entry = ENTRY_core_exit_status, .arg = { word_of (args) } };
  exit ((int) door_call (&c));
}

struct condition
{
  SCM key, args;
};

static SCM
print_uncaught (void *data)
{
  struct condition *c = data;
  print_condition ("guile: uncaught exception:\n", c->key, c->args);
  return scm_of (WORD_FALSE);
}

/* Printing may raise, too: in a forked child that cannot have a core.  */
void
uncaught (SCM key, SCM args)
{
  struct thread *t = thread ();
  struct condition c = { key, args };
  struct wind_frame frame;
  SCM result;
  obey_quit (key, args);
  if (!wind_ready (t)
      || wind_body (t, WIND_CATCH, &frame, scm_of (WORD_TRUE), NULL, NULL,
                    print_uncaught, &c, &result))
    fprintf (stderr, "guile: uncaught exception:\n%s\n",
             cell_of (word_of (key))->symbol.bytes);
  exit (1);
}

/* At the border of scm_with_guile, before anything is unwound.  */
static SCM
at_border (void *data, SCM key, SCM args)
{
  (void) data;
  if (!is_quit (key))
    print_condition ("", key, args);
  return scm_of (WORD_FALSE);
}

struct visit
{
  void *(*function) (void *);
  void *data;
};

static SCM
visit (void *data)
{
  struct visit *v = data;
  return (SCM) v->function (v->data);
}

void *
scm_with_guile (void *(*func) (void *), void *data)
{
  struct thread *t = thread ();
  struct visit v = { func, data };
  struct wind_frame frame;
  bool was = t->guile;
  /* The thread may be in scm_without_guile.  */
  uintptr_t rested = collector_get (&t->resting);
  SCM result;
  collector_set (&t->resting, 0);
  collector_come_back (t, collector_get (&t->inside));
  enter (t);
  if (wind_body (t, WIND_CATCH, &frame, scm_of (WORD_TRUE), at_border, NULL,
                 visit, &v, &result))
    {
      obey_quit (frame.key, frame.args);
      result = NULL;
    }
  t->guile = was;
  collector_set (&t->resting, rested);
  return result;
}

/* The time in which a thread has left Guile mode.  */
struct left
{
  struct collector_rest rest;
  uintptr_t inside;
};

static void
come_back (struct left *left)
{
  struct thread *t = left->rest.thread;
  collector_rest_end (&left->rest, t);
  collector_come_back (t, left->inside);
}

/* The thread's stack is searched from here on, and no farther.  A C++
   exception may pass.  */
void *
scm_without_guile (void *(*func) (void *), void *data)
{
  struct thread *t = thread ();
  struct left left __attribute__ ((cleanup (come_back)));
  bool was = t->guile;
  t->guile = false;
  __builtin_unwind_init ();
  left.inside = collector_go_out (t);
  collector_rest_begin (&left.rest, t);
  void *result = func (data);
  t->guile = was;
  return result;
}

struct boot
{
  void (*function) (void *, int, char **);
  void *closure;
  int argc;
  char **argv;
};

static void *
boot (void *data)
{
  struct boot *b = data;
  b->function (b->closure, b->argc, b->argv);
  exit (0);
}

void
scm_boot_guile (int argc, char **argv,
                void (*main_func) (void *closure, int argc, char **argv),
                void *closure)
{
  struct boot b = { main_func, closure, argc, argv };
  scm_with_guile (boot, &b);
  exit (1);
}
