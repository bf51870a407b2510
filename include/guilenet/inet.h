/* Address conversion: IPv4 and IPv6 addresses as integers, in host byte order,
   and as text.

   An IPv4 address is an integer from 0 to 2^32 - 1, an IPv6 address one from 0
   to 2^128 - 1.  FAMILY is AF_INET or AF_INET6.  Arguments are checked from
   left to right.  What is no integer raises wrong-type-arg, what is out of the
   range above out-of-range.

   Source: the Guile manual, "Network Address Conversion".  */

#ifndef GUILENET_INET_H
#define GUILENET_INET_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The integer that ADDRESS, a string, stands for.  IPv4 is four decimal
   numbers from 0 to 255 with dots between them and no leading zero; IPv6 is
   what inet_pton (3) takes, with no scope ("%eth0"), brackets or spaces.
   Raises out-of-range for any other FAMILY, wrong-type-arg if ADDRESS is no
   string, and misc-error ("Bad address") if it is no address of FAMILY, or
   holds a NUL.  */
SCM_API SCM scm_inet_pton (SCM family, SCM address);

/* The text of ADDRESS, an integer, as inet_ntop (3) writes it: IPv6 in
   lower-case hexadecimal, with "::" for the first of the longest runs of two
   or more zero groups, and with its last 32 bits as an IPv4 address where only
   zeros, or zeros and ffff, come before them ("::ffff:1.2.3.4", "::0.1.0.0",
   but "::ffff").  Raises out-of-range for any other FAMILY.  */
SCM_API SCM scm_inet_ntop (SCM family, SCM address);

/* The network and the local part of ADDRESS, an IPv4 address, by the classes
   that the Internet had before 1993: the first 8 bits and the other 24 if the
   address begins with the bit 0, 16 and 16 if with 10, else 24 and 8.  See
   inet_netof (3).  */
SCM_API SCM scm_inet_netof (SCM address);
SCM_API SCM scm_lnaof (SCM address);

/* The IPv4 address of host LNA in network NET, two integers from 0 to
   2^32 - 1.  NET below 128 is taken for the first 8 bits, below 65536 for 16,
   below 2^24 for 24, and above that it stays in place; only those bits of LNA
   are used which that leaves free, except in the last case, which uses all.
   See inet_makeaddr (3).  */
SCM_API SCM scm_inet_makeaddr (SCM net, SCM lna);

GUILENET_END_DECLS

#endif
