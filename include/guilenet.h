/* libguilenet: GNU Guile's C API for networking, a library of its own.  This
   header includes all the others; each can be included alone.  */

#ifndef GUILENET_H
#define GUILENET_H

#include <guilenet/types.h>

#include <guilenet/bytevectors.h>
#include <guilenet/constants.h>
#include <guilenet/identity.h>
#include <guilenet/integers.h>
#include <guilenet/lists.h>
#include <guilenet/pointers.h>
#include <guilenet/printing.h>
#include <guilenet/strings.h>
#include <guilenet/symbols.h>
#include <guilenet/vectors.h>

#include <guilenet/conditions.h>
#include <guilenet/dynwind.h>
#include <guilenet/modes.h>
#include <guilenet/validation.h>

#include <guilenet/memory.h>

#include <guilenet/buffering.h>
#include <guilenet/descriptors.h>
#include <guilenet/ports.h>
#include <guilenet/reading.h>
#include <guilenet/select.h>
#include <guilenet/writing.h>

#include <guilenet/addrinfo.h>
#include <guilenet/databases.h>
#include <guilenet/inet.h>
#include <guilenet/sockaddr.h>
#include <guilenet/sockets.h>

#include <guilenet/foreign.h>
#include <guilenet/library.h>

#endif
