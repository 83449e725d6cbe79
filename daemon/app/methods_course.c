/* Courses of a client. */
#include "app/course_schema.h"
#include "app/schemas.h"

#include <string.h>

static const struct field made_fields[] = {
    {FIELD(struct course_made, course, UUID), .required = true, .doc = "The course."},
    {FIELD(struct course_made, course_code, TEXT), .required = true, .doc = "Its code: K-0001."},
    {FIELD(struct course_made, client, UUID), .required = true, .doc = "Whose."},
    {FIELD(struct course_made, client_code, TEXT), .required = true, .doc = "Their code."},
};
static const struct schema made_schema = SCHEMA("CourseMade", struct course_made, made_fields);

static const struct field close_fields[] = {
    {FIELD(struct course_close, course, REF), .required = true, .of = "course", .doc = "Which."},
    {FIELD(struct course_close, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Done, broken off: in words; kept in clear, so name nobody here."},
};
static const struct schema close_schema =
    SCHEMA_ON(&write_head_schema, "CourseClose", struct course_close, close_fields);

static const struct field reopen_fields[] = {
    {FIELD(struct course_close, course, REF), .required = true, .of = "course", .doc = "Which."},
    {FIELD(struct course_close, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why it is under way all the same; kept in clear, so name nobody here."},
};
static const struct schema reopen_schema =
    SCHEMA_ON(&write_head_schema, "CourseReopen", struct course_close, reopen_fields);

struct course_show_params {
    struct look_head look;
    const char *course;
};
static const struct field show_fields[] = {
    {FIELD(struct course_show_params, course, REF), .required = true, .of = "course",
     .doc = "Which."},
};
static const struct schema show_schema =
    SCHEMA_ON(&look_head_schema, "CourseShowParams", struct course_show_params, show_fields);

struct course_list_params {
    const char *client;
    int open_only;
    struct page_params page;
};
static const struct field list_fields[] = {
    {FIELD(struct course_list_params, client, REF), .of = "client", .doc = "Of this client."},
    {FIELD(struct course_list_params, open_only, BOOL), .fallback = "false",
     .doc = "Only those that are not closed."},
    PAGE_FIELDS(struct course_list_params),
};
static const struct schema list_schema =
    SCHEMA("CourseListParams", struct course_list_params, list_fields);

static const struct field list_result_fields[] = {
    {FIELD_AS("courses", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &course_row_schema, .doc = "Newest first, without what is sealed."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("CourseList", struct page_result, list_result_fields);

static enum stipple_error paper_check(struct call *call, const char *field,
                                      const struct course_paper *paper)
{
    if (!paper || !paper->signed_on || !paper->expires ||
        strcmp(paper->signed_on, paper->expires) <= 0)
        return STIPPLE_OK;
    return fail(&call->error, STIPPLE_PARAM_COMBINATION, field,
                "It cannot expire before it was signed.");
}

static enum stipple_error facts_check(struct call *call, const struct course_facts *facts)
{
    if (facts->norwood && facts->ludwig)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "ludwig",
                    "Norwood's scale or Ludwig's, not both.");
    TRY(paper_check(call, "consent.expires", facts->consent));
    return paper_check(call, "questionnaire.expires", facts->questionnaire);
}

static enum stipple_error handle_open(struct call *call, void *params, void *result)
{
    const struct course_open *p = params;
    TRY(facts_check(call, &p->facts));
    return course_open(call->store, &call->arena, p->client, result, &call->error);
}

/* What is not said anew of the sealed words goes into the new ones as it was. */
static enum stipple_error words_join(struct call *call, const struct course *course,
                                     struct course_amend_params *p)
{
    struct course_words stand = {0};
    if (!p->words.notes && !p->words.scars.items && p->add_scars.n == 0)
        return STIPPLE_OK;
    TRY(course_words_open(call, course, &stand));
    if (!p->words.notes)
        p->words.notes = stand.notes;
    return texts_join(call, "add_scars", COURSE_SCARS_MAX, &stand.scars, &p->words.scars,
                      &p->add_scars);
}

/* What is said of the paper that stands, without another reference, is said of all of it. */
static enum stipple_error paper_join(struct call *call, const char *field,
                                     const struct course_paper *stands,
                                     const struct course_paper **given)
{
    if (!*given || (*given)->reference)
        return STIPPLE_OK;
    if (!stands)
        return fail(&call->error, STIPPLE_PARAM_MISSING, field,
                    "None is on file: say where it is, too.");
    struct course_paper *all = arena_take(&call->arena, sizeof *all);
    if (!all)
        return fail_memory(&call->error);
    *all = **given;
    all->reference = stands->reference;
    all->signed_on = all->signed_on ? all->signed_on : stands->signed_on;
    all->expires = all->expires ? all->expires : stands->expires;
    *given = all;
    return STIPPLE_OK;
}

static enum stipple_error papers_join(struct call *call, const struct course_facts *stand,
                                      struct course_facts *given)
{
    TRY(paper_join(call, "consent.reference", stand->consent, &given->consent));
    return paper_join(call, "questionnaire.reference", stand->questionnaire, &given->questionnaire);
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct course_amend_params *p = params;
    struct course course;
    struct course_row row;
    TRY(amendment_check(call, p, "course"));
    TRY(course_amend(call->store, &call->arena, &p->command, result, &call->error));
    TRY(course_show(call->store, &call->arena, p->command.course, &course, &call->error));
    TRY(course_row_fill(call, &course, false, NULL, &row));
    TRY(papers_join(call, &row.facts, &p->facts));
    TRY(facts_check(call, &p->facts));
    if (p->add_zones.n > 0)
        TRY(texts_join(call, "add_zones", COURSE_ZONES_MAX, &row.facts.zones, &p->facts.zones,
                       &p->add_zones));
    return words_join(call, &course, p);
}

static enum stipple_error handle_close(struct call *call, void *params, void *result)
{
    return course_close(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_reopen(struct call *call, void *params, void *result)
{
    return course_reopen(call->store, &call->arena, params, result, &call->error);
}

/* Health text is opened as names are: with a trace. */
static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct course_show_params *p = params;
    struct course course;
    struct client client;
    struct list amendments;
    TRY(course_show(call->store, &call->arena, p->course, &course, &call->error));
    TRY(client_show(call->store, &call->arena, course.client, &client, &call->error));
    bool open = course.sealed && client.sealed && look_allowed(call, &p->look);
    if (open)
        TRY(look_note(call, &p->look, client.id));
    TRY(course_amendments(call->store, &call->arena, course.id, &amendments, &call->error));
    TRY(course_row_fill(call, &course, open, NULL, result));
    ((struct course_row *)result)->amendments = amendments;
    return STIPPLE_OK;
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct course_list_params *p = params;
    struct page_result *r = result;
    struct course_filter filter = {p->client, p->open_only == 1, p->page.limit, p->page.cursor};
    struct list courses;
    TRY(course_list(call->store, &call->arena, &filter, &courses, &r->cursor, &call->error));
    return course_rows(call, &courses, false, &r->rows);
}

static const struct example open_examples[] = {
    {.name = "at the consultation",
     .params = "{" EXAMPLE_OP("0d01") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"service\":\"full\","
                                      "\"zones\":[\"hairline\",\"crown\"],\"norwood\":\"IV\","
                                      "\"skin\":\"oily\",\"layout\":{\"sessions\":3},"
                                      "\"consent\":{\"reference\":\"consent 14\","
                                      "\"signed\":\"2026-03-01\",\"expires\":\"2027-03-01\"},"
                                      "\"scars\":[\"FUT, back of the head, 2019\"]}",
     .result = "{\"course_code\":\"K-0001\",\"client_code\":\"C-0001\"}"},
    {.name = "alopecia, and a consent that has run out",
     .params = "{" EXAMPLE_OP("0d02") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"service\":\"alopecia\",\"alopecia\":\"spreading\","
                                      "\"consent\":{\"reference\":\"consent 9\","
                                      "\"expires\":\"2026-02-28\"},"
                                      "\"questionnaire\":{\"reference\":\"health 9\"}}",
     .result = "{\"course_code\":\"K-0002\"}"},
    {.name = "two scales at once",
     .params = "{" EXAMPLE_OP("0d03") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"service\":\"density\",\"norwood\":\"II\","
                                      "\"ludwig\":\"I\"}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "ludwig"},
    {.name = "a paper that ends before it begins",
     .params = "{" EXAMPLE_OP("0d04") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"service\":\"density\",\"consent\":{\"reference\":\"c\","
                                      "\"signed\":\"2026-03-01\",\"expires\":\"2025-03-01\"}}",
     .error = STIPPLE_PARAM_COMBINATION,
     .field = "consent.expires"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "found later: a zone and a scar more, the consent renewed",
     .params = "{" EXAMPLE_OP("0d21") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"seen when it was shaved\","
                                      "\"add_zones\":[\"temples\"],\"add_scars\":[\"left temple\"],"
                                      "\"consent\":{\"reference\":\"consent 15\","
                                      "\"signed\":\"2026-03-02\"}}",
     .result = "{\"course_code\":\"K-0001\",\"client_code\":\"C-0001\"}"},
    {.name = "the other scale; the stage by the first one goes",
     .params =
         "{" EXAMPLE_OP("0d22") ",\"by\":\"S-01\",\"course\":\"K-0002\",\"reason\":\"misread\","
                                "\"ludwig\":\"I\",\"clear\":[\"questionnaire\"]}",
     .result = "{\"course_code\":\"K-0002\"}"},
    {.name = "the day that the consent was signed; the paper stays",
     .params = "{" EXAMPLE_OP("0d25") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"it was the day before\","
                                      "\"consent\":{\"signed\":\"2026-03-01\"}}",
     .result = "{\"course_code\":\"K-0001\"}"},
    {.name = "the day of a paper that is not there",
     .params = "{" EXAMPLE_OP("0d26") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"forgotten\","
                                      "\"questionnaire\":{\"signed\":\"2026-03-01\"}}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "questionnaire.reference"},
    {.name = "nothing said",
     .params =
         "{" EXAMPLE_OP("0d23") ",\"by\":\"S-01\",\"course\":\"K-0001\",\"reason\":\"checked\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {.name = "no such course",
     .params =
         "{" EXAMPLE_OP("0d24") ",\"by\":\"S-01\",\"course\":\"K-0099\",\"reason\":\"misread\","
                                "\"skin\":\"dry\"}",
     .error = STIPPLE_COURSE_NOT_FOUND,
     .field = "course"},
    {0}};

static const struct example close_examples[] = {
    {.name = "the wrong one",
     .params = "{" EXAMPLE_OP("0d13") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"waits until it has settled\"}",
     .result = "{\"course_code\":\"K-0001\"}"},
    {.name = "it is over",
     .params = "{" EXAMPLE_OP("0d11") ",\"by\":\"S-01\",\"course\":\"K-0002\","
                                      "\"reason\":\"waits until it has settled\"}",
     .result = "{\"course_code\":\"K-0002\"}"},
    {.name = "it is over already",
     .params = "{" EXAMPLE_OP("0d12") ",\"by\":\"S-01\",\"course\":\"K-0002\","
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_COURSE_CLOSED,
     .field = "course"},
    {0}};

static const struct example reopen_examples[] = {
    {.name = "it was closed by mistake",
     .params = "{" EXAMPLE_OP("0d31") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"the wrong one was closed\"}",
     .result = "{\"course_code\":\"K-0001\",\"client_code\":\"C-0001\"}"},
    {.name = "it is not closed",
     .params = "{" EXAMPLE_OP("0d32") ",\"by\":\"S-01\",\"course\":\"K-0001\","
                                      "\"reason\":\"again\"}",
     .error = STIPPLE_NOTHING_TO_DO,
     .field = "course"},
    {0}};

static const struct example show_examples[] = {
    {.name = "with its cautions",
     .params = "{\"course\":\"K-0001\"}",
     .result =
         "{\"code\":\"K-0001\",\"client_code\":\"C-0001\",\"service\":\"full\","
         "\"norwood\":\"IV\",\"zones\":[\"hairline\",\"crown\",\"temples\"],\"scars\":[\"FUT, back "
         "of the head, 2019\",\"left temple\"],\"consent\":{\"reference\":\"consent "
         "15\",\"signed\":\"2026-03-01\"},"
         "\"amendments\":[{\"reason\":\"seen when it was shaved\",\"was\":{\"zones\":[\"hairline\","
         "\"crown\"]}}],\"warnings\":[{\"name\":\"questionnaire.missing\"}]}"},
    {.name = "no such course",
     .params = "{\"course\":\"K-0099\"}",
     .error = STIPPLE_COURSE_NOT_FOUND,
     .field = "course"},
    {0}};

static const struct example list_examples[] = {
    {.name = "of one client",
     .params = "{\"client\":\"C-0002\"}",
     .result = "{\"courses\":[{\"code\":\"K-0002\",\"alopecia\":\"spreading\",\"warnings\":["
               "{\"name\":\"course.spreading\"},{\"name\":\"consent.expired\","
               "\"field\":\"consent.expires\"}]}]}"},
    {.name = "of nobody",
     .params = "{\"client\":\"C-0999\"}",
     .error = STIPPLE_CLIENT_NOT_FOUND,
     .field = "client"},
    {0}};

static const enum stipple_error open_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                 STIPPLE_OK};
static const enum stipple_error amend_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                  STIPPLE_CLIENT_PURGED,    STIPPLE_TIME_ORDER,
                                                  STIPPLE_NOTHING_TO_DO,    STIPPLE_OK};
static const enum stipple_error close_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_COURSE_CLOSED,
                                                  STIPPLE_TIME_ORDER, STIPPLE_OK};
static const enum stipple_error reopen_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_CLIENT_ERASED,
                                                   STIPPLE_CLIENT_PURGED,    STIPPLE_TIME_ORDER,
                                                   STIPPLE_NOTHING_TO_DO,    STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method course_methods[] = {
    {"course.open", "Opens a course at the consultation.", ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE,
     &course_open_schema, &made_schema, open_errors, open_examples, handle_open},
    {"course.amend", "Puts a course right; what is left out stays, the mistake stays visible.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &course_amend_schema, &made_schema, amend_errors,
     amend_examples, handle_amend},
    {"course.show", "One course with its cautions. Health text shown leaves an event.", ROLE_ANY,
     METHOD_READ, &show_schema, &course_row_schema, show_errors, show_examples, handle_show},
    {"course.list", "Courses, newest first.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {"course.close", "Closes a course.", ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &close_schema,
     &made_schema, close_errors, close_examples, handle_close},
    {"course.reopen", "Takes back that a course was closed; the mistake stays visible.",
     ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &reopen_schema, &made_schema, reopen_errors,
     reopen_examples, handle_reopen},
    {0}};
