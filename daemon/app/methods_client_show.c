/* Looking at clients: the card, and one person's own record. Each look leaves a trace. */
#include "app/client_card.h"
#include "app/course_schema.h"
#include "app/schemas.h"
#include "app/session_schema.h"

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    return client_card_fill(call, params, result);
}

/* One person's own record. */

static const struct field event_fields[] = {
    {FIELD(struct client_event, seq, INT), .required = true, .doc = "Place in the history."},
    {FIELD(struct client_event, type, TEXT), .required = true, .doc = "The method."},
    {FIELD(struct client_event, occurred_at, TIME), .required = true, .doc = "When it happened."},
    {FIELD(struct client_event, recorded_at, TIME), .required = true,
     .doc = "When it was entered."},
    {FIELD(struct client_event, by, TEXT), .required = true, .doc = "Who entered it, or looked."},
    {FIELD(struct client_event, by_code, TEXT), .doc = "The person's code."},
    {FIELD(struct client_event, by_name, TEXT), .doc = "The person's name."},
    {FIELD(struct client_event, body, JSON), .doc = "What was said and made; absent: purged."},
    {FIELD(struct client_event, sealed, JSON), .doc = "What of it was sealed."},
    {FIELD(struct client_event, purged_by, INT), .doc = "The event that purged the body."},
};
static const struct schema event_schema = SCHEMA("ClientEvent", struct client_event, event_fields);

struct client_export {
    struct client_card card;
    struct list sessions, history;
};
static const struct field export_fields[] = {
    {FIELD(struct client_export, sessions, OBJECT), .list = true, .required = true,
     .object = &session_view_schema, .doc = "Newest written first, whole and as they stand now."},
    {FIELD(struct client_export, history, OBJECT), .list = true, .required = true,
     .object = &event_schema, .doc = "Everything that names the client, oldest first: looks, too."},
};
static const struct schema export_schema =
    SCHEMA_ON(&client_card_schema, "ClientExport", struct client_export, export_fields);

static enum stipple_error sessions_read(struct call *call, const char *client, struct list *ret)
{
    struct session_filter filter = {.client = client};
    struct list rows;
    const char *end;
    TRY(session_list(call->store, &call->arena, &filter, &rows, &end, &call->error));
    const struct session_row *row = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        struct session_view *view = list_add(&call->arena, ret, sizeof *view);
        if (!view)
            return fail_memory(&call->error);
        TRY(session_whole(call, row[i].id, true, view));
    }
    return STIPPLE_OK;
}

static enum stipple_error courses_complete(struct call *call, const struct list *courses)
{
    struct course_row *course = courses->items;
    for (size_t i = 0; i < courses->n; i++)
        TRY(course_amendments(call->store, &call->arena, course[i].id, &course[i].amendments,
                              &call->error));
    return STIPPLE_OK;
}

static enum stipple_error handle_export(struct call *call, void *params, void *result)
{
    const struct client_show_params *p = params;
    struct client_export *r = result;
    TRY(look_check(call, &p->look));
    TRY(client_card_fill(call, p, &r->card));
    if (r->card.erased && r->card.purged_by == INT_ABSENT)
        return fail(&call->error, STIPPLE_CLIENT_ERASED, "client", "The record of %s was erased.",
                    r->card.code);
    TRY(courses_complete(call, &r->card.courses));
    TRY(sessions_read(call, r->card.id, &r->sessions));
    return client_events(call->store, &call->arena, r->card.id, &r->history, &call->error);
}

static const struct example show_examples[] = {
    {.name = "a card for the chair",
     .params = "{\"client\":\"C-0001\"}",
     .result = "{\"code\":\"C-0001\",\"erased\":false,\"identity\":{\"name\":\"Démo Client\","
               "\"born\":\"1984-05-17\",\"email\":\"demo@client.example\"},\"courses\":[]}"},
    {.name = "nobody by that code",
     .params = "{\"client\":\"C-0099\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {0}};

static const struct example export_examples[] = {
    {.name = "everything that is kept about one person",
     .params = "{\"client\":\"C-0002\",\"by\":\"S-01\",\"reason\":\"asked for it\"}",
     .result = "{\"code\":\"C-0002\",\"identity\":{\"name\":\"Other Client\"},\"history\":"
               "[{\"type\":\"client.add\",\"sealed\":{\"name\":\"Other Client\"}}]}"},
    {.name = "nobody",
     .params = "{\"client\":\"C-0999\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {0}};

static const enum stipple_error show_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error export_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                   STIPPLE_REASON_MISSING, STIPPLE_OK};

const struct method client_show_methods[] = {
    {"client.show", "One client with their courses. A name shown leaves an event.", ROLE_ANY,
     METHOD_READ, &client_show_schema, &client_card_schema, show_errors, show_examples,
     handle_show},
    {"client.export", "Everything kept about one person. Leaves an event.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &client_show_schema, &export_schema, export_errors,
     export_examples, handle_export},
    {0}};
