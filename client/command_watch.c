/* The day as it happens. The daemon lets a terminal go that shows nothing for long (a closed lid, a
 * paused pager), and may itself go and come back; the next place is known, so the watch goes on
 * from there, and nothing is missing and nothing comes twice. What the sessions of today and
 * tomorrow will use up is told when it is first known, and when an event has changed it.
 */
#include "client/forecast.h"
#include "client/library.h"
#include "client/number.h"
#include "client/text.h"
#include "client/view.h"
#include "json/parse.h"
#include "stipple/protocol.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Three heartbeats missed: nobody is there any more. */
enum { SILENCE_MS = 45000, TYPE_WIDTH = 18, CODES_MAX = 6 };
/* Between two tries to reach a daemon that has gone, at first and at most. */
enum { RETRY_MS = 100, RETRY_MAX_MS = 2000 };
/* Days pass without an event, too. */
enum { FORECAST_AGE_MS = 3600000 };

struct watch {
    struct run *r;
    int timeout_ms;     /* of a call */
    int64_t next;       /* the event to be shown next; 0: what comes next */
    int64_t past;       /* events that had happened when the subscription began */
    int64_t asked;      /* the call for a forecast that is under way; 0: none */
    bool stale;         /* something has happened since it was asked */
    int64_t asked_at;   /* on the clock of deadlines, that nobody sets */
    struct buffer told; /* the forecast's lines, as last shown or found to be shown before */
};

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

/* When it happened, where that is another minute than that it was written down in. */
static void occurred_view(struct buffer *out, const cJSON *event)
{
    struct buffer recorded = {0}, occurred = {0};
    value_view(&recorded, event, "recorded_at", FORMAT_TIME);
    value_view(&occurred, event, "occurred_at", FORMAT_TIME);
    const char *one = buffer_string(&recorded), *other = buffer_string(&occurred);
    if (one && other && strcmp(one, other) != 0)
        buffer_print(out, "  (happened %s)", other);
    buffer_free(&recorded);
    buffer_free(&occurred);
}

static void event_view(struct buffer *out, const cJSON *event)
{
    const cJSON *made = member_at(event, "body.made");
    int codes = 0;
    value_view(out, event, "recorded_at", FORMAT_TIME);
    buffer_text(out, "  ");
    size_t from = out->length;
    value_view(out, event, "type", FORMAT_NAME);
    size_t width = out->length - from;
    text_spaces(out, width < TYPE_WIDTH ? TYPE_WIDTH - width : 1);
    value_view(out, event, "by", FORMAT_PERSON);
    buffer_text(out, " ");
    codes_view(out, made, &codes);
    value_view(out, event, "purged_by", FORMAT_PURGE);
    struct buffer delta = {0};
    value_view(&delta, made, "delta", FORMAT_DELTA);
    if (delta.length > 0) {
        buffer_text(out, "  ");
        buffer_add(out, delta.data, delta.length);
    }
    buffer_free(&delta);
    occurred_view(out, event);
    buffer_byte(out, '\n');
}

/* The message's tree, in an arena of its own. */
static const cJSON *message_parse(struct arena *a, const char *text)
{
    struct json_fault fault;
    return json_parse(a, text, strlen(text), STIPPLE_DEPTH_MAX, &fault);
}

static void event_show(struct watch *w, const char *text)
{
    struct arena a = {0};
    const cJSON *event = message_parse(&a, text);
    w->next = (int64_t)member_number(event, "seq") + 1;
    w->stale |= w->next > w->past;
    if (option_given(&w->r->options, "json"))
        run_print(w->r, text);
    else
        event_view(w->r->out, event);
    arena_free(&a);
}

static bool line_stands(const char *lines, const char *line, size_t length)
{
    for (; lines && *lines; lines += strcspn(lines, "\n") + 1)
        if (strncmp(lines, line, length) == 0 && lines[length] == '\n')
            return true;
    return false;
}

/* The lines that are new. */
static void forecast_show(struct watch *w, const char *text)
{
    struct arena a = {0};
    struct buffer lines = {0};
    forecast_lines(&lines, message_parse(&a, text), true, true);
    const char *before = buffer_string(&w->told), *at = buffer_string(&lines);
    for (size_t length; at && *at; at += length + 1) {
        length = strcspn(at, "\n");
        if (line_stands(before, at, length))
            continue;
        buffer_text(w->r->out, "Ahead: ");
        buffer_add(w->r->out, at, length + 1);
    }
    buffer_free(&w->told);
    w->told = lines;
    arena_free(&a);
}

/* Not asked for with --json, whose lines are events; nor twice at once. */
static enum stipple_exit forecast_ask(struct watch *w, struct stipple_failure *f)
{
    bool old = deadline_after(0) - w->asked_at >= FORECAST_AGE_MS;
    if (option_given(&w->r->options, "json") || w->asked != 0 || !(w->stale || old))
        return STIPPLE_EXIT_DONE;
    w->stale = false;
    w->asked_at = deadline_after(0);
    return stipple_client_send(w->r->client, "stock.forecast", "{\"days\":1}", SILENCE_MS,
                               &w->asked, f);
}

static enum stipple_exit subscribe(struct watch *w, struct stipple_failure *f)
{
    struct run *r = w->r;
    struct arena a = {0};
    char params[48] = "{}";
    const char *result;
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    if (w->next > 0)
        snprintf(params, sizeof params, "{\"from\":%" PRId64 "}", w->next);
    if (!r->client)
        status = stipple_client_connect(option_text(&r->options, "socket"), w->timeout_ms,
                                        &r->client, f);
    if (status == STIPPLE_EXIT_DONE)
        status =
            stipple_client_run(r->client, "event.subscribe", params, w->timeout_ms, &result, f);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    const cJSON *place = message_parse(&a, result);
    w->next = (int64_t)member_number(place, "next");
    w->past = (int64_t)member_number(place, "events");
    w->asked = 0;
    w->stale = true;
    arena_free(&a);
    return STIPPLE_EXIT_DONE;
}

/* The terminal was so slow that the daemon let go of it. */
static enum stipple_exit subscribe_again(struct watch *w, struct stipple_failure *f)
{
    char text[128];
    enum stipple_exit status = subscribe(w, f);
    snprintf(text, sizeof text,
             "Shown too slowly: %" PRId64 " events behind. Going on with %" PRId64
             "; nothing is missing.",
             w->past + 1 - w->next, w->next);
    if (status == STIPPLE_EXIT_DONE)
        tell(w->r, text);
    return status;
}

/* Until the connection is of no more use; STIPPLE_EXIT_DONE: whoever looked has gone. */
static enum stipple_exit watch_on(struct watch *w, struct stipple_failure *f)
{
    struct stipple_message message;
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    while (status == STIPPLE_EXIT_DONE) {
        if (!run_flush(w->r))
            return STIPPLE_EXIT_DONE;
        status = forecast_ask(w, f);
        if (status != STIPPLE_EXIT_DONE)
            break;
        status = stipple_client_receive(w->r->client, SILENCE_MS, &message, f);
        bool forecast = w->asked != 0 && message.id == w->asked;
        if (forecast)
            w->asked = 0;
        if (status != STIPPLE_EXIT_DONE)
            status = forecast ? STIPPLE_EXIT_DONE : status; /* a refusal; the events go on */
        else if (forecast)
            forecast_show(w, message.text);
        else if (message.method && strcmp(message.method, "event.happened") == 0)
            event_show(w, message.text);
        else if (message.method && strcmp(message.method, "event.overflow") == 0)
            status = subscribe_again(w, f);
    }
    return status;
}

static void pause_ms(int64_t ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Tries until the daemon is there again, or says what trying again does not help against. */
static enum stipple_exit watch_return(struct watch *w, struct stipple_failure *f)
{
    enum stipple_exit status;
    char text[64];
    int64_t wait = RETRY_MS;
    tell(w->r, "The connection to the daemon ended; trying again.");
    do {
        stipple_client_free(w->r->client);
        w->r->client = NULL;
        run_flush(w->r);
        pause_ms(wait);
        wait = wait * 2 < RETRY_MAX_MS ? wait * 2 : RETRY_MAX_MS;
        status = subscribe(w, f);
    } while (status != STIPPLE_EXIT_DONE && f->retry);
    snprintf(text, sizeof text, "Connected again; going on with event %" PRId64 ".", w->next);
    if (status == STIPPLE_EXIT_DONE)
        tell(w->r, text);
    return status;
}

static enum stipple_exit watch(struct watch *w)
{
    struct stipple_failure failure;
    enum stipple_exit status = subscribe(w, &failure);
    while (status == STIPPLE_EXIT_DONE) {
        status = watch_on(w, &failure);
        if (status == STIPPLE_EXIT_DONE)
            return status;
        if (failure.retry)
            status = watch_return(w, &failure);
    }
    tell_failure(w->r, &failure);
    return status;
}

static enum stipple_exit watch_run(struct run *r)
{
    struct error e;
    struct watch w = {.r = r};
    const char *from = option_text(&r->options, "from");
    if (from && (!integer_parse(from, &w.next) || w.next < 1)) {
        fail(&e, STIPPLE_CLIENT_USAGE, NULL, "--from is the number of an event.");
        return tell_error(r, &e);
    }
    w.timeout_ms = run_timeout_ms(r, &e);
    if (w.timeout_ms < 0)
        return tell_error(r, &e);
    enum stipple_exit status = watch(&w);
    buffer_free(&w.told);
    return status;
}

static const struct option watch_options[] = {
    {"from", OPTION_INT, "N", NULL, "From this event on; else from what comes next."}, {0}};

const struct command watch_commands[] = {
    {.name = "watch",
     .usage = "watch [--from N] [--json]",
     .summary = "Shows what happens, as it happens, until it is stopped (Ctrl-C).",
     .help =
         "\nLines that begin with \"Ahead\" tell what the sessions of today and tomorrow use up, "
         "when that is first known or has changed. With --json each event is a line, as stipple "
         "events --json has it, and nothing else.\n\nWhere the daemon is started again, or "
         "the lines are read too slowly, the watch goes on where it was and says so: nothing "
         "is missing and nothing comes twice.\n",
     .options = watch_options,
     .run = watch_run},
    {0}};
