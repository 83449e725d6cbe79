/* The daemon about itself: its state, its methods, and giving up a call. */
#include "app/schemas.h"

#include "rpc/discover.h"
#include "stipple/protocol.h"

#include <string.h>

struct status_limits {
    int64_t line_bytes, reply_bytes, depth, batch, id_bytes, connections, calls_per_connection,
        unsent_pause_bytes, unsent_drop_bytes, held_bytes, stall_ms, reads_waiting, writes_waiting,
        waiting_bytes, page_rows;
};
struct status_store {
    int64_t events;
    const char *seal, *key;
    int64_t wal_bytes;
};
struct status_counters {
    int64_t connections, accepted, refused, dropped_slow, dropped_stalled, dropped_heavy, lines,
        bytes_in, bytes_out, calls, errors, cancelled, turns;
};
struct status_result {
    const char *version, *instance;
    int64_t protocol, schema, uptime_s;
    struct list roles;
    const struct status_limits *limits;
    const struct status_store *store;
    const struct status_counters *counters;
};

#define COUNT(Struct, member, text)                                                                \
    {                                                                                              \
        FIELD(Struct, member, INT), .required = true, .doc = text                                  \
    }

static const struct field limits_fields[] = {
    COUNT(struct status_limits, line_bytes, "One request line."),
    COUNT(struct status_limits, reply_bytes, "One reply line."),
    COUNT(struct status_limits, depth, "Nesting of a request."),
    COUNT(struct status_limits, batch, "Calls in a batch."),
    COUNT(struct status_limits, id_bytes, "A string id."),
    COUNT(struct status_limits, connections, "Open connections."),
    COUNT(struct status_limits, calls_per_connection, "Calls under way on one connection."),
    COUNT(struct status_limits, unsent_pause_bytes, "Unsent replies before reading stops."),
    COUNT(struct status_limits, unsent_drop_bytes, "Unsent replies before the client is dropped."),
    COUNT(struct status_limits, held_bytes,
          "Half lines and unsent replies of all clients before one of them is dropped."),
    COUNT(struct status_limits, stall_ms, "A half line or an unread reply may stand so long."),
    COUNT(struct status_limits, reads_waiting, "Queries that may wait."),
    COUNT(struct status_limits, writes_waiting, "Writes that may wait."),
    COUNT(struct status_limits, waiting_bytes,
          "Parameters and answers of calls that wait, before more are refused as busy."),
    COUNT(struct status_limits, page_rows, "Rows of one page."),
};
static const struct schema limits_schema =
    SCHEMA("StatusLimits", struct status_limits, limits_fields);

static const struct field store_fields[] = {
    COUNT(struct status_store, events, "Events in the history."),
    {FIELD(struct status_store, seal, TEXT), .required = true, .doc = "Hash of the last one."},
    {FIELD(struct status_store, key, TEXT), .required = true,
     .doc = "Fingerprint of the key that signs seals."},
    COUNT(struct status_store, wal_bytes, "Write-ahead log not yet moved into the database."),
};
static const struct schema store_schema = SCHEMA("StatusStore", struct status_store, store_fields);

static const struct field counters_fields[] = {
    COUNT(struct status_counters, connections, "Open now."),
    COUNT(struct status_counters, accepted, "Connections taken since the start."),
    COUNT(struct status_counters, refused, "Connections refused."),
    COUNT(struct status_counters, dropped_slow, "Dropped for not reading their replies."),
    COUNT(struct status_counters, dropped_stalled, "Dropped in the middle of a line."),
    COUNT(struct status_counters, dropped_heavy, "Dropped when all together held too much."),
    COUNT(struct status_counters, lines, "Lines read."),
    COUNT(struct status_counters, bytes_in, "Bytes read."),
    COUNT(struct status_counters, bytes_out, "Bytes sent."),
    COUNT(struct status_counters, calls, "Calls answered."),
    COUNT(struct status_counters, errors, "Of these, refused."),
    COUNT(struct status_counters, cancelled, "Of these, cancelled."),
    COUNT(struct status_counters, turns, "Turns of the loop; few when there is little to do."),
};
static const struct schema counters_schema =
    SCHEMA("StatusCounters", struct status_counters, counters_fields);

static const struct field status_fields[] = {
    {FIELD(struct status_result, version, TEXT), .required = true, .doc = "Of the daemon."},
    {FIELD(struct status_result, protocol, INT), .required = true, .doc = "Of the wire."},
    {FIELD(struct status_result, schema, INT), .required = true, .doc = "Of the database."},
    {FIELD(struct status_result, instance, UUID), .required = true, .doc = "Of this run."},
    {FIELD(struct status_result, uptime_s, INT), .required = true, .unit = "s",
     .doc = "Since the start."},
    {FIELD(struct status_result, roles, TEXT), .required = true, .list = true,
     .doc = "What the caller may be."},
    {FIELD(struct status_result, limits, OBJECT), .required = true, .object = &limits_schema,
     .doc = "What the wire and the queues hold."},
    {FIELD(struct status_result, store, OBJECT), .required = true, .object = &store_schema,
     .doc = "The history, after the last commit."},
    {FIELD(struct status_result, counters, OBJECT), .required = true, .object = &counters_schema,
     .doc = "Since the start."},
};
static const struct schema status_schema =
    SCHEMA("DaemonStatus", struct status_result, status_fields);

static const struct status_limits status_limits = {
    .line_bytes = STIPPLE_LINE_MAX,
    .reply_bytes = STIPPLE_REPLY_MAX,
    .depth = STIPPLE_DEPTH_MAX,
    .batch = STIPPLE_BATCH_MAX,
    .id_bytes = STIPPLE_ID_MAX,
    .calls_per_connection = SESSION_CALLS_MAX,
    .unsent_pause_bytes = STIPPLE_UNSENT_PAUSE,
    .unsent_drop_bytes = STIPPLE_UNSENT_DROP,
    .held_bytes = STIPPLE_HELD_MAX,
    .stall_ms = STIPPLE_STALL_MS,
    .reads_waiting = READS_MAX,
    .writes_waiting = WRITES_MAX,
    .waiting_bytes = WAITING_BYTES_MAX,
    .page_rows = PAGE_MAX,
};

static enum stipple_error status_limit(struct call *call, struct status_result *r)
{
    struct status_limits *limits = arena_take(&call->arena, sizeof *limits);
    if (!limits)
        return fail_memory(&call->error);
    *limits = status_limits;
    limits->connections = call->app->connections_max;
    r->limits = limits;
    return STIPPLE_OK;
}

static enum stipple_error status_store(struct call *call, struct status_result *r)
{
    struct status_store *store = arena_take(&call->arena, sizeof *store);
    if (!store)
        return fail_memory(&call->error);
    struct app *app = call->app;
    pthread_mutex_lock(&app->position_lock);
    store->events = app->position.events;
    store->wal_bytes = app->position.wal_bytes;
    store->seal = arena_copy(&call->arena, app->position.seal, strlen(app->position.seal));
    r->schema = app->position.schema;
    pthread_mutex_unlock(&app->position_lock);
    store->key = signing_key_fingerprint(app->signing_key);
    r->store = store;
    return STIPPLE_OK;
}

static enum stipple_error status_counters(struct call *call, struct status_result *r)
{
    const struct server_counters *net = server_counters(call->app->server);
    struct status_counters *counters = arena_take(&call->arena, sizeof *counters);
    if (!counters)
        return fail_memory(&call->error);
    *counters = (struct status_counters){
        .connections = (int64_t)net->open,
        .accepted = (int64_t)net->accepted,
        .refused = (int64_t)net->refused,
        .dropped_slow = (int64_t)net->dropped_slow,
        .dropped_stalled = (int64_t)net->dropped_stalled,
        .dropped_heavy = (int64_t)net->dropped_heavy,
        .lines = (int64_t)net->lines,
        .bytes_in = (int64_t)net->bytes_in,
        .bytes_out = (int64_t)net->bytes_out,
        .calls = (int64_t)call->app->calls,
        .errors = (int64_t)call->app->errors,
        .cancelled = (int64_t)call->app->cancelled,
        .turns = (int64_t)call->app->turned,
    };
    r->counters = counters;
    return STIPPLE_OK;
}

static enum stipple_error handle_status(struct call *call, void *params, void *result)
{
    (void)params;
    struct status_result *r = result;
    r->version = STIPPLE_VERSION;
    r->protocol = STIPPLE_PROTOCOL;
    r->instance = call->app->instance;
    const struct sources *sources = call->app->sources;
    r->uptime_s = (sources->steady_ms(sources->context) - call->app->started_steady_ms) / 1000;
    for (size_t i = 0; role_names[i]; i++) {
        const char **role =
            call->roles & 1U << i ? list_add(&call->arena, &r->roles, sizeof *role) : NULL;
        if (role)
            *role = role_names[i];
    }
    TRY(status_limit(call, r));
    TRY(status_store(call, r));
    return status_counters(call, r);
}

struct discover_result {
    const char *document;
};
/* The document is the result itself, not a member of it. */
static const struct field discover_fields[] = {
    {FIELD(struct discover_result, document, JSON), .whole = true, .required = true,
     .doc = "OpenRPC 1.3 (spec.open-rpc.org)."},
};
static const struct schema discover_schema =
    SCHEMA("OpenRpc", struct discover_result, discover_fields);

static enum stipple_error handle_discover(struct call *call, void *params, void *result)
{
    (void)params;
    struct discover_result *r = result;
    struct buffer *text = &call->app->openrpc;
    if (text->length == 0)
        discover_openrpc(method_domains, STIPPLE_VERSION, text);
    r->document = buffer_string(text);
    if (!r->document)
        buffer_free(text);
    return r->document ? STIPPLE_OK : fail_memory(&call->error);
}

struct cancel_params {
    const char *id;
};
static const struct field cancel_fields[] = {
    {FIELD(struct cancel_params, id, ID), .required = true,
     .doc = "The id of a call on this connection."},
};
static const struct schema cancel_schema = SCHEMA("Cancel", struct cancel_params, cancel_fields);

struct cancel_result {
    int cancelled;
};
static const struct field cancel_result_fields[] = {
    {FIELD(struct cancel_result, cancelled, BOOL), .required = true,
     .doc = "It had not begun and is answered rpc.cancelled; false: it is under way, or over."},
};
static const struct schema cancel_result_schema =
    SCHEMA("Cancelled", struct cancel_result, cancel_result_fields);

static enum stipple_error handle_cancel(struct call *call, void *params, void *result)
{
    const struct cancel_params *p = params;
    struct cancel_result *r = result;
    r->cancelled = session_cancel(call->session, p->id);
    return STIPPLE_OK;
}

static const struct example status_examples[] = {
    {.name = "what is running",
     .params = "{}",
     .result = "{\"protocol\":1,\"roles\":[\"manager\"],\"store\":{\"events\":2},"
               "\"limits\":{\"line_bytes\":262144,\"depth\":32,\"batch\":64}}"},
    {.name = "a parameter it does not have",
     .params = "{\"verbose\":true}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "verbose"},
    {0}};

static const struct example discover_examples[] = {
    {.name = "the methods", .params = "{}", .result = "{\"info\":{\"title\":\"Stipple\"}}"},
    {.name = "one part of it",
     .params = "{\"method\":\"lot.receive\"}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "method"},
    {0}};

static const struct example cancel_examples[] = {
    {.name = "a call that is not there", .params = "{\"id\":7}", .result = "{\"cancelled\":false}"},
    {.name = "an id no call can have",
     .params = "{\"id\":1.5}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "id"},
    {0}};

const struct method daemon_methods[] = {
    {"daemon.status", "Version, limits, history and counters.", ROLE_ANY, METHOD_INLINE,
     &empty_schema, &status_schema, NULL, status_examples, handle_status},
    {"rpc.discover", "This document.", ROLE_ANY, METHOD_INLINE, &empty_schema, &discover_schema,
     NULL, discover_examples, handle_discover},
    {"rpc.cancel", "Gives up a call of this connection that has not begun.", ROLE_ANY,
     METHOD_INLINE, &cancel_schema, &cancel_result_schema, NULL, cancel_examples, handle_cancel},
    {0}};
