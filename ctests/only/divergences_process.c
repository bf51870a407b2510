/* Where libguile 3.0.8 hangs at the end of a process, prints what is the
   Scheme machine's own, or holds text back.  */

#include "divergence.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

static SCM
bad_car (void *data)
{
  (void) data;
  return scm_car (SCM_BOOL_F);
}

/* Acts: what is done in a process of its own, which is this program anew.  */

enum
{
  /* Where an act tells what it found, standard error being its subject.  */
  REPORT = 9
};

static void *
uncaught (void *data)
{
  bad_car (NULL);
  return data;
}

static void *
before_unwinding (void *data)
{
  scm_c_catch (SCM_BOOL_T, bad_car, NULL, scm_handle_by_message_noexit, NULL,
               scm_handle_by_message_noexit, NULL);
  return data;
}

static void *
throw_handler (void *data)
{
  scm_c_with_throw_handler (SCM_BOOL_T, bad_car, NULL,
                            scm_handle_by_message_noexit, NULL, 0);
  return data;
}

static void *
by_message (void *data)
{
  scm_handle_by_message (NULL, symbol ("key"), SCM_EOL);
  return data;
}

static void *
forever (void *data)
{
  while (1)
    pause ();
  return data;
}

static void *
by_message_with_threads (void *data)
{
  pthread_t other;
  MUST (!pthread_create (&other, NULL, forever, NULL));
  return by_message (data);
}

static void *
error_port (void *data)
{
  (void) data;
  scm_display (text ("text"), scm_current_error_port ());
  _exit (0);
}

static void *
output_port (void *data)
{
  scm_display (text ("text"), scm_current_output_port ());
  return data;
}

static void *
unknown_keys (void *data)
{
  SCM form = symbol ("form"), message = text ("message");
  scm_handle_by_message_noexit (
      NULL, symbol ("keyword-argument-error"),
      scm_list_4 (SCM_BOOL_F, message, SCM_EOL, scm_list_1 (form)));
  scm_handle_by_message_noexit (
      NULL, symbol ("syntax-error"),
      scm_list_5 (form, message, SCM_BOOL_F, form, SCM_BOOL_F));
  return data;
}

static void *
standard_ports (void *data)
{
  SCM ports
      = scm_list_3 (scm_current_input_port (), scm_current_output_port (),
                    scm_current_error_port ());
  char *written = scm_to_utf8_string (scm_object_to_string (ports, NONE));
  MUST (dprintf (REPORT, "%s", written) > 0);
  free (written);
  return data;
}

/* The status is no int.  */
static void *
quit (void *data)
{
  scm_throw (symbol ("quit"), scm_list_1 (INT (1L << 40)));
  return data;
}

/* The text of a condition asks for more than there is.  */
static void *
misfit (void *data)
{
  scm_misc_error ("subr", "~A ~A", scm_list_1 (INT (1)));
  return data;
}

static void *
call (void *data)
{
  SCM list = scm_list_2 (INT (1), text ("two"));
  char *written = scm_to_utf8_string (scm_object_to_string (list, NONE));
  MUST (dprintf (REPORT, "%s", written) > 0);
  free (written);
  return data;
}

static const struct act
{
  const char *name;
  void *(*body) (void *);
  /* In which Guile mode.  */
  enum
  {
    WITH,
    INIT,
    NEITHER
  } mode;
} acts[] = {
  { "uncaught", uncaught, WITH },
  { "uncaught after scm_init_guile", uncaught, INIT },
  { "before unwinding", before_unwinding, WITH },
  { "throw handler", throw_handler, WITH },
  { "by message", by_message, WITH },
  { "by message with threads", by_message_with_threads, WITH },
  { "error port", error_port, WITH },
  { "output port", output_port, WITH },
  { "standard ports", standard_ports, WITH },
  { "unknown keys", unknown_keys, WITH },
  { "quit", quit, INIT },
  { "misfit", misfit, WITH },
  { "call", call, NEITHER },
};

static void
act (const char *name)
{
  const struct act *a = acts;
  while (strcmp (a->name, name))
    a++;
  if (a->mode == INIT)
    scm_init_guile ();
  if (a->mode == WITH)
    scm_with_guile (a->body, NULL);
  else
    a->body (NULL);
  exit (0);
}

static void (*divergence_act) (const char *name) = act;

/* What an act has for standard descriptors.  */
enum standard
{
  /* Its output and errors are the report.  */
  REPORTED,
  CLOSED,
  /* Errors, or output, go where there is no room.  */
  FULL_ERROR,
  FULL_OUTPUT
};

static void
become (const char *name, int report, enum standard standard)
{
  MUST (!prctl (PR_SET_PDEATHSIG, SIGKILL));
  MUST (dup2 (report, REPORT) == REPORT);
  int full = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  MUST (dup2 (standard == FULL_OUTPUT ? full : report, 1) == 1
        && dup2 (standard == FULL_ERROR ? full : report, 2) == 2);
  for (int fd = 0; fd <= 2 && standard == CLOSED; fd++)
    close (fd);
  execl ("/proc/self/exe", "act", "--act", name, (char *) NULL);
  divergence_die ("execl");
}

/* What the act NAME wrote, and its exit status; or its signal, negative.  */
static SCM
child (const char *name, enum standard standard)
{
  int ends[2], status;
  char said[1000];
  size_t size = 0;
  ssize_t n;
  MUST (!pipe2 (ends, O_CLOEXEC));
  pid_t pid = fork ();
  MUST (pid >= 0);
  if (!pid)
    become (name, ends[1], standard);
  close (ends[1]);
  struct pollfd one = { ends[0], POLLIN, 0 };
  do
    {
      if (poll (&one, 1, 20000) != 1)
        kill (pid, SIGKILL);
      n = read (ends[0], said + size, sizeof said - 1 - size);
      size += n > 0 ? n : 0;
    }
  while (n > 0);
  said[size] = 0;
  close (ends[0]);
  MUST (waitpid (pid, &status, 0) == pid);
  return scm_list_2 (
      text (said),
      INT (WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status)));
}

#define BAD_CAR "In procedure car: Wrong type (expecting pair): #f\\n"

CALL (uncaught_condition, "(\"" BAD_CAR "\" 0)", child ("uncaught", REPORTED))
CALL (message_before_unwinding, "(\"" BAD_CAR BAD_CAR "\" 0)",
      child ("before unwinding", REPORTED))
CALL (message_in_throw_handler, "(\"" BAD_CAR "" BAD_CAR "\" 0)",
      child ("throw handler", REPORTED))

CALL (message_misfit,
      "(\"In procedure subr: 1Error while printing exception.\\n\" 0)",
      child ("misfit", REPORTED))
CALL (message_of_unknown_keys,
      "(\"Throw to key `keyword-argument-error' with args"
      " `(#f \\\"message\\\" () (form))'.\\n"
      "Throw to key `syntax-error' with args"
      " `(form \\\"message\\\" #f form #f)'.\\n\" 0)",
      child ("unknown keys", REPORTED))
CALL (uncaught_unwritten, "(\"\" 1)",
      child ("uncaught after scm_init_guile", FULL_ERROR))
CALL (uncaught_quit,
      "(\"guile: uncaught exception:\\nValue out of range -2147483648"
      " to< 2147483647: 1099511627776\\n\" 1)",
      child ("quit", REPORTED))

#define BY_MESSAGE "(\"Throw to key `key' with args `()'.\\n\" 0)"

CALL (first_thread_ended, BY_MESSAGE, child ("by message", REPORTED))
CALL (first_thread_ended_of_two, BY_MESSAGE,
      child ("by message with threads", REPORTED))
CALL (error_port_at_once, "(\"text\" 0)", child ("error port", REPORTED))
CALL (output_not_written,
      "(\"In procedure fport_write: No space left on device\\n\" 0)",
      child ("output port", FULL_OUTPUT))
CALL (closed_standard_ports,
      "(\"(#<input: file 0> #<output: file 1> #<output: file 2>)\" 0)",
      child ("standard ports", CLOSED))

CALL (never_in_guile_mode, "(\"(1 \\\"two\\\")\" 0)", child ("call", REPORTED))

/* Go's runtime may send its threads SIGURG; the library's does not.  */

static volatile sig_atomic_t urgent;

static void
count_urgent (int sig)
{
  (void) sig;
  urgent++;
}

CASE (also_no_sigurg, "0")
{
  struct sigaction action = { .sa_handler = count_urgent }, before;
  char digits[20000];
  clock_t end = clock () + CLOCKS_PER_SEC / 2;
  MUST (!sigaction (SIGURG, &action, &before));
  memset (digits, '7', sizeof digits);
  SCM long_text = scm_from_latin1_stringn (digits, sizeof digits);
  /* The runtime interrupts what takes longer than 10 ms.  */
  while (clock () < end)
    scm_number_to_string (scm_string_to_number (long_text, NONE), NONE);
  MUST (!sigaction (SIGURG, &before, NULL));
  return INT (urgent);
}
