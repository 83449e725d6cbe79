/* What comes next, and the shortest way to write a session down: five questions, and the rest from
 * the course, the last session and the cup that stands there. What stands among the options is not
 * asked, and where the input ends, what stands in brackets holds. */
#include "client/amounts.h"
#include "client/command.h"
#include "client/text.h"
#include "client/view.h"
#include "stipple/client.h"

#include <stdio.h>
#include <string.h>

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
static const struct view made_lines[] = {{"Session", "session_code", FORMAT_TEXT},
                                         {"Client", "client_code", FORMAT_TEXT},
                                         {"Waits", "review", FORMAT_TEXT},
                                         {0}};
static const struct view use_columns[] = {{"Used", "container_code", FORMAT_TEXT},
                                          {"Amount", "ul", FORMAT_VOLUME},
                                          {"Pieces", "pieces", FORMAT_TEXT},
                                          {"Zone", "zone", FORMAT_TEXT},
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

static void session_made(struct run *r, const cJSON *result)
{
    card_view(r, result, made_lines);
    if (cJSON_GetArraySize(member_at(result, "uses")) > 0)
        table_view(r, member_at(result, "uses"), use_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
}

enum { ANSWER_MAX = 256 };

/* The option, else the answer, else what stands in brackets (may be NULL). */
static const char *ask(struct run *r, const char *option, const char *question, const char *usual)
{
    char line[ANSWER_MAX];
    const char *given = option_text(&r->options, option);
    if (given || !r->terminal.flush)
        return given ? given : usual;
    buffer_text(r->talk, question);
    if (usual) {
        buffer_text(r->talk, " [");
        text_clean(r->talk, usual);
        buffer_byte(r->talk, ']');
    }
    buffer_text(r->talk, ": ");
    if (!run_flush(r) || !fgets(line, sizeof line, stdin))
        return usual;
    line[strcspn(line, "\r\n")] = '\0';
    return *line ? arena_copy(&r->arena, line, strlen(line)) : usual;
}

static void member_write(struct json_writer *w, const char *key, const char *text)
{
    if (!text)
        return;
    json_key(w, key);
    json_text(w, text);
}

/* The cups that stand there, whole; what the options say besides. */
static enum stipple_error uses_write(struct run *r, const cJSON *plan, const char *zone,
                                     struct json_writer *w, struct error *e)
{
    const cJSON *cup;
    if (option_given(&r->options, "use"))
        return amounts_write(r, "use", "uses", true, w, e);
    json_key(w, "uses");
    json_array(w);
    cJSON_ArrayForEach(cup, member_at(plan, "cups"))
    {
        if (member_text(cup, "refusal"))
            continue;
        json_object(w);
        member_write(w, "container", member_text(cup, "code"));
        member_write(w, "zone", zone);
        json_object_end(w);
    }
    json_array_end(w);
    return STIPPLE_OK;
}

/* Yes is what the answer begins with; barriers and disinfection are one question at the chair. What
 * was not answered is not claimed. */
static void hygiene_write(struct json_writer *w, const char *answer)
{
    if (!answer)
        return;
    bool yes = answer[0] && strchr("yYjJ", answer[0]);
    json_key(w, "barrier");
    json_bool(w, yes);
    json_key(w, "disinfected");
    json_bool(w, yes);
}

static enum stipple_error session_write(struct run *r, const cJSON *plan, struct buffer *out,
                                        struct error *e)
{
    struct json_writer w = {.out = out};
    const char *zone = ask(r, "zone", "Zone", NULL);
    const char *place = ask(r, "place", "Place", member_text(plan, "last.place"));
    const char *needle = ask(r, "needle", "Needle", member_text(plan, "last.needle"));
    const char *clean = ask(r, "clean", "Barriers on, all disinfected (yes, no)", NULL);
    const char *notes = ask(r, "notes", "Anything to note", NULL);
    const cJSON *course = cJSON_GetArrayItem(member_at(plan, "due"), 0);
    double depth = member_number(plan, "last.depth_mm");
    json_object(&w);
    TRY(run_members(r, &w, e));
    member_write(&w, "course", course ? member_text(course, "course_code") : NULL);
    member_write(&w, "place", place);
    member_write(&w, "needle", needle);
    member_write(&w, "notes", notes);
    member_write(&w, "aftercare", member_text(plan, "last.aftercare"));
    if (depth > 0) {
        json_key(&w, "depth_mm");
        json_double(&w, depth);
    }
    hygiene_write(&w, clean);
    TRY(uses_write(r, plan, zone, &w, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error plan_params(struct run *r, struct buffer *out)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    member_write(&w, "client", r->options.operands[0]);
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : STIPPLE_DAEMON_MEMORY;
}

static enum stipple_exit plan_read(struct run *r, const cJSON **ret)
{
    struct buffer params = {0};
    const char *result = NULL;
    enum stipple_exit status = STIPPLE_EXIT_FAILED;
    if (plan_params(r, &params) == STIPPLE_OK)
        status = run_call(r, "session.plan", params.data, &result);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    *ret = run_parse(r, result);
    return *ret ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

static enum stipple_exit start_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    const cJSON *plan = NULL;
    enum stipple_exit status = plan_read(r, &plan);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (!option_given(&r->options, "json"))
        warnings_view(r, member_at(plan, "warnings"), "! ");
    status = session_write(r, plan, &params, &e) == STIPPLE_OK
                 ? run_params(r, r->command->method, params.data)
                 : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static const struct option plan_options[] = {
    {"day", OPTION_TEXT, "DATE", "day", "The day that is planned, if not today."}, {0}};
static const struct option due_options[] = {
    {"until", OPTION_TEXT, "DATE", "until", "Up to this day; 30 days on if not said."},
    {"client", OPTION_TEXT, "CLIENT", "client", "Only of this one."},
    {0}};
static const struct option start_options[] = {
    {"zone", OPTION_TEXT, "TEXT", NULL, "Part of the scalp."},
    {"place", OPTION_TEXT, "TEXT", NULL, "Room and chair; that of the last session."},
    {"needle", OPTION_TEXT, "TEXT", NULL, "Configuration; that of the last session."},
    {"clean", OPTION_TEXT, "yes|no", NULL, "Barriers on and all disinfected."},
    {"notes", OPTION_TEXT, "TEXT", NULL, "Notes."},
    {"use", OPTION_TEXTS, "CONTAINER[=AMOUNT][@ZONE]", NULL,
     "What was used, if not the whole cup that stands there; repeated."},
    {"artist", OPTION_TEXT, "STAFF", "artist", "Who did it, if not who writes it down."},
    {"override", OPTION_TEXT, "TEXT", "override_reason",
     "Why something was used that was not to be used."},
    {0}};

const struct command plan_commands[] = {
    {.name = "session start",
     .usage = "session start CLIENT [OPTIONS]",
     .summary = "Writes a session down with five questions.",
     .help = "\nZone, place, needle, hygiene and notes are asked for, where no option says them; "
             "the rest is taken from the course, the last session and the cup that stands there.\n",
     .options = start_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "session.record",
     .writes = true,
     .run = start_run,
     .render = session_made},
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
