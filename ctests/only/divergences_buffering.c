/* Where libguile 3.0.8 is wrong about writing to ports and their buffers, or
   libguilenet writes in fewer pieces.  */

#include "divergence_sockets.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define BROKEN SYSTEM_ERROR ("fport_write", "Broken pipe", "32")

/* More than libguile writes at once, and a buffer's size.  */
static char many[10000];

static const char *
many_bytes (void)
{
  memset (many, '.', sizeof many - 1);
  return many;
}

/* What PORT's peer sent by now, as a list of strings: the datagrams.  */
static SCM
received (SCM port)
{
  static char buffer[20000];
  SCM all = SCM_EOL;
  ssize_t n;
  while ((n = recv (descriptor (port), buffer, sizeof buffer, MSG_DONTWAIT))
         > 0)
    all = scm_cons (scm_from_latin1_stringn (buffer, n), all);
  return scm_reverse (all);
}

/* The same, but how long they are.  */
static SCM
received_sizes (SCM port)
{
  SCM sizes = SCM_EOL;
  for (SCM all = received (port); scm_is_pair (all); all = scm_cdr (all))
    sizes = scm_cons (scm_string_length (scm_car (all)), sizes);
  return scm_reverse (sizes);
}

static SCM here, there;

/* The two of a new pair, the first with a buffer.  */
static void
new_buffered (int style, const char *mode, SCM size)
{
  new_pair (style, &here, &there);
  scm_setvbuf (here, symbol (mode), size);
}

/* A pair whose first has descriptor 300, which nothing else is given.  */
static void
new_at_300 (const char *mode)
{
  int ends[2];
  MUST (!socketpair (AF_UNIX, SOCK_DGRAM, 0, ends));
  MUST (dup2 (ends[0], 300) == 300);
  close (ends[0]);
  here = scm_fdopen (INT (300), text (mode));
  there = scm_fdopen (INT (ends[1]), text ("r+0"));
}

/* More bytes than a small buffer has room for come behind those that are
   pending.  */
CASE (order_of_c_write, "(\"abc\" \"0123456789\")")
{
  new_buffered (SOCK_DGRAM, "block", INT (5));
  scm_c_write (here, "abc", 3);
  scm_c_write (here, "0123456789", 10);
  scm_force_output (here);
  return received (there);
}

CASE (order_in_line_mode, "(\"abc0123456789\")")
{
  new_buffered (SOCK_STREAM, "line", INT (5));
  scm_puts ("abc", here);
  scm_c_write (here, "0123456789", 10);
  scm_close_port (here);
  return received (there);
}

/* Where nothing is buffered, one call is one datagram.  */
CASE (one_datagram_c_write, "(1000)")
{
  new_pair (SOCK_DGRAM, &here, &there);
  scm_c_write (here, many_bytes (), 1000);
  return received_sizes (there);
}

CASE (one_datagram_lfwrite, "(1000)")
{
  new_pair (SOCK_DGRAM, &here, &there);
  scm_lfwrite (many_bytes (), 1000, here);
  return received_sizes (there);
}

CASE (one_datagram_puts, "(9999)")
{
  new_pair (SOCK_DGRAM, &here, &there);
  scm_puts (many_bytes (), here);
  return received_sizes (there);
}

CASE (one_datagram_of_blocks, "(8192)")
{
  new_buffered (SOCK_DGRAM, "block", NONE);
  scm_c_write (here, many_bytes (), 9000);
  return received_sizes (there);
}

CASE (line_of_format, "(\"a\\nb5\")")
{
  new_buffered (SOCK_DGRAM, "line", NONE);
  scm_simple_format (here, text ("a~%b~A"), scm_list_1 (INT (5)));
  return received (there);
}

CASE (line_of_list, "(\"(a\\nb c)\")")
{
  new_buffered (SOCK_DGRAM, "line", NONE);
  scm_display (scm_list_2 (text ("a\nb"), text ("c")), here);
  return received (there);
}

/* Text that the system refused is not written with what comes next.  */

static SCM
write_text (void *text)
{
  scm_puts (text, here);
  return SCM_BOOL_F;
}

static SCM
display_text (void *string)
{
  return scm_display (text (string), here);
}

static SCM
ignored (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

static SCM
after_refusal (scm_t_catch_body refused)
{
  new_at_300 ("r+0");
  int spare = dup (300);
  close (300);
  MUST (scm_is_symbol (
      scm_internal_catch (SCM_BOOL_T, refused, "abc", ignored, NULL)));
  MUST (dup2 (spare, 300) == 300);
  close (spare);
  scm_puts ("def", here);
  SCM result = received (there);
  close_both (here, there);
  return result;
}

CALL (refused_puts, "(\"def\")", after_refusal (write_text))
CALL (refused_display, "(\"def\")", after_refusal (display_text))

/* No ports, and ports of the wrong kind.  */

static SCM
flush_it (SCM port)
{
  scm_flush (port);
  return SCM_BOOL_F;
}

CALL (flush_number, EXPECTING ("#f", "port", "1"), flush_it (INT (1)))
CALL (flush_false, EXPECTING ("#f", "port", "#f"), flush_it (SCM_BOOL_F))
CALL (flush_undefined, EXPECTING ("#f", "port", "#<undefined>"),
      flush_it (NONE))

CASE (lfwrite_to_input, EXPECTING ("#f", "output port", "#<input: file 301>"))
{
  int fd = open ("/dev/null", O_RDONLY);
  MUST (dup2 (fd, 301) == 301);
  close (fd);
  scm_lfwrite ("abc", 3, scm_fdopen (INT (301), text ("r")));
  return SCM_BOOL_F;
}

#define NULL_STRING                                                           \
  MISC_ERROR (QUOTED ("scm_from_stringn"), "NULL string pointer", "()")

CASE (null_puts, NULL_STRING)
{
  new_pair (SOCK_DGRAM, &here, &there);
  scm_puts (NULL, here);
  return SCM_BOOL_F;
}

CASE (null_lfwrite, NULL_STRING)
{
  new_pair (SOCK_DGRAM, &here, &there);
  scm_lfwrite (NULL, 5, here);
  return SCM_BOOL_F;
}

/* A buffer that there is no memory for.  */

static SCM
write_through_2_gib (void *data)
{
  (void) data;
  scm_setvbuf (here, symbol ("block"), INT (2147483647));
  scm_puts ("abc", here);
  return SCM_BOOL_T;
}

static SCM
condition (void *data, SCM key, SCM args)
{
  (void) data;
  return scm_cons (key, args);
}

CASE (no_room_buffer, "(system-error \"fport_write\" \"~A\""
                      " (\"Cannot allocate memory\") (12))")
{
  struct rlimit old, less;
  unsigned long pages;
  FILE *statm = fopen ("/proc/self/statm", "r");
  MUST (statm && fscanf (statm, "%lu", &pages) == 1);
  fclose (statm);
  new_pair (SOCK_DGRAM, &here, &there);
  MUST (!getrlimit (RLIMIT_AS, &old));
  less = old;
  less.rlim_cur = pages * sysconf (_SC_PAGESIZE) + (1UL << 30);
  MUST (!setrlimit (RLIMIT_AS, &less));
  SCM result = scm_internal_catch (SCM_BOOL_T, write_through_2_gib, NULL,
                                   condition, NULL);
  MUST (!setrlimit (RLIMIT_AS, &old));
  return result;
}

/* Peers that are gone, where the program does not ignore SIGPIPE.  */

/* Something is pending for such a peer.  */
static SCM
broken (void)
{
  signal (SIGPIPE, SIG_DFL);
  new_buffered (SOCK_STREAM, "block", NONE);
  scm_puts ("lost", here);
  scm_close_port (there);
  return here;
}

CALL (broken_force, BROKEN, scm_force_output (broken ()))
CALL (broken_flush, BROKEN, flush_it (broken ()))
CALL (broken_close, BROKEN, scm_close_port (broken ()))
CALL (broken_setvbuf, BROKEN, scm_setvbuf (broken (), symbol ("none"), NONE))
CASE (broken_c_write, BROKEN)
{
  scm_c_write (broken (), many_bytes (), 5000);
  return SCM_BOOL_F;
}

/* How a process ends that has PORTS such ports, and one whose peer, which is
   kept, is there.  */
static int
end_of_process (int ports)
{
  int status;
  new_buffered (SOCK_STREAM, "block", NONE);
  SCM kept = there;
  pid_t child = fork ();
  MUST (child >= 0);
  if (!child)
    {
      SCM good = here;
      dup2 (open ("/dev/null", O_WRONLY), STDERR_FILENO);
      for (int i = 0; i < ports; i++)
        {
          broken ();
          signal (SIGPIPE, ports == 1 ? SIG_DFL : SIG_IGN);
          if (i == ports / 2)
            scm_puts ("kept", good);
        }
      exit (7);
    }
  MUST (waitpid (child, &status, 0) == child);
  there = kept;
  return status;
}

CALL (broken_exit, "7", INT (WEXITSTATUS (end_of_process (1))))
CASE (exit_flushes_others, "(\"kept\")")
{
  end_of_process (300);
  return received (there);
}
