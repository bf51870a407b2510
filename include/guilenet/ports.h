/* Ports, as far as a socket needs them.  A socket is a port on a descriptor,
   for input and output, without a buffer.

   Source: the Guile manual, "Ports" and "Default Ports for Input, Output and
   Errors".  */

#ifndef GUILENET_PORTS_H
#define GUILENET_PORTS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* #t if X is a port, open or closed, else #f.  */
SCM_API SCM scm_port_p (SCM x);

/* #t if X is a port for input, or for output, open or closed, else #f.  A
   socket is for both.  */
SCM_API SCM scm_input_port_p (SCM x);
SCM_API SCM scm_output_port_p (SCM x);

/* #t if X is a port on a descriptor, open or closed, else #f.  */
SCM_API SCM scm_file_port_p (SCM x);

/* #t if PORT is closed, #f if it is open.  Raises wrong-type-arg if PORT is no
   port.  */
SCM_API SCM scm_port_closed_p (SCM port);

/* 1 if X is a port; an open port; an open port for input; an open port for
   output; an open port on a descriptor; else 0.  Nothing is raised.  In Guile
   these are macros.  */
SCM_API int SCM_PORTP (SCM x);
SCM_API int SCM_OPPORTP (SCM x);
SCM_API int SCM_OPINPORTP (SCM x);
SCM_API int SCM_OPOUTPORTP (SCM x);
SCM_API int SCM_OPFPORTP (SCM x);

/* The mode of PORT, a new string: "r", "w" or "r+", followed by "0" if PORT is
   unbuffered.  It says nothing of appending and of lines.  Raises
   wrong-type-arg if PORT is no open port.  */
SCM_API SCM scm_port_mode (SCM port);

/* Closes PORT and its descriptor.  #t, or #f if PORT was closed before.
   Raises wrong-type-arg if PORT is no port, and system-error if close (2)
   fails (EBADF, where the descriptor was closed behind the port's back); PORT
   is closed then, too.  */
SCM_API SCM scm_close_port (SCM port);

/* The same for a port; or closes a descriptor, a C int.  #t, or #f if it was
   not open.  Ports that have this descriptor are moved to another one first,
   a duplicate without close-on-exec, and stay open.  Raises wrong-type-arg if
   OBJECT is neither, out-of-range if it is no C int, and system-error if close
   (2) fails otherwise.  */
SCM_API SCM scm_close (SCM object);

/* Close PORT as scm_close_port does, all of it: a socket that was for both
   directions has neither then.  (To end one direction of a connection, see
   scm_shutdown.)  Raise what scm_close_port does, and wrong-type-arg if PORT
   is no port for input, or for output, open or closed.  No value, also where
   PORT was closed before.  */
SCM_API SCM scm_close_input_port (SCM port);
SCM_API SCM scm_close_output_port (SCM port);

/* The ports on the descriptors 0, 1 and 2: where input comes from, where
   output goes by default, and where messages about errors go.  The same object
   each time, also when it has been closed.  */
SCM_API SCM scm_current_input_port (void);
SCM_API SCM scm_current_output_port (void);
SCM_API SCM scm_current_error_port (void);

GUILENET_END_DECLS

#endif
