#include "lines.h"
#include "scm.h"

static SCM writer, reader;
static char line[LINE];

void
setup (void)
{
  scm_init_guile ();
  unix_pair (&writer, &reader);
  SCM block = scm_from_utf8_symbol ("block");
  scm_setvbuf (writer, block, number (BUFFER));
  scm_setvbuf (reader, block, number (BUFFER));
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
        scm_c_write (writer, line, LINE);
      scm_force_output (writer);
      for (long i = 0; i < batch; i++)
        {
          SCM text = scm_car (scm_read_line (reader));
          CHECK (scm_c_string_length (text) == LINE - 1);
        }
      count -= batch;
    }
}

void
teardown (void)
{
  scm_close_port (writer);
  scm_close_port (reader);
}
