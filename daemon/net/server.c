/* The server keeps what the connections share: the listener, the one read buffer (they read one
 * after the other), the counters, two timers and the turn of those who are behind with what was
 * read. The stall clock is one timer for all, which runs only while somebody may stall; a daemon
 * with idle clients sleeps. */
#include "net/internal.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* In words, so that whoever is kept out knows why and does not wait for one that stays for days. */
static void server_refuse(struct server *s, int fd)
{
    struct buffer words = {0};
    if (s->events.full)
        s->events.full(s->context, &words);
    if (words.length > 0)
        send(fd, words.data, words.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    buffer_free(&words);
    close(fd);
    s->counters.refused++;
}

static void server_take(void *context, int fd)
{
    struct server *s = context;
    if (s->counters.open < s->limits.connections_max)
        connection_accept(s, fd);
    else
        server_refuse(s, fd);
}

static bool heavier(const struct connection *c, const struct connection *than)
{
    unsigned quiet = c->quiet_in + c->quiet_out, other = than->quiet_in + than->quiet_out;
    return quiet > other || (quiet == other && c->held > than->held);
}

struct connection *server_heaviest(struct server *s)
{
    struct connection *heaviest = NULL;
    for (struct connection *c = s->connections; c; c = c->next)
        if (c->fd >= 0 && c->held > 0 && (!heaviest || heavier(c, heaviest)))
            heaviest = c;
    return heaviest;
}

static void on_tick(uv_timer_t *tick)
{
    struct server *s = tick->data;
    bool may_stall = false;
    for (struct connection *c = s->connections; c; c = c->next)
        may_stall |= connection_tick(c);
    if (!may_stall)
        uv_timer_stop(&s->tick);
}

void server_watch_stalls(struct server *s)
{
    uint64_t ms = ((uint64_t)s->limits.stall_ms + STALL_TICKS - 1) / STALL_TICKS;
    if (!uv_is_active((uv_handle_t *)&s->tick))
        uv_timer_start(&s->tick, on_tick, ms, ms);
}

static void on_turn(uv_idle_t *turn)
{
    struct server *s = turn->data;
    bool behind = false;
    for (struct connection *c = s->connections; c; c = c->next)
        behind |= connection_turn(c);
    if (!behind)
        uv_idle_stop(&s->turn);
}

void server_turn_again(struct server *s)
{
    uv_idle_start(&s->turn, on_turn);
}

enum stipple_error server_start(uv_loop_t *loop, const char *path,
                                const struct server_limits *limits,
                                const struct server_events *events, void *context,
                                struct server **ret, struct error *e)
{
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        return fail_memory(e);
    s->loop = loop;
    s->limits = *limits;
    s->events = *events;
    s->context = context;
    s->listener.take = server_take;
    s->listener.context = s;
    enum stipple_error code = listener_open(&s->listener, loop, path, e);
    if (code != STIPPLE_OK) {
        free(s);
        return code;
    }
    uv_timer_init(loop, &s->tick);
    uv_timer_init(loop, &s->grace);
    uv_idle_init(loop, &s->turn);
    s->tick.data = s->grace.data = s->turn.data = s;
    s->handles = LISTENER_HANDLES + 3;
    listener_wake(&s->listener);
    *ret = s;
    return STIPPLE_OK;
}

static void handle_closed(struct server *s);

static void on_listener_closed(uv_handle_t *handle)
{
    const struct listener *l = handle->data;
    handle_closed(l->context);
}

static void on_own_closed(uv_handle_t *handle)
{
    handle_closed(handle->data);
}

/* They serve until the last connection is gone; the server goes with its last handle. */
static void server_settle(struct server *s)
{
    if (!s->closing || s->connections)
        return;
    if (!uv_is_closing((uv_handle_t *)&s->tick)) {
        uv_close((uv_handle_t *)&s->tick, on_own_closed);
        uv_close((uv_handle_t *)&s->grace, on_own_closed);
        uv_close((uv_handle_t *)&s->turn, on_own_closed);
    }
    if (s->handles > 0)
        return;
    void (*done)(void *context) = s->done;
    void *context = s->context;
    free(s);
    if (done)
        done(context);
}

static void handle_closed(struct server *s)
{
    s->handles--;
    server_settle(s);
}

void server_forget(struct server *s, struct connection *c)
{
    if (c->previous)
        c->previous->next = c->next;
    else
        s->connections = c->next;
    if (c->next)
        c->next->previous = c->previous;
    server_settle(s);
}

void server_cork(struct server *s)
{
    s->corks++;
}

void server_uncork(struct server *s)
{
    if (--s->corks > 0)
        return;
    while (s->corked) {
        struct connection *c = s->corked;
        s->corked = c->corked_next;
        connection_uncork(c);
    }
}

void server_stop_listening(struct server *s)
{
    listener_close(&s->listener, on_listener_closed);
}

static void on_grace_over(uv_timer_t *grace)
{
    struct server *s = grace->data;
    for (struct connection *c = s->connections; c; c = c->next)
        connection_drop(c);
}

void server_close(struct server *s, int grace_ms, void (*done)(void *context))
{
    s->closing = true;
    s->done = done;
    server_stop_listening(s);
    for (struct connection *c = s->connections; c; c = c->next)
        connection_end(c);
    uv_timer_start(&s->grace, on_grace_over, (uint64_t)grace_ms, 0);
    server_settle(s);
}

const struct server_counters *server_counters(const struct server *s)
{
    return &s->counters;
}
