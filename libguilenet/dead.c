#include "dead.h"
#include "collector.h"
#include "output.h"
#include "spawn.h"
#include <guilenet/modes.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* A finalizer that is to be called.  */
struct finalizer
{
  struct finalizer *next;
  void (*function) (void *);
  void *address;
};

static void
push (struct finalizer *f)
{
  pthread_mutex_lock (&state_fresh ()->burying);
  f->next = atomic_load (&state->finalizers);
  atomic_store (&state->finalizers, f);
  pthread_mutex_unlock (&state_fresh ()->burying);
}

static bool
pop (struct finalizer *popped)
{
  pthread_mutex_lock (&state_fresh ()->burying);
  struct finalizer *f = atomic_load (&state->finalizers);
  if (f)
    atomic_store (&state->finalizers, f->next);
  pthread_mutex_unlock (&state_fresh ()->burying);
  if (!f)
    return false;
  *popped = *f;
  free (f);
  return true;
}

static void
bury_pointer (struct cell *c)
{
  struct finalizer *f = malloc (sizeof *f);
  /* Without memory the program is not told.  */
  if (!f)
    return;
  *f = (struct finalizer){ NULL, c->pointer.finalizer, c->pointer.address };
  push (f);
}

/* What is about to be given back leaves the cell first: a child forked in
   between does not give it back again.  A descriptor that the program has seen
   is its own, as in Guile.  */
static void
close_port (struct cell *c)
{
  if (__atomic_fetch_and (&c->flags, ~PORT_OPEN, __ATOMIC_SEQ_CST) & PORT_OPEN
      && !c->port.revealed)
    close (c->port.fd);
  port_buffers_free (c);
}

/* A dead port with output, which its reader may have to be waited for, joins
   the list of such by its name, which nobody asks for any more.  */
static void
bury_unwritten (struct cell *c, uint32_t index)
{
  uint32_t next = atomic_load (&state->unwritten);
  __atomic_fetch_or (&c->flags, PORT_BURIED, __ATOMIC_SEQ_CST);
  do
    c->port.name = fixnum (next);
  while (!atomic_compare_exchange_weak (&state->unwritten, &next, index));
}

static void
write_out (uint32_t index)
{
  for (uint32_t next; index; index = next)
    {
      struct cell *c = cell_at (index);
      next = fixnum_value (c->port.name);
      /* There is nobody to tell of what fails.  */
      output_flush (c);
      close_port (c);
      heap_release (index);
    }
}

void
dead_bury (uint32_t index, bool orphan)
{
  struct cell *c = cell_at (index);
  if (c->kind == KIND_PORT && !orphan && c->flags & PORT_OPEN
      && port_buffered_output (c))
    {
      bury_unwritten (c, index);
      return;
    }
  if (c->kind == KIND_POINTER)
    bury_pointer (c);
  else if (orphan)
    port_buffers_free (c);
  else
    close_port (c);
  heap_release (index);
}

static void *
finalize (void *data)
{
  struct finalizer *f = data;
  f->function (f->address);
  return data;
}

static bool
is_work (void)
{
  return atomic_load (&state->finalizers) || atomic_load (&state->unwritten);
}

/* Each finalizer in Guile mode of its own, where a raise ends, with a
   message.  */
static void *
undertake (void *data)
{
  struct finalizer f;
  do
    {
      while (pop (&f))
        scm_with_guile (finalize, &f);
      write_out (atomic_exchange (&state->unwritten, 0));
      atomic_store (&state_fresh ()->undertaker, false);
    }
  while (is_work () && !atomic_exchange (&state_fresh ()->undertaker, true));
  return data;
}

void
dead_undertake (void)
{
  if (is_work ())
    spawn_once (&state_fresh ()->undertaker, undertake);
}

void
dead_finalize (void)
{
  struct finalizer f;
  while (pop (&f))
    finalize (&f);
  write_out (atomic_exchange (&state->unwritten, 0));
}
