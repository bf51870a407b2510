/* The mask of signals.  */

#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

/* Blocks every signal for the calling thread, and notes what was blocked
   BEFORE.  */
static inline void
signals_block (sigset_t *before)
{
  sigset_t all;
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, before);
}

static inline void
signals_restore (const sigset_t *before)
{
  pthread_sigmask (SIG_SETMASK, before, NULL);
}

#endif
