/* Memory for C, and values that are kept in use.  */

#include "check.h"

#include <sys/mman.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

static void *
gc_malloc (size_t size)
{
  return scm_gc_malloc (size, "what");
}

static void *
gc_malloc_pointerless (size_t size)
{
  return scm_gc_malloc_pointerless (size, "what");
}

static void *
gc_calloc (size_t size)
{
  return scm_gc_calloc (size, "what");
}

static void *
gc_malloc_for_nothing (size_t size)
{
  return scm_gc_malloc (size, NULL);
}

static void *
resized_nothing (size_t size)
{
  return scm_realloc (NULL, size);
}

static void *
gc_resized_nothing (size_t size)
{
  return scm_gc_realloc (NULL, 0, size, "what");
}

static const struct
{
  const char *name;
  void *(*call) (size_t);
  int ours;   /* To be given to free.  */
  int zeroed; /* Begins as zeros.  */
} allocators[] = {
  { "scm_malloc", scm_malloc, 1, 0 },
  { "scm_calloc", scm_calloc, 1, 1 },
  { "scm_realloc of NULL", resized_nothing, 1, 0 },
  { "scm_gc_malloc", gc_malloc, 0, 1 },
  { "scm_gc_malloc for nothing", gc_malloc_for_nothing, 0, 1 },
  { "scm_gc_malloc_pointerless", gc_malloc_pointerless, 0, 0 },
  { "scm_gc_calloc", gc_calloc, 0, 1 },
  { "scm_gc_realloc of NULL", gc_resized_nothing, 0, 0 },
};

static const size_t sizes[] = { 0,   1,   2,    7,    8,    15,     16,     17,
                                255, 256, 4095, 4096, 4097, 100000, 3000000 };

/* Whether the SIZE bytes at P are all BYTE.  */
static int
filled (const char *p, size_t size, int byte)
{
  for (size_t i = 0; i < size; i++)
    if ((unsigned char) p[i] != byte)
      return 0;
  return 1;
}

/* Memory of all sizes: aligned, zeroed where it should be, and to be written
   to in full.  Memory that was used and freed is what may not be zeroed.  */
static void
allocating (void)
{
  for (size_t i = 0; i < COUNT (allocators); i++)
    for (size_t j = 0; j < COUNT (sizes); j++)
      {
        int null = 0, aligned = 1, zeroed = 1, kept = 1;
        for (int round = 0; round < 4; round++)
          {
            char *p = allocators[i].call (sizes[j]);
            null += !p;
            aligned &= !((uintptr_t) p % 16);
            zeroed &= !allocators[i].zeroed || filled (p, sizes[j], 0);
            memset (p, 0xa5, sizes[j]);
            kept &= filled (p, sizes[j], 0xa5);
            if (allocators[i].ours)
              free (p);
            else
              scm_gc_free (p, sizes[j], "what");
          }
        printf ("%s %zu => null %d aligned %d zeroed %d kept %d\n",
                allocators[i].name, sizes[j], null, aligned, zeroed, kept);
      }
}

/* From every size to every other one.  */
static void
resizing (void)
{
  for (size_t i = 0; i < COUNT (sizes); i++)
    for (size_t j = 0; j < COUNT (sizes); j++)
      {
        size_t from = sizes[i], to = sizes[j], less = from < to ? from : to;
        char *p = scm_malloc (from), *q = scm_gc_malloc (from, "what");
        memset (p, 0x5a, from);
        memset (q, 0x5a, from);
        p = scm_realloc (p, to);
        q = scm_gc_realloc (q, from, to, "what");
        int kept = !p || filled (p, less, 0x5a);
        int gc_kept = filled (q, less, 0x5a);
        if (p)
          memset (p, 1, to);
        memset (q, 1, to);
        printf ("%zu to %zu => null %d kept %d, null %d kept %d\n", from, to,
                !p, kept, !q, gc_kept);
        free (p);
        scm_gc_free (q, to, "what");
      }
}

/* What C's own allocator gives and takes is the same.  */
static void
mixing (void)
{
  char *p = scm_realloc (malloc (10), 20);
  p = realloc (p, 1000);
  free (p);
  free (realloc (scm_malloc (10), 20));
  free (realloc (scm_calloc (10), 20));
  free (scm_realloc (strdup ("text"), 100));
  scm_gc_free (NULL, 0, "what");
  scm_gc_free (NULL, 10, NULL);
  puts ("mixed");
}

/* Strings.  They stand at the end of a page that no other page follows, so
   that reading too far does not pass unnoticed.  */

static char *page_end;

static void
make_page_end (void)
{
  long page = sysconf (_SC_PAGESIZE);
  char *pages = mmap (NULL, 2 * page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect (pages + page, page, PROT_NONE))
    check_die ("mmap");
  page_end = pages + page;
}

static void
say_copies (const char *name, size_t n, const char *copy, const char *gc_copy)
{
  printf ("%s %zu => ", name, n);
  for (size_t i = 0; i <= n; i++)
    printf ("%02x", (unsigned char) copy[i]);
  printf (", the same for gc %d\n", !memcmp (copy, gc_copy, n + 1));
}

/* scm_strndup copies as many bytes as it is told, with what zeros there are
   among them.  */
static void
copying (void)
{
  static const struct
  {
    const char *text;
    size_t length;
  } texts[] = { { "", 0 },
                { "a", 1 },
                { "text", 4 },
                { "with\0nul", 8 },
                { "\303\244\n\377", 4 },
                { "\0\0\0", 3 },
                { "16 bytes in all.", 16 } };
  make_page_end ();
  for (size_t i = 0; i < COUNT (texts); i++)
    {
      size_t length = texts[i].length;
      char *text = page_end - length - 1, *copy, *gc_copy;
      memcpy (text, texts[i].text, length + 1);
      copy = scm_strdup (text);
      gc_copy = scm_gc_strdup (text, "what");
      say_copies ("scm_strdup", strlen (text), copy, gc_copy);
      check_say_long ("itself", copy == text || gc_copy == text);
      free (copy);
      scm_gc_free (gc_copy, length + 1, "what");
      text = memmove (page_end - length, text, length);
      for (size_t n = 0; n <= length; n++)
        {
          copy = scm_strndup (text, n);
          gc_copy = scm_gc_strndup (text, n, i % 2 ? "what" : NULL);
          say_copies ("scm_strndup", n, copy, gc_copy);
          free (copy);
          scm_gc_free (gc_copy, n + 1, "what");
        }
    }
  check_say_text ("no bytes of NULL", scm_strndup (NULL, 0));
  check_say_text ("no bytes of NULL", scm_gc_strndup (NULL, 0, "what"));
  check_say_text ("for nothing", scm_gc_strdup ("text", NULL));
}

/* Values stay what they are in memory that is looked through, under
   protection, in registered variables, and for ever.  */

static SCM one, several[5], *none;

static SCM
fresh (int i)
{
  return scm_list_2 (scm_from_int (i), check_string ("value"));
}

/* Makes what would take the place of values that are gone.  */
static void
litter (void)
{
  for (int i = 0; i < 20000; i++)
    scm_cons (check_string ("litter"), scm_c_make_vector (10, SCM_BOOL_F));
}

static void
keeping (void)
{
  SCM *block = scm_gc_malloc (100 * sizeof (SCM), "values");
  SCM *grown = scm_gc_realloc (NULL, 0, sizeof (SCM), "values");
  for (int i = 0; i < 100; i++)
    {
      block[i] = fresh (i);
      grown = scm_gc_realloc (grown, i * sizeof (SCM), (i + 1) * sizeof (SCM),
                              "values");
      grown[i] = fresh (1000 + i);
    }
  scm_gc_register_root (&one);
  one = fresh (1);
  scm_gc_register_roots (several, COUNT (several));
  for (size_t i = 0; i < COUNT (several); i++)
    several[i] = scm_permanent_object (fresh (i));
  /* Hidden from everything but the protection.  */
  uintptr_t hidden = ~(uintptr_t) scm_gc_protect_object (fresh (3));
  litter ();
  for (int i = 0; i < 100; i += 33)
    {
      check_say ("block", block[i]);
      check_say ("grown", grown[i]);
    }
  check_say ("root", one);
  check_say ("roots", several[4]);
  check_say ("protected", (SCM) ~hidden);
  scm_gc_unprotect_object ((SCM) ~hidden);
  scm_gc_unregister_root (&one);
  scm_gc_unregister_roots (several, COUNT (several));
}

/* Every kind of value, immediate or not, protected several times.  */
static void
protecting (void)
{
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      int same = 0;
      for (int j = 0; j < 5; j++)
        same += scm_is_eq (scm_gc_protect_object (sample), sample);
      for (int j = 0; j < 5; j++)
        same += scm_is_eq (scm_gc_unprotect_object (sample), sample);
      same += scm_is_eq (scm_permanent_object (sample), sample);
      same += scm_is_eq (scm_permanent_object (sample), sample);
      check_say_long ("the same", same);
    }
  check_say ("undefined", scm_gc_protect_object (SCM_UNDEFINED));
  check_say ("undefined", scm_gc_unprotect_object (SCM_UNDEFINED));
}

/* Roots registered twice, in parts, not at all.  */
static void
registering (void)
{
  scm_gc_unregister_root (&one);
  scm_gc_unregister_roots (several, COUNT (several));
  scm_gc_register_root (&one);
  scm_gc_register_root (&one);
  for (int i = 0; i < 3; i++)
    scm_gc_unregister_root (&one);
  scm_gc_register_roots (several, COUNT (several));
  scm_gc_register_roots (several + 1, 2);
  scm_gc_unregister_roots (several, 2);
  scm_gc_unregister_root (several + 4);
  scm_gc_unregister_roots (several, COUNT (several));
  scm_gc_register_roots (several, 0);
  scm_gc_unregister_roots (several, 0);
  scm_gc_register_roots (none, 0);
  scm_gc_unregister_roots (none, 0);
  puts ("registered");
}

static void
remembering (void)
{
  SCM a = fresh (1), b = fresh (2);
  scm_remember_upto_here_1 (a);
  scm_remember_upto_here_2 (a, b);
  scm_remember_upto_here (a);
  scm_remember_upto_here (a, b, a, b, a, b, a, b);
  scm_remember_upto_here_1 (SCM_UNDEFINED);
  scm_remember_upto_here_2 (SCM_BOOL_F, scm_from_int (1));
  /* As functions too.  */
  void (*first) (SCM) = scm_remember_upto_here_1;
  void (*second) (SCM, SCM) = scm_remember_upto_here_2;
  first (a);
  second (a, b);
  (scm_remember_upto_here_1) (b);
  (scm_remember_upto_here_2) (b, a);
  check_say ("remembered", scm_list_2 (a, b));
}

/* What is made and dropped here is not looked at: only what the calls give. */
static void
collecting (void)
{
  check_say ("gc", scm_gc ());
  check_say ("disabled", scm_gc_disable ());
  check_say ("disabled", scm_gc_disable ());
  check_say ("gc", scm_gc ());
  check_say ("enabled", scm_gc_enable ());
  check_say ("enabled", scm_gc_enable ());
  SCM kept = scm_list_2 (scm_from_int (1), check_string ("kept"));
  for (int i = 0; i < 100; i++)
    scm_cons (scm_from_int (i), check_string ("dropped"));
  scm_gc ();
  check_say ("kept", kept);
  for (SCM list = scm_gc_stats (); scm_is_pair (list); list = scm_cdr (list))
    check_say (scm_is_integer (scm_cdar (list)) ? "an integer" : "not one",
               scm_caar (list));
}

void
check_chapter (void)
{
  allocating ();
  resizing ();
  mixing ();
  copying ();
  keeping ();
  protecting ();
  registering ();
  remembering ();
  collecting ();
}
