#include "select.h"
#include "buffer.h"
#include "cleanup.h"
#include "clock.h"
#include "collector.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/select.h>
#include <stdlib.h>
#include <sys/select.h>

enum
{
  READS,
  WRITES,
  SETS = 3,
  /* After this time descriptors that were left out are looked at again.  */
  LEFT_OUT_FOR = SECOND / 10,
  /* Sets up to this size need no memory.  */
  FEW = 32
};

/* What poll is asked for each set, and which of its answers are to the point,
   as select (2) has it.  */
static const struct
{
  short asked, answer;
} conditions[SETS] = {
  { POLLIN | POLLRDNORM | POLLRDBAND,
    POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR },
  { POLLOUT | POLLWRNORM | POLLWRBAND,
    POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR },
  { POLLPRI, POLLPRI },
};

static struct element *
elements_of (struct awaited *a)
{
  return (struct element *) (a + 1);
}

static struct pollfd *
polled_of (struct awaited *a)
{
  return (struct pollfd *) (elements_of (a) + a->elements);
}

static bool
is_buffered (const struct element *e)
{
  struct cell *port = e->set <= WRITES ? cell_if (e->object, KIND_PORT) : NULL;
  if (!port)
    return false;
  return e->set == READS
             ? port_buffered_input (port) > 0
             : cell_flags (port) & PORT_OUTPUT && port_has_room (port);
}

/* Asks the buffers, and enters what to ask each descriptor.  Tells whether a
   buffer was ready.  */
static bool
ask_buffers (struct awaited *a)
{
  struct element *e = elements_of (a), *end = e + a->elements;
  struct pollfd *polled = polled_of (a);
  bool any = false;
  for (; e < end; e++)
    {
      e->buffered = is_buffered (e);
      any |= e->buffered;
      if (!e->buffered)
        polled[e->at].events |= conditions[e->set].asked;
    }
  for (uint64_t i = 0; i < a->polled; i++)
    if (!polled[i].events)
      polled[i].fd = -1;
  return any;
}

/* Whether P answers something to the point.  */
static bool
answer (const struct pollfd *p)
{
  short wanted = 0;
  for (int set = 0; set < SETS; set++)
    if (p->events & conditions[set].asked)
      wanted |= conditions[set].answer;
  return (p->revents & wanted) != 0;
}

/* Leaves out descriptors that answer nothing to the point, and would at once
   do so again.  */
static void
leave_out (struct pollfd *polled, nfds_t count)
{
  for (nfds_t i = 0; i < count; i++)
    if (polled[i].revents)
      polled[i].fd = ~polled[i].fd;
}

static void
take_in (struct pollfd *polled, nfds_t count)
{
  for (nfds_t i = 0; i < count; i++)
    if (polled[i].fd < 0 && polled[i].events)
      polled[i].fd = ~polled[i].fd;
}

/* ppoll for a process that has given up the right to as many descriptors as it
   has open: select (2) does not mind.  What does not fit it stays refused.  */
static int
poll_beyond_limit (struct pollfd *polled, nfds_t count,
                   const struct timespec *timeout)
{
  fd_set asked[SETS];
  int top = 0;
  for (int set = 0; set < SETS; set++)
    FD_ZERO (&asked[set]);
  for (nfds_t i = 0; i < count; i++)
    if (polled[i].fd >= FD_SETSIZE)
      return -1;
    else if (polled[i].fd >= 0)
      {
        top = polled[i].fd >= top ? polled[i].fd + 1 : top;
        for (int set = 0; set < SETS; set++)
          if (polled[i].events & conditions[set].asked)
            FD_SET (polled[i].fd, &asked[set]);
      }
  int n = pselect (top, &asked[0], &asked[1], &asked[2], timeout, NULL);
  for (nfds_t i = 0; i < count; i++)
    for (int set = polled[i].revents = 0; n > 0 && set < SETS; set++)
      if (polled[i].fd >= 0 && FD_ISSET (polled[i].fd, &asked[set]))
        polled[i].revents |= conditions[set].asked;
  return n;
}

/* Waits until a descriptor answers, a signal is handled, or the time is over.
   Gives 0 or an errno.  */
static int
wait_for (struct pollfd *polled, nfds_t count, int64_t timeout)
{
  int64_t end
      = timeout == TIMEOUT_FOREVER ? INT64_MAX : clock_now () + timeout;
  bool some_left_out = false;
  for (;;)
    {
      int64_t left = end == INT64_MAX ? end : end - clock_now ();
      if (some_left_out && left > LEFT_OUT_FOR)
        left = LEFT_OUT_FOR;
      left = left < 0 ? 0 : left;
      struct timespec t = { left / SECOND, left % SECOND };
      const struct timespec *limit = left == INT64_MAX ? NULL : &t;
      struct thread *self = thread ();
      uint32_t struck = atomic_load (&self->struck);
      int n = COLLECTOR_OUTSIDE (self, ppoll (polled, count, limit, NULL));
      if (n < 0 && errno == EINVAL)
        n = COLLECTOR_OUTSIDE (self, poll_beyond_limit (polled, count, limit));
      if (n < 0 && errno != EINTR)
        return errno;
      if (n < 0 && atomic_load (&self->struck) != struck)
        continue;
      if (n < 0)
        {
          /* What the handler did may have made one ready.  */
          end = 0;
          continue;
        }
      bool answered = false;
      for (nfds_t i = 0; n && i < count; i++)
        if (polled[i].revents & POLLNVAL)
          return EBADF;
        else
          answered |= answer (&polled[i]);
      if (answered || (end != INT64_MAX && clock_now () >= end))
        return 0;
      if (n)
        leave_out (polled, count);
      else if (some_left_out)
        take_in (polled, count);
      some_left_out = n;
    }
}

static bool
is_ready (const struct element *e, const struct pollfd *polled)
{
  return e->buffered || polled[e->at].revents & conditions[e->set].answer;
}

/* What is ready from E to END: as libguile has it, a list in reverse order and
   a vector in order, with those that were ready by their buffers last.  */

static word
ready_list (struct thread *t, const struct element *e,
            const struct element *end, const struct pollfd *polled)
{
  word list = WORD_EOL;
  for (int buffered = 1; buffered >= 0; buffered--)
    for (const struct element *p = e; p < end; p++)
      if (p->buffered == buffered && is_ready (p, polled))
        list = heap_pair (t, p->object, list);
  return list;
}

static word
ready_vector (struct thread *t, const struct element *e,
              const struct element *end, const struct pollfd *polled)
{
  uint64_t count = 0;
  for (const struct element *p = e; p < end; p++)
    count += is_ready (p, polled);
  word vector = heap_vector (t, count, WORD_UNSPECIFIED);
  word *place = cell_of (vector)->vector.elements;
  for (int buffered = 0; buffered <= 1; buffered++)
    for (const struct element *p = e; p < end; p++)
      if (p->buffered == buffered && is_ready (p, polled))
        *place++ = p->object;
  return vector;
}

static word
ready_sets (struct awaited *a, const word *sets)
{
  struct thread *t = thread ();
  const struct element *last = elements_of (a) + a->elements, *e;
  word made = WORD_EOL;
  for (int set = SETS - 1; set >= 0; set--, last = e)
    {
      for (e = last; e > elements_of (a) && e[-1].set == set; e--)
        ;
      bool list = sets[set] == WORD_EOL || sets[set] == WORD_NIL
                  || cell_if (sets[set], KIND_PAIR);
      word ready
          = (list ? ready_list : ready_vector) (t, e, last, polled_of (a));
      made = heap_pair (t, ready, made);
    }
  return made;
}

static word
wait_and_tell (struct call *c, int64_t timeout)
{
  struct awaited *a = c->memory;
  if (ask_buffers (a))
    timeout = 0;
  if (timeout == TIMEOUT_REFUSED)
    DOOR (core_timeout, scm_of (c->arg[3]), scm_of (c->arg[4]));
  int error = wait_for (polled_of (a), a->polled, timeout);
  if (error)
    raise_system_error (entry_subrs[ENTRY_scm_select], error);
  return ready_sets (a, c->arg);
}

SCM
scm_select (SCM reads, SCM writes, SCM excepts, SCM secs, SCM usecs)
{
  struct
  {
    struct awaited awaited;
    struct element elements[FEW];
    struct pollfd polled[FEW];
  } room;
  struct call c
      = { .entry = ENTRY_scm_select,
          .arg = { word_of (reads), word_of (writes), word_of (excepts),
                   word_of (secs), word_of (usecs) },
          .memory = &room,
          .size = sizeof room };
  int64_t timeout = door_call (&c);
  /* Frees the core's block also where a condition, or a signal's handler,
     leaves by longjmp.  */
  struct _pthread_cleanup_buffer on_leaving;
  _pthread_cleanup_push (&on_leaving, free,
                         c.memory == &room ? NULL : c.memory);
  word ready = wait_and_tell (&c, timeout);
  _pthread_cleanup_pop (&on_leaving, true);
  return scm_of (ready);
}
