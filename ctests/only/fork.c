/* Forked children go on calling: from a parent that is busy in Go, many
   generations deep, from a thread, inside a catch, without descriptors, in an
   empty root directory, and when made by _Fork or a bare clone.  What was made
   before the fork is good in the child.  A child that only reads, sends and
   receives starts no core.  */

#define _GNU_SOURCE
#include "only.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum
{
  CHILDREN = 200,
  THREADS = 3
};

/* Made by the first process, before there is any other.  */
static SCM text, symbol, address, integer, vector, ours, theirs;

static void
make_fixtures (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  text = scm_from_utf8_string ("gr\303\274n");
  symbol = scm_from_utf8_symbol ("interned-early");
  address = scm_make_socket_address (INT (AF_INET), INT (0x7f000001),
                                     scm_list_1 (INT (80)));
  integer = scm_from_uint64 (UINT64_MAX);
  vector = scm_vector (scm_list_2 (INT (1), text));
  ours = scm_car (pair);
  theirs = scm_cdr (pair);
}

static void
exchange (SCM from, SCM to)
{
  SCM sent = scm_make_bytevector (INT (3), INT (7));
  SCM got = scm_make_bytevector (INT (3), INT (0));
  assert (scm_to_int (scm_send (from, sent, NONE)) == 3);
  assert (scm_to_int (scm_recv (to, got, NONE)) == 3);
  assert (scm_c_bytevector_ref (got, 2) == 7);
}

/* All that needs no core.  */
static void
read_and_send (void *data)
{
  struct guilenet_stats before = stats_now (), after;
  (void) data;
  assert (scm_c_string_length (text) == 4);
  assert (scm_is_symbol (symbol));
  assert (scm_to_int (scm_c_vector_ref (address, 1)) == 0x7f000001);
  assert (scm_to_uint64 (integer) == UINT64_MAX);
  assert (scm_is_eq (scm_c_vector_ref (vector, 1), text));
  exchange (ours, theirs);
  exchange (theirs, ours);
  after = stats_now ();
  assert (after.core_generation == before.core_generation);
  assert (after.crossings == before.crossings);
}

static SCM
refused (void *data)
{
  return scm_getsockopt (data, INT (1), INT (1));
}

/* Whether X is the string S.  */
static int
is_text (SCM x, const char *s)
{
  char *bytes = scm_to_utf8_string (x);
  int same = !strcmp (bytes, s);
  free (bytes);
  return same;
}

/* All that needs the core.  */
static void
cross (void)
{
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  exchange (scm_car (pair), scm_cdr (pair));
  scm_close_port (scm_car (pair));
  scm_close_port (scm_cdr (pair));
  assert (is_text (text, "gr\303\274n"));
  assert (is_text (scm_symbol_to_string (symbol), "interned-early"));
  assert (scm_is_eq (scm_from_utf8_symbol ("interned-early"), symbol));
  assert (
      is_text (scm_object_to_string (address, NONE), "#(2 2130706433 80)"));
  assert (
      is_text (scm_number_to_string (integer, INT (16)), "ffffffffffffffff"));
  SCM raised = outcome (refused, INT (5));
  assert (scm_is_eq (scm_car (raised), scm_arg_type_key));
  assert (is_text (scm_cadr (raised), "getsockopt"));
}

static void *
cross_often (void *data)
{
  for (int i = 0; i < 20; i++)
    cross ();
  return data;
}

static void
go_on (void *data)
{
  uint64_t cores = stats_now ().core_generation;
  pthread_t threads[THREADS];
  read_and_send (data);
  cross ();
  assert (stats_now ().core_generation == cores + 1);
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_create (&threads[i], NULL, cross_often, NULL));
  cross_often (NULL);
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (threads[i], NULL));
  assert (stats_now ().core_generation == cores + 1);
}

/* Threads that cross all the time, and leave nothing behind.  */
struct busy
{
  pthread_t threads[2];
  atomic_int rounds;
  atomic_bool over;
};

static void *
be_busy (void *data)
{
  struct busy *b = data;
  while (!b->over)
    {
      assert (
          scm_to_int (scm_getsockopt (ours, INT (SOL_SOCKET), INT (SO_TYPE)))
          == SOCK_STREAM);
      assert (is_text (text, "gr\303\274n"));
      b->rounds++;
    }
  return NULL;
}

static void
busy_begin (struct busy *b)
{
  b->over = false;
  b->rounds = 0;
  for (int i = 0; i < 2; i++)
    assert (!pthread_create (&b->threads[i], NULL, be_busy, b));
  while (b->rounds < 100)
    sched_yield ();
}

static void
busy_end (struct busy *b)
{
  b->over = true;
  for (int i = 0; i < 2; i++)
    assert (!pthread_join (b->threads[i], NULL));
}

static void
from_busy_parent (void)
{
  struct busy b;
  busy_begin (&b);
  for (int i = 0; i < CHILDREN; i++)
    {
      in_child ("busy parent", go_on, NULL);
      in_child ("busy parent, no core", read_and_send, NULL);
    }
  busy_end (&b);
}

/* A child, its child and so on, each of them busy while it forks.  */
static void
busy_generations (void *data)
{
  int *left = data;
  struct busy b;
  go_on (NULL);
  if (--*left == 0)
    return;
  busy_begin (&b);
  in_child ("busy generations", busy_generations, left);
  busy_end (&b);
}

static void
quiet_generations (void *data)
{
  int *left = data;
  cross ();
  if (--*left)
    in_child ("generations", quiet_generations, left);
}

static void
generations (void)
{
  int busy = 8, quiet = 30;
  in_child ("busy generations", busy_generations, &busy);
  in_child ("generations", quiet_generations, &quiet);
}

static void
cross_in_child (void *data)
{
  (void) data;
  cross ();
}

/* The child's core is being started by one thread when another forks.  */
static void
fork_while_starting (void *data)
{
  struct busy b = { .over = false };
  for (int i = 0; i < 2; i++)
    assert (!pthread_create (&b.threads[i], NULL, be_busy, &b));
  do
    in_child ("core starting", cross_in_child, data);
  while (b.rounds < 100);
  busy_end (&b);
}

static SCM
fork_in_body (void *data)
{
  pid_t *child = data;
  *child = fork ();
  return *child ? SCM_BOOL_T : refused (INT (5));
}

static void
inside_catch (void)
{
  pid_t child;
  SCM result = outcome (fork_in_body, &child);
  if (!child)
    _exit (!scm_is_pair (result)
           || !scm_is_eq (scm_car (result), scm_arg_type_key));
  assert (scm_is_eq (result, SCM_BOOL_T));
  reap ("inside a catch", child);
}

static void *
fork_here (void *data)
{
  in_child ("from a thread", go_on, NULL);
  in_child ("from a thread, no core", read_and_send, NULL);
  return data;
}

static void
from_thread (void)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, fork_here, NULL));
  assert (!pthread_join (thread, NULL));
}

static void
without_descriptors (void *data)
{
  (void) data;
  for (int fd = 0; fd < 1024; fd++)
    close (fd);
  cross_often (NULL);
}

static void
in_empty_root (void *data)
{
  assert (!chroot (data) && !chdir ("/"));
  go_on (NULL);
}

static void
in_chroot (void)
{
  char directory[] = "/tmp/guilenet-fork-XXXXXX";
  if (geteuid ())
    {
      puts ("an empty root directory: not tried, for want of privilege");
      return;
    }
  assert (mkdtemp (directory));
  in_child ("empty root", in_empty_root, directory);
  assert (!rmdir (directory));
}

/* No handlers of pthread_atfork run here, and nothing mends the C library's
   own locks: no other thread may be in it.  */
static void
bare (void)
{
  pid_t child = _Fork ();
  if (!child)
    be_child (go_on, NULL);
  reap ("_Fork", child);
  child = syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
  if (!child)
    be_child (go_on, NULL);
  reap ("clone", child);
}

int
main (void)
{
  alarm (110);
  make_fixtures ();
  cross ();
  from_busy_parent ();
  generations ();
  for (int i = 0; i < 20; i++)
    in_child ("core starting", fork_while_starting, NULL);
  inside_catch ();
  from_thread ();
  in_child ("without descriptors", without_descriptors, NULL);
  in_chroot ();
  bare ();
  cross ();
  return 0;
}
