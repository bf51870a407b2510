/* A TCP connection: scm_socket, scm_connect, scm_accept and scm_close_port of
   both ends.  The accepted end has SO_LINGER (1 . 0) from the listening socket
   and is closed first, so that it resets the connection: no end stays behind
   in TIME_WAIT, and no option is set each time.  */

#include "scm.h"

static SCM listener, address, family, style, protocol;

void
setup (void)
{
  scm_init_guile ();
  family = number (AF_INET);
  style = number (SOCK_STREAM);
  protocol = number (0);
  listener = bound (SOCK_STREAM);
  scm_setsockopt (listener, number (SOL_SOCKET), number (SO_LINGER),
                  scm_cons (number (1), number (0)));
  scm_listen (listener, number (16));
  address = scm_getsockname (listener);
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      SCM client = scm_socket (family, style, protocol);
      CHECK (
          scm_is_true (scm_connect (client, address, SCM_UNDEFINED, SCM_EOL)));
      SCM server = scm_car (scm_accept (listener));
      CHECK (scm_is_true (scm_close_port (server)));
      CHECK (scm_is_true (scm_close_port (client)));
    }
}

void
teardown (void)
{
  scm_close_port (listener);
}
