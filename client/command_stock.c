/* Bottles and boxes: what is there, and what happens to it. */
#include "client/command.h"

#include "client/forecast.h"
#include "client/number.h"
#include "client/view.h"

#include <stdio.h>
#include <string.h>

static const struct view columns[] = {{"Code", "code", FORMAT_TEXT},
                                      {"Maker", "maker", FORMAT_TEXT},
                                      {"Product", "product_name", FORMAT_TEXT},
                                      {"Lot", "lot_no", FORMAT_TEXT},
                                      {"Left", "left", FORMAT_AMOUNT},
                                      {"Opened", "opened_at", FORMAT_TIME},
                                      {"Usable until", "usable_until", FORMAT_TEXT},
                                      {"Not usable", "refusal", FORMAT_ERROR},
                                      {0}};
static const struct view changed_lines[] = {{"Bottle or box", "container_code", FORMAT_TEXT},
                                            {"Booked", "delta", FORMAT_DELTA},
                                            {"Left", "left", FORMAT_AMOUNT},
                                            {"Usable until", "usable_until", FORMAT_TEXT},
                                            {0}};

static void stock_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "containers");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "No bottles or boxes.\n");
        next_command(r, NULL, "lot receive PRODUCT --lot NUMBER --expiry YYYY-MM-DD --each 15ml");
        return;
    }
    table_view(r, rows, columns);
    cursor_view(r, result);
}

static const struct view low_columns[] = {{"Code", "code", FORMAT_TEXT},
                                          {"Maker", "maker", FORMAT_TEXT},
                                          {"Low", "name", FORMAT_TEXT},
                                          {"Left", "left", FORMAT_AMOUNT},
                                          {"Buy more at", "reorder", FORMAT_AMOUNT},
                                          {0}};

static void low_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "products");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "Nothing is low.\n");
        return;
    }
    table_view(r, rows, low_columns);
    cursor_view(r, result);
}

static void expiring_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "containers");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "Nothing of it ends by then.\n");
        return;
    }
    table_view(r, rows, columns);
    cursor_view(r, result);
}

/* One of the lists; with --json they are the members of one object. */
static enum stipple_exit list_call(struct run *r, const char *method, const char *member,
                                   struct json_writer *params,
                                   void (*show)(struct run *r, const cJSON *result))
{
    const char *result = NULL;
    json_object_end(params);
    const char *text = buffer_string(params->out);
    enum stipple_exit status = text ? run_call(r, method, text, &result) : STIPPLE_EXIT_FAILED;
    buffer_free(params->out);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (option_given(&r->options, "json")) {
        buffer_print(r->out, "%s\"%s\":", r->out->length ? "," : "{", member);
        run_print(r, result);
        buffer_cut(r->out, r->out->length - 1);
        return status;
    }
    const cJSON *json = run_parse(r, result);
    if (json)
        show(r, json);
    return json ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

static enum stipple_exit low_call(struct run *r)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    const char *kind = option_text(&r->options, "kind"), *day = option_text(&r->options, "day");
    json_object(&w);
    json_key(&w, "low");
    json_bool(&w, true);
    if (kind) {
        json_key(&w, "kind");
        json_text(&w, kind);
    }
    if (day) {
        json_key(&w, "day");
        json_text(&w, day);
    }
    return list_call(r, "product.list", "low", &w, low_list);
}

static enum stipple_exit expiring_call(struct run *r)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    struct error e;
    json_object(&w);
    if (run_members(r, &w, &e) != STIPPLE_OK) {
        buffer_free(&text);
        return tell_error(r, &e);
    }
    return list_call(r, "stock.list", "expiring", &w, expiring_list);
}

/* The day asked about, and the days on as `key`, at most so many. */
static enum stipple_error dated_write(struct run *r, struct json_writer *w, const char *key,
                                      int64_t most, struct error *e)
{
    const char *day = option_text(&r->options, "day"), *days = option_text(&r->options, "expiring");
    int64_t n;
    json_object(w);
    if (days) {
        TRY(days_parse(days, "expiring", &n, e));
        json_key(w, key);
        json_int(w, n < most ? n : most);
    }
    if (day) {
        json_key(w, "day");
        json_text(w, day);
    }
    return STIPPLE_OK;
}

static void mixes_list(struct run *r, const cJSON *result)
{
    if (cJSON_GetArraySize(member_at(result, "mixes")) == 0)
        return;
    buffer_byte(r->out, '\n');
    mixes_view(r, result);
}

static enum stipple_exit mixes_call(struct run *r)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    struct error e;
    if (dated_write(r, &w, "expiring_days", INT64_MAX, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    return list_call(r, "mix.list", "mixes", &w, mixes_list);
}

static void ahead_list(struct run *r, const cJSON *result)
{
    forecast_view(r, result, !option_given(&r->options, "day"));
}

/* As far ahead as is asked for what expires. */
static enum stipple_exit ahead_call(struct run *r)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    struct error e;
    if (dated_write(r, &w, "days", FORECAST_DAYS_MAX, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    return list_call(r, "stock.forecast", "ahead", &w, ahead_list);
}

/* Between the lists, on a terminal. */
static void gap_add(struct run *r)
{
    if (r->out->length > 0 && !option_given(&r->options, "json"))
        buffer_byte(r->out, '\n');
}

/* What is low is asked of products, for what has run out has no bottle left to be listed; with it
 * goes what will be. Mixes are of no product and no lot. */
static enum stipple_exit stock_run(struct run *r)
{
    const struct options *o = &r->options;
    bool low = option_given(o, "low"), expiring = option_given(o, "expiring");
    bool of_some = option_given(o, "product") || option_given(o, "lot") || option_given(o, "kind");
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    if (!low && !expiring)
        return run_method(r);
    if (low)
        status = low_call(r);
    if (status == STIPPLE_EXIT_DONE && expiring) {
        gap_add(r);
        status = expiring_call(r);
    }
    if (status == STIPPLE_EXIT_DONE && expiring && !of_some)
        status = mixes_call(r);
    if (status == STIPPLE_EXIT_DONE && low) {
        gap_add(r);
        status = ahead_call(r);
    }
    if (status == STIPPLE_EXIT_DONE && option_given(o, "json"))
        buffer_text(r->out, "}\n");
    return status;
}

static void stock_changed(struct run *r, const cJSON *result)
{
    card_view(r, result, changed_lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
    next_command(r, NULL, "stock");
}

static const struct option list_options[] = {
    {"product", OPTION_TEXT, "PRODUCT", "product", "Only of this product."},
    {"lot", OPTION_TEXT, "LOT", "lot", "Only of this lot."},
    {"kind", OPTION_TEXT, "KIND", "kind",
     "Only pigment, diluent, cartridge, anaesthetic or other."},
    {"low", OPTION_FLAG, NULL, NULL,
     "What is to be bought: products at their reorder point, and what sessions will use up."},
    {"expiring", OPTION_DAYS, "DAYS", "expiring_days",
     "What may be used no longer than that: 60d, 8w."},
    {"usable", OPTION_FLAG, NULL, "usable", "Only what may be used."},
    {"discarded", OPTION_FLAG, NULL, "discarded", "Discarded ones too."},
    {"day", OPTION_TEXT, "DATE", "day", "As of this day: what is usable then."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option adjust_options[] = {
    {"delta", OPTION_VOLUME, "VOLUME", "delta_ul", "So much more or less: -0.5ml."},
    {"counted", OPTION_VOLUME, "VOLUME", "counted_ul", "So much is left: 8.2ml."},
    {"delta-pieces", OPTION_INT, "N", "delta_pieces", "So many pieces more or less."},
    {"counted-pieces", OPTION_INT, "N", "counted_pieces", "So many pieces are left."},
    {"reason", OPTION_TEXT, "REASON", "reason", "count, spill, damage or found."},
    {"words", OPTION_TEXT, "TEXT", "words", "What happened; needed with damage and found."},
    {0}};
static const struct option discard_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why."},
    {"route", OPTION_TEXT, "ROUTE", "route", "sharps, biohazard or ordinary."},
    {"manifest", OPTION_TEXT, "TEXT", "manifest", "Number of the waste paper."},
    {0}};

const struct command stock_commands[] = {
    {.name = "stock list",
     .usage = "stock [list] [OPTIONS]",
     .summary = "Lists bottles and boxes in the order of use.",
     .help = "\nOpened ones stand first, then what expires first. What may not be used says why.\n",
     .options = list_options,
     .method = "stock.list",
     .run = stock_run,
     .render = stock_list},
    {.name = "stock open",
     .usage = "stock open BOTTLE [--at TIME]",
     .summary = "Writes down that a bottle was opened.",
     .operands_min = 1,
     .operands_max = 1,
     .operand = "container",
     .method = "stock.open",
     .writes = true,
     .run = run_method,
     .render = stock_changed},
    {.name = "stock adjust",
     .usage = "stock adjust BOTTLE (--delta | --counted) VOLUME --reason REASON [--words TEXT]",
     .summary = "Books what a count, a spill or damage changed.",
     .options = adjust_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "container",
     .method = "stock.adjust",
     .writes = true,
     .run = run_method,
     .render = stock_changed},
    {.name = "stock discard",
     .usage = "stock discard BOTTLE --reason TEXT --route ROUTE [OPTIONS]",
     .summary = "Throws a bottle away, in the books.",
     .options = discard_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "container",
     .method = "stock.discard",
     .writes = true,
     .run = run_method,
     .render = stock_changed},
    {0}};
