#include "raw.h"

static int pair[2];
static char message[SIZE], buffer[SIZE];

void
setup (void)
{
  CHECK (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  memset (message, 'x', SIZE);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (send (pair[0], message, SIZE, MSG_NOSIGNAL) == SIZE);
      CHECK (recv (pair[1], buffer, SIZE, 0) == SIZE);
    }
}

void
teardown (void)
{
  CHECK (buffer[SIZE - 1] == 'x');
  close (pair[0]);
  close (pair[1]);
}
