/* What comes next: of one client, and of everybody. */
#include "client/command.h"
#include "client/view.h"

static const struct view due_columns[] = {{"Client", "client_code", FORMAT_TEXT},
                                          {"Course", "course_code", FORMAT_TEXT},
                                          {"Service", "service", FORMAT_TEXT},
                                          {"Held", "done", FORMAT_TEXT},
                                          {"Planned", "planned", FORMAT_TEXT},
                                          {"Last", "last", FORMAT_TIME},
                                          {"Next", "what", FORMAT_TEXT},
                                          {"From", "due", FORMAT_TEXT},
                                          {0}};
static const struct view plan_lines[] = {{"Client", "client_code", FORMAT_TEXT},
                                         {"Last match", "match_code", FORMAT_TEXT},
                                         {"  of", "match_product", FORMAT_TEXT},
                                         {"Last session", "last.code", FORMAT_TEXT},
                                         {"  on", "last.occurred_at", FORMAT_TIME},
                                         {"  needle", "last.needle", FORMAT_TEXT},
                                         {0}};
static const struct view cup_columns[] = {{"Cup", "code", FORMAT_TEXT},
                                          {"Left", "left_ul", FORMAT_VOLUME},
                                          {"Usable until", "usable_until", FORMAT_TEXT},
                                          {"Not usable", "refusal", FORMAT_ERROR},
                                          {0}};

static void due_listed(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "due");
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "Nobody is due.\n");
    else
        table_view(r, rows, due_columns);
}

static void plan_shown(struct run *r, const cJSON *result)
{
    const char *client = member_text(result, "client_code");
    card_view(r, result, plan_lines);
    if (cJSON_GetArraySize(member_at(result, "due")) > 0)
        table_view(r, member_at(result, "due"), due_columns);
    if (cJSON_GetArraySize(member_at(result, "cups")) > 0)
        table_view(r, member_at(result, "cups"), cup_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (client)
        next_command(r, NULL, "session start %s", client);
}

static const struct option plan_options[] = {
    {"day", OPTION_TEXT, "DATE", "day", "The day that is planned, if not today."}, {0}};
static const struct option due_options[] = {
    {"until", OPTION_TEXT, "DATE", "until", "Up to this day; 30 days on if not said."},
    {"client", OPTION_TEXT, "CLIENT", "client", "Only of this one."},
    {0}};
const struct command plan_commands[] = {
    {.name = "session plan",
     .usage = "session plan CLIENT [--day DATE]",
     .summary = "Shows what the next session begins with, and what to mind.",
     .options = plan_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "session.plan",
     .run = run_method,
     .render = plan_shown},
    {.name = "due list",
     .usage = "due [list] [OPTIONS]",
     .summary = "Lists whose session, touch-up or refresh is due.",
     .options = due_options,
     .method = "due.list",
     .run = run_method,
     .render = due_listed},
    {0}};
