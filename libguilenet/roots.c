#include "roots.h"
#include "unwind.h"
#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

enum
{
  WORD_BITS = 64
};

bool
roots_begin (struct roots *roots)
{
  roots->missed = false;
  roots->top = __atomic_load_n (&state->heap.top, __ATOMIC_ACQUIRE);
  /* Threads take cells until they are stopped.  */
  roots->top += roots->top / 8 + SEGMENT_CELLS;
  roots->size = roots->top / 8 + sizeof *roots->found;
  roots->found = mmap (NULL, roots->size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return roots->found != MAP_FAILED;
}

void
roots_end (struct roots *roots)
{
  munmap (roots->found, roots->size);
}

static void
add (struct roots *roots, uint32_t index)
{
  roots->found[index / WORD_BITS] |= (uint64_t) 1 << index % WORD_BITS;
}

void
roots_word (struct roots *roots, word w)
{
  uint32_t index = (uint32_t) w >> CELL_INDEX_SHIFT;
  if (w >> 56 == CELL_TAG && index < roots->top && cell_of (w))
    add (roots, index);
}

/* Everything is searched, also what the compiler's checks would object to.  */
__attribute__ ((no_sanitize ("address", "thread"))) static void
search (struct roots *roots, uintptr_t start, uintptr_t end)
{
  uintptr_t size = sizeof (word);
  const word *w = (const word *) ((start + size - 1) & -size);
  for (const word *last = (const word *) (end & -size); w < last; w++)
    if (UNLIKELY (*w >> 56 == CELL_TAG))
      roots_word (roots, *w);
}

void
roots_program (struct roots *roots)
{
  const struct objects *o = state->objects;
  for (size_t i = 0; i < o->segments; i++)
    search (roots, o->segment[i].start, o->segment[i].end);
  for (uint32_t index = state->heap.roots; index;)
    {
      struct cell *c = cell_at (index);
      uintptr_t start = (uintptr_t) c->root.start;
      add (roots, index);
      search (roots, start, start + c->root.size);
      index = c->root.next;
    }
}

/* glibc's table of a thread's blocks: a counter, and then a pair of words for
   each module.  */
static void
search_dynamic (struct roots *roots, uintptr_t pointer)
{
  const struct objects *o = state->objects;
#if defined __x86_64__
  const uintptr_t *table = ((const uintptr_t *const *) pointer)[1];
#else
  const uintptr_t *table = ((const uintptr_t *const *) pointer)[0];
#endif
  for (size_t i = 0; table && i < o->blocks; i++)
    {
      const struct tls_block *b = &o->block[i];
      /* The length lies before the counter.  */
      if (b->is_static || b->module > table[-2])
        continue;
      uintptr_t at = table[2 * b->module];
      if (at && at != UINTPTR_MAX)
        search (roots, at, at + b->size);
    }
}

/* Memory that may have holes, read by the kernel.  */
static void
search_safely (struct roots *roots, uintptr_t start, uintptr_t end)
{
  uintptr_t copy = (uintptr_t) roots->copy;
  size_t size = sizeof roots->copy;
  for (uintptr_t at = start, next; at < end; at = next)
    {
      next = (at & -size) + size;
      struct iovec to = { roots->copy, size },
                   from = { (void *) at, next - at };
      ssize_t n = process_vm_readv (getpid (), &to, 1, &from, 1, 0);
      if (n > 0)
        search (roots, copy, copy + n);
      else if (errno != EFAULT)
        roots->missed = true;
    }
}

enum
{
  /* The most that is searched of a stack whose end nobody knows.  */
  UNKNOWN_STACK = 1 << 20,
  /* Few have more: then its limit alone does not say where it lies, and it is
     not searched below this where nobody knows how far it is in use.  */
  USUAL_STACK = 1 << 26,
  /* Without a limit a stack seems to reach down to whatever lies below it.  */
  LARGEST_STACK = 1 << 30
};

static void
search_stack (struct roots *roots, const struct thread *t, uintptr_t sp)
{
  if (sp >= t->stack_low && sp < t->stack_high)
    {
      search (roots, sp, t->stack_high);
      return;
    }
  /* A signal's stack, or a coroutine's: its end, and where the thread's own
     stack stands, nobody knows.  */
  search_safely (roots, sp & -sizeof (word), sp + UNKNOWN_STACK);
  uintptr_t low = t->stack_low, high = t->stack_high;
  if (high - low > USUAL_STACK)
    low = high - USUAL_STACK;
  search_safely (roots, low & -sizeof (word), high);
}

void
roots_thread (struct roots *roots, const struct thread *t, uintptr_t sp)
{
  const struct objects *o = state->objects;
  uintptr_t owner = atomic_load (&t->owner);
  uintptr_t pointer = owner - ((uintptr_t) &thread_self - thread_pointer ());
  search_stack (roots, t, sp);
  for (size_t i = 0; i < o->blocks; i++)
    if (o->block[i].is_static)
      search (roots, pointer + o->block[i].offset,
              pointer + o->block[i].offset + o->block[i].size);
  search_dynamic (roots, pointer);
  if (t->error_key)
    {
      roots_word (roots, t->error_key);
      roots_word (roots, t->error_args);
    }
  for (const struct wind *w = t->winds; w; w = w->outer)
    {
      roots_word (roots, word_of (w->tag));
      roots_word (roots, word_of (w->value));
    }
}

extern void *__libc_stack_end;

/* The first thread's stack, of which nothing but its limit is known.  */
static bool
first_stack (uintptr_t size, uintptr_t *low, uintptr_t *high)
{
  *high = (uintptr_t) __libc_stack_end;
  *low = *high - size;
  return *high - (uintptr_t) __builtin_frame_address (0) < size;
}

void
roots_stack_bounds (uintptr_t *low, uintptr_t *high)
{
  struct rlimit limit;
  pthread_attr_t attributes;
  void *start;
  size_t size;
  /* pthread_getattr_np of the first thread would read /proc.  */
  if (!getrlimit (RLIMIT_STACK, &limit) && limit.rlim_cur <= USUAL_STACK
      && first_stack (limit.rlim_cur, low, high))
    return;
  if (pthread_getattr_np (pthread_self (), &attributes))
    {
      if (!first_stack (USUAL_STACK, low, high))
        *low = *high = 0;
      return;
    }
  pthread_attr_getstack (&attributes, &start, &size);
  pthread_attr_destroy (&attributes);
  *high = (uintptr_t) start + size;
  *low = *high - (size < LARGEST_STACK ? size : LARGEST_STACK);
}
