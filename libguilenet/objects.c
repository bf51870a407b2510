/* The dynamic linker's list is read under its lock, and glibc's fork does not
   take that: a child that was forked meanwhile would find it taken for ever.
   So no fork comes between; and nothing is allocated meanwhile, for whoever
   forks may have taken malloc's locks first.  */

#include "objects.h"
#include <link.h>
#include <stdlib.h>

enum
{
  /* How far from the thread pointer the blocks that all threads have at the
     same place can lie.  */
  STATIC_BLOCKS = 1 << 20
};

static void
before_fork (void)
{
  pthread_mutex_lock (&state->fresh->listing);
}

static void
after_fork (void)
{
  pthread_mutex_unlock (&state->fresh->listing);
}

void
objects_begin (void)
{
  pthread_atfork (before_fork, after_fork, NULL);
}

/* What dl_iterate_phdr gives, 0 where it may not be called: the lock may have
   been taken in a parent that was copied by _Fork or clone.  */
static int
iterate (int (*function) (struct dl_phdr_info *, size_t, void *), void *data)
{
  uint32_t process = process_number ();
  if (state->listing_in && state->listing_in != process)
    return 0;
  pthread_mutex_lock (&state->fresh->listing);
  state->listing_in = process;
  int result = dl_iterate_phdr (function, data);
  state->listing_in = 0;
  pthread_mutex_unlock (&state->fresh->listing);
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

bool
objects_list (struct objects *o)
{
  memset (o, 0, sizeof *o);
  do
    {
      free (o->segment);
      free (o->block);
      o->segments_room = o->segments + 32;
      o->blocks_room = o->blocks + 16;
      o->segment = calloc (o->segments_room, sizeof *o->segment);
      o->block = calloc (o->blocks_room, sizeof *o->block);
      o->segments = o->blocks = 0;
      if (!o->segment || !o->block)
        return false;
      iterate (add_object, o);
    }
  while (!has_room (o));
  return o->added;
}

void
objects_free (struct objects *o)
{
  free (o->segment);
  free (o->block);
}

struct held
{
  const struct objects *objects;
  void (*body) (void *);
  void *data;
};

static int
first_object (struct dl_phdr_info *info, size_t size, void *data)
{
  struct held *h = data;
  (void) size;
  if (info->dlpi_adds != h->objects->added
      || info->dlpi_subs != h->objects->removed)
    return -1;
  h->body (h->data);
  return 1;
}

bool
objects_hold (const struct objects *o, void (*body) (void *), void *data)
{
  struct held h = { o, body, data };
  return iterate (first_object, &h) == 1;
}
