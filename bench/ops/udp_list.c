/* To a family, a number and a port.  */

#include "udp.h"

static void
address_of (SCM name)
{
  to[0] = number (AF_INET);
  to[1] = loopback ();
  to[2] = scm_list_1 (scm_c_vector_ref (name, 2));
}
