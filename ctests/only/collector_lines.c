/* Lines that are kept stay what they were while others come and go, whose
   memory is used again: two threads, each with lines of all lengths around the
   sizes of such memory, a few of them not ASCII.  */

#include "collector.h"

#include <locale.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  THREADS = 2,
  LINES = 30000,
  LONGEST = 200,
  /* As many go through the sockets at a time; every so many is kept, or has a
     character of two bytes.  */
  BATCH = 100,
  KEPT = 7,
  WIDE = 50
};

/* What line NUMBER of a thread is, with a newline.  Gives its size.  */
static size_t
line (int thread, int number, char *text)
{
  size_t size = number * 37 % LONGEST;
  for (size_t i = 0; i < size; i++)
    text[i] = 'a' + (thread + number + i) % 26;
  if (number % WIDE == 0)
    size += sprintf (text + size, "é");
  text[size] = '\n';
  return size + 1;
}

static bool
is_line (SCM string, int thread, int number)
{
  char text[LONGEST + 4];
  size_t size = line (thread, number, text), got;
  char *bytes = scm_to_utf8_stringn (string, &got);
  bool same = got == size - 1 && !memcmp (bytes, text, got);
  free (bytes);
  return same;
}

static void
write_batch (int to, int thread, int first)
{
  static __thread char batch[BATCH * (LONGEST + 4)];
  size_t size = 0;
  for (int i = 0; i < BATCH; i++)
    size += line (thread, first + i, batch + size);
  assert (write (to, batch, size) == (ssize_t) size);
}

static void *
read_lines (void *data)
{
  int thread = (int) (intptr_t) data, ends[2];
  assert (!socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  SCM port = scm_fdes_to_port (ends[0], "r", scm_from_utf8_string ("lines"));
  SCM kept = SCM_EOL;
  for (int i = 0; i < LINES; i++)
    {
      if (i % BATCH == 0)
        write_batch (ends[1], thread, i);
      SCM string = scm_car (scm_read_line (port));
      assert (is_line (string, thread, i));
      if (i % KEPT == 0)
        kept = scm_cons (string, kept);
    }
  for (int i = (LINES - 1) / KEPT * KEPT; i >= 0; i -= KEPT)
    {
      assert (is_line (scm_car (kept), thread, i));
      kept = scm_cdr (kept);
    }
  assert (scm_is_null (kept));
  scm_close_port (port);
  close (ends[1]);
  return NULL;
}

int
main (void)
{
  pthread_t threads[THREADS];
  setlocale (LC_ALL, "C.UTF-8");
  scm_init_guile ();
  for (intptr_t i = 0; i < THREADS; i++)
    assert (!pthread_create (&threads[i], NULL, read_lines, (void *) i));
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (threads[i], NULL));
  assert (stats_now ().collections > 0);
  return 0;
}
