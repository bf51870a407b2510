/* The options whose values are not C ints: internal/sockopt has the table.  */

#ifndef SOCKOPT_H
#define SOCKOPT_H

#include <stdint.h>

enum
{
  OPTIONS_ROOM = 32
};

struct options
{
  uint32_t count;
  struct
  {
    int32_t level, name;
  } option[OPTIONS_ROOM];
};

#endif
