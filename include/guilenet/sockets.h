/* Sockets.  A socket is a port on a descriptor, for input and output, without
   a buffer; scm_close_port closes it.  <sys/socket.h> and <netinet/in.h> have
   the constants.

   SOCK below is an open port on a descriptor; whether it goes both ways is not
   looked at.  Numbers are C ints unless another range is given.  An optional
   argument that is SCM_UNDEFINED is left out.

   All functions raise

     wrong-type-arg   SOCK is no open port on a descriptor, or an argument is
                      of the wrong type
     out-of-range     a number does not fit its place
     system-error     the system call fails, or SOCK is no socket (ENOTSOCK);
                      the data is a list of errno

   and more only where it is said.  SOCK is looked at before the other
   arguments, and nothing has happened when an argument is refused.  A call
   that a signal interrupts is continued.

   Source: the Guile manual, "Network Sockets and Communication", and the man
   page of section 2 with the name of the function.  */

#ifndef GUILENET_SOCKETS_H
#define GUILENET_SOCKETS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* A new socket.  FAMILY is AF_INET, AF_INET6, AF_UNIX or another family of the
   system, STYLE is SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM or
   SOCK_SEQPACKET, to which SOCK_NONBLOCK and SOCK_CLOEXEC may be added, PROTO
   is a protocol of FAMILY, 0 for the usual one of STYLE.  The descriptor stays
   open across exec, without SOCK_CLOEXEC.  */
SCM_API SCM scm_socket (SCM family, SCM style, SCM proto);

/* A pair of sockets that are connected to each other.  Linux makes them for
   AF_UNIX only.  */
SCM_API SCM scm_socketpair (SCM family, SCM style, SCM proto);

/* The value of option OPTNAME of SOCK at protocol level LEVEL: SOL_SOCKET,
   IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP or any other number.

     SOL_SOCKET
       SO_LINGER                  a pair (ENABLE . TIMEOUT), 0 or 1, seconds
       SO_RCVTIMEO, SO_SNDTIMEO   a pair (SECONDS . MICROSECONDS), (0 . 0) for
                                  no end; the system rounds up to its ticks
       SO_PEERCRED                a vector #(PID UID GID) of the process that
                                  called scm_connect, scm_listen or
                                  scm_socketpair for the peer;
                                  #(0 4294967295 4294967295) without a peer
       SO_BINDTODEVICE            a string, the name of an interface, "" if
                                  there is none
       SO_COOKIE, SO_NETNS_COOKIE, SO_MAX_PACING_RATE
                                  an integer of 64 bits, without a sign
     IPPROTO_IP
       IP_MULTICAST_IF            the IPv4 address of the interface in host
                                  byte order; 0 if none was chosen, or one by
                                  its index
     IPPROTO_TCP
       TCP_CONGESTION             a string, the name of the algorithm
     any other                    an integer: the option as a C int, the first
                                  of a longer one

   Raises system-error with ENOPROTOOPT or EOPNOTSUPP for an option or a level
   that the socket does not have.  Sources: socket (7), ip (7), ipv6 (7),
   tcp (7).  */
SCM_API SCM scm_getsockopt (SCM sock, SCM level, SCM optname);

/* Sets the option OPTNAME of SOCK at LEVEL to VALUE:

     SOL_SOCKET
       SO_LINGER                  a pair (ENABLE . TIMEOUT)
       SO_RCVTIMEO, SO_SNDTIMEO   a pair (SECONDS . MICROSECONDS)
       SO_BINDTODEVICE            a string, "" for none
       SO_MAX_PACING_RATE         a C int, or an integer of 64 bits without a
                                  sign
     IPPROTO_IP
       IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP
                                  a pair (MULTIADDR . INTERFACE)
       IP_MULTICAST_IF            INTERFACE
     IPPROTO_IPV6
       IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP
                                  a pair (ADDRESS . INTERFACE-INDEX)
     IPPROTO_TCP
       TCP_CONGESTION             a string
     any other                    an integer

   SECONDS and MICROSECONDS are C longs; system-error with EDOM unless
   MICROSECONDS is 0 to 999,999.  (0 . 0) is no end.  What does not end in time
   raises system-error with EAGAIN, as it does where SOCK is non-blocking;
   scm_accept and scm_connect give #f then.  After a signal the time counts
   anew.

   MULTIADDR is the IPv4 address of the group, and INTERFACE that of an
   interface of this machine, both in host byte order, 0 to 2^32 - 1.
   INADDR_ANY as INTERFACE lets the system choose; 1 to 2^24 - 1, which no
   interface has as its address, is the index of an interface (see
   if_nametoindex (3)).  ADDRESS is the IPv6 address of the group, an integer
   as scm_inet_pton gives, and INTERFACE-INDEX an index, 0 for the system's
   choice, up to 2^32 - 1.  A group is left by the pair that joined it.

   A string is passed in the encoding of the locale; raises out-of-range if it
   has more than 15 bytes, which is all that names have room for, and
   misc-error for a NUL in it.

   SOCK, LEVEL, OPTNAME and VALUE are looked at in this order, a pair from left
   to right.  SCM_UNSPECIFIED.  */
SCM_API SCM scm_setsockopt (SCM sock, SCM level, SCM optname, SCM value);

/* Ends the connection of SOCK in one direction: HOW is 0 for what is received,
   1 for what is sent, 2 for both; any other raises out-of-range.  SOCK stays
   open.  SCM_UNSPECIFIED.  */
SCM_API SCM scm_shutdown (SCM sock, SCM how);

/* Connects SOCK to an address, or gives it one of its own.  The address is an
   address object as FAM, with ADDRESS SCM_UNDEFINED and ARGS not looked at, or

     FAM       ADDRESS          ARGS
     AF_INET   IPv4 address     (PORT)
     AF_INET6  IPv6 address     (PORT [FLOWINFO [SCOPEID]])
     AF_UNIX   path, a string   not looked at

   in which all is as scm_make_socket_address takes it; what follows these in
   ARGS is not looked at.  A path may have 108 bytes, in an object 107; that of
   a new AF_UNIX address must not exist yet for scm_bind.  Port 0 lets scm_bind
   choose one.

   scm_connect gives #t, or #f if SOCK is non-blocking and the connection could
   not be made at once: it is writable when the attempt is over, and SO_ERROR,
   or a second scm_connect, says how it went.  It does not hold up other
   threads.  scm_bind gives SCM_UNSPECIFIED.

   Raise out-of-range for any other FAM that is an integer, and what
   scm_to_sockaddr raises for an object.  */
SCM_API SCM scm_connect (SCM sock, SCM fam, SCM address, SCM args);
SCM_API SCM scm_bind (SCM sock, SCM fam, SCM address, SCM args);

/* Lets SOCK take connections, of which the system holds about BACKLOG until
   they are accepted.  SCM_UNSPECIFIED.  */
SCM_API SCM scm_listen (SCM sock, SCM backlog);

/* Accepts a connection on SOCK, which listens: a pair (PORT . ADDRESS) of the
   new socket and the address object of its peer, or #f if SOCK is non-blocking
   and no connection waits.  Otherwise waits for one, without holding up other
   threads.

   FLAGS, optional, is 0 or some of SOCK_CLOEXEC and SOCK_NONBLOCK, for the
   descriptor of the new socket; scm_accept gives it neither.  The conditions
   of both have "accept" as their subr.  */
SCM_API SCM scm_accept (SCM sock);
SCM_API SCM scm_accept4 (SCM sock, SCM flags);

/* The address object of SOCK itself, and of its peer.  A socket without an
   address has one of zeros, or #(AF_UNIX #f).  Raise misc-error
   ("unrecognised address family") if SOCK is of a family without address
   objects.  */
SCM_API SCM scm_getsockname (SCM sock);
SCM_API SCM scm_getpeername (SCM sock);

/* The next four work on the descriptor of SOCK, past any buffer of the port,
   and do not hold up other threads.  FLAGS is 0 or some of MSG_PEEK, MSG_OOB,
   MSG_DONTROUTE, MSG_DONTWAIT and the other flags of the man pages; it is
   optional.  Where there is nothing to read, or no room to write, they wait,
   or raise system-error with EAGAIN if SOCK is non-blocking or FLAGS has
   MSG_DONTWAIT.  */

/* Receives up to as many bytes as the bytevector BUF has, into its beginning.
   Their number; 0 at the end of a stream, and for an empty message.  What does
   not fit of a message is lost; with MSG_TRUNC the result is the length of the
   whole message.  The subr of conditions is "recv!".  */
SCM_API SCM scm_recv (SCM sock, SCM buf, SCM flags);

/* Sends the bytevector MESSAGE.  The number of bytes that were taken, less
   than all only for a stream, and if SOCK is non-blocking, FLAGS has
   MSG_DONTWAIT or a signal came in between.  Where nobody reads any more,
   raises system-error with EPIPE; SIGPIPE is not sent.  */
SCM_API SCM scm_send (SCM sock, SCM message, SCM flags);

/* The same as scm_recv, into the part of BUF from the index START to before
   END, which are optional and stand for the whole; nothing else in BUF is
   changed.  A pair (COUNT . ADDRESS) of the number of bytes and the address
   object of the sender, or #f where the system gives none: over TCP, and from
   an AF_UNIX socket without a name.  FLAGS is from 0 to 2^32 - 1 here.

   SOCK, FLAGS, BUF, END and START are looked at in this order; raises
   out-of-range unless START <= END and END is not more than the length of BUF.
   The subr of conditions is "recvfrom!".  */
SCM_API SCM scm_recvfrom (SCM sock, SCM buf, SCM flags, SCM start, SCM end);

/* Sends the bytevector MESSAGE to an address, as scm_send does.  The address
   is an address object as FAM, or as in scm_connect, with the flags, from 0 to
   2^32 - 1, behind it:

     FAM       ADDRESS         ARGS_AND_FLAGS
     object    SCM_UNDEFINED   ([FLAGS])
     object    FLAGS           not looked at
     AF_INET   IPv4 address    (PORT [FLAGS])
     AF_INET6  IPv6 address    (PORT [FLOWINFO [SCOPEID [FLAGS]]])
     AF_UNIX   path            ([FLAGS])

   ARGS_AND_FLAGS is SCM_EOL where it is empty; what follows these in it is not
   looked at.  SOCK, the address, the flags and MESSAGE are looked at in this
   order.  */
SCM_API SCM scm_sendto (SCM sock, SCM message, SCM fam, SCM address,
                        SCM args_and_flags);

GUILENET_END_DECLS

#endif
