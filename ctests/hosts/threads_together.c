/* Threads that share what the library keeps, with no lock of their own: ports
   and their buffers, turns and sizes, symbols, constants, address objects that
   become vectors, protections and roots, free cells and threads' records.  No
   line is torn or lost, one name has one symbol, one close of several is the
   one that closes.  tsan.sh runs this under ThreadSanitizer.  */

#define _GNU_SOURCE
#include "../only/only.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

enum
{
  THREADS = 4,
  LINES = 2000,
  NAMES = 300,
  ADDRESSES = 500,
  ROUNDS = 500
};

static pthread_barrier_t together;

/* Runs FUNCTION in each of the threads, with the thread's number.  */
static void
run (void *(*function) (void *) )
{
  static int numbers[THREADS];
  pthread_t threads[THREADS];
  assert (!pthread_barrier_init (&together, NULL, THREADS));
  for (int i = 0; i < THREADS; i++)
    {
      numbers[i] = i;
      assert (!pthread_create (&threads[i], NULL, function, &numbers[i]));
    }
  for (int i = 0; i < THREADS; i++)
    assert (!pthread_join (threads[i], NULL));
  assert (!pthread_barrier_destroy (&together));
}

/* One port that some write lines to, one that the others read them from.  */

static SCM writing, reading;
static atomic_int lines_read, sum_read;

static void
write_lines (int number)
{
  char line[32];
  for (int i = 0; i < LINES; i++)
    {
      snprintf (line, sizeof line, "%d and %d\n", i + number, i + number);
      scm_puts (line, writing);
      if (i % 100 == 0)
        scm_force_output (writing);
      if (i % 500 == 250)
        scm_setvbuf (writing, scm_from_utf8_symbol ("block"), INT (i));
      if (i % 50 == 0)
        scm_select (SCM_EOL, scm_list_1 (writing), SCM_EOL, INT (0), NONE);
    }
  scm_force_output (writing);
}

static void
read_lines (void)
{
  while (lines_read++ < LINES * THREADS / 2)
    {
      char *line = scm_to_utf8_string (scm_car (scm_read_line (reading)));
      int first, second;
      assert (sscanf (line, "%d and %d", &first, &second) == 2);
      assert (first == second);
      sum_read += first;
      free (line);
      scm_char_ready_p (reading);
    }
}

static void *
pass_lines (void *data)
{
  int number = *(int *) data;
  pthread_barrier_wait (&together);
  if (number % 2)
    read_lines ();
  else
    write_lines (number);
  return NULL;
}

static void
lines (void)
{
  int sum = 0;
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  writing = scm_car (pair);
  reading = scm_cdr (pair);
  scm_setvbuf (writing, scm_from_utf8_symbol ("block"), INT (200));
  scm_setvbuf (reading, scm_from_utf8_symbol ("block"), INT (100));
  run (pass_lines);
  for (int number = 0; number < THREADS; number += 2)
    for (int i = 0; i < LINES; i++)
      sum += i + number;
  assert (sum_read == sum);
}

/* One of them closes it.  */

static atomic_int closers;

static void *
close_it (void *data)
{
  pthread_barrier_wait (&together);
  closers += scm_is_true (scm_close_port (writing));
  assert (scm_is_true (scm_port_closed_p (writing)));
  return data;
}

/* Symbols and constants.  */

static SCM symbols[THREADS][NAMES], constants[THREADS];

static void *
intern (void *data)
{
  int number = *(int *) data;
  char name[32];
  pthread_barrier_wait (&together);
  for (int i = 0; i < NAMES; i++)
    {
      snprintf (name, sizeof name, "name-%d", i);
      symbols[number][i] = scm_from_utf8_symbol (name);
    }
  constants[number] = scm_c_lookup ("SO_REUSEADDR");
  return NULL;
}

static void
names (void)
{
  run (intern);
  for (int number = 1; number < THREADS; number++)
    {
      assert (scm_is_eq (constants[number], constants[0]));
      for (int i = 0; i < NAMES; i++)
        assert (scm_is_eq (symbols[number][i], symbols[0][i]));
    }
}

/* Address objects, of which one thread or the other makes the vector.  */

static SCM addresses[ADDRESSES], hosts[THREADS][ADDRESSES];

static void *
look_at_addresses (void *data)
{
  int number = *(int *) data;
  pthread_barrier_wait (&together);
  for (int i = 0; i < ADDRESSES; i++)
    {
      hosts[number][i] = scm_c_vector_ref (addresses[i], 1);
      assert (scm_to_int (scm_c_vector_ref (addresses[i], 2)) == i);
    }
  return NULL;
}

static void
address_objects (void)
{
  SCM host = scm_inet_pton (INT (AF_INET6), scm_from_utf8_string ("2001::1"));
  for (int i = 0; i < ADDRESSES; i++)
    addresses[i]
        = scm_make_socket_address (INT (AF_INET6), host, scm_list_1 (INT (i)));
  run (look_at_addresses);
  for (int number = 1; number < THREADS; number++)
    for (int i = 0; i < ADDRESSES; i++)
      assert (scm_is_eq (hosts[number][i], hosts[0][i]));
}

/* Cells, protections and roots, with somebody who looks at all of them.  */

static SCM protected;

static void *
make_cells (void *data)
{
  SCM roots[2] = { SCM_EOL, SCM_EOL };
  pthread_barrier_wait (&together);
  for (int i = 0; i < ROUNDS; i++)
    {
      scm_gc_protect_object (protected);
      scm_gc_register_roots (roots, 2);
      roots[0] = scm_cons (scm_from_uint64 (UINT64_MAX - i), roots[0]);
      roots[1] = scm_reverse (scm_list_2 (INT (i), roots[0]));
      void *block = scm_gc_malloc (16, "threads_together");
      SCM port = scm_socket (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      assert (scm_is_eq (scm_cadr (roots[1]), INT (i)));
      scm_close_port (port);
      scm_gc_free (block, 16, "threads_together");
      scm_gc_unregister_roots (roots, 2);
      scm_gc_unprotect_object (protected);
      if (i % 64 == 0)
        assert (stats_now ().live_handles > 0);
    }
  return data;
}

/* Threads' records, while others make and leave theirs.  */

/* A value that only a thread's end hands over is no one's for a moment.  */
static void *
live_briefly (void *data)
{
  SCM pair = scm_cons (scm_number_to_string (INT (5), NONE), data);
  return scm_is_null (scm_cdr (pair)) ? data : NULL;
}

static void *
start_threads (void *data)
{
  pthread_barrier_wait (&together);
  for (int i = 0; i < ROUNDS / 10; i++)
    {
      pthread_t thread;
      void *end;
      assert (!pthread_create (&thread, NULL, live_briefly, SCM_EOL));
      assert (!pthread_join (thread, &end));
      assert (scm_is_null (end));
    }
  return data;
}

int
main (void)
{
  alarm (110);
  lines ();
  run (close_it);
  assert (closers == 1);
  names ();
  address_objects ();
  protected = scm_cons (SCM_EOL, SCM_EOL);
  run (make_cells);
  run (start_threads);
  printf ("%d threads: %d lines, %d names, %d addresses, %d rounds of cells,"
          " %d threads more\n",
          THREADS, LINES * THREADS / 2, NAMES, ADDRESSES, ROUNDS * THREADS,
          ROUNDS / 10 * THREADS);
  return 0;
}
