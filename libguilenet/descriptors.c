#include "arguments.h"
#include "door.h"
#include "unwind.h"
#include <errno.h>
#include <fcntl.h>
#include <guilenet/descriptors.h>
#include <unistd.h>

SCM
scm_fileno (SCM port)
{
  int fd = open_descriptor (port);
  return fd < 0 ? DOOR (scm_fileno, port) : scm_of (fixnum (fd));
}

SCM
scm_fdes_to_port (int fdes, char *mode, SCM name)
{
  /* The core tells a missing text by its size.  */
  struct call call = { .entry = ENTRY_scm_fdes_to_port,
                       .arg = { fixnum (fdes), word_of (name) },
                       .memory = mode,
                       .size = mode ? strlen (mode) : SIZE_MAX };
  return scm_of (door_call (&call));
}

/* Blocks where it closes the last descriptor of a socket that lingers.  */
SCM
scm_dup2 (SCM oldfd, SCM newfd)
{
  int from, to;
  if (!int_argument (oldfd, &from) || !int_argument (newfd, &to))
    return DOOR (scm_dup2, oldfd, newfd);
  if (dup2 (from, to) < 0)
    FAIL (scm_dup2);
  return scm_of (WORD_UNSPECIFIED);
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
    FAIL (scm_fcntl);
  return scm_of (fixnum (result));
}
