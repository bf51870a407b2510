/* libguile and libguilenet in one process.  Both have the same functions, so
   the same work is done by each, reached through its own handle.  */

#ifndef COMPANY_H
#define COMPANY_H

#define _GNU_SOURCE
#include "../only/only.h"

#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

#define COMPANY_NAMES(X)                                                      \
  X (scm_with_guile)                                                          \
  X (scm_internal_catch)                                                      \
  X (scm_from_int32)                                                          \
  X (scm_to_int32)                                                            \
  X (scm_from_uint64)                                                         \
  X (scm_to_uint64)                                                           \
  X (scm_number_to_string)                                                    \
  X (scm_string_to_number)                                                    \
  X (scm_from_utf8_string)                                                    \
  X (scm_to_utf8_string)                                                      \
  X (scm_object_to_string)                                                    \
  X (scm_cons)                                                                \
  X (scm_car)                                                                 \
  X (scm_cdr)                                                                 \
  X (scm_list_1)                                                              \
  X (scm_vector_ref)                                                          \
  X (scm_c_make_bytevector)                                                   \
  X (scm_bytevector_u8_ref)                                                   \
  X (scm_bytevector_u8_set_x)                                                 \
  X (scm_socket)                                                              \
  X (scm_bind)                                                                \
  X (scm_listen)                                                              \
  X (scm_getsockname)                                                         \
  X (scm_connect)                                                             \
  X (scm_accept)                                                              \
  X (scm_send)                                                                \
  X (scm_recv)                                                                \
  X (scm_display)                                                             \
  X (scm_force_output)                                                        \
  X (scm_get_u8)                                                              \
  X (scm_close_port)

/* A library.  */
struct api
{
  const char *name;
#define COMPANY_POINTER(name) __typeof__ (name) *name;
  COMPANY_NAMES (COMPANY_POINTER)
};

/* NAME in HANDLE, which must be FILE's own.  */
static inline void *
own (void *handle, const char *file, const char *name)
{
  Dl_info info;
  void *found = dlsym (handle, name);
  if (!found || !dladdr (found, &info) || !strstr (info.dli_fname, file))
    {
      fprintf (stderr, "%s is not %s's own\n", name, file);
      exit (1);
    }
  return found;
}

static inline struct api
api_of (void *handle, const char *file)
{
  struct api a = { .name = file };
#define COMPANY_FIND(function)                                                \
  {                                                                           \
    void *found = own (handle, file, #function);                              \
    memcpy (&a.function, &found, sizeof found);                               \
  }
  COMPANY_NAMES (COMPANY_FIND)
  return a;
}

/* Fails unless OBJECT prints as EXPECTED.  */
static inline void
prints (const struct api *a, SCM object, const char *expected)
{
  char *text = a->scm_to_utf8_string (a->scm_object_to_string (object, NONE));
  if (strcmp (text, expected))
    {
      fprintf (stderr, "%s: %s, not %s\n", a->name, text, expected);
      exit (1);
    }
  free (text);
}

static inline SCM
new_socket (const struct api *a)
{
  return a->scm_socket (a->scm_from_int32 (AF_INET),
                        a->scm_from_int32 (SOCK_STREAM),
                        a->scm_from_int32 (0));
}

/* A connection over TCP, bytes and text both ways, and its end.  */
static inline void
exchange (const struct api *a, int n)
{
  SCM family = a->scm_from_int32 (AF_INET), zero = a->scm_from_int32 (0);
  SCM local = a->scm_from_uint64 (INADDR_LOOPBACK);
  SCM server = new_socket (a), client = new_socket (a);
  a->scm_bind (server, family, local, a->scm_list_1 (zero));
  a->scm_listen (server, a->scm_from_int32 (1));
  SCM port
      = a->scm_vector_ref (a->scm_getsockname (server), a->scm_from_int32 (2));
  a->scm_connect (client, family, local, a->scm_list_1 (port));
  SCM peer = a->scm_car (a->scm_accept (server));
  SCM sent = a->scm_c_make_bytevector (4), got = a->scm_c_make_bytevector (4);
  a->scm_bytevector_u8_set_x (sent, a->scm_from_int32 (1),
                              a->scm_from_int32 (n & 255));
  a->scm_bytevector_u8_set_x (sent, zero, zero);
  assert (a->scm_to_int32 (a->scm_send (client, sent, zero)) == 4);
  assert (a->scm_to_int32 (a->scm_recv (peer, got, zero)) == 4);
  assert (
      a->scm_to_int32 (a->scm_bytevector_u8_ref (got, a->scm_from_int32 (1)))
      == (n & 255));
  a->scm_display (a->scm_from_utf8_string ("x"), peer);
  a->scm_force_output (peer);
  assert (a->scm_to_int32 (a->scm_get_u8 (client)) == 'x');
  a->scm_close_port (client);
  a->scm_close_port (peer);
  a->scm_close_port (server);
}

/* Work that crosses into the core, and makes garbage.  */
static inline void
compute (const struct api *a, uint64_t n)
{
  SCM ten = a->scm_from_int32 (10);
  n += UINT64_C (1) << 63;
  SCM text = a->scm_number_to_string (a->scm_from_uint64 (n), ten);
  assert (a->scm_to_uint64 (a->scm_string_to_number (text, ten)) == n);
}

static inline SCM
company_car (void *data)
{
  const struct api *a = data;
  return a->scm_car (SCM_BOOL_F);
}

static inline SCM
company_condition (void *data, SCM key, SCM args)
{
  const struct api *a = data;
  return a->scm_cons (key, args);
}

/* A condition raised and caught.  */
static inline void
raise_and_catch (const struct api *a)
{
  SCM raised = a->scm_internal_catch (SCM_BOOL_T, company_car, (void *) a,
                                      company_condition, (void *) a);
  prints (a, raised,
          "(wrong-type-arg \"car\" \"Wrong type (expecting ~A): ~S\" "
          "(\"pair\" #f) (#f))");
}

static inline void
work (const struct api *a, int rounds)
{
  for (int i = 0; i < rounds; i++)
    {
      exchange (a, i);
      raise_and_catch (a);
      for (int j = 0; j < 100; j++)
        compute (a, j);
    }
}

#endif
