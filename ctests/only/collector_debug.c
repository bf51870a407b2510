/* GUILENET_DEBUG: what it prints to standard error, to the byte, and what it
   does.  The program runs itself anew with the variable set, for that is read
   when the library is loaded.  */

#define _GNU_SOURCE
#include "collector.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

/* Poison: the program's own free looks at what dies.  Sizes that nothing else
   has.  */

enum
{
  BYTES = 5000,
  CHARACTERS = 6000,
  ELEMENTS = 900,
  KINDS = 3,
  EACH = 20,
  POISON = 0xdb,
  /* A block is less than that larger than what was asked for.  */
  ROUNDED = 100
};

static const size_t sizes[KINDS]
    = { BYTES, CHARACTERS, ELEMENTS * sizeof (SCM) };
static atomic_bool watching;
static atomic_int poisoned[KINDS], clean[KINDS];

extern void __libc_free (void *memory);

static void
watch (const unsigned char *memory, size_t usable)
{
  for (int kind = 0; kind < KINDS; kind++)
    if (usable >= sizes[kind] && usable < sizes[kind] + ROUNDED)
      {
        size_t i = 0;
        while (i < sizes[kind] && memory[i] == POISON)
          i++;
        ++*(i == sizes[kind] ? &poisoned[kind] : &clean[kind]);
      }
}

void
free (void *memory)
{
  if (memory && watching)
    watch (memory, malloc_usable_size (memory));
  __libc_free (memory);
}

static __attribute__ ((noinline)) void
drop_payloads (void)
{
  char text[CHARACTERS];
  memset (text, 'x', sizeof text);
  for (int i = 0; i < EACH; i++)
    {
      scm_make_bytevector (INT (BYTES), INT (i));
      scm_from_utf8_stringn (text, sizeof text);
      scm_c_make_vector (ELEMENTS, INT (i));
    }
}

static void
poison (void)
{
  watching = true;
  drop_payloads ();
  collect (2);
  watching = false;
  for (int kind = 0; kind < KINDS; kind++)
    if (poisoned[kind] < EACH - 1 || clean[kind] > 1)
      {
        printf ("size %zu: %d poisoned, %d not\n", sizes[kind], poisoned[kind],
                clean[kind]);
        exit (1);
      }
}

/* Without the variable the payloads are just freed.  */
static void
no_poison (void)
{
  watching = true;
  drop_payloads ();
  collect (2);
  watching = false;
  assert (!poisoned[0] && !poisoned[1] && !poisoned[2] && clean[0] > 1);
}

/* What is still live, by those that made it.  */

static void
hold (void)
{
  guilenet_foreign (1);
  SCM pair = scm_cons (INT (1), INT (2));
  scm_cons (pair, pair);
  SCM text = scm_from_utf8_string ("text"), list = scm_list_1 (text);
  /* One reference more is not one handle more.  */
  guilenet_retain (text);
  scm_car (list);
  guilenet_release (list);
  guilenet_foreign (0);
  scm_gc_protect_object (scm_c_make_bytevector (3));
  scm_gc_protect_object (scm_from_uint64 (UINT64_MAX));
  scm_cons (INT (3), INT (4));
}

static void
hold_error (void)
{
  SCM (*volatile throw) (SCM, SCM) = (SCM (*) (SCM, SCM)) scm_throw;
  guilenet_foreign (1);
  SCM key = scm_from_utf8_symbol ("debug");
  throw (key, SCM_EOL);
  guilenet_release (key);
  guilenet_last_error ();
}

static void
give_all_back (void)
{
  guilenet_foreign (1);
  SCM pair = scm_cons (INT (1), INT (2)), text = scm_from_utf8_string ("text");
  SCM list = scm_list_2 (pair, text), first = scm_car (list);
  SCM ports = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  SCM port = scm_car (ports);
  scm_close_port (port);
  guilenet_release (port);
  guilenet_release (ports);
  guilenet_release (first);
  guilenet_release (list);
  guilenet_release (text);
  guilenet_release (pair);
  guilenet_foreign (0);
  scm_gc_protect_object (pair = numbered (5));
  scm_gc_unprotect_object (pair);
}

/* What under Guile's contract is in use at the end is nobody's.  */
static SCM in_use;

static void
use (void)
{
  in_use = scm_list_2 (numbered (1), scm_from_utf8_string ("in use"));
}

/* Stress: results as ever, with very many cycles.  */

enum
{
  CALLS = 2000,
  CYCLES = 500
};

static void *
compute (void *data)
{
  SCM list = SCM_EOL;
  for (int i = 0; i < CALLS / 10; i++)
    {
      SCM text = scm_number_to_string (INT (i), NONE);
      list
          = scm_cons (scm_cons (text, scm_from_uint64 (UINT64_MAX - i)), list);
      SCM bytes = numbered (i);
      assert (is_numbered (bytes, i));
    }
  for (int i = CALLS / 10; i-- > 0; list = scm_cdr (list))
    {
      char *digits = scm_to_utf8_string (scm_caar (list));
      assert (atoi (digits) == i);
      assert (scm_to_uint64 (scm_cdar (list)) == UINT64_MAX - i);
      free (digits);
    }
  assert (scm_is_null (list));
  return data;
}

static void
stress (void)
{
  pthread_t thread;
  scm_init_guile ();
  uint64_t before = stats_now ().collections;
  compute (NULL);
  assert (stats_now ().collections >= before + CYCLES);
  assert (!pthread_create (&thread, NULL, compute, NULL));
  compute (NULL);
  assert (!pthread_join (thread, NULL));
  SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
  SCM sent = numbered (4), got = scm_c_make_bytevector (64);
  scm_send (scm_car (pair), sent, NONE);
  scm_recv (scm_cdr (pair), got, NONE);
  assert (is_numbered (got, 4));
}

static void
no_stress (void)
{
  uint64_t before = stats_now ().collections;
  compute (NULL);
  assert (stats_now ().collections <= before + 1);
}

static void
both (void)
{
  stress ();
  poison ();
  hold ();
}

/* Children of a process that is debugged are, too.  */
static void
stress_child (void *data)
{
  (void) data;
  stress ();
}

static void
forked (void)
{
  in_child ("stress", stress_child, NULL);
}

#define HELD                                                                  \
  "libguilenet: still live: 2 made by scm_cons\n"                             \
  "libguilenet: still live: 1 made by scm_from_utf8_string\n"                 \
  "libguilenet: still live: 1 made by scm_c_make_bytevector\n"                \
  "libguilenet: still live: 1 made by scm_from_uint64\n"
#define WHAT(word)                                                            \
  "libguilenet: GUILENET_DEBUG: what is \"" word                              \
  "\"? There is handles and stress\n"

static const struct program
{
  const char *name;
  void (*body) (void);
  /* Of the environment, NULL: not there; and what is printed, in any order of
     lines.  */
  const char *word, *expected;
} programs[] = {
  { "hold", hold, "handles", HELD },
  { "hold, without", hold, NULL, "" },
  { "hold, stress", hold, "stress", "" },
  { "error", hold_error, "handles",
    "libguilenet: still live: 1 made by guilenet_last_error\n" },
  { "give back", give_all_back, "handles", "" },
  { "use", use, "handles", "" },
  { "poison", poison, "handles", "" },
  { "no poison", no_poison, NULL, "" },
  { "unknown", no_poison, "handle", WHAT ("handle") },
  { "unknown, longer", use, "handles2", WHAT ("handles2") },
  { "unknown, two", use, "stres,x", WHAT ("stres") WHAT ("x") },
  { "unknown and known", hold, "what,handles", WHAT ("what") HELD },
  { "empty", no_poison, "", "" },
  { "stress", stress, "stress", "" },
  { "stress, forked", forked, "stress", "" },
  { "no stress", no_stress, NULL, "" },
  { "no stress, handles", no_stress, "handles", "" },
  { "both", both, "handles,stress", HELD },
  { "both, turned round", both, "stress,handles", HELD },
};

static size_t
lines (const char *text)
{
  size_t lines = 0;
  for (; *text; text++)
    lines += *text == '\n';
  return lines;
}

static bool
has_same_lines (const char *got, const char *expected)
{
  if (lines (got) != lines (expected) || strlen (got) != strlen (expected))
    return false;
  for (const char *line = expected; *line; line = strchr (line, '\n') + 1)
    {
      size_t length = strchr (line, '\n') - line + 1;
      const char *at = memmem (got, strlen (got), line, length);
      if (!at || (at > got && at[-1] != '\n'))
        return false;
    }
  return true;
}

static void
become (const struct program *p, int errors)
{
  dup2 (errors, STDERR_FILENO);
  if (p->word)
    setenv ("GUILENET_DEBUG", p->word, 1);
  else
    unsetenv ("GUILENET_DEBUG");
  execl ("/proc/self/exe", "collector_debug", p->name, NULL);
  _exit (127);
}

static bool
run (const struct program *p)
{
  char got[4096] = "";
  size_t size = 0;
  int errors[2], status;
  assert (!pipe (errors));
  pid_t child = fork ();
  if (!child)
    become (p, errors[1]);
  close (errors[1]);
  for (ssize_t n; size < sizeof got - 1; size += n)
    if ((n = read (errors[0], got + size, sizeof got - 1 - size)) <= 0)
      break;
  close (errors[0]);
  assert (waitpid (child, &status, 0) == child);
  if (!status && has_same_lines (got, p->expected))
    return true;
  fprintf (stderr, "%s: wait status %x, printed:\n%s", p->name, status, got);
  return false;
}

int
main (int argc, char **argv)
{
  int failed = 0;
  alarm (60);
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
    if (argc < 2)
      failed += !run (&programs[i]);
    else if (!strcmp (argv[1], programs[i].name))
      {
        scm_init_guile ();
        programs[i].body ();
      }
  return failed > 0;
}
