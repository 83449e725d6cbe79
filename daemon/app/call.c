/* The steps a call takes on whichever thread runs it. Nothing here touches the connection but
 * call_finish, and call_busy, which leads to it: they belong to the loop. */
#include "app/call.h"

#include "rpc/decode.h"
#include "rpc/encode.h"
#include "store/refs.h"
#include "stipple/protocol.h"

/* Most replies are shorter, and do not grow step by step. */
enum { REPLY_MOSTLY = 1024 };

bool call_claim(struct call *call, enum call_state state)
{
    int waiting = CALL_WAITING;
    return atomic_compare_exchange_strong(&call->state, &waiting, state);
}

static enum stipple_error resolve_one(void *context, const char *of, const char *path,
                                      const char **text, struct error *e)
{
    struct call *call = context;
    return ref_resolve(call->store, &call->arena, of, path, *text, text, e);
}

enum stipple_error call_resolve(struct call *call)
{
    return schema_refs(call->method->params, call->params, resolve_one, call, &call->error);
}

enum stipple_error call_handle(struct call *call)
{
    const struct schema *result = call->method->result;
    call->result = arena_take(&call->arena, result->size);
    if (!call->result)
        return fail_memory(&call->error);
    TRY(schema_default(result, &call->arena, call->result));
    return call->method->handler(call, call->params, call->result);
}

static enum stipple_error reply_check(struct call *call)
{
    if (call->arena.starved || (call->reply.failed && !call->reply.full))
        return fail_memory(&call->error); /* an answer that lacks something is none */
    if (!call->reply.failed)
        return STIPPLE_OK;
    return fail(&call->error, STIPPLE_RPC_TOO_LARGE, NULL,
                "The answer is over %d MiB; ask for a smaller page (`limit`).",
                STIPPLE_REPLY_MAX / (1024 * 1024));
}

enum stipple_error call_answer(struct call *call, const char **ret_text, size_t *ret_length)
{
    buffer_reserve(&call->reply, REPLY_MOSTLY);
    reply_begin(&call->reply, call->request.id);
    size_t from = call->reply.length;
    struct json_writer w = {&call->reply, false};
    schema_encode(call->method->result, call->result, &w);
    size_t to = call->reply.length;
    reply_end(&call->reply);
    TRY(reply_check(call));
    *ret_text = call->reply.data + from;
    *ret_length = to - from;
    return STIPPLE_OK;
}

void call_answer_text(struct call *call, const char *text, size_t length)
{
    reply_begin(&call->reply, call->request.id);
    buffer_add(&call->reply, text, length);
    reply_end(&call->reply);
    reply_check(call);
}

bool call_hold(struct call *call)
{
    size_t held = sizeof *call + arena_size(&call->arena) + call->reply.capacity;
    call->app->waiting_bytes += held - call->held;
    call->held = held;
    return call->app->waiting_bytes <= WAITING_BYTES_MAX;
}

void call_busy(struct call *call)
{
    fail(&call->error, STIPPLE_DAEMON_BUSY, NULL, "The queue is full; try again in a moment.");
    call_finish(call);
}

enum stipple_error call_stopping(struct call *call)
{
    return fail(&call->error, STIPPLE_DAEMON_STOPPING, NULL, "The daemon is shutting down.");
}
