/* libguilenet: GNU Guile's C API for networking, a library of its own.  This
   header includes all the others; each can be included alone.  */

#ifndef GUILENET_H
#define GUILENET_H

#include <guilenet/types.h>

#include <guilenet/identity.h>
#include <guilenet/integers.h>
#include <guilenet/lists.h>

#include <guilenet/conditions.h>

#endif
