#include "input.h"
#include "characters.h"
#include "cleanup.h"
#include "output.h"
#include "spare.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* The bytes held, by a thread that has the turn.  */
static inline size_t
held (struct buffers *b, const uint8_t **bytes)
{
  struct block *block = atomic_load (&b->in);
  struct span span = block_span (block);
  *bytes = block ? block->bytes + span.start : NULL;
  return span.end - span.start;
}

static void
skip (struct buffers *b, size_t count)
{
  struct block *block = atomic_load (&b->in);
  struct span span = block_span (block);
  if (count)
    block_set (block, span.start + count, span.end);
}

static size_t
take (struct buffers *b, void *to, size_t size)
{
  const uint8_t *bytes;
  size_t count = held (b, &bytes);
  if (count > size)
    count = size;
  if (count)
    {
      memcpy (to, bytes, count);
      skip (b, count);
    }
  return count;
}

/* Whether the end was met by a look ahead; it is over then.  */
static bool
at_end (struct buffers *b)
{
  return atomic_exchange (&b->end, false);
}

/* fport_read; what is to be written to a file is in it before.  */
static ssize_t
read_some (struct cell *port, void *bytes, size_t size)
{
  int error = fport_has_position (port) ? output_flush (port) : 0;
  if (!error)
    return fport_read (port, bytes, size);
  errno = error;
  return -1;
}

/* Reads once, behind what is held, as fport_read.  */
static ssize_t
more (struct cell *port, struct buffers *b)
{
  if (at_end (b))
    return 0;
  size_t size = atomic_load (&b->in_size);
  struct block *block = atomic_load (&b->in);
  struct span span = block_span (block);
  size_t count = span.end - span.start, room = block ? block->size : 0;
  /* A long line may have left a block that is far too large.  */
  if (room - span.end < size || (!count && room > 2 * size + 4096))
    {
      room = count ? 2 * (count + size) : size;
      if (room > UINT32_MAX || !(block = block_renew (&b->in, room, 0)))
        {
          errno = ENOMEM;
          return -1;
        }
      span = (struct span){ 0, count };
    }
  ssize_t n = read_some (port, block->bytes + span.end, size);
  if (n > 0)
    block_set (block, span.start, span.end + n);
  return n;
}

/* The port is no longer at its beginning.  Gives whether it was.  */
static bool
begin (struct cell *port)
{
  return !(cell_flags (port) & PORT_BEGUN)
         && !(__atomic_fetch_or (&port->flags, PORT_BEGUN, __ATOMIC_RELAXED)
              & PORT_BEGUN);
}

/* Fills the empty buffer, as fport_read.  A byte order mark at the beginning
   of UTF-8 is passed over.  */
static ssize_t
fill (struct cell *port, struct buffers *b)
{
  static const uint8_t mark[] = { 0xef, 0xbb, 0xbf };
  bool first = begin (port) && !strcmp (port_charset (), "UTF-8");
  ssize_t n = more (port, b);
  const uint8_t *bytes;
  size_t count;
  if (!first)
    return n;
  while (n > 0 && (count = held (b, &bytes)) < sizeof mark
         && !memcmp (bytes, mark, count))
    n = more (port, b);
  if (n < 0)
    return n;
  count = held (b, &bytes);
  if (count < sizeof mark || memcmp (bytes, mark, sizeof mark))
    return count;
  skip (b, sizeof mark);
  return count > sizeof mark ? (ssize_t) (count - sizeof mark)
                             : more (port, b);
}

/* Makes sure that something is held, as input_await.  */
static int
await (struct cell *port, struct buffers *b, size_t *count)
{
  const uint8_t *bytes;
  *count = held (b, &bytes);
  if (*count)
    return 0;
  ssize_t n = fill (port, b);
  *count = n < 0 ? 0 : n;
  return n < 0 ? errno : 0;
}

/* As much room before what is held as there is behind it, so that the next
   ones find some.  */
static int
put_back (struct buffers *b, const void *bytes, size_t size)
{
  struct block *block = atomic_load (&b->in);
  struct span span = block_span (block);
  size_t count = span.end - span.start;
  if (!size)
    return 0;
  if (!count && block && block->size >= size)
    span.start = span.end = block->size;
  else if (span.start < size)
    {
      size_t whole = 2 * (count + size) + 16;
      if (whole > UINT32_MAX)
        return ENOMEM;
      block = block_renew (&b->in, whole, whole - count);
      if (!block)
        return ENOMEM;
      span = (struct span){ whole - count, whole };
    }
  memcpy (block->bytes + span.start - size, bytes, size);
  block_set (block, span.start - size, span.end);
  return 0;
}

int
input_unread (struct cell *port, const void *bytes, size_t size)
{
  struct buffers *b = port_buffers_made (port);
  struct turn_taken taken;
  if (!b)
    return ENOMEM;
  turn_take (&taken, &b->reading);
  int error = put_back (b, bytes, size);
  turn_give (&taken);
  return error;
}

/* What a call that fails, or is left by a jump, has read.  */
struct unfinished
{
  struct cell *port;
  const void *bytes;
  size_t *got;
};

static void
unread (void *data)
{
  struct unfinished *u = data;
  if (*u->got)
    input_unread (u->port, u->bytes, *u->got);
}

/* The same by the thread that has the turn.  */
static void
unread_in_turn (void *data)
{
  struct unfinished *u = data;
  put_back (port_buffers (u->port), u->bytes, *u->got);
}

/* input_read of a port that has no buffers and needs none.  */
static int
read_plain (struct cell *port, void *bytes, size_t size, size_t *got)
{
  struct unfinished u = { port, bytes, got };
  struct _pthread_cleanup_buffer on_leaving;
  ssize_t n = 0;
  *got = 0;
  _pthread_cleanup_push (&on_leaving, unread, &u);
  while (size > *got
         && (n = fport_read (port, (char *) bytes + *got, size - *got)) > 0)
    *got += n;
  int error = n < 0 ? errno : 0;
  _pthread_cleanup_pop (&on_leaving, error);
  return error;
}

int
input_read (struct cell *port, void *bytes, size_t size,
            enum input_request request, size_t *got)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  if (request == INPUT_WHOLE && size)
    begin (port);
  if (!b && cell_flags (port) & PORT_UNBUFFERED
      && cell_flags (port) & PORT_BEGUN)
    return read_plain (port, bytes, size, got);
  if (!b && !(b = port_buffers_made (port)))
    return ENOMEM;
  turn_take (&taken, &b->reading);
  struct unfinished u = { port, bytes, got };
  struct _pthread_cleanup_buffer on_leaving;
  int error = 0;
  *got = 0;
  _pthread_cleanup_push (&on_leaving, unread_in_turn, &u);
  *got = take (b, bytes, size);
  if (*got)
    begin (port);
  while (*got < size && !error)
    {
      uint8_t *to = (uint8_t *) bytes + *got;
      size_t rest = size - *got, whole = atomic_load (&b->in_size);
      bool direct = rest >= whole && cell_flags (port) & PORT_BEGUN;
      ssize_t n;
      if (!direct)
        n = fill (port, b);
      else if (request == INPUT_BLOCKS && at_end (b))
        n = 0;
      else
        n = read_some (port, to,
                       request == INPUT_WHOLE ? rest : rest - rest % whole);
      if (n < 0)
        error = errno;
      if (n <= 0)
        break;
      *got += direct ? (size_t) n : take (b, to, rest);
    }
  _pthread_cleanup_pop (&on_leaving, error);
  turn_give (&taken);
  return error;
}

int
input_await (struct cell *port, size_t *count)
{
  struct buffers *b = port_buffers_made (port);
  struct turn_taken taken;
  if (!b)
    return ENOMEM;
  turn_take (&taken, &b->reading);
  int error = await (port, b, count);
  begin (port);
  turn_give (&taken);
  return error;
}

int
input_byte (struct cell *port, bool keep, int *byte)
{
  struct buffers *b = port_buffers_made (port);
  struct turn_taken taken;
  const uint8_t *bytes;
  size_t count;
  if (!b)
    return ENOMEM;
  turn_take (&taken, &b->reading);
  int error = await (port, b, &count);
  *byte = count && held (b, &bytes) ? *bytes : -1;
  if (keep && !count && !error)
    atomic_store (&b->end, true);
  else if (!keep && count)
    skip (b, 1);
  turn_give (&taken);
  return error;
}

size_t
input_take (struct cell *port, void *bytes, size_t size)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  if (!b || !turn_try (&taken, &b->reading))
    return 0;
  size_t count = take (b, bytes, size);
  turn_give (&taken);
  return count;
}

/* Nothing is taken before all of the line is there, so that nothing is lost
   when a signal's handler jumps away.  */
static int
await_line (struct cell *port, struct buffers *b, struct input_line *line)
{
  size_t seen = 0;
  for (;;)
    {
      const uint8_t *bytes, *end;
      line->size = held (b, &bytes);
      if (LIKELY (line->size > seen
                  && (end = memchr (bytes + seen, '\n', line->size - seen))))
        {
          line->size = end - bytes;
          line->newline = true;
          return 0;
        }
      seen = line->size;
      ssize_t n = seen ? more (port, b) : fill (port, b);
      if (n <= 0)
        return n ? errno : 0;
    }
}

int
input_line (struct thread *t, struct cell *port, struct input_line *line)
{
  struct buffers *b = port_buffers_made (port);
  struct turn_taken taken;
  *line = (struct input_line){ 0 };
  if (!b)
    return ENOMEM;
  turn_take (&taken, &b->reading);
  int error = await_line (port, b, line);
  if (!error && (line->size || line->newline))
    {
      line->bytes = spare_take (t, line->size + 1, &line->spare);
      if (line->bytes)
        {
          const uint8_t *bytes;
          held (b, &bytes);
          /* Asked here, where they are near.  */
          line->ascii = is_ascii (bytes, line->size);
          memcpy (line->bytes, bytes, line->size);
          line->bytes[line->size] = 0;
          skip (b, line->size + line->newline);
        }
      else
        error = ENOMEM;
    }
  turn_give (&taken);
  return error;
}

/* The writer has its own turn and may not wait for the reader's, who may be
   waiting for it.  */
void
input_rewind (struct cell *port)
{
  struct buffers *b = port_buffers (port);
  struct turn_taken taken;
  const uint8_t *bytes;
  if (!b || !fport_has_position (port) || !turn_try (&taken, &b->reading))
    return;
  size_t count = held (b, &bytes);
  if (count)
    lseek (fport_descriptor (port), -(off_t) count, SEEK_CUR);
  skip (b, count);
  turn_give (&taken);
}
