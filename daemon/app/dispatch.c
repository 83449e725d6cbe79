/* From a line to calls and back. The parsed tree goes when the line has been read: a call that
 * waits in a queue keeps its decoded parameters, which take a tenth of the memory, and nothing
 * else. A call is answered exactly once because call_finish is the only way it ends. */
#include "app/call.h"

#include "app/line.h"
#include "app/reads.h"
#include "app/table.h"
#include "json/parse.h"
#include "rpc/decode.h"
#include "rpc/nearest.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

static void session_add(struct session *session, struct call *call)
{
    call->next = session->calls;
    if (call->next)
        call->next->previous = call;
    session->calls = call;
    if (++session->n_calls >= SESSION_CALLS_MAX && !session->paused) {
        session->paused = true;
        connection_pause(session->connection);
    }
}

static void session_remove(struct session *session, struct call *call)
{
    *(call->previous ? &call->previous->next : &session->calls) = call->next;
    if (call->next)
        call->next->previous = call->previous;
    if (--session->n_calls < SESSION_CALLS_MAX / 2 && session->paused) {
        session->paused = false;
        connection_resume(session->connection);
    }
}

void call_finish(struct call *call)
{
    struct line *line = call->line;
    call->app->waiting_bytes -= call->held;
    if (call->session)
        session_remove(call->session, call);
    call->app->calls++;
    if (call->error.code != STIPPLE_OK) {
        call->app->errors++;
        buffer_free(&call->reply);
        reply_error(&call->reply, call->request.id, &call->error);
    }
    if (!call->request.notification)
        line_send(line, &call->reply);
    buffer_free(&call->reply);
    arena_free(&call->arena);
    free(call);
    line_release(line);
}

bool session_cancel(struct session *session, const char *id)
{
    for (struct call *call = session->calls; call; call = call->next) {
        if (strcmp(call->request.id, id) != 0 || !call_claim(call, CALL_CANCELLED))
            continue;
        session->app->cancelled++;
        if (call->method->kind == METHOD_READ)
            read_cancel(call);
        return true;
    }
    return false;
}

static void inline_run(struct call *call)
{
    const char *text;
    size_t length;
    atomic_store(&call->state, CALL_RUNNING);
    call->error.code = call_handle(call);
    if (call->error.code == STIPPLE_OK)
        call->error.code = call_answer(call, &text, &length);
    call_finish(call);
}

static void call_start(struct call *call)
{
    struct app *app = call->app;
    switch (call->method->kind) {
    case METHOD_INLINE:
        inline_run(call);
        return;
    case METHOD_READ:
        if (call_hold(call) && app->reads < READS_MAX)
            read_put(call);
        else
            call_busy(call);
        return;
    case METHOD_WRITE:
        if (!call_hold(call) || !writer_put(app->writer, &call->job))
            call_busy(call);
    }
}

static enum stipple_error role_refuse(struct call *call, const struct method *method)
{
    struct buffer roles = {0};
    for (size_t i = 0; role_names[i]; i++)
        if (method->roles & 1U << i)
            buffer_print(&roles, "%s%s", roles.length ? ", " : "", role_names[i]);
    fail(&call->error, STIPPLE_ROLE_DENIED, NULL, "User %u may not call `%s`.", (unsigned)call->uid,
         method->name);
    const char *list = buffer_string(&roles);
    fail_hint(&call->error, "The daemon's configuration gives it to: %s.", list ? list : "others");
    buffer_free(&roles);
    return STIPPLE_ROLE_DENIED;
}

static enum stipple_error method_refuse(struct call *call)
{
    struct nearest near = {.given = call->request.method};
    for (const struct method *const *domain = method_domains; *domain; domain++)
        for (const struct method *method = *domain; method->name; method++)
            nearest_offer(&near, method->name);
    fail(&call->error, STIPPLE_RPC_METHOD, NULL, "There is no method `%s`.", call->request.method);
    return near.best ? fail_hint(&call->error, "Did you mean %s?", near.best)
                     : fail_hint(&call->error, "rpc.discover lists them.");
}

static enum stipple_error call_check(struct call *call)
{
    const struct method *method = method_find(call->request.method);
    if (!method)
        return method_refuse(call);
    if (!(method->roles & call->roles))
        return role_refuse(call, method);
    if (call->app->stopping)
        return call_stopping(call);
    call->method = method;
    call->params = arena_take(&call->arena, method->params->size);
    if (!call->params)
        return fail_memory(&call->error);
    return schema_decode(method->params, call->request.params, &call->arena, call->params,
                         &call->error);
}

static void call_read(struct session *session, struct line *line, const cJSON *json)
{
    struct app *app = session->app;
    struct call *call = malloc(sizeof *call);
    if (!call) {
        struct error e;
        fail_memory(&e);
        line_refuse(line, "null", &e);
        return;
    }
    *call = (struct call){.app = app,
                          .session = session,
                          .line = line,
                          .uid = session->uid,
                          .roles = session->roles,
                          .now_ms = app->sources->now_ms(app->sources->context),
                          .reply = {.max = STIPPLE_REPLY_MAX}};
    line->pending++;
    session_add(session, call);
    call->error.code = request_read(json, &call->arena, &call->request, &call->error);
    if (call->error.code == STIPPLE_OK)
        call->error.code = call_check(call);
    if (call->error.code == STIPPLE_OK)
        call_start(call);
    else
        call_finish(call);
}

static void batch_read(struct session *session, struct line *line, const cJSON *json)
{
    struct error e;
    int n = cJSON_GetArraySize(json);
    if (n == 0) {
        fail(&e, STIPPLE_RPC_INVALID, NULL, "A batch holds at least one call.");
        line_refuse(line, "null", &e);
    } else if (n > STIPPLE_BATCH_MAX) {
        fail(&e, STIPPLE_RPC_TOO_LARGE, NULL, "A batch holds at most %d calls, this one has %d.",
             STIPPLE_BATCH_MAX, n);
        line_refuse(line, "null", &e);
    } else {
        line->batch = true;
        const cJSON *member;
        cJSON_ArrayForEach(member, json)
        {
            call_read(session, line, member);
        }
    }
}

static void dispatch_line(void *context, struct connection *c, char *text, size_t length)
{
    struct app *app = context;
    struct session *session = connection_user(c);
    struct line *line = session ? line_new(c) : NULL;
    if (!line) { /* no memory for an answer: a closed connection is understood, silence is not */
        connection_send(c, &(struct buffer){.failed = true});
        return;
    }
    struct json_fault fault;
    const cJSON *json = json_parse(&app->tree, text, length, STIPPLE_DEPTH_MAX, &fault);
    if (!json) {
        struct error e;
        if (fault.memory)
            fail_memory(&e);
        else
            fail(&e, STIPPLE_RPC_PARSE, NULL, "Not strict JSON at byte %zu: %s.", fault.at,
                 fault.why);
        line_refuse(line, "null", &e);
    } else if (cJSON_IsArray(json)) {
        batch_read(session, line, json);
    } else {
        call_read(session, line, json);
    }
    arena_reset(&app->tree);
    line_release(line);
}

static void dispatch_too_long(void *context, struct connection *c)
{
    (void)context;
    struct error e;
    fail(&e, STIPPLE_RPC_TOO_LARGE, NULL,
         "A line holds at most %d bytes; the connection is closed.", STIPPLE_LINE_MAX);
    struct buffer reply = {.max = STIPPLE_REPLY_MAX};
    reply_error(&reply, "null", &e);
    line_reply(c, &reply);
}

static void dispatch_full(void *context, struct buffer *ret)
{
    struct app *app = context;
    struct error e;
    fail(&e, STIPPLE_DAEMON_BUSY, NULL,
         "The daemon has %u connections open and takes no more; the connection is closed.",
         app->connections_max);
    fail_hint(&e, "Connect again when one has ended; `ss -xp` tells whose they are.");
    reply_error(ret, "null", &e);
    buffer_byte(ret, '\n');
}

static void *dispatch_opened(void *context, struct connection *c, const struct peer *peer)
{
    struct app *app = context;
    struct session *session = calloc(1, sizeof *session);
    if (session)
        *session = (struct session){.app = app,
                                    .connection = c,
                                    .uid = peer->uid,
                                    .roles = config_roles(app->config, peer)};
    return session;
}

/* Writes that were accepted are done all the same; reads nobody waits for are not begun. */
static void dispatch_closed(void *context, struct connection *c)
{
    (void)context;
    struct session *session = connection_user(c);
    if (!session)
        return;
    reads_end(session);
    for (struct call *call = session->calls; call; call = call->next)
        call->session = NULL;
    watch_end(session);
    free(session);
}

static void dispatch_drained(void *context, struct connection *c)
{
    (void)context;
    struct session *session = connection_user(c);
    if (session)
        watch_drained(session);
}

const struct server_events dispatch_events = {dispatch_opened, dispatch_line,    dispatch_too_long,
                                              dispatch_closed, dispatch_drained, dispatch_full};
