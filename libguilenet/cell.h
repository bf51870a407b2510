/* The layout of the heap: the handle table's cells, and where to find them.

   internal/heap repeats this layout in Go, and layout.go asserts at compile
   time that the two agree.  Nothing here knows of Go.  */

#ifndef CELL_H
#define CELL_H

#include <stdint.h>

/* A value as the core sees it.  */
typedef uint64_t word;

/* A handle is tag (8 bits) | generation (24) | index (29) | 000.  No
   user-space address has the tag's bits set, on amd64 or on arm64.  The upper
   half, tag and generation, is kept in the cell as its stamp, so that one
   comparison tells a live handle from a stale or made-up one.  */
enum
{
  CELL_TAG = 0xa5,
  CELL_GENERATION_BITS = 24,
  CELL_INDEX_SHIFT = 3,
  CELL_SIZE = 32,
  /* Cells are mapped a segment at a time.  */
  SEGMENT_BITS = 16,
  SEGMENT_CELLS = 1 << SEGMENT_BITS,
  SEGMENT_COUNT = 1 << (29 - SEGMENT_BITS),
  /* Indexes are below.  */
  CELLS_MAX = SEGMENT_CELLS * SEGMENT_COUNT,
  SYMBOL_BUCKETS = 1024,
  CONSTANT_PLACES = 512,
  CACHE_CELLS = 32
};

enum kind
{
  KIND_FREE,
  KIND_PAIR,
  KIND_INTEGER,
  KIND_STRING,
  KIND_SYMBOL,
  KIND_VECTOR,
  KIND_BYTEVECTOR,
  KIND_POINTER,
  KIND_PORT,
  KIND_SOCKADDR,
  KIND_VARIABLE,
  /* No value: memory of the program's that is scanned for values.  */
  KIND_ROOT,
  KIND_COUNT
};

enum flags
{
  /* KIND_INTEGER: the sign.  */
  INTEGER_NEGATIVE = 1,
  /* KIND_PORT.  The descriptor of an open port is its own.  */
  PORT_OPEN = 1,
  PORT_INPUT = 2,
  PORT_OUTPUT = 4,
  PORT_SOCKET = 8,
  /* How it is buffered: not at all, or line by line on output; else in
     blocks.  */
  PORT_UNBUFFERED = 16,
  PORT_LINE = 32,
  /* Something has been read from it.  */
  PORT_BEGUN = 64,
  /* It is dead, and has output to be written.  */
  PORT_BURIED = 128,
  /* KIND_SOCKADDR: an element was set, so the bytes no longer speak for
     the object.  */
  SOCKADDR_SET = 1,
  /* KIND_BYTEVECTOR: the contents belong to someone else.  */
  BYTEVECTOR_FOREIGN = 1
};

struct pair_part
{
  word car, cdr;
};

enum
{
  INTEGER_INLINE = 3
};

/* The magnitude, least significant limb first, cell.small limbs; more than
   INTEGER_INLINE of them lie in a payload.  Always outside the fixnum range
   and without a leading zero, so that equal integers have equal limbs.  */
union integer_part
{
  uint64_t limbs[INTEGER_INLINE];
  uint64_t *more;
};

/* UTF-8 with a NUL behind it; SIZE in bytes, LENGTH in characters.  cell.small
   says which spare memory BYTES is (spare.h); 0: none.  */
struct string_part
{
  uint8_t *bytes;
  uint64_t size;
  uint64_t length;
};

/* The same; HASH and NEXT (a cell's index) are the interning table's.  */
struct symbol_part
{
  uint8_t *bytes;
  uint32_t size;
  uint32_t length;
  uint32_t hash;
  uint32_t next;
};

struct vector_part
{
  word *elements;
  uint64_t length;
};

/* CONTENTS is never NULL.  PARENT keeps foreign memory's owner alive.
   cell.small is the type of the elements, as internal/heap/element.go numbers
   them; 0 is bytes of no other reading.  */
struct bytevector_part
{
  uint8_t *contents;
  uint64_t length;
  word parent;
};

/* PARENT, if not 0, is what ADDRESS lies in, and is kept alive.  */
struct pointer_part
{
  void *address;
  void (*finalizer) (void *);
  word parent;
};

/* BUFFERS is NULL until something is buffered: see buffer.h.  */
struct port_part
{
  int32_t fd;
  int32_t revealed;
  word name;
  struct buffers *buffers;
};

enum
{
  SOCKADDR_INLINE = 16
};

/* The kernel's bytes, cell.small of them; more than SOCKADDR_INLINE lie in a
   payload.  PLAIN is the same object as a vector, 0 until someone needs it. */
struct sockaddr_part
{
  word plain;
  union
  {
    uint8_t bytes[SOCKADDR_INLINE];
    uint8_t *more;
  };
};

struct variable_part
{
  word value;
};

/* The roots are a list, of cells' indexes.  */
struct root_part
{
  void *start;
  uint64_t size;
  uint32_t next, previous;
};

struct free_part
{
  uint32_t next;
};

/* HEAD is written last, in one store: a cell is readable as soon as its kind
   is not KIND_FREE, whatever instant a fork or a signal strikes at.  */
struct cell
{
  union
  {
    uint64_t head;
    struct
    {
      uint32_t stamp;
      uint8_t kind;
      uint8_t flags;
      uint16_t small;
    };
  };
  union
  {
    struct pair_part pair;
    union integer_part integer;
    struct string_part string;
    struct symbol_part symbol;
    struct vector_part vector;
    struct bytevector_part bytevector;
    struct pointer_part pointer;
    struct port_part port;
    struct sockaddr_part sockaddr;
    struct variable_part variable;
    struct root_part root;
    struct free_part free;
  };
};

/* How often a cell is protected, and how many references to it foreign threads
   have.  */
struct counts
{
  uint32_t protections, references;
};

struct segment
{
  struct cell cells[SEGMENT_CELLS];
  /* The cycle of the collector that last found each cell alive, or that it was
     made in; who made it, where that is remembered; and its counts.  */
  uint8_t marks[SEGMENT_CELLS];
  uint16_t makers[SEGMENT_CELLS];
  struct counts counts[SEGMENT_CELLS];
  /* Not 0: some of the counts may not be 0.  */
  uint32_t counted;
};

/* The part of the library's state that both sides work on.  Indexes count
   from 1; 0 means none.  */
struct heap
{
  struct segment *segments[SEGMENT_COUNT];
  /* The index of each chain's first symbol.  */
  uint32_t symbols[SYMBOL_BUCKETS];
  /* The variables of the constants, as internal/constant numbers them; 0 where
     nobody has looked one up.  */
  word constants[CONSTANT_PLACES];
  /* The list of freed cells: changes (upper half, against ABA), index.  */
  uint64_t free;
  /* The first index never used.  */
  uint64_t top;
  /* Cells taken, and bytes of payloads, since the last cycle; and how many of
     either ask for one.  */
  uint64_t cells, bytes;
  uint64_t cells_limit, bytes_limit;
  /* Cells that the last cycle found alive.  */
  uint64_t live;
  /* The first of the roots.  */
  uint32_t roots;
  /* The cells below this index exist since load, and for ever.  */
  uint32_t fixed;
  /* The cycle: 1 to 255, over and over.  */
  uint8_t cycle;
  /* Makers are remembered, and freed payloads overwritten.  */
  uint8_t debug;
};

/* Free cells that one thread may use without asking anyone.  */
struct cache
{
  uint16_t count;
  /* Who takes them: enum maker, where that is remembered.  */
  uint16_t maker;
  uint32_t cells[CACHE_CELLS];
};

/* The values that exist before anything else, at fixed indexes of generation
   0, so that their handles are constants.  */
enum fixed
{
  FIXED_NONE,
  /* Every bytevector of no bytes.  */
  FIXED_empty_bytevector,
#define SYMBOL(identifier, text) FIXED_##identifier,
#include "symbols.def"
#undef SYMBOL
  FIXED_SYMBOLS,
  FIXED_FIRST_SYMBOL = FIXED_empty_bytevector + 1,
  FIXED_stdin = FIXED_SYMBOLS,
  FIXED_stdout,
  FIXED_stderr,
  FIXED_null_pointer,
  FIXED_out_of_memory_text,
  /* The condition, and its arguments, a list of four: each pair before its
     cdr.  */
  FIXED_out_of_memory_error,
  FIXED_out_of_memory_args,
  FIXED_out_of_memory_last = FIXED_out_of_memory_args + 3,
  FIXED_COUNT
};
#define FIXED_HANDLE(index)                                                   \
  ((word) CELL_TAG << 56 | (word) (index) << CELL_INDEX_SHIFT)

#endif
