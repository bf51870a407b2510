#ifndef GUILENET_CONDITIONS_H
#define GUILENET_CONDITIONS_H
#include <guilenet/types.h>
typedef SCM (*scm_t_catch_body) (void *data);
typedef SCM (*scm_t_catch_handler) (void *data, SCM key, SCM args);
#endif
