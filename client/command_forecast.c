/* What the courses under way will use up. */
#include "client/forecast.h"

#include "client/text.h"
#include "client/view.h"

#include <stdio.h>

static const struct view columns[] = {{"Code", "code", FORMAT_TEXT},
                                      {"Maker", "maker", FORMAT_TEXT},
                                      {"Product", "name", FORMAT_TEXT},
                                      {"Left", "left", FORMAT_AMOUNT},
                                      {"Needed", "needed", FORMAT_AMOUNT},
                                      {"Short", "short", FORMAT_AMOUNT},
                                      {"Buy more at", "reorder", FORMAT_AMOUNT},
                                      {0}};

static void count_add(struct buffer *out, double n, const char *what)
{
    number_view(out, n, 0);
    buffer_print(out, " %s%s", what, n == 1 ? "" : "s");
}

/* "Reckoned for 3 sessions of 2 courses, 1 by its last match, 1 by its last session." */
static void ground_view(struct run *r, const cJSON *result)
{
    struct buffer text = {0};
    if (member_number(result, "courses") == 0) {
        buffer_text(r->out, "No course under way has a session until ");
        text_clean(r->out, member_text(result, "until"));
        buffer_text(r->out, ".\n");
        return;
    }
    buffer_text(&text, "Reckoned for ");
    count_add(&text, member_number(result, "sessions"), "session");
    buffer_text(&text, " of ");
    count_add(&text, member_number(result, "courses"), "course");
    buffer_text(&text, " until ");
    text_clean(&text, member_text(result, "until"));
    buffer_text(&text, ": ");
    count_add(&text, member_number(result, "by_match"), "course");
    buffer_text(&text, " by the matches kept, ");
    number_view(&text, member_number(result, "by_session"), 0);
    buffer_text(&text, " by the last session. A session counts from the day it is due.");
    if (buffer_string(&text))
        text_wrap(r->out, "", 0, r->terminal.width, text.data);
    buffer_free(&text);
}

static void unknown_view(struct run *r, const cJSON *unknown)
{
    const cJSON *row;
    if (cJSON_GetArraySize(unknown) == 0)
        return;
    struct buffer text = {0};
    cJSON_ArrayForEach(row, unknown)
    {
        text_clean(&text, member_text(row, "course_code"));
        buffer_text(&text, " of ");
        text_clean(&text, member_text(row, "client_code"));
        buffer_text(&text, row->next ? ", " : ".");
    }
    if (buffer_string(&text))
        text_wrap(r->out, "  ", 2, r->terminal.width, text.data);
    buffer_free(&text);
}

static void forecast_shown(struct run *r, const cJSON *result)
{
    const cJSON *products = member_at(result, "products");
    if (member_number(result, "sessions") > 0)
        forecast_view(r, result, !option_given(&r->options, "day"));
    if (cJSON_GetArraySize(products) > 0) {
        buffer_byte(r->out, '\n');
        table_view(r, products, columns);
    }
    if (r->out->length > 0)
        buffer_byte(r->out, '\n');
    ground_view(r, result);
    warnings_view(r, member_at(result, "warnings"), "! ");
    unknown_view(r, member_at(result, "unknown"));
}

static const struct option forecast_options[] = {
    {"days", OPTION_DAYS, "DAYS", "days", "So many days on: 60d, 8w; 30 if not said."},
    {"day", OPTION_TEXT, "DATE", "day", "From this day on, if not from today."},
    {0}};

const struct command forecast_commands[] = {
    {.name = "forecast",
     .usage = "forecast [--days DAYS] [--day DATE]",
     .summary = "Shows what the courses under way will use up before it runs out.",
     .help = "\nEach session that is due takes what the matches kept for its course say, zone by "
             "zone, or else what its last session took; bottles are taken in the order of use, as "
             "far as they are in date on that day.\n",
     .options = forecast_options,
     .method = "stock.forecast",
     .run = run_method,
     .render = forecast_shown},
    {0}};
