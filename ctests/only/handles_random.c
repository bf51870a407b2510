/* A million random words do no harm: every predicate and accessor takes them
   for what they are, or raises.  */

#include "handles.h"

#include <netdb.h>
#include <sys/socket.h>

enum
{
  WORDS = 1 << 20,
  CHILDREN = 16
};

static uint64_t
next_random (uint64_t *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return *state ^ *state >> 32;
}

/* Words of several shapes: any, immediates, handles, and real handles with one
   bit wrong.  */
static uintptr_t
random_word (uint64_t *state, const SCM *handles, int count)
{
  uint64_t w = next_random (state), how = next_random (state);
  uintptr_t handle = word (handles[how / 8 % count]);
  switch (how % 4)
    {
    case 0:
      return w;
    case 1:
      return w % 4096;
    case 2:
      return handle >> TAG_SHIFT << TAG_SHIFT | w % (1 << 16) << INDEX_SHIFT;
    default:
      return handle ^ (uintptr_t) 1 << w % 64;
    }
}

GIVES (set_buffer, scm_setvbuf (x, x, x))
GIVES (wait_for, scm_select (x, x, x, INT (0), x))
GIVES (look_up, scm_getaddrinfo (x, x, INT (AI_NUMERICHOST), x, x, x))

struct reading
{
  SCM (*accessor) (SCM);
  SCM word;
};

static SCM
read_one (void *data)
{
  const struct reading *r = data;
  return r->accessor (r->word);
}

/* Reads random words with all predicates, and with all accessors in turn.
   Nothing is freed yet, so that a child does only a part of it.  */
static void
read_random (void *data)
{
  static SCM (*const accessors[]) (SCM) = {
    scm_car,
    scm_cdr,
    scm_caar,
    scm_cadddr,
    scm_length,
    scm_reverse,
    scm_vector,
    scm_vector_length,
    scm_vector_to_list,
    c_vector_ref,
    scm_bytevector_length,
    scm_bytevector_to_u8_list,
    c_bytevector_ref,
    bytevector_contents,
    to_int8,
    to_uint64,
    to_bool,
    to_pointer,
    to_utf8_string,
    c_string_length,
    scm_string_to_symbol,
    scm_symbol_to_string,
    scm_variable_ref,
    scm_strerror,
    scm_fileno,
    scm_port_closed_p,
    scm_port_mode,
    scm_port_revealed,
    scm_isatty_p,
    scm_char_ready_p,
    scm_drain_input,
    scm_force_output,
    scm_gai_strerror,
    flush,
    set_buffer,
    wait_for,
    look_up,
    scm_getsockname,
    to_sockaddr,
  };
  uint64_t state = *(int *) data;
  SCM handles[] = {
    scm_list_2 (INT (1), INT (2)),
    scm_from_uint64 (UINT64_MAX),
    scm_from_utf8_string ("text"),
    scm_from_utf8_symbol ("symbol"),
    scm_c_make_vector (3, INT (0)),
    scm_c_make_bytevector (3),
    scm_from_pointer (&state, NULL),
    scm_current_output_port (),
    scm_c_lookup ("AF_INET"),
    scm_make_socket_address (INT (AF_INET), INT (1), scm_list_1 (INT (1))),
  };
  for (int i = 0; i < WORDS / CHILDREN; i++)
    {
      SCM w = value (random_word (&state, handles, LENGTH (handles)));
      struct reading r = { accessors[i % LENGTH (accessors)], w };
      /* Others may be long lists of what was refused.  */
      if (!predicates (w))
        scm_object_to_string (w, NONE);
      outcome (read_one, &r);
    }
}

static void *
run (void *data)
{
  for (int i = 0; i < CHILDREN; i++)
    in_child ("random words", read_random, &i);
  return data;
}

int
main (void)
{
  alarm (110);
  return !scm_with_guile (run, "");
}
