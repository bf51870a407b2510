/* scm_socket and scm_close_port.  */

#include "scm.h"

static SCM family, style, protocol;

void
setup (void)
{
  scm_init_guile ();
  family = number (AF_INET);
  style = number (SOCK_DGRAM);
  protocol = number (0);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      SCM sock = scm_socket (family, style, protocol);
      CHECK (scm_is_true (scm_close_port (sock)));
    }
}

void
teardown (void)
{
}
