/* Ports and file descriptors.

   Source: the Guile manual, "Ports and File Descriptors" and "File System"
   (isatty?); open(2), dup(2), fcntl(2), isatty(3).  */

#ifndef GUILENET_DESCRIPTORS_H
#define GUILENET_DESCRIPTORS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The descriptor of PORT, which stays PORT's own.  Raises wrong-type-arg if
   PORT is no open port on a descriptor.  */
SCM_API SCM scm_fileno (SCM port);

/* A new port on the descriptor FDES, a C int, which is closed with the port
   from then on.  What ports there are on FDES already stay.

   MODES is a string in which these characters count, in any order:
     r      for input
     w, a   for output; what the descriptor does with O_APPEND is up to it
     +      for both
     0      unbuffered
     l      what is written is sent when a line ends
   One of r, w, a and + must be there.  Without 0 and l the port is buffered
   in blocks, of the size that fstat (2) tells for FDES: a socket, too.

   Raises wrong-type-arg if MODES is no string or FDES no integer;
   out-of-range if FDES is no C int, or MODES says neither input nor output;
   system-error (EBADF) if FDES is not open; misc-error if it cannot be read
   or written as MODES want it.  FDES stays the caller's then.  */
SCM_API SCM scm_fdopen (SCM fdes, SCM modes);

/* The same for a C int, and a mode in C, in the locale's encoding.  NAME, if
   it is a string or a symbol, is what the port is printed with; any other
   value stands for "file".  Raises misc-error also if MODE is NULL.  */
SCM_API SCM scm_fdes_to_port (int fdes, char *mode, SCM name);

/* The revealed count of PORT: 0 for a new port, 1 for the standard ports; and
   sets it to COUNT, a C int, without value.  A port whose count is not 0 is
   never closed by the collector; scm_close_port closes it all the same.
   scm_fileno does not count.  Raise wrong-type-arg if PORT is no open port on
   a descriptor or COUNT no integer, and out-of-range if it is no C int.  */
SCM_API SCM scm_port_revealed (SCM port);
SCM_API SCM scm_set_port_revealed_x (SCM port, SCM count);

/* Makes the descriptor NEWFD a duplicate of OLDFD, both C ints, as dup2 (2)
   does; the file that was on NEWFD is closed without a word.  A port on NEWFD
   stays there, with what it has buffered, and goes on with the other file.
   No value.  Raises wrong-type-arg if one is no integer, out-of-range if one
   is no C int, OLDFD first, and system-error if dup2 fails.  */
SCM_API SCM scm_dup2 (SCM oldfd, SCM newfd);

/* #t if PORT is an open port on a terminal, else #f, whatever it is.  */
SCM_API SCM scm_isatty_p (SCM port);

/* What fcntl (2) gives for OBJECT, an open port on a descriptor or a
   descriptor, COMMAND (F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD, F_GETOWN,
   F_SETOWN, …) and VALUE, both C ints.  VALUE may be SCM_UNDEFINED, which is
   0; commands that have no use for it still want an integer.  The owner is a
   process or, negative, a process group.  F_DUPFD gives a descriptor and no
   port: the caller closes it.

   Raises wrong-type-arg if OBJECT is neither, or COMMAND or VALUE no integer;
   out-of-range if one is no C int; system-error if fcntl fails.  OBJECT is
   looked at first, then VALUE, then COMMAND.  */
SCM_API SCM scm_fcntl (SCM object, SCM command, SCM value);

GUILENET_END_DECLS

#endif
