/* Lets source that says #include <libguile.h> compile unchanged: put this
   header's folder on the include path.  */

#ifndef GUILENET_COMPAT_LIBGUILE_H
#define GUILENET_COMPAT_LIBGUILE_H

/* What libguile.h brings along, and programs have come to rely on.  */
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

#include <guilenet.h>

#endif
