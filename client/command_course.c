/* Courses: what a client has come for, from the consultation on. */
#include "client/card.h"
#include "client/command.h"
#include "client/view.h"

static const struct view course_made_lines[] = {
    {"Course", "course_code", FORMAT_TEXT}, {"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view course_columns[] = {
    {"Code", "code", FORMAT_TEXT},        {"Client", "client_code", FORMAT_TEXT},
    {"Service", "service", FORMAT_TEXT},  {"Zones", "zones", FORMAT_LIST},
    {"Opened", "opened_at", FORMAT_TIME}, {"Written down", "recorded_at", FORMAT_LATE},
    {"Closed", "closed_at", FORMAT_TIME}, {0}};

static void course_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "course_code");
    card_view(r, result, course_made_lines);
    if (code)
        next_command(r, NULL, "course show %s", code);
}

static void course_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "courses");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "No courses.\n");
        return;
    }
    table_view(r, rows, course_columns);
    cursor_view(r, result);
}

#define LOOK_OPTIONS                                                                               \
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why a name is looked at; kept with the look."},     \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who looks. Not needed where your login says it."        \
    }
static const struct option look_options[] = {LOOK_OPTIONS, {0}};
#define FACT_OPTIONS                                                                               \
    {"zone", OPTION_TEXTS, "ZONE", "zones", "A part of the scalp; may be repeated."},              \
        {"norwood", OPTION_TEXT, "STAGE", "norwood", "I, II, IIa, III, IIIa, III-vertex … VII."},  \
        {"ludwig", OPTION_TEXT, "STAGE", "ludwig", "I, II or III."},                               \
        {"skin", OPTION_TEXT, "SKIN", "skin", "oily or dry."},                                     \
        {"alopecia", OPTION_TEXT, "STATE", "alopecia", "spreading or settled."},                   \
        {"hair-system", OPTION_FLAG, NULL, "hair_system", "Wears a hair system."},                 \
        {"scar", OPTION_TEXTS, "TEXT", "scars", "A scar: kind, place, year; may be repeated."},    \
        {"sessions", OPTION_INT, "N", "layout.sessions", "Sessions wanted."},                      \
        {"density", OPTION_NUMBER, "N", "layout.dots_per_cm2", "Dots per cm² and session."},       \
        {"dot-mm", OPTION_NUMBER, "MM", "layout.dot_mm", "Diameter of a healed dot."},             \
        {"depth-mm", OPTION_NUMBER, "MM", "layout.depth_mm", "Depth of the dots."},                \
        {"consent", OPTION_TEXT, "TEXT", "consent.reference", "Where the signed consent is."},     \
        {"consent-signed", OPTION_TEXT, "DATE", "consent.signed", "The day it was signed."},       \
        {"consent-expires", OPTION_TEXT, "DATE", "consent.expires", "The last day it holds."},     \
        {"questionnaire", OPTION_TEXT, "TEXT", "questionnaire.reference",                          \
         "Where the health questionnaire is."},                                                    \
        {"questionnaire-signed", OPTION_TEXT, "DATE", "questionnaire.signed", "The day of it."},   \
        {"questionnaire-expires", OPTION_TEXT, "DATE", "questionnaire.expires",                    \
         "The last day it holds."},                                                                \
    {                                                                                              \
        "notes", OPTION_TEXT, "TEXT", "notes", "History and health, in words."                     \
    }
#define SERVICE_OPTION                                                                             \
    {                                                                                              \
        "service", OPTION_TEXT, "SERVICE", "service",                                              \
            "full, density, hairline, fut_scar, fue_scar, alopecia, touch_up or refresh."          \
    }
static const struct option open_options[] = {SERVICE_OPTION, FACT_OPTIONS, {0}};
static const struct option amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why it is changed; it names nobody."},
    {"add-zone", OPTION_TEXTS, "ZONE", "add_zones", "A zone besides those that stand; repeated."},
    {"add-scar", OPTION_TEXTS, "TEXT", "add_scars", "A scar besides those that stand; repeated."},
    {"clear", OPTION_TEXTS, "FACT", "clear",
     "What is taken away: zones, norwood, ludwig, skin, alopecia, hair_system, layout, consent or "
     "questionnaire; repeated."},
    SERVICE_OPTION,
    FACT_OPTIONS,
    {0}};
static const struct option close_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; it names nobody."}, {0}};
static const struct option course_list_options[] = {
    {"client", OPTION_TEXT, "CLIENT", "client", "Of this client."},
    {"open", OPTION_FLAG, NULL, "open_only", "Only those that are not closed."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};

#define ONE(Operand) .operands_min = 1, .operands_max = 1, .operand = Operand

const struct command course_commands[] = {
    {.name = "course open",
     .usage = "course open CLIENT --service SERVICE [OPTIONS]",
     .summary = "Opens a course at the consultation.",
     .options = open_options,
     ONE("client"),
     .method = "course.open",
     .writes = true,
     .run = run_method,
     .render = course_made},
    {.name = "course amend",
     .usage = "course amend COURSE --reason TEXT [OPTIONS]",
     .summary = "Puts a course right; the mistake stays visible.",
     .help = "\nWhat is left out stays. With --zone or --scar all of them are said anew, with "
             "--add-zone or --add-scar one more; a paper takes the place of the one before, "
             "and the day of one alone puts right what stands.\n\n"
             "For example:\n"
             "  stipple course amend K-0007 --reason 'seen when shaved' --add-scar 'left temple'\n"
             "  stipple course amend K-0007 --reason 'by the doctor' --alopecia settled\n"
             "  stipple course amend K-0007 --reason renewed --consent 'no. 15' "
             "--consent-expires 2027-06-30\n",
     .options = amend_options,
     ONE("course"),
     .method = "course.amend",
     .writes = true,
     .run = run_method,
     .render = course_made},
    {.name = "course show",
     .usage = "course show COURSE [--reason TEXT]",
     .summary = "Shows one course and its cautions.",
     .options = look_options,
     ONE("course"),
     .method = "course.show",
     .run = run_method,
     .render = course_view},
    {.name = "course list",
     .usage = "course list [--client CLIENT] [--open]",
     .summary = "Lists courses, newest first.",
     .options = course_list_options,
     .method = "course.list",
     .run = run_method,
     .render = course_list},
    {.name = "course close",
     .usage = "course close COURSE --reason TEXT",
     .summary = "Closes a course.",
     .options = close_options,
     ONE("course"),
     .method = "course.close",
     .writes = true,
     .run = run_method,
     .render = course_made},
    {.name = "course reopen",
     .usage = "course reopen COURSE --reason TEXT",
     .summary = "Takes back that a course was closed; the mistake stays visible.",
     .options = close_options,
     ONE("course"),
     .method = "course.reopen",
     .writes = true,
     .run = run_method,
     .render = course_made},
    {0}};
