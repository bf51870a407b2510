/* Ports of descriptors: scm_fdopen and scm_fdes_to_port.  */

#include "descriptors.h"

static SCM none;

/* What a port that RUN made is like; it is closed then.  Without a port, the
   descriptor has to be there still.  */
static void
say_port (SCM port, int descriptor)
{
  if (SCM_UNBNDP (port))
    {
      check_say_long ("open", is_open (descriptor));
      return;
    }
  say_predicates ("it", port);
  RUN (scm_port_mode, port);
  check_say_long ("its descriptor", descriptor_of (port) == descriptor);
  check_say ("closed", scm_close_port (port));
  check_say_long ("open", is_open (descriptor));
}

/* Every mode on a descriptor for reading, for writing, and for both.  */
static void
modes (void)
{
  static const struct
  {
    const char *text;
    size_t length;
  } texts[] = {
    { "r", 1 },     { "w", 1 },       { "a", 1 },    { "r+", 2 },
    { "w+", 2 },    { "a+", 2 },      { "+", 1 },    { "+r", 2 },
    { "rb", 2 },    { "b+w", 3 },     { "r0", 2 },   { "0r", 2 },
    { "0r+", 3 },   { "w0", 2 },      { "a0", 2 },   { "rl", 2 },
    { "wl", 2 },    { "l+", 2 },      { "wl0", 3 },  { "0lw", 3 },
    { "rw", 2 },    { "wr", 2 },      { "ra", 2 },   { "wa", 2 },
    { "rrr", 3 },   { "r++", 3 },     { "rx", 2 },   { " r\n", 3 },
    { "Rw", 2 },    { "r\xe9", 2 },   { "r\0w", 3 }, { "\0r", 2 },
    { "w\0\0", 3 }, { "rwab0l+", 7 },
  };
  static const int accesses[] = { O_RDONLY, O_WRONLY, O_RDWR };
  for (size_t i = 0; i < LENGTH (texts); i++)
    for (size_t j = 0; j < LENGTH (accesses); j++)
      {
        int descriptor = new_file (0, accesses[j]);
        SCM mode = scm_from_latin1_stringn (texts[i].text, texts[i].length);
        check_say_long ("access", accesses[j]);
        say_port (RUN (scm_fdopen, INT (descriptor), mode), descriptor);
        close (descriptor);
      }
}

/* Characters beyond ASCII are not cut to what the mode wants.  */
static void
wide_modes (void)
{
  int descriptor = new_file (0, O_RDWR);
  SCM mode = check_string ("r\xc5\xb7\xe4\xb9\xb7\xf0\x9f\x99\xb7");
  say_port (RUN (scm_fdopen, INT (descriptor), mode), descriptor);
}

/* Descriptors that can be neither read nor written, or only in part.  */
static void
odd_descriptors (void)
{
  static const char *const texts[] = { "r", "w", "r+" };
  for (size_t i = 0; i < LENGTH (texts); i++)
    {
      int neither = new_file (0, O_ACCMODE);
      int path = raised_to (1, open ("/", O_PATH));
      int directory = raised_to (2, open ("/", O_RDONLY));
      SCM mode = check_string (texts[i]);
      say_port (RUN (scm_fdopen, INT (neither), mode), neither);
      say_port (RUN (scm_fdopen, INT (path), mode), path);
      say_port (RUN (scm_fdopen, INT (directory), mode), directory);
      close (neither);
      close (path);
      close (directory);
    }
}

/* A mode that is no string, a descriptor that is none, and which of two is
   refused.  Strings are other modes, and 0 and 1 whatever the test was started
   with.  */
static void
bad_fdopen (void)
{
  int descriptor = new_file (0, O_RDONLY);
  SCM number = INT (descriptor), mode = check_string ("r");
  SCM sock = new_socket ();
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      if (!scm_is_signed_integer (sample, 0, 1))
        RUN (scm_fdopen, sample, mode);
      if (!scm_is_string (sample))
        RUN (scm_fdopen, number, sample);
    }
  RUN (scm_fdopen, none, mode);
  RUN (scm_fdopen, number, none);
  RUN (scm_fdopen, number, sock);
  RUN (scm_fdopen, sock, mode);
  RUN (scm_fdopen, NOWHERE, mode);
  RUN (scm_fdopen, NOWHERE, check_string ("w"));
  RUN (scm_fdopen, NOWHERE, check_string ("r+0"));
  RUN (scm_fdopen, NOWHERE, check_string (""));
  RUN (scm_fdopen, NOWHERE, SCM_BOOL_F);
  RUN (scm_fdopen, SCM_BOOL_F, check_string ("w"));
  RUN (scm_fdopen, SCM_BOOL_F, check_string ("x"));
  RUN (scm_fdopen, SCM_BOOL_F, SCM_EOL);
  RUN (scm_fdopen, number, check_string ("w"));
  check_say_long ("open", is_open (descriptor));
  close (descriptor);
  scm_close_port (sock);
}

struct made
{
  int descriptor;
  const char *mode;
  SCM name;
};

static SCM
make (void *data)
{
  struct made *m = data;
  char *mode = strdup (m->mode);
  SCM port = scm_fdes_to_port (m->descriptor, mode, m->name);
  free (mode);
  return port;
}

static SCM
make_port (const char *label, int descriptor, const char *mode, SCM name)
{
  struct made m = { descriptor, mode, name };
  return check_body (label, make, &m);
}

static void
modes_in_c (void)
{
  static const char *const texts[]
      = { "r",   "w",  "a",         "r+",    "+",    "rw",    "0r",   "lw",
          "r\n", "rx", "r\xc3\xa9", "w\xff", "rrr+", "a + 0", "r\x01" };
  static const int accesses[] = { O_RDONLY, O_WRONLY, O_RDWR };
  for (size_t i = 0; i < LENGTH (texts); i++)
    for (size_t j = 0; j < LENGTH (accesses); j++)
      {
        int descriptor = new_file (0, accesses[j]);
        printf ("mode %zu, access %d\n", i, accesses[j]);
        say_port (make_port ("made", descriptor, texts[i], SCM_BOOL_F),
                  descriptor);
        close (descriptor);
      }
  make_port ("not open", HIGH + 50, "r", SCM_BOOL_F);
  make_port ("not open, no mode", HIGH + 50, "x", SCM_BOOL_F);
  make_port ("negative", -1, "r", SCM_BOOL_F);
  make_port ("least", -2147483647 - 1, "w", SCM_BOOL_F);
  make_port ("most", 2147483647, "w", SCM_BOOL_F);
}

/* Strings and symbols are shown, in displayed form; nothing else is.  */
static void
names (void)
{
  static const char *const texts[]
      = { "", "name", "socket", "a b", "12", "a\"b\\\n>", "caf\xc3\xa9", "|" };
  int descriptor = new_file (0, O_RDWR);
  for (size_t i = 0; i < LENGTH (texts); i++)
    {
      make_port ("string", descriptor, "r", check_string (texts[i]));
      make_port ("symbol", descriptor, "w", check_symbol (texts[i]));
    }
  for (int i = 0; i < CHECK_SAMPLES; i++)
    make_port ("sample", descriptor, "r+", check_samples[i]);
  make_port ("undefined", descriptor, "r+", none);
  SCM port = make_port ("port", descriptor, "r", check_string ("name"));
  make_port ("named by a port", descriptor, "r", port);
  scm_close_port (port);
  check_say ("closed", port);
}

void
check_chapter (void)
{
  none = SCM_UNDEFINED;
  /* Ports have one descriptor in common: the end of one would be the end of
     another's.  */
  scm_gc_disable ();
  modes ();
  wide_modes ();
  odd_descriptors ();
  bad_fdopen ();
  modes_in_c ();
  names ();
}
