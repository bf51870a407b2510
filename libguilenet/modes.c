#include "modes.h"
#include <stdio.h>
#include <stdlib.h>
void uncaught (SCM key, SCM args) { fprintf (stderr, "uncaught %p %p\n", (void *) key, (void *) args); exit (1); }
