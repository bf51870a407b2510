/* How Go's runtime makes threads: every call of pthread_create in the library
   is linked to this (--wrap).

   The first thing that a new thread of Go's does is to give back a block of
   memory, for which the C library makes it a cache, under locks of malloc's.
   The child of a _Fork or a clone that fell into this would find those taken
   for ever.  So whoever makes a thread waits until it has its cache: giving
   back the block takes no lock then.  */

#include "spawn.h"
#include "signals.h"
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int __real_pthread_create (pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*entry) (void *), void *data);
#pragma GCC visibility push(hidden)
int __wrap_pthread_create (pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*entry) (void *), void *data);
#pragma GCC visibility pop

struct birth
{
  void *(*entry) (void *);
  void *data;
  _Atomic uint32_t over;
};

static void *
be_born (void *data)
{
  struct birth *b = data;
  void *(*entry) (void *) = b->entry;
  void *for_entry = b->data;
  void *volatile block = malloc (1);
  free (block);
  atomic_store (&b->over, 1);
  syscall (SYS_futex, &b->over, FUTEX_WAKE_PRIVATE, 1);
  return entry (for_entry);
}

int
__wrap_pthread_create (pthread_t *thread, const pthread_attr_t *attributes,
                       void *(*entry) (void *), void *data)
{
  struct birth b = { entry, data, 0 };
  int error = __real_pthread_create (thread, attributes, be_born, &b);
  while (!error && !atomic_load (&b.over))
    syscall (SYS_futex, &b.over, FUTEX_WAIT_PRIVATE, 0, NULL);
  return error;
}

bool
spawn_once (_Atomic bool *running, void *(*function) (void *) )
{
  if (atomic_exchange (running, true))
    return true;
  pthread_t thread;
  pthread_attr_t attributes;
  sigset_t mask;
  signals_block (&mask);
  pthread_attr_init (&attributes);
  pthread_attr_setdetachstate (&attributes, PTHREAD_CREATE_DETACHED);
  int error = pthread_create (&thread, &attributes, function, NULL);
  pthread_attr_destroy (&attributes);
  signals_restore (&mask);
  if (error)
    atomic_store (running, false);
  return !error;
}
