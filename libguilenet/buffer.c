#include "buffer.h"
#include "output.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct block *
block_renew (struct block *_Atomic *place, uint32_t size, uint32_t start)
{
  struct block *old = atomic_load (place);
  struct span held = block_span (old);
  struct block *new = malloc (sizeof *new + size);
  if (!new)
    return NULL;
  new->size = size;
  uint32_t count = held.end - held.start;
  if (count)
    memcpy (new->bytes + start, old->bytes + held.start, count);
  block_set (new, start, start + count);
  atomic_store (place, new);
  free (old);
  return new;
}

uint32_t
port_block_size (struct cell *port)
{
  struct stat status;
  if (fstat (fport_descriptor (port), &status) || status.st_blksize < 1
      || status.st_blksize > 1 << 20)
    return 4096;
  return status.st_blksize;
}

static bool
is_standard_output (struct cell *port)
{
  return port == cell_at (FIXED_stdout);
}

struct buffers *
port_buffers_new (struct cell *port)
{
  struct buffers *known = NULL;
  struct buffers *b = calloc (1, sizeof *b);
  if (!b)
    return NULL;
  if (is_standard_output (port) && isatty (fport_descriptor (port)))
    __atomic_fetch_or (&port->flags, PORT_UNBUFFERED, __ATOMIC_RELAXED);
  uint32_t size
      = cell_flags (port) & PORT_UNBUFFERED ? 1 : port_block_size (port);
  atomic_init (&b->in_size, size);
  atomic_init (&b->out_size, size);
  output_begin ();
  if (__atomic_compare_exchange_n (&port->port.buffers, &known, b, false,
                                   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return b;
  free (b);
  return known;
}

static void
drop (turn *turn, struct block *_Atomic *place)
{
  struct turn_taken taken;
  if (!turn_try (&taken, turn))
    return;
  free (atomic_exchange (place, NULL));
  turn_give (&taken);
}

void
port_buffers_drop (struct cell *port)
{
  struct buffers *b = port_buffers (port);
  if (!b)
    return;
  drop (&b->reading, &b->in);
  drop (&b->writing, &b->out);
}

void
port_buffers_free (struct cell *port)
{
  struct buffers *b
      = __atomic_exchange_n (&port->port.buffers, NULL, __ATOMIC_ACQ_REL);
  if (!b)
    return;
  free (atomic_load (&b->in));
  free (atomic_load (&b->out));
  free (b);
}

size_t
port_buffered_output (struct cell *port)
{
  struct buffers *b = port_buffers (port);
  struct span held = block_span (b ? atomic_load (&b->out) : NULL);
  return held.end - held.start;
}

size_t
port_buffered_input (struct cell *port)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  /* A thread that has the turn is reading what there is.  */
  if (!b || !turn_try (&taken, &b->reading))
    return 0;
  struct span held = block_span (atomic_load (&b->in));
  turn_give (&taken);
  return held.end - held.start;
}

bool
port_has_room (struct cell *port)
{
  struct turn_taken taken;
  struct buffers *b = port_buffers (port);
  if (!b && !(cell_flags (port) & PORT_UNBUFFERED))
    b = port_buffers_made (port);
  /* A thread that has the turn may be waiting until it can write.  */
  if (!b || !turn_try (&taken, &b->writing))
    return false;
  struct span held = block_span (atomic_load (&b->out));
  uint32_t count = held.end - held.start, size = atomic_load (&b->out_size);
  turn_give (&taken);
  return size > count + 1;
}
