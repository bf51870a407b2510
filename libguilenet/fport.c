#include "fport.h"
#include "collector.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Whether a call that failed is to be made again; waits for EVENTS where it
   would have blocked.  */
static bool
again (struct cell *port, short events)
{
  if (errno == EINTR)
    return true;
  if (errno != EAGAIN)
    return false;
  struct pollfd ready = { .fd = fport_descriptor (port), .events = events };
  return COLLECTOR_OUTSIDE (thread (), poll (&ready, 1, -1)) >= 0
         || errno == EINTR;
}

ssize_t
fport_read (struct cell *port, void *bytes, size_t size)
{
  ssize_t n;
  do
    n = COLLECTOR_OUTSIDE (thread (),
                           read (fport_descriptor (port), bytes, size));
  while (n < 0 && again (port, POLLIN));
  return n;
}

/* Only sockets have a call that raises no SIGPIPE, and whether FD is one, the
   kernel knows: the program may have put another file there.  It does not
   block: when a signal's handler jumps out of one that has sent some, nobody
   knows how much.  */
static ssize_t
write_some (int fd, const void *bytes, size_t size)
{
  ssize_t n = send (fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  return n < 0 && errno == ENOTSOCK ? write (fd, bytes, size) : n;
}

ssize_t
fport_write (struct cell *port, const void *bytes, size_t size)
{
  ssize_t n;
  do
    n = COLLECTOR_OUTSIDE (thread (),
                           write_some (fport_descriptor (port), bytes, size));
  while (n < 0 && again (port, POLLOUT));
  return n;
}

int
fport_write_all (struct cell *port, const void *bytes, size_t size)
{
  const char *rest = bytes;
  while (size)
    {
      ssize_t n = fport_write (port, rest, size);
      if (n < 0)
        return errno;
      rest += n;
      size -= n;
    }
  return 0;
}

bool
fport_has_position (struct cell *port)
{
  unsigned both = PORT_INPUT | PORT_OUTPUT;
  return (cell_flags (port) & (both | PORT_SOCKET)) == both
         && lseek (fport_descriptor (port), 0, SEEK_CUR) >= 0;
}
