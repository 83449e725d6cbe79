/* The studio's own aftercare texts: kept by version, and printed for a client with their days. */
#include "client/command.h"
#include "client/number.h"
#include "client/text.h"
#include "client/view.h"

#include <string.h>

static const struct view version_columns[] = {{"Version", "version", FORMAT_TEXT},
                                              {"Since", "written_at", FORMAT_TIME},
                                              {"Written down", "recorded_at", FORMAT_LATE},
                                              {"By", "by", FORMAT_PERSON},
                                              {0}};
static const struct view head_lines[] = {
    {"Aftercare", "version", FORMAT_TEXT}, {"After", "session_code", FORMAT_TEXT}, {0}};

/* "day 1 to 3, 2026-03-03 to 2026-03-05" */
static void days_view(struct buffer *out, const cJSON *step)
{
    buffer_text(out, "Day ");
    value_view(out, step, "from_day", FORMAT_TEXT);
    buffer_text(out, member_at(step, "until_day") ? " to " : "");
    value_view(out, step, "until_day", FORMAT_TEXT);
    buffer_text(out, member_at(step, "from") ? ", " : "");
    value_view(out, step, "from", FORMAT_TEXT);
    buffer_text(out, member_at(step, "until") ? " to " : "");
    value_view(out, step, "until", FORMAT_TEXT);
    buffer_byte(out, '\n');
}

static void paragraph_view(struct run *r, const cJSON *json, const char *member)
{
    const char *text = member_text(json, member);
    text_wrap(r->out, "", 2, r->terminal.width, text ? text : "");
}

static void aftercare_view(struct run *r, const cJSON *result)
{
    const cJSON *step;
    card_view(r, result, head_lines);
    cJSON_ArrayForEach(step, member_at(result, "steps"))
    {
        buffer_byte(r->out, '\n');
        days_view(r->out, step);
        paragraph_view(r, step, "text");
    }
    buffer_text(r->out, "\nSee a doctor when\n");
    paragraph_view(r, result, "doctor");
}

static void aftercare_listed(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "versions");
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "No aftercare text was written yet.\n");
    else
        table_view(r, rows, version_columns);
}

static void aftercare_made(struct run *r, const cJSON *result)
{
    const char *version = member_text(result, "version");
    buffer_text(r->out, "Kept.\n");
    if (version)
        next_command(r, NULL, "aftercare '%s'", version);
}

static enum stipple_error fail_step(const char *text, struct error *e)
{
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "--step: \"%.60s\" has no days before its words.", text);
    return fail_hint(e, "--step '0-3: Keep it dry.' --step '10: Wash it as always.'");
}

/* "0-3: Keep it dry." */
static enum stipple_error step_write(struct run *r, const char *text, struct json_writer *w,
                                     struct error *e)
{
    int64_t from, until;
    char *days = arena_copy(&r->arena, text, strlen(text));
    if (!days)
        return fail_memory(e);
    char *words = strchr(days, ':');
    if (!words)
        return fail_step(text, e);
    *words++ = '\0';
    char *last = strchr(days, '-');
    if (last)
        *last++ = '\0';
    if (!integer_parse(days, &from) || (last && !integer_parse(last, &until)))
        return fail_step(text, e);
    json_object(w);
    json_key(w, "from_day");
    json_int(w, from);
    if (last) {
        json_key(w, "until_day");
        json_int(w, until);
    }
    json_key(w, "text");
    json_text(w, words + strspn(words, " "));
    json_object_end(w);
    return STIPPLE_OK;
}

static enum stipple_error params_write(struct run *r, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    TRY(run_members(r, &w, e));
    json_key(&w, "steps");
    json_array(&w);
    for (size_t i = 0; i < r->options.n; i++)
        if (strcmp(r->options.values[i].option->name, "step") == 0)
            TRY(step_write(r, r->options.values[i].text, &w, e));
    json_array_end(&w);
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit write_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = params_write(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static const struct option show_options[] = {
    {"session", OPTION_TEXT, "SESSION", "session",
     "With the days after this session; without a version, the one that was given there."},
    {0}};
static const struct option write_text_options[] = {
    {"step", OPTION_OWN, "DAYS: TEXT", "steps",
     "What to mind from day to day, 0 being that of the session; repeated."},
    {"doctor", OPTION_TEXT, "TEXT", "doctor", "When to see a doctor."},
    {0}};

const struct command aftercare_commands[] = {
    {.name = "aftercare show",
     .usage = "aftercare [show] [VERSION] [--session SESSION]",
     .summary = "Shows an aftercare text, the newest if none is said.",
     .help = "\nFor a client to take home:\n"
             "  stipple aftercare --session V-0007\n",
     .options = show_options,
     .operands_max = 1,
     .operand = "version",
     .method = "aftercare.show",
     .run = run_method,
     .render = aftercare_view},
    {.name = "aftercare write",
     .usage = "aftercare write VERSION --step 'DAYS: TEXT' --doctor TEXT",
     .summary = "Keeps the studio's own aftercare text under a new version.",
     .help = "\nThe words are the studio's; Stipple adds none. A version stays as it was given "
             "out.\n\nFor example:\n"
             "  stipple aftercare write 2026-01 --step '0-3: Keep it dry.' "
             "--step '10: Wash it as always.' --doctor 'It swells, or there is fever.'\n",
     .options = write_text_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "version",
     .method = "aftercare.write",
     .writes = true,
     .run = write_run,
     .render = aftercare_made},
    {.name = "aftercare list",
     .usage = "aftercare list",
     .summary = "Lists the aftercare texts, newest first.",
     .method = "aftercare.list",
     .run = run_method,
     .render = aftercare_listed},
    {0}};
