#include "raw.h"

static int fd;
static struct sockaddr_in bound_to;
static char message[64], buffer[64];

/* The address to send to.  */
static struct sockaddr_in address (void);

void
setup (void)
{
  fd = bound (SOCK_DGRAM, &bound_to);
  memset (message, 'x', sizeof message);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      struct sockaddr_in to = address ();
      CHECK (sendto (fd, message, 64, MSG_NOSIGNAL, (struct sockaddr *) &to,
                     sizeof to)
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
