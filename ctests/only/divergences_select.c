/* Where libguile 3.0.8 is wrong about scm_select.  */

#include "divergence_sockets.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#define E SCM_EOL
#define EBADF_RAISED SYSTEM_ERROR ("select", "Bad file descriptor", "9")

/* How many of READS, WRITES and EXCEPTS are told.  */
static SCM
counts (SCM reads, SCM writes, SCM excepts, SCM secs, SCM usecs)
{
  SCM told = scm_select (reads, writes, excepts, secs, usecs);
  return scm_list_3 (scm_length (scm_car (told)), scm_length (scm_cadr (told)),
                     scm_length (scm_caddr (told)));
}

/* A port that can be read from.  */
static SCM
readable (void)
{
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  MUST (write (descriptor (b), "x", 1) == 1);
  return a;
}

static SCM
now (SCM element)
{
  SCM set = scm_list_1 (element);
  return counts (set, set, set, INT (0), NONE);
}

/* Descriptors.  */

CALL (negative_descriptor, EBADF_RAISED, now (INT (-1)))
CALL (negative_descriptors, EBADF_RAISED,
      counts (scm_list_2 (INT (-2), INT (-1)), E,
              scm_vector (scm_list_1 (INT (-2147483647 - 1))), INT (0), NONE))
CALL (largest_descriptor, EBADF_RAISED, now (INT (2147483647)))

/* Not open, and beyond what the kernel keeps account of: it does not look.  */
CALL (unused_descriptor, EBADF_RAISED, now (INT (1000)))

CASE (descriptor_1024, "(1 1 0)")
{
  SCM port = readable ();
  int fd = fcntl (descriptor (port), F_DUPFD, 1024);
  MUST (fd >= 1024);
  scm_remember_upto_here_1 (port);
  return now (INT (fd));
}

static SCM
address (void)
{
  return scm_make_socket_address (INT (AF_INET), LOOPBACK,
                                  scm_list_1 (INT (80)));
}

/* A vector, too: the descriptors 2, 2130706433 and 80.  */
CALL (address_object, EBADF_RAISED,
      scm_select (address (), E, E, INT (0), NONE))

/* A port that has input in its buffer, beside its descriptor, which is
   ready.  */
CASE (buffered_and_ready, "(2 0 0)")
{
  SCM port = readable ();
  scm_unget_byte ('x', port);
  return counts (scm_list_2 (port, scm_fileno (port)), E, E, INT (0), NONE);
}

/* Times.  */

CALL (microseconds_2_31, "(1 0 0)",
      counts (scm_list_1 (readable ()), E, E, INT (0), number ("2147483648")))
CALL (microseconds_2_63, "(1 0 0)",
      counts (scm_list_1 (readable ()), E, E, INT (0),
              number ("9223372036854775807")))
CALL (negative_microseconds, SYSTEM_ERROR ("select", "Invalid argument", "22"),
      counts (scm_list_1 (readable ()), E, E, INT (0), number ("-4294967296")))

static void *
write_late (void *fd)
{
  usleep (20000);
  MUST (write (*(int *) fd, "x", 1) == 1);
  return NULL;
}

/* An hour and more.  */
CASE (microseconds_2_32, "(1 0 0)")
{
  SCM a, b;
  pthread_t writer;
  new_pair (SOCK_STREAM, &a, &b);
  int fd = descriptor (b);
  MUST (!pthread_create (&writer, NULL, write_late, &fd));
  SCM told = counts (scm_list_1 (a), E, E, INT (0), number ("4294967296"));
  MUST (!pthread_join (writer, NULL));
  scm_remember_upto_here_1 (b);
  return told;
}

/* Ready, and yet not told.  */

CASE (after_a_collection, "(1 0 0)")
{
  SCM set = scm_list_1 (readable ());
  for (int i = 0; i < 1000000; i++)
    scm_cons (set, set);
  return counts (set, E, E, INT (0), NONE);
}

static int handlers_end;

static void
on_alarm (int number)
{
  (void) number;
  MUST (write (handlers_end, "x", 1) == 1);
}

/* The handler itself makes it ready.  */
CASE (made_ready_by_a_handler, "(1 0 0)")
{
  struct sigaction action = { .sa_handler = on_alarm };
  struct itimerval soon = { { 0, 0 }, { 0, 50000 } };
  SCM a, b;
  new_pair (SOCK_STREAM, &a, &b);
  handlers_end = descriptor (b);
  MUST (!sigaction (SIGALRM, &action, NULL));
  MUST (!setitimer (ITIMER_REAL, &soon, NULL));
  return counts (scm_list_1 (a), E, E, NONE, NONE);
}

/* Words that are no values.  */

#define NO_VALUE "#<no value 0x0>"

CALL (null_set, WRONG_TYPE ("select", "2", NO_VALUE),
      scm_select (E, NULL, E, INT (0), NONE))
CALL (null_element, WRONG_TYPE ("select", "1", NO_VALUE), now (NULL))
CALL (null_seconds, EXPECTING ("#f", "real number", NO_VALUE),
      scm_select (E, E, E, NULL, NONE))
CALL (null_microseconds, EXPECTING ("#f", "exact integer", NO_VALUE),
      scm_select (E, E, E, INT (0), NULL))

/* A process that may have fewer descriptors than it has, and waits for
   them.  */
CASE (also_beyond_the_limit, "((1 1 0) (0 0 0) (1 0 0))")
{
  struct rlimit none = { 0, 0 };
  SCM a = readable (), set = scm_list_1 (a), buffer = bytes ("", 1);
  MUST (!setrlimit (RLIMIT_NOFILE, &none));
  SCM full = counts (set, set, set, NONE, NONE);
  SCM first = counts (set, E, E, INT (1), NONE);
  scm_recv (a, buffer, NONE);
  SCM empty = counts (set, E, set, INT (0), INT (1000));
  return scm_list_3 (full, empty, first);
}
