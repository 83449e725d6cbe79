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
    /* The peer is gone or was dropped: nothing can be sent any more. Called exactly once. The
     * connection's memory stays until the last connection_unref. */
    void (*closed)(void *context, struct connection *c);
};

struct server_limits {
    size_t line_max, unsent_pause, unsent_drop;
    int stall_ms;
    unsigned connections_max;
};

struct server_counters {
    uint64_t accepted, refused, dropped_slow, dropped_stalled, lines, bytes_in, bytes_out;
    unsigned open;
};

/* Binds `path` (mode 0660; a stale socket of a dead daemon is replaced, the caller holds the
 * lock) and listens. Refuses a path longer than STIPPLE_SOCKET_PATH_MAX. */
enum stipple_error server_start(uv_loop_t *loop, const char *path, const struct server_limits *limits,
                                const struct server_events *events, void *context,
                                struct server **ret, struct error *e);
/* No new connections from here on; unlinks the socket. */
void server_stop_listening(struct server *s);
/* Closes every connection once its replies are out, or after `grace_ms`; then frees the server and
 * calls `done` (may be NULL). */
void server_close(struct server *s, int grace_ms, void (*done)(void *context));
const struct server_counters *server_counters(const struct server *s);

/* Sends the buffer's bytes (whole lines) and takes them: the buffer is empty afterwards. On a
 * connection that is gone the bytes are dropped. */
void connection_send(struct connection *c, struct buffer *bytes);
/* Stops and resumes reading, counted: for a connection with too many calls under way. */
void connection_pause(struct connection *c);
void connection_resume(struct connection *c);
void *connection_user(const struct connection *c);
bool connection_open(const struct connection *c);
struct connection *connection_ref(struct connection *c);
void connection_unref(struct connection *c); /* takes NULL */

#endif
