/* C++ hosts.  Exceptions pass between the library's calls and through those
   that call the program back; afterwards catches, conditions and threads work
   as before.  A raise runs no destructors of the frames that it leaves, so a
   condition becomes an exception in a handler's caller: docs/hosts.md.  */

#include "../only/only.h"

#include <memory>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace
{

enum
{
  TIMES = 20000,
  THREADS = 4
};

struct thrown
{
  int n;
};

/* A port that closes itself.  */
class port
{
  SCM value;

public:
  explicit port (SCM v) : value (v) {}
  port (const port &) = delete;
  port &operator= (const port &) = delete;
  ~port () { scm_close_port (value); }
  SCM
  get () const
  {
    return value;
  }
};

SCM
raise_car (void *)
{
  return scm_car (SCM_BOOL_F);
}

SCM
keep (void *, SCM key, SCM args)
{
  return scm_cons (key, args);
}

/* A condition as an exception: the usual way for C++.  */
SCM
checked (scm_t_catch_body body, void *data)
{
  SCM raised = SCM_BOOL_F;
  SCM result = scm_internal_catch (
      SCM_BOOL_T, body, data,
      [] (void *kept, SCM key, SCM args) {
        *static_cast<SCM *> (kept) = scm_cons (key, args);
        return SCM_UNDEFINED;
      },
      &raised);
  if (result != SCM_UNDEFINED)
    return result;
  std::unique_ptr<char, void (*) (void *)> text (
      scm_to_utf8_string (scm_object_to_string (raised, SCM_UNDEFINED)), free);
  throw std::runtime_error (text.get ());
}

void
conditions_as_exceptions ()
{
  for (int i = 0; i < TIMES / 10; i++)
    {
      SCM pair = scm_socketpair (INT (AF_UNIX), INT (SOCK_STREAM), INT (0));
      port one (scm_car (pair)), other (scm_cdr (pair));
      try
        {
          port third (scm_socket (INT (AF_INET), INT (SOCK_STREAM), INT (0)));
          checked (raise_car, nullptr);
          abort ();
        }
      catch (const std::runtime_error &e)
        {
          assert (!std::string (e.what ()).find ("(wrong-type-arg"));
        }
    }
}

SCM
throw_it (void *data)
{
  std::vector<std::string> owned (3, std::string (100, 'x'));
  throw thrown{ *static_cast<int *> (data) };
}

void *
throw_it_too (void *data)
{
  return throw_it (data);
}

/* Raises far down, where dead frames have been.  */
SCM
deep_raise (int depth)
{
  volatile char room[200];
  room[0] = char (depth);
  return depth ? deep_raise (depth - 1)
               : scm_car (room[0] ? SCM_EOL : SCM_BOOL_F);
}

SCM
raise_deep (void *data)
{
  return deep_raise (*static_cast<int *> (data) % 50);
}

void
throw_through (int how, int n)
{
  switch (how)
    {
    case 0:
      scm_internal_catch (SCM_BOOL_T, throw_it, &n, keep, nullptr);
      break;
    case 1:
      scm_c_catch (SCM_BOOL_T, throw_it, &n, keep, nullptr, nullptr, nullptr);
      break;
    case 2:
      scm_with_guile (throw_it_too, &n);
      break;
    case 3:
      scm_c_with_throw_handler (SCM_BOOL_T, throw_it, &n, keep, nullptr, 0);
      break;
    case 4:
      /* From a handler.  */
      scm_internal_catch (
          SCM_BOOL_T, raise_car, &n,
          [] (void *data, SCM, SCM) { return throw_it (data); }, &n);
      break;
    case 5:
      /* From a handler before the unwinding.  */
      scm_c_catch (
          SCM_BOOL_T, raise_car, &n, keep, nullptr,
          [] (void *data, SCM, SCM) { return throw_it (data); }, &n);
      break;
    case 6:
      scm_without_guile (throw_it_too, &n);
      break;
    }
}

/* What is thrown through a call of the library's is caught, and the next
   raise ends at the catch that is there.  */
SCM
exceptions_through (void *)
{
  for (int i = 0; i < TIMES; i++)
    {
      int caught = -1;
      try
        {
          throw_through (i % 7, i);
        }
      catch (const thrown &t)
        {
          caught = t.n;
        }
      assert (caught == i);
      SCM raised = outcome (i % 2 ? raise_car : raise_deep, &i);
      assert (scm_is_eq (scm_car (raised),
                         scm_from_utf8_symbol ("wrong-type-arg")));
    }
  return SCM_BOOL_T;
}

void *
in_thread (void *)
{
  assert (scm_is_true (outcome (exceptions_through, nullptr)));
  conditions_as_exceptions ();
  /* The last thing that the thread did with the library.  */
  try
    {
      throw_through (0, 1);
    }
  catch (const thrown &)
    {
    }
  pthread_exit (nullptr);
}

}

int
main ()
{
  pthread_t threads[THREADS];
  alarm (110);
  for (auto &t : threads)
    assert (!pthread_create (&t, nullptr, in_thread, nullptr));
  for (auto &t : threads)
    pthread_join (t, nullptr);
  assert (scm_is_true (outcome (exceptions_through, nullptr)));
  conditions_as_exceptions ();
  printf ("exceptions through the library: %d, conditions as exceptions: %d\n",
          TIMES * (THREADS + 1), TIMES / 10 * (THREADS + 1));
}
