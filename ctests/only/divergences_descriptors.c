/* Where libguile 3.0.8 is wrong about ports on descriptors of the program's.
 */

#include "divergence.h"

#define SUBR QUOTED ("scm_fdes_to_port")

static SCM
file (void)
{
  int fd = open ("/dev/null", O_RDWR);
  MUST (fd >= 0);
  return INT (fd);
}

/* Modes that say neither input nor output.  */

static SCM
fdopen_with (const char *mode)
{
  return scm_fdopen (file (), text (mode));
}

CALL (mode_empty, BAD_VALUE (SUBR, QUOTED ("")), fdopen_with (""))
CALL (mode_binary, BAD_VALUE (SUBR, QUOTED ("b")), fdopen_with ("b"))
CALL (mode_unbuffered, BAD_VALUE (SUBR, QUOTED ("l0")), fdopen_with ("l0"))
CALL (mode_capital, BAD_VALUE (SUBR, QUOTED ("R")), fdopen_with ("R"))
CALL (mode_wide, BAD_VALUE (SUBR, QUOTED ("\u0172\u4e72")),
      fdopen_with ("\u0172\u4e72"))
CALL (mode_nul, BAD_VALUE (SUBR, QUOTED ("\\x00")),
      scm_fdopen (file (), scm_from_latin1_stringn ("", 1)))

static SCM
port_with (const char *mode, SCM fd)
{
  char *copy = mode ? strdup (mode) : NULL;
  return scm_fdes_to_port (scm_to_int (fd), copy, SCM_BOOL_F);
}

CALL (mode_in_c, BAD_VALUE (SUBR, QUOTED ("x")), port_with ("x", file ()))
CALL (no_mode,
      MISC_ERROR (QUOTED ("scm_from_stringn"), "NULL string pointer", "()"),
      port_with (NULL, file ()))

/* The descriptor of a port that was not made is the program's still.  */

static SCM
refused (void *fd)
{
  return port_with ("x", *(SCM *) fd);
}

static SCM
ignore (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  return key;
}

CASE (mode_descriptor, "(out-of-range 0)")
{
  SCM fd = file ();
  SCM key = scm_internal_catch (SCM_BOOL_T, refused, &fd, ignore, NULL);
  return scm_list_2 (key, scm_fcntl (fd, INT (F_GETFD), NONE));
}
