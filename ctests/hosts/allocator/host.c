/* A host under another malloc, which has a symbol argv[2].  It loads the
   library argv[1], and passes sockets, long and short texts, conditions,
   growing buffers, threads and forks through it; what the library gives it to
   free, it frees.  */

#include "../company.h"

enum
{
  THREADS = 4,
  ROUNDS = 60,
  CHILDREN = 4,
  LONG = 1 << 16
};

static struct api net;

/* Text of N letters to the library and back.  */
static void
texts (size_t n)
{
  char *text = malloc (n + 1), *back;
  assert (text);
  memset (text, 'a', n);
  text[n] = 0;
  back = net.scm_to_utf8_string (net.scm_from_utf8_string (text));
  assert (back && !strcmp (back, text));
  free (back);
  free (text);
}

static void *
work_and_texts (void *data)
{
  work (&net, ROUNDS);
  for (size_t n = 0; n < LONG; n = 2 * n + 1)
    texts (n);
  return data;
}

static void
in_child_too (void *data)
{
  work_and_texts (data);
}

int
main (int argc, char **argv)
{
  pthread_t threads[THREADS];
  assert (argc == 3);
  alarm (60);
  void *symbol = dlsym (RTLD_DEFAULT, argv[2]);
  if (!symbol)
    {
      fprintf (stderr, "the other malloc, with %s, is not there\n", argv[2]);
      return 1;
    }
  int is_watch = !strcmp (argv[2], "watch_blocks");
  unsigned long before = is_watch ? *(unsigned long *) symbol : 0;
  void *handle = dlopen (argv[1], RTLD_NOW);
  assert (handle);
  net = api_of (handle, strrchr (argv[1], '/') + 1);
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_create (&threads[i], NULL, work_and_texts, NULL));
  for (int i = 0; i < CHILDREN; i++)
    in_child ("fork", in_child_too, NULL);
  for (int i = 0; i < THREADS; i++)
    pthread_join (threads[i], NULL);
  work_and_texts (NULL);
  unsigned long blocks = is_watch ? *(unsigned long *) symbol - before : 0;
  assert (!is_watch || blocks > 1000);
  printf ("threads: %d; children: %d; blocks counted: %lu\n", THREADS,
          CHILDREN, blocks);
  return 0;
}
