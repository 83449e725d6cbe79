/* The day as it happens. The daemon lets a terminal go that shows nothing for long (a closed lid, a
 * paused pager); the next place is known, so the watch goes on from there and nothing is missing.
 */
#include "client/command.h"

#include "client/text.h"
#include "client/view.h"
#include "json/parse.h"
#include "stipple/protocol.h"

#include <stdio.h>
#include <string.h>

/* Three heartbeats missed: nobody is there any more. */
enum { SILENCE_MS = 45000, TYPE_WIDTH = 18, CODES_MAX = 6 };

/* Codes that a write made or touched, those of its lots and bottles too: "L-0003 B-0004". */
static void codes_view(struct buffer *out, const cJSON *made, int *n)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, made)
    {
        const char *name = member->string ? member->string : "";
        size_t length = strlen(name);
        bool code = length > 5 && strcmp(name + length - 5, "_code") == 0;
        bool deeper = cJSON_IsObject(member) || cJSON_IsArray(member);
        if (deeper && strcmp(name, "warnings") != 0)
            codes_view(out, member, n);
        if (!code || !cJSON_IsString(member) || *n > CODES_MAX)
            continue;
        buffer_byte(out, ' ');
        text_clean(out, ++*n > CODES_MAX ? "…" : member->valuestring);
    }
}

static void event_view(struct buffer *out, const cJSON *event)
{
    const cJSON *made = member_at(event, "body.made");
    const char *type = member_text(event, "type");
    int codes = 0;
    value_view(out, event, "recorded_at", FORMAT_TIME);
    buffer_text(out, "  ");
    text_clean(out, type);
    size_t width = type ? strlen(type) : 0;
    text_spaces(out, width < TYPE_WIDTH ? TYPE_WIDTH - width : 1);
    value_view(out, event, "by", FORMAT_PERSON);
    buffer_text(out, " ");
    codes_view(out, made, &codes);
    struct buffer delta = {0};
    value_view(&delta, made, "delta", FORMAT_DELTA);
    if (delta.length > 0) {
        buffer_text(out, "  ");
        buffer_add(out, delta.data, delta.length);
    }
    buffer_free(&delta);
    buffer_byte(out, '\n');
}

static void event_show(struct run *r, const char *text)
{
    struct arena a = {0};
    struct json_fault fault;
    if (option_given(&r->options, "json"))
        run_print(r, text);
    else
        event_view(r->out, json_parse(&a, text, strlen(text), STIPPLE_DEPTH_MAX, &fault));
    arena_free(&a);
}

/* `from`: JSON number as text, or NULL for what comes next. */
static enum stipple_exit subscribe(struct run *r, const char *from)
{
    struct buffer params = {0};
    const char *result = NULL;
    buffer_print(&params, "{%s%s}", from ? "\"from\":" : "", from ? from : "");
    const char *text = buffer_string(&params);
    enum stipple_exit status =
        text ? run_call(r, "event.subscribe", text, &result) : STIPPLE_EXIT_FAILED;
    buffer_free(&params);
    return status;
}

/* Goes on from the place that an event.overflow says. */
static enum stipple_exit subscribe_again(struct run *r, const char *text)
{
    struct arena a = {0};
    struct json_fault fault;
    char from[32];
    const cJSON *json = json_parse(&a, text, strlen(text), STIPPLE_DEPTH_MAX, &fault);
    snprintf(from, sizeof from, "%.0f", member_number(json, "next"));
    arena_free(&a);
    return subscribe(r, from);
}

static enum stipple_exit watch_on(struct run *r)
{
    struct stipple_failure failure;
    struct stipple_message message;
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    while (status == STIPPLE_EXIT_DONE) {
        if (!run_flush(r))
            return STIPPLE_EXIT_DONE; /* whoever looked has gone */
        status = stipple_client_receive(r->client, SILENCE_MS, &message, &failure);
        if (status != STIPPLE_EXIT_DONE)
            tell_failure(r, &failure);
        else if (message.method && strcmp(message.method, "event.happened") == 0)
            event_show(r, message.text);
        else if (message.method && strcmp(message.method, "event.overflow") == 0)
            status = subscribe_again(r, message.text);
    }
    return status;
}

static enum stipple_exit watch_run(struct run *r)
{
    struct error e;
    const char *from = option_text(&r->options, "from");
    if (from && (!*from || from[strspn(from, "0123456789")])) {
        fail(&e, STIPPLE_CLIENT_USAGE, NULL, "--from is the number of an event.");
        return tell_error(r, &e);
    }
    enum stipple_exit status = subscribe(r, from);
    return status == STIPPLE_EXIT_DONE ? watch_on(r) : status;
}

static const struct option watch_options[] = {
    {"from", OPTION_INT, "N", NULL, "From this event on; else from what comes next."}, {0}};

const struct command watch_commands[] = {
    {.name = "watch",
     .usage = "watch [--from N] [--json]",
     .summary = "Shows what happens, as it happens, until it is stopped.",
     .help = "\nWith --json each event is a line, as stipple events --json has it. Nothing is "
             "missing and nothing comes twice; after an interruption, go on with --from.\n",
     .options = watch_options,
     .run = watch_run},
    {0}};
