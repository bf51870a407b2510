#include "output.h"
#include "unwind.h"
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

const char *
port_charset (void)
{
  char *known = atomic_load (&state->port_charset), *none = NULL;
  if (known)
    return known;
  char *now = strdup (nl_langinfo (CODESET));
  if (!now)
    return nl_langinfo (CODESET);
  if (atomic_compare_exchange_strong (&state->port_charset, &none, now))
    return now;
  free (now);
  return none;
}

/* Writes what there is room for.  Only sockets have a call that raises no
   SIGPIPE, and whether FD is one, the kernel knows: the program may have put
   another file there.  */
static ssize_t
write_some (int fd, const void *bytes, size_t size)
{
  ssize_t n = send (fd, bytes, size, MSG_NOSIGNAL);
  return n < 0 && errno == ENOTSOCK ? write (fd, bytes, size) : n;
}

static int
write_all (word port, const char *bytes, size_t size)
{
  while (size)
    {
      struct cell *c = cell_if (port, KIND_PORT);
      int fd = c && c->flags & PORT_OPEN ? c->port.fd : -1;
      ssize_t n = write_some (fd, bytes, size);
      if (n >= 0)
        {
          bytes += n;
          size -= n;
        }
      else if (errno == EAGAIN)
        {
          struct pollfd room = { .fd = fd, .events = POLLOUT };
          if (poll (&room, 1, -1) < 0 && errno != EINTR)
            return errno;
        }
      else if (errno != EINTR)
        return errno;
    }
  return 0;
}

#define STANDARD_OUTPUT FIXED_HANDLE (FIXED_stdout)

static int
flush (struct held *held)
{
  size_t count = held->count;
  held->count = 0;
  return write_all (STANDARD_OUTPUT, held->bytes, count);
}

static int
hold_back (const char *bytes, size_t size)
{
  struct held *held = &state->held;
  bool line = memchr (bytes, '\n', size);
  int error = 0;
  pthread_mutex_lock (&state->fresh->output);
  while (size && !error)
    {
      size_t room = sizeof held->bytes - held->count;
      size_t n = size < room ? size : room;
      memcpy (held->bytes + held->count, bytes, n);
      held->count += n;
      bytes += n;
      size -= n;
      if (held->count == sizeof held->bytes)
        error = flush (held);
    }
  if (line && !error && isatty (STDOUT_FILENO))
    error = flush (held);
  pthread_mutex_unlock (&state->fresh->output);
  return error;
}

int
port_write (word port, const void *bytes, size_t size)
{
  return port == STANDARD_OUTPUT ? hold_back (bytes, size)
                                 : write_all (port, bytes, size);
}

int
port_flush (void)
{
  pthread_mutex_lock (&state->fresh->output);
  int error = flush (&state->held);
  pthread_mutex_unlock (&state->fresh->output);
  return error;
}

void
port_print (word port, void *bytes, size_t size)
{
  int error = port_write (port, bytes, size);
  free (bytes);
  if (error)
    raise_system_error ("fport_write", error);
}
