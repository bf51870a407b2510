#include "heap.h"
#include "collector.h"
#include "unwind.h"
#include <stdlib.h>
#include <sys/mman.h>

/* Maps the segment that INDEX lies in, unless another thread was faster.  */
static bool
segment_map (uint32_t index)
{
  struct segment **slot = &state->heap.segments[index >> SEGMENT_BITS];
  struct segment *none = NULL;
  if (__atomic_load_n (slot, __ATOMIC_ACQUIRE))
    return true;
  void *segment = mmap (NULL, sizeof (struct segment), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (segment == MAP_FAILED)
    return false;
  if (!__atomic_compare_exchange_n (slot, &none, segment, false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    munmap (segment, sizeof (struct segment));
  return true;
}

enum
{
  LARGE = 4096
};

void *
heap_allocate (uint64_t size)
{
  if (size >= PTRDIFF_MAX)
    return NULL;
  if (size >= LARGE)
    return aligned_alloc (CACHE_LINE,
                          (size + CACHE_LINE - 1) & -(uint64_t) CACHE_LINE);
  return malloc (size ? size : 1);
}

void
heap_count (uint64_t *counter, uint64_t more, uint64_t limit)
{
  if (__atomic_add_fetch (counter, more, __ATOMIC_RELAXED) >= limit)
    collector_want ();
}

/* Takes up to CACHE_CELLS / 2 cells from the list of freed ones, as one
   change: a walk that another thread disturbs is walked again.  */
static uint32_t
take_freed (uint32_t *cells)
{
  uint64_t head = __atomic_load_n (&state->heap.free, __ATOMIC_ACQUIRE), next;
  struct segment *segment = NULL;
  uint32_t count, number = 0;
  do
    {
      uint32_t index = (uint32_t) head;
      for (count = 0; index && count < CACHE_CELLS / 2; count++)
        {
          /* Who takes the cell meanwhile may have put anything there.  */
          if (!segment || index >> SEGMENT_BITS != number)
            {
              number = index >> SEGMENT_BITS;
              segment = index < CELLS_MAX ? segment_of (index) : NULL;
            }
          if (!segment)
            break;
          cells[count] = index;
          index = __atomic_load_n (
              &segment->cells[index & (SEGMENT_CELLS - 1)].free.next,
              __ATOMIC_RELAXED);
        }
      if (!count)
        return 0;
      next = ((head >> 32) + 1) << 32 | index;
    }
  while (!__atomic_compare_exchange_n (&state->heap.free, &head, next, false,
                                       __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
  return count;
}

/* Takes as many that were never used.  */
static uint32_t
take_unused (uint32_t *cells)
{
  uint32_t count = CACHE_CELLS / 2;
  uint64_t first
      = __atomic_fetch_add (&state->heap.top, count, __ATOMIC_RELAXED);
  if (first + count > CELLS_MAX || !segment_map (first)
      || !segment_map (first + count - 1))
    return 0;
  for (uint32_t i = 0; i < count; i++)
    {
      uint32_t index = first + count - 1 - i;
      struct cell *c = cell_at (index);
      __atomic_store_n (&c->stamp, (uint32_t) CELL_TAG << CELL_GENERATION_BITS,
                        __ATOMIC_RELEASE);
      cells[i] = index;
    }
  return count;
}

uint32_t
heap_take_slowly (struct thread *t)
{
  struct cache *cache = &t->cache;
  if (!cache->count)
    {
      cache->count = take_freed (cache->cells);
      if (!cache->count)
        cache->count = take_unused (cache->cells);
      if (!cache->count)
        return 0;
      heap_count (&state->heap.cells, cache->count, state->heap.cells_limit);
    }
  uint32_t index = cache->cells[--cache->count];
  if (state->heap.debug)
    *heap_maker (index) = cache->maker;
  return index;
}

void
heap_put_back (struct thread *t, uint32_t index)
{
  t->cache.cells[t->cache.count++] = index;
}

void
heap_release (uint32_t index)
{
  struct cell *c = cell_at (index);
  uint32_t mask = (1u << CELL_GENERATION_BITS) - 1;
  uint32_t next = (c->stamp & ~mask) | ((c->stamp + 1) & mask);
  /* One store ends the old handles and the cell's kind.  */
  __atomic_store_n (&c->head, (uint64_t) next, __ATOMIC_RELEASE);
  uint64_t head = __atomic_load_n (&state->heap.free, __ATOMIC_ACQUIRE);
  do
    __atomic_store_n (&c->free.next, (uint32_t) head, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n (&state->heap.free, &head,
                                       ((head >> 32) + 1) << 32 | index, false,
                                       __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
}

/* SIZE bytes for the payload of the cell taken at INDEX, never NULL; given
   back with free.  */
static void *
payload (struct thread *t, uint32_t index, uint64_t size)
{
  void *p = heap_allocate (size);
  if (!p)
    {
      heap_put_back (t, index);
      raise_out_of_memory ();
    }
  if (size >= COUNTED_PAYLOAD)
    heap_count (&state->heap.bytes, size, state->heap.bytes_limit);
  return p;
}

void
heap_append (struct thread *t, word *list, word *last, word value)
{
  word pair = heap_pair (t, value, WORD_EOL);
  if (*last)
    cell_of (*last)->pair.cdr = pair;
  else
    *list = pair;
  *last = pair;
}

static word
wide_integer (struct thread *t, uint64_t magnitude, bool negative)
{
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  c->integer.limbs[0] = magnitude;
  return heap_publish (c, index, KIND_INTEGER, negative ? INTEGER_NEGATIVE : 0,
                       1);
}

word
heap_uint64 (struct thread *t, uint64_t n)
{
  return n <= (uint64_t) FIXNUM_MAX ? fixnum (n) : wide_integer (t, n, false);
}

word
heap_int64 (struct thread *t, int64_t n)
{
  if (fits_fixnum (n))
    return fixnum (n);
  return wide_integer (t, n < 0 ? -(uint64_t) n : (uint64_t) n, n < 0);
}

word
heap_vector (struct thread *t, uint64_t length, word fill)
{
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  bool fits = length < PTRDIFF_MAX / sizeof (word);
  word *elements
      = payload (t, index, fits ? length * sizeof (word) : PTRDIFF_MAX);
  for (uint64_t i = 0; i < length; i++)
    elements[i] = fill;
  c->vector.elements = elements;
  c->vector.length = length;
  return heap_publish (c, index, KIND_VECTOR, 0, 0);
}

word
heap_bytevector (struct thread *t, uint64_t length)
{
  if (!length)
    return FIXED_HANDLE (FIXED_empty_bytevector);
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  uint8_t *contents = payload (t, index, length);
  c->bytevector.contents = contents;
  c->bytevector.length = length;
  c->bytevector.parent = 0;
  return heap_publish (c, index, KIND_BYTEVECTOR, 0, 0);
}

/* A cell that is to own PAYLOAD, which is freed if there is none.  */
static struct cell *
take_for (struct thread *t, uint32_t *index, void *payload)
{
  *index = heap_take (t);
  if (*index)
    return cell_at (*index);
  free (payload);
  raise_out_of_memory ();
}

word
heap_bytevector_of (struct thread *t, uint8_t *contents, uint64_t length)
{
  uint32_t index;
  if (!length)
    {
      free (contents);
      return heap_bytevector (t, 0);
    }
  struct cell *c = take_for (t, &index, contents);
  c->bytevector.contents = contents;
  c->bytevector.length = length;
  c->bytevector.parent = 0;
  return heap_publish (c, index, KIND_BYTEVECTOR, 0, 0);
}

word
heap_string_of (struct thread *t, uint8_t *bytes, uint64_t size,
                uint16_t spare)
{
  uint32_t index;
  struct cell *c = take_for (t, &index, bytes);
  c->string.bytes = bytes;
  c->string.size = size;
  c->string.length = size;
  return heap_publish (c, index, KIND_STRING, 0, spare);
}

word
heap_string (struct thread *t, const char *text)
{
  uint8_t *bytes = (uint8_t *) strdup (text);
  if (!bytes)
    raise_out_of_memory ();
  return heap_string_of (t, bytes, strlen (text), 0);
}

word
heap_pointer (struct thread *t, void *address, void (*finalizer) (void *),
              word parent)
{
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  c->pointer.address = address;
  c->pointer.finalizer = finalizer;
  c->pointer.parent = parent;
  return heap_publish (c, index, KIND_POINTER, 0, 0);
}

word
heap_port (struct thread *t, int fd, unsigned flags)
{
  uint32_t index = heap_take (t);
  if (!index)
    return 0;
  struct cell *c = cell_at (index);
  c->port.fd = fd;
  c->port.revealed = 0;
  c->port.name = WORD_FALSE;
  c->port.buffers = NULL;
  return heap_publish (c, index, KIND_PORT, flags, 0);
}

word
heap_sockaddr_slowly (struct thread *t, const void *bytes, unsigned length)
{
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  uint8_t *more = payload (t, index, length);
  c->sockaddr.plain = 0;
  c->sockaddr.more = memcpy (more, bytes, length);
  return heap_publish (c, index, KIND_SOCKADDR, 0, length);
}

/* The fixed cells, in the order of their indexes.  */
static const char *const symbols[] = {
#define SYMBOL(identifier, text) text,
#include "symbols.def"
#undef SYMBOL
};

static uint8_t *
constant (const char *text)
{
  return (uint8_t *) (uintptr_t) text;
}

/* out-of-memory's arguments, which there may be no memory for: no procedure's
   name, a text, no more.  */
static void
begin_out_of_memory (void)
{
  static const char text[] = "Out of memory";
  struct cell *string = cell_at (FIXED_out_of_memory_text);
  string->string.bytes = constant (text);
  string->string.size = string->string.length = strlen (text);
  heap_publish (string, FIXED_out_of_memory_text, KIND_STRING, 0, 0);
  for (uint32_t index = FIXED_out_of_memory_error;
       index <= FIXED_out_of_memory_last; index++)
    {
      struct cell *c = cell_at (index);
      c->pair.car = WORD_FALSE;
      if (index == FIXED_out_of_memory_error)
        c->pair.car = FIXED_HANDLE (FIXED_out_of_memory);
      if (index == FIXED_out_of_memory_args + 1)
        c->pair.car = FIXED_HANDLE (FIXED_out_of_memory_text);
      c->pair.cdr = index == FIXED_out_of_memory_last
                        ? WORD_EOL
                        : FIXED_HANDLE (index + 1);
      heap_publish (c, index, KIND_PAIR, 0, 0);
    }
}

void
heap_begin (void)
{
  uint32_t index = 0;
  state->heap.top = FIXED_COUNT;
  state->heap.fixed = FIXED_COUNT;
  state->heap.cycle = 1;
  state->heap.cells_limit = LEAST_CELLS;
  state->heap.bytes_limit = LEAST_BYTES;
  if (!segment_map (0))
    abort ();
  for (index = 0; index < FIXED_COUNT; index++)
    cell_at (index)->stamp = (uint32_t) CELL_TAG << CELL_GENERATION_BITS;
  struct cell *empty = cell_at (FIXED_empty_bytevector);
  empty->bytevector.contents = constant ("");
  heap_publish (empty, FIXED_empty_bytevector, KIND_BYTEVECTOR, 0, 0);
  for (index = FIXED_FIRST_SYMBOL; index < FIXED_SYMBOLS; index++)
    {
      struct cell *c = cell_at (index);
      const char *text = symbols[index - FIXED_FIRST_SYMBOL];
      c->symbol.bytes = constant (text);
      c->symbol.size = c->symbol.length = strlen (text);
      heap_publish (c, index, KIND_SYMBOL, 0, 0);
    }
  for (int fd = 0; fd < 3; fd++)
    {
      struct cell *c = cell_at (FIXED_stdin + fd);
      c->port.fd = fd;
      /* The collector is not to close them.  */
      c->port.revealed = 1;
      c->port.name = WORD_FALSE;
      heap_publish (c, FIXED_stdin + fd, KIND_PORT,
                    PORT_OPEN | (fd ? PORT_OUTPUT : PORT_INPUT)
                        | (fd == 2 ? PORT_UNBUFFERED : 0),
                    0);
    }
  heap_publish (cell_at (FIXED_null_pointer), FIXED_null_pointer, KIND_POINTER,
                0, 0);
  begin_out_of_memory ();
}
