/* Frames with handlers that run when a condition leaves through them.

   Between scm_dynwind_begin and scm_dynwind_end lies a frame; frames nest.
   Each end belongs to the last begin of the same thread that has none yet, and
   a catch body, a function that scm_with_guile calls and the like must end
   what it begins and nothing else.  None of these calls raises a condition.

   Source: the Guile manual, "Dynamic Wind".  */

#ifndef GUILENET_DYNWIND_H
#define GUILENET_DYNWIND_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* SCM_F_DYNWIND_REWINDABLE says that the frame can be entered again.  That
   takes a continuation, of which there are none here: it makes no
   difference.  */
typedef enum
{
  SCM_F_DYNWIND_REWINDABLE = 16
} scm_t_dynwind_flags;

/* SCM_F_WIND_EXPLICITLY: run the handler without a condition too.  */
typedef enum
{
  SCM_F_WIND_EXPLICITLY = 16
} scm_t_wind_flags;

/* Begins and ends a frame.  The end runs its unwind handlers that were
   registered with SCM_F_WIND_EXPLICITLY, the last one first, and drops the
   others.  In C++ and in C the flags are 0 or the name above; C++ wants 0 cast
   to the type.  */
SCM_API void scm_dynwind_begin (scm_t_dynwind_flags flags);
SCM_API void scm_dynwind_end (void);

/* Has FUNC (DATA) called when a condition unwinds the stack past the current
   frame, after the throw handlers and before the catch's handler: handlers of
   inner frames first, in a frame the last one first.  A handler is called
   once.  If it raises a condition, that takes the place of the first one; the
   handlers that are left still run.  */
SCM_API void scm_dynwind_unwind_handler (void (*func) (void *data), void *data,
                                         scm_t_wind_flags flags);
SCM_API void scm_dynwind_unwind_handler_with_scm (void (*func) (SCM data),
                                                  SCM data,
                                                  scm_t_wind_flags flags);

/* Calls FUNC (DATA) now if FLAGS is SCM_F_WIND_EXPLICITLY.  It would be called
   again if the frame were entered again, which does not happen here.  */
SCM_API void scm_dynwind_rewind_handler (void (*func) (void *data), void *data,
                                         scm_t_wind_flags flags);
SCM_API void scm_dynwind_rewind_handler_with_scm (void (*func) (SCM data),
                                                  SCM data,
                                                  scm_t_wind_flags flags);

/* Has MEM freed, with free, when the frame is left, either way.  MEM may be
   NULL.  */
SCM_API void scm_dynwind_free (void *mem);

GUILENET_END_DECLS

#endif
