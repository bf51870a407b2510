/* What the collector finds, and what is given back.  */

#include "divergence.h"

#include <stdbool.h>

enum
{
  BLOCKS = 20000,
  VIEWS = 1000
};

/* Where a conservative collector finds nothing.  */
#define HIDDEN(pointer) (~(uintptr_t) (pointer))

static int
by_value (const void *a, const void *b)
{
  uintptr_t x = *(const uintptr_t *) a, y = *(const uintptr_t *) b;
  return (x > y) - (x < y);
}

/* Whether a block that nothing refers to is given out once more.  */
CASE (block_given_again, "#f")
{
  uintptr_t *blocks = malloc (BLOCKS * sizeof *blocks);
  bool again = false;
  for (int i = 0; i < BLOCKS; i++)
    {
      blocks[i] = HIDDEN (scm_gc_malloc (64, "divergence"));
      if (i % 1000 == 0)
        scm_gc ();
    }
  qsort (blocks, BLOCKS, sizeof *blocks, by_value);
  for (int i = 1; i < BLOCKS; i++)
    again |= blocks[i] == blocks[i - 1];
  free (blocks);
  return scm_from_bool (again);
}

static uint8_t *contents[VIEWS];
static uintptr_t views[VIEWS];

__attribute__ ((noinline)) static void
make_views (void)
{
  for (int i = 0; i < VIEWS; i++)
    {
      SCM view = scm_c_make_bytevector (100);
      contents[i] = (uint8_t *) SCM_BYTEVECTOR_CONTENTS (view);
      views[i] = HIDDEN (view);
    }
}

/* How many values live on of which only the contents' address is left: all,
   or no more than the stack still has by chance.  */
CASE (contents_alone, "#f")
{
  int kept = 0;
  make_views ();
  scm_gc ();
  for (int i = 0; i < VIEWS; i++)
    kept += scm_is_bytevector ((SCM) HIDDEN (views[i]));
  return scm_from_bool (kept > VIEWS / 2);
}
