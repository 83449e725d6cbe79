/* Listener and connections on a Unix stream socket: lines in, bytes out, backpressure both ways.
 * Knows no JSON. Everything here happens on the loop thread. */
#ifndef STIPPLE_NET_SERVER_H
#define STIPPLE_NET_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <uv.h>
#include "base/buffer.h"
#include "base/error.h"

struct server;
struct connection;

struct peer { /* SO_PEERCRED and SO_PEERGROUPS at accept(2) */
    uid_t uid;
    gid_t gid;
    const gid_t *groups; /* owned by the connection */
    size_t n_groups;
};

struct server_events {
    /* A new connection; returns what connection_user gives from then on. */
    void *(*opened)(void *context, struct connection *c, const struct peer *peer);
    /* One line without its end (\n or \r\n), never blank; the bytes are the callee's to change
     * until it returns. */
    void (*line)(void *context, struct connection *c, char *line, size_t length);
    /* The line passed line_max: nothing more is read. The callee may send one last reply; the
     * connection is closed when that is out. */
    void (*too_long)(void *context, struct connection *c);
    /* The peer is gone or was dropped: nothing can be sent any more. Called exactly once, from the
     * loop and never from within a connection_ or server_ function. The connection's memory stays
     * until the last connection_unref. */
    void (*closed)(void *context, struct connection *c);
    /* The peer has taken all that had to wait for it; more may be sent. From the loop; may be NULL.
     */
    void (*drained)(void *context, struct connection *c);
    /* One came when connections_max are open: writes what it is told before it is closed. From the
     * loop; may be NULL. */
    void (*full)(void *context, struct buffer *ret);
};

struct server_limits {
    size_t line_max;                  /* bytes of a line without its end */
    size_t unsent_pause, unsent_drop; /* bytes of replies behind the one under way */
    int stall_ms;                     /* without progress, over 0; the clock stands while paused */
    unsigned connections_max;         /* more are told so and closed */
    size_t held_max; /* bytes for all together: lines half-way, replies unsent or held */
};

/* refused: accepted and closed at once, because connections_max are open, memory ran out or the
 * peer could not be told.
 * dropped_slow: its unsent replies passed unsent_drop, or it took none of them for stall_ms.
 * dropped_stalled: it stopped half-way through a line for stall_ms.
 * dropped_heavy: it held most when all together passed held_max. */
struct server_counters {
    uint64_t accepted, refused, dropped_slow, dropped_stalled, dropped_heavy;
    uint64_t lines, bytes_in, bytes_out;
    unsigned open;
};

/* Binds `path` (mode 0660; a stale socket of a dead daemon is replaced) and listens. Refuses a path
 * longer than STIPPLE_SOCKET_PATH_MAX, one where somebody listens, and one where something lies
 * that is no socket. */
enum stipple_error server_start(uv_loop_t *loop, const char *path,
                                const struct server_limits *limits,
                                const struct server_events *events, void *context,
                                struct server **ret, struct error *e);
/* No new connections from here on; unlinks the socket. */
void server_stop_listening(struct server *s);
/* Reads nothing more, closes every connection once its calls are answered (see connection_ref), or
 * after `grace_ms`; then frees the server and calls `done` (may be NULL) on the loop. */
void server_close(struct server *s, int grace_ms, void (*done)(void *context));
/* What is sent to a connection between the two goes out at once in the end: a write costs more than
 * making a reply does. They nest. */
void server_cork(struct server *s);
void server_uncork(struct server *s);
const struct server_counters *server_counters(const struct server *s);

/* Sends the buffer's bytes (whole lines) and takes them: the buffer is empty afterwards. On a
 * connection that is gone the bytes are dropped. A buffer that has failed drops the connection, for
 * half a reply is none. Raises no SIGPIPE. */
void connection_send(struct connection *c, struct buffer *bytes);
/* Stops and resumes reading, counted: for a connection with too many calls under way. */
void connection_pause(struct connection *c);
void connection_resume(struct connection *c);
/* Bytes that are kept for the connection until they are sent, counted against held_max. */
void connection_hold(struct connection *c, size_t bytes);
void connection_release(struct connection *c, size_t bytes);
void *connection_user(const struct connection *c);
bool connection_is_open(const struct connection *c);
/* Nothing waits to be taken by the peer; if something does, `drained` will be called. */
bool connection_is_drained(const struct connection *c);
/* A reference keeps the memory. A call under way holds one until it is answered, and only a call
 * under way: a client that has closed its sending side stays connected until the last reply is out
 * and no reference is held but the server's. */
struct connection *connection_ref(struct connection *c);
void connection_unref(struct connection *c); /* takes NULL */

#endif
