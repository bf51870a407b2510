/* The same as udp_object with the address as family, number and port.  */

#include "scm.h"

static SCM sock, family, address, port, message, buffer;

void
setup (void)
{
  scm_init_guile ();
  sock = bound (SOCK_DGRAM);
  family = number (AF_INET);
  address = loopback ();
  port = scm_list_1 (scm_c_vector_ref (scm_getsockname (sock), 2));
  message = scm_make_bytevector (number (64), number ('x'));
  buffer = scm_make_bytevector (number (64), number (0));
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (scm_to_int (scm_sendto (sock, message, family, address, port))
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
