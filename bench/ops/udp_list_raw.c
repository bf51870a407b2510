#include "udp_raw.h"

static uint32_t host = INADDR_LOOPBACK;

static struct sockaddr_in
address (void)
{
  struct sockaddr_in made
      = { .sin_family = AF_INET, .sin_port = bound_to.sin_port };
  made.sin_addr.s_addr = htonl (host);
  return made;
}
