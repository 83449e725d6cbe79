#include "rpc/method.h"

const char *const role_names[] = {"viewer", "artist", "manager", "inspector", NULL};
