/* The writer thread's half of a write. All calls that waited become one transaction with a
 * savepoint each, so that one bad command fails alone, one disk sync serves everybody, and nobody
 * is answered before it. When SQLite rolls the whole transaction back of itself, everybody in it is
 * told. */
#include "app/call.h"

#include "app/clock.h"
#include "app/look.h"
#include "base/log.h"
#include "rpc/encode.h"
#include "store/session_key.h"
#include "store/studio.h"
#include "stipple/protocol.h"

#include <string.h>

/* A client's clock may be ahead of the daemon's by so much before "the future" is refused. */
static const int64_t clock_slack_ms = 60000;

/* Who did it and when, where the caller left it to the daemon. */
static enum stipple_error head_complete(struct call *call, struct write_head *head)
{
    TRY(staff_acting(call->store, &call->arena, head->by, (int64_t)call->uid, &head->by,
                     &call->error));
    if (head->occurred_at.ms == INT_ABSENT)
        return studio_local(call->store, call->now_ms, &head->occurred_at, &call->error);
    if (head->occurred_at.ms > call->now_ms + clock_slack_ms)
        return fail(&call->error, STIPPLE_TIME_FUTURE, "occurred_at",
                    "`occurred_at` lies in the future; say when it happened.");
    return STIPPLE_OK;
}

/* A UUID of that name in the result (rpc/lint.h); NULL when it has none. */
static const char *id_made(const struct call *call, const char *name)
{
    const struct schema *result = call->method->result;
    for (size_t i = 0; i < result->n_fields; i++)
        if (strcmp(result->fields[i].name, name) == 0)
            return *(const char **)(void *)((char *)call->result + result->fields[i].offset);
    return NULL;
}

/* For the client that the result names; what is said of a session, for whoever it stands under. */
static enum stipple_error text_seal(struct call *call, const struct buffer *text, const char **ret)
{
    const char *session = id_made(call, "session"), *client = id_made(call, "client");
    if (session)
        return session_seal(call->store, &call->arena, session, client, text->data, text->length,
                            ret, &call->error);
    return seal_text(call->store, &call->arena, client, text->data, text->length, ret,
                     &call->error);
}

/* The sealed parameters as one object; *ret is NULL when there are none. */
static enum stipple_error body_seal(struct call *call, const char **ret)
{
    struct buffer text = {.max = STIPPLE_LINE_MAX};
    struct json_writer w = {&text, false};
    enum stipple_error code = STIPPLE_OK;
    *ret = NULL;
    if (schema_encode_sealed(call->method->params, call->params, &w))
        code = text.failed ? fail_memory(&call->error) : text_seal(call, &text, ret);
    buffer_free(&text);
    return code;
}

/* The parameters as decoded, what was sealed and what was made, and the offset. */
static void body_write(const struct call *call, const char *sealed, const char *made, size_t length,
                       struct buffer *ret)
{
    const struct write_head *head = call->params;
    struct json_writer w = {ret, false};
    json_object(&w);
    schema_encode_own(call->method->params, call->params, &w);
    if (sealed) {
        json_key(&w, "sealed");
        json_text(&w, sealed);
    }
    json_key(&w, "made");
    json_raw(&w, made, length);
    json_key(&w, "offset_min");
    json_int(&w, head->occurred_at.offset_min);
    json_key(&w, "peer_uid"); /* whoever it was said to be by, this user said so */
    json_int(&w, (int64_t)call->uid);
    json_object_end(&w);
}

static enum stipple_error event_record(struct call *call, const struct buffer *request)
{
    const char *made, *sealed;
    size_t length;
    TRY(call_answer(call, &made, &length));
    TRY(body_seal(call, &sealed));
    struct buffer body = {.max = STIPPLE_REPLY_MAX};
    body_write(call, sealed, made, length, &body);
    const struct write_head *head = call->params;
    struct event event = {.op_id = head->op_id,
                          .type = call->method->name,
                          .occurred_at = head->occurred_at,
                          .recorded_at = call->now_ms,
                          .by = head->by,
                          .body = buffer_string(&body),
                          .request = request->data,
                          .request_length = request->length};
    enum stipple_error code =
        event.body ? store_record(call->store, &event, &call->error) : fail_memory(&call->error);
    buffer_free(&body);
    return code;
}

/* A command met for the first time, or the answer it got then. */
static enum stipple_error command_do(struct call *call, const struct buffer *request)
{
    struct write_head *head = call->params;
    const char *before = NULL;
    TRY(store_op(call->store, &call->arena, head->op_id, request->data, request->length, &before,
                 &call->error));
    if (before) {
        call_answer_text(call, before, strlen(before));
        return call->error.code;
    }
    TRY(call_resolve(call));
    TRY(head_complete(call, head));
    TRY(call_handle(call));
    return event_record(call, request);
}

static enum stipple_error command_step(struct call *call, const struct buffer *request)
{
    TRY(store_savepoint(call->store, &call->error));
    enum stipple_error code =
        call->method->kind == METHOD_WRITE ? command_do(call, request) : look_record(call);
    if (code == STIPPLE_OK)
        code = store_release(call->store, &call->error);
    if (code != STIPPLE_OK)
        store_undo(call->store);
    return code;
}

/* Method and parameters as decoded, before anything is filled in from the state: what makes two
 * calls with one op_id the same call. */
static void request_write(const struct call *call, struct buffer *ret)
{
    buffer_text(ret, call->method->name);
    struct json_writer w = {ret, false};
    schema_encode(call->method->params, call->params, &w);
}

/* A write, or what a read that was made already has to say (look.h). */
static enum stipple_error command_run(struct call *call)
{
    if (call->method->kind == METHOD_WRITE && !call_claim(call, CALL_RUNNING))
        return fail(&call->error, STIPPLE_RPC_CANCELLED, NULL, "The call was cancelled.");
    struct app *app = call->app;
    call->store = app->store;
    TRY(clock_read(app, &call->now_ms, &call->error));
    struct buffer request = {.max = STIPPLE_REPLY_MAX};
    request_write(call, &request);
    enum stipple_error code =
        request.failed ? fail_memory(&call->error) : command_step(call, &request);
    buffer_free(&request);
    return code;
}

/* Runs all commands; an error means that the whole transaction is gone. The position is read while
 * it is open, for outside of it SQLite takes its locks for it once more. */
static enum stipple_error batch_run(struct app *app, struct writer_job *first,
                                    struct store_position *ret, struct error *e)
{
    if (atomic_load(&app->dead))
        return fail(e, STIPPLE_DAEMON_STOPPING, NULL, "The daemon is stopping; nothing was done.");
    TRY(store_begin(app->store, e));
    for (struct writer_job *job = first; job; job = job->next) {
        struct call *call = (struct call *)job;
        call->error.code = command_run(call);
        if (store_lost(app->store)) {
            *e = call->error;
            return e->code;
        }
    }
    TRY(store_position(app->store, ret, e));
    return store_commit(app->store, e);
}

static void position_note(struct app *app, const struct store_position *position)
{
    pthread_mutex_lock(&app->position_lock);
    app->position = *position;
    pthread_mutex_unlock(&app->position_lock);
}

/* To everybody the same: a refusal too may have come of what is undone now, as when the command
 * before had emptied the bottle. Only who cancelled has an answer of their own. */
static void batch_tell(struct writer_job *first, const struct error *e)
{
    for (struct writer_job *job = first; job; job = job->next) {
        struct call *call = (struct call *)job;
        if (call->error.code != STIPPLE_RPC_CANCELLED)
            call->error = *e;
    }
}

static void write_run(void *context, struct writer_job *first)
{
    struct app *app = context;
    struct error e = {0};
    struct store_position position;
    struct clock clock = app->clock;
    enum stipple_error code = batch_run(app, first, &position, &e);
    if (code == STIPPLE_OK) {
        position_note(app, &position);
        return;
    }
    store_rollback(app->store);
    app->clock = clock; /* what was said of the clock is undone too */
    if (code == STIPPLE_STORE_UNKNOWN)
        atomic_store(&app->dead, true);
    log_error("a batch of writes failed: %s", e.message);
    batch_tell(first, &e);
}

static void write_done(void *context, struct writer_job *first)
{
    struct app *app = context;
    server_cork(app->server);
    for (struct writer_job *job = first, *next; job; job = next) {
        next = job->next;
        call_finish((struct call *)job);
    }
    server_uncork(app->server);
    watch_wake(app);
    if (atomic_load(&app->dead))
        app_stop(app);
}

static bool write_idle(void *context)
{
    struct app *app = context;
    return !atomic_load(&app->dead) && store_checkpoint(app->store);
}

static void write_after(void *context)
{
    struct app *app = context;
    if (!atomic_load(&app->dead))
        store_checkpoint_overdue(app->store);
}

const struct writer_events write_events = {write_run, write_done, write_idle, write_after};
