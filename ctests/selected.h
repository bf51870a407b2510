/* What the tests of scm_select share: objects with names, which are printed
   instead of them, and calls with sets of them.  */

#ifndef SELECTED_H
#define SELECTED_H

#include "loopback.h"

#define ROOM 32

static struct
{
  SCM object, name;
} named[ROOM];
static int named_count;

static inline SCM
name_object (const char *name, SCM object)
{
  if (named_count == ROOM)
    check_die ("name_object");
  named[named_count].object = object;
  named[named_count++].name = check_symbol (name);
  return object;
}

/* Names an open port, and its descriptor "fd-NAME".  */
static inline SCM
name_port (const char *name, SCM port)
{
  char text[64];
  snprintf (text, sizeof text, "fd-%s", name);
  name_object (text, scm_fileno (port));
  return name_object (name, port);
}

/* A new pair of stream sockets, A with a name.  */
static inline void
named_pair (const char *name, SCM *a, SCM *b)
{
  new_pair (SOCK_STREAM, a, b);
  name_port (name, *a);
}

static inline void
forget_names (void)
{
  named_count = 0;
}

/* VALUE with names for what has one.  */
static inline SCM
with_names (SCM value)
{
  for (int i = named_count - 1; i >= 0; i--)
    if (scm_is_eq (value, named[i].object))
      return named[i].name;
  if (scm_is_pair (value))
    {
      SCM car = with_names (scm_car (value));
      return scm_cons (car, with_names (scm_cdr (value)));
    }
  if (scm_is_vector (value))
    return scm_vector (with_names (scm_vector_to_list (value)));
  return value;
}

static inline SCM
select_apply (void *data)
{
  SCM *args = data;
  args[5] = scm_select (args[0], args[1], args[2], args[3], args[4]);
  return with_names (args[5]);
}

/* Prints "READS WRITES EXCEPTS SECS USECS" and what scm_select gives for it or
   raises.  Gives its value, or NONE.  */
static inline SCM
selected (SCM reads, SCM writes, SCM excepts, SCM secs, SCM usecs)
{
  SCM args[6] = { reads, writes, excepts, secs, usecs, NONE };
  char *label = NULL;
  size_t size;
  FILE *out = open_memstream (&label, &size);
  for (int i = 0; i < 5; i++)
    {
      char *text = check_written (i < 3 ? with_names (args[i]) : args[i]);
      fprintf (out, i ? " %s" : "%s", text);
      free (text);
    }
  fclose (out);
  check_body (label, select_apply, args);
  free (label);
  return args[5];
}

/* The three sets as they are now.  */
static inline SCM
selected_now (SCM reads, SCM writes, SCM excepts)
{
  return selected (reads, writes, excepts, INT (0), NONE);
}

/* The same object in each set.  */
static inline void
selected_alone (SCM object)
{
  SCM set = scm_list_1 (object);
  selected_now (set, set, set);
}

/* Sends TEXT to the other end.  */
static inline void
tell (SCM port, const char *text)
{
  if (send (descriptor (port), text, strlen (text), 0) != (int) strlen (text))
    check_die ("send");
}

/* Sends until there is no room.  */
static inline void
fill (SCM port)
{
  static const char nothing[4096];
  for (size_t size = sizeof nothing; size; size /= 2)
    while (send (descriptor (port), nothing, size, MSG_DONTWAIT) > 0)
      ;
}

/* Takes what has come.  */
static inline void
drain (SCM port)
{
  static char room[65536];
  while (recv (descriptor (port), room, sizeof room, MSG_DONTWAIT) > 0)
    ;
}

#endif
