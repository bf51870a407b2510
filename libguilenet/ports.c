#include "arguments.h"
#include "collector.h"
#include "door.h"
#include "output.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/ports.h>
#include <unistd.h>

/* Whether PORT is one, and has all of FLAGS.  */
static bool
has (SCM port, unsigned flags)
{
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  return c && (cell_flags (c) & flags) == flags;
}

SCM
scm_port_p (SCM x)
{
  return scm_of (boolean (has (x, 0)));
}

SCM
scm_input_port_p (SCM x)
{
  return scm_of (boolean (has (x, PORT_INPUT)));
}

SCM
scm_output_port_p (SCM x)
{
  return scm_of (boolean (has (x, PORT_OUTPUT)));
}

/* Every port is on a descriptor.  */
SCM
scm_file_port_p (SCM x)
{
  return scm_port_p (x);
}

int
SCM_PORTP (SCM x)
{
  return has (x, 0);
}

int
SCM_OPPORTP (SCM x)
{
  return has (x, PORT_OPEN);
}

int
SCM_OPINPORTP (SCM x)
{
  return has (x, PORT_OPEN | PORT_INPUT);
}

int
SCM_OPOUTPORTP (SCM x)
{
  return has (x, PORT_OPEN | PORT_OUTPUT);
}

int
SCM_OPFPORTP (SCM x)
{
  return has (x, PORT_OPEN);
}

SCM
scm_port_closed_p (SCM port)
{
  if (!has (port, 0))
    return DOOR (scm_port_closed_p, port);
  return scm_of (boolean (!has (port, PORT_OPEN)));
}

SCM
scm_close_port (SCM port)
{
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  if (!c)
    return DOOR (scm_close_port, port);
  if (cell_flags (c) & PORT_OPEN)
    output_check (output_flush (c));
  int fd = c->port.fd;
  if (!(__atomic_fetch_and (&c->flags, ~PORT_OPEN, __ATOMIC_ACQ_REL)
        & PORT_OPEN))
    return scm_of (WORD_FALSE);
  port_buffers_drop (c);
  if (COLLECTOR_OUTSIDE (thread (), close (fd)))
    raise_system_error ("fport_close", errno);
  return scm_of (WORD_TRUE);
}

SCM
scm_close (SCM object)
{
  if (has (object, 0))
    return scm_close_port (object);
  int fd = fixnum_value (word_of (DOOR (scm_close, object)));
  /* Linux has closed the descriptor when close says EINTR.  */
  if (!COLLECTOR_OUTSIDE (thread (), close (fd)) || errno == EINTR)
    return scm_of (WORD_TRUE);
  if (errno != EBADF)
    FAIL (scm_close);
  return scm_of (WORD_FALSE);
}

SCM
scm_close_input_port (SCM port)
{
  if (!has (port, PORT_INPUT))
    return DOOR (scm_close_input_port, port);
  scm_close_port (port);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_close_output_port (SCM port)
{
  if (!has (port, PORT_OUTPUT))
    return DOOR (scm_close_output_port, port);
  scm_close_port (port);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_current_input_port (void)
{
  return scm_of (FIXED_HANDLE (FIXED_stdin));
}

SCM
scm_current_output_port (void)
{
  return scm_of (FIXED_HANDLE (FIXED_stdout));
}

SCM
scm_current_error_port (void)
{
  return scm_of (FIXED_HANDLE (FIXED_stderr));
}
