/* Ports, as far as a socket needs them: what is one, which are open, their
   descriptors, fcntl, and closing.  */

#include "check.h"

#include <fcntl.h>
#include <sys/socket.h>

#define LENGTH(table) (sizeof (table) / sizeof *(table))

/* Where the test's sockets get their descriptors, and where the descriptors
   are that it numbers itself.  The lower ones are the library's: libguile
   opens some at times of its own choice, so that one just closed there may be
   open again.  */
#define SOCKETS 100
#define HIGH 200

static SCM none;

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

static void
occupy (void)
{
  int descriptor;
  while ((descriptor = dup (1)) >= 0 && descriptor < SOCKETS)
    occupied[occupied_count++] = descriptor;
  close (descriptor);
}

static void
vacate (void)
{
  while (occupied_count)
    close (occupied[--occupied_count]);
}

static SCM
new_pair (void)
{
  occupy ();
  SCM pair = QUIET (scm_socketpair, scm_from_int (AF_UNIX),
                    scm_from_int (SOCK_STREAM), scm_from_int (0));
  vacate ();
  return pair;
}

static SCM
new_socket (void)
{
  occupy ();
  SCM sock = QUIET (scm_socket, scm_from_int (AF_UNIX),
                    scm_from_int (SOCK_STREAM), scm_from_int (0));
  vacate ();
  return sock;
}

static int
descriptor_of (SCM port)
{
  return scm_to_int (scm_fileno (port));
}

/* The value of scm_fcntl, or SCM_UNDEFINED: for descriptors, whose numbers
   differ from run to run.  */
static SCM
quiet_fcntl (SCM object, int command, int value)
{
  return QUIET (scm_fcntl, object, scm_from_int (command),
                scm_from_int (value));
}

static void
say_predicates (const char *name, SCM object)
{
  printf ("%s: SCM_PORTP %d, open %d, input %d, output %d, file %d\n", name,
          SCM_PORTP (object), SCM_OPPORTP (object), SCM_OPINPORTP (object),
          SCM_OPOUTPORTP (object), SCM_OPFPORTP (object));
}

/* Ports open and closed, and what is none.  */
static void
predicates (void)
{
  SCM open = new_socket (), closed = new_socket ();
  scm_close_port (closed);
  SCM ports[] = { open, closed };
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      char *text = check_written (ports[i]);
      say_predicates (text, ports[i]);
      free (text);
      RUN (scm_port_p, ports[i]);
      RUN (scm_file_port_p, ports[i]);
      RUN (scm_port_closed_p, ports[i]);
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      char *text = check_written (check_samples[i]);
      say_predicates (text, check_samples[i]);
      free (text);
      RUN (scm_port_p, check_samples[i]);
      RUN (scm_file_port_p, check_samples[i]);
      RUN (scm_port_closed_p, check_samples[i]);
    }
  say_predicates ("undefined", SCM_UNDEFINED);
  RUN (scm_port_p, none);
  RUN (scm_file_port_p, none);
  RUN (scm_port_closed_p, none);
  scm_close_port (open);
}

static void
descriptors (void)
{
  SCM sock = new_socket ();
  int descriptor = descriptor_of (sock);
  check_say_long ("a descriptor", descriptor >= 0);
  check_say_long ("the same again", descriptor == descriptor_of (sock));
  check_say_long ("open", fcntl (descriptor, F_GETFD) >= 0);
  scm_close_port (sock);
  check_say_long ("open", fcntl (descriptor, F_GETFD) >= 0);
  RUN (scm_fileno, sock);
  RUN (scm_fileno, none);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_fileno, check_samples[i]);
}

/* The ports that the program started with.  */
static void
standard_ports (void)
{
  static const struct
  {
    const char *name;
    SCM (*function) (void);
  } ports[] = {
    { "input", scm_current_input_port },
    { "output", scm_current_output_port },
    { "error", scm_current_error_port },
  };
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      SCM port = ports[i].function ();
      say_predicates (ports[i].name, port);
      check_say_long ("the same again",
                      scm_is_eq (port, ports[i].function ()));
      check_say ("scm_port_p", scm_port_p (port));
      check_say ("scm_file_port_p", scm_file_port_p (port));
      check_say ("scm_port_closed_p", scm_port_closed_p (port));
      check_say ("scm_fileno", scm_fileno (port));
    }
}

/* Closes two of them; the C library gets its stderr back.  */
static void
close_standard_ports (void)
{
  SCM input = scm_current_input_port (), error = scm_current_error_port ();
  int saved = dup (2);
  check_say ("close input", scm_close_port (input));
  check_say_long ("descriptor open", fcntl (0, F_GETFD) >= 0);
  check_say ("again", scm_close_port (input));
  check_say_long ("still current",
                  scm_is_eq (input, scm_current_input_port ()));
  check_say ("close error", scm_close (error));
  check_say_long ("descriptor open", fcntl (2, F_GETFD) >= 0);
  check_say ("again", scm_close (error));
  say_predicates ("input", input);
  say_predicates ("error", error);
  if (dup2 (saved, 2) < 0)
    check_die ("dup2");
  close (saved);
}

static void
close_ports (void)
{
  SCM sock = new_socket ();
  int descriptor = descriptor_of (sock);
  RUN (scm_close_port, sock);
  RUN (scm_close_port, sock);
  RUN (scm_close, sock);
  RUN (scm_port_closed_p, sock);
  check_say_long ("open", fcntl (descriptor, F_GETFD) >= 0);
  sock = new_socket ();
  RUN (scm_close, sock);
  RUN (scm_close, sock);
  RUN (scm_close_port, sock);
  /* The last user of a connection: the peer sees its end.  */
  SCM both = new_pair ();
  RUN (scm_close_port, scm_car (both));
  RUN (scm_recv, scm_cdr (both), check_bytes ("abc", 3), scm_from_int (0));
  RUN (scm_close_port, scm_cdr (both));
  RUN (scm_recv, scm_cdr (both), check_bytes ("abc", 3), scm_from_int (0));
  RUN (scm_close_port, none);
  RUN (scm_close, none);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_close_port, check_samples[i]);
}

/* scm_close takes a descriptor too.  0 and 1 are left out: the test needs
   them.  */
static void
close_descriptors (void)
{
  SCM number = scm_from_int (HIGH);
  if (dup2 (1, HIGH) < 0)
    check_die ("dup2");
  RUN (scm_close, number);
  RUN (scm_close, number);
  check_say_long ("open", fcntl (HIGH, F_GETFD) >= 0);
  RUN (scm_close, scm_from_int (-1));
  RUN (scm_close, check_int ("-2147483648"));
  RUN (scm_close, check_int ("2147483647"));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    if (!scm_is_signed_integer (check_samples[i], 0, 1))
      RUN (scm_close, check_samples[i]);
}

/* The port that has the descriptor is moved to another one first, and keeps
   its connection.  */
static void
close_descriptor_of_port (void)
{
  SCM both = new_pair ();
  SCM one = scm_car (both), other = scm_cdr (both);
  SCM buffer = check_bytes ("---", 3);
  int descriptor = descriptor_of (one);
  quiet_fcntl (one, F_SETFD, FD_CLOEXEC);
  check_say ("scm_close", scm_close (scm_from_int (descriptor)));
  check_say_long ("open", fcntl (descriptor, F_GETFD) >= 0);
  RUN (scm_port_closed_p, one);
  check_say_long ("moved", descriptor != descriptor_of (one));
  check_say ("close-on-exec", quiet_fcntl (one, F_GETFD, 0));
  RUN (scm_send, one, check_bytes ("abc", 3), scm_from_int (0));
  RUN (scm_recv, other, buffer, scm_from_int (0));
  check_say ("buffer", buffer);
  RUN (scm_close_port, one);
  RUN (scm_recv, other, buffer, scm_from_int (0));
  RUN (scm_close_port, other);
}

/* The descriptor went away behind the port's back.  */
static void
lost_descriptor (void)
{
  static const struct
  {
    const char *name;
    SCM (*function) ();
  } closers[] = {
    { "scm_close_port", scm_close_port },
    { "scm_close", scm_close },
  };
  for (size_t i = 0; i < LENGTH (closers); i++)
    {
      SCM sock = new_socket ();
      int descriptor = descriptor_of (sock);
      close (descriptor);
      RUN (scm_fcntl, sock, scm_from_int (F_GETFD), none);
      check_say_long ("scm_fileno", descriptor == descriptor_of (sock));
      RUN (scm_port_closed_p, sock);
      RUN (scm_send, sock, check_bytes ("abc", 3), scm_from_int (0));
      check_run (closers[i].name, closers[i].function, 1, 1, sock);
      RUN (scm_port_closed_p, sock);
      check_run (closers[i].name, closers[i].function, 1, 1, sock);
    }
}

static void
good_fcntl (void)
{
  SCM sock = new_socket (), getfl = scm_from_int (F_GETFL);
  SCM setfl = scm_from_int (F_SETFL), getfd = scm_from_int (F_GETFD);
  SCM setfd = scm_from_int (F_SETFD);
  SCM number = scm_fileno (sock);
  RUN (scm_fcntl, sock, getfl, none);
  RUN (scm_fcntl, sock, getfl, scm_from_int (77));
  RUN (scm_fcntl, sock, setfl, scm_from_int (O_NONBLOCK));
  RUN (scm_fcntl, sock, getfl, none);
  check_say ("F_GETFL of the number", QUIET (scm_fcntl, number, getfl, none));
  RUN (scm_fcntl, sock, setfl, none);
  RUN (scm_fcntl, sock, getfl, none);
  RUN (scm_fcntl, sock, getfd, none);
  RUN (scm_fcntl, sock, setfd, scm_from_int (FD_CLOEXEC));
  RUN (scm_fcntl, sock, getfd, none);
  check_say ("F_GETFD of the number", QUIET (scm_fcntl, number, getfd, none));
  RUN (scm_fcntl, sock, setfd, scm_from_int (-1));
  RUN (scm_fcntl, sock, getfd, none);
  RUN (scm_fcntl, sock, setfd, none);
  RUN (scm_fcntl, sock, getfd, none);
  check_say ("F_SETFL of the number", quiet_fcntl (number, F_SETFL, O_APPEND));
  RUN (scm_fcntl, sock, getfl, none);
  scm_close_port (sock);
  check_say_long ("on a closed number",
                  SCM_UNBNDP (QUIET (scm_fcntl, number, getfd, none)));
}

/* New descriptors are numbers, not ports, and stay open without one.  */
static void
duplicates (void)
{
  static const int commands[] = { F_DUPFD, F_DUPFD_CLOEXEC };
  SCM sock = new_socket (), getfd = scm_from_int (F_GETFD);
  quiet_fcntl (sock, F_SETFD, FD_CLOEXEC);
  for (size_t i = 0; i < LENGTH (commands); i++)
    {
      SCM command = scm_from_int (commands[i]);
      RUN (scm_fcntl, sock, command, scm_from_int (HIGH));
      RUN (scm_fcntl, sock, command, scm_from_int (HIGH));
      RUN (scm_fcntl, scm_from_int (HIGH), getfd, none);
      RUN (scm_fcntl, scm_from_int (HIGH), command, scm_from_int (HIGH));
      for (int number = HIGH; number < HIGH + 3; number++)
        RUN (scm_close, scm_from_int (number));
      RUN (scm_fcntl, sock, command, scm_from_int (-1));
      RUN (scm_fcntl, sock, command, scm_from_int (2147483647));
    }
  RUN (scm_fcntl, sock, scm_from_int (F_DUPFD), scm_from_int (HIGH));
  scm_close_port (sock);
  RUN (scm_fcntl, scm_from_int (HIGH), getfd, none);
  RUN (scm_close, scm_from_int (HIGH));
}

/* Who is told when data arrives: a process, or a group as a negative number,
   which is no failure.  */
static void
owners (void)
{
  pid_t group = getpgrp ();
  SCM sock = new_socket (), getown = scm_from_int (F_GETOWN);
  SCM setown = scm_from_int (F_SETOWN);
  RUN (scm_fcntl, sock, getown, none);
  check_say ("F_SETOWN", quiet_fcntl (sock, F_SETOWN, getpid ()));
  check_say_long ("this process",
                  scm_to_int (quiet_fcntl (sock, F_GETOWN, 0)) == getpid ());
  RUN (scm_fcntl, sock, setown, none);
  RUN (scm_fcntl, sock, getown, none);
  if (group != getpid () && setpgid (0, 0) < 0)
    check_die ("setpgid");
  check_say ("F_SETOWN", quiet_fcntl (sock, F_SETOWN, -getpid ()));
  check_say_long ("this group",
                  scm_to_int (quiet_fcntl (sock, F_GETOWN, 0)) == -getpid ());
  if (group != getpid () && setpgid (0, group) < 0)
    check_die ("setpgid");
  RUN (scm_fcntl, sock, setown, check_int ("-2147483648"));
  scm_close_port (sock);
}

/* Commands that there are not, and those that want a pointer for value.  */
static void
bad_commands (void)
{
  static const int commands[]
      = { -1, 12, 100, 1000, F_GETLK, F_SETLK, F_SETLKW };
  SCM sock = new_socket ();
  for (size_t i = 0; i < LENGTH (commands); i++)
    {
      RUN (scm_fcntl, sock, scm_from_int (commands[i]), none);
      RUN (scm_fcntl, sock, scm_from_int (commands[i]), scm_from_int (1));
    }
  scm_close_port (sock);
}

/* Each argument given values of all kinds; then, which of several is
   refused.  */
static void
bad_fcntl (void)
{
  SCM sock = new_socket (), closed = new_socket (), zero = scm_from_int (0);
  SCM getfd = scm_from_int (F_GETFD), setfd = scm_from_int (F_SETFD);
  scm_close_port (closed);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      /* As descriptors 0 and 1 are whatever the test was started with, as
         commands 0 makes one.  */
      if (!scm_is_signed_integer (sample, 0, 1))
        {
          RUN (scm_fcntl, sample, getfd, none);
          RUN (scm_fcntl, sock, sample, zero);
        }
      RUN (scm_fcntl, sock, getfd, sample);
      RUN (scm_fcntl, sock, setfd, sample);
    }
  RUN (scm_fcntl, closed, getfd, none);
  RUN (scm_fcntl, closed, SCM_BOOL_T, SCM_EOL);
  RUN (scm_fcntl, scm_from_int (HIGH), getfd, none);
  RUN (scm_fcntl, scm_from_int (HIGH), scm_from_int (-1), none);
  RUN (scm_fcntl, scm_from_int (HIGH), SCM_BOOL_T, none);
  RUN (scm_fcntl, SCM_BOOL_F, SCM_BOOL_T, SCM_EOL);
  RUN (scm_fcntl, sock, SCM_BOOL_T, SCM_EOL);
  RUN (scm_fcntl, sock, SCM_BOOL_T, none);
  RUN (scm_fcntl, sock, none, none);
  RUN (scm_fcntl, none, none, none);
  scm_close_port (sock);
}

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  predicates ();
  descriptors ();
  standard_ports ();
  close_ports ();
  close_descriptors ();
  close_descriptor_of_port ();
  lost_descriptor ();
  good_fcntl ();
  duplicates ();
  owners ();
  bad_commands ();
  bad_fcntl ();
  close_standard_ports ();
}
