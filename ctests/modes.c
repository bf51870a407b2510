/* Guile mode: entering and leaving it, and what a condition does that nothing
   catches.  Each case runs in a process that has never been in Guile mode:
   this program once more, with a short program in the environment, which is
   run before main.  A letter stands for

     b    scm_boot_guile, in which the rest is run
     w o  scm_with_guile and scm_without_guile, likewise
     i    scm_init_guile, after which the rest is run
     t    a new thread, in which the rest is run
     c    a catch for #t around the rest
     h    a throw handler for #t around the rest
     d    a frame with an unwind handler around the rest
     &    the rest is run twice

   and the last one for what is done there:

     -    nothing
     m s k x  a condition: misc-error, system-error, key, and a key that cannot
   be q 3 f  the condition quit, without a status, with 3, with #f p    print
   to the ports and to stdout e _  the same, then exit (4) or _exit (5)  */

#include "check.h"

#include <pthread.h>

static void *run (void *program);

static int argument_count;
static char **arguments;

/* Tells what happens, on standard error, which holds nothing back.  */
static void
tell (const char *what, const char *more)
{
  dprintf (2, "%s%s\n", what, more ? more : "NULL");
}

static void
print_everywhere (void)
{
  scm_display (check_string ("[output port]\n"), scm_current_output_port ());
  printf ("[stdout]\n");
  fprintf (stderr, "[stderr]\n");
  scm_display (check_string ("[again]\n"), scm_current_output_port ());
}

static void
act (char what)
{
  SCM quit = what == '-' ? NULL : check_symbol ("quit");
  switch (what)
    {
    case 'm':
      scm_misc_error ("subr", "message ~S", scm_list_1 (SCM_BOOL_T));
    case 's':
      errno = ENOENT;
      scm_syserror ("subr");
    case 'k':
      scm_throw (check_symbol ("key"), scm_list_1 (check_string ("x")));
    case 'x':
      scm_throw (SCM_BOOL_F, SCM_EOL);
    case 'q':
      scm_throw (quit, SCM_EOL);
    case '3':
      scm_throw (quit, scm_list_1 (scm_from_int (3)));
    case 'f':
      scm_throw (quit, scm_list_1 (SCM_BOOL_F));
    case 'p':
    case 'e':
    case '_':
      print_everywhere ();
      if (what == 'e')
        exit (4);
      if (what == '_')
        _exit (5);
    }
}

static void
boot_main (void *closure, int argc, char **argv)
{
  tell ("booted, the same arguments: ",
        argc == argument_count && argv == arguments ? "yes" : "no");
  run (closure);
}

static SCM
body (void *program)
{
  char *result = run (program);
  return result ? check_string (result) : SCM_BOOL_F;
}

static SCM
handler (void *data, SCM key, SCM args)
{
  (void) args;
  char *name = check_written (key);
  tell (data, name);
  free (name);
  return check_string ("caught");
}

static void
unwound (void *data)
{
  tell ("unwound ", data);
}

static void *
run (void *program)
{
  char *rest = program, what = *rest++;
  void *result = "end";
  pthread_t id;
  if (!*rest)
    {
      act (what);
      return what == '-' ? NULL : result;
    }
  switch (what)
    {
    case 'b':
      scm_boot_guile (argument_count, arguments, boot_main, rest);
      tell ("boot returned ", rest);
      break;
    case 'w':
      result = scm_with_guile (run, rest);
      tell ("with_guile: ", result);
      break;
    case 'o':
      result = scm_without_guile (run, rest);
      tell ("without_guile: ", result);
      break;
    case 'i':
      scm_init_guile ();
      tell ("init_guile ", rest);
      result = run (rest);
      break;
    case 't':
      if (pthread_create (&id, NULL, run, rest))
        check_die ("pthread_create");
      pthread_join (id, &result);
      tell ("joined: ", result);
      break;
    case 'c':
      scm_c_catch (SCM_BOOL_T, body, rest, handler, "caught ", handler,
                   "about to catch ");
      break;
    case 'h':
      scm_c_with_throw_handler (SCM_BOOL_T, body, rest, handler, "thrown ", 0);
      break;
    case 'd':
      scm_dynwind_begin (0);
      scm_dynwind_unwind_handler (unwound, rest, SCM_F_WIND_EXPLICITLY);
      result = run (rest);
      scm_dynwind_end ();
      break;
    case '&':
      run (rest);
      result = run (rest);
      break;
    }
  return result;
}

static void
at_exit (void)
{
  tell ("exit", "");
}

static void before_main (int argc, char **argv) __attribute__ ((constructor));

static void
before_main (int argc, char **argv)
{
  char *program = getenv ("MODES_PROGRAM");
  /* A child process hangs if libguile's collector, or a thread that it
     started, was at work when it was forked.  With this there are no
     collections.  */
  setenv ("GC_DONT_GC", "1", 1);
  if (!program)
    return;
  alarm (60);
  atexit (at_exit);
  argument_count = argc;
  arguments = argv;
  tell ("initialized: ", scm_initialized_p ? "yes" : "no");
  tell ("in the end: ", run (program));
  tell ("initialized: ", scm_initialized_p ? "yes" : "no");
  exit (9);
}

static FILE *text;

static void
again (void *program)
{
  setenv ("MODES_PROGRAM", program, 1);
  dup2 (fileno (text), 1);
  dup2 (fileno (text), 2);
  execl ("/proc/self/exe", "program", "argument", (char *) NULL);
  check_die ("execl");
}

/* Prints what was written, without libguile's backtrace: that is the lines
   from "Backtrace:" to the next empty one, and the one after that, which names
   a frame.  Without one the condition's text may begin with "ERROR: ".  */
static void
show (void)
{
  char line[1000];
  int backtrace = 0;
  rewind (text);
  while (fgets (line, sizeof line, text))
    {
      if (!strcmp (line, "Backtrace:\n"))
        backtrace = 1;
      if (!backtrace)
        printf ("  %s", line + (strncmp (line, "ERROR: ", 7) ? 0 : 7));
      if (backtrace)
        backtrace = backtrace == 2 ? 0 : *line == '\n' ? 2 : 1;
    }
}

static void
try (const char *program)
{
  char *copy = strdup (program);
  text = tmpfile ();
  if (!copy || !text)
    check_die ("tmpfile");
  check_child (program, again, copy);
  show ();
  putchar ('\n');
  fclose (text);
  free (copy);
}

void
check_chapter (void)
{
  /* Ways into Guile mode, and what is done there in each.  */
  static const char *const ways[]
      = { "b",   "i",  "w",  "ii",  "iw",  "wi", "ww",
          "wow", "tw", "ti", "itw", "iti", "wtw" };
  /* Further cases.  */
  static const char *const more[]
      = { /* Calls in one another, and one after the other.  */
          "wo-", "wowo-", "iowow-", "&w-", "&wo-", "&tw-", "i&tw-", "&ti-",
          "t&w-", "w&o-", "&wm", "&tim", "&twm", "w&wm", "i&wm", "t&wm",
          /* Catches, of which scm_with_guile is one.  */
          "wcm", "icm", "bcm", "ticm", "wcwm", "wcowm", "icowk", "wcw3", "ic3",
          /* Throw and unwind handlers.  */
          "whm", "ihm", "bhm", "wdm", "idm", "bdm", "whdm", "wdhm", "ihdm",
          "tidm", "wd3", "id3", "bd3", "wh3", "ih3", "wdwdm", "wdowdm",
          "idwdm", "wdwd3", "idhq", "wdo-", "ido-", "twd&wdm", "twd3", "tid3",
          /* Ports.  */
          "we", "w_", "i_", "tie", "b_", "w&p", "wowp"
        };
  char program[10];
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    for (const char *what = "-mskxq3fpe"; *what; what++)
      {
        snprintf (program, sizeof program, "%s%c", ways[i], *what);
        try (program);
      }
  for (size_t i = 0; i < sizeof more / sizeof *more; i++)
    try (more[i]);
}
