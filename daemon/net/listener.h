/* The listening socket: made, watched, rested while there is no room, removed. */
#ifndef STIPPLE_NET_LISTENER_H
#define STIPPLE_NET_LISTENER_H

#include <stdbool.h>
#include <uv.h>
#include "base/error.h"
#include "stipple/protocol.h"

struct listener {
    uv_poll_t poll;
    uv_timer_t retry;
    int fd; /* -1: closed */
    bool watched, warned;
    char path[STIPPLE_SOCKET_PATH_MAX + 1];
    void (*take)(void *context, int fd); /* the descriptor is the callee's */
    void *context;
};

/* Binds and listens; nothing is accepted before listener_wake. `take` and `context` are set by the
 * caller. */
enum stipple_error listener_open(struct listener *l, uv_loop_t *loop, const char *path,
                                 struct error *e);
/* Connections are taken from here on; ends a rest, as something may have become free. */
void listener_wake(struct listener *l);
/* Removes the socket; `closed` is called for each of the listener's LISTENER_HANDLES handles. */
void listener_close(struct listener *l, uv_close_cb closed);

#define LISTENER_HANDLES 2

#endif
