/* What a generation of forked children costs that start their core: what the
   dead one has stays mapped.  Each is the child of the one before, so that it
   adds up.  docs/internals.md, "Fork", has the figures.  */

#define _GNU_SOURCE
#include "forking.h"

enum
{
  GENERATIONS = 20,
  /* What one may add, in KiB: of memory that would be its own alone if its
     ancestors were gone, and of address space; and of mappings.  */
  MEMORY_MAX = 1 << 10,
  SPACE_MAX = 1536 << 10,
  MAPPINGS_MAX = 100
};

struct size
{
  long memory, space, mappings;
};

/* The number behind FIELD in the file at PATH.  */
static long
number_in (const char *path, const char *field)
{
  char line[200];
  long number = -1;
  FILE *file = fopen (path, "re");
  assert (file);
  while (number < 0 && fgets (line, sizeof line, file))
    if (!strncmp (line, field, strlen (field)))
      assert (sscanf (line + strlen (field), "%ld", &number) == 1);
  assert (number >= 0 && !fclose (file));
  return number;
}

static long
lines_in (const char *path)
{
  long lines = 0;
  FILE *file = fopen (path, "re");
  assert (file);
  for (int c; (c = getc (file)) != EOF;)
    lines += c == '\n';
  assert (!fclose (file));
  return lines;
}

static struct size
size_now (void)
{
  return (struct size){
    .memory = number_in ("/proc/self/smaps_rollup", "Anonymous:"),
    .space = number_in ("/proc/self/status", "VmSize:"),
    .mappings = lines_in ("/proc/self/maps"),
  };
}

/* Runs in each of them; writes its size to DATA, a descriptor.  */
static void
generation (void *data)
{
  static int left = GENERATIONS;
  for (int i = 0; i < 1000; i++)
    cross ();
  struct size size = size_now ();
  assert (write (*(int *) data, &size, sizeof size) == sizeof size);
  if (left--)
    in_child ("generation", generation, data);
}

int
main (void)
{
  int ends[2];
  struct size sizes[GENERATIONS + 1];
  assert (!pipe (ends));
  generation (&ends[1]);
  assert (read (ends[0], sizes, sizeof sizes) == sizeof sizes);
  const struct size *first = &sizes[1], *last = &sizes[GENERATIONS];
  long memory = (last->memory - first->memory) / (GENERATIONS - 1);
  long space = (last->space - first->space) / (GENERATIONS - 1);
  long mappings = (last->mappings - first->mappings) / (GENERATIONS - 1);
  printf ("%d generations; each costs %ld KiB of memory, %ld MiB of address"
          " space, %ld mappings\n",
          GENERATIONS, memory, space >> 10, mappings);
  assert (memory < MEMORY_MAX && space < SPACE_MAX && mappings < MAPPINGS_MAX);
  return 0;
}
