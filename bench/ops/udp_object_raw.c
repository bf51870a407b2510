#include "raw.h"

static int fd;
static struct sockaddr_in address;
static char message[64], buffer[64];

void
setup (void)
{
  fd = bound (SOCK_DGRAM, &address);
  memset (message, 'x', sizeof message);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (sendto (fd, message, 64, MSG_NOSIGNAL,
                     (struct sockaddr *) &address, sizeof address)
             == 64);
      struct sockaddr_storage sender;
      socklen_t size = sizeof sender;
      CHECK (recvfrom (fd, buffer, 64, 0, (struct sockaddr *) &sender, &size)
             == 64);
    }
}

void
teardown (void)
{
  CHECK (buffer[63] == 'x');
  close (fd);
}
