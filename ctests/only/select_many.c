/* scm_select over 5,000 sockets: of random subsets that can be read from,
   written to, and that hold input in their buffers, it tells exactly those, in
   its order; and it takes time in proportion.  */

#include "only.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum
{
  SOCKETS = 5000,
  ROUNDS = 30,
  /* The sockets, and what else a process has.  */
  DESCRIPTORS = SOCKETS + 100
};

static struct
{
  SCM port;
  int fd;
  /* As a descriptor in the sets, not as a port.  */
  bool number;
  bool readable, full, buffered;
} sockets[SOCKETS];

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t
draw (void)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

static void
allow_descriptors (void)
{
  struct rlimit limit;
  assert (!getrlimit (RLIMIT_NOFILE, &limit));
  if (limit.rlim_max < DESCRIPTORS)
    {
      fprintf (stderr,
               "select_many: needs %d descriptors; the hard limit"
               " (ulimit -H -n) is %ju\n",
               DESCRIPTORS, (uintmax_t) limit.rlim_max);
      exit (1);
    }
  limit.rlim_cur = limit.rlim_max;
  assert (!setrlimit (RLIMIT_NOFILE, &limit));
}

/* Socket I and I + 1, for even I, are the ends of a connection.  */
static void
make_sockets (void)
{
  int least = 1;
  for (int i = 0; i < SOCKETS; i += 2)
    {
      SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      sockets[i].port = scm_car (pair);
      sockets[i + 1].port = scm_cdr (pair);
    }
  for (int i = 0; i < SOCKETS; i++)
    {
      sockets[i].fd = scm_to_int (scm_fileno (sockets[i].port));
      sockets[i].number = draw () % 4 == 0;
      /* Soon full.  */
      assert (!setsockopt (sockets[i].fd, SOL_SOCKET, SO_SNDBUF, &least,
                           sizeof least));
    }
}

static void
drain (int fd)
{
  char room[65536];
  while (recv (fd, room, sizeof room, MSG_DONTWAIT) > 0)
    ;
}

/* What the other end then finds.  */
static void
set_state (int i, uint64_t chance)
{
  int fd = sockets[i].fd, other = i ^ 1;
  char byte = 'x';
  switch (chance)
    {
    case 0:
      while (send (fd, &byte, 1, MSG_DONTWAIT) == 1)
        ;
      assert (errno == EAGAIN);
      sockets[i].full = sockets[other].readable = true;
      break;
    case 1:
    case 2:
      assert (send (fd, &byte, 1, 0) == 1);
      sockets[other].readable = true;
      break;
    case 3:
      scm_unget_byte ('b', sockets[i].port);
      sockets[i].buffered = true;
    }
}

static void
new_states (void)
{
  for (int i = 0; i < SOCKETS; i++)
    {
      if (sockets[i].buffered)
        assert (scm_to_int (scm_get_u8 (sockets[i].port)) == 'b');
      drain (sockets[i].fd);
      sockets[i].readable = sockets[i].full = sockets[i].buffered = false;
    }
  uint64_t of = 4 + draw () % 60;
  for (int i = 0; i < SOCKETS; i++)
    set_state (i, draw () % of);
}

static SCM
element (int i)
{
  return sockets[i].number ? INT (sockets[i].fd) : sockets[i].port;
}

/* Whether it is ready by its buffer.  */
static bool
by_buffer (int i)
{
  return sockets[i].buffered && !sockets[i].number;
}

/* What is to be told of ORDER, a list in reverse and with what is ready by its
   buffer behind.  */
static SCM
expected (const int *order, bool reads, bool list)
{
  SCM told = SCM_EOL;
  for (int buffered = list; buffered == 0 || buffered == 1;
       buffered += list ? -1 : 1)
    for (int i = 0; i < SOCKETS; i++)
      {
        int at = order[i];
        bool ready = !reads           ? !sockets[at].full
                     : by_buffer (at) ? true
                                      : sockets[at].readable;
        if (ready && (reads && by_buffer (at)) == buffered)
          told = scm_cons (element (at), told);
      }
  return list ? told : scm_reverse (told);
}

static void
check_told (SCM told, SCM wanted)
{
  if (scm_is_vector (told))
    told = scm_vector_to_list (told);
  for (; scm_is_pair (told) && scm_is_pair (wanted);
       told = scm_cdr (told), wanted = scm_cdr (wanted))
    assert (scm_is_eq (scm_car (told), scm_car (wanted)));
  assert (scm_is_null (told) && scm_is_null (wanted));
}

static void
shuffle (int *order)
{
  for (int i = 0; i < SOCKETS; i++)
    {
      int j = draw () % (i + 1);
      order[i] = order[j];
      order[j] = i;
    }
}

static SCM
set_of (const int *order, bool list)
{
  SCM set = SCM_EOL;
  for (int i = SOCKETS - 1; i >= 0; i--)
    set = scm_cons (element (order[i]), set);
  return list ? set : scm_vector (set);
}

static void
one_round (void)
{
  static int order[2][SOCKETS];
  bool list[2];
  SCM sets[2];
  new_states ();
  for (int i = 0; i < 2; i++)
    {
      list[i] = draw () % 2;
      shuffle (order[i]);
      sets[i] = set_of (order[i], list[i]);
    }
  SCM both = scm_select (sets[0], sets[1], sets[0], NONE, NONE);
  check_told (scm_car (both), expected (order[0], true, list[0]));
  check_told (scm_cadr (both), expected (order[1], false, list[1]));
  check_told (scm_caddr (both), SCM_EOL);
  SCM reads = scm_select (sets[0], SCM_EOL, SCM_EOL, INT (0), NONE);
  check_told (scm_car (reads), expected (order[0], true, list[0]));
}

static double
seconds (void)
{
  struct timespec t;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* The least time of some calls for the first COUNT sockets.  */
static double
time_of (int count)
{
  double least = 1e9;
  SCM set = SCM_EOL;
  for (int i = 0; i < count; i++)
    set = scm_cons (sockets[i].port, set);
  for (int i = 0; i < 10; i++)
    {
      double start = seconds ();
      scm_select (set, set, set, INT (0), NONE);
      double took = seconds () - start;
      least = took < least ? took : least;
    }
  return least;
}

static void *
run (void *data)
{
  make_sockets ();
  for (int i = 0; i < ROUNDS; i++)
    one_round ();
  /* Twenty-five times as many; a quadratic search would take 625 times.  */
  double few = time_of (SOCKETS / 25), many = time_of (SOCKETS);
  printf ("%d sockets: %.0f us, %d: %.0f us\n", SOCKETS / 25, few * 1e6,
          SOCKETS, many * 1e6);
  assert (many < 150 * few);
  return data;
}

int
main (void)
{
  allow_descriptors ();
  scm_with_guile (run, NULL);
}
