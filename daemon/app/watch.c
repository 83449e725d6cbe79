/* The history itself is the queue: a subscription is a place in it, and a page is read from there,
 * by a reader that sees only what is committed, whenever there is more and the client has taken the
 * page before. So nothing is missing, twice or out of order, a subscriber who was away for a year
 * catches up like one who blinked, and a slow one costs the daemon a page and no more. One that
 * takes nothing while many events pass is told so and let go: it would show the past as the
 * present. */
#include "app/watch.h"

#include "app/call.h"
#include "base/log.h"
#include "rpc/encode.h"
#include "stipple/protocol.h"
#include "store/audit.h"

#include <stdlib.h>

/* Events read at once, and bytes after which a page ends early: bodies can be large. */
enum { PAGE_EVENTS = 32, PAGE_BYTES = STIPPLE_UNSENT_PAUSE, TICK_MS = 1000 };

struct subscription {
    struct pool_job pool;
    struct app *app;
    struct session *session; /* NULL: over, and freed when it is not being read for */
    struct subscription *next;
    int64_t from;    /* the event to be sent next */
    int64_t stuck;   /* end of the history when the client was first found behind; 0: it is not */
    int64_t quiet_s; /* since something was sent */
    int64_t heartbeat_s;
    bool reading;
    struct buffer page; /* what was read, up to `page_next` */
    int64_t page_next;
    struct error error;
};

static int64_t history_end(struct app *app)
{
    pthread_mutex_lock(&app->position_lock);
    int64_t events = app->position.events;
    pthread_mutex_unlock(&app->position_lock);
    return events;
}

static void subscription_free(struct subscription *s)
{
    buffer_free(&s->page);
    free(s);
}

static void subscription_remove(struct subscription *s)
{
    struct watch *watch = &s->app->watch;
    struct subscription **at = &watch->first;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    s->session->subscription = NULL;
    s->session = NULL;
    if (!watch->first && !s->app->stopping)
        uv_timer_stop(&watch->clock);
    if (!s->reading)
        subscription_free(s);
}

/* A notification that says nothing but where to go on. */
static void place_send(struct subscription *s, const char *method)
{
    struct buffer line = {.max = STIPPLE_REPLY_MAX}, params = {0};
    buffer_print(&params, "{\"next\":%lld}", (long long)s->from);
    const char *text = buffer_string(&params);
    if (text) {
        notification_write(&line, method, text);
        buffer_byte(&line, '\n');
        connection_send(s->session->connection, &line);
    }
    s->quiet_s = 0;
    buffer_free(&line);
    buffer_free(&params);
}

static enum stipple_error event_write(struct subscription *s, const struct event_row *event)
{
    struct buffer params = {.max = STIPPLE_REPLY_MAX};
    struct json_writer w = {&params, false};
    schema_encode(&history_event_schema, event, &w);
    const char *text = buffer_string(&params);
    if (text) {
        notification_write(&s->page, "event.happened", text);
        buffer_byte(&s->page, '\n');
    }
    buffer_free(&params);
    return text && !s->page.failed ? STIPPLE_OK : fail_memory(&s->error);
}

static enum stipple_error page_read(struct subscription *s, struct store *store, struct arena *a)
{
    struct event_filter filter = {.from = s->from, .limit = PAGE_EVENTS};
    struct list rows = {0};
    int64_t more;
    TRY(event_list(store, a, &filter, &rows, &more, &s->error));
    const struct event_row *events = rows.items;
    s->page_next = s->from;
    for (size_t i = 0; i < rows.n && s->page.length < PAGE_BYTES; i++) {
        TRY(event_write(s, &events[i]));
        s->page_next = events[i].seq + 1;
    }
    return STIPPLE_OK;
}

static void read_run(struct pool_job *job)
{
    struct subscription *s = (struct subscription *)job;
    struct arena a = {0};
    struct store *store = readers_checkout(s->app->readers);
    s->error.code = page_read(s, store, &a);
    readers_checkin(s->app->readers, store);
    arena_free(&a);
}

static void subscription_advance(struct subscription *s);

static void page_send(struct subscription *s)
{
    if (s->error.code != STIPPLE_OK) {
        log_warning("a subscription ended: %s", s->error.message);
        place_send(s, "event.overflow");
        subscription_remove(s);
        return;
    }
    if (s->page_next == s->from)
        return; /* a history without its last event: an audit will tell, reading on would not */
    s->from = s->page_next;
    s->quiet_s = 0;
    connection_send(s->session->connection, &s->page);
    subscription_advance(s);
}

static void read_done(struct pool_job *job, bool cancelled)
{
    (void)cancelled;
    struct subscription *s = (struct subscription *)job;
    struct app *app = s->app;
    s->reading = false;
    app->reads--;
    if (s->session)
        page_send(s);
    else
        subscription_free(s);
    if (app->stopping && app->reads == 0)
        app_drained(app);
}

static void subscription_lags(struct subscription *s, int64_t end)
{
    if (s->stuck == 0)
        s->stuck = end;
    if (end - s->stuck <= WATCH_LAG_MAX)
        return;
    place_send(s, "event.overflow");
    subscription_remove(s);
}

/* Reads on when there is more and the client has taken what was sent. */
static void subscription_advance(struct subscription *s)
{
    struct app *app = s->app;
    int64_t end = history_end(app);
    if (s->reading || app->stopping || s->from > end || app->reads >= READS_MAX)
        return;
    if (!connection_is_drained(s->session->connection)) {
        subscription_lags(s, end);
        return;
    }
    s->stuck = 0;
    s->reading = true;
    s->pool = (struct pool_job){.run = read_run, .done = read_done};
    app->reads++;
    pool_put(&app->loop, &s->pool);
}

void watch_wake(struct app *app)
{
    for (struct subscription *s = app->watch.first, *next; s; s = next) {
        next = s->next;
        subscription_advance(s);
    }
}

void watch_drained(struct session *session)
{
    if (session->subscription)
        subscription_advance(session->subscription);
}

static void on_tick(uv_timer_t *clock)
{
    struct app *app = clock->data;
    watch_wake(app); /* what the pool had no room for */
    for (struct subscription *s = app->watch.first; s; s = s->next)
        if (++s->quiet_s >= s->heartbeat_s && connection_is_drained(s->session->connection))
            place_send(s, "event.heartbeat");
}

void watch_start(struct app *app)
{
    uv_timer_init(&app->loop, &app->watch.clock);
    app->watch.clock.data = app;
}

void watch_stop(struct app *app)
{
    uv_close((uv_handle_t *)&app->watch.clock, NULL);
}

enum stipple_error watch_begin(struct session *session, int64_t next, int64_t heartbeat_s,
                               struct error *e)
{
    struct watch *watch = &session->app->watch;
    struct subscription *s = calloc(1, sizeof *s);
    if (!s)
        return fail_memory(e);
    s->app = session->app;
    s->session = session;
    s->from = next;
    s->heartbeat_s = heartbeat_s;
    s->next = watch->first;
    if (!s->next)
        uv_timer_start(&watch->clock, on_tick, TICK_MS, TICK_MS);
    watch->first = s;
    session->subscription = s;
    subscription_advance(s);
    return STIPPLE_OK;
}

int64_t watch_end(struct session *session)
{
    struct subscription *s = session->subscription;
    if (!s)
        return INT_ABSENT;
    int64_t next = s->from;
    subscription_remove(s);
    return next;
}
