/* The wrappers of the entries that the core does alone.  */

#include "door.h"
#include <guilenet.h>

#define DEFINE_0(f)                                                           \
  SCM f (void) { return door (ENTRY_##f, 0); }
#define DEFINE_1(f)                                                           \
  SCM f (SCM a) { return DOOR (f, a); }
#define DEFINE_2(f)                                                           \
  SCM f (SCM a, SCM b) { return DOOR (f, a, b); }
#define DEFINE_3(f)                                                           \
  SCM f (SCM a, SCM b, SCM c) { return DOOR (f, a, b, c); }
#define DEFINE_4(f)                                                           \
  SCM f (SCM a, SCM b, SCM c, SCM d) { return DOOR (f, a, b, c, d); }
#define DEFINE_5(f)                                                           \
  SCM f (SCM a, SCM b, SCM c, SCM d, SCM e) { return DOOR (f, a, b, c, d, e); }

#define PLAIN(function, subr, arguments) DEFINE_##arguments (function)
#define OWN(function, subr)
#include "entries.def"
