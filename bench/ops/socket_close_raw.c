#include "raw.h"

void
setup (void)
{
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      int fd = socket (AF_INET, SOCK_DGRAM, 0);
      CHECK (fd >= 0);
      CHECK (close (fd) == 0);
    }
}

void
teardown (void)
{
}
