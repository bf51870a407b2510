/* scm_select and buffers: what a port holds for reading counts, and so does
   room for writing; nobody waits then, and nobody looks at the timeout.  Left
   out is a port that is ready by its buffer together with its descriptor,
   which libguile 3.0.8 tells twice.  */

#include "selected.h"

#define E SCM_EOL

enum
{
  COUNT = 6
};
static SCM port[COUNT], peer[COUNT];

static void
make_ports (void)
{
  static const char *const names[COUNT] = { "a", "b", "c", "d", "e", "f" };
  forget_names ();
  for (int i = 0; i < COUNT; i++)
    named_pair (names[i], &port[i], &peer[i]);
}

static void
drop_ports (void)
{
  for (int i = 0; i < COUNT; i++)
    {
      if (SCM_OPPORTP (peer[i]))
        drain (peer[i]);
      close_all (port[i], peer[i], SCM_BOOL_F);
    }
}

static void
buffer (SCM port, int size)
{
  QUIET (scm_setvbuf, port, check_symbol ("block"), INT (size));
}

/* As a list and as a vector.  */
static void
both_kinds (SCM reads, SCM writes, SCM secs)
{
  selected (reads, writes, E, secs, NONE);
  selected (scm_vector (reads), scm_vector (writes), E, secs, NONE);
}

/* Bytes put back, also into a port without a buffer.  */
static void
put_back (void)
{
  make_ports ();
  scm_unget_byte ('1', port[1]);
  scm_unget_byte ('4', port[4]);
  tell (peer[0], "x");
  tell (peer[3], "x");
  tell (peer[4], "x");
  SCM sets[] = {
    scm_list_1 (port[1]),
    scm_list_2 (port[1], port[4]),
    scm_list_2 (port[2], port[4]),
    scm_list_5 (port[4], port[0], port[1], port[2], port[3]),
    scm_list_5 (port[0], port[0], port[1], port[3], port[1]),
    scm_list_4 (scm_fileno (port[3]), scm_fileno (port[1]), port[4], port[2]),
  };
  for (size_t i = 0; i < LENGTH (sets); i++)
    {
      both_kinds (sets[i], E, NONE);
      both_kinds (sets[i], sets[i], INT (1000));
      selected_now (E, E, sets[i]);
    }
  for (int i = 0; i < 2; i++)
    {
      RUN (scm_get_u8, port[1]);
      selected_now (sets[0], E, E);
      scm_unget_byte ('1', port[1]);
    }
  drop_ports ();
}

/* Bytes read ahead.  */
static void
read_ahead (void)
{
  make_ports ();
  SCM set = scm_list_2 (port[0], port[1]);
  buffer (port[0], 3);
  SCM fd = scm_list_1 (scm_fileno (port[0]));
  tell (peer[0], "abcdefgh");
  selected_now (set, fd, E);
  for (int i = 0; i < 8; i++)
    {
      RUN (scm_get_u8, port[0]);
      selected_now (set, E, E);
      selected_now (fd, E, E);
    }
  /* The end, looked at and not yet read.  */
  close_all (peer[0], SCM_BOOL_F, SCM_BOOL_F);
  RUN (scm_lookahead_u8, port[0]);
  selected_now (set, E, E);
  tell (peer[1], "xyz");
  RUN (scm_lookahead_u8, port[1]);
  selected_now (set, E, E);
  drop_ports ();
}

/* With one that is ready anyway, whatever the timeout is; but the sets are
   looked at, and the descriptors of the others.  */
static void
timeouts (void)
{
  make_ports ();
  SCM bad = check_string ("bad"), huge = HUGE_INT;
  SCM times[][2] = {
    { bad, NONE },         { bad, bad },      { INT (-1), NONE },
    { INT (-1), INT (0) }, { huge, NONE },    { huge, INT (1) },
    { INT (0), bad },      { INT (0), huge }, { NONE, bad },
  };
  SCM set = scm_list_2 (port[0], port[1]);
  scm_unget_byte ('0', port[0]);
  buffer (port[2], 100);
  for (size_t i = 0; i < LENGTH (times); i++)
    {
      selected (set, E, E, times[i][0], times[i][1]);
      selected (E, scm_list_1 (port[2]), set, times[i][0], times[i][1]);
      selected (scm_list_1 (port[1]), scm_list_1 (port[1]), set, times[i][0],
                times[i][1]);
    }
  int fd = dup (descriptor (port[0]));
  close (fd);
  SCM gone = name_object ("gone", INT (fd));
  selected (scm_list_2 (port[0], gone), E, E, bad, bad);
  selected (set, E, scm_list_1 (gone), NONE, NONE);
  selected (set, E, scm_list_1 (bad), NONE, NONE);
  selected (set, scm_list_1 (bad), E, NONE, NONE);
  selected (scm_list_2 (port[0], bad), E, E, NONE, NONE);
  /* Its own descriptor is not asked.  */
  SCM orphan = name_object ("orphan", new_orphan ());
  scm_unget_byte ('x', orphan);
  selected_now (scm_list_1 (orphan), E, E);
  selected_now (E, E, scm_list_1 (orphan));
  bury (orphan);
  drop_ports ();
}

/* Room in the buffer for more than one byte; the peers take nothing.  */
static void
room (void)
{
  make_ports ();
  for (int i = 0; i < COUNT; i++)
    fill (port[i]);
  SCM one = scm_list_1 (port[0]);
  selected_now (E, one, E);
  for (int size = 1; size < 4; size++)
    {
      buffer (port[0], size);
      printf ("a buffer of %d: ", size);
      selected_now (E, one, E);
    }
  QUIET (scm_setvbuf, port[0], check_symbol ("none"), NONE);
  selected_now (E, one, E);
  QUIET (scm_setvbuf, port[0], check_symbol ("line"), NONE);
  selected_now (E, one, E);
  buffer (port[0], 5);
  for (int held = 1; held < 5; held++)
    {
      scm_putc ('x', port[0]);
      printf ("%d of 5 held: ", held);
      selected_now (E, one, E);
      selected_now (one, E, one);
    }
  buffer (port[1], 5);
  buffer (port[3], 5);
  drain (peer[4]);
  SCM sets[]
      = { scm_list_5 (port[0], port[1], port[2], port[3], port[4]),
          scm_list_5 (port[3], port[2], port[1], port[4], port[5]),
          scm_list_4 (port[1], port[1], scm_fileno (port[4]), port[3]) };
  for (size_t i = 0; i < LENGTH (sets); i++)
    {
      both_kinds (E, sets[i], NONE);
      both_kinds (sets[i], sets[i], INT (1000));
    }
  drain (peer[0]);
  selected_now (one, one, E);
  QUIET (scm_force_output, port[0]);
  selected_now (one, one, E);
  char got[8] = "";
  printf ("%zd %s\n", recv (descriptor (peer[0]), got, 7, 0), got);
  drop_ports ();
}

/* Ports for one direction, in a set for the other.  */
static void
directions (void)
{
  int ends[2];
  forget_names ();
  if (pipe (ends) < 0)
    check_die ("pipe");
  SCM in = name_port ("in",
                      QUIET (scm_fdopen, INT (ends[0]), check_string ("r"))),
      out = name_port ("out",
                       QUIET (scm_fdopen, INT (ends[1]), check_string ("w")));
  SCM set = scm_list_2 (in, out);
  both_kinds (set, set, INT (0));
  scm_unget_byte ('x', in);
  both_kinds (set, set, INT (0));
  QUIET (scm_setvbuf, out, check_symbol ("none"), NONE);
  both_kinds (set, set, INT (0));
  close_all (in, SCM_BOOL_F, SCM_BOOL_F);
  selected_alone (out);
  close_all (out, SCM_BOOL_F, SCM_BOOL_F);
}

void
check_chapter (void)
{
  put_back ();
  read_ahead ();
  timeouts ();
  room ();
  directions ();
}
