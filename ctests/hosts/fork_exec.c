/* Programs that a process starts: by fork and exec, by vfork and by
   posix_spawn, of a parent with threads in the core; and by exec in a child
   that has a core of its own.  The program is this one again; it has the
   parent's signal mask, and a core of its own that is the first.  */

#define _GNU_SOURCE
#include "forking.h"

#include <fcntl.h>
#include <spawn.h>

enum
{
  ROUNDS = 20
};

extern char **environ;
static char *self;

static pid_t
by_fork (char **argv)
{
  pid_t child = fork ();
  if (!child)
    _exit (execv (self, argv));
  return child;
}

static pid_t
by_vfork (char **argv)
{
  pid_t child = vfork ();
  if (!child)
    _exit (execv (self, argv));
  return child;
}

static pid_t
by_spawn (char **argv)
{
  pid_t child;
  assert (!posix_spawn (&child, self, NULL, NULL, argv, environ));
  return child;
}

static pid_t
by_child_with_core (char **argv)
{
  pid_t child = fork ();
  if (!child)
    {
      struct company company = { .over = false };
      pthread_t thread;
      alarm (60);
      assert (!pthread_create (&thread, NULL, stay, &company));
      while (company.rounds[0] < 50)
        sched_yield ();
      _exit (execv (self, argv));
    }
  return child;
}

static pid_t (*const ways[]) (char **argv)
    = { by_fork, by_vfork, by_spawn, by_child_with_core };

enum
{
  EXEC_WAYS = sizeof ways / sizeof *ways
};

/* The program that is started: answers a number by the next.  */
static int
answer (int fd)
{
  sigset_t mask;
  int32_t number;
  SCM sock = scm_fdopen (INT (fd), scm_from_utf8_string ("r+0"));
  assert (stats_now ().core_generation == 1);
  assert (!sigprocmask (SIG_SETMASK, NULL, &mask));
  for (int i = 1; i < 32; i++)
    assert (sigismember (&mask, i) == (i == SIGUSR2));
  cross ();
  in_child ("child of the program", cross_in_child, NULL);
  while (receive_int (sock, &number))
    send_int (sock, number + 1);
  return 0;
}

static void
ask (pid_t (*start) (char **argv), int number)
{
  SCM near, far;
  int32_t got;
  char fd[20], *argv[] = { self, fd, NULL };
  make_pair_of (&near, &far);
  assert (!fcntl (scm_to_int (scm_fileno (near)), F_SETFD, FD_CLOEXEC));
  assert (!fcntl (scm_to_int (scm_fileno (far)), F_SETFD, 0));
  snprintf (fd, sizeof fd, "%d", scm_to_int (scm_fileno (far)));
  pid_t child = start (argv);
  scm_close_port (far);
  send_int (near, number);
  assert (receive_int (near, &got) && got == number + 1);
  scm_close_port (near);
  reap ("program", child);
}

int
main (int argc, char **argv)
{
  struct company company;
  sigset_t mask;
  alarm (110);
  self = argv[0];
  if (argc == 2)
    return answer (atoi (argv[1]));
  sigemptyset (&mask);
  sigaddset (&mask, SIGUSR2);
  assert (!pthread_sigmask (SIG_SETMASK, &mask, NULL));
  cross ();
  company_begin (&company);
  for (int i = 0; i < ROUNDS * EXEC_WAYS; i++)
    ask (ways[i % EXEC_WAYS], i);
  company_end (&company);
  assert (stats_now ().core_generation == 1);
  printf ("%d programs started, in %d ways\n", ROUNDS * EXEC_WAYS, EXEC_WAYS);
  return 0;
}
