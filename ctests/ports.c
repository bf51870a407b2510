/* Ports: what is one, for what, which are open, and closing.  */

#include "descriptors.h"

static SCM none;

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
      RUN (scm_input_port_p, ports[i]);
      RUN (scm_output_port_p, ports[i]);
      RUN (scm_file_port_p, ports[i]);
      RUN (scm_port_closed_p, ports[i]);
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      char *text = check_written (check_samples[i]);
      say_predicates (text, check_samples[i]);
      free (text);
      RUN (scm_port_p, check_samples[i]);
      RUN (scm_input_port_p, check_samples[i]);
      RUN (scm_output_port_p, check_samples[i]);
      RUN (scm_file_port_p, check_samples[i]);
      RUN (scm_port_closed_p, check_samples[i]);
    }
  say_predicates ("undefined", SCM_UNDEFINED);
  RUN (scm_port_p, none);
  RUN (scm_input_port_p, none);
  RUN (scm_output_port_p, none);
  RUN (scm_file_port_p, none);
  RUN (scm_port_closed_p, none);
  scm_close_port (open);
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
      check_say ("scm_input_port_p", scm_input_port_p (port));
      check_say ("scm_output_port_p", scm_output_port_p (port));
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

/* What a port is for stays so when it is closed.  */
static void
modes (void)
{
  static const char *const texts[] = { "r", "w", "a", "r+", "r0", "wl", "+0" };
  SCM sock = new_socket ();
  for (size_t i = 0; i < LENGTH (texts); i++)
    {
      SCM port = RUN (scm_fdopen, INT (new_file (0, O_RDWR)),
                      check_string (texts[i]));
      RUN (scm_port_mode, port);
      scm_close_port (port);
      check_say ("input", scm_input_port_p (port));
      check_say ("output", scm_output_port_p (port));
      RUN (scm_port_mode, port);
    }
  RUN (scm_port_mode, sock);
  check_say_long ("a new string each time",
                  !scm_is_eq (scm_port_mode (sock), scm_port_mode (sock)));
  scm_close_port (sock);
  RUN (scm_port_mode, sock);
  RUN (scm_port_mode, none);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_port_mode, check_samples[i]);
}

static const struct
{
  const char *name;
  SCM (*function) (SCM);
} half_closers[] = {
  { "scm_close_input_port", scm_close_input_port },
  { "scm_close_output_port", scm_close_output_port },
};
#define HALF(i, port)                                                         \
  check_run (half_closers[i].name, (SCM (*) ()) half_closers[i].function, 1,  \
             1, port)

/* Either closes all of a socket; the other has nothing to do then.  */
static void
close_half_a_socket (void)
{
  for (int i = 0; i < 2; i++)
    {
      SCM both = new_pair (), sock = scm_car (both);
      int descriptor = descriptor_of (sock);
      HALF (i, sock);
      say_predicates ("then", sock);
      check_say_long ("open", is_open (descriptor));
      RUN (scm_recv, scm_cdr (both), check_bytes ("abc", 3), NONE);
      HALF (i, sock);
      HALF (1 - i, sock);
      RUN (scm_close_port, sock);
      scm_close_port (scm_cdr (both));
    }
}

/* Ports for one direction, and what is no port; and a descriptor that went
   away.  */
static void
close_half (void)
{
  static const char *const texts[] = { "r", "w", "r+" };
  for (int i = 0; i < 2; i++)
    {
      for (size_t j = 0; j < LENGTH (texts); j++)
        {
          SCM port = QUIET (scm_fdopen, INT (new_file (0, O_RDWR)),
                            check_string (texts[j]));
          HALF (i, port);
          say_predicates (texts[j], port);
          check_say_long ("open", is_open (HIGH));
          HALF (i, port);
          QUIET (scm_close_port, port);
          HALF (i, port);
        }
      SCM sock = new_socket ();
      close (descriptor_of (sock));
      HALF (i, sock);
      RUN (scm_port_closed_p, sock);
      HALF (i, sock);
      HALF (i, none);
      for (int j = 0; j < CHECK_SAMPLES; j++)
        HALF (i, check_samples[j]);
    }
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

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  predicates ();
  standard_ports ();
  modes ();
  close_half_a_socket ();
  close_half ();
  close_ports ();
  close_descriptors ();
  close_descriptor_of_port ();
  lost_descriptor ();
  close_standard_ports ();
}
