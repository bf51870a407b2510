/* A server that frees nothing, as a program written for Guile: connections
   without end in bounded memory, with descriptors and handles as few as at the
   start, whether it closes its ports or not.  The number of connections may be
   given.  */

#include "only.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

enum
{
  /* A large page of the heap's growth, and what malloc keeps.  */
  GROWTH = 1 << 20
};

static void
fail (const char *what)
{
  fprintf (stderr, "%s: %s\n", what, strerror (errno));
  exit (1);
}

static long
resident (void)
{
  long pages = 0;
  FILE *f = fopen ("/proc/self/statm", "r");
  if (!f || fscanf (f, "%*d %ld", &pages) != 1)
    fail ("/proc/self/statm");
  fclose (f);
  return pages * sysconf (_SC_PAGESIZE);
}

static int
descriptors (void)
{
  int count = 0;
  DIR *d = opendir ("/proc/self/fd");
  while (d && readdir (d))
    count++;
  closedir (d);
  return count;
}

/* Where the clients connect to.  */
union name
{
  struct sockaddr any;
  struct sockaddr_un un;
  struct sockaddr_in in;
};

static void
serve (SCM listener, const union name *name, socklen_t length, bool closes)
{
  const struct linger reset = { 1, 0 };
  int client = socket (name->any.sa_family, SOCK_STREAM, 0);
  char answer[4];
  if (connect (client, &name->any, length))
    fail ("connect");
  SCM port = scm_car (scm_accept (listener));
  SCM bytes = scm_c_make_bytevector (4);
  if (write (client, "ping", 4) != 4)
    fail ("write");
  scm_recv (port, bytes, SCM_UNDEFINED);
  scm_send (port, bytes, SCM_UNDEFINED);
  if (read (client, answer, 4) != 4 || memcmp (answer, "ping", 4))
    fail ("read");
  setsockopt (client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  if (closes)
    scm_close_port (port);
  close (client);
}

static SCM
new_listener (union name *name, socklen_t *length)
{
  SCM listener = scm_socket (scm_from_int (name->any.sa_family),
                             scm_from_int (SOCK_STREAM), scm_from_int (0));
  int fd = scm_to_int (scm_fileno (listener));
  if (bind (fd, &name->any, *length) || getsockname (fd, &name->any, length))
    fail ("bind");
  /* Those accepted inherit it: no connection stays to wait.  */
  scm_setsockopt (listener, scm_from_int (SOL_SOCKET),
                  scm_from_int (SO_LINGER),
                  scm_cons (scm_from_int (1), scm_from_int (0)));
  scm_listen (listener, scm_from_int (5));
  return listener;
}

static void
serve_all (const char *what, union name name, socklen_t length, int count,
           bool closes)
{
  SCM listener = new_listener (&name, &length);
  long first = 0;
  for (int i = 0; i < count; i++)
    {
      serve (listener, &name, length, closes);
      if (i == count / 4 || i == 10000)
        first = resident ();
    }
  long growth = resident () - first;
  scm_gc ();
  struct guilenet_stats s = stats_now ();
  printf ("%d connections over %s, %s: %ld KiB more, %d descriptors, %lu "
          "handles, %lu cycles\n",
          count, what, closes ? "closed" : "not closed", growth / 1024,
          descriptors (), (unsigned long) s.live_handles,
          (unsigned long) s.collections);
  if (growth > GROWTH)
    fail ("memory grows");
  if (descriptors () > 64)
    fail ("descriptors grow");
  if (s.live_handles > 500)
    fail ("handles grow");
  if (!s.collections)
    fail ("nothing was collected");
  scm_close_port (listener);
}

int
main (int argc, char **argv)
{
  int count = argc > 1 ? atoi (argv[1]) : 20000;
  char directory[] = "/tmp/collector-XXXXXX";
  union name un = { .un = { .sun_family = AF_UNIX } };
  union name in = { .in = { .sin_family = AF_INET,
                            .sin_addr.s_addr = htonl (INADDR_LOOPBACK) } };
  if (!mkdtemp (directory))
    fail ("mkdtemp");
  for (int closes = 1; closes >= 0; closes--)
    {
      snprintf (un.un.sun_path, sizeof un.un.sun_path, "%s/%d", directory,
                closes);
      serve_all ("a Unix socket", un, sizeof un.un, count, closes);
      unlink (un.un.sun_path);
      serve_all ("TCP", in, sizeof in.in, count / 10, closes);
    }
  rmdir (directory);
  return 0;
}
