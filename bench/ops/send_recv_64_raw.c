#define SIZE 64
#include "send_recv_raw.h"
