/* Ports and the descriptors that they are on: revealed counts, dup2,
   terminals.  */

#include "descriptors.h"

static SCM none;

static void
filenos (void)
{
  SCM sock = new_socket ();
  int descriptor = descriptor_of (sock);
  check_say_long ("a descriptor", descriptor >= 0);
  check_say_long ("the same again", descriptor == descriptor_of (sock));
  check_say_long ("open", is_open (descriptor));
  scm_close_port (sock);
  check_say_long ("open", is_open (descriptor));
  RUN (scm_fileno, sock);
  RUN (scm_fileno, none);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_fileno, check_samples[i]);
}

/* A socket's own port is printed as one; its descriptor's is like any other,
   and does what a socket does.  */
static void
socket_of_descriptor (void)
{
  SCM both = new_pair (), buffer = check_bytes ("---", 3);
  int descriptor = raised_to (0, dup (descriptor_of (scm_car (both))));
  SCM port = RUN (scm_fdopen, INT (descriptor), check_string ("r+"));
  scm_close_port (scm_car (both));
  RUN (scm_port_mode, port);
  RUN (scm_send, port, check_bytes ("abc", 3), NONE);
  RUN (scm_recv, scm_cdr (both), buffer, NONE);
  check_say ("buffer", buffer);
  RUN (scm_shutdown, port, INT (SHUT_WR));
  RUN (scm_recv, scm_cdr (both), buffer, NONE);
  RUN (scm_getsockname, port);
  RUN (scm_close_port, port);
  RUN (scm_close_port, scm_cdr (both));
}

/* Two ports on one descriptor know nothing of each other.  */
static void
two_ports (void)
{
  int descriptor = new_file (0, O_RDWR);
  SCM mode = check_string ("r+0");
  SCM one = RUN (scm_fdopen, INT (descriptor), mode);
  SCM two = RUN (scm_fdopen, INT (descriptor), mode);
  check_say_long ("the same port", scm_is_eq (one, two));
  RUN (scm_set_port_revealed_x, one, INT (7));
  RUN (scm_port_revealed, two);
  RUN (scm_close_port, one);
  RUN (scm_port_closed_p, two);
  check_say_long ("descriptor", descriptor_of (two) == descriptor);
  RUN (scm_fcntl, two, INT (F_GETFD), NONE);
  RUN (scm_close_port, two);
  RUN (scm_port_closed_p, two);
  RUN (scm_close_port, two);
}

static void
revealed_counts (void)
{
  static const char *const numbers[]
      = { "3", "1", "0", "-1", "2147483647", "-2147483648" };
  SCM sock = new_socket (), one = INT (1);
  RUN (scm_port_revealed, sock);
  scm_fileno (sock);
  RUN (scm_port_revealed, sock);
  for (size_t i = 0; i < LENGTH (numbers); i++)
    {
      RUN (scm_set_port_revealed_x, sock, check_int (numbers[i]));
      RUN (scm_port_revealed, sock);
    }
  RUN (scm_set_port_revealed_x, sock, INT (2));
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      RUN (scm_port_revealed, sample);
      RUN (scm_set_port_revealed_x, sample, one);
      if (!scm_is_signed_integer (sample, INT32_MIN, INT32_MAX))
        RUN (scm_set_port_revealed_x, sock, sample);
    }
  RUN (scm_port_revealed, none);
  RUN (scm_set_port_revealed_x, none, one);
  RUN (scm_set_port_revealed_x, sock, none);
  RUN (scm_set_port_revealed_x, SCM_BOOL_F, SCM_EOL);
  RUN (scm_port_revealed, sock);
  /* Closing asks nobody.  */
  int descriptor = descriptor_of (sock);
  RUN (scm_close_port, sock);
  check_say_long ("open", is_open (descriptor));
  RUN (scm_port_revealed, sock);
  RUN (scm_set_port_revealed_x, sock, one);
  RUN (scm_set_port_revealed_x, sock, SCM_BOOL_F);
}

/* The standard ports begin with 1, and a port that scm_close moves with 0.  */
static void
revealed_beginnings (void)
{
  SCM ports[] = { scm_current_input_port (), scm_current_output_port (),
                  scm_current_error_port () };
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      check_say ("count", scm_port_revealed (ports[i]));
      check_say ("set", scm_set_port_revealed_x (ports[i], INT (4)));
      check_say ("count", scm_port_revealed (ports[i]));
    }
  SCM port
      = QUIET (scm_fdopen, INT (new_file (0, O_RDWR)), check_string ("r"));
  scm_set_port_revealed_x (port, INT (5));
  RUN (scm_close, INT (HIGH));
  RUN (scm_port_revealed, port);
  scm_close_port (port);
}

/* What was on the new number is gone; close-on-exec does not come along.  */
static void
duplicates (void)
{
  int from = new_file (0, O_RDWR | O_APPEND);
  SCM target = INT (HIGH + 1);
  fcntl (from, F_SETFD, FD_CLOEXEC);
  RUN (scm_dup2, INT (from), target);
  RUN (scm_fcntl, target, INT (F_GETFD), NONE);
  RUN (scm_dup2, INT (from), target);
  RUN (scm_dup2, target, target);
  RUN (scm_dup2, INT (from), INT (from));
  RUN (scm_fcntl, INT (from), INT (F_GETFD), NONE);
  RUN (scm_dup2, INT (from), INT (new_file (2, O_RDONLY)));
  check_say_long ("append", (fcntl (HIGH + 2, F_GETFL) & O_APPEND) != 0);
  for (int i = 0; i < 3; i++)
    RUN (scm_close, INT (HIGH + i));
}

/* A port stays on its number, whatever comes to be there.  */
static void
duplicate_under_port (void)
{
  SCM both = new_pair (), buffer = check_bytes ("---", 3);
  int descriptor = new_file (0, O_RDWR);
  SCM port = RUN (scm_fdopen, INT (descriptor), check_string ("r+0"));
  RUN (scm_set_port_revealed_x, port, INT (3));
  check_say ("scm_dup2",
             scm_dup2 (scm_fileno (scm_car (both)), INT (descriptor)));
  check_say_long ("moved", descriptor_of (port) != descriptor);
  RUN (scm_port_revealed, port);
  RUN (scm_send, port, check_bytes ("abc", 3), NONE);
  RUN (scm_recv, scm_cdr (both), buffer, NONE);
  check_say ("buffer", buffer);
  RUN (scm_dup2, NOWHERE, INT (descriptor));
  RUN (scm_close_port, port);
  check_say_long ("open", is_open (descriptor));
  RUN (scm_send, scm_car (both), check_bytes ("def", 3), NONE);
  RUN (scm_recv, scm_cdr (both), buffer, NONE);
  check_say ("buffer", buffer);
  scm_close_port (scm_car (both));
  scm_close_port (scm_cdr (both));
}

static void
bad_dup2 (void)
{
  SCM number = INT (new_file (0, O_RDWR)), target = INT (HIGH + 1);
  SCM sock = new_socket ();
  for (int i = 0; i < CHECK_SAMPLES; i++)
    if (!scm_is_signed_integer (check_samples[i], 0, 1))
      {
        RUN (scm_dup2, check_samples[i], target);
        RUN (scm_dup2, number, check_samples[i]);
      }
  RUN (scm_dup2, NOWHERE, target);
  RUN (scm_dup2, NOWHERE, NOWHERE);
  RUN (scm_dup2, number, INT (-2147483647 - 1));
  RUN (scm_dup2, none, target);
  RUN (scm_dup2, number, none);
  RUN (scm_dup2, sock, target);
  RUN (scm_dup2, number, sock);
  RUN (scm_dup2, SCM_BOOL_F, SCM_EOL);
  RUN (scm_dup2, NOWHERE, SCM_EOL);
  check_say_long ("open", is_open (HIGH + 1));
  RUN (scm_close, number);
  scm_close_port (sock);
}

/* A terminal's name is where others have their number.  */
static void
terminals (void)
{
  int control = posix_openpt (O_RDWR | O_NOCTTY);
  if (control < 0 || grantpt (control) || unlockpt (control))
    check_die ("posix_openpt");
  char *name = ptsname (control), *printed, wanted[100];
  int descriptor = raised_to (0, open (name, O_RDWR | O_NOCTTY));
  SCM port = QUIET (scm_fdopen, INT (descriptor), check_string ("r+"));
  SCM named
      = scm_fdes_to_port (descriptor, (char[]){ "r" }, check_symbol ("name"));
  SCM controlling = QUIET (scm_fdopen, INT (control), check_string ("r"));
  check_say ("terminal", scm_isatty_p (port));
  check_say ("with a name", scm_isatty_p (named));
  check_say ("the other side", scm_isatty_p (controlling));
  check_say ("its number", scm_isatty_p (INT (descriptor)));
  printed = check_written (port);
  snprintf (wanted, sizeof wanted, "#<input-output: file %s>", name);
  check_say_long ("printed", !strcmp (printed, wanted));
  free (printed);
  printed = check_written (named);
  snprintf (wanted, sizeof wanted, "#<input: name %s>", name);
  check_say_long ("printed", !strcmp (printed, wanted));
  free (printed);
  close (descriptor);
  check_say ("lost", scm_isatty_p (port));
  scm_close_port (controlling);
  check_say ("closed", scm_isatty_p (controlling));
}

static void
no_terminals (void)
{
  int ends[2];
  if (pipe (ends))
    check_die ("pipe");
  SCM ports[] = {
    QUIET (scm_fdopen, INT (ends[0]), check_string ("r")),
    QUIET (scm_fdopen, INT (ends[1]), check_string ("w")),
    QUIET (scm_fdopen, INT (new_file (0, O_RDWR)), check_string ("r+")),
    new_socket (),
  };
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      RUN (scm_isatty_p, ports[i]);
      scm_close_port (ports[i]);
      RUN (scm_isatty_p, ports[i]);
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_isatty_p, check_samples[i]);
  RUN (scm_isatty_p, none);
}

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  /* Ports have one descriptor in common: the end of one would be the end of
     another's.  */
  scm_gc_disable ();
  filenos ();
  socket_of_descriptor ();
  two_ports ();
  revealed_counts ();
  revealed_beginnings ();
  duplicates ();
  duplicate_under_port ();
  bad_dup2 ();
  terminals ();
  no_terminals ();
}
