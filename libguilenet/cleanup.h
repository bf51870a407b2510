/* Routines that run when the frame that they were pushed in is left otherwise
   than by returning: by longjmp, pthread_exit or cancellation.  No header of
   glibc's declares these two any more, but every version has them.  */

#ifndef CLEANUP_H
#define CLEANUP_H

#include <pthread.h>

extern void _pthread_cleanup_push (struct _pthread_cleanup_buffer *buffer,
                                   void (*routine) (void *), void *arg);
extern void _pthread_cleanup_pop (struct _pthread_cleanup_buffer *buffer,
                                  int execute);

#endif
