/* The network databases: hosts, networks, protocols and services.

   They are the C library's, read through its name service switch: /etc/hosts
   and name servers, /etc/networks, /etc/protocols, /etc/services or whatever
   /etc/nsswitch.conf says.  A look-up may wait for files and servers; other
   threads' calls go on meanwhile, look-ups too.

   An entry is a new vector:

     host       #(NAME ALIASES ADDRTYPE LENGTH ADDRESSES)
     network    #(NAME ALIASES ADDRTYPE NET)
     protocol   #(NAME ALIASES PROTO)
     service    #(NAME ALIASES PORT PROTO)

     NAME       a string, the official name
     ALIASES    a list of strings, the other names
     ADDRTYPE   an integer: AF_INET
     LENGTH     an integer: the size of an address in bytes
     ADDRESSES  a list of IPv4 addresses, integers in host byte order; #f where
                LENGTH is not 4
     NET        an integer: the network's number in host byte order, with zeros
                for the host (127.0.0.0 is 2130706432)
     PROTO      of a protocol an integer (IPPROTO_TCP …), of a service a
                string, the protocol's name
     PORT       an integer in host byte order

   Names are in the locale's encoding, both ways.  A string with a NUL raises
   misc-error.

   Source: the Guile manual, "Network Databases"; gethostbyname (3),
   getnetent (3), getprotoent (3), getservent (3).  */

#ifndef GUILENET_DATABASES_H
#define GUILENET_DATABASES_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The entry of HOST: a string, a name or an IPv4 address as text; an integer,
   an IPv4 address in host byte order; or SCM_UNDEFINED, the next entry of the
   database (in /etc/hosts), #f if there are no more.

   Raises wrong-type-arg if HOST is neither a string nor an integer, and
   out-of-range if it is below 0 or above 2^64 - 1.  A failed look-up raises
   host-not-found, also for an integer above 2^32 - 1; try-again, if a server
   did not answer; no-recovery; no-data, if the name has no IPv4 address;
   system-error, if the C library says so; or misc-error, if it does not say
   why.  A failure while stepping is an end.  The subr of conditions is
   "gethost".  */
SCM_API SCM scm_gethost (SCM host);

/* The entry of the network NAME: a string; an integer, its number as above; or
   SCM_UNDEFINED, the next entry, #f if there are no more.  Raises what
   scm_gethost raises for wrong arguments, and system-error ("no such network
   ~A") if there is no such entry; the errno is ENOENT then, also for an
   integer above 2^32 - 1, or else says what kept the C library from looking.
   The subr of conditions is "getnet".  */
SCM_API SCM scm_getnet (SCM name);

/* The same for the protocol NAME, a string or a protocol's number; "no such
   protocol ~A", "getproto".  */
SCM_API SCM scm_getproto (SCM name);

/* The same for the service NAME, a string or a port in host byte order; "no
   such service ~A", "getserv".  PROTO, a string, is the name of the protocol,
   and is not looked at where NAME is SCM_UNDEFINED; else it is looked at
   first.  NAME is a C int; no service has a port outside 0 … 65535.  */
SCM_API SCM scm_getserv (SCM name, SCM proto);

/* Starts stepping through a database at its first entry: STAYOPEN is a
   boolean, whether look-ups by name and number shall leave the database open.
   Every value but #f and #nil is true.  SCM_UNDEFINED ends stepping and closes
   the database; the next step is the first again.

   The place in a database belongs to the process, whatever its threads do: two
   that step get different entries.  The value is unspecified; nothing is
   raised.  */
SCM_API SCM scm_sethost (SCM stayopen);
SCM_API SCM scm_setnet (SCM stayopen);
SCM_API SCM scm_setproto (SCM stayopen);
SCM_API SCM scm_setserv (SCM stayopen);

/* The name of this host, a string, as gethostname (2) gives it.  Raises
   system-error if that fails.  */
SCM_API SCM scm_gethostname (void);

GUILENET_END_DECLS

#endif
