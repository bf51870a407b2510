/* Addresses for names of hosts and services.

   They come from the C library's resolver (getaddrinfo (3)), which may wait
   for files and name servers; other threads' calls go on meanwhile.

   Source: the Guile manual, "Network Databases".  */

#ifndef GUILENET_ADDRINFO_H
#define GUILENET_ADDRINFO_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The list of what to give to scm_socket and scm_connect, or scm_bind, for the
   service SERVICE of the host NAME, the best first.  Each element is a vector

     #(FLAGS FAMILY SOCKTYPE PROTOCOL ADDRESS CANONNAME)

   of four integers, an address object (see sockaddr.h), and the host's
   canonical name: a string, which the first element has if it was asked for
   by AI_CANONNAME, or else #f.

     NAME           a string: the name of a host, or an IPv4 or IPv6 address as
                    text; or #f, for this host
     SERVICE        a string: the name of a service, or a port number in
                    decimal; or #f or SCM_UNDEFINED, for the port 0
     HINT_FLAGS     an integer: AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST … or 0
     HINT_FAMILY    an integer: AF_INET, AF_INET6, or AF_UNSPEC for any
     HINT_SOCKTYPE  an integer: SOCK_STREAM, SOCK_DGRAM …, or 0 for any
     HINT_PROTOCOL  an integer: IPPROTO_TCP, IPPROTO_UDP …, or 0 for any

   Each hint may be SCM_UNDEFINED, which is 0.  Names are converted to the
   locale's encoding.  NAME and SERVICE may not both be #f.

   Raises wrong-type-arg if NAME or SERVICE is no string, and then, in this
   order, misc-error if NAME or SERVICE holds a NUL, and wrong-type-arg or
   out-of-range if a hint is no integer or no int.  Where the resolver fails,
   raises getaddrinfo-error, whose arguments are a list of one integer:
   EAI_NONAME, EAI_SERVICE, EAI_AGAIN … for scm_gai_strerror.  */
SCM_API SCM scm_getaddrinfo (SCM name, SCM service, SCM hint_flags,
                             SCM hint_family, SCM hint_socktype,
                             SCM hint_protocol);

/* A string that says what ERROR, an integer with which getaddrinfo-error was
   raised, means: "Unknown error" if nothing.  Raises wrong-type-arg or
   out-of-range if ERROR is no integer or no int.  */
SCM_API SCM scm_gai_strerror (SCM error);

GUILENET_END_DECLS

#endif
