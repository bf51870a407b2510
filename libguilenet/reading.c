#include "arguments.h"
#include "characters.h"
#include "cleanup.h"
#include "door.h"
#include "export.h"
#include "input.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/reading.h>
#include <poll.h>
#include <stdlib.h>

SCM
scm_eof_object (void)
{
  return scm_of (WORD_EOF);
}

SCM
scm_eof_object_p (SCM x)
{
  return scm_of (boolean (word_of (x) == WORD_EOF));
}

static struct cell *
input_port (SCM port)
{
  return open_port (word_of (port), PORT_INPUT);
}

/* The same, or the current input port where none is given.  */
static SCM
or_current (SCM port)
{
  return word_of (port) == WORD_UNDEFINED ? scm_of (FIXED_HANDLE (FIXED_stdin))
                                          : port;
}

static void
check (int error)
{
  if (error == ENOMEM)
    raise_out_of_memory ();
  if (error)
    raise_system_error ("fport_read", error);
}

size_t
scm_c_read (SCM port, void *buffer, size_t size)
{
  struct cell *c = input_port (port);
  size_t got;
  if (!c)
    return word_of (DOOR (scm_c_read, port));
  check (input_read (c, buffer, size, INPUT_BLOCKS, &got));
  return got;
}

static int
next_byte (struct cell *port, bool keep)
{
  int byte;
  check (input_byte (port, keep, &byte));
  return byte;
}

int
scm_get_byte_or_eof (SCM port)
{
  struct cell *c = open_port (word_of (port), 0);
  return c ? next_byte (c, false)
           : (int) word_of (DOOR (scm_get_byte_or_eof, port));
}

int
scm_peek_byte_or_eof (SCM port)
{
  struct cell *c = open_port (word_of (port), 0);
  return c ? next_byte (c, true)
           : (int) word_of (DOOR (scm_peek_byte_or_eof, port));
}

void
scm_unget_byte (int c, SCM port)
{
  struct cell *cell = open_port (word_of (port), 0);
  if (!cell)
    DOOR (scm_unget_byte, port);
  else
    check (input_unread (cell, &(uint8_t){ c }, 1));
}

static SCM
byte_value (int byte)
{
  return scm_of (byte < 0 ? WORD_EOF : fixnum (byte));
}

SCM
scm_get_u8 (SCM port)
{
  struct cell *c = input_port (port);
  return c ? byte_value (next_byte (c, false)) : DOOR (scm_get_u8, port);
}

SCM
scm_lookahead_u8 (SCM port)
{
  struct cell *c = input_port (port);
  return c ? byte_value (next_byte (c, true)) : DOOR (scm_lookahead_u8, port);
}

SCM
scm_get_bytevector_n (SCM port, SCM count)
{
  struct thread *t = thread ();
  struct cell *c = input_port (port);
  struct _pthread_cleanup_buffer on_leaving;
  size_t n, got = 0;
  if (!c || !size_argument (count, &n))
    return DOOR (scm_get_bytevector_n, port, count);
  uint8_t *bytes = malloc (n ? n : 1);
  _pthread_cleanup_push (&on_leaving, free, bytes);
  int error = bytes ? input_read (c, bytes, n, INPUT_WHOLE, &got) : ENOMEM;
  _pthread_cleanup_pop (&on_leaving, error || (!got && n));
  check (error);
  if (!got && n)
    return scm_of (WORD_EOF);
  return scm_of (heap_bytevector_of (t, bytes, got));
}

SCM
scm_get_bytevector_n_x (SCM port, SCM bv, SCM start, SCM count)
{
  struct cell *c = input_port (port);
  struct cell *to = cell_if (word_of (bv), KIND_BYTEVECTOR);
  size_t first, n, got;
  if (!c || !to || !size_argument (start, &first) || !size_argument (count, &n)
      || first > to->bytevector.length || n > to->bytevector.length - first)
    return DOOR (scm_get_bytevector_n_x, port, bv, start, count);
  check (
      input_read (c, to->bytevector.contents + first, n, INPUT_WHOLE, &got));
  return scm_of (!got && n ? WORD_EOF : fixnum (got));
}

SCM
scm_get_bytevector_some (SCM port)
{
  struct thread *t = thread ();
  struct cell *c = input_port (port);
  size_t count, got;
  uint8_t *bytes;
  if (!c)
    return DOOR (scm_get_bytevector_some, port);
  do
    {
      check (input_await (c, &count));
      if (!count)
        return scm_of (WORD_EOF);
      bytes = malloc (count);
      if (!bytes)
        raise_out_of_memory ();
      /* Another thread may have taken some meanwhile, or all.  */
      got = input_take (c, bytes, count);
      if (!got)
        free (bytes);
    }
  while (!got);
  return scm_of (heap_bytevector_of (t, bytes, got));
}

/* What was taken from PORT and not given yet.  */
struct taken
{
  struct cell *port;
  struct input_line line;
};

static void
give_back (void *data)
{
  struct taken *taken = data;
  struct input_line *line = &taken->line;
  if (line->newline)
    line->bytes[line->size++] = '\n';
  input_unread (taken->port, line->bytes, line->size);
  free (line->bytes);
}

SCM
scm_get_bytevector_all (SCM port)
{
  struct thread *t = thread ();
  struct cell *c = input_port (port);
  size_t room = 4096, got;
  if (!c)
    return DOOR (scm_get_bytevector_all, port);
  struct _pthread_cleanup_buffer on_leaving;
  struct taken all = { .port = c };
  struct input_line *line = &all.line;
  int error;
  _pthread_cleanup_push (&on_leaving, give_back, &all);
  do
    {
      uint8_t *larger = realloc (line->bytes, room);
      error = ENOMEM;
      if (!larger)
        break;
      line->bytes = larger;
      error = input_read (c, line->bytes + line->size, room - line->size,
                          INPUT_WHOLE, &got);
      if (error)
        break;
      line->size += got;
      if (line->size < room)
        break;
      room *= 2;
    }
  while (true);
  _pthread_cleanup_pop (&on_leaving, error || !line->size);
  check (error);
  return scm_of (line->size ? heap_bytevector_of (t, line->bytes, line->size)
                            : WORD_EOF);
}

/* The string that the bytes of LINE are, which are freed.  Where the core
   raises that there is no room for it, PORT has them again.  */
static word
text (struct thread *t, struct cell *port, enum entry entry,
      struct input_line line)
{
  if (line.ascii)
    return heap_string_of (t, line.bytes, line.size, line.spare);
  struct taken taken = { port, line };
  struct _pthread_cleanup_buffer on_leaving;
  struct call c = { .entry = entry, .memory = line.bytes, .size = line.size };
  _pthread_cleanup_push (&on_leaving, give_back, &taken);
  word string = door_call (&c);
  _pthread_cleanup_pop (&on_leaving, false);
  free (line.bytes);
  return string;
}

inline SCM
scm_read_line (SCM port)
{
  struct thread *t = thread ();
  SCM from = or_current (port);
  struct cell *c = input_port (from);
  struct input_line line;
  if (!c)
    return DOOR (scm_read_line, from);
  check (input_line (t, c, &line));
  word read = WORD_EOF;
  if (line.bytes)
    read = text (t, c, ENTRY_core_line, line);
  return scm_of (heap_pair (t, read, line.newline ? WORD_NEWLINE : WORD_EOF));
}
EXPORT_HOT (scm_read_line, 1, true)

SCM
scm_char_ready_p (SCM port)
{
  SCM from = or_current (port);
  struct cell *c = input_port (from);
  if (!c)
    return DOOR (scm_char_ready_p, from);
  if (port_buffered_input (c))
    return scm_of (WORD_TRUE);
  struct pollfd ready = { .fd = fport_descriptor (c), .events = POLLIN };
  return scm_of (boolean (poll (&ready, 1, 0) > 0
                          && ready.revents & (POLLIN | POLLHUP | POLLERR)));
}

SCM
scm_drain_input (SCM port)
{
  struct cell *c = input_port (port);
  if (!c)
    return DOOR (scm_drain_input, port);
  struct input_line held = { .size = port_buffered_input (c) };
  held.bytes = malloc (held.size + 1);
  if (!held.bytes)
    raise_out_of_memory ();
  held.size = input_take (c, held.bytes, held.size);
  held.bytes[held.size] = 0;
  held.ascii = is_ascii (held.bytes, held.size);
  return scm_of (text (thread (), c, ENTRY_core_drained, held));
}
