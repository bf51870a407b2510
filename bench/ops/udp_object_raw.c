#include "udp_raw.h"

static struct sockaddr_in
address (void)
{
  return bound_to;
}
