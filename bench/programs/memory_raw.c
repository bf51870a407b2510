#include "resident.h"

#include "../ops/raw.h"

static int sockets[SOCKETS];

static int
new_socket (void)
{
  int fd = socket (AF_UNIX, SOCK_DGRAM, 0);
  CHECK (fd >= 0);
  return fd;
}

int
main (void)
{
  allow_all ();
  memset (sockets, -1, sizeof sockets);
  new_socket ();
  /* The first look brings in what looking needs.  */
  resident ();
  long before = resident ();
  for (int i = 0; i < SOCKETS; i++)
    sockets[i] = new_socket ();
  long after = resident ();
  for (int i = 0; i < SOCKETS; i++)
    CHECK (close (sockets[i]) == 0);
  printf ("%ld %.1f\n", before, (double) (after - before) / SOCKETS);
  return 0;
}
