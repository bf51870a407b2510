/* select SOCKETS...

   Prints for each number of sockets, of which the first is readable, the
   nanoseconds of scm_select on a list of them, and of poll (2).  */

#include "../ops/scm.h"
#include "../programs/resident.h"
#include "clock.h"

#include <poll.h>

static SCM reads = SCM_EOL, last;
static struct pollfd polled[SOCKETS + 1];
static int sockets;

static void
scm (void)
{
  for (;;)
    {
      SCM ready
          = scm_select (reads, SCM_EOL, SCM_EOL, number (60), SCM_UNDEFINED);
      if (scm_is_pair (scm_car (ready)))
        return;
#ifndef GUILENET_VERSION
      /* libguile's comes back with nothing after a collection, as often as
         it is called, until the hook that waits since then is run.  */
      scm_async_tick ();
#endif
    }
}

static void
raw (void)
{
  CHECK (poll (polled, sockets, 1000) == 1);
}

static void
add (SCM port)
{
  SCM pair = scm_list_1 (port);
  if (scm_is_null (reads))
    reads = pair;
  else
    scm_set_cdr_x (last, pair);
  last = pair;
  polled[sockets++]
      = (struct pollfd){ scm_to_int (scm_fileno (port)), POLLIN, 0 };
}

int
main (int argc, char **argv)
{
  allow_all ();
  scm_init_guile ();
  scm_gc_register_root (&reads);
  SCM a, b;
  unix_pair (&a, &b);
  scm_send (a, scm_make_bytevector (number (1), number (1)), SCM_UNDEFINED);
  add (b);
  for (int i = 1; i < argc; i++)
    {
      int wanted = atoi (argv[i]);
      CHECK (wanted <= SOCKETS);
      while (sockets < wanted)
        add (scm_socket (number (AF_UNIX), number (SOCK_DGRAM), number (0)));
      int repeats = 200000 / wanted / 10 + 10;
      double select = nanoseconds (scm, 7, repeats);
      printf ("%d %.1f %.1f\n", wanted, select, nanoseconds (raw, 7, repeats));
    }
  scm_remember_upto_here_1 (a);
  return 0;
}
