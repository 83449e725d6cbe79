/* Clients and their courses, and the card for the chair. */
#include "client/command.h"

#include "client/view.h"

#include <string.h>

static const struct view made_lines[] = {{"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view course_made_lines[] = {
    {"Course", "course_code", FORMAT_TEXT}, {"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view client_columns[] = {{"Code", "code", FORMAT_TEXT},
                                             {"Name", "name", FORMAT_TEXT},
                                             {"Born", "born", FORMAT_TEXT},
                                             {"Since", "added_at", FORMAT_TIME},
                                             {"Courses", "open_courses", FORMAT_TEXT},
                                             {0}};
static const struct view card_lines[] = {
    {"Client", "code", FORMAT_TEXT},           {"Name", "identity.name", FORMAT_TEXT},
    {"Born", "identity.born", FORMAT_TEXT},    {"Phone", "identity.phone", FORMAT_TEXT},
    {"E-mail", "identity.email", FORMAT_TEXT}, {"Address", "identity.address", FORMAT_TEXT},
    {"Notes", "identity.notes", FORMAT_TEXT},  {"Since", "added_at", FORMAT_TIME},
    {"Purged", "purged_by", FORMAT_PURGE},     {0}};
/* Of a course, under its client's. */
static const struct view course_lines[] = {
    {"Service", "service", FORMAT_TEXT},
    {"Zones", "zones", FORMAT_LIST},
    {"Norwood", "norwood", FORMAT_TEXT},
    {"Ludwig", "ludwig", FORMAT_TEXT},
    {"Skin", "skin", FORMAT_TEXT},
    {"Alopecia", "alopecia", FORMAT_TEXT},
    {"Hair system", "hair_system", FORMAT_TEXT},
    {"Scars", "scars", FORMAT_LIST},
    {"Sessions", "layout.sessions", FORMAT_TEXT},
    {"Dots per cm²", "layout.dots_per_cm2", FORMAT_TEXT},
    {"Healed dot, mm", "layout.dot_mm", FORMAT_TEXT},
    {"Depth, mm", "layout.depth_mm", FORMAT_TEXT},
    {"Consent", "consent.reference", FORMAT_TEXT},
    {"  until", "consent.expires", FORMAT_TEXT},
    {"Questionnaire", "questionnaire.reference", FORMAT_TEXT},
    {"  until", "questionnaire.expires", FORMAT_TEXT},
    {"Notes", "notes", FORMAT_TEXT},
    {"Opened", "opened_at", FORMAT_TIME},
    {"Closed", "closed_at", FORMAT_TIME},
    {"Because", "closed_reason", FORMAT_TEXT},
    {"Purged", "purged_by", FORMAT_PURGE},
    {0}};
static const struct view course_head[] = {
    {"Course", "code", FORMAT_TEXT}, {"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view course_columns[] = {{"Code", "code", FORMAT_TEXT},
                                             {"Client", "client_code", FORMAT_TEXT},
                                             {"Service", "service", FORMAT_TEXT},
                                             {"Zones", "zones", FORMAT_LIST},
                                             {"Opened", "opened_at", FORMAT_TIME},
                                             {"Closed", "closed_at", FORMAT_TIME},
                                             {0}};

static void client_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "client_code");
    card_view(r, result, made_lines);
    if (code)
        next_command(r, NULL, "client %s", code);
}

static void client_added(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "client_code");
    card_view(r, result, made_lines);
    if (code)
        next_command(r, "at the consultation", "course open %s --service full", code);
}

static void clients_view(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "clients");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "Nobody.\n");
        return;
    }
    table_view(r, rows, client_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    cursor_view(r, result);
}

static void course_view(struct run *r, const cJSON *course)
{
    card_view(r, course, course_lines);
    warnings_view(r, member_at(course, "warnings"), "! ");
}

/* What is under way stands open on the card; what is over is a line. */
static void client_card(struct run *r, const cJSON *result)
{
    const cJSON *course, *courses = member_at(result, "courses");
    const char *code = member_text(result, "code");
    card_view(r, result, card_lines);
    if (cJSON_IsTrue(member_at(result, "erased")))
        buffer_text(r->out, "This client's record was erased.\n");
    else if (!member_at(result, "identity"))
        next_command(r, "who this is", "client %s --reason WHY", code ? code : "");
    cJSON_ArrayForEach(course, courses)
    {
        buffer_text(r->out, "\n");
        card_view(r, course, course_head);
        if (member_at(course, "closed_at"))
            buffer_text(r->out, "Closed.\n");
        else
            course_view(r, course);
    }
    if (code && cJSON_GetArraySize(courses) == 0)
        next_command(r, "at the consultation", "course open %s --service full", code);
}

static void course_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "course_code");
    card_view(r, result, course_made_lines);
    if (code)
        next_command(r, NULL, "course show %s", code);
}

static void course_show(struct run *r, const cJSON *result)
{
    card_view(r, result, course_head);
    course_view(r, result);
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

static const struct view history_columns[] = {{"Event", "seq", FORMAT_TEXT},
                                              {"What", "type", FORMAT_TEXT},
                                              {"Happened", "occurred_at", FORMAT_TIME},
                                              {"Entered", "recorded_at", FORMAT_TIME},
                                              {"Purged by", "purged_by", FORMAT_TEXT},
                                              {0}};

static void client_export(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "code");
    client_card(r, result);
    buffer_text(r->out, "\n");
    table_view(r, member_at(result, "history"), history_columns);
    if (code)
        next_command(r, "everything, for a file", "client export %s --json", code);
}

#define LOOK_OPTIONS                                                                               \
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why a name is looked at; kept with the look."},     \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who looks. Not needed where your login says it."        \
    }
#define IDENTITY_OPTIONS                                                                           \
    {"born", OPTION_TEXT, "DATE", "born", "Date of birth: 1984-05-17."},                           \
        {"phone", OPTION_TEXT, "TEXT", "phone", "Telephone."},                                     \
        {"email", OPTION_TEXT, "TEXT", "email", "E-mail address."},                                \
        {"address", OPTION_TEXT, "TEXT", "address", "Where letters reach them."},                  \
    {                                                                                              \
        "notes", OPTION_TEXT, "TEXT", "notes", "History and health, in words."                     \
    }

static const struct option add_options[] = {IDENTITY_OPTIONS, {0}};
static const struct option amend_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; it names nobody."},
    {"name", OPTION_TEXT, "TEXT", "name", "First and last name."},
    IDENTITY_OPTIONS,
    {0}};
static const struct option look_options[] = {LOOK_OPTIONS, {0}};
static const struct option list_options[] = {
    {"names", OPTION_FLAG, NULL, "names", "With names: a look at each."},
    LOOK_OPTIONS,
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option find_options[] = {
    LOOK_OPTIONS, {"limit", OPTION_INT, "N", "limit", "Rows at most."}, {0}};
static const struct option open_options[] = {
    {"service", OPTION_TEXT, "SERVICE", "service",
     "full, density, hairline, fut_scar, fue_scar, alopecia, touch-up or refresh."},
    {"zone", OPTION_TEXTS, "ZONE", "zones", "A part of the scalp; may be repeated."},
    {"norwood", OPTION_TEXT, "STAGE", "norwood", "I, II, IIa, III, IIIa, III-vertex … VII."},
    {"ludwig", OPTION_TEXT, "STAGE", "ludwig", "I, II or III."},
    {"skin", OPTION_TEXT, "SKIN", "skin", "oily or dry."},
    {"alopecia", OPTION_TEXT, "STATE", "alopecia", "spreading or settled."},
    {"hair-system", OPTION_FLAG, NULL, "hair_system", "Wears a hair system."},
    {"scar", OPTION_TEXTS, "TEXT", "scars", "A scar: kind, place, year; may be repeated."},
    {"sessions", OPTION_INT, "N", "layout.sessions", "Sessions wanted."},
    {"density", OPTION_NUMBER, "N", "layout.dots_per_cm2", "Dots per cm² and session."},
    {"dot-mm", OPTION_NUMBER, "MM", "layout.dot_mm", "Diameter of a healed dot."},
    {"depth-mm", OPTION_NUMBER, "MM", "layout.depth_mm", "Depth of the dots."},
    {"consent", OPTION_TEXT, "TEXT", "consent.reference", "Where the signed consent is."},
    {"consent-signed", OPTION_TEXT, "DATE", "consent.signed", "The day it was signed."},
    {"consent-expires", OPTION_TEXT, "DATE", "consent.expires", "The last day it holds."},
    {"questionnaire", OPTION_TEXT, "TEXT", "questionnaire.reference",
     "Where the health questionnaire is."},
    {"questionnaire-signed", OPTION_TEXT, "DATE", "questionnaire.signed", "The day of it."},
    {"questionnaire-expires", OPTION_TEXT, "DATE", "questionnaire.expires",
     "The last day it holds."},
    {"notes", OPTION_TEXT, "TEXT", "notes", "History and health, in words."},
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

static void client_erased(struct run *r, const cJSON *result)
{
    buffer_text(r->out, "Erased: ");
    value_view(r->out, result, "client_code", FORMAT_TEXT);
    buffer_text(r->out, ".\n");
    warnings_view(r, member_at(result, "warnings"), "");
}

static const struct option erase_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; name nobody here."},
    {"override", OPTION_TEXT, "TEXT", "override_reason", "Why although it is to be kept."},
    {0}};

const struct command client_commands[] = {
    {.name = "client show",
     .usage = "client [show] CLIENT [--reason TEXT]",
     .summary = "The client's card for the chair.",
     .help = "\nEach look at a name is written down.\n",
     .options = look_options,
     ONE("client"),
     .method = "client.show",
     .run = run_method,
     .render = client_card},
    {.name = "client add",
     .usage = "client add NAME [OPTIONS]",
     .summary = "Takes a client in.",
     .help = "\nWho a client is gets encrypted; everywhere else they are a code.\n",
     .options = add_options,
     ONE("name"),
     .method = "client.add",
     .writes = true,
     .run = run_method,
     .render = client_added},
    {.name = "client amend",
     .usage = "client amend CLIENT --reason TEXT [OPTIONS]",
     .summary = "Changes who a client is; what is left out stays.",
     .options = amend_options,
     ONE("client"),
     .method = "client.amend",
     .writes = true,
     .run = run_method,
     .render = client_made},
    {.name = "client erase",
     .usage = "client erase CLIENT --reason TEXT [--override TEXT]",
     .summary = "Ends what says who a client was; what was used on them stays.",
     .help = "\nCannot be undone: afterwards nobody can warn this person of a recall. Inside the "
             "time that a rule pack keeps the record it is refused without --override. What was "
             "said and done stays under the code; stipple retention purge ends that too.\n",
     .options = erase_options,
     ONE("client"),
     .method = "client.erase",
     .writes = true,
     .run = run_method,
     .render = client_erased},
    {.name = "client find",
     .usage = "client find NAME [OPTIONS]",
     .summary = "Looks for a client by the beginnings of a name.",
     .options = find_options,
     ONE("name"),
     .method = "client.find",
     .run = run_method,
     .render = clients_view},
    {.name = "client list",
     .usage = "client list [--names] [OPTIONS]",
     .summary = "Lists clients by code.",
     .options = list_options,
     .method = "client.list",
     .run = run_method,
     .render = clients_view},
    {.name = "client export",
     .usage = "client export CLIENT [--json] [OPTIONS]",
     .summary = "Everything kept about one person.",
     .options = look_options,
     ONE("client"),
     .method = "client.export",
     .run = run_method,
     .render = client_export},
    {.name = "course open",
     .usage = "course open CLIENT --service SERVICE [OPTIONS]",
     .summary = "Opens a course at the consultation.",
     .options = open_options,
     ONE("client"),
     .method = "course.open",
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
     .render = course_show},
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
    {0}};
