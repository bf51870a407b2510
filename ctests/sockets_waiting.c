/* scm_accept and scm_connect where they would have to wait: without waiting,
   with another process or thread that ends the wait, and with signals that
   interrupt it.  Left out is a Unix connection to a full queue, for which
   libguile 3.0.8 raises EAGAIN.  */

#include "loopback.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

/* Whatever would have to wait.  */
static void
without_waiting (void)
{
  static const int internet[] = { AF_INET, AF_INET6 };
  for (size_t i = 0; i < LENGTH (internet); i++)
    {
      SCM listener = new_listener (internet[i]),
          client = new_socket (internet[i], SOCK_STREAM);
      SCM address = address_of (listener);
      set_blocking (listener, 0);
      CALL (scm_accept, listener);
      set_blocking (client, 0);
      CALL (scm_connect, client, address, NONE, SCM_EOL);
      await (client, POLLOUT);
      await (listener, POLLIN);
      CALL (scm_connect, client, address, NONE, SCM_EOL);
      CALL (scm_connect, client, address, NONE, SCM_EOL);
      SCM pair = CALL (scm_accept, listener);
      /* It does not inherit.  */
      describe ("  accepted", scm_car (pair));
      CALL (scm_accept, listener);
      close_all (listener, client, scm_car (pair));
    }
}

/* A connection that gets no answer, as the other side's queue is full.  */
static void
unanswered (void)
{
  SCM listener = new_bound (AF_INET, SOCK_STREAM),
      first = new_socket (AF_INET, SOCK_STREAM),
      second = new_socket (AF_INET, SOCK_STREAM);
  SCM address = address_of (listener);
  QUIET (scm_listen, listener, INT (0));
  CALL (scm_connect, first, address, NONE, SCM_EOL);
  await (listener, POLLIN);
  set_blocking (second, 0);
  CALL (scm_connect, second, address, NONE, SCM_EOL);
  CALL (scm_connect, second, address, NONE, SCM_EOL);
  close_all (listener, first, second);
}

static void
without_waiting_paths (void)
{
  SCM listener = new_socket (AF_UNIX, SOCK_STREAM),
      client = new_socket (AF_UNIX, SOCK_STREAM), path = check_string ("p");
  QUIET (scm_bind, listener, INT (AF_UNIX), path, SCM_EOL);
  QUIET (scm_listen, listener, INT (1));
  set_blocking (listener, 0);
  CALL (scm_accept, listener);
  set_blocking (client, 0);
  CALL (scm_connect, client, INT (AF_UNIX), path, SCM_EOL);
  SCM pair = CALL (scm_accept, listener);
  CALL (scm_accept, listener);
  close_all (listener, client, scm_car (pair));
}

/* Another process connects, talks and ends.  */
static void
processes (void)
{
  int status;
  SCM listener = new_listener (AF_INET);
  SCM name = address_of (listener);
  fflush (stdout);
  pid_t child = fork ();
  if (!child)
    {
      SCM sock = new_socket (AF_INET, SOCK_STREAM), buffer = new_buffer (8);
      QUIET (scm_connect, sock, name, NONE, SCM_EOL);
      SCM got = QUIET (scm_recv, sock, buffer, NONE);
      QUIET (scm_send, sock, buffer, NONE);
      _exit (scm_is_integer (got) ? scm_to_int (got) : 77);
    }
  SCM pair = CALL (scm_accept, listener), buffer = new_buffer (8);
  SCM server = scm_car (pair);
  CALL (scm_send, server, check_bytes ("hello", 5), NONE);
  CALL (scm_recv, server, buffer, INT (MSG_WAITALL));
  check_say ("  buffer", buffer);
  CALL (scm_recv, server, buffer, NONE);
  waitpid (child, &status, 0);
  check_say_long ("  status", WIFEXITED (status) ? WEXITSTATUS (status) : -1);
  close_all (listener, server, SCM_BOOL_F);
}

/* Another thread, in Guile mode of its own, connects and says something while
   this one waits.  */
static void *
guest_in_guile (void *data)
{
  SCM sock = new_socket (AF_UNIX, SOCK_STREAM);
  QUIET (scm_connect, sock, INT (AF_UNIX), check_string ("host"), SCM_EOL);
  QUIET (scm_send, sock, check_bytes ("hello", 5), NONE);
  close_all (sock, SCM_BOOL_F, SCM_BOOL_F);
  return data;
}

static void *
guest (void *data)
{
  return scm_with_guile (guest_in_guile, data);
}

static void *
join (void *data)
{
  pthread_join (*(pthread_t *) data, NULL);
  return NULL;
}

static void
threads (void)
{
  pthread_t thread;
  SCM listener = new_socket (AF_UNIX, SOCK_STREAM);
  QUIET (scm_bind, listener, INT (AF_UNIX), check_string ("host"), SCM_EOL);
  QUIET (scm_listen, listener, INT (1));
  for (int i = 0; i < 5; i++)
    {
      if (pthread_create (&thread, NULL, guest, NULL))
        check_die ("pthread_create");
      SCM pair = CALL (scm_accept, listener), buffer = new_buffer (8);
      CALL (scm_recv, scm_car (pair), buffer, NONE);
      CALL (scm_recv, scm_car (pair), buffer, NONE);
      check_say ("  buffer", buffer);
      scm_without_guile (join, &thread);
      close_all (scm_car (pair), SCM_BOOL_F, SCM_BOOL_F);
    }
  close_all (listener, SCM_BOOL_F, SCM_BOOL_F);
}

/* Signals that interrupt a wait; the handler's third run ends it.  */
static volatile sig_atomic_t signals_left;
static int guest_descriptor;

static void
on_alarm (int number)
{
  struct sockaddr_un host = { .sun_family = AF_UNIX, .sun_path = "host" };
  (void) number;
  if (--signals_left == 0)
    connect (guest_descriptor, (struct sockaddr *) &host, sizeof host);
}

static void
interrupted (void)
{
  struct sigaction action = { .sa_handler = on_alarm };
  struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
  SCM listener = new_socket (AF_UNIX, SOCK_STREAM);
  QUIET (scm_bind, listener, INT (AF_UNIX), check_string ("host"), SCM_EOL);
  QUIET (scm_listen, listener, INT (1));
  SCM client = new_socket (AF_UNIX, SOCK_STREAM);
  guest_descriptor = descriptor (client);
  signals_left = 3;
  sigaction (SIGALRM, &action, NULL);
  setitimer (ITIMER_REAL, &often, NULL);
  SCM pair = CALL (scm_accept, listener);
  setitimer (ITIMER_REAL, &never, NULL);
  check_say_long ("  interrupted", signals_left <= 0);
  close_all (listener, client, scm_car (pair));
}

void
check_chapter (void)
{
  without_waiting ();
  unanswered ();
  in_new_directory (without_waiting_paths);
  processes ();
  in_new_directory (threads);
  in_new_directory (interrupted);
}
