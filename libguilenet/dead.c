#include "dead.h"
#include "output.h"
#include <stdlib.h>
#include <unistd.h>

/* A dead port is flushed and closed, as in Guile; there is nobody to tell of
   what fails.  What is about to be given back leaves the cell first: a child
   forked in between does not give it back again.  */
static void
bury_port (struct cell *c)
{
  if (c->flags & PORT_OPEN)
    {
      output_flush (c);
      __atomic_fetch_and (&c->flags, ~PORT_OPEN, __ATOMIC_SEQ_CST);
      close (c->port.fd);
    }
  port_buffers_free (c);
}

/* Finalizers that are still to be called.  */
struct finalizer
{
  struct finalizer *next;
  void (*function) (void *);
  void *address;
};

/* An address that is still to be told of its object's end.  */
static void
bury_pointer (struct cell *c)
{
  struct finalizer *f = malloc (sizeof *f);
  /* Without memory the object is not told of.  */
  if (!f)
    return;
  *f = (struct finalizer){ atomic_load (&state->finalizers),
                           c->pointer.finalizer, c->pointer.address };
  while (!atomic_compare_exchange_weak (&state->finalizers, &f->next, f))
    ;
}

void
dead_bury (uint32_t index, bool orphan)
{
  struct cell *c = cell_at (index);
  if (c->kind == KIND_POINTER)
    bury_pointer (c);
  else if (orphan)
    port_buffers_free (c);
  else
    bury_port (c);
  heap_release (index);
}

void
dead_finalize (void)
{
  struct finalizer *f;
  while ((f = atomic_exchange (&state->finalizers, NULL)))
    {
      /* A finalizer may raise: the others go back first.  */
      struct finalizer one = *f, *rest = one.next, *none = NULL;
      free (f);
      if (rest
          && !atomic_compare_exchange_strong (&state->finalizers, &none, rest))
        {
          struct finalizer *last = rest;
          while (last->next)
            last = last->next;
          last->next = none;
          while (!atomic_compare_exchange_weak (&state->finalizers,
                                                &last->next, rest))
            ;
        }
      one.function (one.address);
    }
}
