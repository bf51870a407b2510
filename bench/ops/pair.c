#include "pair.h"
#include "scm.h"

static void
pass (SCM from, SCM to, SCM message)
{
  CHECK (scm_to_int (scm_send (from, message, SCM_UNDEFINED)) == 64);
  CHECK (scm_to_int (scm_recv (to, message, SCM_UNDEFINED)) == 64);
}

static void *
body (void *data)
{
  struct session *session = data;
  SCM a, b;
  unix_pair (&a, &b);
  SCM message = scm_make_bytevector (number (64), number ('x'));
  session->ready (session);
  for (long i = 0; i < session->count; i++)
    {
      pass (a, b, message);
      pass (b, a, message);
    }
  session->done (session);
  scm_close_port (a);
  scm_close_port (b);
  return session;
}

void
prepare (void)
{
  /* libguile crashes if its first threads come at once.  */
  scm_init_guile ();
}

void
session (struct session *session)
{
  CHECK (scm_with_guile (body, session));
}
