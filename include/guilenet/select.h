/* Waiting for several ports and descriptors at once.

   Source: the Guile manual, "Ports and File Descriptors"; select (2), poll
   (2).  */

#ifndef GUILENET_SELECT_H
#define GUILENET_SELECT_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* Waits until one of READS can be read from without waiting, one of WRITES can
   be written to, or one of EXCEPTS has an exceptional condition, such as
   urgent data of TCP; an end of input or an error that is to be reported
   counts as readable, such an error also as writable.  Each of the three is a
   list or a vector of open ports and descriptors, C ints, in any mixture; any
   number of descriptors, of any size.

   A port of READS whose buffer holds input, and a port of WRITES whose buffer
   has room for more than one byte, are ready without a look at the descriptor.
   If there is one, nothing is waited for, SECS and USECS are not looked at,
   and the others are only asked what they are now.

   SECS and USECS say how long to wait, together.  SECS undefined or #f: for
   ever, and USECS is not looked at.  Otherwise SECS is an integer, and USECS,
   in microseconds, one too or undefined; it may be more than a second.

   The result is a new list of three: what is ready of each set, in a list
   where the set was one, else in a vector; each object as it was given, as
   often as it was given.  A list has them in reverse order, those that were
   ready by their buffers last; a vector in their order, those that were ready
   by their buffers last.  All are empty if nothing became ready in time, or a
   signal's handler ran meanwhile.

   Raises wrong-type-arg if a set is neither a proper list nor a vector, or has
   what is neither an integer nor an open port; out-of-range if a descriptor is
   no C int; wrong-type-arg if SECS or USECS is no integer, or SECS is negative
   and USECS is given; out-of-range if they fit no C long (SECS: no unsigned
   one); system-error with EINVAL if one is negative otherwise, or SECS is 2^63
   or more; and system-error if the system fails, with EBADF for a descriptor
   that is not open.  The sets are looked at first, all three before their
   elements.

   Other threads go on meanwhile; one that closes a port of the sets does not
   end the wait.  */
SCM_API SCM scm_select (SCM reads, SCM writes, SCM excepts, SCM secs,
                        SCM usecs);

GUILENET_END_DECLS

#endif
