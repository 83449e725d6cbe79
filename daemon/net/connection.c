/* One connection's life. Three choices carry it.
 *
 * One read is handled before the next: what a pause or the end of its turn leaves of it is kept,
 * and until that is used up nothing more is read, so that the client itself is held back.
 *
 * A client may close its sending side and still want its answers (`echo … | nc -N`). So the end of
 * input only stops the reading (half a line is no line, and is let go); the connection goes when
 * the last reply is out and nobody but the server holds a reference. An oversize line and the
 * server's own end go the same way.
 *
 * Dropping marks the connection gone at once, and tells `closed` from the loop's closing phase
 * only, so that no caller in here finds its own state torn down under its feet. */
#include "net/internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "net/peer.h"

static void on_ready(uv_poll_t *poll, int status, int events);

static void on_closed(uv_handle_t *handle)
{
    struct connection *c = handle->data;
    framing_free(&c->in);
    buffer_free(&c->rest);
    outbox_free(&c->out);
    c->server->events.closed(c->server->context, c);
    server_forget(c->server, c);
    connection_unref(c);
}

void connection_drop(struct connection *c)
{
    if (c->fd < 0)
        return;
    uv_close((uv_handle_t *)&c->poll, on_closed);
    close(c->fd);
    c->fd = -1;
    c->server->held -= c->held;
    c->server->counters.open--;
    listener_wake(&c->server->listener); /* a descriptor is free */
}

static void drop_slow(struct connection *c)
{
    if (c->fd >= 0)
        c->server->counters.dropped_slow++;
    connection_drop(c);
}

static bool reading(const struct connection *c)
{
    return c->fd >= 0 && !c->ended && c->paused == 0 &&
           c->out.waiting <= c->server->limits.unsent_pause;
}

static bool half_way(const struct connection *c)
{
    return reading(c) && framing_half(&c->in);
}

/* Replies that the socket has refused. */
static bool overflows(const struct connection *c)
{
    return c->out.first && !c->corked;
}

/* Lines wait that were read already. */
static bool behind(const struct connection *c)
{
    return reading(c) && c->rest.length > 0;
}

static bool may_stall(const struct connection *c)
{
    return c->fd >= 0 && (overflows(c) || half_way(c));
}

/* Counts what is held for the connection. Where all together hold too much, those go who take
 * nothing of it or hold most, and not whoever comes next. */
static void connection_weigh(struct connection *c)
{
    struct server *s = c->server;
    size_t held = c->in.carry.capacity + c->rest.capacity + c->out.held + c->kept;
    s->held += held - c->held;
    c->held = held;
    while (s->held > s->limits.held_max) {
        s->counters.dropped_heavy++;
        connection_drop(server_heaviest(s));
    }
}

/* Brings what is watched into line with the state; called after whatever may have changed it. */
static void connection_settle(struct connection *c)
{
    if (c->fd >= 0)
        connection_weigh(c);
    if (c->fd < 0)
        return;
    if (c->ended && !c->out.first && c->refs == 1) {
        connection_drop(c);
        return;
    }
    int wanted = (reading(c) && !behind(c) ? UV_READABLE : 0) | (overflows(c) ? UV_WRITABLE : 0);
    if (wanted != c->watched) {
        if (wanted & ~c->watched & UV_READABLE)
            c->quiet_in = 0;
        c->watched = wanted;
        uv_poll_start(&c->poll, wanted, on_ready);
    }
    if (may_stall(c))
        server_watch_stalls(c->server);
    if (behind(c))
        server_turn_again(c->server);
}

static void connection_flush(struct connection *c)
{
    ssize_t n = outbox_send(&c->out, c->fd);
    if (n < 0) {
        connection_drop(c);
    } else if (n > 0) {
        c->server->counters.bytes_out += (uint64_t)n;
        c->quiet_out = 0;
    }
}

/* For what had to wait; then its sender is told. */
static void connection_flush_rest(struct connection *c)
{
    const struct server *s = c->server;
    connection_flush(c);
    if (c->fd >= 0 && !c->out.first && s->events.drained)
        s->events.drained(s->context, c);
}

void connection_end(struct connection *c)
{
    c->ended = true;
    connection_settle(c);
}

/* After the end of input: a peer that has closed altogether hears no answers either. */
static bool peer_gone(const struct connection *c)
{
    struct pollfd p = {.fd = c->fd};
    return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR));
}

void connection_uncork(struct connection *c)
{
    c->corked = false;
    if (c->fd >= 0)
        connection_flush_rest(c);
    connection_unref(c);
}

/* Hands on the lines in `in` until they are used up or enough for now. */
static void connection_deliver(struct connection *c, struct span *in)
{
    struct server *s = c->server;
    for (int lines = 0; lines < LINES_PER_TURN && reading(c); lines++) {
        struct span line;
        size_t before = in->length;
        enum frame frame = framing_next(&c->in, in, s->limits.line_max, &line);
        s->counters.bytes_in += before - in->length;
        switch (frame) {
        case FRAME_LINE:
            s->counters.lines++;
            s->events.line(s->context, c, line.data, line.length);
            framing_release(&c->in);
            break;
        case FRAME_MORE:
            return;
        case FRAME_TOO_LONG:
            connection_end(c);
            s->events.too_long(s->context, c);
            return;
        case FRAME_MEMORY:
            connection_drop(c);
            return;
        }
    }
}

/* Handles what it can of `in` and keeps the rest. */
static void connection_handle(struct connection *c, struct span in)
{
    struct buffer rest = {0};
    c->quiet_in = 0;
    server_cork(c->server);
    connection_deliver(c, &in);
    server_uncork(c->server);
    if (c->fd >= 0 && !c->ended)
        buffer_add(&rest, in.data, in.length);
    buffer_free(&c->rest); /* where `in` may lie */
    c->rest = rest;
    if (rest.failed)
        connection_drop(c);
}

static void connection_read(struct connection *c)
{
    struct server *s = c->server;
    ssize_t n = recv(c->fd, s->bytes, sizeof s->bytes, MSG_DONTWAIT);
    if (n < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            connection_drop(c);
    } else if (n == 0) {
        if (peer_gone(c))
            connection_drop(c);
        else
            connection_end(c);
    } else {
        connection_handle(c, (struct span){s->bytes, (size_t)n});
    }
}

/* An error from libuv (EPOLLERR) means the peer has closed with replies unread. What it sent
 * before is still there to be read, and the calls below meet the error themselves. */
static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct connection *c = connection_ref(poll->data);
    if (status < 0) {
        events = c->watched;
        c->watched = 0; /* libuv has stopped watching */
    }
    if ((events & UV_WRITABLE) && c->out.first)
        connection_flush_rest(c);
    if ((events & UV_READABLE) && reading(c) && !behind(c))
        connection_read(c);
    connection_unref(c);
}

bool connection_turn(struct connection *c)
{
    if (!behind(c))
        return false;
    connection_ref(c);
    connection_handle(c, (struct span){c->rest.data, c->rest.length});
    bool more = behind(c);
    connection_unref(c);
    return more;
}

void connection_accept(struct server *s, int fd)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c || !peer_read(fd, &c->peer) || uv_poll_init(s->loop, &c->poll, fd) != 0) {
        if (c)
            peer_free(&c->peer);
        free(c);
        close(fd);
        s->counters.refused++;
        return;
    }
    c->poll.data = c;
    c->server = s;
    c->fd = fd;
    c->refs = 2; /* the server's, and ours until `opened` is back */
    c->next = s->connections;
    if (c->next)
        c->next->previous = c;
    s->connections = c;
    s->counters.accepted++;
    s->counters.open++;
    c->user = s->events.opened(s->context, c, &c->peer);
    connection_unref(c);
}

bool connection_tick(struct connection *c)
{
    if (c->fd < 0)
        return false;
    if (c->out.first) {
        /* The socket reports room only when much of it is free; a reader that takes a little at
         * a time makes progress before that. */
        connection_flush_rest(c);
        if (c->out.first && ++c->quiet_out > STALL_TICKS)
            drop_slow(c);
    }
    if (half_way(c) && ++c->quiet_in > STALL_TICKS) {
        c->server->counters.dropped_stalled++;
        connection_drop(c);
    }
    connection_settle(c);
    return may_stall(c);
}

/* Sends now, or with what else there will be for the connection. */
static void connection_go(struct connection *c)
{
    struct server *s = c->server;
    c->quiet_out = 0;
    if (s->corks == 0 || c->out.waiting > CORKED_MAX) {
        connection_flush(c);
    } else if (!c->corked) {
        c->corked = true;
        c->corked_next = s->corked;
        s->corked = connection_ref(c);
    }
}

void connection_send(struct connection *c, struct buffer *bytes)
{
    if (c->fd < 0) {
        buffer_free(bytes);
        return;
    }
    bool idle = !overflows(c);
    if (!outbox_put(&c->out, bytes)) {
        connection_drop(c);
        return;
    }
    if (idle)
        connection_go(c);
    if (c->out.waiting > c->server->limits.unsent_drop)
        drop_slow(c);
    connection_settle(c);
}

void connection_pause(struct connection *c)
{
    c->paused++;
    connection_settle(c);
}

void connection_resume(struct connection *c)
{
    c->paused--;
    connection_settle(c);
}

void connection_hold(struct connection *c, size_t bytes)
{
    c->kept += bytes;
    connection_settle(c);
}

void connection_release(struct connection *c, size_t bytes)
{
    c->kept -= bytes;
    connection_settle(c);
}

void *connection_user(const struct connection *c)
{
    return c->user;
}

bool connection_is_open(const struct connection *c)
{
    return c->fd >= 0;
}

bool connection_is_drained(const struct connection *c)
{
    return !c->out.first;
}

struct connection *connection_ref(struct connection *c)
{
    c->refs++;
    return c;
}

void connection_unref(struct connection *c)
{
    if (!c)
        return;
    if (--c->refs > 0) {
        connection_settle(c);
        return;
    }
    peer_free(&c->peer);
    free(c);
}
