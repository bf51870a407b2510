/* With stdio.  */

#include "lines.h"
#include "raw.h"

static FILE *writer, *reader;
static char line[LINE], *text;
static size_t room;

void
setup (void)
{
  int pair[2];
  CHECK (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  writer = fdopen (pair[0], "w");
  reader = fdopen (pair[1], "r");
  CHECK (writer && reader);
  setvbuf (writer, NULL, _IOFBF, BUFFER);
  setvbuf (reader, NULL, _IOFBF, BUFFER);
  memset (line, 'x', LINE - 1);
  line[LINE - 1] = '\n';
}

void
run (long count)
{
  while (count > 0)
    {
      long batch = count < BATCH ? count : BATCH;
      for (long i = 0; i < batch; i++)
        CHECK (fwrite (line, LINE, 1, writer) == 1);
      CHECK (fflush (writer) == 0);
      for (long i = 0; i < batch; i++)
        CHECK (getline (&text, &room, reader) == LINE);
      count -= batch;
    }
}

void
teardown (void)
{
  fclose (writer);
  fclose (reader);
  free (text);
}
