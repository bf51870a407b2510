/* no-link: handlers without SA_ONSTACK, installed before the library is loaded
   at run time, and after: see storm.h.  */

#define _GNU_SOURCE
#include "storm.h"

#include <dlfcn.h>

int
main (int argc, char **argv)
{
  assert (argc == 2);
  install_before_load ();
  void *library = dlopen (argv[1], RTLD_NOW);
  if (!library)
    fprintf (stderr, "%s\n", dlerror ());
  assert (library);
#define LOADED(name)                                                          \
  api.name = (__typeof__ (api.name)) dlsym (library, #name);                  \
  assert (api.name);
  STORM_NAMES (LOADED)
  install_after_load ();
  storm ("loaded", 500000);
  storm_in_child (100000);
  return 0;
}
