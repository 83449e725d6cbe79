/* What the server and its connections know of each other. */
#ifndef STIPPLE_NET_INTERNAL_H
#define STIPPLE_NET_INTERNAL_H

#include "net/framing.h"
#include "net/listener.h"
#include "net/outbox.h"
#include "net/server.h"

/* Read at once, and lines handled at once, before the others have their turn: a client that sends
 * a million tiny lines holds nobody up. A paused connection keeps at most a read. */
#define READ_MAX       (16 * 1024)
#define LINES_PER_TURN 128

/* Replies of so many bytes are sent even while corked: one write more is nothing beside them. Less
 * than any `unsent_pause`. */
#define CORKED_MAX ((size_t)64 * 1024)

/* A stall is counted in ticks of one timer, not by the clock: when the daemon itself was stopped
 * or held up, that is one tick, and nobody's fault. It is noticed between 1 and 1 + 1/4 times
 * stall_ms. */
#define STALL_TICKS 4

struct connection {
    struct server *server; /* gone when fd is -1 */
    struct connection *previous, *next;
    uv_poll_t poll;
    int fd;        /* -1: gone */
    int watched;   /* UV_READABLE, UV_WRITABLE */
    unsigned refs; /* one is the server's */
    unsigned paused;
    bool ended;  /* nothing more is read; closes when the last answer is out */
    bool corked; /* what is to be sent waits for server_uncork */
    struct connection *corked_next;
    unsigned quiet_in, quiet_out; /* ticks without progress */
    struct framing in;
    struct buffer rest; /* read, and not yet handled */
    struct outbox out;
    size_t kept; /* by the user, until it is sent */
    size_t held; /* all of that, as it was last counted */
    struct peer peer;
    void *user;
};

struct server {
    uv_loop_t *loop;
    struct listener listener;
    uv_timer_t tick, grace;
    uv_idle_t turn; /* while somebody is behind */
    struct server_limits limits;
    struct server_events events;
    void *context;
    struct server_counters counters;
    struct connection *connections; /* those `closed` was not yet told of */
    struct connection *corked;      /* each referenced */
    unsigned corks;
    size_t held;      /* by all connections that are open */
    unsigned handles; /* of its own, not yet closed by libuv */
    bool closing;
    void (*done)(void *context);
    char bytes[READ_MAX]; /* what was read last, of whichever connection */
};

/* Takes the accepted descriptor; when the connection cannot be made it is closed and counted as
 * refused. */
void connection_accept(struct server *s, int fd);
/* Reads nothing more, and closes when nothing is left to send and no call holds a reference. */
void connection_end(struct connection *c);
/* Sends what was corked, and lets go of the reference. */
void connection_uncork(struct connection *c);
/* Closes now. */
void connection_drop(struct connection *c);
/* A tick of the stall clock passed: drops the connection when it has stalled for too long. Whether
 * it may still stall. */
bool connection_tick(struct connection *c);

/* Handles more of what was read before; whether something is still left that may be handled. */
bool connection_turn(struct connection *c);

/* Of the connections for which something is held, of those that have stood still for longest, the
 * one that holds most. There is one. */
struct connection *server_heaviest(struct server *s);
/* Starts the stall clock unless it runs. */
void server_watch_stalls(struct server *s);
/* connection_turn is to be called, for all. */
void server_turn_again(struct server *s);
/* `closed` was told; forgets the connection. */
void server_forget(struct server *s, struct connection *c);

#endif
