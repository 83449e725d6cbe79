/* What the studio gives its clients to read: its own words, by version, and the days they are for
 * counted from a session. */
#include "app/schemas.h"
#include "app/session_schema.h"

#include "base/time.h"
#include "store/aftercare.h"

#include <stdio.h>

enum { STEPS_MAX = 16, STEP_MAX_CHARS = 2000, DAYS_MAX = 365 };

struct step {
    int64_t from_day, until_day; /* absent: that one day */
    const char *from, *until;    /* the days of a session */
    const char *text;
};
/* The words, as they lie in the event. */
struct aftercare_text {
    struct list steps; /* struct step */
    const char *doctor;
};

#define STEP_FIELDS                                                                                \
    {FIELD(struct step, from_day, INT),                                                            \
     .required = true,                                                                             \
     .min = 0,                                                                                     \
     .max = DAYS_MAX,                                                                              \
     .unit = "days",                                                                               \
     .doc = "From that day on; 0 is the day of the session."},                                     \
        {FIELD(struct step, until_day, INT), .min = 0, .max = DAYS_MAX, .unit = "days",            \
         .doc = "Up to that day; absent: that one day."},                                          \
    {                                                                                              \
        FIELD(struct step, text, TEXT), .required = true, .min = 1, .max = STEP_MAX_CHARS,         \
                                        .doc = "What to do and to leave."                          \
    }
static const struct field step_fields[] = {STEP_FIELDS};
static const struct schema step_schema = SCHEMA("AftercareStep", struct step, step_fields);
static const struct field dated_fields[] = {
    STEP_FIELDS,
    {FIELD(struct step, from, DATE), .doc = "The day itself, counted from the session."},
    {FIELD(struct step, until, DATE), .doc = "Likewise."},
};
static const struct schema dated_schema = SCHEMA("AftercareDays", struct step, dated_fields);

#define TEXT_FIELDS(Struct, at, of_steps)                                                          \
    {FIELD_AS("steps", Struct, at steps, OBJECT),                                                  \
     .list = true,                                                                                 \
     .required = true,                                                                             \
     .min_items = 1,                                                                               \
     .max_items = STEPS_MAX,                                                                       \
     .object = &(of_steps),                                                                        \
     .doc = "Day by day."},                                                                        \
    {                                                                                              \
        FIELD_AS("doctor", Struct, at doctor, TEXT),                                               \
            .required = true, .min = 1, .max = STEP_MAX_CHARS, .doc = "When to see a doctor."      \
    }
static const struct field text_fields[] = {TEXT_FIELDS(struct aftercare_text, , step_schema)};
static const struct schema text_schema =
    SCHEMA("AftercareText", struct aftercare_text, text_fields);

struct write_params {
    struct aftercare_write command;
    struct aftercare_text text;
};
static const struct field write_fields[] = {
    {FIELD_AS("version", struct write_params, command.version, TEXT), .required = true, .min = 1,
     .max = NAME_MAX_CHARS, .doc = "What sessions call it: 2026-01."},
    TEXT_FIELDS(struct write_params, text., step_schema),
};
static const struct schema write_schema =
    SCHEMA_ON(&write_head_schema, "AftercareWrite", struct write_params, write_fields);

struct made {
    const char *version;
};
static const struct field made_fields[] = {
    {FIELD(struct made, version, TEXT), .required = true, .doc = "Its version."},
};
static const struct schema made_schema = SCHEMA("AftercareMade", struct made, made_fields);

struct show_params {
    const char *version, *session;
};
static const struct field show_fields[] = {
    {FIELD(struct show_params, version, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Which; the newest when left out."},
    {FIELD(struct show_params, session, REF), .of = "session",
     .doc = "The one that was given at this session, with its days."},
};
static const struct schema show_schema =
    SCHEMA("AftercareShowParams", struct show_params, show_fields);

struct view {
    struct aftercare row;
    const char *session, *session_code;
    struct aftercare_text text;
};
#define ROW_FIELDS(Struct, at)                                                                     \
    {FIELD_AS("version", Struct, at version, TEXT), .required = true, .doc = "Its version."},      \
        {FIELD_AS("written_at", Struct, at written_at, TIME), .required = true,                    \
         .doc = "Since when it stands."},                                                          \
        {FIELD_AS("recorded_at", Struct, at recorded_at, TIME), .required = true,                  \
         .doc = "When that was entered."},                                                         \
        {FIELD_AS("by_code", Struct, at by_code, TEXT), .doc = "Who stands for it."},              \
    {                                                                                              \
        FIELD_AS("by_name", Struct, at by_name, TEXT), .doc = "Their name."                        \
    }
static const struct field view_fields[] = {
    ROW_FIELDS(struct view, row.),
    {FIELD(struct view, session, UUID), .doc = "The session that its days are counted from."},
    {FIELD(struct view, session_code, TEXT), .doc = "Its code."},
    TEXT_FIELDS(struct view, text., dated_schema),
};
static const struct schema view_schema = SCHEMA("Aftercare", struct view, view_fields);

static const struct field row_fields[] = {ROW_FIELDS(struct aftercare, )};
static const struct schema row_schema = SCHEMA("AftercareVersion", struct aftercare, row_fields);
static const struct field list_fields[] = {
    {FIELD_AS("versions", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &row_schema, .doc = "Newest first."},
};
static const struct schema list_schema = SCHEMA("AftercareList", struct page_result, list_fields);

static enum stipple_error handle_write(struct call *call, void *params, void *result)
{
    const struct write_params *p = params;
    const struct step *step = p->text.steps.items;
    for (size_t i = 0; i < p->text.steps.n; i++) {
        char field[48];
        snprintf(field, sizeof field, "steps[%zu].until_day", i);
        if (step[i].until_day != INT_ABSENT && step[i].until_day < step[i].from_day)
            return fail(&call->error, STIPPLE_PARAM_COMBINATION, field,
                        "That is before the day it begins on, %lld.", (long long)step[i].from_day);
    }
    ((struct made *)result)->version = p->command.version;
    return aftercare_write(call->store, &call->arena, &p->command, &call->error);
}

static enum stipple_error day_after(struct call *call, struct instant from, int64_t days,
                                    const char **ret)
{
    char day[DATE_LENGTH + 1];
    date_of(from, day);
    date_from_days(date_to_days(day) + days, day);
    *ret = arena_copy(&call->arena, day, DATE_LENGTH);
    return *ret ? STIPPLE_OK : fail_memory(&call->error);
}

static enum stipple_error steps_date(struct call *call, struct instant held, struct list *steps)
{
    struct step *step = steps->items;
    for (size_t i = 0; i < steps->n; i++) {
        TRY(day_after(call, held, step[i].from_day, &step[i].from));
        if (step[i].until_day != INT_ABSENT)
            TRY(day_after(call, held, step[i].until_day, &step[i].until));
    }
    return STIPPLE_OK;
}

/* Which version was given there. */
static enum stipple_error session_version(struct call *call, const struct session_row *row,
                                          const char **ret)
{
    struct session_view session;
    TRY(session_view_fill(call, row, false, false, &session));
    *ret = session.facts.aftercare;
    if (*ret && **ret)
        return STIPPLE_OK;
    fail(&call->error, STIPPLE_AFTERCARE_NOT_FOUND, "session",
         "%s does not say which aftercare text was given.", row->code);
    return fail_hint(&call->error, "session.amend can say it, in `aftercare`.");
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct show_params *p = params;
    struct view *r = result;
    const char *version = p->version;
    struct session_row row = {0};
    if (p->session) {
        TRY(session_show(call->store, &call->arena, p->session, &row, &call->error));
        r->session = row.id;
        r->session_code = row.code;
    }
    if (p->session && !version)
        TRY(session_version(call, &row, &version));
    TRY(aftercare_show(call->store, &call->arena, version, &r->row, &call->error));
    TRY(sealed_read(call, &text_schema, r->row.text, &r->text));
    return p->session ? steps_date(call, row.occurred_at, &r->text.steps) : STIPPLE_OK;
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    (void)params;
    struct page_result *r = result;
    return aftercare_list(call->store, &call->arena, &r->rows, &call->error);
}

#define WASH "{\"from_day\":0,\"until_day\":3,\"text\":\"Keep it dry.\"}"
#define CARE WASH ",{\"from_day\":10,\"text\":\"Wash it as always.\"}"

static const struct example write_examples[] = {
    {.name = "the studio's own words, and when to see a doctor",
     .params = "{" EXAMPLE_OP("1f01") ",\"by\":\"S-01\",\"version\":\"2026-01\",\"steps\":[" CARE
                                      "],\"doctor\":\"It swells, or there is fever.\"}",
     .result = "{\"version\":\"2026-01\"}"},
    {.name = "a version that somebody has in hand is not changed",
     .params = "{" EXAMPLE_OP("1f02") ",\"by\":\"S-01\",\"version\":\"2026-01\",\"steps\":[" WASH
                                      "],\"doctor\":\"It swells.\"}",
     .error = STIPPLE_AFTERCARE_EXISTS,
     .field = "version"},
    {.name = "days the wrong way round",
     .params = "{" EXAMPLE_OP("1f03") ",\"by\":\"S-01\",\"version\":\"2026-02\",\"steps\":[" WASH
                                      ",{\"from_day\":10,\"until_day\":4,\"text\":\"No sun.\"}],"
                                      "\"doctor\":\"It swells.\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "steps[1].until_day"},
    {.name = "without the word when to see a doctor",
     .params =
         "{" EXAMPLE_OP("1f04") ",\"by\":\"S-01\",\"version\":\"2026-02\",\"steps\":[" WASH "]}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "doctor"},
    {0}};
static const struct example show_examples[] = {
    {.name = "the newest",
     .params = "{}",
     .result = "{\"version\":\"2026-01\",\"by_code\":\"S-01\",\"steps\":[" CARE
               "],\"doctor\":\"It swells, or there is fever.\"}"},
    {.name = "none of that version",
     .params = "{\"version\":\"2025-01\"}",
     .error = STIPPLE_AFTERCARE_NOT_FOUND,
     .field = "version"},
    {0}};
static const struct example list_examples[] = {
    {.name = "all of them", .params = "{}", .result = "{\"versions\":[{\"version\":\"2026-01\"}]}"},
    {.name = "a member that is none",
     .params = "{\"limit\":1}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "limit"},
    {0}};

static const enum stipple_error write_errors[] = {STIPPLE_AFTERCARE_EXISTS,
                                                  STIPPLE_PARAM_COMBINATION, STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_AFTERCARE_NOT_FOUND,
                                                 STIPPLE_SESSION_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error no_errors[] = {STIPPLE_OK};

const struct method aftercare_methods[] = {
    {"aftercare.write", "Keeps the studio's own aftercare text, under a version of its own.",
     ROLE_MANAGER, METHOD_WRITE, &write_schema, &made_schema, write_errors, write_examples,
     handle_write},
    {"aftercare.show", "An aftercare text, with the days of a session where one is said.", ROLE_ANY,
     METHOD_READ, &show_schema, &view_schema, show_errors, show_examples, handle_show},
    {"aftercare.list", "Which versions there are.", ROLE_ANY, METHOD_READ, &empty_schema,
     &list_schema, no_errors, list_examples, handle_list},
    {0}};
