/* Where handles are looked for.  */

#ifndef ROOTS_H
#define ROOTS_H

#include "objects.h"

#pragma GCC visibility push(hidden)

/* What is found: a bit for each cell up to TOP, in memory that was mapped
   before anything stood still.  */
struct roots
{
  uint64_t *found;
  uint64_t top;
  size_t size;
  /* Something could not be read: what is found is not all.  */
  bool missed;
  /* For what is read by way of the kernel.  */
  word copy[512];
};

/* Maps the bits, before the stop: the functions that search allocate nothing
   and take no lock.  False: no memory.  */
bool roots_begin (struct roots *roots);
void roots_end (struct roots *roots);

/* The word W is a root if it is the handle of a cell.  */
void roots_word (struct roots *roots, word w);

/* The writable segments, the program's blocks and registered variables.  */
void roots_program (struct roots *roots);

/* What belongs to T: its stack from SP on, its thread-local storage, what its
   record holds.  */
void roots_thread (struct roots *roots, const struct thread *t, uintptr_t sp);

/* Where the calling thread's stack lies: for its record.  */
void roots_stack_bounds (uintptr_t *low, uintptr_t *high);

#pragma GCC visibility pop

#endif
