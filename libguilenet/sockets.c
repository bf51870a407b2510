/* The socket calls that block, and those that happen once a message.  One that
   succeeds here asks the core nothing, unless its address is a list of
   arguments; arguments that are refused pass the door, so that the core says
   why.  */

#include "address.h"
#include "arguments.h"
#include "collector.h"
#include "door.h"
#include "export.h"
#include "unwind.h"
#include <errno.h>
#include <guilenet/sockets.h>
#include <unistd.h>

#define RETRY(call)                                                           \
  ({                                                                          \
    __typeof__ (call) result_;                                                \
    do                                                                        \
      result_ = COLLECTOR_OUTSIDE (thread_self, call);                        \
    while (result_ < 0 && errno == EINTR);                                    \
    result_;                                                                  \
  })

/* CALL, which makes descriptors; once more when there was none left and ports
   that nobody has were closed.  */
#define RELIEVED(call)                                                        \
  ({                                                                          \
    int made_ = (call);                                                       \
    if (made_ < 0 && collector_relieves (thread (), errno))                   \
      made_ = (call);                                                         \
    made_;                                                                    \
  })

#define SOCKET_PORT                                                           \
  (PORT_OPEN | PORT_INPUT | PORT_OUTPUT | PORT_SOCKET | PORT_UNBUFFERED)

/* A port of the new descriptor FD, which is closed if there is no cell.  */
static word
socket_port (struct thread *t, int fd)
{
  word port = heap_port (t, fd, SOCKET_PORT);
  if (!port)
    {
      close (fd);
      raise_out_of_memory ();
    }
  return port;
}

SCM
scm_socket (SCM family, SCM style, SCM proto)
{
  int f, s, p;
  if (!int_argument (family, &f) || !int_argument (style, &s)
      || !int_argument (proto, &p))
    return DOOR (scm_socket, family, style, proto);
  int fd = RELIEVED (socket (f, s, p));
  if (fd < 0)
    FAIL (scm_socket);
  return scm_of (socket_port (thread (), fd));
}

SCM
scm_socketpair (SCM family, SCM style, SCM proto)
{
  struct thread *t = thread ();
  int f, s, p, fds[2];
  if (!int_argument (family, &f) || !int_argument (style, &s)
      || !int_argument (proto, &p))
    return DOOR (scm_socketpair, family, style, proto);
  if (RELIEVED (socketpair (f, s, p, fds)))
    FAIL (scm_socketpair);
  word first = heap_port (t, fds[0], SOCKET_PORT);
  word second = first ? heap_port (t, fds[1], SOCKET_PORT) : 0;
  if (second)
    return scm_of (heap_pair (t, first, second));
  if (first)
    cell_of (first)->flags &= ~PORT_OPEN;
  close (fds[0]);
  close (fds[1]);
  raise_out_of_memory ();
}

/* Where connect, bind and sendto are to go: an address object's own bytes, or
   what the arguments say.  Gives the length.  */
static socklen_t
destination (enum entry entry, SCM sock, SCM fam, SCM address, SCM args,
             struct address *room, const struct sockaddr **to)
{
  struct cell *c
      = word_of (address) == WORD_UNDEFINED ? kernel_address (fam) : NULL;
  bool open = open_descriptor (sock) >= 0;
  *to = &room->any;
  if (c && open)
    {
      *to = (const struct sockaddr *) sockaddr_bytes (c);
      return c->small;
    }
  if (open && inet_arguments (fam, address, args, &room->inet))
    return sizeof room->inet;
  struct call call = { .entry = entry,
                       .arg = { word_of (sock), word_of (fam),
                                word_of (address), word_of (args) },
                       .memory = &room->storage,
                       .size = sizeof room->storage };
  door_call (&call);
  return call.size;
}

SCM
scm_connect (SCM sock, SCM fam, SCM address, SCM args)
{
  struct address room;
  const struct sockaddr *to;
  socklen_t length
      = destination (ENTRY_scm_connect, sock, fam, address, args, &room, &to);
  /* Linux takes up an interrupted connect where it was.  */
  if (!RETRY (connect (open_descriptor (sock), to, length)))
    return scm_of (WORD_TRUE);
  if (errno != EINPROGRESS && errno != EAGAIN)
    FAIL (scm_connect);
  return scm_of (WORD_FALSE);
}

SCM
scm_bind (SCM sock, SCM fam, SCM address, SCM args)
{
  struct address room;
  const struct sockaddr *to;
  socklen_t length
      = destination (ENTRY_scm_bind, sock, fam, address, args, &room, &to);
  if (bind (open_descriptor (sock), to, length))
    FAIL (scm_bind);
  return scm_of (WORD_UNSPECIFIED);
}

static SCM
accept_one (enum entry entry, SCM sock, int flags)
{
  struct address peer;
  peer.length = sizeof peer.storage;
  struct thread *t = thread ();
  int listener = open_descriptor (sock);
  int fd
      = RELIEVED (RETRY (accept4 (listener, &peer.any, &peer.length, flags)));
  if (fd < 0)
    {
      if (errno == EAGAIN)
        return scm_of (WORD_FALSE);
      raise_system_error (entry_subrs[entry], errno);
    }
  word port = socket_port (t, fd);
  return scm_of (heap_pair (t, port, address_object (t, entry, &peer)));
}

SCM
scm_accept (SCM sock)
{
  if (open_descriptor (sock) < 0)
    return DOOR (scm_accept, sock);
  return accept_one (ENTRY_scm_accept, sock, 0);
}

SCM
scm_accept4 (SCM sock, SCM flags)
{
  int f;
  if (open_descriptor (sock) < 0 || !optional_int (flags, &f))
    return DOOR (scm_accept4, sock, flags);
  return accept_one (ENTRY_scm_accept4, sock, f);
}

inline SCM
scm_getsockname (SCM sock)
{
  struct address a;
  a.length = sizeof a.storage;
  int fd = open_descriptor (sock);
  if (fd < 0)
    return DOOR (scm_getsockname, sock);
  if (getsockname (fd, &a.any, &a.length))
    FAIL (scm_getsockname);
  return scm_of (address_object (thread (), ENTRY_scm_getsockname, &a));
}
EXPORT_HOT (scm_getsockname, 1, true)

inline SCM
scm_getpeername (SCM sock)
{
  struct address a;
  a.length = sizeof a.storage;
  int fd = open_descriptor (sock);
  if (fd < 0)
    return DOOR (scm_getpeername, sock);
  if (getpeername (fd, &a.any, &a.length))
    FAIL (scm_getpeername);
  return scm_of (address_object (thread (), ENTRY_scm_getpeername, &a));
}
EXPORT_HOT (scm_getpeername, 1, true)

inline SCM
scm_send (SCM sock, SCM message, SCM flags)
{
  int fd = open_descriptor (sock), f;
  struct cell *c = cell_if (word_of (message), KIND_BYTEVECTOR);
  if (fd < 0 || !c || !optional_int (flags, &f))
    return DOOR (scm_send, sock, message, flags);
  ssize_t n = RETRY (send (fd, c->bytevector.contents, c->bytevector.length,
                           f | MSG_NOSIGNAL));
  if (n < 0)
    FAIL (scm_send);
  return scm_of (fixnum (n));
}
EXPORT_HOT (scm_send, 3, true)

inline SCM
scm_recv (SCM sock, SCM buf, SCM flags)
{
  int fd = open_descriptor (sock), f;
  struct cell *c = cell_if (word_of (buf), KIND_BYTEVECTOR);
  if (fd < 0 || !c || !optional_int (flags, &f))
    return DOOR (scm_recv, sock, buf, flags);
  ssize_t n
      = RETRY (recv (fd, c->bytevector.contents, c->bytevector.length, f));
  if (n < 0)
    FAIL (scm_recv);
  return scm_of (fixnum (n));
}
EXPORT_HOT (scm_recv, 3, true)

/* Flags that libguile reads as an unsigned long, and the system as an int.  */
static bool
long_flags (SCM value, int *flags)
{
  word w = word_of (value);
  int64_t n = w == WORD_UNDEFINED ? 0 : fixnum_value (w);
  *flags = (int) n;
  return (w == WORD_UNDEFINED || is_fixnum (w)) && n >= 0 && n <= UINT32_MAX;
}

inline SCM
scm_recvfrom (SCM sock, SCM buf, SCM flags, SCM start, SCM end)
{
  struct address from;
  from.length = sizeof from.storage;
  struct thread *t = thread ();
  int fd = open_descriptor (sock), f;
  struct cell *c = cell_if (word_of (buf), KIND_BYTEVECTOR);
  uint64_t first, last, length = c ? c->bytevector.length : 0;
  if (fd < 0 || !c || !long_flags (flags, &f)
      || !place_argument (start, length, 0, &first)
      || !place_argument (end, length, length, &last) || first > last)
    return DOOR (scm_recvfrom, sock, buf, flags, start, end);
  ssize_t n = RETRY (recvfrom (fd, c->bytevector.contents + first,
                               last - first, f, &from.any, &from.length));
  if (n < 0)
    FAIL (scm_recvfrom);
  word address = from.length ? address_object (t, ENTRY_scm_recvfrom, &from)
                             : WORD_FALSE;
  return scm_of (heap_pair (t, fixnum (n), address));
}
EXPORT_HOT (scm_recvfrom, 5, true)

/* The flags behind an address object: ADDRESS, if it is there, else whatever
   REST begins with.  Only the empty REST is read here.  */
static bool
flags_behind (SCM address, SCM rest, int *flags)
{
  return long_flags (address, flags)
         && (word_of (address) != WORD_UNDEFINED
             || word_of (rest) == WORD_EOL);
}

inline SCM
scm_sendto (SCM sock, SCM message, SCM fam, SCM address, SCM args_and_flags)
{
  struct address room;
  const struct sockaddr *to;
  socklen_t length;
  int fd = open_descriptor (sock), f;
  struct cell *c = cell_if (word_of (message), KIND_BYTEVECTOR);
  struct cell *object = kernel_address (fam);
  if (fd >= 0 && c && object && flags_behind (address, args_and_flags, &f))
    {
      to = (const struct sockaddr *) sockaddr_bytes (object);
      length = object->small;
    }
  else if (fd >= 0 && c
           && inet_arguments (fam, address, args_and_flags, &room.inet))
    {
      f = 0;
      to = &room.any;
      length = sizeof room.inet;
    }
  else
    {
      struct call call
          = { .entry = ENTRY_scm_sendto,
              .arg = { word_of (sock), word_of (message), word_of (fam),
                       word_of (address), word_of (args_and_flags) },
              .memory = &room.storage,
              .size = sizeof room.storage };
      f = fixnum_value (door_call (&call));
      to = &room.any;
      length = call.size;
    }
  ssize_t n = RETRY (sendto (fd, c->bytevector.contents, c->bytevector.length,
                             f | MSG_NOSIGNAL, to, length));
  if (n < 0)
    FAIL (scm_sendto);
  return scm_of (fixnum (n));
}
EXPORT_HOT (scm_sendto, 5, true)
