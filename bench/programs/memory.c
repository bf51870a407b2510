/* Prints the resident memory after the first socket, and how much each of
   10,000 more adds to it.  */

#include "resident.h"

#include "../ops/scm.h"

static SCM sockets[SOCKETS];

static SCM
new_socket (void)
{
  return scm_socket (number (AF_UNIX), number (SOCK_DGRAM), number (0));
}

int
main (void)
{
  allow_all ();
  for (int i = 0; i < SOCKETS; i++)
    sockets[i] = SCM_BOOL_F;
  scm_init_guile ();
  SCM first = new_socket ();
  /* The first look brings in what looking needs.  */
  resident ();
  long before = resident ();
  for (int i = 0; i < SOCKETS; i++)
    sockets[i] = new_socket ();
  long after = resident ();
  for (int i = 0; i < SOCKETS; i++)
    CHECK (scm_is_false (scm_port_closed_p (sockets[i])));
  printf ("%ld %.1f\n", before, (double) (after - before) / SOCKETS);
  scm_remember_upto_here_1 (first);
  return 0;
}
