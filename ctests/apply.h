/* Calls of functions that take any number of values.  */

#ifndef APPLY_H
#define APPLY_H

#include <libguile.h>

/* Calls FUNCTION with the first COUNT of V: 0 to 8.  */
static inline SCM
apply_to (SCM (*function) (), int count, const SCM *v)
{
  switch (count)
    {
    case 0:
      return function ();
    case 1:
      return function (v[0]);
    case 2:
      return function (v[0], v[1]);
    case 3:
      return function (v[0], v[1], v[2]);
    case 4:
      return function (v[0], v[1], v[2], v[3]);
    case 5:
      return function (v[0], v[1], v[2], v[3], v[4]);
    case 6:
      return function (v[0], v[1], v[2], v[3], v[4], v[5]);
    case 7:
      return function (v[0], v[1], v[2], v[3], v[4], v[5], v[6]);
    default:
      return function (v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
    }
}

#endif
