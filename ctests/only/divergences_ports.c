/* Where libguile 3.0.8 is wrong about ports and their descriptors.  */

#include "divergence_sockets.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* close (2), which is interrupted where it is told to be.  Linux has closed
   the descriptor then.  */

static int interrupted = -1;

int
close (int fd)
{
  int result = syscall (SYS_close, fd);
  if (fd != interrupted || result)
    return result;
  errno = EINTR;
  return -1;
}

CASE (interrupted_close, "#t")
{
  interrupted = socket (AF_UNIX, SOCK_DGRAM, 0);
  MUST (interrupted >= 0);
  SCM result = scm_close (INT (interrupted));
  interrupted = -1;
  return result;
}

/* A port on a descriptor that the program closes moves to another.  */

static SCM
close_number (void *port)
{
  return scm_close (scm_fileno (*(SCM *) port));
}

static SCM
condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

/* What comes of that while the process may have no more descriptors; and
   whether the port is on the same one then.  */
CASE (no_descriptor_left, "((system-error \"scm_evict_ports\" \"~A\""
                          " (\"Too many open files\") (24)) #t)")
{
  struct rlimit limit, none;
  SCM port = new_socket (AF_UNIX, SOCK_STREAM);
  int fd = descriptor (port);
  MUST (!getrlimit (RLIMIT_NOFILE, &limit));
  none = limit;
  none.rlim_cur = 0;
  MUST (!setrlimit (RLIMIT_NOFILE, &none));
  SCM result
      = scm_internal_catch (SCM_BOOL_T, close_number, &port, condition, NULL);
  MUST (!setrlimit (RLIMIT_NOFILE, &limit));
  return scm_list_2 (result, scm_from_bool (descriptor (port) == fd));
}

/* The sizes of the datagrams in which PRINT puts what it prints.  */
static SCM
datagrams (SCM (*print) (SCM obj, SCM port), SCM obj)
{
  SCM a, b, sizes = SCM_EOL;
  char buffer[100];
  ssize_t n;
  new_pair (SOCK_DGRAM, &a, &b);
  print (obj, a);
  while ((n = recv (descriptor (b), buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
    sizes = scm_cons (INT (n), sizes);
  close_both (a, b);
  return scm_reverse (sizes);
}

CALL (one_datagram_write, "(5)", datagrams (scm_write, text ("abc")))
CALL (one_datagram_display, "(7)",
      datagrams (scm_display,
                 scm_list_3 (INT (1), symbol ("b"), symbol ("c"))))
