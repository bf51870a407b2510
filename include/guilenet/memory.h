/* Memory for C: from malloc, or looked through for handles; and ways to say
   that a value is still in use.

   Sizes are in bytes.  A request for 0 bytes gives a pointer that is not NULL.
   Where there is no room, each call that allocates raises out-of-memory, with
   (#f "Out of memory" #f #f).

   Source: the Guile manual, "Garbage Collection Functions", "Memory Blocks".
 */

#ifndef GUILENET_MEMORY_H
#define GUILENET_MEMORY_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* malloc, calloc (1, SIZE), realloc and strdup that never return NULL for lack
   of room.  The caller owns the memory and frees it with free.  scm_realloc
   with a MEM of NULL allocates; with a SIZE of 0 and a MEM that is not NULL it
   frees MEM and returns NULL.  */
SCM_API void *scm_malloc (size_t size);
SCM_API void *scm_calloc (size_t size);
SCM_API void *scm_realloc (void *mem, size_t size);
SCM_API char *scm_strdup (const char *str);

/* A copy of the N bytes at STR, of which any may be 0, with a NUL after it:
   N + 1 bytes.  All N bytes must be there, other than for strndup.  STR may be
   NULL if N is 0.  The caller frees the copy with free.  */
SCM_API char *scm_strndup (const char *str, size_t n);

/* Memory that is never to be given to free: it stays until scm_gc_free, other
   than in Guile, where it also goes away when nothing refers to it.  Values in
   it are kept alive, except in scm_gc_malloc_pointerless's.  It begins as
   zeros, again except there.  WHAT says what it is for; it is not used and may
   be NULL.  */
SCM_API void *scm_gc_malloc (size_t size, const char *what);
SCM_API void *scm_gc_malloc_pointerless (size_t size, const char *what);
SCM_API void *scm_gc_calloc (size_t size, const char *what);

/* Makes MEM, which came from one of these calls, NEW_SIZE bytes long, perhaps
   elsewhere, and returns it; as much as fits of what was in it stays.  NULL
   for MEM allocates.  A NEW_SIZE of 0 gives a pointer that is not NULL.
   OLD_SIZE is not used.  */
SCM_API void *scm_gc_realloc (void *mem, size_t old_size, size_t new_size,
                              const char *what);

/* Frees MEM, which came from one of these calls, at once; nothing if it is
   NULL.  SIZE is not used.  */
SCM_API void scm_gc_free (void *mem, size_t size, const char *what);

/* As scm_strdup and scm_strndup, in memory for scm_gc_free, in which values
   are not looked for.  */
SCM_API char *scm_gc_strdup (const char *str, const char *what);
SCM_API char *scm_gc_strndup (const char *str, size_t n, const char *what);

/* Keeps OBJ alive until it has been unprotected as often as it was protected.
   Both return OBJ.  Unprotecting what is not protected is a mistake of the
   program.  */
SCM_API SCM scm_gc_protect_object (SCM obj);
SCM_API SCM scm_gc_unprotect_object (SCM obj);

/* Keeps OBJ alive for ever, and returns it.  */
SCM_API SCM scm_permanent_object (SCM obj);

/* Makes the variable at P, or the N variables from B on, keep alive what they
   hold, until they are unregistered.  Unregistering what is not registered
   does nothing.  */
SCM_API void scm_gc_register_root (SCM *p);
SCM_API void scm_gc_unregister_root (SCM *p);
SCM_API void scm_gc_register_roots (SCM *b, unsigned long n);
SCM_API void scm_gc_unregister_roots (SCM *b, unsigned long n);

/* Collects: what nothing refers to any more is given back.  It is done now and
   then by itself; if a thread cannot be stopped for it, it is put off.  The
   result is unspecified.  */
SCM_API SCM scm_gc (void);

/* Turns collecting by itself off and on again, as often as it was turned off;
   scm_gc collects nevertheless.  The result is unspecified.  */
SCM_API SCM scm_gc_disable (void);
SCM_API SCM scm_gc_enable (void);

/* What the collector has done, as an association list of symbols and integers:
   gc-time-taken, by all cycles, in nanoseconds; heap-size, heap-free-size,
   heap-total-allocated (what is in use) and heap-allocated-since-gc, in bytes;
   protected-objects, values protected or owned by foreign threads; gc-times,
   cycles.  guilenet_stats tells more.  */
SCM_API SCM scm_gc_stats (void);

/* Do nothing with the values given, which are therefore alive until here.
   scm_remember_upto_here takes any number of them.  (The other two are macros
   in Guile.)  */
SCM_API void scm_remember_upto_here (SCM obj1, ...);
SCM_API void scm_remember_upto_here_1 (SCM obj);
SCM_API void scm_remember_upto_here_2 (SCM obj1, SCM obj2);

GUILENET_END_DECLS

#endif
