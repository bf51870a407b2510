#include "pair.h"
#include "raw.h"

static void
pass (int from, int to, char *message)
{
  CHECK (send (from, message, 64, MSG_NOSIGNAL) == 64);
  CHECK (recv (to, message, 64, 0) == 64);
}

void
prepare (void)
{
}

void
session (struct session *session)
{
  int pair[2];
  char message[64] = "x";
  CHECK (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  session->ready (session);
  for (long i = 0; i < session->count; i++)
    {
      pass (pair[0], pair[1], message);
      pass (pair[1], pair[0], message);
    }
  session->done (session);
  close (pair[0]);
  close (pair[1]);
}
