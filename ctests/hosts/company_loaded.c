/* no-link: libguilenet and libguile are both loaded at run time, in either
   order and each in every way that dlopen has, by the main thread or another
   that then ends; and both work.  */

#include "company.h"

enum
{
  ROUNDS = 5
};

static const char *path;

static const struct way
{
  const char *name;
  int flags;
} ways[] = { { "local", RTLD_NOW | RTLD_LOCAL },
             { "lazy", RTLD_LAZY | RTLD_LOCAL },
             { "global", RTLD_NOW | RTLD_GLOBAL },
             { "deep", RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND },
             { "deep, global", RTLD_LAZY | RTLD_GLOBAL | RTLD_DEEPBIND } };

enum
{
  WAYS = sizeof ways / sizeof *ways
};

/* How a process loads which of the two first.  */
struct plan
{
  const struct way *net, *guile;
  int guile_first, in_thread;
  void *handles[2];
};

static void *
load (void *data)
{
  struct plan *p = data;
  for (int i = 0; i < 2; i++)
    {
      int is_guile = i != p->guile_first;
      const struct way *way = is_guile ? p->guile : p->net;
      const char *file = is_guile ? "libguile-3.0.so.1" : path;
      if (!way)
        continue;
      p->handles[is_guile] = dlopen (file, way->flags);
      if (!p->handles[is_guile])
        fprintf (stderr, "%s\n", dlerror ());
      assert (p->handles[is_guile]);
    }
  return NULL;
}

static void *
work_of (void *api)
{
  work (api, ROUNDS);
  return api;
}

static void
work_in_child (void *api)
{
  work_of (api);
}

static void
carry_out (void *data)
{
  struct plan *p = data;
  pthread_t thread;
  if (p->in_thread)
    {
      assert (!pthread_create (&thread, NULL, load, p));
      pthread_join (thread, NULL);
    }
  else
    load (p);
  struct api net = api_of (p->handles[0], "libguilenet"), guile;
  if (p->guile)
    {
      guile = api_of (p->handles[1], "libguile-3.0");
      assert (guile.scm_with_guile (work_of, &guile) == &guile);
    }
  assert (net.scm_with_guile (work_of, &net) == &net);
  in_child ("fork", work_in_child, &net);
  if (p->guile)
    assert (guile.scm_with_guile (work_of, &guile) == &guile);
}

/* All orders and threads for the ways that P has.  */
static int
try_all (struct plan p)
{
  int processes = 0;
  for (p.guile_first = 0; p.guile_first <= !!p.guile; p.guile_first++)
    for (p.in_thread = 0; p.in_thread < 2; p.in_thread++)
      {
        char name[100];
        snprintf (name, sizeof name, "libguilenet %s, libguile %s%s%s",
                  p.net->name, p.guile ? p.guile->name : "absent",
                  p.guile_first ? ", first" : "",
                  p.in_thread ? ", in a thread" : "");
        in_child (name, carry_out, &p);
        processes++;
      }
  return processes;
}

static void
load_guile (void *data)
{
  *(int *) data = !!dlopen ("libguile-3.0.so.1", RTLD_LAZY);
  _exit (!*(int *) data);
}

/* Whether libguile can be loaded, asked in a process that is then gone.  */
static int
has_guile (void)
{
  int status, found = 0;
  pid_t child = fork ();
  if (!child)
    be_child (load_guile, &found);
  assert (child > 0 && waitpid (child, &status, 0) == child);
  return !status;
}

int
main (int argc, char **argv)
{
  assert (argc == 2);
  path = argv[1];
  alarm (110);
  int with_guile = has_guile (), processes = 0;
  for (int i = 0; i < WAYS; i++)
    {
      processes += try_all ((struct plan){ .net = &ways[i] });
      for (int j = 0; j < WAYS && with_guile; j++)
        processes
            += try_all ((struct plan){ .net = &ways[i], .guile = &ways[j] });
    }
  if (!with_guile)
    fputs ("libguile is not there: libguilenet alone was loaded\n", stderr);
  printf ("processes that loaded %s: %d\n",
          with_guile ? "either or both" : "libguilenet", processes);
  return 0;
}
