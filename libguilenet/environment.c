/* Go's runtime obeys variables of the environment that are not for the host:
   they make it print on standard error, start a thousand threads, or end the
   process.  So they are hidden while a core starts, which is the one time that
   it looks.  It looks behind the argument vector, where the kernel put them;
   the host's ENVIRON is elsewhere once the host has added to it.  */

#include "environment.h"
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

static char hidden[] = "";

static bool
is_for_go (const char *variable)
{
  static const char *const names[]
      = { "GODEBUG=", "GOGC=", "GOMAXPROCS=", "GOMEMLIMIT=", "GOTRACEBACK=" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strncmp (variable, names[i], strlen (names[i])))
      return true;
  return false;
}

void
environment_hide (struct environment *e)
{
  size_t count = 0, found = 0;
  for (; e->variables[count]; count++)
    found += is_for_go (e->variables[count]);
  e->count = 0;
  if (!found)
    return;
  e->kept = mmap (NULL, count * sizeof *e->kept, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (e->kept == MAP_FAILED)
    return;
  e->count = count;
  memcpy (e->kept, e->variables, count * sizeof *e->kept);
  for (size_t i = 0; i < count; i++)
    if (is_for_go (e->kept[i]))
      e->variables[i] = hidden;
}

void
environment_show (struct environment *e)
{
  for (size_t i = 0; i < e->count; i++)
    if (e->variables[i] == hidden)
      e->variables[i] = e->kept[i];
  if (e->count)
    munmap (e->kept, e->count * sizeof *e->kept);
  e->count = 0;
}
