/* Bottles and boxes: what is there, and what happens to it. */
#include "client/command.h"

#include "client/view.h"

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
     .run = run_method,
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
