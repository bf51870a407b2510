#include "raw.h"

static int listener;
static struct sockaddr_in address;

void
setup (void)
{
  listener = bound (SOCK_STREAM, &address);
  struct linger linger = { 1, 0 };
  CHECK (setsockopt (listener, SOL_SOCKET, SO_LINGER, &linger, sizeof linger)
         == 0);
  CHECK (listen (listener, 16) == 0);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      int client = socket (AF_INET, SOCK_STREAM, 0);
      CHECK (client >= 0);
      CHECK (connect (client, (struct sockaddr *) &address, sizeof address)
             == 0);
      struct sockaddr_storage peer;
      socklen_t size = sizeof peer;
      int server = accept (listener, (struct sockaddr *) &peer, &size);
      CHECK (server >= 0);
      CHECK (close (server) == 0);
      CHECK (close (client) == 0);
    }
}

void
teardown (void)
{
  close (listener);
}
