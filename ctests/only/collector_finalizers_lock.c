/* A finalizer takes a lock of the program's, which the program has while it
   makes values: libguile calls finalizers in a thread of its own, unless
   scm_gc is called, so that this is right there.  */

#include "collector.h"

#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int finalized;
static int address;

static void
finalize (void *data)
{
  (void) data;
  pthread_mutex_lock (&lock);
  finalized++;
  pthread_mutex_unlock (&lock);
}

int
main (void)
{
  alarm (10);
  scm_init_guile ();
  do
    {
      pthread_mutex_lock (&lock);
      for (int i = 0; i < 1000; i++)
        scm_from_pointer (&address, finalize);
      pthread_mutex_unlock (&lock);
    }
  while (stats_now ().collections < 5);
  /* Without the lock, by asking.  */
  collect (2);
  assert (finalized > 0);
  return 0;
}
