/* Threads that make values and end: by returning, by pthread_exit out of a
   catch, and by destructors of their own data that call the library when its
   own data of the thread is gone.  What they made is good for others, and
   records, turns and free cells of the dead serve the next.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum
{
  WAVES = 20,
  THREADS = 100,
  VALUES = 50,
  /* Destructors run again when they make data again.  */
  AGAIN = 2
};

/* What a thread leaves.  */
struct legacy
{
  int number;
  pthread_t thread;
  SCM values, sock, peer;
};

static pthread_key_t before_load, after_load;
static atomic_int destroyed, ended;

static SCM
text_of (int n)
{
  return scm_number_to_string (INT (n), NONE);
}

static int
number_of (SCM text)
{
  return scm_to_int (scm_string_to_number (text, NONE));
}

/* The library's own data of the thread may be gone.  */
static void
destroy (void *data)
{
  SCM pair = scm_cons (text_of (7), INT (1));
  assert (number_of (scm_car (pair)) == 7);
  destroyed++;
  if (data == &after_load)
    pthread_setspecific (after_load, &ended);
}

/* One key is from before the library made its own, and one from after.  */
static void
make_key (void)
{
  assert (!pthread_key_create (&before_load, destroy));
}

__attribute__ ((section (".preinit_array"),
                used)) static void (*const make_first) (void)
    = make_key;

static SCM
leave_values (void *data)
{
  struct legacy *l = data;
  SCM list = SCM_EOL;
  for (int i = 0; i < VALUES; i++)
    list = scm_cons (text_of (l->number + i), list);
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  l->sock = scm_car (pair);
  l->peer = scm_cdr (pair);
  scm_setvbuf (l->sock, scm_from_utf8_symbol ("block"), INT (100));
  scm_puts ("left\n", l->sock);
  l->values = list;
  ended++;
  /* Out of a catch, and out of Guile mode.  */
  if (l->number % 3 == 1)
    pthread_exit (NULL);
  return SCM_BOOL_T;
}

static void *
in_guile (void *data)
{
  return outcome (leave_values, data);
}

static void *
live (void *data)
{
  struct legacy *l = data;
  assert (!pthread_setspecific (before_load, &before_load));
  assert (!pthread_setspecific (after_load, &after_load));
  if (l->number % 2)
    scm_with_guile (in_guile, data);
  else
    in_guile (data);
  return NULL;
}

static void
inherit (struct legacy *l)
{
  int n = l->number + VALUES;
  for (SCM list = l->values; scm_is_pair (list); list = scm_cdr (list))
    assert (number_of (scm_car (list)) == --n);
  assert (n == l->number);
  scm_force_output (l->sock);
  char *line = scm_to_utf8_string (scm_car (scm_read_line (l->peer)));
  assert (!strcmp (line, "left"));
  free (line);
  scm_close_port (l->sock);
  scm_close_port (l->peer);
}

static void
wave (int first)
{
  static struct legacy legacies[THREADS];
  for (int i = 0; i < THREADS; i++)
    {
      legacies[i].number = first + i;
      assert (!pthread_create (&legacies[i].thread, NULL, live, &legacies[i]));
    }
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (legacies[i].thread, NULL));
  for (int i = 0; i < THREADS; i++)
    inherit (&legacies[i]);
}

static void
waves (void *data)
{
  (void) data;
  for (int i = 0; i < WAVES; i++)
    wave (i * THREADS);
  assert (ended == WAVES * THREADS);
  assert (destroyed == WAVES * THREADS * (1 + AGAIN));
}

int
main (int argc, char **argv)
{
  (void) argv;
  alarm (110);
  assert (!pthread_key_create (&after_load, destroy));
  /* ThreadSanitizer has nothing to do with forks.  */
  if (argc == 1)
    in_child ("child", waves, NULL);
  waves (NULL);
  printf ("%d threads ended, %d calls of destructors%s\n", ended, destroyed,
          argc == 1 ? ", as many in a child" : "");
  return 0;
}
