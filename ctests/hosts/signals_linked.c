/* Handlers without SA_ONSTACK, installed before the library is loaded, which
   here is before any constructor runs, and after: see storm.h.  */

#define _GNU_SOURCE
#include "storm.h"

/* The loader runs these before it initialises the libraries.  */
__attribute__ ((section (".preinit_array"),
                used)) static void (*const before_load) (void)
    = install_before_load;

int
main (void)
{
#define LINKED(name) api.name = name;
  STORM_NAMES (LINKED)
  install_after_load ();
  storm ("linked", 500000);
  storm_in_child (100000);
  return 0;
}
