/* Memory for the program, and values that must stay though nothing that the
   collector looks at holds them.  What is recorded here is in the heap, so
   that a forked child has it too.  */

#include "collector.h"
#include "heap.h"
#include "unwind.h"
#include <guilenet/memory.h>
#include <stdlib.h>

/* P, which must be there unless SIZE is 0.  */
static void *
checked (void *p, size_t size)
{
  if (!p && size)
    raise_out_of_memory ();
  return p;
}

void *
scm_malloc (size_t size)
{
  return checked (malloc (size), size);
}

void *
scm_calloc (size_t size)
{
  return checked (calloc (1, size), size);
}

void *
scm_realloc (void *mem, size_t size)
{
  return checked (realloc (mem, size), size);
}

char *
scm_strndup (const char *str, size_t n)
{
  char *copy = scm_malloc (n + 1);
  if (n)
    memcpy (copy, str, n);
  copy[n] = 0;
  return copy;
}

char *
scm_strdup (const char *str)
{
  return scm_strndup (str, strlen (str));
}

/* What lies in front of a block of the program's: its size and, if it is
   scanned for values, where the record of it is.  */
struct block
{
  _Alignas(max_align_t) size_t size;
  uint32_t record;
};

static struct block *
block_of (void *mem)
{
  return (struct block *) mem - 1;
}

/* Records SIZE bytes at START to be scanned.  0: there is no cell for it.  */
static uint32_t
record (void *start, size_t size)
{
  struct thread *t = thread ();
  uint32_t index = heap_take (t);
  if (!index)
    return 0;
  struct cell *c = cell_at (index);
  pthread_mutex_t *lock = &state_fresh ()->roots;
  pthread_mutex_lock (lock);
  uint32_t first = state->heap.roots;
  c->root.start = start;
  c->root.size = size;
  c->root.next = first;
  c->root.previous = 0;
  heap_publish (c, index, KIND_ROOT, 0, 0);
  if (first)
    cell_at (first)->root.previous = index;
  __atomic_store_n (&state->heap.roots, index, __ATOMIC_RELEASE);
  pthread_mutex_unlock (lock);
  return index;
}

/* Takes the record at INDEX off the list, whose lock the caller has, in one
   store: a fork finds it there or not.  The one before it may be another than
   PREVIOUS says, if a fork fell between two stores.  */
static void
forget (uint32_t index)
{
  struct cell *c = cell_at (index);
  uint32_t *place = &state->heap.roots;
  struct cell *before = cell_at (c->root.previous);
  if (c->root.previous && before->kind == KIND_ROOT
      && before->root.next == index)
    place = &before->root.next;
  while (*place && *place != index)
    place = &cell_at (*place)->root.next;
  if (*place)
    __atomic_store_n (place, c->root.next, __ATOMIC_RELEASE);
  if (c->root.next)
    cell_at (c->root.next)->root.previous = c->root.previous;
  heap_release (index);
}

static void *
block_new (size_t size, bool scanned)
{
  struct block *b
      = size <= SIZE_MAX - sizeof *b ? calloc (1, sizeof *b + size) : NULL;
  if (!b)
    raise_out_of_memory ();
  b->size = size;
  if (scanned && !(b->record = record (b + 1, size)))
    {
      free (b);
      raise_out_of_memory ();
    }
  return b + 1;
}

void *
scm_gc_malloc (size_t size, const char *what)
{
  (void) what;
  return block_new (size, true);
}

void *
scm_gc_calloc (size_t size, const char *what)
{
  return scm_gc_malloc (size, what);
}

void *
scm_gc_malloc_pointerless (size_t size, const char *what)
{
  (void) what;
  return block_new (size, false);
}

void *
scm_gc_realloc (void *mem, size_t old_size, size_t new_size, const char *what)
{
  if (!mem)
    return scm_gc_malloc (new_size, what);
  struct block *b = block_of (mem);
  void *moved = block_new (new_size, b->record);
  memcpy (moved, mem, b->size < new_size ? b->size : new_size);
  scm_gc_free (mem, old_size, what);
  return moved;
}

void
scm_gc_free (void *mem, size_t size, const char *what)
{
  (void) size;
  (void) what;
  if (!mem)
    return;
  struct block *b = block_of (mem);
  pthread_mutex_t *lock = &state_fresh ()->roots;
  pthread_mutex_lock (lock);
  if (b->record)
    forget (b->record);
  pthread_mutex_unlock (lock);
  free (b);
}

char *
scm_gc_strndup (const char *str, size_t n, const char *what)
{
  char *copy = scm_gc_malloc_pointerless (n + 1, what);
  if (n)
    memcpy (copy, str, n);
  return copy;
}

char *
scm_gc_strdup (const char *str, const char *what)
{
  return scm_gc_strndup (str, strlen (str), what);
}

SCM
scm_gc_protect_object (SCM obj)
{
  word w = word_of (obj);
  uint32_t index = (uint32_t) w >> CELL_INDEX_SHIFT;
  if (cell_of (w))
    heap_count_up (index, &heap_counts (index)->protections);
  return obj;
}

SCM
scm_gc_unprotect_object (SCM obj)
{
  word w = word_of (obj);
  collector_settle ();
  if (cell_of (w))
    heap_count_down (
        &heap_counts ((uint32_t) w >> CELL_INDEX_SHIFT)->protections);
  return obj;
}

SCM
scm_permanent_object (SCM obj)
{
  return scm_gc_protect_object (obj);
}

void
scm_gc_register_roots (SCM *b, unsigned long n)
{
  if (!record (b, n * sizeof *b))
    raise_out_of_memory ();
}

void
scm_gc_register_root (SCM *p)
{
  scm_gc_register_roots (p, 1);
}

static bool
is_record (const struct cell *c, const void *start, size_t size)
{
  return c->root.start == start && c->root.size == size;
}

void
scm_gc_unregister_roots (SCM *b, unsigned long n)
{
  pthread_mutex_t *lock = &state_fresh ()->roots;
  pthread_mutex_lock (lock);
  uint32_t index = state->heap.roots;
  while (index && !is_record (cell_at (index), b, n * sizeof *b))
    index = cell_at (index)->root.next;
  if (index)
    forget (index);
  pthread_mutex_unlock (lock);
}

void
scm_gc_unregister_root (SCM *p)
{
  scm_gc_unregister_roots (p, 1);
}

/* A call that the compiler cannot look into keeps its arguments until then. */
void
scm_remember_upto_here (SCM obj, ...)
{
  (void) obj;
}

void
scm_remember_upto_here_1 (SCM obj)
{
  (void) obj;
}

void
scm_remember_upto_here_2 (SCM obj1, SCM obj2)
{
  (void) obj1;
  (void) obj2;
}
