#define SIZE 64
#include "send_recv.h"
