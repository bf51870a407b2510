/* A server that frees nothing, as a program written for Guile: connections
   without end in bounded memory, with descriptors and handles as few as at the
   start, whether it closes its ports or not.  The number of connections may be
   given.  */

#include "only.h"

#include <dirent.h>
#include <errno.h>
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

static void
serve (SCM listener, const struct sockaddr_un *name, bool closes)
{
  int client = socket (AF_UNIX, SOCK_STREAM, 0);
  char answer[4];
  if (connect (client, (const struct sockaddr *) name, sizeof *name))
    fail ("connect");
  SCM port = scm_car (scm_accept (listener));
  SCM bytes = scm_c_make_bytevector (4);
  if (write (client, "ping", 4) != 4)
    fail ("write");
  scm_recv (port, bytes, SCM_UNDEFINED);
  scm_send (port, bytes, SCM_UNDEFINED);
  if (read (client, answer, 4) != 4 || memcmp (answer, "ping", 4))
    fail ("read");
  if (closes)
    scm_close_port (port);
  close (client);
}

static void
serve_all (int count, bool closes)
{
  char directory[] = "/tmp/collector-XXXXXX";
  struct sockaddr_un name = { .sun_family = AF_UNIX };
  if (!mkdtemp (directory))
    fail ("mkdtemp");
  snprintf (name.sun_path, sizeof name.sun_path, "%s/s", directory);
  SCM family = scm_from_int (AF_UNIX);
  SCM listener
      = scm_socket (family, scm_from_int (SOCK_STREAM), scm_from_int (0));
  scm_bind (listener, family, scm_from_locale_string (name.sun_path), SCM_EOL);
  scm_listen (listener, scm_from_int (5));
  long first = 0;
  for (int i = 0; i < count; i++)
    {
      serve (listener, &name, closes);
      if (i == count / 4)
        first = resident ();
    }
  long growth = resident () - first;
  scm_gc ();
  struct guilenet_stats s = stats_now ();
  printf ("%d connections, %s: %ld KiB more, %d descriptors, %lu handles, %lu "
          "cycles\n",
          count, closes ? "closed" : "not closed", growth / 1024,
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
  unlink (name.sun_path);
  rmdir (directory);
}

int
main (int argc, char **argv)
{
  int count = argc > 1 ? atoi (argv[1]) : 20000;
  serve_all (count, true);
  serve_all (count, false);
  return 0;
}
