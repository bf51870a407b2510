/* Memory for the program, and values that must stay though nothing that the
   collector looks at holds them.  What is recorded here is in the heap, so
   that a forked child has it too.  */

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
  c->root.start = start;
  c->root.size = size;
  heap_publish (c, index, KIND_ROOT, 0, 0);
  return index;
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
  if (b->record)
    heap_release (b->record);
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

/* How often the cell of OBJ is protected, or NULL: OBJ needs no protection. */
static uint32_t *
protections (SCM obj)
{
  word w = word_of (obj);
  return cell_of (w) ? heap_protections ((uint32_t) w >> CELL_INDEX_SHIFT)
                     : NULL;
}

SCM
scm_gc_protect_object (SCM obj)
{
  uint32_t *count = protections (obj);
  if (count)
    __atomic_fetch_add (count, 1, __ATOMIC_RELAXED);
  return obj;
}

SCM
scm_gc_unprotect_object (SCM obj)
{
  uint32_t *count = protections (obj);
  if (count)
    heap_count_down (count);
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

/* Whether C is the record of SIZE bytes at START.  It may be another thread's,
   and become something else meanwhile: its head tells.  */
static bool
is_record (const struct cell *c, const void *start, size_t size)
{
  uint64_t head = __atomic_load_n (&c->head, __ATOMIC_ACQUIRE);
  return cell_kind (c) == KIND_ROOT
         && __atomic_load_n (&c->root.start, __ATOMIC_ACQUIRE) == start
         && __atomic_load_n (&c->root.size, __ATOMIC_ACQUIRE) == size
         && __atomic_load_n (&c->head, __ATOMIC_RELAXED) == head;
}

void
scm_gc_unregister_roots (SCM *b, unsigned long n)
{
  for (uint32_t index = 1, end = heap_end (); index < end; index++)
    {
      struct cell *c = cell_at (index);
      if (c && is_record (c, b, n * sizeof *b))
        {
          heap_release (index);
          return;
        }
    }
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
