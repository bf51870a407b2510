/* What scm_select finds ready: sockets of every kind and state, pipes, other
   descriptors; the order in which it tells; and how it waits.  */

#include "selected.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>

#define E SCM_EOL

static void
section (const char *title)
{
  puts (title);
  forget_names ();
}

/* Lists and vectors, ports and integers, the same one more than once.  */
static void
order (void)
{
  enum
  {
    COUNT = 6
  };
  static const char *const names[COUNT] = { "a", "b", "c", "d", "e", "f" };
  SCM port[COUNT], peer[COUNT], fd[COUNT];
  section ("order");
  for (int i = 0; i < COUNT; i++)
    {
      named_pair (names[i], &port[i], &peer[i]);
      fd[i] = scm_fileno (port[i]);
    }
  for (int readable = 0; readable < 1 << COUNT; readable += 13)
    {
      for (int i = 0; i < COUNT; i++)
        {
          drain (port[i]);
          if (readable >> i & 1)
            tell (peer[i], "x");
        }
      SCM sets[] = {
        scm_list_5 (port[0], port[1], port[2], port[3], port[4]),
        scm_list_5 (fd[5], port[4], fd[3], port[2], fd[1]),
        scm_list_5 (port[1], port[1], fd[1], port[0], port[1]),
        scm_list_n (fd[0], port[0], fd[2], port[2], port[5], fd[0], NONE),
      };
      for (size_t i = 0; i < LENGTH (sets); i++)
        {
          selected_now (sets[i], E, E);
          selected_now (scm_vector (sets[i]), E, E);
          selected_now (sets[i], scm_vector (sets[i]), sets[i]);
        }
    }
  for (int i = 0; i < COUNT; i++)
    close_all (port[i], peer[i], SCM_BOOL_F);
}

/* What becomes of one end of a connection.  */
static void
streams (int style)
{
  SCM a, b;
  section (style == SOCK_STREAM ? "stream" : "packets");
  new_pair (style, &a, &b);
  name_port ("a", a);
  selected_alone (a);
  tell (b, "abc");
  selected_alone (a);
  receive (a, 2, NONE);
  selected_alone (a);
  drain (a);
  selected_alone (a);
  fill (a);
  selected_alone (a);
  drain (b);
  selected_alone (a);
  shutdown (descriptor (b), SHUT_WR);
  selected_alone (a);
  fill (a);
  selected_alone (a);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
  selected_alone (a);
  close_all (a, SCM_BOOL_F, SCM_BOOL_F);
}

static void
internet (int family)
{
  SCM client, server;
  section (family == AF_INET ? "IPv4" : "IPv6");
  SCM fresh = name_port ("fresh", new_socket (family, SOCK_STREAM));
  selected_alone (fresh);
  SCM listener = name_port ("listener", new_listener (family));
  selected_alone (listener);
  client = name_port ("client", new_socket (family, SOCK_STREAM));
  QUIET (scm_connect, client, address_of (listener), NONE, E);
  selected (scm_list_1 (listener), E, E, NONE, NONE);
  server = scm_car (QUIET (scm_accept, listener));
  name_port ("server", server);
  selected_alone (listener);
  selected_alone (client);
  /* Urgent data.  */
  send (descriptor (server), "!", 1, MSG_OOB);
  selected (E, E, scm_list_1 (client), NONE, NONE);
  selected_alone (client);
  tell (server, "x");
  selected (scm_list_2 (server, client), E, E, NONE, NONE);
  selected_alone (client);
  char urgent;
  recv (descriptor (client), &urgent, 1, MSG_OOB);
  selected (scm_list_1 (client), E, scm_list_1 (client), INT (0), NONE);
  drain (client);
  selected (scm_list_1 (client), scm_list_1 (server), scm_list_1 (client),
            INT (0), NONE);
  /* The end, and a reset.  */
  shutdown (descriptor (server), SHUT_WR);
  selected (scm_list_1 (client), E, E, NONE, NONE);
  selected_alone (client);
  tell (client, "x");
  await (server, POLLIN);
  close_all (server, SCM_BOOL_F, SCM_BOOL_F);
  await (client, POLLHUP);
  selected_alone (client);
  close_all (fresh, listener, client);
}

static void
datagrams (void)
{
  section ("datagrams");
  SCM a = name_port ("a", new_bound (AF_INET, SOCK_DGRAM)),
      b = name_port ("b", new_bound (AF_INET, SOCK_DGRAM));
  SCM set = scm_list_2 (a, b);
  selected_now (set, set, set);
  QUIET (scm_sendto, a, bytes (""), address_of (b), NONE, E);
  selected (set, E, E, NONE, NONE);
  drain (b);
  receive (b, 1, INT (MSG_DONTWAIT));
  selected_now (set, set, set);
  close_all (a, b, SCM_BOOL_F);
}

/* A connection that is refused.  */
static void
refused (void)
{
  section ("refused");
  SCM nobody = new_bound (AF_INET, SOCK_STREAM),
      a = name_port ("a", new_socket (AF_INET, SOCK_STREAM));
  SCM address = address_of (nobody);
  set_blocking (a, 0);
  QUIET (scm_connect, a, address, NONE, E);
  await (a, POLLHUP);
  selected_alone (a);
  close_all (nobody, a, SCM_BOOL_F);
}

/* Descriptors that are no sockets, each in every set.  */
static void
descriptors (void)
{
  int ends[2];
  section ("descriptors");
  if (pipe (ends) < 0)
    check_die ("pipe");
  SCM out = name_object ("read-end", INT (ends[0])),
      in = name_object ("write-end", INT (ends[1])),
      null = name_object ("null", INT (open ("/dev/null", O_RDWR)));
  SCM set = scm_list_3 (out, in, null);
  selected_now (set, set, set);
  if (write (ends[1], "x", 1) != 1)
    check_die ("write");
  selected_now (set, set, set);
  close (ends[0]);
  selected_alone (in);
  close (ends[1]);
  if (pipe (ends) < 0)
    check_die ("pipe");
  forget_names ();
  out = name_object ("read-end", INT (ends[0]));
  close (ends[1]);
  selected_alone (out);
  close (ends[0]);
  close (scm_to_int (null));
}

/* Waiting.  */

static double
seconds (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* Until the time is over; not for a descriptor's condition that is none of the
   set's.  */
static void
in_vain (void)
{
  static const struct
  {
    int secs, usecs;
  } times[] = { { 0, 0 }, { 0, 1 }, { 0, 20000 } };
  SCM a, b, c, d;
  section ("in vain");
  named_pair ("a", &a, &b);
  named_pair ("hung-up", &c, &d);
  close_all (d, SCM_BOOL_F, SCM_BOOL_F);
  SCM set = scm_list_1 (a), both = scm_list_2 (a, c);
  for (size_t i = 0; i < LENGTH (times); i++)
    {
      SCM secs = INT (times[i].secs), usecs = INT (times[i].usecs);
      double end = seconds () + times[i].secs + times[i].usecs / 1e6;
      selected (E, E, E, secs, usecs);
      check_say_long ("  in time", seconds () >= end);
      end = seconds () + times[i].secs + times[i].usecs / 1e6;
      selected (set, E, both, secs, usecs);
      check_say_long ("  in time", seconds () >= end);
      end = seconds () + times[i].secs + times[i].usecs / 1e6;
      selected (scm_vector (set), scm_vector (E), scm_vector (both), secs,
                usecs);
      check_say_long ("  in time", seconds () >= end);
    }
  close_all (a, b, c);
}

/* Until another thread does something.  */

struct deed
{
  SCM port;
  void (*what) (SCM port);
};

static void *
do_it (void *data)
{
  struct deed *deed = data;
  deed->what (deed->port);
  return NULL;
}

static void
say_x (SCM port)
{
  tell (port, "x");
}

static void
end_it (SCM port)
{
  shutdown (descriptor (port), SHUT_RDWR);
}

static void
awaited (void)
{
  static void (*const deeds[]) (SCM) = { say_x, end_it };
  SCM a, b, c, d;
  section ("awaited");
  named_pair ("a", &a, &b);
  named_pair ("c", &c, &d);
  SCM set = scm_list_2 (a, c);
  for (size_t i = 0; i < LENGTH (deeds); i++)
    for (int timed = 0; timed < 2; timed++)
      {
        pthread_t thread;
        struct deed deed = { b, deeds[i] };
        drain (a);
        if (pthread_create (&thread, NULL, do_it, &deed))
          check_die ("pthread_create");
        selected (set, E, set, timed ? INT (60) : NONE, NONE);
        pthread_join (thread, NULL);
      }
  /* Room to write, which the other end makes.  */
  fill (c);
  pthread_t thread;
  struct deed deed = { d, drain };
  if (pthread_create (&thread, NULL, do_it, &deed))
    check_die ("pthread_create");
  selected (E, scm_list_1 (c), E, NONE, NONE);
  pthread_join (thread, NULL);
  close_all (a, b, c);
  close_all (d, SCM_BOOL_F, SCM_BOOL_F);
}

/* A signal's handler ends the wait.  */
static volatile sig_atomic_t signals;

static void
on_alarm (int number)
{
  (void) number;
  signals++;
}

static void
interrupted (void)
{
  static const int flags[] = { 0, SA_RESTART };
  struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
  SCM a, b;
  section ("interrupted");
  named_pair ("a", &a, &b);
  SCM set = scm_list_1 (a);
  for (size_t i = 0; i < LENGTH (flags); i++)
    {
      struct sigaction action
          = { .sa_handler = on_alarm, .sa_flags = flags[i] };
      signals = 0;
      sigaction (SIGALRM, &action, NULL);
      setitimer (ITIMER_REAL, &often, NULL);
      selected (set, E, set, NONE, NONE);
      selected (set, scm_vector (E), set, INT (60), INT (1));
      setitimer (ITIMER_REAL, &never, NULL);
      check_say_long ("  interrupted", signals > 0);
    }
  close_all (a, b, SCM_BOOL_F);
}

void
check_chapter (void)
{
  order ();
  streams (SOCK_STREAM);
  streams (SOCK_SEQPACKET);
  internet (AF_INET);
  internet (AF_INET6);
  datagrams ();
  refused ();
  descriptors ();
  in_vain ();
  awaited ();
  interrupted ();
}
