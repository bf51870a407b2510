#include "unwind.h"
#include <guilenet/dynwind.h>
#include <stdlib.h>

void
scm_dynwind_begin (scm_t_dynwind_flags flags)
{
  (void) flags;
  wind_push (thread (), WIND_FRAME, NULL);
}

void
scm_dynwind_end (void)
{
  struct thread *t = thread ();
  struct wind *w = wind_top (t);
  /* What lies outside of a catch is not for its body to end.  */
  while (w && w->kind > WIND_FRAME)
    w = w->outer;
  if (w && w->kind == WIND_FRAME)
    wind_pop (t, w, true);
}

void
scm_dynwind_unwind_handler (void (*func) (void *), void *data,
                            scm_t_wind_flags flags)
{
  struct wind *w = wind_push (thread (), WIND_UNWIND, NULL);
  w->unwind = func;
  w->data = data;
  w->explicitly = flags & SCM_F_WIND_EXPLICITLY;
}

void
scm_dynwind_unwind_handler_with_scm (void (*func) (SCM), SCM data,
                                     scm_t_wind_flags flags)
{
  struct wind *w = wind_push (thread (), WIND_UNWIND_SCM, NULL);
  w->unwind_scm = func;
  w->value = data;
  w->explicitly = flags & SCM_F_WIND_EXPLICITLY;
}

/* There are no continuations here, so nothing is ever rewound: what is left
   of a rewind handler is the call at once.  */

void
scm_dynwind_rewind_handler (void (*func) (void *), void *data,
                            scm_t_wind_flags flags)
{
  if (flags & SCM_F_WIND_EXPLICITLY)
    func (data);
}

void
scm_dynwind_rewind_handler_with_scm (void (*func) (SCM), SCM data,
                                     scm_t_wind_flags flags)
{
  if (flags & SCM_F_WIND_EXPLICITLY)
    func (data);
}

void
scm_dynwind_free (void *mem)
{
  scm_dynwind_unwind_handler (free, mem, SCM_F_WIND_EXPLICITLY);
}
