/* Go's threads unblock the signals that Go's table of signals says must be
   (SIGCHLD, SIGPROF, SIGRTMIN, faults), whatever mask they inherit: a host
   that blocks one of these and waits for it would lose it to such a thread, or
   be ended by it.  So the table is changed before Go's code runs.  */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#pragma GCC visibility push(hidden)
void sigtable_quiet (uintptr_t base, uintptr_t low, uintptr_t high);
#pragma GCC visibility pop

/* A row of runtime.sigtable, which has one for each signal, from 0.  */
struct row
{
  int32_t flags;
  const char *text;
  size_t length;
};

enum
{
  /* runtime._SigUnblock */
  UNBLOCK = 128
};

/* Whether ROW's text is TEXT; if it is a row, that lies in the library.  */
static bool
has_text (const struct row *row, const char *text, uintptr_t base,
          uintptr_t high)
{
  uintptr_t at = (uintptr_t) row->text;
  return row->length == strlen (text) && at >= base && at < high - row->length
         && !memcmp (row->text, text, row->length);
}

/* Changes the table in the library's writable memory, LOW to HIGH; the library
   begins at BASE.  No name of Go's can be linked to from C, but the texts are
   like nothing else.  ctests/only/hygiene.c fails if a later Go has them
   differently.  */
void
sigtable_quiet (uintptr_t base, uintptr_t low, uintptr_t high)
{
  for (; low + _NSIG * sizeof (struct row) <= high; low += sizeof (void *))
    {
      struct row *rows = (struct row *) low;
      if (!has_text (&rows[SIGHUP], "SIGHUP: terminal line hangup", base, high)
          || !has_text (&rows[SIGCHLD], "SIGCHLD: child status has changed",
                        base, high))
        continue;
      /* The C library's own signals must reach every thread.  */
      for (int i = 1; i < _NSIG; i++)
        if (i < 32 || i >= SIGRTMIN)
          rows[i].flags &= ~UNBLOCK;
      return;
    }
}
