/* Foreign memory, without copying: pointer objects, which wrap an address, and
   bytevectors whose bytes are memory that they do not own.

   Sources: the chapters "Foreign Pointers" and "Void Pointers and Byte Access"
   of the Guile manual.  */

#ifndef GUILENET_POINTERS_H
#define GUILENET_POINTERS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* It is called by scm_gc, in the thread that calls that, or else in a thread
   of the library's own, whatever locks others have.  It may call the library.
   It should not raise: what it raises leaves scm_gc, or is printed and ends
   there.
 */
typedef void (*scm_t_pointer_finalizer) (void *);

/* A new pointer object that wraps ADDRESS, which may be NULL.  The memory
   stays the caller's.  FINALIZER, unless it is NULL, is called with ADDRESS,
   once, some time after the object is no longer in use, but not because the
   process ends.  Pointer objects are equal (scm_equal_p) if their addresses
   are.  ("Foreign Pointers")  */
SCM_API SCM scm_from_pointer (void *address,
                              scm_t_pointer_finalizer finalizer);

/* The address that POINTER wraps.  wrong-type-arg if POINTER is no pointer
   object.  ("Foreign Pointers")  */
SCM_API void *scm_to_pointer (SCM pointer);

/* A bytevector whose bytes are the memory at the address of POINTER plus
   OFFSET bytes, for LENGTH elements of type TYPE: what is written on one side
   is read on the other.  It keeps POINTER alive, and so its finalizer from
   running; whether there is such memory is the caller's care.

   TYPE is one of the symbols vu8, u8, s8, u16, s16, u32, s32, u64, s64, f32,
   f64, c32, c64, or SCM_UNDEFINED for vu8.  The elements are in the machine's
   byte order and need not be aligned.  The type shows in the written form and
   in comparisons; to the functions on bytevectors the elements are bytes.
   OFFSET may be SCM_UNDEFINED for 0; LENGTH may not.

   Looked at in this order: POINTER, wrong-type-arg if it is no pointer object,
   null-pointer-error if it wraps NULL; TYPE, wrong-type-arg if it is something
   else; OFFSET, then LENGTH, wrong-type-arg if it is no exact integer,
   out-of-range if no size_t holds it, or if LENGTH elements do not fit between
   there and the last address.  ("Void Pointers and Byte Access")  */
SCM_API SCM scm_pointer_to_bytevector (SCM pointer, SCM length, SCM offset,
                                       SCM type);

/* A new pointer object that wraps the address of byte OFFSET of BV, and keeps
   BV alive.  OFFSET may be SCM_UNDEFINED for 0.  wrong-type-arg if BV is no
   bytevector or OFFSET no exact integer; out-of-range if BV has no byte
   OFFSET, but 0 is always good.  ("Void Pointers and Byte Access")  */
SCM_API SCM scm_bytevector_to_pointer (SCM bv, SCM offset);

GUILENET_END_DECLS

#endif
