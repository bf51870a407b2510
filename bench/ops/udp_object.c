/* To an address object.  */

#include "udp.h"

static void
address_of (SCM name)
{
  to[0] = name;
  to[1] = SCM_UNDEFINED;
  to[2] = SCM_EOL;
}
