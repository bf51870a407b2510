/* A socket whose peer is gone kills nobody and sends no SIGPIPE, whatever the
   program has made of that signal: not by a message, by a buffer that is
   written when it is full, asked for, closed or at exit, nor in a forked child
   whose core is another.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

static volatile sig_atomic_t handled;

static void
handle (int number)
{
  (void) number;
  handled = 1;
}

/* What a program may have made of SIGPIPE.  */

static void
by_default (void)
{
  signal (SIGPIPE, SIG_DFL);
}

static void
with_handler (void)
{
  signal (SIGPIPE, handle);
}

static void
blocked (void)
{
  sigset_t pipe;
  by_default ();
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  assert (!pthread_sigmask (SIG_BLOCK, &pipe, NULL));
}

static void (*const dispositions[]) (void)
    = { by_default, with_handler, blocked };

/* Sockets whose peer is gone.  */

static SCM
unix_stream (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  scm_close_port (scm_cdr (pair));
  return scm_car (pair);
}

static SCM
unix_packets (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_SEQPACKET), INT (0));
  scm_close_port (scm_cdr (pair));
  return scm_car (pair);
}

/* A peer that went away with bytes unread: writing ends in ECONNRESET once,
   and then in EPIPE.  */
static SCM
tcp (void)
{
  SCM listener = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  SCM sock = scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0));
  scm_bind (listener, INT (AF_INET), scm_from_uint32 (INADDR_LOOPBACK),
            scm_list_1 (INT (0)));
  scm_listen (listener, INT (1));
  scm_connect (sock, scm_getsockname (listener), NONE, NONE);
  SCM peer = scm_car (scm_accept (listener));
  scm_send (sock, scm_make_bytevector (INT (1), INT (1)), NONE);
  scm_recv (peer, scm_make_bytevector (INT (0), INT (0)), INT (MSG_PEEK));
  struct linger hard = { 1, 0 };
  assert (!setsockopt (scm_to_int (scm_fileno (peer)), SOL_SOCKET, SO_LINGER,
                       &hard, sizeof hard));
  scm_close_port (peer);
  scm_close_port (listener);
  char byte;
  assert (recv (scm_to_int (scm_fileno (sock)), &byte, 1, 0) < 0);
  assert (errno == ECONNRESET);
  return sock;
}

static SCM (*const sockets[]) (void) = { unix_stream, unix_packets, tcp };

/* Ways to write, the first of them at once.  */

static SCM
bytes (void)
{
  return scm_make_bytevector (INT (10), INT ('x'));
}

static SCM
by_send (void *sock)
{
  return scm_send (sock, bytes (), NONE);
}

static SCM
by_sendto (void *sock)
{
  SCM to = scm_make_socket_address (INT (AF_UNIX), scm_from_utf8_string ("/"),
                                    SCM_EOL);
  return scm_sendto (sock, bytes (), to, NONE, SCM_EOL);
}

static SCM
by_put_bytevector (void *sock)
{
  return scm_put_bytevector (sock, bytes (), NONE, NONE);
}

static SCM
by_display (void *sock)
{
  return scm_display (scm_from_utf8_string ("gr\303\274n"), sock);
}

static void
buffer (SCM sock)
{
  scm_setvbuf (sock, scm_from_utf8_symbol ("block"), INT (100));
  scm_puts ("held back", sock);
}

static SCM
by_full_buffer (void *sock)
{
  buffer (sock);
  for (int i = 0; i < 20; i++)
    scm_puts ("held back", sock);
  return SCM_BOOL_F;
}

static SCM
by_force_output (void *sock)
{
  buffer (sock);
  return scm_force_output (sock);
}

static SCM
by_close (void *sock)
{
  buffer (sock);
  return scm_close_port (sock);
}

static const scm_t_catch_body writers[]
    = { by_send,        by_sendto,       by_put_bytevector, by_display,
        by_full_buffer, by_force_output, by_close };

#define LENGTH(array) (sizeof (array) / sizeof *(array))

static int writes;

static int
is_pending (void)
{
  sigset_t pending;
  assert (!sigpending (&pending));
  return sigismember (&pending, SIGPIPE);
}

/* All of them, twice each: a second write to the same socket.  */
static void *
write_all (void *data)
{
  for (size_t i = 0; i < LENGTH (sockets); i++)
    for (size_t j = 0; j < LENGTH (writers); j++)
      {
        SCM sock = sockets[i]();
        for (int k = 0; k < 2; k++, writes++)
          {
            SCM raised = outcome (writers[j], sock);
            assert (scm_is_pair (raised));
            assert (scm_is_eq (scm_car (raised), scm_system_error_key));
            SCM number = scm_car (scm_list_ref (scm_cdr (raised), INT (3)));
            /* Some sockets refuse another destination.  */
            assert (scm_to_int (number) == EPIPE
                    || (writers[j] == by_sendto
                        && scm_to_int (number) == EISCONN));
            assert (!handled && !is_pending ());
          }
      }
  return data;
}

static void
write_in_thread (void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, write_all, data));
  assert (!pthread_join (thread, NULL));
}

/* Ends with a buffer that nobody will take; what is said of it, nobody needs
   to see.  */
static void
exit_with_buffer (void *data)
{
  size_t i = (size_t) data;
  buffer (sockets[i]());
  close (STDERR_FILENO);
  exit (0);
}

int
main (void)
{
  alarm (110);
  int exits = 0;
  for (size_t d = 0; d < LENGTH (dispositions); d++)
    {
      dispositions[d]();
      write_all (NULL);
      write_in_thread (NULL);
      in_child ("child", write_in_thread, NULL);
      for (size_t i = 0; i < LENGTH (sockets); i++, exits++)
        in_child ("exit", exit_with_buffer, (void *) i);
      assert (!handled);
    }
  /* Half as many again: a child for each two.  */
  printf ("%d writes, %d in children, %d exits\n", writes, writes / 2, exits);
  return 0;
}
