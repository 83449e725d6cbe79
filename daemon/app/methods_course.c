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

static enum stipple_error handle_open(struct call *call, void *params, void *result)
{
    const struct course_open *p = params;
    if (p->facts.norwood && p->facts.ludwig)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "ludwig",
                    "Norwood's scale or Ludwig's, not both.");
    TRY(paper_check(call, "consent.expires", p->facts.consent));
    TRY(paper_check(call, "questionnaire.expires", p->facts.questionnaire));
    return course_open(call->store, &call->arena, p->client, result, &call->error);
}

static enum stipple_error handle_close(struct call *call, void *params, void *result)
{
    return course_close(call->store, &call->arena, params, result, &call->error);
}

/* Health text is opened as names are: with a trace. */
static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct course_show_params *p = params;
    struct course course;
    struct client client;
    TRY(course_show(call->store, &call->arena, p->course, &course, &call->error));
    TRY(client_show(call->store, &call->arena, course.client, &client, &call->error));
    bool open = course.sealed && client.sealed && look_allowed(call, &p->look);
    if (open)
        TRY(look_note(call, &p->look, client.id));
    return course_row_fill(call, &course, open, result);
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

static const struct example close_examples[] = {
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

static const struct example show_examples[] = {
    {.name = "with its cautions",
     .params = "{\"course\":\"K-0001\"}",
     .result = "{\"code\":\"K-0001\",\"client_code\":\"C-0001\",\"service\":\"full\","
               "\"norwood\":\"IV\",\"scars\":[\"FUT, back of the head, 2019\"],"
               "\"warnings\":[{\"name\":\"questionnaire.missing\"}]}"},
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
static const enum stipple_error close_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_COURSE_CLOSED,
                                                  STIPPLE_TIME_ORDER, STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_COURSE_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method course_methods[] = {
    {"course.open", "Opens a course at the consultation.", ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE,
     &course_open_schema, &made_schema, open_errors, open_examples, handle_open},
    {"course.show", "One course with its cautions. Health text shown leaves an event.", ROLE_ANY,
     METHOD_READ, &show_schema, &course_row_schema, show_errors, show_examples, handle_show},
    {"course.list", "Courses, newest first.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {"course.close", "Closes a course.", ROLE_ARTIST | ROLE_MANAGER, METHOD_WRITE, &close_schema,
     &made_schema, close_errors, close_examples, handle_close},
    {0}};
