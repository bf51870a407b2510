#include "arguments.h"
#include "door.h"
#include <guilenet/pointers.h>

SCM
scm_from_pointer (void *address, scm_t_pointer_finalizer finalizer)
{
  if (!address && !finalizer)
    return scm_of (FIXED_HANDLE (FIXED_null_pointer));
  return scm_of (heap_pointer (thread (), address, finalizer, 0));
}

void *
scm_to_pointer (SCM pointer)
{
  struct cell *c = cell_if (word_of (pointer), KIND_POINTER);
  if (c)
    return c->pointer.address;
  DOOR (scm_to_pointer, pointer);
  return NULL;
}

SCM
scm_bytevector_to_pointer (SCM bv, SCM offset)
{
  struct cell *c = cell_if (word_of (bv), KIND_BYTEVECTOR);
  size_t n = 0;
  if (!c || (word_of (offset) != WORD_UNDEFINED && !size_argument (offset, &n))
      || (n && n >= c->bytevector.length))
    return DOOR (scm_bytevector_to_pointer, bv, offset);
  return scm_of (heap_pointer (thread (), c->bytevector.contents + n, NULL,
                               word_of (bv)));
}
