/* Reading and making cells in C.  */

#ifndef HEAP_H
#define HEAP_H

#include "state.h"
#include <string.h>

#pragma GCC visibility push(hidden)

/* Immediates, as API.md has them.  */
enum
{
  WORD_FALSE = 0x4,
  WORD_NIL = 0x104,
  WORD_EOL = 0x304,
  WORD_TRUE = 0x404,
  WORD_UNSPECIFIED = 0x804,
  WORD_UNDEFINED = 0x904,
  WORD_EOF = 0xa04,
  /* The character.  */
  WORD_NEWLINE = ('\n'
                  << 8)
                 | 0xc
};

#define FIXNUM_MAX (((int64_t) 1 << 61) - 1)
#define FIXNUM_MIN (-((int64_t) 1 << 61))

static inline word
word_of (SCM value)
{
  return (word) (uintptr_t) value;
}

static inline SCM
scm_of (word w)
{
  return (SCM) (uintptr_t) w;
}

static inline bool
is_fixnum (word w)
{
  return (w & 3) == 2;
}

static inline int64_t
fixnum_value (word w)
{
  return (int64_t) w >> 2;
}

static inline word
fixnum (int64_t n)
{
  return (word) n << 2 | 2;
}

static inline bool
fits_fixnum (int64_t n)
{
  return n >= FIXNUM_MIN && n <= FIXNUM_MAX;
}

static inline word
boolean (bool b)
{
  return b ? WORD_TRUE : WORD_FALSE;
}

static inline struct segment *
segment_of (uint32_t index)
{
  return __atomic_load_n (&state->heap.segments[index >> SEGMENT_BITS],
                          __ATOMIC_ACQUIRE);
}

static inline struct cell *
cell_at (uint32_t index)
{
  struct segment *s = segment_of (index);
  return s ? &s->cells[index & (SEGMENT_CELLS - 1)] : NULL;
}

/* The index behind the last cell that was ever in use.  TOP runs past all
   cells where there are no more.  */
static inline uint32_t
heap_end (void)
{
  uint64_t top = __atomic_load_n (&state->heap.top, __ATOMIC_ACQUIRE);
  return top < CELLS_MAX ? top : CELLS_MAX;
}

/* The counts of the cell at INDEX, which exists.  */
static inline struct counts *
heap_counts (uint32_t index)
{
  return &segment_of (index)->counts[index & (SEGMENT_CELLS - 1)];
}

/* Raises COUNT, one of those of the cell at INDEX.  */
static inline void
heap_count_up (uint32_t index, uint32_t *count)
{
  __atomic_store_n (&segment_of (index)->counted, 1, __ATOMIC_RELEASE);
  __atomic_add_fetch (count, 1, __ATOMIC_SEQ_CST);
}

/* Lowers it, unless it is 0.  Tells whether it did.  */
static inline bool
heap_count_down (uint32_t *count)
{
  uint32_t n = __atomic_load_n (count, __ATOMIC_RELAXED);
  while (n
         && !__atomic_compare_exchange_n (count, &n, n - 1, true,
                                          __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
    ;
  return n;
}

/* Whether a cell is alive by its counts alone.  */
static inline bool
heap_is_counted (uint32_t index)
{
  const struct counts *counts = heap_counts (index);
  return __atomic_load_n (&counts->protections, __ATOMIC_RELAXED)
         || __atomic_load_n (&counts->references, __ATOMIC_RELAXED);
}

/* What others may change meanwhile: a cell's kind when they make or release
   it, a port's flags.  */
static inline enum kind
cell_kind (const struct cell *c)
{
  return (enum kind) __atomic_load_n (&c->kind, __ATOMIC_ACQUIRE);
}

static inline unsigned
cell_flags (const struct cell *c)
{
  return __atomic_load_n (&c->flags, __ATOMIC_ACQUIRE);
}

/* The cell that W is the handle of, or NULL: W is an immediate, stale or
   made up.  */
static inline struct cell *
cell_of (word w)
{
  uint32_t stamp = w >> 32;
  if (stamp >> CELL_GENERATION_BITS != CELL_TAG || (w & 7))
    return NULL;
  struct cell *c = cell_at ((uint32_t) w >> CELL_INDEX_SHIFT);
  return c && __atomic_load_n (&c->stamp, __ATOMIC_ACQUIRE) == stamp ? c
                                                                     : NULL;
}

/* The same, if it is of KIND and has all of FLAGS: one look at a cell's head
   tells.  A live one's stamp has the tag.  */
static inline struct cell *
cell_with (word w, enum kind kind, unsigned flags)
{
  struct cell *c = cell_at ((uint32_t) w >> CELL_INDEX_SHIFT);
  uint64_t mask
      = (uint64_t) flags << 40 | (uint64_t) UINT8_MAX << 32 | UINT32_MAX;
  uint64_t wanted = (uint64_t) flags << 40 | (uint64_t) kind << 32 | w >> 32;
  return LIKELY (c && !(w & 7)
                 && (__atomic_load_n (&c->head, __ATOMIC_ACQUIRE) & mask)
                        == wanted)
             ? c
             : NULL;
}

/* The same, if it is of KIND.  */
static inline struct cell *
cell_if (word w, enum kind kind)
{
  return cell_with (w, kind, 0);
}

static inline word
handle_of (struct cell *c, uint32_t index)
{
  return (word) c->stamp << 32 | (word) index << CELL_INDEX_SHIFT;
}

/* A free cell for the thread to build in and then publish: 0 if memory is
   exhausted.  */
uint32_t heap_take_slowly (struct thread *t);

static inline uint32_t
heap_take (struct thread *t)
{
  struct cache *cache = &t->cache;
  if (UNLIKELY (!cache->count || state->heap.debug))
    return heap_take_slowly (t);
  return cache->cells[--cache->count];
}

/* Gives back a cell that was taken and not published.  */
void heap_put_back (struct thread *t, uint32_t index);

/* Frees a cell that was published, and that no handle speaks of any more.  */
void heap_release (uint32_t index);

/* The cycle that a cell is known to be alive in.  */
static inline uint8_t *
heap_mark (uint32_t index)
{
  return &segment_of (index)->marks[index & (SEGMENT_CELLS - 1)];
}

/* Who made the cell: enum maker.  */
static inline uint16_t *
heap_maker (uint32_t index)
{
  return &segment_of (index)->makers[index & (SEGMENT_CELLS - 1)];
}

/* Makes the cell live and gives its handle.  No cycle begins meanwhile: the
   thread is inside.  */
static inline word
heap_publish (struct cell *c, uint32_t index, enum kind kind, uint8_t flags,
              uint16_t small)
{
  uint64_t head = (uint64_t) c->stamp | (uint64_t) kind << 32
                  | (uint64_t) flags << 40 | (uint64_t) small << 48;
  uint32_t at = index & (SEGMENT_CELLS - 1);
  struct segment *s = (struct segment *) (void *) (c - at);
  __atomic_store_n (&s->marks[at],
                    __atomic_load_n (&state->heap.cycle, __ATOMIC_RELAXED),
                    __ATOMIC_RELAXED);
  __atomic_store_n (&c->head, head, __ATOMIC_RELEASE);
  return handle_of (c, index);
}

/* A port, or 0 if there is no cell for it: the descriptor is the caller's
 * then.
 */
word heap_port (struct thread *t, int fd, unsigned flags);

void raise_out_of_memory (void) SCM_NORETURN COLD;

/* Constructors.  They raise out-of-memory.  */

/* A cell to build in.  */
static inline struct cell *
heap_cell (struct thread *t, uint32_t *index)
{
  *index = heap_take (t);
  if (UNLIKELY (!*index))
    raise_out_of_memory ();
  return cell_at (*index);
}

static inline word
heap_pair (struct thread *t, word car, word cdr)
{
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  c->pair.car = car;
  c->pair.cdr = cdr;
  return heap_publish (c, index, KIND_PAIR, 0, 0);
}

/* Adds VALUE to a list that is being built: *LIST is WORD_EOL and *LAST, its
   last pair, 0 at first.  */
void heap_append (struct thread *t, word *list, word *last, word value);
word heap_uint64 (struct thread *t, uint64_t n);
word heap_int64 (struct thread *t, int64_t n);
word heap_vector (struct thread *t, uint64_t length, word fill);
word heap_bytevector (struct thread *t, uint64_t length);
/* FINALIZER may be NULL, and PARENT 0.  */
word heap_pointer (struct thread *t, void *address, void (*finalizer) (void *),
                   word parent);
/* ASCII.  */
word heap_string (struct thread *t, const char *text);
/* The same of memory from malloc, which the value owns, also where it is
   raised that there is no room for it: ASCII with a NUL behind it, SPARE its
   number in spare.h or 0; and bytes.
 */
word heap_string_of (struct thread *t, uint8_t *bytes, uint64_t size,
                     uint16_t spare);
word heap_bytevector_of (struct thread *t, uint8_t *contents, uint64_t length);
/* LENGTH bytes of a struct sockaddr, as the kernel gave it; at BYTES there is
   room for SOCKADDR_INLINE at least.  */
word heap_sockaddr_slowly (struct thread *t, const void *bytes,
                           unsigned length);
static inline word
heap_sockaddr (struct thread *t, const void *bytes, unsigned length)
{
  if (UNLIKELY (length > SOCKADDR_INLINE))
    return heap_sockaddr_slowly (t, bytes, length);
  uint32_t index;
  struct cell *c = heap_cell (t, &index);
  c->sockaddr.plain = 0;
  memcpy (c->sockaddr.bytes, bytes, SOCKADDR_INLINE);
  return heap_publish (c, index, KIND_SOCKADDR, 0, length);
}

static inline const uint8_t *
sockaddr_bytes (const struct cell *c)
{
  return c->small > SOCKADDR_INLINE ? c->sockaddr.more : c->sockaddr.bytes;
}

enum
{
  /* What is allocated between two cycles, at least.  */
  LEAST_CELLS = 1 << 14,
  LEAST_BYTES = 1 << 22,
  /* Payloads are counted from this size on: smaller ones are told by their
     cells.  */
  COUNTED_PAYLOAD = 256
};

/* SIZE bytes for a payload, never NULL where there is memory; given back with
   free.  Large ones begin at a line of memory, to which the kernel copies
   faster.  */
void *heap_allocate (uint64_t size);

/* Adds to what was allocated, and asks for a cycle at LIMIT.  */
void heap_count (uint64_t *counter, uint64_t more, uint64_t limit);

/* Makes the fixed cells: at load, before there is a thread.  */
void heap_begin (void);

#pragma GCC visibility pop

#endif
