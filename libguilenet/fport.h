/* The system calls under a port.  They wait where the descriptor does not, and
   go on when a signal interrupts them.  */

#ifndef FPORT_H
#define FPORT_H

#include "heap.h"
#include <sys/types.h>

#pragma GCC visibility push(hidden)

/* The descriptor of PORT at this moment; -1, which every call refuses, when
   it has been closed.  */
static inline int
fport_descriptor (struct cell *port)
{
  return cell_flags (port) & PORT_OPEN
             ? __atomic_load_n (&port->port.fd, __ATOMIC_RELAXED)
             : -1;
}

/* Reads 1 to SIZE bytes.  Gives how many, 0 at the end, -1 with errno.  */
ssize_t fport_read (struct cell *port, void *bytes, size_t size);

/* Writes 1 to SIZE bytes.  Gives how many, or -1 with errno.  A socket whose
   peer is gone gives EPIPE and no signal.  */
ssize_t fport_write (struct cell *port, const void *bytes, size_t size);

/* Writes all of them.  Gives 0 or an errno.  */
int fport_write_all (struct cell *port, const void *bytes, size_t size);

/* Whether reading and writing share a position: on a file open for both.  */
bool fport_has_position (struct cell *port);

#pragma GCC visibility pop

#endif
