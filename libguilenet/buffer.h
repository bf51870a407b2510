/* What a port holds between the program and its descriptor.

   The buffers lie in memory from malloc that the port's cell points to, so
   that a forked child has its own copy of them, as of stdio's.  Every change
   is published by one store: a fork in another thread finds the bytes before
   or after it, never between.  Each side has a turn; the functions of input.h
   and output.h take it.  */

#ifndef BUFFER_H
#define BUFFER_H

#include "fport.h"
#include "turn.h"

#pragma GCC visibility push(hidden)

/* SPAN has where the bytes that are held begin (lower half) and end.  */
struct block
{
  uint32_t size;
  _Atomic uint64_t span;
  uint8_t bytes[];
};

struct span
{
  uint32_t start, end;
};

struct buffers
{
  turn reading, writing;
  /* How much a side takes before it moves; 1 for none.  */
  _Atomic uint32_t in_size, out_size;
  /* A look ahead met the end, and nobody has read it yet.  */
  _Atomic bool end;
  /* NULL until needed.  */
  struct block *_Atomic in, *_Atomic out;
};

static inline struct span
block_span (const struct block *block)
{
  uint64_t span = block ? atomic_load (&block->span) : 0;
  return (struct span){ (uint32_t) span, span >> 32 };
}

/* For who has the turn: others only look, and the next one gets the turn after
   this.  */
static inline void
block_set (struct block *block, uint32_t start, uint32_t end)
{
  atomic_store_explicit (&block->span,
                         start == end ? 0 : (uint64_t) end << 32 | start,
                         memory_order_release);
}

/* Puts a new block of SIZE bytes in PLACE instead of the one that is there,
   with the bytes that this one holds from START on.  NULL: no memory, nothing
   changed.  */
struct block *block_renew (struct block *_Atomic *place, uint32_t size,
                           uint32_t start);

/* The buffers of PORT; NULL where nothing was ever buffered.  */
static inline struct buffers *
port_buffers (struct cell *port)
{
  return __atomic_load_n (&port->port.buffers, __ATOMIC_ACQUIRE);
}

/* The same, made where there are none: NULL if there is no memory for them. */
struct buffers *port_buffers_new (struct cell *port) COLD;
static inline struct buffers *
port_buffers_made (struct cell *port)
{
  struct buffers *known = port_buffers (port);
  return LIKELY (known) ? known : port_buffers_new (port);
}

/* Gives up what the buffers of a closed port hold, but for a side that a
   thread is at.  */
void port_buffers_drop (struct cell *port);

/* Frees the buffers of a port that nobody has.  */
void port_buffers_free (struct cell *port);

/* How many bytes can be read without asking the system.  */
size_t port_buffered_input (struct cell *port);

/* How many bytes a port that nobody has is still to write.  */
size_t port_buffered_output (struct cell *port);

/* Whether a byte that is written to PORT stays in the buffer.  */
bool port_has_room (struct cell *port);

/* The size that PORT's buffers have unless the program chooses: that of its
   descriptor's blocks.  */
uint32_t port_block_size (struct cell *port);

#pragma GCC visibility pop

#endif
