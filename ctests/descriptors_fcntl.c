/* scm_fcntl.  */

#include "descriptors.h"

#include <signal.h>

static SCM none;

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

/* What is the open file's, and what the descriptor's alone: a duplicate has
   the one and not the other.  */
static void
shared_flags (void)
{
  static const struct
  {
    int get, set, value;
  } flags[] = {
    { F_GETFL, F_SETFL, O_NONBLOCK },
    { F_GETFL, F_SETFL, O_NONBLOCK | O_ASYNC },
    { F_GETFL, F_SETFL, O_RDONLY },
    { F_GETFD, F_SETFD, FD_CLOEXEC },
    { F_GETFD, F_SETFD, 0 },
    { F_GETSIG, F_SETSIG, SIGUSR1 },
    { F_GETSIG, F_SETSIG, 0 },
  };
  SCM sock = new_socket (), twin = INT (HIGH);
  quiet_fcntl (sock, F_DUPFD, HIGH);
  for (size_t i = 0; i < LENGTH (flags); i++)
    {
      SCM get = INT (flags[i].get);
      RUN (scm_fcntl, sock, INT (flags[i].set), INT (flags[i].value));
      RUN (scm_fcntl, sock, get, NONE);
      RUN (scm_fcntl, twin, get, NONE);
      RUN (scm_fcntl, twin, INT (flags[i].set), INT (0));
      RUN (scm_fcntl, sock, get, NONE);
    }
  RUN (scm_fcntl, sock, INT (F_SETSIG), INT (1000));
  RUN (scm_close, twin);
  scm_close_port (sock);
}

/* A port that is no socket's, for input or for output.  */
static void
pipe_ends (void)
{
  int ends[2];
  if (pipe (ends))
    check_die ("pipe");
  for (int i = 0; i < 2; i++)
    {
      SCM port = QUIET (scm_fdopen, INT (raised_to (i, ends[i])),
                        check_string (i ? "w" : "r"));
      RUN (scm_fcntl, port, INT (F_GETFL), NONE);
      RUN (scm_fcntl, port, INT (F_SETFL), INT (O_NONBLOCK));
      RUN (scm_fcntl, port, INT (F_GETFL), NONE);
      RUN (scm_fcntl, port, INT (F_SETFD), INT (FD_CLOEXEC));
      RUN (scm_fcntl, port, INT (F_GETFD), NONE);
      RUN (scm_fcntl, port, INT (F_DUPFD), INT (HIGH + 5));
      RUN (scm_fcntl, INT (HIGH + 5), INT (F_GETFD), NONE);
      RUN (scm_close, INT (HIGH + 5));
      RUN (scm_close_port, port);
      RUN (scm_fcntl, port, INT (F_GETFL), NONE);
    }
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
  good_fcntl ();
  duplicates ();
  owners ();
  shared_flags ();
  pipe_ends ();
  bad_commands ();
  bad_fcntl ();
}
