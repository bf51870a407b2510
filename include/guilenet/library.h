/* The library itself: its version, and what it is doing.  */

#ifndef GUILENET_LIBRARY_H
#define GUILENET_LIBRARY_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The version of this header.  */
#define GUILENET_VERSION "0.1.0"

/* The version of the library, "MAJOR.MINOR.PATCH"; not to be freed.  */
SCM_API const char *guilenet_version (void);

/* The kinds of handles that guilenet_stats counts.  */
enum guilenet_kind
{
  GUILENET_PAIR,
  GUILENET_INTEGER,
  GUILENET_STRING,
  GUILENET_SYMBOL,
  GUILENET_VECTOR,
  GUILENET_BYTEVECTOR,
  GUILENET_POINTER,
  GUILENET_PORT,
  GUILENET_ADDRESS,
  GUILENET_VARIABLE,
  GUILENET_KINDS
};

struct guilenet_stats
{
  /* Handles in use, of all kinds.  */
  uint64_t live_handles;
  /* References that threads under the foreign contract have not given up.  */
  uint64_t references;
  /* Calls that passed from C into the core, by all threads of this process
     and, before the fork that made it, of its ancestors.  */
  uint64_t crossings;
  /* How often the core was started: 0 before a call needed it, and one more in
     each generation of forked children that did.  */
  uint64_t core_generation;
  /* Handles in use, by kind.  */
  uint64_t handles[GUILENET_KINDS];
  /* The bytes that they have besides their cells: of strings, bytevectors,
     vectors, large integers and addresses.  */
  uint64_t payload_bytes;
  /* Handles that are protected or referred to by foreign threads.  */
  uint64_t protected_handles;
  /* Cycles of the collector; those that were put off, because a thread could
     not be stopped in time; and the longest that a thread stood, or a call
     waited, for one, in nanoseconds.  */
  uint64_t collections;
  uint64_t postponed;
  uint64_t longest_pause;
};

/* Fills STATS, which must not be NULL, with what is so at this moment.  Takes
   a time that grows with the number of handles; does not itself pass into the
   core.  */
SCM_API void guilenet_stats (struct guilenet_stats *stats);

GUILENET_END_DECLS

#endif
