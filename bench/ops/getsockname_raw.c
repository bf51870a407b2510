#include "raw.h"

static int fd;

void
setup (void)
{
  struct sockaddr_in address;
  fd = bound (SOCK_DGRAM, &address);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      struct sockaddr_storage address;
      socklen_t size = sizeof address;
      CHECK (getsockname (fd, (struct sockaddr *) &address, &size) == 0);
    }
}

void
teardown (void)
{
  close (fd);
}
