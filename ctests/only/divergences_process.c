/* Where libguile 3.0.8 crashes or hangs over conditions that end something,
   prints what is the Scheme machine's own, or holds text back.  */

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
  return scm_car (data ? *(SCM *) data : SCM_BOOL_F);
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

static const struct act
{
  const char *name;
  void *(*body) (void *);
} acts[] = {
  { "uncaught", uncaught },
  { "before unwinding", before_unwinding },
  { "throw handler", throw_handler },
  { "by message", by_message },
  { "by message with threads", by_message_with_threads },
  { "error port", error_port },
  { "standard ports", standard_ports },
};

static void
act (const char *name)
{
  for (size_t i = 0; i < COUNT (acts); i++)
    if (!strcmp (acts[i].name, name))
      scm_with_guile (acts[i].body, NULL);
  exit (0);
}

static void (*divergence_act) (const char *name) = act;

static void
become (const char *name, int report, int standard)
{
  MUST (!prctl (PR_SET_PDEATHSIG, SIGKILL));
  MUST (dup2 (report, REPORT) == REPORT);
  for (int fd = 0; fd <= 2; fd++)
    if (!standard)
      close (fd);
    else if (fd)
      MUST (dup2 (report, fd) == fd);
  execl ("/proc/self/exe", "act", "--act", name, (char *) NULL);
  divergence_die ("execl");
}

/* What the act NAME wrote, and its exit status; or its signal, negative.
   STANDARD says whether it has standard descriptors.  */
static SCM
child (const char *name, int standard)
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

CALL (uncaught_condition, "(\"" BAD_CAR "\" 0)", child ("uncaught", 1))
CALL (message_before_unwinding, "(\"" BAD_CAR BAD_CAR "\" 0)",
      child ("before unwinding", 1))
CALL (message_in_throw_handler, "(\"" BAD_CAR "" BAD_CAR "\" 0)",
      child ("throw handler", 1))

#define BY_MESSAGE "(\"Throw to key `key' with args `()'.\\n\" 0)"

CALL (first_thread_ended, BY_MESSAGE, child ("by message", 1))
CALL (first_thread_ended_of_two, BY_MESSAGE,
      child ("by message with threads", 1))
CALL (error_port_at_once, "(\"text\" 0)", child ("error port", 1))
CALL (closed_standard_ports,
      "(\"(#<input: file 0> #<output: file 1> #<output: file 2>)\" 0)",
      child ("standard ports", 0))

/* Arguments that crash libguile.  */

static SCM
note (void *seen, SCM key, SCM args)
{
  *(SCM *) seen = scm_list_2 (*(SCM *) seen, key);
  return args;
}

static SCM
lazily (void *seen)
{
  return scm_c_with_throw_handler (SCM_BOOL_T, bad_car, NULL, note, seen, 1);
}

CASE (lazy_throw_handler, "((begun wrong-type-arg) wrong-type-arg)")
{
  SCM seen = symbol ("begun");
  scm_internal_catch (SCM_BOOL_T, lazily, &seen, note, &seen);
  return seen;
}

CASE (nothing_expected, WRONG_TYPE ("subr", "1", "#t"))
{
  scm_wrong_type_arg_msg ("subr", 1, SCM_BOOL_T, NULL);
  return SCM_BOOL_F;
}

/* Frames that are ended too often, or not at all.  */

CASE (frame_never_begun, "#t")
{
  scm_dynwind_end ();
  return SCM_BOOL_T;
}

static void
mark (void *done)
{
  *(int *) done += 1;
}

static SCM
leave_frame (void *done)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (mark, done, SCM_F_WIND_EXPLICITLY);
  scm_dynwind_unwind_handler (mark, done, 0);
  return symbol ("left");
}

static void *
leave_frame_in_guile (void *done)
{
  leave_frame (done);
  return done;
}

CASE (frame_left_in_catch, "(left 1)")
{
  int done = 0;
  SCM left = scm_internal_catch (SCM_BOOL_T, leave_frame, &done, note, &done);
  return scm_list_2 (left, INT (done));
}

CASE (frame_left_in_guile, "1")
{
  int done = 0;
  scm_with_guile (leave_frame_in_guile, &done);
  return INT (done);
}

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
