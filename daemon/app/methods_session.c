/* Sessions, and what came of them. */
#include "app/session_schema.h"
#include "app/schemas.h"

#include "base/time.h"
#include "app/course_schema.h"
#include "store/seal.h"

#include <string.h>

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

static const struct field review_fields[] = {
    {FIELD(struct session_review, session, REF), .required = true, .of = "session",
     .doc = "Which one."},
    {FIELD(struct session_review, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "What was found; kept in clear, so name nobody here."},
};
static const struct schema review_schema =
    SCHEMA_ON(&write_head_schema, "SessionReview", struct session_review, review_fields);

struct incident_params {
    struct incident_record command;
    const char *words;
};
static const struct field incident_fields[] = {
    {FIELD_AS("session", struct incident_params, command.session, REF), .required = true,
     .of = "session", .doc = "The session it came of."},
    {FIELD(struct incident_params, words, TEXT), .required = true, .sealed = true, .min = 1,
     .max = HEALTH_MAX_CHARS, .doc = "What was seen, by whom, and what was done."},
};
static const struct schema incident_params_schema =
    SCHEMA_ON(&write_head_schema, "IncidentRecord", struct incident_params, incident_fields);
struct incident_words {
    const char *words;
};
static const struct field incident_words_fields[] = {
    {FIELD(struct incident_words, words, TEXT), .required = true, .min = 1, .max = HEALTH_MAX_CHARS,
     .doc = "What was seen."},
};
static const struct schema incident_words_schema =
    SCHEMA("IncidentWords", struct incident_words, incident_words_fields);
static const struct field incident_made_fields[] = {
    {FIELD(struct incident_made, incident, UUID), .required = true, .doc = "The incident."},
    {FIELD(struct incident_made, incident_code, TEXT), .required = true, .doc = "I-0001."},
    {FIELD(struct incident_made, session, UUID), .required = true, .doc = "The session."},
    {FIELD(struct incident_made, session_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct incident_made, client, UUID), .required = true, .doc = "Whom it befell."},
    {FIELD(struct incident_made, client_code, TEXT), .required = true, .doc = "Their code."},
};
static const struct schema incident_made_schema =
    SCHEMA("IncidentMade", struct incident_made, incident_made_fields);

/* Too soon after the last one, and readings of skin that still heals. */
static enum stipple_error before_doubts(struct call *call, const struct record_params *p,
                                        struct session_answer *r)
{
    struct session_before before;
    struct studio_intervals set;
    struct instant now = p->command.head.occurred_at;
    char day[DATE_LENGTH + 1], last[DATE_LENGTH + 1];
    TRY(session_before(call->store, &call->arena, r->made.client, NULL, now.ms, &before,
                       &call->error));
    if (!before.code)
        return STIPPLE_OK;
    TRY(studio_intervals(call->store, &set, &call->error));
    date_of(now, day);
    date_of(before.at, last);
    int64_t days = date_to_days(day) - date_to_days(last);
    if (days < set.gap_days)
        warn(&call->arena, &r->made.warnings, "session.too_soon", "occurred_at",
             "%s was %lld days before; %lld are kept between two.", before.code, (long long)days,
             (long long)set.gap_days);
    if (days < set.healing_days && p->facts.readings.n > 0)
        warn(&call->arena, &r->made.warnings, "reading.healing", "readings",
             "The skin still heals from %s, %lld days before; readings say little until %lld days "
             "have gone.",
             before.code, (long long)days, (long long)set.healing_days);
    return STIPPLE_OK;
}

/* What the course warns of: spreading alopecia, papers that are missing or have expired. */
static enum stipple_error course_doubts(struct call *call, const char *id, struct list *warnings)
{
    struct course course;
    struct course_row row;
    if (!id)
        return STIPPLE_OK;
    TRY(course_show(call->store, &call->arena, id, &course, &call->error));
    TRY(course_row_fill(call, &course, false, &row));
    const struct warning *doubt = row.warnings.items;
    for (size_t i = 0; i < row.warnings.n; i++)
        warn(&call->arena, warnings, doubt[i].name, doubt[i].field, "%s", doubt[i].text);
    return STIPPLE_OK;
}

static enum stipple_error handle_record(struct call *call, void *params, void *result)
{
    const struct record_params *p = params;
    struct session_answer *r = result;
    TRY(session_record(call->store, &call->arena, &p->command, &r->made, &call->error));
    TRY(session_readings(call, &p->facts.readings, &r->readings));
    TRY(before_doubts(call, p, r));
    return course_doubts(call, p->command.course, &r->made.warnings);
}

/* Sealed words are one text under one key: what is not said anew goes into the new one as it was,
 * and when the client changes, under the new client's key. */
static enum stipple_error words_carry(struct call *call, struct amend_params *p,
                                      const struct session_made *made)
{
    struct session_row row;
    struct session_words old = {0};
    const char *opened;
    TRY(session_show(call->store, &call->arena, p->command.session, &row, &call->error));
    bool same = strcmp(row.client, made->client) == 0;
    if (!row.sealed || (same && !p->words.complications && !p->words.notes))
        return STIPPLE_OK;
    TRY(seal_open(call->store, &call->arena, row.client, row.sealed, &opened, &call->error));
    TRY(sealed_read(call, &session_words_schema, opened, &old));
    if (!p->words.complications)
        p->words.complications = old.complications;
    if (!p->words.notes)
        p->words.notes = old.notes;
    return STIPPLE_OK;
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct amend_params *p = params;
    struct session_answer *r = result;
    TRY(session_amend(call->store, &call->arena, &p->command, &r->made, &call->error));
    TRY(words_carry(call, p, &r->made));
    return session_readings(call, &p->facts.readings, &r->readings);
}

static enum stipple_error handle_review(struct call *call, void *params, void *result)
{
    struct session_answer *r = result;
    return session_review(call->store, &call->arena, params, &r->made, &call->error);
}

/* What was seen. Where an amendment gave the session to another client, what lies under the key of
 * the one before stays closed. */
static enum stipple_error incidents_open(struct call *call, const struct list *incidents)
{
    struct incident *incident = incidents->items;
    for (size_t i = 0; i < incidents->n; i++) {
        struct incident_words words = {0};
        const char *opened;
        enum stipple_error code = seal_open(call->store, &call->arena, incident[i].client,
                                            incident[i].sealed, &opened, &call->error);
        if (code == STIPPLE_KEY_WRONG)
            continue;
        TRY(code);
        TRY(sealed_read(call, &incident_words_schema, opened, &words));
        incident[i].words = words.words;
    }
    return STIPPLE_OK;
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct show_params *p = params;
    struct session_view *r = result;
    struct session_row row;
    struct client client;
    struct list incidents;
    TRY(session_show(call->store, &call->arena, p->session, &row, &call->error));
    TRY(client_show(call->store, &call->arena, row.client, &client, &call->error));
    TRY(incident_list(call->store, &call->arena, row.id, &incidents, &call->error));
    bool open = (row.sealed || incidents.n > 0) && client.sealed && look_allowed(call, &p->look);
    if (open)
        TRY(look_note(call, &p->look, client.id));
    TRY(session_view_fill(call, &row, true, open, r));
    r->incidents = incidents;
    return open ? incidents_open(call, &incidents) : STIPPLE_OK;
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

static enum stipple_error handle_incident(struct call *call, void *params, void *result)
{
    const struct incident_params *p = params;
    return incident_record(call->store, &call->arena, &p->command, result, &call->error);
}

#define USES(text) "\"uses\":[" text "]"

static const struct example record_examples[] = {
    {.name = "the whole cup, two cartridges, and what is written down of it",
     .params = "{" EXAMPLE_OP("0901") ",\"by\":\"S-01\",\"course\":\"K-0001\"," USES(
         "{\"container\":\"X-0001\",\"zone\":\"crown\"}") ",\"place\":\"chair 1\","
                                                          "\"needle\":\"3RL "
                                                          "0.25\",\"depth_mm\":0.5,\"aftercare\":"
                                                          "\"2026-01\",\"barrier\":true,"
                                                          "\"disinfected\":true,\"signatures\":[{"
                                                          "\"who\":\"client\",\"meaning\":"
                                                          "\"consent\"}],"
                                                          "\"readings\":[{\"name\":\"before.csv\","
                                                          "\"content\":\"YWJj\"}],"
                                                          "\"notes\":\"slept badly\"}",
     .result = "{\"session_code\":\"V-0001\",\"client_code\":\"C-0001\",\"artist_code\":\"S-01\","
               "\"uses\":[{\"container_code\":\"X-0001\",\"ul\":1100,\"missing\":0}],"
               "\"readings\":[{\"bytes\":3,\"sha256\":\"ba7816bf8f01cfea414140de5dae2223"
               "b00361a396177a9cb410ff61f20015ad\"}],\"warnings\":[{\"name\":"
               "\"questionnaire.missing\"}]}"},
    {.name = "entered on the next day; more than the bottle had in the books",
     .params = "{" EXAMPLE_OP(
         "0902") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                 "\"occurred_at\":\"2026-03-01T15:00:00+01:00\"," USES(
                     "{\"container\":\"X-0002\",\"ul\":5000}") ","
                                                               "\"override_reason\":\"the label "
                                                               "had the wrong day\"}",
     .result = "{\"session_code\":\"V-0002\",\"review\":\"open\",\"uses\":[{\"container_code\":"
               "\"X-0002\",\"ul\":5000,\"missing\":500,\"refusal\":\"time.order\"}]}"},
    {.name = "a cup that was thrown away after a session before",
     .params = "{" EXAMPLE_OP("0903") ",\"by\":\"S-01\",\"client\":\"C-0001\"," USES(
         "{\"container\":\"X-0001\",\"ul\":100}") "}",
     .error = STIPPLE_SESSION_OVERRIDE,
     .field = "override_reason"},
    {.name = "how much of the bottle?",
     .params = "{" EXAMPLE_OP("0904") ",\"by\":\"S-01\",\"client\":\"C-0001\"," USES(
         "{\"container\":\"B-0003\"}") "}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "uses[0].ul"},
    {.name = "another client's course",
     .params = "{" EXAMPLE_OP("0905") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"course\":\"K-0001\"}",
     .error = STIPPLE_COURSE_CLIENT,
     .field = "course"},
    {.name = "a file that is not base64",
     .params = "{" EXAMPLE_OP("0906") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"readings\":[{"
                                      "\"name\":\"before.csv\",\"content\":\"L,a,b\"}]}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "readings[0].content"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "less was used than was written down; both show",
     .params =
         "{" EXAMPLE_OP("0911") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                "\"misread\"," USES("{\"container\":\"X-0002\",\"ul\":500}") "}",
     .result = "{\"session_code\":\"V-0002\",\"booked\":[{\"container_code\":\"X-0002\","
               "\"delta\":4000}]}"},
    {.name = "no such session",
     .params = "{" EXAMPLE_OP("0912") ",\"by\":\"S-01\",\"session\":\"V-0099\",\"reason\":"
                                      "\"misread\"}",
     .error = STIPPLE_SESSION_NOT_FOUND,
     .field = "session"},
    {0}};

static const struct example review_examples[] = {
    {.name = "a manager has looked at it",
     .params = "{" EXAMPLE_OP("0921") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                      "\"entered late, no harm done\"}",
     .result = "{\"session_code\":\"V-0002\"}"},
    {.name = "once is enough",
     .params = "{" EXAMPLE_OP("0922") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                      "\"again\"}",
     .error = STIPPLE_SESSION_REVIEWED,
     .field = "session"},
    {0}};

static const struct example incident_examples[] = {
    {.name = "a reaction, some days later",
     .params = "{" EXAMPLE_OP("0931") ",\"by\":\"S-01\",\"session\":\"V-0001\",\"words\":"
                                      "\"redness at the crown, sent to the doctor\"}",
     .result = "{\"incident_code\":\"I-0001\",\"session_code\":\"V-0001\","
               "\"client_code\":\"C-0001\"}"},
    {.name = "of no session",
     .params = "{" EXAMPLE_OP("0932") ",\"by\":\"S-01\",\"words\":\"redness\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "session"},
    {0}};

static const struct example show_examples[] = {
    {.name = "with what was sealed, and what came of it",
     .params = "{\"session\":\"V-0001\"}",
     .result = "{\"code\":\"V-0001\",\"place\":\"chair 1\",\"needle\":\"3RL 0.25\","
               "\"barrier\":true,\"notes\":\"slept badly\",\"readings\":[{\"content\":\"YWJj\"}],"
               "\"incidents\":[{\"code\":\"I-0001\",\"words\":\"redness at the crown, sent to the "
               "doctor\"}]}"},
    {.name = "amended: the old line stands beside the new one",
     .params = "{\"session\":\"V-0002\"}",
     .result = "{\"occurred_at\":\"2026-03-01T14:00:00.000Z\",\"occurred_at_offset_min\":60,"
               "\"recorded_at\":\"2026-03-02T09:00:00.000Z\",\"review\":\"done\",\"uses\":["
               "{\"line\":1,\"ul\":5000,\"ended\":true},{\"line\":2,\"ul\":500,\"ended\":false}],"
               "\"amendments\":[{\"reason\":\"misread\"},{\"type\":\"session.review\"}]}"},
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

static const enum stipple_error record_errors[] = {
    STIPPLE_CLIENT_NOT_FOUND,    STIPPLE_COURSE_NOT_FOUND,
    STIPPLE_CONTAINER_NOT_FOUND, STIPPLE_COURSE_CLIENT,
    STIPPLE_SESSION_OVERRIDE,    STIPPLE_STOCK_UNIT,
    STIPPLE_CLIENT_ERASED,       STIPPLE_CLIENT_PURGED,
    STIPPLE_PARAM_COMBINATION,   STIPPLE_OK};
static const enum stipple_error amend_errors[] = {
    STIPPLE_SESSION_NOT_FOUND, STIPPLE_CONTAINER_NOT_FOUND, STIPPLE_COURSE_CLIENT,
    STIPPLE_SESSION_OVERRIDE,  STIPPLE_STOCK_UNIT,          STIPPLE_TIME_ORDER,
    STIPPLE_CLIENT_ERASED,     STIPPLE_CLIENT_PURGED,       STIPPLE_OK};
static const enum stipple_error review_errors[] = {STIPPLE_SESSION_NOT_FOUND,
                                                   STIPPLE_SESSION_REVIEWED, STIPPLE_OK};
static const enum stipple_error incident_errors[] = {STIPPLE_SESSION_NOT_FOUND, STIPPLE_TIME_ORDER,
                                                     STIPPLE_CLIENT_ERASED, STIPPLE_CLIENT_PURGED,
                                                     STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_SESSION_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method session_methods[] = {
    {"session.record", "What was done, by whom, with what. It is recorded whatever the stock says.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &session_record_schema, &session_answer_schema,
     record_errors, record_examples, handle_record},
    {"session.amend", "Corrects a session; the mistake stays visible, stock is booked back.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &session_amend_schema, &session_answer_schema,
     amend_errors, amend_examples, handle_amend},
    {"session.review", "A manager has looked at what was used against the rules.", ROLE_MANAGER,
     METHOD_WRITE, &review_schema, &session_answer_schema, review_errors, review_examples,
     handle_review},
    {"incident.record", "Something that came of a session, often days later.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &incident_params_schema, &incident_made_schema,
     incident_errors, incident_examples, handle_incident},
    {"session.show", "One session. Health text shown leaves an event.", ROLE_ANY, METHOD_READ,
     &show_schema, &session_view_schema, show_errors, show_examples, handle_show},
    {"session.list", "Sessions, written last shown first.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
