/* A malloc to preload, over the C library's own.  Each block has its size
   before it and a known word on either side, is filled when it comes and when
   it goes, and is freed by nobody else: what a library does that mixes
   allocators, writes beyond a block or reads what it has freed, shows.  */

#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc (size_t size);
extern void __libc_free (void *block);
extern void *__libc_memalign (size_t alignment, size_t size);

#define ALIVE UINT64_C (0x0a11ca7edb10cc5a)
#define DEAD UINT64_C (0x00dead00b10cc000)

struct head
{
  /* What the C library gave.  */
  void *whole;
  size_t size;
  uint64_t unused, mark;
};

/* How many blocks came; for the host to ask.  */
_Atomic unsigned long watch_blocks;

static _Noreturn void
complain (const char *what)
{
  static const char before[] = "watch: ";
  if (write (2, before, sizeof before - 1) && write (2, what, strlen (what)))
    (void) !write (2, "\n", 1);
  abort ();
}

static void *
dress (void *whole, char *block, size_t size)
{
  struct head *h = (struct head *) block - 1;
  uint64_t mark = ALIVE;
  *h = (struct head){ .whole = whole, .size = size, .mark = ALIVE };
  memcpy (block + size, &mark, sizeof mark);
  watch_blocks++;
  return block;
}

static struct head *
head_of (void *block)
{
  struct head *h = (struct head *) block - 1;
  uint64_t mark;
  if (h->mark == DEAD)
    complain ("freed twice, or used when freed");
  if (h->mark != ALIVE)
    complain ("no block of this malloc, or written before");
  memcpy (&mark, (char *) block + h->size, sizeof mark);
  if (mark != ALIVE)
    complain ("written beyond");
  return h;
}

/* Aligned, and with room around.  */
static void *
allocate (size_t alignment, size_t size, int byte)
{
  size_t before = sizeof (struct head);
  if (alignment > before)
    before = alignment;
  if (size > PTRDIFF_MAX - before - 8)
    {
      errno = ENOMEM;
      return NULL;
    }
  char *whole = alignment > 16 ? __libc_memalign (alignment, before + size + 8)
                               : __libc_malloc (before + size + 8);
  if (!whole)
    return NULL;
  memset (whole + before, byte, size);
  return dress (whole, whole + before, size);
}

void *
malloc (size_t size)
{
  return allocate (1, size, 0xa5);
}

void
free (void *block)
{
  if (!block)
    return;
  int error = errno;
  struct head *h = head_of (block);
  void *whole = h->whole;
  memset (block, 0x5a, h->size);
  h->mark = DEAD;
  __libc_free (whole);
  errno = error;
}

void *
calloc (size_t count, size_t size)
{
  if (__builtin_mul_overflow (count, size, &size))
    {
      errno = ENOMEM;
      return NULL;
    }
  return allocate (1, size, 0);
}

void *
realloc (void *block, size_t size)
{
  if (!block)
    return malloc (size);
  size_t old = head_of (block)->size;
  if (!size)
    {
      free (block);
      return NULL;
    }
  void *moved = malloc (size);
  if (moved)
    {
      memcpy (moved, block, old < size ? old : size);
      free (block);
    }
  return moved;
}

void *
memalign (size_t alignment, size_t size)
{
  return allocate (alignment, size, 0xa5);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return allocate (alignment, size, 0xa5);
}

int
posix_memalign (void **block, size_t alignment, size_t size)
{
  *block = allocate (alignment, size, 0xa5);
  return *block ? 0 : ENOMEM;
}

size_t
malloc_usable_size (void *block)
{
  return block ? head_of (block)->size : 0;
}
