/* no-link: a host loads and closes the library a thousand times, by turns in
   its main thread and in one that then ends, and makes sockets in between.
   Descriptors, threads, mappings and memory do not grow with the times.  */

#include "company.h"

#include <dirent.h>

enum
{
  TIMES = 1000,
  /* After these, everything has been done once.  */
  FIRST = 50,
  /* Memory that may come, in KiB: the values made, and Go's heap.  */
  MEMORY = 8 << 10,
  MAPPINGS = 16
};

static const char *path;

struct size
{
  int descriptors, threads, mappings;
  long memory;
};

static int
entries_of (const char *directory)
{
  int count = 0;
  DIR *d = opendir (directory);
  assert (d);
  while (readdir (d))
    count++;
  closedir (d);
  return count;
}

static struct size
look (void)
{
  struct size s = { .descriptors = entries_of ("/proc/self/fd") };
  char line[1000];
  FILE *file = fopen ("/proc/self/maps", "re");
  assert (file);
  while (fgets (line, sizeof line, file))
    s.mappings++;
  fclose (file);
  file = fopen ("/proc/self/status", "re");
  assert (file);
  while (fgets (line, sizeof line, file))
    {
      sscanf (line, "VmRSS: %ld", &s.memory);
      sscanf (line, "Threads: %d", &s.threads);
    }
  fclose (file);
  return s;
}

/* Loads, works and closes; DATA is the library's handle if it stays open.  */
static void *
use (void *data)
{
  void *handle = dlopen (path, RTLD_NOW);
  if (!handle)
    fprintf (stderr, "%s\n", dlerror ());
  assert (handle && (!data || data == handle));
  struct api net = api_of (handle, strrchr (path, '/') + 1);
  exchange (&net, 1);
  raise_and_catch (&net);
  compute (&net, 1);
  assert (!dlclose (handle));
  return handle;
}

static void *
use_in_thread (void *data)
{
  pthread_t thread;
  void *handle;
  assert (!pthread_create (&thread, NULL, use, data));
  pthread_join (thread, &handle);
  return handle;
}

int
main (int argc, char **argv)
{
  struct size first = { 0 }, last;
  assert (argc == 2);
  path = argv[1];
  alarm (110);
  struct size before = look ();
  void *handle = use_in_thread (NULL);
  for (int i = 1; i < TIMES; i++)
    {
      /* It never leaves: the same one comes back.  */
      assert ((i % 2 ? use : use_in_thread) (handle) == handle);
      if (i == FIRST)
        first = look ();
    }
  last = look ();
  printf ("loads: %d; descriptors: %+d, after the %dth: threads: %+d; "
          "mappings: %+d; KiB: %+ld\n",
          TIMES, last.descriptors - before.descriptors, FIRST,
          last.threads - first.threads, last.mappings - first.mappings,
          last.memory - first.memory);
  assert (last.descriptors == before.descriptors);
  assert (last.threads <= first.threads + 2);
  assert (last.mappings <= first.mappings + MAPPINGS);
  assert (last.memory <= first.memory + MEMORY);
  return 0;
}
