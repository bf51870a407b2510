#include "raw.h"

static int fd;

void
setup (void)
{
  struct sockaddr_in address;
  fd = bound (SOCK_STREAM, &address);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      int value = 1;
      socklen_t size = sizeof value;
      CHECK (setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &value, size) == 0);
      CHECK (getsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &value, &size) == 0);
      CHECK (value == 1);
    }
}

void
teardown (void)
{
  close (fd);
}
