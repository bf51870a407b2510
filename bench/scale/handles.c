/* handles HANDLES...

   Prints for each number of live handles, pairs of a list, the nanoseconds of
   scm_socket + scm_close_port, of scm_accept + scm_close_port (with the raw
   connect (2) that it takes) and of scm_getsockname.  */

#include "../ops/scm.h"
#include "clock.h"

#include <unistd.h>

static SCM sock, listener, live = SCM_EOL;
static struct sockaddr_in address = { .sin_family = AF_INET };

static void
socket_close (void)
{
  scm_close_port (
      scm_socket (number (AF_INET), number (SOCK_DGRAM), number (0)));
}

static void
accept_close (void)
{
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  CHECK (connect (fd, (struct sockaddr *) &address, sizeof address) == 0);
  scm_close_port (scm_car (scm_accept (listener)));
  close (fd);
}

static void
get_name (void)
{
  CHECK (scm_is_true (scm_getsockname (sock)));
}

static void
listen_at_address (void)
{
  listener = bound (SOCK_STREAM);
  /* As in tcp_connect.c.  */
  scm_setsockopt (listener, number (SOL_SOCKET), number (SO_LINGER),
                  scm_cons (number (1), number (0)));
  scm_listen (listener, number (16));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  address.sin_port = htons (
      scm_to_uint16 (scm_c_vector_ref (scm_getsockname (listener), 2)));
}

int
main (int argc, char **argv)
{
  scm_init_guile ();
  scm_gc_register_root (&live);
  scm_gc_register_root (&sock);
  scm_gc_register_root (&listener);
  sock = bound (SOCK_DGRAM);
  listen_at_address ();
  long handles = 0;
  for (int i = 1; i < argc; i++)
    {
      for (; handles < atol (argv[i]); handles++)
        live = scm_cons (number (1), live);
      double close = nanoseconds (socket_close, 7, 1000);
      double accept = nanoseconds (accept_close, 7, 200);
      double name = nanoseconds (get_name, 7, 5000);
      printf ("%s %.1f %.1f %.1f\n", argv[i], close, accept, name);
    }
  return 0;
}
