/* How long records are kept, and their end. */
#include "app/schemas.h"

#include "base/time.h"
#include "store/purge.h"

static const struct field row_fields[] = {
    {FIELD(struct retained, id, UUID), .required = true, .doc = "The client."},
    {FIELD(struct retained, code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct retained, verdict, CHOICE), .required = true, .choices = retention_verdicts,
     .doc = "Whether the record has to stay, may go or has to go."},
    {FIELD(struct retained, last_day, DATE), .required = true,
     .doc = "When anything was last done for them; periods count from there."},
    {FIELD(struct retained, erased, BOOL), .required = true,
     .doc = "Who they are is gone; what was done is still there to go."},
    {FIELD(struct retained, open_courses, INT), .required = true,
     .doc = "Courses under way; with any, the record stays."},
    {FIELD(struct retained, open_review, TEXT),
     .doc = "A session that waits for a manager; with one, the record stays."},
    {FIELD(struct retained, open_recall, TEXT),
     .doc = "A recall under way whose lots reached them; with one, the record stays."},
    {FIELD(struct retained, keep_until, DATE), .doc = "Last day on which it has to stay."},
    {FIELD(struct retained, keep_pack, TEXT), .doc = "The rule pack that says so."},
    {FIELD(struct retained, go_after, DATE), .doc = "Last day on which it may stay."},
    {FIELD(struct retained, go_pack, TEXT), .doc = "The rule pack that says so."},
};
static const struct schema row_schema = SCHEMA("Retained", struct retained, row_fields);

struct plan_params {
    struct page_params page;
    const char *day;
};
static const struct field plan_fields[] = {
    {FIELD(struct plan_params, day, DATE), .doc = "As of this day; today when left out."},
    PAGE_FIELDS(struct plan_params),
};
static const struct schema plan_schema =
    SCHEMA("RetentionPlanParams", struct plan_params, plan_fields);

static const struct field plan_result_fields[] = {
    {FIELD_AS("clients", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &row_schema, .doc = "Whoever is not purged, in the order they came."},
    NEXT_FIELD,
};
static const struct schema plan_result_schema =
    SCHEMA("RetentionPlan", struct page_result, plan_result_fields);

static const struct field erase_fields[] = {
    {FIELD(struct client_erase, client, REF), .required = true, .of = "client", .doc = "Whom."},
    {FIELD(struct client_erase, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; kept in clear, so name nobody here."},
    {FIELD(struct client_erase, override_reason, TEXT), .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why although the record is to be kept."},
};
static const struct schema erase_schema =
    SCHEMA_ON(&write_head_schema, "ClientErase", struct client_erase, erase_fields);

static const struct field erased_fields[] = {
    {FIELD(struct client_erased, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct client_erased, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct client_erased, keep_until, DATE), .doc = "Until when it was to be kept."},
    {FIELD(struct client_erased, backups_until, DATE),
     .doc = "By when the last backup that names them is gone, where the studio has said how long "
            "they are kept."},
    WARNINGS_FIELD(struct client_erased),
};
static const struct schema erased_schema =
    SCHEMA("ClientErased", struct client_erased, erased_fields);

#define PURGE_FIELDS                                                                               \
    {FIELD(struct purge, clients, REF),                                                            \
     .required = true,                                                                             \
     .list = true,                                                                                 \
     .of = "client",                                                                               \
     .min_items = 1,                                                                               \
     .max_items = PURGE_CLIENTS_MAX,                                                               \
     .doc = "Whose record goes."},                                                                 \
    {                                                                                              \
        FIELD(struct purge, override_reason, TEXT), .min = 1, .max = WORDS_MAX_CHARS,              \
                                                    .doc = "Why although a rule pack keeps it; "   \
                                                           "what is open is closed first."         \
    }
static const struct field preview_fields[] = {PURGE_FIELDS};
static const struct schema preview_schema =
    SCHEMA("RetentionPreviewParams", struct purge, preview_fields);
static const struct field purge_fields[] = {
    {FIELD(struct purge, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why; kept in clear, so name nobody here."},
    PURGE_FIELDS,
};
static const struct schema purge_schema =
    SCHEMA_ON(&write_head_schema, "RetentionPurge", struct purge, purge_fields);

static const struct field gone_fields[] = {
    {FIELD(struct purged_event, event, INT), .required = true, .doc = "Place in the history."},
    {FIELD(struct purged_event, type, TEXT), .required = true, .doc = "The method."},
    {FIELD(struct purged_event, kept, JSON), .required = true,
     .doc = "What stays of the body: who, when, which bottle, how much."},
};
static const struct schema gone_schema = SCHEMA("PurgedEvent", struct purged_event, gone_fields);
static const struct field record_fields[] = {
    {FIELD(struct purged_record, client, UUID), .required = true, .doc = "The client."},
    {FIELD(struct purged_record, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct purged_record, keep_until, DATE), .doc = "Until when it was to be kept."},
    {FIELD(struct purged_record, events, OBJECT), .list = true, .required = true,
     .object = &gone_schema, .doc = "Events whose bodies go, oldest first."},
    {FIELD(struct purged_record, problem, OBJECT), .object = &warning_schema,
     .doc = "Of a preview: why it would be refused."},
};
static const struct schema record_schema =
    SCHEMA("PurgedRecord", struct purged_record, record_fields);
static const struct field purged_fields[] = {
    {FIELD(struct purge_made, clients, OBJECT), .list = true, .required = true,
     .object = &record_schema, .doc = "In the order given."},
    {FIELD(struct purge_made, events, INT), .required = true, .doc = "Bodies that go, in all."},
    {FIELD(struct purge_made, backups_until, DATE),
     .doc = "By when the last backup that holds it is gone, where the studio has said how long "
            "they are kept."},
    WARNINGS_FIELD(struct purge_made),
};
static const struct schema purged_schema = SCHEMA("Purged", struct purge_made, purged_fields);

static enum stipple_error handle_plan(struct call *call, void *params, void *result)
{
    const struct plan_params *p = params;
    struct page_result *r = result;
    char day[DATE_LENGTH + 1];
    TRY(studio_today(call, day));
    return retention_plan(call->store, &call->arena, p->day ? p->day : day, p->page.limit,
                          p->page.cursor, &r->rows, &r->cursor, &call->error);
}

static enum stipple_error handle_erase(struct call *call, void *params, void *result)
{
    char day[DATE_LENGTH + 1];
    TRY(studio_today(call, day));
    return client_erase(call->store, &call->arena, day, params, result, &call->error);
}

static enum stipple_error handle_preview(struct call *call, void *params, void *result)
{
    char day[DATE_LENGTH + 1];
    TRY(studio_today(call, day));
    return retention_preview(call->store, &call->arena, day, params, result, &call->error);
}

static enum stipple_error handle_purge(struct call *call, void *params, void *result)
{
    char day[DATE_LENGTH + 1];
    TRY(studio_today(call, day));
    return retention_purge(call->store, &call->arena, day, params, result, &call->error);
}

static const struct example plan_examples[] = {
    {.name = "what may go; nothing is done",
     .params = "{}",
     .result = "{\"clients\":[{\"code\":\"C-0001\",\"verdict\":\"stay\",\"open_courses\":1}]}"},
    {.name = "as of a day that does not exist",
     .params = "{\"day\":\"2026-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "day"},
    {0}};

static const struct example erase_examples[] = {
    {.name = "with a course under way",
     .params = "{" EXAMPLE_OP("0e01") ",\"by\":\"S-01\",\"client\":\"C-0001\","
                                      "\"reason\":\"asked for it\"}",
     .error = STIPPLE_CLIENT_KEPT,
     .field = "client"},
    {.name = "somebody is forgotten",
     .params = "{" EXAMPLE_OP("0e02") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"reason\":\"asked for it\"}",
     .result = "{\"client_code\":\"C-0002\",\"warnings\":[{\"name\":\"erase.final\"},"
               "{\"name\":\"erase.backups\"}]}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0e03") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"reason\":\"asked again\"}",
     .error = STIPPLE_CLIENT_ERASED,
     .field = "client"},
    {0}};

static const struct example preview_examples[] = {
    {.name = "what would go, and who stays",
     .params = "{\"clients\":[\"C-0002\",\"C-0001\"]}",
     .result = "{\"clients\":[{\"client_code\":\"C-0002\"},"
               "{\"client_code\":\"C-0001\",\"events\":[],"
               "\"problem\":{\"name\":\"client.kept\",\"field\":\"clients[1]\"}}]}"},
    {.name = "of nobody",
     .params = "{\"clients\":[]}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "clients"},
    {0}};

static const struct example purge_examples[] = {
    {.name = "one of them has a course under way, so none goes",
     .params = "{" EXAMPLE_OP("0e11") ",\"by\":\"S-01\",\"clients\":[\"C-0002\",\"C-0001\"],"
                                      "\"reason\":\"the time is over\"}",
     .error = STIPPLE_CLIENT_KEPT,
     .field = "clients[1]"},
    {.name = "the bodies go, the chain and the lots stay",
     .params = "{" EXAMPLE_OP("0e12") ",\"by\":\"S-01\",\"clients\":[\"C-0002\"],"
                                      "\"reason\":\"the time is over\"}",
     .result = "{\"clients\":[{\"client_code\":\"C-0002\"}],"
               "\"warnings\":[{\"name\":\"purge.final\"}]}"},
    {.name = "twice",
     .params = "{" EXAMPLE_OP("0e13") ",\"by\":\"S-01\",\"clients\":[\"C-0002\"],"
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_CLIENT_PURGED,
     .field = "clients[0]"},
    {0}};

static const enum stipple_error plan_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};
static const enum stipple_error erase_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                  STIPPLE_CLIENT_KEPT, STIPPLE_OK};
static const enum stipple_error preview_errors[] = {STIPPLE_CLIENT_NOT_FOUND,
                                                    STIPPLE_PARAM_COMBINATION, STIPPLE_OK};
static const enum stipple_error purge_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_PURGED,
                                                  STIPPLE_CLIENT_KEPT, STIPPLE_PARAM_COMBINATION,
                                                  STIPPLE_OK};

const struct method retention_methods[] = {
    {"retention.plan", "Whose record has to stay, may go, or has to go; nothing is done.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &plan_schema, &plan_result_schema, plan_errors,
     plan_examples, handle_plan},
    {"client.erase", "Ends what says who a client was; the trace of lots stays whole.",
     ROLE_MANAGER, METHOD_WRITE, &erase_schema, &erased_schema, erase_errors, erase_examples,
     handle_erase},
    {"retention.preview", "What retention.purge would do, record by record; nothing is done.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &preview_schema, &purged_schema, preview_errors,
     preview_examples, handle_preview},
    {"retention.purge",
     "Ends clients' records: the bodies of their events go for good, and what the stock and the "
     "trace are made of stays under the code.",
     ROLE_MANAGER, METHOD_WRITE, &purge_schema, &purged_schema, purge_errors, purge_examples,
     handle_purge},
    {0}};
