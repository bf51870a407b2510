/* The shortest program that has a socket.  */

#include "../ops/scm.h"

int
main (void)
{
  scm_init_guile ();
  SCM sock = scm_socket (number (AF_INET), number (SOCK_DGRAM), number (0));
  CHECK (scm_is_true (scm_close_port (sock)));
  return 0;
}
