/* The facts of a course are kept as the JSON they came in, and read by the field tables that
 * checked them: a fact more is a line more here, and no column. */
#include "app/course_schema.h"

#include "app/schemas.h"
#include "base/time.h"
#include "store/seal.h"

#include <stdio.h>
#include <string.h>

enum { ZONE_MAX_CHARS = 40 };

/* Norwood's scale as Norwood (1975) has it, Ludwig's as Ludwig (1977). */
static const char *const norwood_stages[] = {"I",   "II", "IIa", "III", "IIIa", "III-vertex", "IV",
                                             "IVa", "V",  "Va",  "VI",  "VII",  NULL};
static const char *const ludwig_stages[] = {"I", "II", "III", NULL};
static const char *const skin_kinds[] = {"oily", "dry", NULL};
static const char *const alopecia_states[] = {"spreading", "settled", NULL};

#define PAPER_DAYS                                                                                 \
    {FIELD_AS("signed", struct course_paper, signed_on, DATE), .doc = "The day it was signed."},   \
    {                                                                                              \
        FIELD(struct course_paper, expires, DATE), .doc = "The last day it holds."                 \
    }
static const struct field paper_fields[] = {
    {FIELD(struct course_paper, reference, TEXT), .required = true, .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Where the paper is: its number, or the name of its file."},
    PAPER_DAYS};
static const struct schema paper_schema = SCHEMA("Paper", struct course_paper, paper_fields);

/* Without the reference, what is put right of the paper that stands. */
static const struct field paper_change_fields[] = {
    {FIELD(struct course_paper, reference, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Where the new paper is; left out, it is the one that stands."},
    PAPER_DAYS};
static const struct schema paper_change_schema =
    SCHEMA("PaperChange", struct course_paper, paper_change_fields);

#define FACTS_FIELDS(Struct, at, paper)                                                            \
    {FIELD_AS("zones", Struct, at zones, TEXT),                                                    \
     .list = true,                                                                                 \
     .max_items = COURSE_ZONES_MAX,                                                                \
     .min = 1,                                                                                     \
     .max = ZONE_MAX_CHARS,                                                                        \
     .doc = "Parts of the scalp."},                                                                \
        {FIELD_AS("norwood", Struct, at norwood, WORD), .choices = norwood_stages,                 \
         .doc = "Stage by Norwood's scale."},                                                      \
        {FIELD_AS("ludwig", Struct, at ludwig, WORD), .choices = ludwig_stages,                    \
         .doc = "Or by Ludwig's."},                                                                \
        {FIELD_AS("skin", Struct, at skin, WORD), .choices = skin_kinds,                           \
         .doc = "Where it is neither, leave it out."},                                             \
        {FIELD_AS("alopecia", Struct, at alopecia, WORD), .choices = alopecia_states,              \
         .doc = "Whether it still spreads."},                                                      \
        {FIELD_AS("hair_system", Struct, at hair_system, BOOL), .doc = "Wears a hair system."},    \
        {FIELD_AS("layout", Struct, at layout, OBJECT), .object = &match_layout_schema,            \
         .doc = "What is wanted."},                                                                \
        {FIELD_AS("consent", Struct, at consent, OBJECT), .object = &(paper),                      \
         .doc = "The signed consent."},                                                            \
    {                                                                                              \
        FIELD_AS("questionnaire", Struct, at questionnaire, OBJECT), .object = &(paper),           \
                                                                     .doc = "The health "          \
                                                                            "questionnaire."       \
    }
#define WORDS_FIELDS(Struct, at, seal, low)                                                        \
    {FIELD_AS("scars", Struct, at scars, TEXT),                                                    \
     .list = true,                                                                                 \
     .sealed = seal,                                                                               \
     .max_items = COURSE_SCARS_MAX,                                                                \
     .min = 1,                                                                                     \
     .max = CONTACT_MAX_CHARS,                                                                     \
     .doc = "Scars, each in words: kind, place, year."},                                           \
    {                                                                                              \
        FIELD_AS("notes", Struct, at notes, TEXT), .sealed = seal, .min = low,                     \
                                                   .max = HEALTH_MAX_CHARS,                        \
                                                   .doc = "History and health, in words."          \
    }

static const struct field facts_fields[] = {FACTS_FIELDS(struct course_facts, , paper_schema)};
static const struct schema facts_schema = SCHEMA("CourseFacts", struct course_facts, facts_fields);
static const struct field words_fields[] = {WORDS_FIELDS(struct course_words, , false, 0)};
static const struct schema words_schema = SCHEMA("CourseWords", struct course_words, words_fields);

static const struct field open_fields[] = {
    {FIELD(struct course_open, client, REF), .required = true, .of = "client", .doc = "Whose."},
    {FIELD(struct course_open, service, WORD), .required = true, .choices = service_names,
     .doc = "What they come for."},
    FACTS_FIELDS(struct course_open, facts., paper_schema),
    WORDS_FIELDS(struct course_open, words., true, 1),
};
const struct schema course_open_schema =
    SCHEMA_ON(&write_head_schema, "CourseOpen", struct course_open, open_fields);

static const char *const clearable[] = {"zones",         "norwood",     "ludwig", "skin",
                                        "alopecia",      "hair_system", "layout", "consent",
                                        "questionnaire", NULL};

static const struct field amend_fields[] = {
    {FIELD_AS("course", struct course_amend_params, command.course, REF), .required = true,
     .of = "course", .doc = "Which."},
    {FIELD_AS("reason", struct course_amend_params, command.reason, TEXT), .required = true,
     .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why it is changed; kept in clear, so name nobody here."},
    {FIELD(struct course_amend_params, service, WORD), .choices = service_names,
     .doc = "What they come for."},
    FACTS_FIELDS(struct course_amend_params, facts., paper_change_schema),
    {FIELD(struct course_amend_params, add_zones, TEXT), .list = true,
     .max_items = COURSE_ZONES_MAX, .min = 1, .max = ZONE_MAX_CHARS,
     .doc = "Parts of the scalp besides those that stand."},
    {FIELD(struct course_amend_params, clear, WORD), .list = true, .max_items = 9,
     .choices = clearable, .doc = "What is taken away."},
    WORDS_FIELDS(struct course_amend_params, words., true, 0),
    {FIELD(struct course_amend_params, add_scars, TEXT), .list = true, .sealed = true,
     .max_items = COURSE_SCARS_MAX, .min = 1, .max = CONTACT_MAX_CHARS,
     .doc = "Scars besides those that stand."},
};
const struct schema course_amend_schema =
    SCHEMA_ON(&write_head_schema, "CourseAmend", struct course_amend_params, amend_fields);

static const struct field row_fields[] = {
    {FIELD(struct course_row, id, UUID), .required = true, .doc = "The course."},
    {FIELD(struct course_row, code, TEXT), .required = true, .doc = "K-0001."},
    {FIELD(struct course_row, client, UUID), .required = true, .doc = "Whose."},
    {FIELD(struct course_row, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct course_row, service, WORD), .choices = service_names,
     .doc = "What they come for; absent once purged."},
    FACTS_FIELDS(struct course_row, facts., paper_schema),
    WORDS_FIELDS(struct course_row, words., false, 0),
    {FIELD(struct course_row, opened_at, TIME), .required = true, .doc = "The consultation."},
    {FIELD(struct course_row, recorded_at, TIME), .doc = "When it was written down."},
    {FIELD(struct course_row, closed_at, TIME), .doc = "When it was closed."},
    {FIELD(struct course_row, closed_recorded_at, TIME), .doc = "When that was written down."},
    {FIELD(struct course_row, closed_reason, TEXT), .doc = "Why."},
    {FIELD(struct course_row, purged_by, INT), .doc = "The event that purged what was said."},
    {FIELD(struct course_row, amendments, OBJECT), .list = true, .object = &amendment_schema,
     .doc = "What was put right, oldest first; course.show and client.export only."},
    WARNINGS_FIELD(struct course_row),
};
const struct schema course_row_schema = SCHEMA("Course", struct course_row, row_fields);

static void paper_doubt(struct call *call, const char *name, const struct course_paper *paper,
                        const char *day, struct list *warnings)
{
    bool expired = paper && paper->expires && strcmp(paper->expires, day) < 0;
    bool late = paper && paper->signed_on && strcmp(paper->signed_on, day) > 0;
    char warning[40], field[40];
    snprintf(warning, sizeof warning, "%s.%s", name,
             !paper    ? "missing"
             : expired ? "expired"
                       : "later");
    snprintf(field, sizeof field, "%s%s", name, expired ? ".expires" : late ? ".signed" : "");
    if (!paper)
        warn(&call->arena, warnings, warning, field, "No %s is on file.", name);
    else if (expired)
        warn(&call->arena, warnings, warning, field, "The %s expired on %s.", name, paper->expires);
    else if (late)
        warn(&call->arena, warnings, warning, field, "The %s was signed on %s, after %s.", name,
             paper->signed_on, day);
}

static void cautions_fill(struct call *call, const char *day, struct course_row *row)
{
    if (row->facts.alopecia && strcmp(row->facts.alopecia, "spreading") == 0)
        warn(&call->arena, &row->warnings, "course.spreading", "alopecia",
             "The alopecia was still spreading when it was last looked at.");
    paper_doubt(call, "consent", row->facts.consent, day, &row->warnings);
    paper_doubt(call, "questionnaire", row->facts.questionnaire, day, &row->warnings);
}

enum stipple_error course_words_open(struct call *call, const struct course *course,
                                     struct course_words *ret)
{
    const char *opened;
    if (!course->sealed)
        return STIPPLE_OK;
    TRY(seal_open(call->store, &call->arena, course->client, course->sealed, &opened,
                  &call->error));
    TRY(sealed_read(call, &words_schema, opened, ret));
    if (ret->notes && !*ret->notes)
        ret->notes = NULL; /* an amendment took them away */
    return STIPPLE_OK;
}

enum stipple_error course_row_fill(struct call *call, const struct course *course, bool words,
                                   const char *day, struct course_row *ret)
{
    char today[DATE_LENGTH + 1];
    struct course_row row = {.id = course->id,
                             .code = course->code,
                             .client = course->client,
                             .client_code = course->client_code,
                             .service = course->service,
                             .opened_at = course->opened_at,
                             .recorded_at = course->recorded_at,
                             .closed_at = course->closed_at,
                             .closed_recorded_at = course->closed_recorded_at,
                             .closed_reason = course->closed_reason,
                             .purged_by = course->purged};
    TRY(sealed_read(call, &facts_schema, course->facts, &row.facts));
    if (words)
        TRY(course_words_open(call, course, &row.words));
    TRY(day ? STIPPLE_OK : studio_today(call, today));
    if (course->closed_at.ms == INT_ABSENT)
        cautions_fill(call, day ? day : today, &row);
    *ret = row;
    return STIPPLE_OK;
}

enum stipple_error course_rows(struct call *call, const struct list *courses, bool words,
                               struct list *ret)
{
    const struct course *course = courses->items;
    *ret = (struct list){0};
    for (size_t i = 0; i < courses->n; i++) {
        struct course_row *row = list_add(&call->arena, ret, sizeof *row);
        if (!row)
            return fail_memory(&call->error);
        TRY(course_row_fill(call, &course[i], words, NULL, row));
    }
    return STIPPLE_OK;
}
