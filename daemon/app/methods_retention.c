/* How long records are kept, and their end. */
#include "app/schemas.h"

#include "base/time.h"
#include "store/retention.h"

static const struct field row_fields[] = {
    {FIELD(struct retained, id, UUID), .required = true, .doc = "The client."},
    {FIELD(struct retained, code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct retained, verdict, CHOICE), .required = true, .choices = retention_verdicts,
     .doc = "Whether the record has to stay, may go or has to go."},
    {FIELD(struct retained, last_day, DATE), .required = true,
     .doc = "When anything was last done for them; periods count from there."},
    {FIELD(struct retained, open_courses, INT), .required = true,
     .doc = "Courses under way; with any, the record stays."},
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
     .object = &row_schema, .doc = "Whoever is not erased, in the order they came."},
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
    WARNINGS_FIELD(struct client_erased),
};
static const struct schema erased_schema =
    SCHEMA("ClientErased", struct client_erased, erased_fields);

static enum stipple_error today(struct call *call, char *ret)
{
    struct instant now;
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, ret);
    return STIPPLE_OK;
}

static enum stipple_error handle_plan(struct call *call, void *params, void *result)
{
    const struct plan_params *p = params;
    struct page_result *r = result;
    char day[DATE_LENGTH + 1];
    TRY(today(call, day));
    return retention_plan(call->store, &call->arena, p->day ? p->day : day, p->page.limit,
                          p->page.cursor, &r->rows, &r->cursor, &call->error);
}

static enum stipple_error handle_erase(struct call *call, void *params, void *result)
{
    char day[DATE_LENGTH + 1];
    TRY(today(call, day));
    return client_erase(call->store, &call->arena, day, params, result, &call->error);
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

static const enum stipple_error plan_errors[] = {STIPPLE_CURSOR_INVALID, STIPPLE_OK};
static const enum stipple_error erase_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                  STIPPLE_CLIENT_KEPT, STIPPLE_OK};

const struct method retention_methods[] = {
    {"retention.plan", "Whose record has to stay, may go, or has to go; nothing is done.",
     ROLE_MANAGER | ROLE_INSPECTOR, METHOD_READ, &plan_schema, &plan_result_schema, plan_errors,
     plan_examples, handle_plan},
    {"client.erase", "Ends what says who a client was; the trace of lots stays whole.",
     ROLE_MANAGER, METHOD_WRITE, &erase_schema, &erased_schema, erase_errors, erase_examples,
     handle_erase},
    {0}};
