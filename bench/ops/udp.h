/* scm_sendto and scm_recvfrom of 64 bytes: a UDP socket that writes to
   itself.  */

#include "scm.h"

static SCM sock, message, buffer;

/* The address as scm_sendto takes it, to be made from what scm_getsockname
   says.  */
static SCM to[3];
static void address_of (SCM name);

void
setup (void)
{
  scm_init_guile ();
  sock = bound (SOCK_DGRAM);
  address_of (scm_getsockname (sock));
  message = scm_make_bytevector (number (64), number ('x'));
  buffer = scm_make_bytevector (number (64), number (0));
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (scm_to_int (scm_sendto (sock, message, to[0], to[1], to[2]))
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
