/* The history, and the proof that nothing in it was changed. */
#include "client/command.h"

#include "client/view.h"

#include <math.h>
#include <string.h>

static const struct view event_columns[] = {{"No.", "seq", FORMAT_TEXT},
                                            {"Happened", "occurred_at", FORMAT_TIME},
                                            {"Entered", "recorded_at", FORMAT_TIME},
                                            {"What", "type", FORMAT_NAME},
                                            {"By", "by", FORMAT_PERSON},
                                            {0}};
static const struct view audit_lines[] = {{"Events", "events", FORMAT_TEXT},
                                          {"Purged bodies", "purged", FORMAT_TEXT},
                                          {"Seal", "seal", FORMAT_TEXT},
                                          {0}};
static const struct view finding_columns[] = {{"What", "what", FORMAT_NAME},
                                              {"Event", "seq", FORMAT_TEXT},
                                              {"Where", "where", FORMAT_TEXT},
                                              {"Finding", "text", FORMAT_TEXT},
                                              {0}};

static void event_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "events");
    double next = member_number(result, "next");
    const char *type = option_text(&r->options, "type"); /* with a dot by now: one word */
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "No events.\n");
    else
        table_view(r, rows, event_columns);
    if (!isnan(next))
        next_command(r, "there is more", "events%s%s --from %.0f", type ? " --type " : "",
                     type ? type : "", next);
}

static void audit_show(struct run *r, const cJSON *result, bool whole)
{
    buffer_text(r->out, whole ? "The history is whole: nothing in it was changed.\n"
                              : "THE HISTORY IS NOT WHOLE.\n");
    card_view(r, result, audit_lines);
    if (whole) {
        next_command(r, "keep the seal on paper: it proves this history later", "events");
        return;
    }
    buffer_byte(r->out, '\n');
    table_view(r, member_at(result, "findings"), finding_columns);
    tell(r, "Stop the daemon, keep its data directory as it is, and go back to a backup.");
}

/* Not run_method: a history that is not whole is a failure whichever way it is shown. */
static enum stipple_exit audit_run(struct run *r)
{
    const char *result;
    enum stipple_exit status = run_call(r, r->command->method, "{}", &result);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    if (!json)
        return status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status;
    bool whole = cJSON_IsTrue(member_at(json, "whole"));
    if (option_given(&r->options, "json"))
        run_print(r, result);
    else
        audit_show(r, json, whole);
    return whole ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

/* The table says "lot receive", the daemon lot.receive: both may be asked for. */
static enum stipple_exit events_run(struct run *r)
{
    for (size_t i = 0; i < r->options.n; i++) {
        struct option_value *value = &r->options.values[i];
        if (strcmp(value->option->name, "type") != 0)
            continue;
        char *type = arena_copy(&r->arena, value->text, strlen(value->text));
        if (!type)
            return STIPPLE_EXIT_FAILED;
        for (char *space = strchr(type, ' '); space; space = strchr(space, ' '))
            *space = '.';
        value->text = type;
    }
    return run_method(r);
}

static const struct option event_options[] = {
    {"from", OPTION_INT, "N", "from", "From this number on."},
    {"type", OPTION_TEXT, "WHAT", "type", "Only this: \"lot receive\"."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {0}};

const struct command history_commands[] = {
    {.name = "events",
     .usage = "events [--from N] [--type WHAT] [--limit N]",
     .summary = "Lists what happened, in order.",
     .help = "\n--json shows the bodies and the hashes too.\n",
     .options = event_options,
     .method = "event.list",
     .run = events_run,
     .render = event_list},
    {.name = "audit verify",
     .usage = "audit [verify]",
     .summary = "Walks the whole history and checks that nothing in it was changed.",
     .help = "\nChecks the database itself, every event against its hash, the chain of hashes, and "
             "the stock against what the events say. Ends with status 1 if anything is wrong.\n",
     .method = "audit.verify",
     .run = audit_run},
    {0}};
