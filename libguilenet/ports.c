#include "arguments.h"
#include "door.h"
#include "output.h"
#include "unwind.h"
#include <errno.h>
#include <fcntl.h>
#include <guilenet/ports.h>
#include <unistd.h>

/* Whether PORT is one, and has all of FLAGS.  */
static bool
has (SCM port, unsigned flags)
{
  struct cell *c = cell_if (word_of (port), KIND_PORT);
  return c && (c->flags & flags) == flags;
}

SCM
scm_port_p (SCM x)
{
  return scm_of (boolean (has (x, 0)));
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
  int fd = c->port.fd;
  if (word_of (port) == FIXED_HANDLE (FIXED_stdout) && c->flags & PORT_OPEN)
    port_flush ();
  if (!(__atomic_fetch_and (&c->flags, ~PORT_OPEN, __ATOMIC_ACQ_REL)
        & PORT_OPEN))
    return scm_of (WORD_FALSE);
  if (close (fd))
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
  if (!close (fd) || errno == EINTR)
    return scm_of (WORD_TRUE);
  if (errno != EBADF)
    raise_system_error (entry_subrs[ENTRY_scm_close], errno);
  return scm_of (WORD_FALSE);
}

SCM
scm_fileno (SCM port)
{
  int fd = open_descriptor (port);
  return fd < 0 ? DOOR (scm_fileno, port) : scm_of (fixnum (fd));
}

SCM
scm_fcntl (SCM object, SCM cmd, SCM value)
{
  int fd = open_descriptor (object), command, argument;
  if ((fd < 0 && !int_argument (object, &fd)) || !int_argument (cmd, &command)
      || !optional_int (value, &argument))
    return DOOR (scm_fcntl, object, cmd, value);
  int result = fcntl (fd, command, argument);
  if (result == -1)
    raise_system_error (entry_subrs[ENTRY_scm_fcntl], errno);
  return scm_of (fixnum (result));
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
