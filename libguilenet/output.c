#include "output.h"
#include "cleanup.h"
#include "input.h"
#include "unwind.h"
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *
port_charset (void)
{
  char *known = atomic_load (&state->port_charset), *none = NULL;
  if (known)
    return known;
  char *now = strdup (nl_langinfo (CODESET));
  if (!now)
    return nl_langinfo (CODESET);
  if (atomic_compare_exchange_strong (&state->port_charset, &none, now))
    return now;
  free (now);
  return none;
}

enum
{
  /* How much text is converted at a time.  */
  TEXT_PIECE = 256
};

/* The functions below are for a thread that has the turn.  */

static size_t
held (struct buffers *b)
{
  struct span span = block_span (atomic_load (&b->out));
  return span.end - span.start;
}

static int
flush (struct cell *port, struct buffers *b)
{
  struct block *block = atomic_load (&b->out);
  struct span span = block_span (block);
  int error = 0;
  while (span.start < span.end && !error)
    {
      ssize_t n = fport_write (port, block->bytes + span.start,
                               span.end - span.start);
      if (n < 0)
        {
          error = errno;
          span.start = span.end;
        }
      else
        span.start += n;
      block_set (block, span.start, span.end);
    }
  return error;
}

/* Holds SIZE bytes, which there is room for.  */
static int
hold (struct cell *port, struct buffers *b, const void *bytes, size_t size)
{
  uint32_t whole = atomic_load (&b->out_size);
  struct block *block = atomic_load (&b->out);
  struct span span = block_span (block);
  /* A thread that left in the middle of a flush leaves the room in front.  */
  if (!block || block->size < whole || block->size - span.end < size)
    {
      block = block_renew (&b->out, whole, 0);
      if (!block)
        return ENOMEM;
      span = block_span (block);
    }
  memcpy (block->bytes + span.end, bytes, size);
  block_set (block, span.start, span.end + size);
  return held (b) < whole ? 0 : flush (port, b);
}

static int
write_bytes (struct cell *port, struct buffers *b, const char *bytes,
             size_t size)
{
  size_t whole = atomic_load (&b->out_size);
  int error = size > whole - held (b) ? flush (port, b) : 0;
  if (error)
    return error;
  return size < whole ? hold (port, b, bytes, size)
                      : fport_write_all (port, bytes, size);
}

static int
write_stream (struct cell *port, struct buffers *b, const char *bytes,
              size_t size)
{
  size_t whole = atomic_load (&b->out_size);
  int error = 0;
  if (size > whole && whole < TEXT_PIECE)
    return write_bytes (port, b, bytes, size);
  while (size && !error)
    {
      size_t room = whole - held (b), part = size < room ? size : room;
      if (room == whole && size >= whole)
        {
          part = size - size % whole;
          error = fport_write_all (port, bytes, part);
        }
      else
        error = hold (port, b, bytes, part);
      bytes += part;
      size -= part;
    }
  return error;
}

static int
write_text (struct cell *port, struct buffers *b, const char *bytes,
            size_t size)
{
  bool line = cell_flags (port) & PORT_LINE && memchr (bytes, '\n', size);
  bool unbuffered = atomic_load (&b->out_size) == 1;
  int error = 0;
  while (size && !error)
    {
      size_t part = unbuffered || size < TEXT_PIECE ? size : TEXT_PIECE;
      error = write_bytes (port, b, bytes, part);
      bytes += part;
      size -= part;
    }
  return line && !error ? flush (port, b) : error;
}

static int (*const writers[]) (struct cell *port, struct buffers *b,
                               const char *bytes, size_t size)
    = { [OUTPUT_BYTES] = write_bytes,
        [OUTPUT_STREAM] = write_stream,
        [OUTPUT_TEXT] = write_text };

int
output_write (struct cell *port, enum output_kind kind, const void *bytes,
              size_t size)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  if (!size)
    return 0;
  if (!b && cell_flags (port) & PORT_UNBUFFERED)
    return fport_write_all (port, bytes, size);
  if (!b && !(b = port_buffers_made (port)))
    return ENOMEM;
  turn_take (&taken, &b->writing);
  input_rewind (port);
  int error = writers[kind](port, b, bytes, size);
  turn_give (&taken);
  return error;
}

int
output_flush (struct cell *port)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  if (!b)
    return 0;
  turn_take (&taken, &b->writing);
  int error = flush (port, b);
  turn_give (&taken);
  return error;
}

int
output_resize (struct cell *port, uint32_t size, bool line)
{
  struct buffers *b = port_buffers_made (port);
  struct turn_taken taken;
  if (!b)
    return ENOMEM;
  turn_take (&taken, &b->writing);
  int error = flush (port, b);
  if (!error)
    {
      uint8_t *flags = &port->flags;
      __atomic_fetch_and (flags, ~(PORT_LINE | PORT_UNBUFFERED),
                          __ATOMIC_RELAXED);
      __atomic_fetch_or (
          flags, (line ? PORT_LINE : 0) | (size == 1 ? PORT_UNBUFFERED : 0),
          __ATOMIC_RELAXED);
      atomic_store (&b->in_size, size);
      atomic_store (&b->out_size, size);
      free (atomic_exchange (&b->out, NULL));
    }
  turn_give (&taken);
  return error;
}

void
output_check (int error)
{
  if (error)
    raise_system_error ("fport_write", error);
}

void
output_print (word port, void *bytes, size_t size)
{
  struct cell *c = cell_if (port, KIND_PORT);
  struct _pthread_cleanup_buffer on_leaving;
  _pthread_cleanup_push (&on_leaving, free, bytes);
  int error = c ? output_write (c, OUTPUT_TEXT, bytes, size) : EBADF;
  _pthread_cleanup_pop (&on_leaving, true);
  output_check (error);
}

/* How long a process that exits waits for threads that are writing: for all
   that are blocked until DEADLINE; for those that only have not come to it
   yet, as many SECONDS more.  */
struct patience
{
  struct timespec deadline;
  int seconds;
};

static bool
take_turn_at_exit (struct turn_taken *taken, struct cell *port,
                   struct buffers *b, struct patience *p)
{
  while (!turn_take_until (taken, &b->writing, &p->deadline))
    {
      struct pollfd room = { fport_descriptor (port), POLLOUT, 0 };
      if (!p->seconds || poll (&room, 1, 0) <= 0)
        return false;
      p->seconds--;
      p->deadline.tv_sec++;
    }
  return true;
}

/* There is nobody left to raise anything for.  */
static void
flush_at_exit (struct cell *port, struct patience *p)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  if (!b || !take_turn_at_exit (&taken, port, b, p))
    return;
  int error = flush (port, b);
  turn_give (&taken);
  if (error)
    dprintf (STDERR_FILENO, "In procedure fport_write: %s\n",
             strerror (error));
}

static void
flush_all (void)
{
  struct patience patience = { .seconds = 30 };
  clock_gettime (CLOCK_MONOTONIC, &patience.deadline);
  patience.deadline.tv_sec++;
  for (uint32_t index = 1, end = heap_end (); index < end; index++)
    {
      struct cell *c = cell_at (index);
      if (c && cell_kind (c) == KIND_PORT && cell_flags (c) & PORT_OPEN)
        flush_at_exit (c, &patience);
    }
}

void
output_begin (void)
{
  if (!atomic_exchange (&state->flushes_at_exit, true))
    atexit (flush_all);
}
