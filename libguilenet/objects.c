/* The dynamic linker's list is read under its lock, and glibc's fork does not
   take that: a child that was forked meanwhile would find it taken for ever.
   So no fork comes between (restart.c); and nothing is allocated meanwhile,
   for whoever forks may have taken malloc's locks first.  */

#include "objects.h"
#include <link.h>
#include <stdlib.h>

enum
{
  /* How far from the thread pointer the blocks that all threads have at the
     same place can lie.  */
  STATIC_BLOCKS = 1 << 20
};

/* What dl_iterate_phdr gives, 0 where it may not be called: the lock may have
   been taken in a parent that was copied by _Fork or clone.  */
static int
iterate (int (*function) (struct dl_phdr_info *, size_t, void *), void *data)
{
  uint32_t process = process_number ();
  if (state->listing_in && state->listing_in != process)
    return 0;
  pthread_mutex_lock (&state_fresh ()->listing);
  state->listing_in = process;
  int result = dl_iterate_phdr (function, data);
  state->listing_in = 0;
  pthread_mutex_unlock (&state_fresh ()->listing);
  return result;
}

static void
add_block (struct objects *o, const struct dl_phdr_info *info, size_t size)
{
  intptr_t offset = (uintptr_t) info->dlpi_tls_data - thread_pointer ();
  if (o->blocks < o->blocks_room)
    o->block[o->blocks] = (struct tls_block){
      .module = info->dlpi_tls_modid,
      .size = size,
      .offset = offset,
      .is_static = info->dlpi_tls_data && offset > -STATIC_BLOCKS
                   && offset < STATIC_BLOCKS,
    };
  o->blocks++;
}

static void
add_segment (struct objects *o, uintptr_t start, size_t size)
{
  if (o->segments < o->segments_room)
    o->segment[o->segments] = (struct range){ start, start + size };
  o->segments++;
}

/* Counts also what there is no room for.  The library itself has no roots.  */
static int
add_object (struct dl_phdr_info *info, size_t size, void *data)
{
  struct objects *o = data;
  (void) size;
  o->added = info->dlpi_adds;
  o->removed = info->dlpi_subs;
  for (int i = 0; info->dlpi_addr != state->base && i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *h = &info->dlpi_phdr[i];
      if (h->p_type == PT_LOAD && h->p_flags & PF_W)
        add_segment (o, info->dlpi_addr + h->p_vaddr, h->p_memsz);
      else if (h->p_type == PT_TLS && h->p_memsz)
        add_block (o, info, h->p_memsz);
    }
  return 0;
}

static bool
has_room (const struct objects *o)
{
  return o->segments <= o->segments_room && o->blocks <= o->blocks_room;
}

static void
free_arrays (struct objects *o)
{
  free (o->segment);
  free (o->block);
}

static void
discard (struct objects *o)
{
  if (o)
    free_arrays (o);
  free (o);
}

/* Larger ones, where O had too small ones.  */
static bool
has_arrays (struct objects *o)
{
  free_arrays (o);
  o->segments_room = o->segments + 32;
  o->blocks_room = o->blocks + 16;
  o->segment = calloc (o->segments_room, sizeof *o->segment);
  o->block = calloc (o->blocks_room, sizeof *o->block);
  o->segments = o->blocks = 0;
  return o->segment && o->block;
}

/* Makes the list anew.  False: no memory, or they may not be listed.  */
static bool
list (void)
{
  struct objects *made = calloc (1, sizeof *made), *unused = made;
  bool ok = made;
  do
    {
      ok = ok && has_arrays (made);
      if (ok)
        iterate (add_object, made);
    }
  while (ok && !has_room (made));
  ok = ok && made->added;
  if (ok)
    {
      unused = state->objects;
      state->objects = made;
    }
  discard (unused);
  return ok;
}

struct held
{
  void (*body) (void *);
  void *data;
};

static int
first_object (struct dl_phdr_info *info, size_t size, void *data)
{
  struct held *h = data;
  (void) size;
  if (info->dlpi_adds != state->objects->added
      || info->dlpi_subs != state->objects->removed)
    return -1;
  h->body (h->data);
  return 1;
}

bool
objects_hold (void (*body) (void *), void *data)
{
  struct held h = { body, data };
  if (!state->objects && !list ())
    return false;
  int held = iterate (first_object, &h);
  if (held < 0 && list ())
    held = iterate (first_object, &h);
  return held > 0;
}
