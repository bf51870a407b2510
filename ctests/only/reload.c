/* no-link: the library is loaded, used, closed and loaded again, from the main
   thread and from others; threads from before it was loaded may use it too. */

#include <assert.h>
#include <dlfcn.h>
#include <guilenet/library.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *path;
static pthread_barrier_t loaded;

/* Loads the library; gives its handle.  */
static void *
load (void)
{
  void *library = dlopen (path, RTLD_NOW);
  if (!library)
    fprintf (stderr, "%s\n", dlerror ());
  assert (library);
  return library;
}

/* Makes calls with and without the core.  */
static void
use (void *library)
{
  SCM (*from_uint64)
  (uint64_t) = (SCM (*) (uint64_t)) dlsym (library, "scm_from_uint64");
  SCM (*number_to_string)
  (SCM, SCM) = (SCM (*) (SCM, SCM)) dlsym (library, "scm_number_to_string");
  SCM (*string_to_number)
  (SCM, SCM) = (SCM (*) (SCM, SCM)) dlsym (library, "scm_string_to_number");
  uint64_t (*to_uint64) (SCM)
      = (uint64_t (*) (SCM)) dlsym (library, "scm_to_uint64");
  assert (from_uint64 && number_to_string && string_to_number && to_uint64);
  SCM ten = from_uint64 (10);
  for (uint64_t i = UINT64_MAX; i > UINT64_MAX - 100; i--)
    assert (to_uint64 (string_to_number (
                number_to_string (from_uint64 (i), ten), ten))
            == i);
}

/* Loads, uses and closes, three times.  */
static void *
again_and_again (void *data)
{
  for (int i = 0; i < 3; i++)
    {
      void *library = load ();
      use (library);
      assert (!dlclose (library));
    }
  return data;
}

static void *
load_for_good (void *data)
{
  void **library = data;
  *library = load ();
  use (*library);
  return NULL;
}

static void
run_thread (void *(*function) (void *), void *data)
{
  pthread_t thread;
  assert (!pthread_create (&thread, NULL, function, data));
  assert (!pthread_join (thread, NULL));
}

static void
in_main (void)
{
  again_and_again (NULL);
}

/* The thread that loaded it is gone when it is used.  */
static void
in_thread (void)
{
  void *library;
  run_thread (load_for_good, &library);
  use (library);
  run_thread (again_and_again, NULL);
  again_and_again (NULL);
}

static void *
wait_and_use (void *library)
{
  pthread_barrier_wait (&loaded);
  use (*(void **) library);
  return NULL;
}

/* A thread that was there first.  */
static void
beside_thread (void)
{
  pthread_t thread;
  void *library;
  assert (!pthread_barrier_init (&loaded, NULL, 2));
  assert (!pthread_create (&thread, NULL, wait_and_use, &library));
  library = load ();
  pthread_barrier_wait (&loaded);
  use (library);
  assert (!pthread_join (thread, NULL));
}

/* Several at once, and nobody before them.  */
static void
in_threads (void)
{
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    assert (!pthread_create (&threads[i], NULL, again_and_again, NULL));
  for (int i = 0; i < 4; i++)
    assert (!pthread_join (threads[i], NULL));
}

int
main (int argc, char **argv)
{
  static void (*const cases[]) (void)
      = { in_main, in_thread, beside_thread, in_threads };
  assert (argc == 2);
  path = argv[1];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    {
      int status;
      pid_t child = fork ();
      if (!child)
        {
          alarm (60);
          cases[i]();
          _exit (0);
        }
      assert (child > 0 && waitpid (child, &status, 0) == child);
      if (status)
        fprintf (stderr, "case %zu: wait status %x\n", i, status);
      assert (!status);
    }
  return 0;
}
