/* no-link: the library opens no descriptor of its own: not where the standard
   ones are non-blocking when it is loaded, nor when Go's collector has run,
   nor in a process that may open no more; and it does not mind when the host
   closes every descriptor.  */

#define _GNU_SOURCE
#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  DESCRIPTORS = 256,
  /* Enough garbage for several collections: each text takes some 100 bytes. */
  CALLS = 300000
};

typedef struct value *SCM;
static SCM (*from_int) (int);
static SCM (*number_to_string) (SCM, SCM);

struct open_set
{
  char is_open[DESCRIPTORS];
};

static struct open_set
look (void)
{
  struct open_set set;
  for (int fd = 0; fd < DESCRIPTORS; fd++)
    set.is_open[fd] = fcntl (fd, F_GETFD) >= 0;
  return set;
}

static void
same (struct open_set before, const char *when)
{
  struct open_set now = look ();
  for (int fd = 0; fd < DESCRIPTORS; fd++)
    if (now.is_open[fd] != before.is_open[fd])
      {
        fprintf (stderr, "%s: descriptor %d was %d, is %d\n", when, fd,
                 before.is_open[fd], now.is_open[fd]);
        exit (1);
      }
}

static void
load (const char *library)
{
  void *handle = dlopen (library, RTLD_NOW);
  if (!handle)
    {
      fprintf (stderr, "%s\n", dlerror ());
      exit (1);
    }
  from_int = (SCM (*) (int)) dlsym (handle, "scm_from_int32");
  number_to_string
      = (SCM (*) (SCM, SCM)) dlsym (handle, "scm_number_to_string");
  assert (from_int && number_to_string);
}

static void
make_garbage (void)
{
  for (int i = 0; i < CALLS; i++)
    number_to_string (from_int (i), from_int (10));
}

/* Stdin and stdout non-blocking, as under a terminal's or a pipe's other end
   that likes them so.  */
static void
non_blocking (const char *library)
{
  int ends[2];
  assert (!socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
  assert (dup2 (ends[0], 0) == 0 && dup2 (ends[1], 1) == 1);
  struct open_set before = look ();
  load (library);
  same (before, "loaded");
  make_garbage ();
  same (before, "after collections");
}

static void
none_free (const char *library)
{
  load (library);
  struct rlimit limit = { 3, 3 };
  for (int fd = 3; fd < DESCRIPTORS; fd++)
    close (fd);
  assert (!setrlimit (RLIMIT_NOFILE, &limit));
  assert (dup (0) < 0 && errno == EMFILE);
  make_garbage ();
}

static void
all_closed (const char *library)
{
  load (library);
  make_garbage ();
  for (int fd = 0; fd < DESCRIPTORS; fd++)
    if (fd != 2)
      close (fd);
  struct open_set before = look ();
  make_garbage ();
  same (before, "all closed");
}

int
main (int argc, char **argv)
{
  static void (*const cases[]) (const char *)
      = { non_blocking, none_free, all_closed };
  assert (argc == 2);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      int status;
      pid_t child = fork ();
      if (!child)
        {
          alarm (60);
          cases[i](argv[1]);
          _exit (0);
        }
      assert (waitpid (child, &status, 0) == child);
      if (status)
        fprintf (stderr, "case %zu: status %x\n", i, status);
      assert (!status);
    }
  return 0;
}
