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

/* CALL, which may wait: WAITING is COLLECTOR_OUTSIDE or COLLECTOR_WAITING.  */
#define RETRY(WAITING, t, call)                                               \
  ({                                                                          \
    __typeof__ (call) result_;                                                \
    do                                                                        \
      result_ = WAITING (t, call);                                            \
    while (UNLIKELY (result_ < 0) && errno == EINTR);                         \
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
  if (!RETRY (COLLECTOR_OUTSIDE, thread (),
              connect (open_descriptor (sock), to, length)))
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
      = RELIEVED (RETRY (COLLECTOR_OUTSIDE, t,
                         accept4 (listener, &peer.any, &peer.length, flags)));
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

/* A message to be sent or received, and the address that it goes to or comes
   from, if it has one of its own: at TO, or in ROOM.  */
struct message
{
  int fd, flags;
  uint8_t *bytes;
  uint64_t length;
  const struct sockaddr *to;
  socklen_t to_length;
  struct address room;
};

/* The port and the bytevector of one without flags.  */
static inline bool
message_of (SCM sock, SCM bytes, struct message *m)
{
  struct cell *c = cell_if (word_of (bytes), KIND_BYTEVECTOR);
  m->fd = open_descriptor (sock);
  m->flags = 0;
  if (UNLIKELY (m->fd < 0 || !c))
    return false;
  m->bytes = c->bytevector.contents;
  m->length = c->bytevector.length;
  return true;
}

/* The same with flags that need not be given.  */
static inline bool
message_arguments (SCM sock, SCM bytes, SCM flags, struct message *m)
{
  return message_of (sock, bytes, m) && optional_int (flags, &m->flags);
}

/* Raises ERROR as the procedure of ENTRY, for a call that has not come
   inside.  */
static word message_failed (word entry, word error) COLD;
ENTERING (message_failed, unknown, 2,
          (raise_system_error (entry_subrs[a], b), 0))

/* For EXPORT_QUIET: NAME where READ takes a message M from the parameters, and
   CALL gives a count or fails.  */
#define EXPORT_MESSAGE(READ, CALL, name, arguments)                           \
  EXPORT_QUIET (                                                              \
      struct message m; if (LIKELY (READ)) {                                  \
        ssize_t n = CALL;                                                     \
        return UNLIKELY (n < 0) ? message_failed (ENTRY_##name, errno)        \
                                : fixnum (n);                                 \
      },                                                                      \
                        name, arguments, true)

static inline ssize_t
message_send (struct thread *t, const struct message *m)
{
  return RETRY (COLLECTOR_WAITING, t,
                send (m->fd, m->bytes, m->length, m->flags | MSG_NOSIGNAL));
}

static inline ssize_t
message_recv (struct thread *t, const struct message *m)
{
  return RETRY (COLLECTOR_WAITING, t,
                recv (m->fd, m->bytes, m->length, m->flags));
}

inline SCM
scm_send (SCM sock, SCM message, SCM flags)
{
  struct thread *t = thread ();
  struct message m;
  if (!message_arguments (sock, message, flags, &m))
    return DOOR (scm_send, sock, message, flags);
  ssize_t n = COLLECTOR_OUTSIDE (t, message_send (t, &m));
  if (n < 0)
    FAIL (scm_send);
  return scm_of (fixnum (n));
}
EXPORT_MESSAGE (message_arguments (VALUES_3, &m), message_send (t, &m),
                scm_send, 3)

inline SCM
scm_recv (SCM sock, SCM buf, SCM flags)
{
  struct thread *t = thread ();
  struct message m;
  if (!message_arguments (sock, buf, flags, &m))
    return DOOR (scm_recv, sock, buf, flags);
  ssize_t n = COLLECTOR_OUTSIDE (t, message_recv (t, &m));
  if (n < 0)
    FAIL (scm_recv);
  return scm_of (fixnum (n));
}
EXPORT_MESSAGE (message_arguments (VALUES_3, &m), message_recv (t, &m),
                scm_recv, 3)

/* Flags that libguile reads as an unsigned long, and the system as an int.  */
static bool
long_flags (SCM value, int *flags)
{
  word w = word_of (value);
  int64_t n = fixnum_value (w);
  *flags = 0;
  if (LIKELY (w == WORD_UNDEFINED))
    return true;
  *flags = (int) n;
  return is_fixnum (w) && n >= 0 && n <= UINT32_MAX;
}

inline SCM
scm_recvfrom (SCM sock, SCM buf, SCM flags, SCM start, SCM end)
{
  struct thread *t = thread ();
  struct message m;
  uint64_t first, last;
  m.room.length = sizeof m.room.storage;
  if (UNLIKELY (!message_of (sock, buf, &m) || !long_flags (flags, &m.flags)
                || !place_argument (start, m.length, 0, &first)
                || !place_argument (end, m.length, m.length, &last)
                || first > last))
    return DOOR (scm_recvfrom, sock, buf, flags, start, end);
  ssize_t n = RETRY (COLLECTOR_OUTSIDE, t,
                     recvfrom (m.fd, m.bytes + first, last - first, m.flags,
                               &m.room.any, &m.room.length));
  if (UNLIKELY (n < 0))
    FAIL (scm_recvfrom);
  word address = LIKELY (m.room.length)
                     ? address_object (t, ENTRY_scm_recvfrom, &m.room)
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

/* The arguments of scm_sendto where the address is an object, or a list that
   is read here.  */
static inline bool
sendto_arguments (SCM sock, SCM message, SCM fam, SCM address,
                  SCM args_and_flags, struct message *m)
{
  struct cell *object = kernel_address (fam);
  m->to = &m->room.any;
  m->to_length = sizeof m->room.inet;
  if (!message_of (sock, message, m))
    return false;
  if (LIKELY (object && flags_behind (address, args_and_flags, &m->flags)))
    {
      m->to = (const struct sockaddr *) sockaddr_bytes (object);
      m->to_length = object->small;
      return true;
    }
  return inet_arguments (fam, address, args_and_flags, &m->room.inet);
}

static inline ssize_t
message_sendto (struct thread *t, const struct message *m)
{
  return RETRY (COLLECTOR_WAITING, t,
                sendto (m->fd, m->bytes, m->length, m->flags | MSG_NOSIGNAL,
                        m->to, m->to_length));
}

inline SCM
scm_sendto (SCM sock, SCM message, SCM fam, SCM address, SCM args_and_flags)
{
  struct thread *t = thread ();
  struct message m;
  if (!sendto_arguments (sock, message, fam, address, args_and_flags, &m))
    {
      struct call call
          = { .entry = ENTRY_scm_sendto,
              .arg = { word_of (sock), word_of (message), word_of (fam),
                       word_of (address), word_of (args_and_flags) },
              .memory = &m.room.storage,
              .size = sizeof m.room.storage };
      m.flags = fixnum_value (door_call (&call));
      m.to_length = call.size;
    }
  ssize_t n = COLLECTOR_OUTSIDE (t, message_sendto (t, &m));
  if (n < 0)
    FAIL (scm_sendto);
  return scm_of (fixnum (n));
}
EXPORT_MESSAGE (sendto_arguments (VALUES_5, &m), message_sendto (t, &m),
                scm_sendto, 5)
