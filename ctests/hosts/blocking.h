/* The C library's blocking calls, as the library under test makes them: this
   program's own come between, and tell when a thread is in one and how often
   signals interrupted it.  Include it once in a program.  */

#ifndef BLOCKING_H
#define BLOCKING_H

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

/* Calls begun, and those that ended in EINTR.  */
static atomic_int calls_begun, calls_interrupted;

/* This thread is in one.  */
static _Thread_local volatile sig_atomic_t in_call;

#define BLOCKING(type, name, parameters, ...)                                 \
  type name parameters                                                        \
  {                                                                           \
    static __typeof__ (name) *_Atomic known;                                  \
    __typeof__ (name) *c_library = known;                                     \
    if (!c_library)                                                           \
      known = c_library = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name);     \
    calls_begun++;                                                            \
    in_call = true;                                                           \
    type result = c_library (__VA_ARGS__);                                    \
    in_call = false;                                                          \
    if (result < 0 && errno == EINTR)                                         \
      calls_interrupted++;                                                    \
    return result;                                                            \
  }

BLOCKING (int, connect,
          (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), fd,
          address, length)
BLOCKING (int, accept4,
          (int fd, __SOCKADDR_ARG address, socklen_t *length, int flags), fd,
          address, length, flags)
BLOCKING (ssize_t, recv, (int fd, void *to, size_t size, int flags), fd, to,
          size, flags)
BLOCKING (ssize_t, recvfrom,
          (int fd, void *to, size_t size, int flags, __SOCKADDR_ARG address,
           socklen_t *length),
          fd, to, size, flags, address, length)
BLOCKING (ssize_t, send, (int fd, const void *from, size_t size, int flags),
          fd, from, size, flags)
BLOCKING (ssize_t, sendto,
          (int fd, const void *from, size_t size, int flags,
           __CONST_SOCKADDR_ARG address, socklen_t length),
          fd, from, size, flags, address, length)
BLOCKING (ssize_t, read, (int fd, void *to, size_t size), fd, to, size)
BLOCKING (ssize_t, write, (int fd, const void *from, size_t size), fd, from,
          size)
BLOCKING (int, poll, (struct pollfd * polled, nfds_t count, int timeout),
          polled, count, timeout)
BLOCKING (int, ppoll,
          (struct pollfd * polled, nfds_t count,
           const struct timespec *timeout, const sigset_t *mask),
          polled, count, timeout, mask)

#endif
