#include "door.h"
#include "output.h"
#include "unwind.h"
#include <guilenet/printing.h>

/* Has the core make bytes of OBJ for PORT, and writes them.  */
static SCM
print (enum entry entry, SCM obj, SCM port)
{
  struct call c = { .entry = entry, .arg = { word_of (obj), word_of (port) } };
  door_call (&c);
  output_print (c.result, c.memory, c.size);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_write (SCM obj, SCM port)
{
  return print (ENTRY_scm_write, obj, port);
}

SCM
scm_display (SCM obj, SCM port)
{
  return print (ENTRY_scm_display, obj, port);
}

SCM
scm_newline (SCM port)
{
  return print (ENTRY_scm_newline, port, port);
}

SCM
scm_simple_format (SCM destination, SCM message, SCM args)
{
  struct call c = { .entry = ENTRY_scm_simple_format,
                    .arg = { word_of (destination), word_of (message),
                             word_of (args) } };
  word result = door_call (&c);
  if (!cell_if (result, KIND_PORT))
    return scm_of (result);
  output_print (result, c.memory, c.size);
  if (c.arg[0])
    raise_condition (c.arg[0], c.arg[1]);
  return scm_of (WORD_UNSPECIFIED);
}
