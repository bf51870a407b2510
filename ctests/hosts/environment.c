/* no-link: Go's settings in the host's environment are the host's.  Whatever
   they say, the library works as without them when it is loaded and when a
   forked child starts its core: it prints nothing, has as many threads, and
   ends nobody; and the host and its children find their variables as they
   were.  So it is in a program that runs setuid, and for a host that has
   cleared or changed its environment.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define LENGTH(array) (sizeof (array) / sizeof *(array))

extern char **environ;

enum
{
  VARIABLES = 4,
  /* More than a core needs, on 64 processors, and the host's one.  */
  THREADS = 16,
  NOBODY = 65534
};

/* Environments, each of which does something to Go's runtime.  */
static char *const settings[][VARIABLES + 1] = {
  { "GOMAXPROCS=1000" },
  { "GOMAXPROCS=100000" },
  { "GOMEMLIMIT=no number" },
  { "GOMEMLIMIT=1", "GOGC=1" },
  { "GODEBUG=schedtrace=1" },
  { "GODEBUG=inittrace=1,gctrace=1" },
  { "GODEBUG=scavtrace=1", "GODEBUG=inittrace=1", "A=1", "GODEBUG=gctrace=1" },
  { "GODEBUG=containermaxprocs=1,updatemaxprocs=1,asyncpreemptoff=0" },
  { "B=1", "GOTRACEBACK=crash", "GOGC=off", "GODEBUG=inittrace=1" },
};

static SCM (*from_int) (int);
static SCM (*number_to_string) (SCM, SCM);

static int
entries_of (const char *path)
{
  int count = 0;
  DIR *directory = opendir (path);
  assert (directory);
  while (readdir (directory))
    count++;
  closedir (directory);
  return count - 2;
}

/* Often enough for some collections of Go's.  */
static void
call (void *data)
{
  (void) data;
  for (int i = 0; i < 100000; i++)
    number_to_string (from_int (i), from_int (10));
  assert (entries_of ("/proc/self/task") <= THREADS);
}

/* What the host's environment should be.  */
struct expected
{
  char **variables;
  char *texts[VARIABLES + 1];
};

static void
check (const struct expected *e)
{
  assert (environ == e->variables);
  size_t i = 0;
  for (; environ[i]; i++)
    assert (environ[i] == e->texts[i]);
  assert (!e->texts[i]);
}

static void
call_in_child (void *data)
{
  call (NULL);
  check (data);
}

/* The host: loads LIBRARY, and ends with 0.  */
static int
be_host (const char *library, const char *how)
{
  static char *none[] = { NULL };
  struct expected e = { 0 };
  if (!strcmp (how, "cleared"))
    environ = none;
  else if (!strcmp (how, "changed"))
    assert (!setenv ("GODEBUG", "inittrace=1", 1));
  else if (!strcmp (how, "setuid"))
    assert (getauxval (AT_SECURE));
  e.variables = environ;
  for (size_t i = 0; environ[i]; i++)
    e.texts[i] = environ[i];
  int open = entries_of ("/proc/self/fd");
  void *handle = dlopen (library, RTLD_NOW);
  if (!handle)
    fprintf (stderr, "%s\n", dlerror ());
  assert (handle);
  check (&e);
  from_int = (SCM (*) (int)) dlsym (handle, "scm_from_int32");
  number_to_string
      = (SCM (*) (SCM, SCM)) dlsym (handle, "scm_number_to_string");
  call (NULL);
  in_child ("core started again", call_in_child, &e);
  check (&e);
  assert (entries_of ("/proc/self/fd") == open);
  return 0;
}

/* Runs PROGRAM as a host with VARIABLES, and fails unless it ends well and
   prints nothing.  */
static void
run_host (const char *program, const char *library, const char *how,
          char *const *variables)
{
  int output[2], status;
  char text[2000];
  size_t size = 0;
  ssize_t got;
  assert (!pipe2 (output, O_CLOEXEC));
  pid_t child = fork ();
  if (!child)
    {
      char *const argv[]
          = { (char *) program, (char *) library, (char *) how, NULL };
      dup2 (output[1], 1);
      dup2 (output[1], 2);
      alarm (60);
      execve (program, argv, variables);
      _exit (127);
    }
  close (output[1]);
  while ((got = read (output[0], text + size, sizeof text - size)) > 0)
    size += got;
  close (output[0]);
  assert (child > 0 && waitpid (child, &status, 0) == child);
  if (size || status)
    fprintf (stderr, "%s %s: wait status %x: %.*s\n", variables[0], how,
             status, (int) size, text);
  assert (!size && !status);
}

/* Copies FROM into DIRECTORY as NAME, for everyone to run as nobody.  */
static void
copy (const char *from, const char *directory, const char *name, char *to)
{
  char buffer[1 << 16];
  ssize_t got;
  snprintf (to, 100, "%s/%s", directory, name);
  int in = open (from, O_RDONLY | O_CLOEXEC);
  int out = open (to, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
  assert (in >= 0 && out >= 0);
  while ((got = read (in, buffer, sizeof buffer)) > 0)
    assert (write (out, buffer, got) == got);
  assert (!got && !fchown (out, NOBODY, NOBODY) && !fchmod (out, 06755));
  assert (!close (in) && !close (out));
}

static int
run_setuid (const char *library)
{
  char directory[] = "/tmp/guilenet-XXXXXX", program[100], copied[100];
  struct statvfs tmp;
  if (geteuid () || statvfs ("/tmp", &tmp) || tmp.f_flag & ST_NOSUID)
    {
      fputs ("setuid: not tried, for want of privilege\n", stderr);
      return 0;
    }
  assert (mkdtemp (directory) && !chmod (directory, 0755));
  copy ("/proc/self/exe", directory, "host", program);
  copy (library, directory, "library", copied);
  for (size_t i = 0; i < LENGTH (settings); i++)
    run_host (program, copied, "setuid", settings[i]);
  assert (!unlink (program) && !unlink (copied) && !rmdir (directory));
  return LENGTH (settings);
}

int
main (int argc, char **argv)
{
  static char *const changed[]
      = { "GODEBUG=gctrace=1", "A=1", "GODEBUG=gctrace=1", NULL };
  static const char self[] = "/proc/self/exe";
  if (argc == 3)
    return be_host (argv[1], argv[2]);
  assert (argc == 2);
  alarm (110);
  for (size_t i = 0; i < LENGTH (settings); i++)
    {
      run_host (self, argv[1], "plain", settings[i]);
      run_host (self, argv[1], "cleared", settings[i]);
    }
  run_host (self, argv[1], "changed", changed);
  int setuid = run_setuid (argv[1]);
  printf ("hosts with Go's settings: %zu, of them setuid: %d\n",
          2 * LENGTH (settings) + 1 + setuid, setuid);
  return 0;
}
