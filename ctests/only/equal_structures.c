/* scm_equal_p of structures that libguile 3.0.8 does not come back from: its
   stack overflows, or it goes round for ever.  */

#include <assert.h>
#include <guilenet.h>

enum shape
{
  LISTS,
  VECTORS,
  /* 2^DEPTH leaves in DEPTH pairs.  */
  SHARED
};

static SCM
wrap (enum shape shape, int depth, int core)
{
  SCM x = scm_from_int (core);
  while (depth-- > 0)
    x = shape == LISTS     ? scm_cons (x, SCM_EOL)
        : shape == VECTORS ? scm_c_make_vector (1, x)
                           : scm_cons (x, x);
  return x;
}

static void
deep (enum shape shape, int depth)
{
  SCM x = wrap (shape, depth, 1);
  assert (scm_is_true (scm_equal_p (x, wrap (shape, depth, 1))));
  assert (scm_is_false (scm_equal_p (x, wrap (shape, depth, 2))));
  assert (scm_is_false (scm_equal_p (x, wrap (shape, depth - 1, 1))));
}

/* A circle of COUNT elements that ends in the first one again; LAST is the
   last element, all others are 1.  */
static SCM
circle (int count, int last)
{
  SCM end = scm_cons (scm_from_int (last), SCM_EOL), x = end;
  while (--count > 0)
    x = scm_cons (scm_from_int (1), x);
  scm_set_cdr_x (end, x);
  return x;
}

/* X in its own car.  */
static SCM
own_part (int other)
{
  SCM x = scm_cons (SCM_EOL, scm_from_int (other));
  scm_set_car_x (x, x);
  return x;
}

static void *
run (void *data)
{
  (void) data;
  deep (LISTS, 1000000);
  deep (VECTORS, 1000000);
  deep (SHARED, 1000);
  assert (scm_is_true (scm_equal_p (circle (3, 1), circle (2, 1))));
  assert (scm_is_true (scm_equal_p (circle (3, 2), circle (3, 2))));
  assert (scm_is_false (scm_equal_p (circle (3, 2), circle (2, 2))));
  assert (scm_is_true (scm_equal_p (own_part (1), own_part (1))));
  assert (scm_is_false (scm_equal_p (own_part (1), own_part (2))));
  return NULL;
}

int
main (void)
{
  scm_with_guile (run, NULL);
  return 0;
}
