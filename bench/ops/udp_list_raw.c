#include "raw.h"

static int fd;
static uint32_t host = INADDR_LOOPBACK;
static uint16_t port;
static char message[64], buffer[64];

void
setup (void)
{
  struct sockaddr_in address;
  fd = bound (SOCK_DGRAM, &address);
  port = ntohs (address.sin_port);
  memset (message, 'x', sizeof message);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      struct sockaddr_in address
          = { .sin_family = AF_INET, .sin_port = htons (port) };
      address.sin_addr.s_addr = htonl (host);
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
