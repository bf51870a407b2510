/* Reading through a port's buffer.  The functions give 0 or an errno.  What
   had been read when one fails, or is left by a jump, is in the buffer again,
   for the next.  */

#ifndef INPUT_H
#define INPUT_H

#include "buffer.h"

#pragma GCC visibility push(hidden)

/* How much of a request that is larger than the buffer one call asks for.  */
enum input_request
{
  /* As often the buffer's size as fits: no more is taken from the descriptor
     than by filling the buffer again and again.  */
  INPUT_BLOCKS,
  /* All of it.  */
  INPUT_WHOLE
};

/* Reads SIZE bytes, or *GOT, fewer, at the end.  */
int input_read (struct cell *port, void *bytes, size_t size,
                enum input_request request, size_t *got);

/* Makes sure that the buffer holds something; *HELD is how much, 0 at the
   end.  */
int input_await (struct cell *port, size_t *held);

/* The next byte, or -1 at the end.  KEEP leaves it, or the end, for the next
   call.  */
int input_byte (struct cell *port, bool keep, int *byte);

/* Takes what the buffer holds, up to SIZE bytes, and gives how much: nothing
   while another thread reads.  */
size_t input_take (struct cell *port, void *bytes, size_t size);

/* BYTES are from malloc, SIZE of them and a NUL; NULL if the end came at
   once.  SPARE is their number in spare.h.  */
struct input_line
{
  uint8_t *bytes;
  size_t size;
  uint16_t spare;
  bool newline, ascii;
};

/* Reads up to a newline, which is taken and not given, or to the end.  */
int input_line (struct thread *t, struct cell *port, struct input_line *line);

/* Gives up what is held of a file's bytes, and goes back to where they begin:
   before something is written there.  */
void input_rewind (struct cell *port);

/* Puts bytes in front of those that the buffer holds.  */
int input_unread (struct cell *port, const void *bytes, size_t size);

#pragma GCC visibility pop

#endif
