/* The history: reading it and proving that nothing in it was changed. */
#include "app/schemas.h"
#include "app/table.h"

#include "store/audit.h"

struct event_list_params {
    int64_t from, limit;
    const char *type;
};
struct event_list_result {
    struct list events;
    int64_t next;
};

static const struct field event_fields[] = {
    {FIELD(struct event_row, seq, INT), .required = true, .doc = "Place in the history, from 1."},
    {FIELD(struct event_row, op_id, UUID), .required = true, .doc = "The command's id."},
    {FIELD(struct event_row, type, TEXT), .required = true, .doc = "The method."},
    {FIELD(struct event_row, occurred_at, TIME), .required = true, .doc = "When it happened."},
    {FIELD(struct event_row, recorded_at, TIME), .required = true, .doc = "When it was entered."},
    {FIELD(struct event_row, by, TEXT), .required = true,
     .doc = "Who: a staff id, uid:N before there was staff, or daemon."},
    {FIELD(struct event_row, by_code, TEXT), .doc = "The person's code."},
    {FIELD(struct event_row, by_name, TEXT), .doc = "The person's name."},
    {FIELD(struct event_row, body, JSON), .doc = "What was said and made; absent: purged."},
    {FIELD(struct event_row, hash, TEXT), .required = true,
     .doc = "SHA-256 of the chain up to here."},
};
static const struct schema event_schema = SCHEMA("Event", struct event_row, event_fields);

static const struct field list_fields[] = {
    {FIELD(struct event_list_params, from, INT), .min = 1, .max = 9007199254740991.0,
     .fallback = "1", .doc = "First place in the history."},
    {FIELD(struct event_list_params, type, TEXT), .min = 1, .max = 64, .doc = "Only this method."},
    {FIELD(struct event_list_params, limit, INT), .min = 1, .max = PAGE_MAX, .fallback = "100",
     .doc = "Rows at most."},
};
static const struct schema list_schema =
    SCHEMA("EventListParams", struct event_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD(struct event_list_result, events, OBJECT), .list = true, .required = true,
     .object = &event_schema, .doc = "Oldest first."},
    {FIELD(struct event_list_result, next, INT), .doc = "There is more: go on `from` here."},
};
static const struct schema list_result_schema =
    SCHEMA("EventList", struct event_list_result, list_result_fields);

static const struct field finding_fields[] = {
    {FIELD(struct audit_finding, what, TEXT), .required = true,
     .doc = "event.body, event.hash, event.prev, event.seq, state or database."},
    {FIELD(struct audit_finding, seq, INT), .doc = "The event it is about."},
    {FIELD(struct audit_finding, where, TEXT), .doc = "The table and row it is about."},
    {FIELD(struct audit_finding, text, TEXT), .required = true, .doc = "What is wrong."},
};
static const struct schema finding_schema =
    SCHEMA("AuditFinding", struct audit_finding, finding_fields);

static const struct field audit_fields[] = {
    {FIELD(struct audit, whole, BOOL), .required = true, .doc = "Nothing was found."},
    {FIELD(struct audit, events, INT), .required = true, .doc = "Events walked."},
    {FIELD(struct audit, purged, INT), .required = true,
     .doc = "Of these, with their body lawfully gone."},
    {FIELD(struct audit, seal, TEXT), .required = true, .doc = "Hash of the last event."},
    {FIELD(struct audit, findings, OBJECT), .list = true, .required = true,
     .object = &finding_schema, .doc = "What was found, the first hundred."},
};
static const struct schema audit_schema = SCHEMA("Audit", struct audit, audit_fields);

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct event_list_params *p = params;
    struct event_list_result *r = result;
    if (p->type && !method_find(p->type)) {
        fail(&call->error, STIPPLE_PARAM_CHOICE, "type", "No event is of type `%.64s`.", p->type);
        return fail_hint(&call->error, "An event's type is the method that wrote it: lot.receive.");
    }
    struct event_filter filter = {p->from, p->type, p->limit};
    return event_list(call->store, &call->arena, &filter, &r->events, &r->next, &call->error);
}

static enum stipple_error handle_verify(struct call *call, void *params, void *result)
{
    (void)params;
    return audit_verify(call->store, &call->arena, result, &call->error);
}

static const struct example list_examples[] = {
    {.name = "the first two",
     .params = "{\"limit\":2}",
     .result =
         "{\"events\":[{\"seq\":1,\"type\":\"studio.set\",\"by\":\"daemon\"},"
         "{\"seq\":2,\"type\":\"studio.set\",\"body\":{\"name\":\"Demo Studio\"}}],\"next\":3}"},
    {.name = "one kind",
     .params = "{\"type\":\"stock.adjust\"}",
     .result = "{\"events\":[{\"by_code\":\"S-01\",\"body\":{\"reason\":\"spill\","
               "\"made\":{\"delta_ul\":-1500}}},{\"body\":{\"reason\":\"count\"}}]}"},
    {.name = "no method writes that",
     .params = "{\"type\":\"stock.eat\"}",
     .error = STIPPLE_PARAM_CHOICE,
     .field = "type"},
    {0}};

static const struct example verify_examples[] = {
    {.name = "all of it",
     .params = "{}",
     .result = "{\"whole\":true,\"purged\":0,\"findings\":[]}"},
    {0}};

const struct method history_methods[] = {
    {"event.list", "The history, oldest first.", ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ,
     &list_schema, &list_result_schema, NULL, list_examples, handle_list},
    {"audit.verify", "Walks the history and checks the chain, the bodies and the state.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &empty_schema, &audit_schema, NULL,
     verify_examples, handle_verify},
    {0}};
