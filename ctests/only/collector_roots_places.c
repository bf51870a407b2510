/* Each place that keeps a value alive, by itself: the value is known there and
   nowhere else while cycles run, is then what it was, and goes when the place
   is given up.  A value that is held nowhere goes, too.

   The same source is a library that is loaded late, for its variables
   (OBJECT).  */

#ifdef OBJECT

#include <guilenet/types.h>

SCM object_variables[8];
__thread SCM object_own[8];

SCM *
object_own_here (void)
{
  return object_own;
}

#else

#define _GNU_SOURCE
#include "collector.h"

#include <dlfcn.h>
#include <fcntl.h>

enum
{
  VALUES = 8
};

struct place
{
  const char *name;
  void (*put) (int i, SCM value);
  /* The value, or SCM_UNDEFINED: then it is looked at by its hidden word.  */
  SCM (*get) (int i);
  void (*give_up) (int i);
};

static SCM
cannot_get (int i)
{
  (void) i;
  return NONE;
}

/* A variable, and those of threads and of objects that come late.  */

#define ARRAY_PLACE(name, array)                                              \
  static void name##_put (int i, SCM value) { (array)[i] = value; }           \
  static SCM name##_get (int i) { return (array)[i]; }                        \
  static void name##_give_up (int i) { (array)[i] = NULL; }

static SCM variables[VALUES];
static __thread SCM own[VALUES];
static SCM *loaded_variables, *loaded_own;
static SCM *block, *second_block, *alone, *together;

ARRAY_PLACE (variable, variables)
ARRAY_PLACE (own, own)
ARRAY_PLACE (loaded_variable, loaded_variables)
ARRAY_PLACE (loaded_own, loaded_own)
ARRAY_PLACE (in_block, block)

/* A block that is freed with the values in it.  */
static void
freed_put (int i, SCM value)
{
  second_block[i] = value;
}
static SCM
freed_get (int i)
{
  return second_block[i];
}
static void
freed_give_up (int i)
{
  if (i == VALUES - 1)
    scm_gc_free (second_block, 0, "places");
}

static void
alone_put (int i, SCM value)
{
  alone[i] = value;
  scm_gc_register_root (&alone[i]);
}
static SCM
alone_get (int i)
{
  return alone[i];
}
static void
alone_give_up (int i)
{
  scm_gc_unregister_root (&alone[i]);
}

static void
together_put (int i, SCM value)
{
  together[i] = value;
  if (i == VALUES - 1)
    scm_gc_register_roots (together, VALUES);
}
static SCM
together_get (int i)
{
  return together[i];
}
static void
together_give_up (int i)
{
  if (i == VALUES - 1)
    scm_gc_unregister_roots (together, VALUES);
}

/* Counted: what was protected three times lives until the third end.  */

static struct hidden counted[VALUES];

static void
protected_put (int i, SCM value)
{
  counted[i] = hide (value);
  for (int count = 0; count < 3; count++)
    scm_gc_protect_object (value);
  scm_gc_unprotect_object (value);
  scm_gc_unprotect_object (value);
}
static void
protected_give_up (int i)
{
  scm_gc_unprotect_object (shown (counted[i]));
}

static void
retained_put (int i, SCM value)
{
  counted[i] = hide (value);
  for (int count = 0; count < 3; count++)
    guilenet_retain (value);
  guilenet_release (value);
  guilenet_release (value);
}
static void
retained_give_up (int i)
{
  guilenet_release (shown (counted[i]));
}

/* What holds other values, and is itself in a variable.  */

#define HOLDER_PLACE(name, make, take)                                        \
  static void name##_put (int i, SCM value) { variables[i] = (make); }        \
  static SCM name##_get (int i)                                               \
  {                                                                           \
    SCM holder = variables[i];                                                \
    (void) holder;                                                            \
    return (take);                                                            \
  }

HOLDER_PLACE (car, scm_cons (value, SCM_EOL), scm_car (holder))
HOLDER_PLACE (cdr, scm_cons (SCM_EOL, value), scm_cdr (holder))
HOLDER_PLACE (vector, scm_c_make_vector (100, value),
              scm_c_vector_ref (holder, 99))
HOLDER_PLACE (pointer, scm_bytevector_to_pointer (value, INT (1)), NONE)
HOLDER_PLACE (bytevector,
              scm_pointer_to_bytevector (scm_bytevector_to_pointer (value,
                                                                    INT (0)),
                                         INT (64), INT (0), NONE),
              holder)
HOLDER_PLACE (nested,
              scm_list_3 (INT (1),
                          scm_c_make_vector (1, scm_cons (INT (2), value)),
                          INT (3)),
              scm_cdr (scm_c_vector_ref (scm_cadr (holder), 0)))

/* Whether a list of any length is followed.  */
static SCM
far_away (SCM value)
{
  for (int i = 0; i < 100000; i++)
    value = scm_cons (INT (i), value);
  return value;
}
HOLDER_PLACE (far, far_away (value), scm_list_tail (holder, INT (100000)))

static const struct place places[] = {
  { "a variable", variable_put, variable_get, variable_give_up },
  { "a thread's variable", own_put, own_get, own_give_up },
  { "a late object's variable", loaded_variable_put, loaded_variable_get,
    loaded_variable_give_up },
  { "a late object's thread's variable", loaded_own_put, loaded_own_get,
    loaded_own_give_up },
  { "a block", in_block_put, in_block_get, in_block_give_up },
  { "a block that is freed", freed_put, freed_get, freed_give_up },
  { "a registered root", alone_put, alone_get, alone_give_up },
  { "registered roots", together_put, together_get, together_give_up },
  { "protection", protected_put, cannot_get, protected_give_up },
  { "a reference", retained_put, cannot_get, retained_give_up },
  { "a pair's car", car_put, car_get, variable_give_up },
  { "a pair's cdr", cdr_put, cdr_get, variable_give_up },
  { "a vector", vector_put, vector_get, variable_give_up },
  { "a pointer's bytevector", pointer_put, pointer_get, variable_give_up },
  { "a bytevector's pointer's bytevector", bytevector_put, bytevector_get,
    variable_give_up },
  { "a nest", nested_put, nested_get, variable_give_up },
  { "a list's end", far_put, far_get, variable_give_up },
};

static void
fail (const char *place, const char *what)
{
  fprintf (stderr, "%s: %s\n", place, what);
  exit (1);
}

static __attribute__ ((noinline)) void
fill (const struct place *p, struct hidden *hidden)
{
  for (int i = 0; i < VALUES; i++)
    {
      SCM value = numbered (i + 1);
      hidden[i] = hide (value);
      p->put (i, value);
    }
}

static __attribute__ ((noinline)) void
look (const struct place *p, const struct hidden *hidden)
{
  for (int i = 0; i < VALUES; i++)
    {
      if (!lives (hidden[i]))
        fail (p->name, "a value is gone");
      SCM value = p->get (i);
      if (!is_numbered (scm_is_eq (value, NONE) ? shown (hidden[i]) : value,
                        i + 1))
        fail (p->name, "a value is not what it was");
    }
}

static __attribute__ ((noinline)) int
left (const struct hidden *hidden, int count)
{
  int left = 0;
  for (int i = 0; i < count; i++)
    left += lives (hidden[i]);
  return left;
}

static void
keep_and_give_up (const struct place *p)
{
  struct hidden hidden[VALUES];
  fill (p, hidden);
  collect (2);
  look (p, hidden);
  for (int i = 0; i < VALUES; i++)
    p->give_up (i);
  collect (2);
  /* One may have been left in a register.  */
  if (left (hidden, VALUES) > 1)
    fail (p->name, "values stay");
}

/* Held nowhere.  */

static __attribute__ ((noinline)) void
drop (struct hidden *hidden, int count)
{
  for (int i = 0; i < count; i++)
    hidden[i] = hide (numbered (i));
}

static void
nowhere (void)
{
  struct hidden hidden[1000];
  uint64_t before, after;
  collect (1);
  before = stats_now ().handles[GUILENET_BYTEVECTOR];
  drop (hidden, 1000);
  assert (stats_now ().handles[GUILENET_BYTEVECTOR] >= before + 1000);
  collect (2);
  after = stats_now ().handles[GUILENET_BYTEVECTOR];
  if (left (hidden, 1000) > 1 || after > before + 1)
    fail ("nowhere", "values stay");
}

/* An address in memory from malloc is nowhere.  */
static void
in_malloc (void)
{
  struct hidden hidden[VALUES];
  SCM *memory = malloc (VALUES * sizeof *memory);
  drop (hidden, VALUES);
  for (int i = 0; i < VALUES; i++)
    memory[i] = shown (hidden[i]);
  __asm__ volatile("" : : "r"(memory) : "memory");
  collect (2);
  if (left (hidden, VALUES) > 1)
    fail ("malloc", "values stay");
  free (memory);
}

/* For ever.  */

static __attribute__ ((noinline)) struct hidden
permanent (void)
{
  return hide (scm_permanent_object (numbered (9)));
}

static void
for_ever (void)
{
  struct hidden h = permanent ();
  collect (3);
  if (!lives (h) || !is_numbered (shown (h), 9))
    fail ("a permanent object", "is gone");
}

/* A port's name.  */

static __attribute__ ((noinline)) struct hidden
name_port (void)
{
  int fd = open ("/dev/null", O_RDONLY);
  SCM name = scm_from_utf8_string ("a name that is the port's alone");
  variables[0] = scm_fdes_to_port (fd, "r", name);
  return hide (name);
}

static void
port_name (void)
{
  struct hidden h = name_port ();
  collect (2);
  char *text = scm_to_utf8_string (scm_object_to_string (variables[0], NONE));
  if (!lives (h) || !strstr (text, "a name that is the port's alone"))
    fail ("a port's name", "is gone");
  free (text);
  variables[0] = NULL;
}

/* What conditions hold.  */

static SCM throw (void *data)
{
  struct hidden *h = data;
  SCM value = numbered (7);
  *h = hide (value);
  scm_throw (scm_from_utf8_symbol ("places"), scm_list_1 (value));
}

static SCM
look_at_args (void *data, SCM key, SCM args)
{
  struct hidden *h = data;
  (void) key;
  collect (2);
  if (!lives (*h) || !is_numbered (scm_car (args), 7))
    fail ("a handler's args", "are gone");
  return SCM_BOOL_T;
}

static void
handler_args (void)
{
  struct hidden h;
  assert (scm_is_true (
      scm_internal_catch (SCM_BOOL_T, throw, &h, look_at_args, &h)));
}

static __attribute__ ((noinline)) struct hidden
fail_with_value (void)
{
  /* The compiler may not see that it is a function that does not return.  */
  SCM (*volatile throw) (SCM, SCM) = (SCM (*) (SCM, SCM)) scm_throw;
  SCM key = scm_from_utf8_symbol ("places");
  SCM value = numbered (7), args = scm_list_1 (value);
  struct hidden h = hide (value);
  throw (key, args);
  guilenet_release (value);
  guilenet_release (args);
  guilenet_release (key);
  return h;
}

static __attribute__ ((noinline)) void
look_at_error (struct hidden h)
{
  SCM error = guilenet_last_error (), args = scm_cdr (error);
  SCM value = scm_car (args);
  if (!lives (h) || !is_numbered (value, 7))
    fail ("the last error", "is gone");
  guilenet_release (value);
  guilenet_release (args);
  guilenet_release (error);
}

static void
last_error (void)
{
  struct hidden hidden[VALUES];
  guilenet_foreign (1);
  for (int i = 0; i < VALUES; i++)
    {
      hidden[i] = fail_with_value ();
      /* scm_gc is itself a call that can fail, and forgets the error.  */
      guilenet_foreign (0);
      collect (2);
      guilenet_foreign (1);
      look_at_error (hidden[i]);
      guilenet_release (scm_list_1 (INT (0)));
    }
  guilenet_foreign (0);
  collect (2);
  if (left (hidden, VALUES) > 1)
    fail ("the last error", "values stay");
}

/* What a dynwind's handler is to be given.  */

static int unwound;

static void
look_at_unwound (SCM value)
{
  if (!is_numbered (value, 8))
    fail ("a dynwind's value", "is gone");
  unwound++;
}

static __attribute__ ((noinline)) struct hidden
wind (scm_t_wind_flags flags)
{
  SCM value = numbered (8);
  scm_dynwind_unwind_handler_with_scm (look_at_unwound, value, flags);
  return hide (value);
}

static void
dynwind (void)
{
  struct hidden hidden[VALUES];
  scm_dynwind_begin (0);
  for (int i = 0; i < VALUES; i++)
    hidden[i] = wind (SCM_F_WIND_EXPLICITLY);
  collect (2);
  if (left (hidden, VALUES) != VALUES)
    fail ("a dynwind's value", "is gone");
  scm_dynwind_end ();
  assert (unwound == VALUES);
  collect (2);
  if (left (hidden, VALUES) > 1)
    fail ("a dynwind's value", "values stay");
}

static void
load (void)
{
  char path[4096];
  ssize_t length = readlink ("/proc/self/exe", path, sizeof path - 20);
  assert (length > 0);
  memcpy (path + length, ".object.so", sizeof ".object.so");
  void *object = dlopen (path, RTLD_NOW);
  if (!object)
    fail (path, dlerror ());
  SCM *(*here) (void) = (SCM * (*) (void) ) dlsym (object, "object_own_here");
  loaded_variables = dlsym (object, "object_variables");
  loaded_own = here ();
}

int
main (void)
{
  /* Nothing is collected but when it is asked for.  */
  scm_gc_disable ();
  alarm (60);
  scm_init_guile ();
  collect (1);
  load ();
  block = scm_gc_malloc (VALUES * sizeof *block, "places");
  second_block = scm_gc_malloc (VALUES * sizeof *block, "places");
  alone = malloc (VALUES * sizeof *alone);
  together = malloc (VALUES * sizeof *together);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    keep_and_give_up (&places[i]);
  nowhere ();
  in_malloc ();
  for_ever ();
  port_name ();
  handler_args ();
  last_error ();
  dynwind ();
  scm_gc_free (block, 0, "places");
  free (alone);
  free (together);
  return 0;
}

#endif
