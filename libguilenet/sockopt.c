/* Socket options.  Most are C ints, and nothing for the core: it says at its
   first start which are not.  */

#include "sockopt.h"
#include "arguments.h"
#include "door.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/sockets.h>
#include <sys/socket.h>

enum
{
  OPTION_INTS = 16
};

struct request
{
  int fd, level, name;
};

static bool
is_int (const struct request *r)
{
  const struct options *formed = &state->formed;
  for (uint32_t i = 0; i < formed->count; i++)
    if (formed->option[i].level == r->level
        && formed->option[i].name == r->name)
      return false;
  return formed->count;
}

static bool
read_request (SCM sock, SCM level, SCM name, struct request *r)
{
  r->fd = open_descriptor (sock);
  return r->fd >= 0 && int_argument (level, &r->level)
         && int_argument (name, &r->name) && is_int (r);
}

SCM
scm_getsockopt (SCM sock, SCM level, SCM optname)
{
  struct request r;
  /* Of a longer value the first int is given, as Guile does.  */
  int value[OPTION_INTS] = { 0 };
  socklen_t size = sizeof value;
  if (!read_request (sock, level, optname, &r))
    return DOOR (scm_getsockopt, sock, level, optname);
  if (getsockopt (r.fd, r.level, r.name, value, &size))
    FAIL (scm_getsockopt);
  return scm_of (fixnum (value[0]));
}

SCM
scm_setsockopt (SCM sock, SCM level, SCM optname, SCM value)
{
  struct request r;
  int n;
  if (!read_request (sock, level, optname, &r) || !int_argument (value, &n))
    return DOOR (scm_setsockopt, sock, level, optname, value);
  if (setsockopt (r.fd, r.level, r.name, &n, sizeof n))
    FAIL (scm_setsockopt);
  return scm_of (WORD_UNSPECIFIED);
}
