/* Shared objects are loaded with names of their own, so that libguile and
   libguilenet, which have the same names, work side by side.  */

#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#define _GNU_SOURCE
#include "../check.h"

#include <dlfcn.h>
#include <locale.h>
#include <time.h>

static inline long long
now (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static inline void *
load (const char *path)
{
  void *object = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (!object)
    fprintf (stderr, "%s\n", dlerror ());
  CHECK (object);
  /* Says to the script which library the object really works with.  */
  Dl_info info;
  void *symbol = dlsym (object, "scm_socket");
  if (symbol && dladdr (symbol, &info))
    printf ("# %s %s\n", path, info.dli_fname);
  return object;
}

static inline void *
find (void *object, const char *name)
{
  void *symbol = dlsym (object, name);
  CHECK (symbol);
  return symbol;
}

struct op
{
  void (*setup) (void);
  void (*run) (long count);
  void (*teardown) (void);
};

static inline struct op
load_op (const char *path)
{
  /* As programs do that have to do with text: ports are UTF-8 then.  */
  setlocale (LC_ALL, "");
  void *object = load (path);
  return (struct op){ find (object, "setup"), find (object, "run"),
                      find (object, "teardown") };
}

/* How often RUN (DATA, COUNT) is to be done for a round of NANOSECONDS.  What
   only the first does, as starting the core, would take others' place.  */
static inline long
calibrated (void (*run) (void *data, long count), void *data,
            long long nanoseconds)
{
  run (data, 8);
  for (long count = 8;; count *= 2)
    {
      long long begin = now ();
      run (data, count);
      long long taken = now () - begin + 1;
      if (taken * 4 >= nanoseconds)
        return count * (double) nanoseconds / taken + 1;
    }
}

#endif
