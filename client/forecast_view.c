#include "client/forecast.h"

#include "base/time.h"
#include "client/text.h"
#include "client/view.h"

#include <ctype.h>
#include <string.h>

/* The lines under way, and what its days are held against. */
struct telling {
    struct buffer *out;
    const char *day; /* the first one */
    bool today, soon;
};

/* Days from the first one; beyond all of them where no day stands. */
static int64_t days_on(const struct telling *t, const char *day)
{
    bool valid = day && date_valid(day) && t->day && date_valid(t->day);
    return valid ? date_to_days(day) - date_to_days(t->day) : INT64_MAX;
}

static bool is_told(const struct telling *t, const char *day)
{
    return day && (!t->soon || days_on(t, day) <= 1);
}

/* The name of the day where it has one: "today", "tomorrow". */
static const char *day_name(const struct telling *t, const char *day)
{
    static const char *const names[] = {"today", "tomorrow"};
    int64_t n = days_on(t, day);
    return t->today && (n == 0 || n == 1) ? names[n] : NULL;
}

static void day_add(struct telling *t, const char *lead, const char *day)
{
    const char *name = day_name(t, day);
    buffer_print(t->out, "%s%s", lead, name ? "" : "on ");
    text_clean(t->out, name ? name : day);
}

/* "tomorrow's session of C-0001", "the touch-up of C-0001 on 2026-03-12". */
static void session_add(struct telling *t, const cJSON *session)
{
    const char *day = member_text(session, "day"), *what = member_text(session, "what");
    const char *name = day_name(t, day);
    if (name)
        buffer_print(t->out, "%s's ", name);
    else
        buffer_text(t->out, "the ");
    text_clean(t->out, what && strcmp(what, "touch_up") == 0 ? "touch-up" : what);
    buffer_text(t->out, " of ");
    text_clean(t->out, member_text(session, "client_code"));
    if (name)
        return;
    buffer_text(t->out, " on ");
    text_clean(t->out, day);
}

/* "B-0002 (Neutral Black, lot NB-2207)". */
static void bottle_add(struct telling *t, const cJSON *end)
{
    const char *product = member_text(end, "product_name"), *lot = member_text(end, "lot_no");
    text_clean(t->out, member_text(end, "container_code"));
    if (!product)
        return;
    buffer_text(t->out, " (");
    text_clean(t->out, product);
    buffer_text(t->out, lot ? ", lot " : "");
    text_clean(t->out, lot);
    buffer_text(t->out, ")");
}

static void product_add(struct telling *t, const cJSON *product)
{
    text_clean(t->out, member_text(product, "name"));
    buffer_text(t->out, " (");
    text_clean(t->out, member_text(product, "code"));
    buffer_text(t->out, ")");
}

/* Ends a line that began at `from`. */
static void line_end(struct telling *t, size_t from)
{
    buffer_text(t->out, ".\n");
    if (!t->out->failed)
        t->out->data[from] = (char)toupper((unsigned char)t->out->data[from]);
}

static void emptied_line(struct telling *t, const cJSON *end)
{
    size_t from = t->out->length;
    session_add(t, member_at(end, "session"));
    buffer_text(t->out, " empties ");
    bottle_add(t, end);
    line_end(t, from);
}

static void outdated_line(struct telling *t, const cJSON *end)
{
    size_t from = t->out->length;
    const cJSON *session = member_at(end, "session");
    bottle_add(t, end);
    buffer_text(t->out, " may be used until ");
    text_clean(t->out, member_text(end, "day"));
    if (session) {
        buffer_text(t->out, ", not for ");
        session_add(t, session);
    }
    buffer_text(t->out, "; ");
    value_view(t->out, end, "left", FORMAT_AMOUNT);
    buffer_text(t->out, " will be left in it");
    line_end(t, from);
}

static void short_line(struct telling *t, const cJSON *product)
{
    size_t from = t->out->length;
    product_add(t, product);
    buffer_text(t->out, " does not suffice for ");
    session_add(t, member_at(product, "session"));
    buffer_text(t->out, "; short by ");
    value_view(t->out, product, "short", FORMAT_AMOUNT);
    buffer_text(t->out, " in all");
    line_end(t, from);
}

static void low_line(struct telling *t, const cJSON *product)
{
    size_t from = t->out->length;
    product_add(t, product);
    buffer_text(t->out, " comes down to its reorder point, ");
    value_view(t->out, product, "reorder", FORMAT_AMOUNT);
    day_add(t, ", ", member_text(product, "low_on"));
    line_end(t, from);
}

void forecast_lines(struct buffer *out, const cJSON *result, bool today, bool soon)
{
    struct telling t = {out, member_text(result, "day"), today, soon};
    const cJSON *row;
    cJSON_ArrayForEach(row, member_at(result, "ends"))
    {
        const char *how = member_text(row, "how");
        bool empty = how && strcmp(how, "empty") == 0;
        if (is_told(&t, member_text(row, "day")))
            (empty ? emptied_line : outdated_line)(&t, row);
    }
    cJSON_ArrayForEach(row, member_at(result, "products"))
    {
        if (is_told(&t, member_text(row, "session.day")))
            short_line(&t, row);
        if (is_told(&t, member_text(row, "low_on")))
            low_line(&t, row);
    }
}

void forecast_view(struct run *r, const cJSON *result, bool today)
{
    struct buffer lines = {0};
    forecast_lines(&lines, result, today, false);
    const char *at = buffer_string(&lines);
    if (at && !*at) {
        buffer_text(r->out, "No session until ");
        text_clean(r->out, member_text(result, "until"));
        buffer_text(r->out, " empties anything or comes too late for it.\n");
    }
    while (at && *at) {
        size_t length = strcspn(at, "\n");
        char *line = arena_copy(&r->arena, at, length);
        text_wrap(r->out, "", 2, r->terminal.width, line);
        at += length + 1;
    }
    buffer_free(&lines);
}
