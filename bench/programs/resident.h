/* Memory of this process that is resident, in bytes: its own and what it
   shares, without the kernel's.  The figure of smaps_rollup is exact, that of
   status is not.  */

#ifndef BENCH_RESIDENT_H
#define BENCH_RESIDENT_H

#include "../check.h"

#include <sys/resource.h>

enum
{
  SOCKETS = 10000
};

/* The growth from before to after SOCKETS more sockets is a figure for each
   one; the handles' own place is there before.  */

static inline long
resident (void)
{
  char line[256];
  long kilobytes = -1;
  FILE *file = fopen ("/proc/self/smaps_rollup", "r");
  CHECK (file);
  while (fgets (line, sizeof line, file))
    if (sscanf (line, "Rss: %ld", &kilobytes) == 1)
      break;
  fclose (file);
  CHECK (kilobytes > 0);
  return kilobytes * 1024;
}

static inline void
allow_all (void)
{
  struct rlimit limit;
  CHECK (getrlimit (RLIMIT_NOFILE, &limit) == 0);
  if (limit.rlim_max < SOCKETS + 200)
    limit.rlim_max = SOCKETS + 200;
  limit.rlim_cur = limit.rlim_max;
  CHECK (setrlimit (RLIMIT_NOFILE, &limit) == 0);
}

#endif
