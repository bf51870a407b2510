/* scm_setsockopt and scm_getsockopt of SO_REUSEADDR.  */

#include "scm.h"

static SCM sock, level, option, one;

void
setup (void)
{
  scm_init_guile ();
  sock = bound (SOCK_STREAM);
  level = number (SOL_SOCKET);
  option = number (SO_REUSEADDR);
  one = number (1);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      scm_setsockopt (sock, level, option, one);
      CHECK (scm_to_int (scm_getsockopt (sock, level, option)) == 1);
    }
}

void
teardown (void)
{
  scm_close_port (sock);
}
