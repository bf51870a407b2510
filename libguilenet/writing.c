#include "arguments.h"
#include "characters.h"
#include "door.h"
#include "export.h"
#include "output.h"
#include <guilenet/writing.h>

static void
put (struct cell *port, enum output_kind kind, const void *bytes, size_t size)
{
  output_check (output_write (port, kind, bytes, size));
}

inline void
scm_c_write (SCM port, const void *buffer, size_t size)
{
  struct cell *c = open_port (word_of (port), PORT_OUTPUT);
  if (!c)
    DOOR (scm_c_write, port);
  else
    put (c, OUTPUT_STREAM, buffer, size);
}
EXPORT (scm_c_write, 3,
        BY_CONTRACT (scm_c_write, 3, false,
                     (raising_scm_c_write (scm_of (a), (const void *) b, c),
                      0)))

/* Every character set that a port can have writes ASCII as it is.  */
static void
put_text (enum entry entry, const char *text, size_t size, SCM port)
{
  struct cell *c = open_port (word_of (port), PORT_OUTPUT);
  if (c && text && is_ascii (text, size))
    {
      put (c, OUTPUT_TEXT, text, size);
      return;
    }
  struct call call = { .entry = entry,
                       .arg = { word_of (port) },
                       .memory = (char *) (uintptr_t) text,
                       .size = size };
  door_call (&call);
  output_print (word_of (port), call.memory, call.size);
}

void
scm_lfwrite (const char *text, size_t size, SCM port)
{
  put_text (ENTRY_scm_lfwrite, text, size, port);
}

void
scm_puts (const char *text, SCM port)
{
  put_text (ENTRY_scm_puts, text, text ? strlen (text) : 1, port);
}

void
scm_putc (char c, SCM port)
{
  put_text (ENTRY_scm_putc, &c, 1, port);
}

SCM
scm_put_u8 (SCM port, SCM octet)
{
  struct cell *c = open_port (word_of (port), PORT_OUTPUT);
  int byte;
  if (!c || !int_argument (octet, &byte) || byte < 0 || byte > UINT8_MAX)
    return DOOR (scm_put_u8, port, octet);
  put (c, OUTPUT_BYTES, &(uint8_t){ byte }, 1);
  return scm_of (WORD_UNSPECIFIED);
}

SCM
scm_put_bytevector (SCM port, SCM bv, SCM start, SCM count)
{
  struct cell *c = open_port (word_of (port), PORT_OUTPUT);
  struct cell *from = cell_if (word_of (bv), KIND_BYTEVECTOR);
  uint64_t first = 0, size = from ? from->bytevector.length : 0;
  bool all = word_of (start) == WORD_UNDEFINED;
  if (!c || !from
      || (!all
          && (!place_argument (start, size, 0, &first)
              || !place_argument (count, size - first, size - first, &size))))
    return DOOR (scm_put_bytevector, port, bv, start, count);
  put (c, OUTPUT_BYTES, from->bytevector.contents + first, size);
  return scm_of (WORD_UNSPECIFIED);
}
