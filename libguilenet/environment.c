/* Go's runtime obeys GODEBUG, GOGC, GOMAXPROCS, GOMEMLIMIT and GOTRACEBACK,
   which are not for the host: they make it print, slow down or end.  And it
   finds the auxiliary vector by counting the host's variables, which a host
   may have cleared.  So it gets a block of its own.  */

#include "environment.h"
#include <elf.h>
#include <stddef.h>
#include <sys/auxv.h>

void
environment_begin (struct environment *e)
{
  static const uint64_t types[] = { AT_PAGESZ, AT_RANDOM, AT_SECURE,
                                    AT_HWCAP,  AT_HWCAP2, AT_SYSINFO_EHDR };
  size_t i;
  for (i = 0; i < sizeof types / sizeof *types; i++)
    {
      e->auxiliary[i].type = types[i];
      e->auxiliary[i].value = getauxval (types[i]);
    }
  e->auxiliary[i].type = AT_NULL;
}
