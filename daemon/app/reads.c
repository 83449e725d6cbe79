/* The pool takes what comes first, so whoever asked for sixty-four slow reports would have
 * everybody else wait behind them. So no more reads go into the pool than it has threads. The
 * others wait in a queue of their own connection, the connections take turns, and none of them has
 * all threads: whoever asks for one match finds one free, or waits for one report and not for a
 * pile. */
#include "app/reads.h"

#include "app/call.h"

/* Of one connection, at a time. */
enum { READS_AT_ONCE = READERS - 1 };

static void turn_put(struct session *s)
{
    struct read_turns *turns = &s->app->turns;
    if (s->reads.in_turn || !s->reads.first || s->reads.running >= READS_AT_ONCE)
        return;
    s->reads.in_turn = true;
    s->reads.next = NULL;
    *(turns->last ? &turns->last->reads.next : &turns->first) = s;
    turns->last = s;
}

static void turn_leave(struct session *s)
{
    struct read_turns *turns = &s->app->turns;
    struct session *before = NULL;
    if (!s->reads.in_turn)
        return;
    for (struct session *at = turns->first; at != s; at = at->reads.next)
        before = at;
    *(before ? &before->reads.next : &turns->first) = s->reads.next;
    if (turns->last == s)
        turns->last = before;
    s->reads.in_turn = false;
}

static void wait_put(struct call *call)
{
    struct session *s = call->session;
    *(s->reads.last ? &s->reads.last->next_read : &s->reads.first) = call;
    s->reads.last = call;
}

/* False when the call does not wait any more. */
static bool wait_leave(struct call *call)
{
    struct session *s = call->session;
    struct call **at = &s->reads.first, *before = NULL;
    for (; *at && *at != call; at = &(*at)->next_read)
        before = *at;
    if (!*at)
        return false;
    *at = call->next_read;
    if (s->reads.last == call)
        s->reads.last = before;
    return true;
}

static void reads_begin(struct app *app)
{
    while (app->turns.first && app->turns.running < READERS) {
        struct session *s = app->turns.first;
        struct call *call = s->reads.first;
        turn_leave(s);
        if (!call)
            continue; /* what waited was cancelled */
        wait_leave(call);
        s->reads.running++;
        app->turns.running++;
        turn_put(s);
        pool_put(&app->loop, &call->pool);
    }
}

static enum stipple_error read_answer(struct call *call)
{
    const char *text;
    size_t length;
    enum stipple_error code = store_snapshot(call->store, &call->error);
    if (code == STIPPLE_OK)
        code = call_resolve(call);
    if (code == STIPPLE_OK)
        code = call_handle(call);
    store_snapshot_end(call->store); /* also one that an earlier call could not end */
    return code == STIPPLE_OK ? call_answer(call, &text, &length) : code;
}

static void read_run(struct pool_job *job)
{
    struct call *call = (struct call *)((char *)job - offsetof(struct call, pool));
    if (!call_claim(call, CALL_RUNNING))
        return;
    if (call->app->stopping) {
        call_stopping(call);
        return;
    }
    call->store = readers_checkout(call->app->readers);
    call->error.code = read_answer(call);
    readers_checkin(call->app->readers, call->store);
}

static void call_cancelled(struct call *call)
{
    fail(&call->error, STIPPLE_RPC_CANCELLED, NULL, "The call was cancelled.");
}

/* A read that opened names, or is a report, waits for the writer to say so; one whose client has
 * left has shown nothing to anybody. */
static void read_end(struct call *call)
{
    struct app *app = call->app;
    app->reads--;
    if (call->error.code != STIPPLE_OK || !call->look.noted || !call->session)
        call_finish(call);
    else if (!call_hold(call) || !writer_put(app->writer, &call->job))
        call_busy(call);
    if (app->stopping && app->reads == 0)
        app_drained(app);
}

static void read_done(struct pool_job *job, bool cancelled)
{
    struct call *call = (struct call *)((char *)job - offsetof(struct call, pool));
    struct app *app = call->app;
    if (cancelled || atomic_load(&call->state) == CALL_CANCELLED)
        call_cancelled(call);
    app->turns.running--;
    if (call->session) {
        call->session->reads.running--;
        turn_put(call->session);
    }
    read_end(call);
    reads_begin(app);
}

void read_put(struct call *call)
{
    call->app->reads++;
    call->pool.run = read_run;
    call->pool.done = read_done;
    wait_put(call);
    turn_put(call->session);
    reads_begin(call->app);
}

void read_cancel(struct call *call)
{
    if (!wait_leave(call)) {
        pool_cancel(&call->pool);
        return;
    }
    call_cancelled(call);
    read_end(call);
}

void reads_end(struct session *session)
{
    for (struct call *call = session->calls, *next; call; call = next) {
        next = call->next;
        if (call->method && call->method->kind == METHOD_READ && call_claim(call, CALL_CANCELLED))
            read_cancel(call);
    }
    turn_leave(session);
}
