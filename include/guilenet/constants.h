/* Names of constants, for clients that have no C headers.  */

#ifndef GUILENET_CONSTANTS_H
#define GUILENET_CONSTANTS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The variable called NAME (UTF-8), which holds the constant's value; the same
   variable each time, and another one for another name.  Known are the AF_,
   PF_, SOCK_, SOL_, SO_, IPPROTO_, IP_, TCP_, MSG_, INADDR_, AI_, EAI_, F_,
   FD_, O_ and LOCK_ names of Guile's manual, PIPE_BUF, errno's names, and the
   usual options of socket (7), ip (7), ipv6 (7), tcp (7) and udp (7), with
   IPPROTO_IPV6.  All values are integers; the INADDR_ ones are IPv4 addresses
   in host byte order.
   A name that is not known raises unbound-variable, with the subr
   "module-lookup"; one that is no UTF-8 raises decoding-error.
   Guile manual, "Accessing Modules from C", "Network Sockets and
   Communication", "Ports and File Descriptors".  */
SCM_API SCM scm_c_lookup (const char *name);

/* The value of the variable VAR.  What is no variable raises wrong-type-arg.
   Guile manual, "Variables".  */
SCM_API SCM scm_variable_ref (SCM var);

GUILENET_END_DECLS

#endif
