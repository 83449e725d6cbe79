/* From a lot to everybody it reached, and back. Codes, no names: whoever needs those looks them up,
 * and that look is an event. */
#include "app/schemas.h"

#include "store/trace.h"

static const struct field use_fields[] = {
    {FIELD(struct trace_use, lot, UUID), .required = true, .doc = "The lot."},
    {FIELD(struct trace_use, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct trace_use, lot_no, TEXT), .doc = "The maker's number."},
    {FIELD(struct trace_use, product, UUID), .required = true, .doc = "The product."},
    {FIELD(struct trace_use, product_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct trace_use, product_name, TEXT), .required = true, .doc = "Its name."},
    {FIELD(struct trace_use, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct trace_use, client, UUID), .required = true, .doc = "Whom it reached."},
    {FIELD(struct trace_use, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct trace_use, session, UUID), .required = true, .doc = "In which session."},
    {FIELD(struct trace_use, session_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct trace_use, occurred_at, TIME), .required = true, .doc = "When that was."},
    {FIELD(struct trace_use, recorded_at, TIME), .required = true, .doc = "Written down when."},
    {FIELD(struct trace_use, artist, UUID), .required = true, .doc = "By whom."},
    {FIELD(struct trace_use, artist_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct trace_use, container, UUID), .required = true,
     .doc = "What was used: a bottle of the lot, or a mix that it is in."},
    {FIELD(struct trace_use, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct trace_use, ul, INT), .unit = "µL", .doc = "How much of that."},
    {FIELD(struct trace_use, pieces, INT), .unit = "pieces", .doc = "How many."},
    {FIELD(struct trace_use, lot_ul, NUMBER), .unit = "µL", .decimals = 1,
     .doc = "Of the lot in it."},
    {FIELD(struct trace_use, zone, TEXT), .doc = "Part of the scalp."},
    {FIELD(struct trace_use, refusal, TEXT),
     .doc = "Why it was not to be used, as an error's name."},
};
static const struct schema use_schema = SCHEMA("TraceUse", struct trace_use, use_fields);

static const struct field client_fields[] = {
    {FIELD(struct trace_client_row, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct trace_client_row, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct trace_client_row, sessions, INT), .required = true, .doc = "In so many."},
    {FIELD(struct trace_client_row, first, TIME), .required = true, .doc = "The first of them."},
    {FIELD(struct trace_client_row, last, TIME), .required = true, .doc = "The last."},
};
static const struct schema client_schema =
    SCHEMA("TraceClient", struct trace_client_row, client_fields);

static const struct field container_fields[] = {
    {FIELD(struct trace_container, container, UUID), .required = true, .doc = "It."},
    {FIELD(struct trace_container, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct trace_container, kind, TEXT), .doc = "Of a mix: cup or stock."},
    {FIELD(struct trace_container, client_code, TEXT), .doc = "Whose cup."},
    {FIELD(struct trace_container, full_ul, INT), .unit = "µL", .doc = "In it at first."},
    {FIELD(struct trace_container, left_ul, INT), .unit = "µL", .doc = "Left in it."},
    {FIELD(struct trace_container, full_pieces, INT), .unit = "pieces", .doc = "In it at first."},
    {FIELD(struct trace_container, left_pieces, INT), .unit = "pieces", .doc = "Left in it."},
    {FIELD(struct trace_container, since, TIME), .doc = "Opened, or mixed."},
    {FIELD(struct trace_container, discarded_at, TIME), .doc = "Thrown away."},
    {FIELD(struct trace_container, lot_ul, NUMBER), .unit = "µL", .decimals = 1,
     .doc = "Of the lot in a mix, when it was mixed."},
};
static const struct schema container_schema =
    SCHEMA("TraceContainer", struct trace_container, container_fields);

#define LOT_FIELDS(Struct)                                                                         \
    {FIELD(Struct, lot, UUID), .required = true, .doc = "The lot."},                               \
        {FIELD(Struct, lot_code, TEXT), .required = true, .doc = "Its code."},                     \
        {FIELD(Struct, lot_no, TEXT), .doc = "The maker's number."},                               \
        {FIELD(Struct, batch_no, TEXT), .doc = "The maker's batch number."},                       \
        {FIELD(Struct, product, UUID), .required = true, .doc = "Its product."},                   \
        {FIELD(Struct, product_code, TEXT), .required = true, .doc = "The product's code."},       \
        {FIELD(Struct, product_name, TEXT), .required = true, .doc = "The product's name."},       \
    {                                                                                              \
        FIELD(Struct, maker, TEXT), .required = true, .doc = "Its maker."                          \
    }
static const struct field lot_fields[] = {
    LOT_FIELDS(struct trace_lot_row),
    {FIELD(struct trace_lot_row, sessions, INT), .required = true, .doc = "In so many."},
    {FIELD(struct trace_lot_row, first, TIME), .required = true, .doc = "The first of them."},
    {FIELD(struct trace_lot_row, last, TIME), .required = true, .doc = "The last."},
};
static const struct schema lot_schema = SCHEMA("TraceLot", struct trace_lot_row, lot_fields);

static const struct field shared_fields[] = {
    LOT_FIELDS(struct trace_shared),
    {FIELD(struct trace_shared, reached, INT), .required = true,
     .doc = "So many of those asked about."},
    {FIELD(struct trace_shared, codes, TEXT), .required = true, .list = true,
     .doc = "Which, by their codes."},
};
static const struct schema shared_schema =
    SCHEMA("TraceShared", struct trace_shared, shared_fields);

struct trace_params {
    struct page_params page;
    const char *lot, *client;
};
static const struct field lot_params_fields[] = {
    {FIELD(struct trace_params, lot, REF), .required = true, .of = "lot", .doc = "Which lot."},
    PAGE_FIELDS(struct trace_params),
};
static const struct schema lot_params_schema =
    SCHEMA("TraceLotParams", struct trace_params, lot_params_fields);
static const struct field client_params_fields[] = {
    {FIELD(struct trace_params, client, REF), .required = true, .of = "client", .doc = "Whom."},
    PAGE_FIELDS(struct trace_params),
};
static const struct schema client_params_schema =
    SCHEMA("TraceClientParams", struct trace_params, client_params_fields);

/* What stands for the whole is told with the first page, a client with the first of their uses. */
struct trace_result {
    struct list clients, containers, mixes, lots, uses;
    const char *cursor;
};
#define CURSOR_FIELD                                                                               \
    {                                                                                              \
        FIELD(struct trace_result, cursor, TEXT),                                                  \
            .doc = "There is more: ask again with this `cursor`."                                  \
    }
static const struct field lot_result_fields[] = {
    {FIELD(struct trace_result, clients, OBJECT), .list = true, .required = true,
     .object = &client_schema, .doc = "Whom it reached, where their uses begin on this page."},
    {FIELD(struct trace_result, containers, OBJECT), .list = true, .required = true,
     .object = &container_schema, .doc = "Its bottles or boxes; on the first page."},
    {FIELD(struct trace_result, mixes, OBJECT), .list = true, .required = true,
     .object = &container_schema,
     .doc = "The mixes it is in, through any depth; on the first page."},
    {FIELD(struct trace_result, uses, OBJECT), .list = true, .required = true,
     .object = &use_schema, .doc = "Every use, client by client."},
    CURSOR_FIELD,
};
static const struct schema lot_result_schema =
    SCHEMA("TraceOfLot", struct trace_result, lot_result_fields);
static const struct field client_result_fields[] = {
    {FIELD(struct trace_result, lots, OBJECT), .list = true, .required = true,
     .object = &lot_schema, .doc = "What reached the client; on the first page."},
    {FIELD(struct trace_result, uses, OBJECT), .list = true, .required = true,
     .object = &use_schema, .doc = "Every use, lot by lot."},
    CURSOR_FIELD,
};
static const struct schema client_result_schema =
    SCHEMA("TraceOfClient", struct trace_result, client_result_fields);

/* More people at once than any cluster of complaints. */
enum { PARTIES_MAX = 200 };
static const struct field common_fields[] = {
    {FIELD(struct trace_parties, clients, REF), .list = true, .max_items = PARTIES_MAX,
     .of = "client", .doc = "Clients."},
    {FIELD(struct trace_parties, sessions, REF), .list = true, .max_items = PARTIES_MAX,
     .of = "session", .doc = "Or single sessions of theirs."},
    {FIELD(struct trace_parties, incidents, REF), .list = true, .max_items = PARTIES_MAX,
     .of = "incident", .doc = "Or incidents: the sessions that they came of."},
};
static const struct schema common_schema =
    SCHEMA("TraceCommonParams", struct trace_parties, common_fields);
static const struct field common_result_fields[] = {
    {FIELD_AS("lots", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &shared_schema, .doc = "Lots that reached more than one, most first."},
};
static const struct schema common_result_schema =
    SCHEMA("TraceCommon", struct page_result, common_result_fields);

static enum stipple_error handle_lot(struct call *call, void *params, void *result)
{
    const struct trace_params *p = params;
    struct trace_result *r = result;
    struct trace_page page = {p->page.limit, p->page.cursor};
    if (!page.cursor) {
        TRY(trace_containers(call->store, &call->arena, p->lot, &r->containers, &call->error));
        TRY(trace_mixes(call->store, &call->arena, p->lot, &r->mixes, &call->error));
    }
    TRY(trace_lot_uses(call->store, &call->arena, p->lot, &page, &r->uses, &r->cursor,
                       &call->error));
    return trace_clients_page(call->store, &call->arena, p->lot, page.cursor, r->cursor,
                              &r->clients, &call->error);
}

static enum stipple_error handle_client(struct call *call, void *params, void *result)
{
    const struct trace_params *p = params;
    struct trace_result *r = result;
    struct trace_page page = {p->page.limit, p->page.cursor};
    if (!page.cursor)
        TRY(trace_lots(call->store, &call->arena, p->client, &r->lots, &call->error));
    return trace_client_uses(call->store, &call->arena, p->client, &page, &r->uses, &r->cursor,
                             &call->error);
}

static enum stipple_error handle_common(struct call *call, void *params, void *result)
{
    const struct trace_parties *p = params;
    struct page_result *r = result;
    if (p->clients.n + p->sessions.n + p->incidents.n < 2)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "clients",
                    "It takes two to have something in common: name clients, sessions or "
                    "incidents.");
    return trace_common(call->store, &call->arena, p, &r->rows, &call->error);
}

static const struct example lot_examples[] = {
    {.name = "everything the lot reached, through mixes",
     .params = "{\"lot\":\"L-0001\"}",
     .result = "{\"clients\":[{\"client_code\":\"C-0001\",\"sessions\":1},{\"client_code\":"
               "\"C-0002\"}],\"mixes\":[{\"container_code\":\"X-0001\",\"lot_ul\":50}],"
               "\"uses\":[{\"session_code\":\"V-0001\",\"container_code\":\"X-0001\",\"ul\":1100,"
               "\"lot_ul\":50,\"zone\":\"crown\"},{\"session_code\":\"V-0002\",\"lot_ul\":100}]}"},
    {.name = "no such lot",
     .params = "{\"lot\":\"L-0999\"}",
     .error = STIPPLE_LOT_NOT_FOUND,
     .field = "lot"},
    {0}};
static const struct example client_examples[] = {
    {.name = "every lot that reached the client",
     .params = "{\"client\":\"C-0001\"}",
     .result = "{\"lots\":[{\"lot_code\":\"L-0001\",\"sessions\":1}],\"uses\":[{\"session_code\":"
               "\"V-0001\"}]}"},
    {.name = "no such client",
     .params = "{\"client\":\"C-0999\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {0}};
static const struct example common_examples[] = {
    {.name = "which lots do these two share?",
     .params = "{\"clients\":[\"C-0001\"],\"sessions\":[\"V-0002\"]}",
     .result = "{\"lots\":[{\"lot_code\":\"L-0001\",\"reached\":2,\"codes\":[\"C-0001\","
               "\"V-0002\"]}]}"},
    {.name = "and these two, of whom one had a reaction?",
     .params = "{\"incidents\":[\"I-0001\"],\"clients\":[\"C-0002\"]}",
     .result = "{\"lots\":[{\"lot_code\":\"L-0001\",\"reached\":2,\"codes\":[\"C-0002\","
               "\"I-0001\"]}]}"},
    {.name = "no such incident",
     .params = "{\"incidents\":[\"I-0001\",\"I-0099\"]}",
     .error = STIPPLE_INCIDENT_NOT_FOUND,
     .field = "incidents[1]"},
    {.name = "one alone",
     .params = "{\"clients\":[\"C-0001\"]}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "clients"},
    {0}};

static const enum stipple_error lot_errors[] = {STIPPLE_LOT_NOT_FOUND, STIPPLE_REF_AMBIGUOUS,
                                                STIPPLE_CURSOR_INVALID, STIPPLE_OK};
static const enum stipple_error client_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                   STIPPLE_OK};
static const enum stipple_error common_errors[] = {
    STIPPLE_CLIENT_NOT_FOUND, STIPPLE_SESSION_NOT_FOUND, STIPPLE_INCIDENT_NOT_FOUND,
    STIPPLE_PARAM_COMBINATION, STIPPLE_OK};

const struct method trace_methods[] = {
    {"trace.lot", "Every bottle, mix, session, client and artist a lot reached.", ROLE_ANY,
     METHOD_READ, &lot_params_schema, &lot_result_schema, lot_errors, lot_examples, handle_lot},
    {"trace.client", "Every lot that reached a client.", ROLE_ANY, METHOD_READ,
     &client_params_schema, &client_result_schema, client_errors, client_examples, handle_client},
    {"trace.common", "The lots that clients, sessions or incidents share.", ROLE_ANY, METHOD_READ,
     &common_schema, &common_result_schema, common_errors, common_examples, handle_common},
    {0}};
