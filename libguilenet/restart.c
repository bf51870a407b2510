/* The start of the core, by the first call that needs it: in the process that
   loaded the library, and again in a forked child, in place.

   Go's runtime does not survive a fork.  So the library's writable segment is
   copied at load, relocated and before any Go code ran; a child that needs
   the core writes the copy back and runs Go's entry again.
   docs/internals.md, "Fork", says what this rests on.  */

#include "debug.h"
#include "door.h"
#include "environment.h"
#include "signals.h"
#include "standing.h"
#include <errno.h>
#include <guilenet/modes.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#pragma GCC visibility push(hidden)
void thread_begin (void);
void sigtable_quiet (uintptr_t base, uintptr_t low, uintptr_t high);
#pragma GCC visibility pop

typedef void (*initializer) (int, char **, char **);

/* The C library's, for compilers: dl_iterate_phdr does not know the block of a
   library that is being loaded.  */
struct tls_index
{
  unsigned long module, offset;
};
extern void *__tls_get_addr (struct tls_index *);

/* cgo's: without FUNCTION it lets go of the calling thread.  */
extern void (*x_crosscall2_ptr) (void (*function) (void *), void *, int,
                                 size_t);

/* What a start of the core needs to know.  */
struct image
{
  /* The writable segment behind what the loader made read-only.  */
  char *low;
  size_t size;
  char *copy;
  /* How much there is of the library, from STATE->BASE on.  */
  uintptr_t span;
  /* The library's block of thread-local storage, from the thread pointer.  */
  ptrdiff_t tls;
  size_t tls_size, tls_module;
  /* The key that Go's runtime binds its threads with; KEY_NONE: unknown.  */
  unsigned go_key;
  /* The host's, while the core starts.  */
  sigset_t mask;
  struct sigaction actions[_NSIG];
  struct rlimit descriptors;
  int cancellable;
  bool guarded;
  /* Go has begun to run in this process, or in one that it comes from.  */
  bool used;
  struct environment environment;
};

enum
{
  KEY_NONE = UINT_MAX,
  /* A core that starts makes 5 to 8 threads (on 1 to 64 processors).  Beside
     their stacks it takes 1160 MiB of address space where they are 5: 670 are
     Go's own, the rest is what malloc reserves for new threads, and takes
     away from Go if it is there to take.  */
  START_THREADS = 10,
  START_MEMORY = 1536 << 20
};

struct state *state;

/* Go's entry: see libguilenet.ld.  */
extern const initializer core_entry __attribute__ ((visibility ("hidden")));

/* (gcc drops the priority of a static function if it is only at the
   definition.)  */
static void begin (void) __attribute__ ((constructor (101)));

static uintptr_t
page_down (uintptr_t address)
{
  return address & -sysconf (_SC_PAGESIZE);
}

static uintptr_t
page_up (uintptr_t address)
{
  return page_down (address + sysconf (_SC_PAGESIZE) - 1);
}

/* Finds the library among the loaded objects and notes its shape.  */
static int
find (struct dl_phdr_info *info, size_t size, void *data)
{
  struct image *image = data;
  uintptr_t me = (uintptr_t) &state, low = 0, high = 0, relro = 0;
  (void) size;
  for (int i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *h = &info->dlpi_phdr[i];
      uintptr_t start = info->dlpi_addr + h->p_vaddr;
      if (h->p_type == PT_LOAD && h->p_flags & PF_W && me >= start
          && me < start + h->p_memsz)
        {
          low = start;
          high = start + h->p_memsz;
        }
    }
  if (!low)
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *h = &info->dlpi_phdr[i];
      uintptr_t start = info->dlpi_addr + h->p_vaddr;
      if (h->p_type == PT_LOAD)
        image->span = h->p_vaddr + h->p_memsz;
      if (h->p_type == PT_GNU_RELRO)
        relro = start + h->p_memsz;
      else if (h->p_type == PT_TLS)
        {
          image->tls_module = info->dlpi_tls_modid;
          image->tls_size = h->p_memsz;
        }
    }
  /* The loader protects whole pages only.  */
  if (relro)
    low = page_down (relro);
  state->base = info->dlpi_addr;
  image->low = (char *) low;
  image->size = high - low;
  return 1;
}

static void *
map (size_t size)
{
  void *p = mmap (NULL, size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED)
    abort ();
  return p;
}

/* The page that a fork empties, on kernels that can, else by fork itself. */
static void
wipe (void)
{
  memset (state_fresh (), 0, sizeof (struct fresh));
}

/* No fork comes into a start of the core, in which signals have Go's handlers,
   or into a reading of the dynamic linker's list (objects.c).  */
static void
before_fork (void)
{
  pthread_mutex_lock (&state_fresh ()->starting);
  pthread_mutex_lock (&state_fresh ()->listing);
}

static void
after_fork (void)
{
  pthread_mutex_unlock (&state_fresh ()->listing);
  pthread_mutex_unlock (&state_fresh ()->starting);
}

/* Go's threads inherit a full signal mask, so that none ever takes a signal
   of the host's.  And a start waits for threads: the one that makes it is not
   cancelled meanwhile.  */
static void
guard (struct image *image)
{
  signals_block (&image->mask);
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &image->cancellable);
  /* In the child of a fork in the middle of a start, the parent's record is
     the host's; what is in force may be Go's.  */
  if (!image->guarded)
    {
      for (int i = 1; i < _NSIG; i++)
        sigaction (i, NULL, &image->actions[i]);
      getrlimit (RLIMIT_NOFILE, &image->descriptors);
    }
  image->guarded = true;
}

/* Puts back what Go's start changed in the host, but nothing that another of
   the host's threads did meanwhile.  */
static void
unguard (struct image *image)
{
  for (int i = 1; i < _NSIG; i++)
    {
      const struct sigaction *was = &image->actions[i];
      struct sigaction now;
      if (!sigaction (i, NULL, &now)
          && ((uintptr_t) now.sa_handler - state->base < image->span
              || (now.sa_handler == was->sa_handler
                  && (now.sa_flags ^ was->sa_flags) == SA_ONSTACK)))
        sigaction (i, was, NULL);
    }
  /* Go allows itself as many as it may have, or one less.  */
  struct rlimit now;
  if (!getrlimit (RLIMIT_NOFILE, &now) && now.rlim_cur + 1 >= now.rlim_max
      && now.rlim_max == image->descriptors.rlim_max)
    setrlimit (RLIMIT_NOFILE, &image->descriptors);
  image->guarded = false;
  pthread_setcancelstate (image->cancellable, NULL);
  signals_restore (&image->mask);
}

static void *
tls_block (void)
{
  return (char *) __builtin_thread_pointer () + state->image->tls;
}

/* The key whose value is also in the thread-local block is Go's.  */
static unsigned
find_go_key (void)
{
  void **block = tls_block ();
  size_t words = state->image->tls_size / sizeof *block;
  for (unsigned key = 0; key < PTHREAD_KEYS_MAX; key++)
    {
      void *value = pthread_getspecific (key);
      if (!value || value == thread_self)
        continue;
      for (size_t i = 0; i < words; i++)
        if (block[i] == value)
          return key;
    }
  return KEY_NONE;
}

/* Passes C from a thread that Go's runtime does not know.  The runtime then
   binds the thread, sets its mask and an alternate stack; with the mask full
   meanwhile, it is full again when the thread ends, and not what the host had
   once.  */
static void
bind_thread (struct call *c)
{
  sigset_t mask;
  stack_t stack;
  signals_block (&mask);
  sigaltstack (NULL, &stack);
  core_enter (c);
  sigaltstack (&stack, NULL);
  signals_restore (&mask);
  c->thread->core = atomic_load (&state_fresh ()->core);
}

/* Go's own destructor would leave a full mask, with which a collector that
   stops threads by a signal, as libguile's does, would wait for the
   destructors after it for ever.  And in a forked child there is nobody to let
   go.  */
void
unbind_thread (void)
{
  unsigned key = state->image->go_key;
  void *g = key == KEY_NONE ? NULL : pthread_getspecific (key);
  sigset_t mask;
  stack_t stack;
  if (!g)
    return;
  pthread_setspecific (key, NULL);
  if (!atomic_load (&state_fresh ()->core))
    return;
  signals_block (&mask);
  sigaltstack (NULL, &stack);
  x_crosscall2_ptr (NULL, g, 0, 0);
  sigaltstack (&stack, NULL);
  signals_restore (&mask);
}

/* Waits until Go's start is over, and announces the core.  */
static void
announce (void)
{
  struct call c = { .thread = thread (), .entry = ENTRY_core_ready };
  bind_thread (&c);
  state->image->go_key = find_go_key ();
  unguard (state->image);
  uint32_t core = atomic_fetch_add (&state->cores, 1) + 1;
  c.thread->core = core;
  atomic_store (&state_fresh ()->core, core);
}

static void *
pass (void *gate)
{
  pthread_mutex_lock (gate);
  pthread_mutex_unlock (gate);
  return NULL;
}

/* Whether a core can start: 0, or the errno that it would die of.  */
static int
can_start (void)
{
  pthread_t threads[START_THREADS];
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  int made = 0, error = 0;
  void *room = mmap (NULL, START_MEMORY, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED)
    return errno;
  pthread_mutex_lock (&gate);
  while (made < START_THREADS && !error)
    {
      error = pthread_create (&threads[made], NULL, pass, &gate);
      made += !error;
    }
  pthread_mutex_unlock (&gate);
  for (int i = 0; i < made; i++)
    pthread_join (threads[i], NULL);
  munmap (room, START_MEMORY);
  return error;
}

/* Makes the calling thread, which a dead core may have known, new to Go.  */
static void
forget_core (void)
{
  struct thread *self = thread_self;
  memset (tls_block (), 0, state->image->tls_size);
  thread_self = self;
}

/* Makes the segment as it was at load, in a child of a process that had a
   core, or was about to.  */
static void
clean (struct image *image)
{
  int initialized = scm_initialized_p;
  if (image->go_key != KEY_NONE)
    pthread_key_delete (image->go_key);
  image->go_key = KEY_NONE;
  forget_core ();
  memcpy (image->low, image->copy, image->size);
  /* The copy has STATE as it is; nothing else of the library's own lies in
     the segment.  */
  scm_initialized_p = initialized;
}

/* Starts the core.  */
static int
restart (void)
{
  struct image *image = state->image;
  guard (image);
  int error = can_start ();
  if (error)
    {
      unguard (image);
      return error;
    }
  if (image->used)
    clean (image);
  image->used = true;
  char **nothing = &image->environment.arguments_end;
  core_entry (0, nothing, nothing + 1);
  announce ();
  return 0;
}

int
core_first_call (struct call *c)
{
  int error = 0;
  if (!atomic_load (&state_fresh ()->core))
    {
      pthread_mutex_t *starting = &state_fresh ()->starting;
      sigset_t mask;
      /* A handler might fork, and wait for the start.  */
      signals_block (&mask);
      pthread_mutex_lock (starting);
      if (!atomic_load (&state_fresh ()->core))
        error = restart ();
      pthread_mutex_unlock (starting);
      signals_restore (&mask);
    }
  /* Another thread than the one that forked has started this core.  */
  uint32_t known = c->thread->core;
  if (!error && known && known != atomic_load (&state_fresh ()->core))
    forget_core ();
  if (!error)
    bind_thread (c);
  return error;
}

static void
begin (void)
{
  state = map (STATE_ROOM + page_up (sizeof (struct fresh)));
  bool wiped = !madvise (state_fresh (), page_up (sizeof (struct fresh)),
                         MADV_WIPEONFORK);
  pthread_atfork (before_fork, after_fork, wiped ? NULL : wipe);
  thread_begin ();
  heap_begin ();
  standing_begin ();
  debug_begin ();
  struct image *image = map (sizeof *image);
  state->image = image;
  environment_begin (&image->environment);
  image->go_key = KEY_NONE;
  dl_iterate_phdr (find, image);
  sigtable_quiet (state->base, (uintptr_t) image->low,
                  (uintptr_t) image->low + image->size);
  struct tls_index block = { image->tls_module, 0 };
  image->tls = (char *) __tls_get_addr (&block)
               - (char *) __builtin_thread_pointer ();
  image->copy = map (image->size);
  memcpy (image->copy, image->low, image->size);
}
