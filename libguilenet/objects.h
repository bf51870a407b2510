/* The loaded objects: where their writable segments and thread-local blocks
   are.  */

#ifndef OBJECTS_H
#define OBJECTS_H

#include "heap.h"

#pragma GCC visibility push(hidden)

struct range
{
  uintptr_t start, end;
};

/* An object's thread-local block: at OFFSET from every thread's pointer if
   IS_STATIC, else found by the number of the MODULE.  */
struct tls_block
{
  size_t module, size;
  intptr_t offset;
  bool is_static;
};

struct objects
{
  /* How often an object was loaded and unloaded, which tells whether the list
     is still right.  */
  unsigned long long added, removed;
  size_t segments, blocks;
  size_t segments_room, blocks_room;
  struct range *segment;
  struct tls_block *block;
};

/* Calls BODY (DATA) while nothing can be loaded or unloaded, and
   STATE->OBJECTS is what is: all but the library itself, which keeps no value
   in its own segments.  False, and nothing was called: no memory, or a change
   of what is loaded came between, or it may not be listed, in the child of a
   fork that fell between and of which no one was told.  */
bool objects_hold (void (*body) (void *), void *data);

/* The calling thread's pointer, that blocks are found by.  */
static inline uintptr_t
thread_pointer (void)
{
  return (uintptr_t) __builtin_thread_pointer ();
}

#pragma GCC visibility pop

#endif
