/* The event is written by the daemon about the caller, so it bears an op_id of the daemon's own and
 * no digest of a request. It names clients by their ids; the reason is in clear, as everywhere.
 * `by` is what the caller says, so the system user, whom the kernel names, stands beside it. */
#include "app/look.h"

#include "app/schemas.h"
#include "base/uuid.h"
#include "rpc/encode.h"
#include "stipple/protocol.h"

static const struct field look_head_fields[] = {
    {FIELD(struct look_head, by, REF), .of = "staff",
     .doc = "Who looks; may be left out where the system user says who it is."},
    {FIELD(struct look_head, reason, TEXT), .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; to inspectors names are opened on a reason only. Kept with the look."},
};
const struct schema look_head_schema = SCHEMA("LookHead", struct look_head, look_head_fields);

bool look_allowed(const struct call *call, const struct look_head *head)
{
    return (call->roles & (ROLE_ARTIST | ROLE_MANAGER)) ||
           ((call->roles & ROLE_INSPECTOR) && head->reason);
}

enum stipple_error look_check(struct call *call, const struct look_head *head)
{
    if (look_allowed(call, head))
        return STIPPLE_OK;
    return fail(&call->error, STIPPLE_REASON_MISSING, "reason",
                "This shows names: say why they are looked at.");
}

static void head_note(struct call *call, const struct look_head *head)
{
    call->look.noted = true;
    call->look.by = head->by;
    call->look.reason = head->reason;
}

enum stipple_error look_note(struct call *call, const struct look_head *head, const char *client)
{
    const char **slot = list_add(&call->arena, &call->look.clients, sizeof *slot);
    if (!slot)
        return fail_memory(&call->error);
    *slot = client;
    head_note(call, head);
    return STIPPLE_OK;
}

void look_report(struct call *call, const struct look_head *head, const char *digest)
{
    head_note(call, head);
    call->look.report = digest;
}

static void body_write(const struct call *call, const struct instant *at, struct buffer *ret)
{
    const char *const *clients = call->look.clients.items;
    struct json_writer w = {ret, false};
    json_object(&w);
    if (call->look.report) {
        json_key(&w, "asked");
        schema_encode(call->method->params, call->params, &w);
    }
    json_key(&w, "clients");
    json_array(&w);
    for (size_t i = 0; i < call->look.clients.n; i++)
        json_text(&w, clients[i]);
    json_array_end(&w);
    if (call->look.report) {
        json_key(&w, "digest");
        json_text(&w, call->look.report);
    }
    json_key(&w, "method");
    json_text(&w, call->method->name);
    json_key(&w, "offset_min");
    json_int(&w, at->offset_min);
    if (call->look.reason) {
        json_key(&w, "reason");
        json_text(&w, call->look.reason);
    }
    json_key(&w, "peer_uid");
    json_int(&w, (int64_t)call->uid);
    json_object_end(&w);
}

enum stipple_error look_record(struct call *call)
{
    char op_id[UUID_LENGTH + 1];
    uuid_v7(call->app->sources, op_id);
    struct event event = {.op_id = op_id,
                          .type = call->look.report ? call->method->name : "client.look",
                          .recorded_at = call->now_ms};
    TRY(studio_local(call->store, call->now_ms, &event.occurred_at, &call->error));
    TRY(staff_looking(call->store, &call->arena, call->look.by, (int64_t)call->uid, &event.by,
                      &call->error));
    struct buffer body = {.max = STIPPLE_REPLY_MAX};
    body_write(call, &event.occurred_at, &body);
    event.body = buffer_string(&body);
    enum stipple_error code =
        event.body ? store_record(call->store, &event, &call->error) : fail_memory(&call->error);
    buffer_free(&body);
    return code;
}
