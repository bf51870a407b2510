/* scm_send and scm_recv of SIZE bytes through a Unix stream pair.  */

#include "scm.h"

static SCM a, b, message, buffer;

void
setup (void)
{
  scm_init_guile ();
  unix_pair (&a, &b);
  message = scm_make_bytevector (number (SIZE), number ('x'));
  buffer = scm_make_bytevector (number (SIZE), number (0));
}

void
run (long count)
{
  for (long i = 0; i < count; i++)
    {
      CHECK (scm_to_int (scm_send (a, message, SCM_UNDEFINED)) == SIZE);
      CHECK (scm_to_int (scm_recv (b, buffer, SCM_UNDEFINED)) == SIZE);
    }
}

void
teardown (void)
{
  CHECK (scm_c_bytevector_ref (buffer, SIZE - 1) == 'x');
  scm_close_port (a);
  scm_close_port (b);
}
