#include "arguments.h"
#include "door.h"
#include "output.h"
#include <guilenet/buffering.h>

SCM
scm_setvbuf (SCM port, SCM mode, SCM size)
{
  word given = word_of (DOOR (scm_setvbuf, port, mode, size));
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  uint32_t n = given == WORD_UNDEFINED ? port_block_size (c)
                                       : (uint32_t) fixnum_value (given);
  output_check (output_resize (c, n ? n : 1,
                               word_of (mode) == FIXED_HANDLE (FIXED_line)));
  return scm_of (WORD_UNSPECIFIED);
}

static SCM
force (struct cell *port)
{
  output_check (output_flush (port));
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_force_output (SCM port)
{
  word w = word_of (port);
  struct cell *c = open_port (
      w == WORD_UNDEFINED ? FIXED_HANDLE (FIXED_stdout) : w, PORT_OUTPUT);
  return c ? force (c) : DOOR (scm_force_output, port);
}

void
scm_flush (SCM port)
{
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  if (!c)
    DOOR (scm_flush, port);
  else if (cell_flags (c) & PORT_OPEN)
    force (c);
}
