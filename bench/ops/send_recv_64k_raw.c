#define SIZE 65536
#include "send_recv_raw.h"
