/* Two servers that fork.  The classic one accepts in the parent, and each
   connection has a child of its own; the other makes its children first, each
   of which accepts.  */

#define _GNU_SOURCE
#include "forking.h"

enum
{
  CLIENTS = 4,
  /* Of each client.  */
  REQUESTS = 50,
  WORKERS = 8,
  ROUNDS = 50,
  /* What is asked of a worker.  */
  WHO,
  STOP
};

/* Tells the other end where it comes from, as a line.  */
static void
serve (SCM sock, SCM from)
{
  int32_t number;
  while (receive_int (sock, &number))
    {
      send_int (sock, number + 1);
      scm_simple_format (sock, scm_from_utf8_string ("~S~%"),
                         scm_list_1 (from));
    }
  scm_close_port (sock);
}

static void
be_client (void *data)
{
  SCM server = *(SCM *) data;
  for (int32_t i = 0, answer; i < REQUESTS; i++)
    {
      SCM sock = connected_to (server);
      char *self = scm_to_utf8_string (
          scm_object_to_string (scm_getsockname (sock), NONE));
      send_int (sock, i);
      assert (receive_int (sock, &answer) && answer == i + 1);
      assert (is_text (scm_car (scm_read_line (sock)), self));
      scm_close_port (sock);
      free (self);
    }
}

static void
classic (void)
{
  SCM server = listening ();
  pid_t clients[CLIENTS], children[CLIENTS * REQUESTS];
  uint64_t cores = stats_now ().core_generation;
  for (int i = 0; i < CLIENTS; i++)
    if (!(clients[i] = fork ()))
      be_child (be_client, &server);
  for (int i = 0; i < CLIENTS * REQUESTS; i++)
    {
      SCM taken = scm_accept (server);
      children[i] = fork ();
      if (!children[i])
        {
          alarm (60);
          scm_close_port (server);
          serve (scm_car (taken), scm_cdr (taken));
          assert (stats_now ().core_generation == cores + 1);
          exit (0);
        }
      scm_close_port (scm_car (taken));
    }
  for (int i = 0; i < CLIENTS; i++)
    reap ("client", clients[i]);
  for (int i = 0; i < CLIENTS * REQUESTS; i++)
    reap ("child of the classic server", children[i]);
  scm_close_port (server);
}

/* Takes one connection after the other, until one says STOP.  */
static void
work (void *data)
{
  SCM server = *(SCM *) data;
  int32_t asked = WHO;
  while (asked != STOP)
    {
      SCM sock = scm_car (scm_accept (server));
      while (receive_int (sock, &asked) && asked == WHO)
        send_int (sock, getpid ());
      scm_close_port (sock);
    }
}

/* Connects as often as there are workers.  A worker keeps its connection until
   the end, so that each has one.  */
static void
ask_all (SCM server, const pid_t *workers, int what)
{
  SCM socks[WORKERS];
  bool answered[WORKERS] = { false };
  for (int i = 0; i < WORKERS; i++)
    send_int (socks[i] = connected_to (server), what);
  for (int i = 0; i < WORKERS && what == WHO; i++)
    {
      int32_t pid;
      int worker = 0;
      assert (receive_int (socks[i], &pid));
      while (worker < WORKERS && workers[worker] != pid)
        worker++;
      assert (worker < WORKERS && !answered[worker]);
      answered[worker] = true;
    }
  for (int i = 0; i < WORKERS; i++)
    scm_close_port (socks[i]);
}

static void
prefork (void)
{
  SCM server = listening ();
  pid_t workers[WORKERS];
  for (int i = 0; i < WORKERS; i++)
    if (!(workers[i] = fork ()))
      be_child (work, &server);
  for (int i = 0; i < ROUNDS; i++)
    ask_all (server, workers, WHO);
  ask_all (server, workers, STOP);
  for (int i = 0; i < WORKERS; i++)
    reap ("worker", workers[i]);
  scm_close_port (server);
}

int
main (void)
{
  alarm (110);
  cross ();
  classic ();
  prefork ();
  printf ("classic server: %d connections, each with its child;"
          " preforked: %d workers, %d connections\n",
          CLIENTS * REQUESTS, WORKERS, WORKERS * ROUNDS);
  return 0;
}
