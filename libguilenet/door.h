/* The one door into the core: every call that C cannot finish alone passes
   here, as one record.  */

#ifndef DOOR_H
#define DOOR_H

#include "heap.h"

#pragma GCC visibility push(hidden)

/* The entry points: entries.def names each once.  */
enum entry
{
#define PLAIN(function, subr, arguments) ENTRY_##function,
#define OWN(function, subr) ENTRY_##function,
#include "entries.def"
#undef PLAIN
#undef OWN
  ENTRY_COUNT
};

/* What Guile calls the procedure; "" where it names none.  */
extern const char *const entry_subrs[ENTRY_COUNT];

enum
{
  CALL_ARGUMENTS = 8
};

/* A call in flight, on the caller's stack.  */
struct call
{
  struct thread *thread;
  uint32_t entry;
  word arg[CALL_ARGUMENTS];
  /* Memory of the caller's, SIZE bytes, that goes in or out with the call. */
  void *memory;
  uint64_t size;
  /* A value, or whatever the entry gives.  */
  word result;
  /* Not 0: the call raises this key, with these arguments.  */
  word key, args;
};

/* Passes C to the core.  Raises what the core refused, and system-error if
   there is no core and none can be started.  */
word door_call (struct call *c);

/* The same for an entry with values alone.  */
SCM door (enum entry entry, int count, ...) COLD;
#define DOOR_COUNT_(a, b, c, d, e, f, g, h, n, ...) n
#define DOOR_COUNT(...) DOOR_COUNT_ (__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define DOOR(function, ...)                                                   \
  door (ENTRY_##function, DOOR_COUNT (__VA_ARGS__), __VA_ARGS__)

/* Leaves with errno, as the procedure of the entry FUNCTION.  */
#define FAIL(function)                                                        \
  raise_system_error (entry_subrs[ENTRY_##function], errno)

/* The core's side, in door.go.  */
extern void core_enter (struct call *c);

/* Passes C for the first time from this thread to this start of the core, and
   starts the core if need be.  Gives 0 or an errno (restart.c).  */
int core_first_call (struct call *c);

/* Makes Go's runtime let go of the calling thread, which ends.  */
void unbind_thread (void);

#pragma GCC visibility pop

#endif
