/* What the tests of ports and descriptors share: sockets and files whose
   descriptors are out of the library's way.  */

#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "check.h"

#include <fcntl.h>
#include <sys/socket.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))
#define INT(number) scm_from_int (number)
#define NONE SCM_UNDEFINED

/* Where the test's sockets get their descriptors, and where the descriptors
   are that it numbers itself.  The lower ones are the library's: libguile
   opens some at times of its own choice, so that one just closed there may be
   open again.  */
#define SOCKETS 100
#define HIGH 200

/* No descriptor is here.  */
#define NOWHERE INT (HIGH + 50)

/* Before Guile looks at them: a closed one would become another port.  */
static void __attribute__ ((constructor)) open_standard_descriptors (void)
{
  int descriptor;
  do
    descriptor = open ("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= 2);
  close (descriptor);
}

static int occupied[SOCKETS], occupied_count;

static inline void
occupy (void)
{
  int descriptor;
  while ((descriptor = dup (1)) >= 0 && descriptor < SOCKETS)
    occupied[occupied_count++] = descriptor;
  close (descriptor);
}

static inline void
vacate (void)
{
  while (occupied_count)
    close (occupied[--occupied_count]);
}

static inline SCM
new_pair (void)
{
  occupy ();
  SCM pair = QUIET (scm_socketpair, INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  vacate ();
  return pair;
}

static inline SCM
new_socket (void)
{
  occupy ();
  SCM sock = QUIET (scm_socket, INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  vacate ();
  return sock;
}

/* DESCRIPTOR, which goes to the number HIGH + PLACE.  */
static inline int
raised_to (int place, int descriptor)
{
  if (descriptor < 0 || dup2 (descriptor, HIGH + place) < 0)
    check_die ("dup2");
  close (descriptor);
  return HIGH + place;
}

/* A file without contents, opened with FLAGS, on the number HIGH + PLACE.  */
static inline int
new_file (int place, int flags)
{
  return raised_to (place, open ("/dev/null", flags));
}

static inline int
descriptor_of (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

static inline int
is_open (int descriptor)
{
  return fcntl (descriptor, F_GETFD) >= 0;
}

/* The value of scm_fcntl, or SCM_UNDEFINED: for descriptors, whose numbers
   differ from run to run.  */
static inline SCM
quiet_fcntl (SCM object, int command, int value)
{
  return QUIET (scm_fcntl, object, INT (command), INT (value));
}

static inline void
say_predicates (const char *name, SCM object)
{
  printf ("%s: SCM_PORTP %d, open %d, input %d, output %d, file %d\n", name,
          SCM_PORTP (object), SCM_OPPORTP (object), SCM_OPINPORTP (object),
          SCM_OPOUTPORTP (object), SCM_OPFPORTP (object));
}

#endif
