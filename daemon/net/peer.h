/* Who is at the other end of a Unix socket. */
#ifndef STIPPLE_NET_PEER_H
#define STIPPLE_NET_PEER_H

#include <stdbool.h>
#include "net/server.h"

/* False when the kernel would not say or memory ran out; peer_free is for the groups. */
bool peer_read(int fd, struct peer *ret);
void peer_free(struct peer *p);

#endif
