/* Guile mode: a thread is in it when it may call the library.

   What a condition does that nothing catches depends on how the mode was
   entered.  Except for the key quit the condition's text, as
   scm_handle_by_message prints it, goes to the current error port, which is
   flushed, after the throw handlers and before anything is unwound; then
     scm_with_guile   unwinds to that call, which returns NULL
     scm_boot_guile   unwinds, and ends the process with exit (1)
     scm_init_guile   ends the process with exit (1), without unwinding; the
                      text is preceded by a line "guile: uncaught exception:".
   For the key quit nothing is printed, and in all three cases the process ends
   with exit (3), with the status that scm_handle_by_message describes;
   scm_with_guile and scm_boot_guile unwind before that.

   What the current output and error ports hold back is written when the
   process ends by exit or by returning from main, before what stdio holds
   back; not if it ends by _exit or by a signal.

   Source: the Guile manual, "Initialization", "Blocking in Guile Mode".  */

#ifndef GUILENET_MODES_H
#define GUILENET_MODES_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* 0, and 1 once a thread of the process has entered Guile mode.  */
SCM_API int scm_initialized_p;

/* Puts the thread into Guile mode for good.  In a thread that is in it
   already, it does nothing.  */
SCM_API void scm_init_guile (void);

/* Calls FUNC (DATA) in Guile mode and returns what it returns, or NULL if a
   condition left it; afterwards the thread is in the mode that it was in
   before.  Conditions raised inside go no further than here, also if a catch
   further out asks for them.  Calls may nest, and any thread may make them. */
SCM_API void *scm_with_guile (void *(*func) (void *data), void *data);

/* Calls FUNC (DATA) outside Guile mode, for work that blocks without calling
   the library, and returns what it returns.  FUNC may call scm_with_guile.  In
   a thread that is not in Guile mode it just calls FUNC.  */
SCM_API void *scm_without_guile (void *(*func) (void *data), void *data);

/* Calls MAIN_FUNC (CLOSURE, ARGC, ARGV) in Guile mode and then ends the
   process with exit (0).  Does not return.  */
SCM_API void scm_boot_guile (int argc, char **argv,
                             void (*main_func) (void *closure, int argc,
                                                char **argv),
                             void *closure);

GUILENET_END_DECLS

#endif
