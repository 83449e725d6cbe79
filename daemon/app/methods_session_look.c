/* Looking at sessions. */
#include "app/session_schema.h"
#include "app/schemas.h"

struct show_params {
    struct look_head look;
    const char *session;
};
static const struct field show_fields[] = {
    {FIELD(struct show_params, session, REF), .required = true, .of = "session",
     .doc = "Which one."},
};
static const struct schema show_schema =
    SCHEMA_ON(&look_head_schema, "SessionShowParams", struct show_params, show_fields);

struct list_params {
    struct page_params page;
    const char *client, *course, *artist, *since, *until;
    int open_only;
};
static const struct field list_fields[] = {
    {FIELD(struct list_params, client, REF), .of = "client", .doc = "Only of this one."},
    {FIELD(struct list_params, course, REF), .of = "course", .doc = "Only of this course."},
    {FIELD(struct list_params, artist, REF), .of = "staff", .doc = "Only by this artist."},
    {FIELD(struct list_params, since, DATE), .doc = "From this day on."},
    {FIELD(struct list_params, until, DATE), .doc = "Up to this day."},
    {FIELD(struct list_params, open_only, BOOL), .fallback = "false",
     .doc = "Only those that wait for a manager."},
    PAGE_FIELDS(struct list_params),
};
static const struct schema list_schema =
    SCHEMA("SessionListParams", struct list_params, list_fields);
static const struct field list_result_fields[] = {
    {FIELD_AS("sessions", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &session_view_schema, .doc = "Written last, shown first; without what is sealed."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("SessionList", struct page_result, list_result_fields);

enum stipple_error session_whole(struct call *call, const char *id, bool words,
                                 struct session_view *ret)
{
    struct session_row row;
    TRY(session_show(call->store, &call->arena, id, &row, &call->error));
    TRY(session_view_fill(call, &row, true, words, ret));
    TRY(incident_list(call->store, &call->arena, row.id, &ret->incidents, &call->error));
    TRY(incidents_amended(call, &ret->incidents));
    return words ? incidents_open(call, &ret->incidents) : STIPPLE_OK;
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct show_params *p = params;
    struct session_row row;
    struct client client;
    struct list incidents;
    TRY(session_show(call->store, &call->arena, p->session, &row, &call->error));
    TRY(client_show(call->store, &call->arena, row.client, &client, &call->error));
    TRY(incident_list(call->store, &call->arena, row.id, &incidents, &call->error));
    bool open = (row.sealed || incidents.n > 0) && client.sealed && look_allowed(call, &p->look);
    if (open)
        TRY(look_note(call, &p->look, client.id));
    return session_whole(call, row.id, open, result);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct list_params *p = params;
    struct page_result *r = result;
    struct session_filter filter = {.client = p->client,
                                    .course = p->course,
                                    .artist = p->artist,
                                    .since = p->since,
                                    .until = p->until,
                                    .open_only = p->open_only == 1,
                                    .limit = p->page.limit,
                                    .cursor = p->page.cursor};
    struct list rows;
    TRY(session_list(call->store, &call->arena, &filter, &rows, &r->cursor, &call->error));
    const struct session_row *row = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        struct session_view *view = list_add(&call->arena, &r->rows, sizeof *view);
        if (!view)
            return fail_memory(&call->error);
        TRY(session_view_fill(call, &row[i], false, false, view));
    }
    return STIPPLE_OK;
}

static const struct example show_examples[] = {
    {.name = "with what was sealed, and what came of it",
     .params = "{\"session\":\"V-0001\"}",
     .result =
         "{\"code\":\"V-0001\",\"place\":\"chair 1\",\"needle\":\"3RL 0.25\","
         "\"barrier\":true,\"notes\":\"slept badly\",\"readings\":[{\"content\":\"YWJj\"}],"
         "\"incidents\":[{\"code\":\"I-0001\",\"words\":\"redness at the hairline, sent to the "
         "doctor\",\"amendments\":[{\"type\":\"incident.amend\",\"reason\":\"misheard\"}]}]}"},
    {.name = "amended: the old line stands beside the new one",
     .params = "{\"session\":\"V-0002\"}",
     .result = "{\"occurred_at\":\"2026-03-01T14:00:00.000Z\",\"occurred_at_offset_min\":60,"
               "\"recorded_at\":\"2026-03-02T09:00:00.000Z\",\"review\":\"done\",\"uses\":["
               "{\"line\":1,\"ul\":5000,\"ended\":true},{\"line\":2,\"ul\":500,\"ended\":false}],"
               "\"amendments\":[{\"reason\":\"misread\"},{\"reason\":\"forgotten\"},"
               "{\"was\":{\"readings\":[]}},"
               "{\"type\":\"session.review\"}]}"},
    {.name = "never held",
     .params = "{\"session\":\"V-0999\"}",
     .error = STIPPLE_SESSION_NOT_FOUND,
     .field = "session"},
    {0}};

static const struct example list_examples[] = {
    {.name = "of one client",
     .params = "{\"client\":\"C-0001\"}",
     .result = "{\"sessions\":[{\"code\":\"V-0001\"}]}"},
    {.name = "nothing waits", .params = "{\"open_only\":true}", .result = "{\"sessions\":[]}"},
    {.name = "a cursor of another list",
     .params = "{\"cursor\":\"k1\"}",
     .error = STIPPLE_CURSOR_INVALID,
     .field = "cursor"},
    {0}};

static const enum stipple_error show_errors[] = {STIPPLE_SESSION_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method session_look_methods[] = {
    {"session.show", "One session. Health text shown leaves an event.", ROLE_ANY, METHOD_READ,
     &show_schema, &session_view_schema, show_errors, show_examples, handle_show},
    {"session.list", "Sessions, written last shown first.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
