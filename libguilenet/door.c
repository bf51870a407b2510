#include "door.h"
#include "collector.h"
#include "unwind.h"
#include <stdarg.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
/* ThreadSanitizer does not see that the core took cells from the list of freed
   ones.  */
#define CORE_TOOK_CELLS() __tsan_acquire (&state->heap.free)
#else
#define CORE_TOOK_CELLS()
#endif

const char *const entry_subrs[ENTRY_COUNT] = {
#define PLAIN(function, subr, arguments) subr,
#define OWN(function, subr) subr,
#include "entries.def"
};

word
door_call (struct call *c)
{
  struct thread *t = thread ();
  uintptr_t inside = collector_get (&t->inside);
  if (!inside)
    collector_enter (t, (uintptr_t) __builtin_frame_address (0),
                     t->cache.maker);
  c->thread = t;
  c->key = 0;
  atomic_store_explicit (
      &t->crossings,
      atomic_load_explicit (&t->crossings, memory_order_relaxed) + 1,
      memory_order_relaxed);
  /* After a fork FRESH is empty, and so differs from every thread's.  */
  if (LIKELY (t->core == atomic_load (&state_fresh ()->core)) && t->core)
    core_enter (c);
  else
    {
      int error = core_first_call (c);
      if (error)
        raise_system_error (entry_subrs[c->entry], error);
    }
  CORE_TOOK_CELLS ();
  if (!inside)
    collector_leave (t, 0);
  if (c->key)
    raise_condition (c->key, c->args);
  return c->result;
}

SCM
door (enum entry entry, int count, ...)
{
  struct call c = { .entry = entry };
  va_list args;
  va_start (args, count);
  for (int i = 0; i < count; i++)
    c.arg[i] = word_of (va_arg (args, SCM));
  va_end (args);
  return scm_of (door_call (&c));
}
