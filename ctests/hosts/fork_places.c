/* Thirty generations, made by fork, _Fork and clone in turn, in a root
   directory that is empty, without any descriptor, after the library's file
   was deleted or another put in its place.  */

#define _GNU_SOURCE
#include "forking.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

enum
{
  GENERATIONS = 30
};

static void
copy_file (const char *from, const char *to)
{
  struct stat status;
  int in = open (from, O_RDONLY), out = open (to, O_WRONLY | O_CREAT, 0755);
  assert (in >= 0 && out >= 0 && !fstat (in, &status));
  for (off_t left = status.st_size; left;)
    {
      ssize_t n = sendfile (out, in, NULL, left);
      assert (n > 0);
      left -= n;
    }
  assert (!close (in) && !close (out));
}

/* A user without privilege has it in a namespace of its own, where the system
   allows that.  */
static bool
enter_empty_root (const char *directory)
{
  return (!chroot (directory)
          || (!unshare (CLONE_NEWUSER) && !chroot (directory)))
         && !chdir ("/") && access ("/proc", F_OK);
}

static void *
call_all (void *data)
{
  SCM one, other;
  int32_t got;
  cross ();
  make_pair_of (&one, &other);
  send_int (one, 7);
  assert (receive_int (other, &got) && got == 7);
  scm_close_port (one);
  scm_close_port (other);
  return data;
}

/* What this new process and those that come of it do.  It ends with 0 if all
   went well.  */
static void __attribute__ ((noreturn)) generations (void)
{
  uint64_t first = stats_now ().core_generation;
  int status = 0;
  pid_t child = 0;
  for (int i = 0; i < GENERATIONS && !child; i++)
    {
      alarm (60);
      call_all (NULL);
      in_thread (call_all, NULL);
      assert (stats_now ().core_generation == first + i + 1);
      if (i < GENERATIONS - 1)
        child = fork_by (i % WAYS);
    }
  assert (!child || waitpid (child, &status, 0) == child);
  _exit (status != 0);
}

/* In a process that was loaded from PATH.  */
static void
live (const char *how, const char *path, const char *root)
{
  Dl_info info;
  assert (dladdr ((void *) scm_car, &info) && !strcmp (info.dli_fname, path));
  call_all (NULL);
  assert (!unlink (path));
  if (!strcmp (how, "replaced"))
    copy_file ("/proc/self/exe", path);
  pid_t child = fork ();
  if (!child)
    {
      if (!enter_empty_root (root))
        fputs ("an empty root directory: not tried, for want of privilege\n",
               stderr);
      for (int fd = 0; fd < 1024; fd++)
        close (fd);
      generations ();
    }
  reap (how, child);
}

/* Runs this program anew, with a copy of the library.  */
static void
run (const char *program, const char *how, const char *directory)
{
  char path[PATH_MAX], root[PATH_MAX];
  Dl_info info;
  snprintf (path, sizeof path, "%s/library", directory);
  snprintf (root, sizeof root, "%s/root", directory);
  assert (dladdr ((void *) scm_car, &info) && !mkdir (root, 0755));
  copy_file (info.dli_fname, path);
  pid_t child = fork ();
  if (!child)
    {
      assert (!setenv ("LD_PRELOAD", path, 1));
      execl ("/proc/self/exe", program, how, path, root, (char *) NULL);
      _exit (127);
    }
  reap (how, child);
  unlink (path);
  assert (!rmdir (root));
}

int
main (int argc, char **argv)
{
  char directory[] = "/tmp/guilenet-places-XXXXXX";
  alarm (110);
  if (argc == 4)
    {
      live (argv[1], argv[2], argv[3]);
      return 0;
    }
  assert (mkdtemp (directory));
  run (argv[0], "deleted", directory);
  run (argv[0], "replaced", directory);
  assert (!rmdir (directory));
  printf ("%d generations after the file was deleted, %d after it was"
          " replaced\n",
          GENERATIONS, GENERATIONS);
  return 0;
}
