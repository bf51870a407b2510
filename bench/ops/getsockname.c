/* scm_getsockname of a UDP socket.  */

#include "scm.h"

static SCM sock;

void
setup (void)
{
  scm_init_guile ();
  sock = bound (SOCK_DGRAM);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    CHECK (scm_is_true (scm_getsockname (sock)));
}

void
teardown (void)
{
  SCM address = scm_c_vector_ref (scm_getsockname (sock), 1);
  CHECK (scm_to_uint32 (address) == INADDR_LOOPBACK);
  scm_close_port (sock);
}
