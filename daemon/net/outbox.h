/* Replies that wait for a client to take them, each as the buffer it was written in. */
#ifndef STIPPLE_NET_OUTBOX_H
#define STIPPLE_NET_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/buffer.h"

struct reply;

/* Zero-initialised is empty and ready. */
struct outbox {
    struct reply *first, *last; /* the first is the one under way */
    size_t sent;                /* of the first */
    size_t waiting;             /* bytes behind the first */
    size_t held;                /* memory of all of them */
};

/* Takes the buffer's bytes, which is empty afterwards whatever happens; false when memory ran out,
 * now or while the buffer was filled. */
bool outbox_put(struct outbox *o, struct buffer *bytes);
/* Writes to the non-blocking socket what it takes; returns the number of bytes, -1 when the peer
 * is gone. Raises no SIGPIPE. */
ssize_t outbox_send(struct outbox *o, int fd);
void outbox_free(struct outbox *o);

#endif
