/* When there is no memory for what a port has to hold, the call raises, and
   may be made again: nothing that was there to be read or waited to be written
   is lost, and the port stays open.  This program has its own malloc, which
   can refuse.  */

#include "buffers.h"

#include <errno.h>
#include <locale.h>

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t count, size_t size);
extern void *__libc_realloc (void *block, size_t size);

/* How many calls succeed before one is refused; below 0: all.  */
static __thread int until_refusal = -1;
/* Whether those after it are refused, too.  */
static bool for_good;
/* Whether one was refused.  */
static __thread bool refused_one;

static bool
refuses (void)
{
  if (until_refusal < 0 || until_refusal-- > 0)
    return false;
  until_refusal = for_good ? 0 : -1;
  refused_one = true;
  errno = ENOMEM;
  return true;
}

void *
malloc (size_t size)
{
  return refuses () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t count, size_t size)
{
  return refuses () ? NULL : __libc_calloc (count, size);
}

void *
realloc (void *block, size_t size)
{
  return refuses () ? NULL : __libc_realloc (block, size);
}

/* Reading: what the calls give is written down, and must be the same when a
   block was refused before.  */

static const char line[] = "a line\nand more";
static const char accents[] = "gr\303\274n \377\nand more";
/* More than a buffer holds.  */
static char much[10000];

static SCM
read_byte (SCM port)
{
  return INT (scm_get_byte_or_eof (port));
}

static SCM
peek_byte (SCM port)
{
  return INT (scm_peek_byte_or_eof (port));
}

static SCM
read_c (SCM port)
{
  char bytes[9000];
  size_t size = scm_c_read (port, bytes, sizeof bytes);
  until_refusal = -1;
  return scm_from_latin1_stringn (bytes, size);
}

static SCM
get_some_bytes (SCM port)
{
  return scm_get_bytevector_n (port, INT (9000));
}

static SCM
get_bytes_here (SCM port)
{
  static SCM bytes;
  if (!bytes)
    bytes = scm_c_make_bytevector (9000);
  return scm_get_bytevector_n_x (port, bytes, INT (0), INT (9000));
}

/* What is in the buffer.  */
static SCM
drain (SCM port)
{
  scm_lookahead_u8 (port);
  return scm_drain_input (port);
}

static SCM (*const readers[]) (SCM) = { scm_read_line,
                                        read_byte,
                                        peek_byte,
                                        scm_get_u8,
                                        read_c,
                                        scm_lookahead_u8,
                                        get_some_bytes,
                                        get_bytes_here,
                                        drain,
                                        scm_get_bytevector_some,
                                        scm_get_bytevector_all };

/* Writing: BEFORE is pending, and what is written comes once.  */

static SCM
put_line (SCM port)
{
  scm_puts (line, port);
  return SCM_UNSPECIFIED;
}

static SCM
put_accents (SCM port)
{
  scm_puts ("gr\374n", port);
  return SCM_UNSPECIFIED;
}

static SCM
write_c (SCM port)
{
  scm_c_write (port, line, sizeof line);
  return SCM_UNSPECIFIED;
}

static SCM
put_byte (SCM port)
{
  return scm_put_u8 (port, INT ('b'));
}

static SCM
put_bytes (SCM port)
{
  static SCM bytes;
  if (!bytes)
    bytes = scm_make_bytevector (INT (100), INT ('b'));
  return scm_put_bytevector (port, bytes, NONE, NONE);
}

static SCM
display (SCM port)
{
  static SCM list;
  if (!list)
    list = scm_list_2 (scm_from_utf8_string ("text"), INT (5));
  scm_display (list, port);
  return SCM_UNSPECIFIED;
}

static SCM
resize (SCM port)
{
  return scm_setvbuf (port, scm_from_utf8_symbol ("block"), INT (50));
}

static SCM (*const writers[]) (SCM)
    = { put_line, put_accents, write_c, put_byte, put_bytes, display, resize };

struct attempt
{
  SCM port;
  SCM (*function) (SCM port);
  int refused;
};

static SCM
refuse_once (void *data)
{
  struct attempt *a = data;
  refused_one = false;
  until_refusal = a->refused;
  SCM given = a->function (a->port);
  until_refusal = -1;
  return given;
}

static SCM
note_condition (void *data, SCM key, SCM args)
{
  until_refusal = -1;
  *(bool *) data = true;
  return scm_cons (key, args);
}

/* Calls FUNCTION for PORT with the block REFUSED refused, and again if it
   raised.  Tells whether it came so far.  */
static bool
call_twice (SCM port, SCM (*function) (SCM), int refused, SCM *given)
{
  struct attempt a = { port, function, refused };
  bool raised = false;
  *given = scm_internal_catch (SCM_BOOL_T, refuse_once, &a, note_condition,
                               &raised);
  if (raised)
    {
      char *text = scm_to_utf8_string (scm_object_to_string (*given, NONE));
      assert (!strncmp (text, "(out-of-memory #f \"Out of memory\"", 33)
              || strstr (text, "(\"Cannot allocate memory\") (12))"));
      free (text);
      assert (scm_is_false (scm_port_closed_p (port)));
      *given = function (port);
    }
  return refused_one;
}

/* A port that has no buffers yet.  */
static void
open_new (struct line *l, bool buffered)
{
  line_open (l);
  if (!buffered)
    return;
  int fd = fcntl (descriptor (l->port), F_DUPFD_CLOEXEC, 0);
  scm_close_port (l->port);
  l->port = scm_fdopen (INT (fd), scm_from_utf8_string ("r+"));
}

static char *
written (SCM value)
{
  return scm_to_utf8_string (scm_object_to_string (value, NONE));
}

/* What FUNCTION gives for BYTES, and then all that is left, with the block
   REFUSED refused; *STRUCK tells whether there was one.  */
static void
read_bytes (SCM (*function) (SCM), bool buffered, const char *bytes,
            int refused, char *texts[2], bool *struck)
{
  struct line l;
  SCM given;
  open_new (&l, buffered);
  send_text (l.peer, bytes);
  assert (!shutdown (l.peer, SHUT_WR));
  *struck = call_twice (l.port, function, refused, &given);
  texts[0] = written (given);
  texts[1] = written (scm_get_bytevector_all (l.port));
  line_close (&l);
}

static void
reading (SCM (*function) (SCM), bool buffered, const char *bytes)
{
  char *expected[2], *texts[2];
  bool struck = true;
  read_bytes (function, buffered, bytes, -1, expected, &struck);
  for (int refused = 0; refused == 0 || struck; refused++)
    {
      read_bytes (function, buffered, bytes, refused, texts, &struck);
      for (int i = 0; i < 2; i++)
        {
          assert (!strcmp (texts[i], expected[i]));
          free (texts[i]);
        }
    }
  free (expected[0]);
  free (expected[1]);
}

static void
write_bytes (SCM (*function) (SCM), const char *before, int refused,
             char *bytes, bool *struck)
{
  struct line l;
  SCM given;
  open_new (&l, true);
  scm_puts (before, l.port);
  *struck = call_twice (l.port, function, refused, &given);
  scm_close_port (l.port);
  bytes[receive (l.peer, bytes, 999)] = 0;
  assert (!close (l.peer));
}

static void
writing (SCM (*function) (SCM), const char *before)
{
  char expected[1000], bytes[1000];
  bool struck = true;
  write_bytes (function, before, -1, expected, &struck);
  for (int refused = 0; refused == 0 || struck; refused++)
    {
      write_bytes (function, before, refused, bytes, &struck);
      assert (!strcmp (bytes, expected));
    }
}

/* As many put back as fit, and more.  */
static SCM
put_back (SCM port)
{
  scm_unget_byte ('x', port);
  return SCM_UNSPECIFIED;
}

static void
putting_back (bool buffered)
{
  struct line l;
  SCM given;
  char bytes[1000];
  open_new (&l, buffered);
  for (int i = 0; i < 500; i++)
    for (int refused = 0;
         call_twice (l.port, put_back, refused, &given) && refused < 2;
         refused++)
      assert (scm_get_byte_or_eof (l.port) == 'x');
  send_text (l.peer, "rest");
  assert (!shutdown (l.peer, SHUT_WR));
  size_t size = scm_c_read (l.port, bytes, sizeof bytes);
  assert (size == 504 && !memcmp (bytes + 499, "xrest", 5));
  line_close (&l);
}

static int
descriptors (void)
{
  int count = 0;
  for (int fd = 0; fd < 256; fd++)
    count += fcntl (fd, F_GETFD) >= 0;
  return count;
}

static void
refuse_each (void)
{
  const char *const texts[] = { line, accents, much };
  for (int buffered = 0; buffered < 2; buffered++)
    {
      for (size_t i = 0; i < LENGTH (readers); i++)
        for (size_t k = 0; k < LENGTH (texts); k++)
          if (!for_good || readers[i] != scm_get_bytevector_all)
            reading (readers[i], buffered, texts[k]);
      putting_back (buffered);
    }
  for (size_t i = 0; i < LENGTH (writers); i++)
    {
      writing (writers[i], "");
      writing (writers[i], "before ");
    }
}

int
main (void)
{
  alarm (110);
  setlocale (LC_ALL, "C.UTF-8");
  scm_init_guile ();
  memset (much, 'm', sizeof much - 1);
  int before = descriptors ();
  refuse_each ();
  for_good = true;
  refuse_each ();
  assert (descriptors () == before);
  return 0;
}
