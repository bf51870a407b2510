/* scm_sendto to an address object, and scm_recvfrom, of 64 bytes: a UDP socket
   that writes to itself.  */

#include "scm.h"

static SCM sock, address, message, buffer;

void
setup (void)
{
  scm_init_guile ();
  sock = bound (SOCK_DGRAM);
  address = scm_getsockname (sock);
  message = scm_make_bytevector (number (64), number ('x'));
  buffer = scm_make_bytevector (number (64), number (0));
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (scm_to_int (
                 scm_sendto (sock, message, address, SCM_UNDEFINED, SCM_EOL))
             == 64);
      SCM received = scm_recvfrom (sock, buffer, SCM_UNDEFINED, SCM_UNDEFINED,
                                   SCM_UNDEFINED);
      CHECK (scm_to_int (scm_car (received)) == 64);
    }
}

void
teardown (void)
{
  CHECK (scm_c_bytevector_ref (buffer, 63) == 'x');
  scm_close_port (sock);
}
