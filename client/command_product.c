/* Products, and the lots of them that are taken in. */
#include "client/receive.h"

#include "client/view.h"

#include <string.h>

static const struct view product_columns[] = {{"Code", "code", FORMAT_TEXT},
                                              {"Maker", "maker", FORMAT_TEXT},
                                              {"Name", "name", FORMAT_TEXT},
                                              {"Kind", "kind", FORMAT_TEXT},
                                              {"Pigment", "pigment", FORMAT_TEXT},
                                              {"Lots", "lots", FORMAT_TEXT},
                                              {"In stock", "containers", FORMAT_TEXT},
                                              {"Retired", "retired_at", FORMAT_TIME},
                                              {0}};
static const struct view product_lines[] = {{"Product", "code", FORMAT_TEXT},
                                            {"Maker", "maker", FORMAT_TEXT},
                                            {"Name", "name", FORMAT_TEXT},
                                            {"Kind", "kind", FORMAT_TEXT},
                                            {"GTIN", "gtin", FORMAT_TEXT},
                                            {"Colour index", "colour_index", FORMAT_LIST},
                                            {"Label claims", "claims", FORMAT_LIST},
                                            {"Once open, days", "pao_days", FORMAT_TEXT},
                                            {"Dilution", "ratio_range", FORMAT_RANGE},
                                            {"One drop", "drop_ul", FORMAT_VOLUME},
                                            {"Buy more at", "reorder", FORMAT_AMOUNT},
                                            {"Pigment profile", "pigment", FORMAT_TEXT},
                                            {"Lots", "lots", FORMAT_TEXT},
                                            {"In stock", "containers", FORMAT_TEXT},
                                            {"Added", "added_at", FORMAT_TIME},
                                            {"Retired", "retired_at", FORMAT_TIME},
                                            {"Id", "id", FORMAT_TEXT},
                                            {0}};
static const struct view product_made_lines[] = {{"Product", "product_code", FORMAT_TEXT}, {0}};

static const struct view lot_columns[] = {{"Code", "code", FORMAT_TEXT},
                                          {"Maker", "maker", FORMAT_TEXT},
                                          {"Product", "product_name", FORMAT_TEXT},
                                          {"Lot", "lot_no", FORMAT_TEXT},
                                          {"Batch", "batch_no", FORMAT_TEXT},
                                          {"Expiry", "expiry", FORMAT_TEXT},
                                          {"Bottles", "containers", FORMAT_TEXT},
                                          {"Left", "left", FORMAT_AMOUNT},
                                          {"On hold", "held", FORMAT_TEXT},
                                          {"Recall", "recall_code", FORMAT_TEXT},
                                          {0}};
static const struct view lot_lines[] = {{"Lot", "code", FORMAT_TEXT},
                                        {"Maker", "maker", FORMAT_TEXT},
                                        {"Product", "product_name", FORMAT_TEXT},
                                        {"Product code", "product_code", FORMAT_TEXT},
                                        {"Lot number", "lot_no", FORMAT_TEXT},
                                        {"Batch number", "batch_no", FORMAT_TEXT},
                                        {"Expiry", "expiry", FORMAT_TEXT},
                                        {"Supplier", "supplier", FORMAT_TEXT},
                                        {"Document", "document", FORMAT_TEXT},
                                        {"Received", "received_at", FORMAT_TIME},
                                        {"On hold", "held", FORMAT_TEXT},
                                        {"Recall", "recall_code", FORMAT_TEXT},
                                        {"Bottles or boxes", "containers", FORMAT_TEXT},
                                        {"Left", "left", FORMAT_AMOUNT},
                                        {"Id", "id", FORMAT_TEXT},
                                        {0}};
static const struct view lot_made_lines[] = {{"Lot", "lot_code", FORMAT_TEXT}, {0}};
static const struct view delivery_columns[] = {
    {"Delivered", "received_at", FORMAT_TIME},       {"By", "by", FORMAT_TEXT},
    {"Supplier", "supplier", FORMAT_TEXT},           {"Document", "document", FORMAT_TEXT},
    {"Bottles or boxes", "containers", FORMAT_TEXT}, {0}};
static const struct view amendment_columns[] = {{"Amended", "recorded_at", FORMAT_TIME},
                                                {"By", "by", FORMAT_TEXT},
                                                {"Why", "reason", FORMAT_TEXT},
                                                {"Before", "was", FORMAT_MEMBERS},
                                                {0}};

static bool is_empty(const cJSON *list)
{
    return cJSON_GetArraySize(list) == 0;
}

static void product_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "product_code");
    card_view(r, result, product_made_lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, NULL, "product show %s", code);
}

static void product_added(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "product_code");
    card_view(r, result, product_made_lines);
    const char *kind = option_text(&r->options, "kind");
    bool pieces = kind && strcmp(kind, "cartridge") == 0;
    if (code)
        next_command(r, pieces ? "take boxes in" : "take bottles in",
                     "lot receive %s --lot NUMBER --expiry YYYY-MM-DD --%s", code,
                     pieces ? "pieces 20" : "each 15ml");
}

static void product_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "products");
    if (is_empty(rows)) {
        buffer_text(r->out, "No products.\n");
        next_command(r, NULL, "product add --maker MAKER --name NAME --kind pigment");
        return;
    }
    table_view(r, rows, product_columns);
    cursor_view(r, result);
}

static void product_show(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "code");
    card_view(r, result, product_lines);
    if (code)
        next_command(r, "its bottles", "stock --product %s", code);
}

static void lot_made(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "lot_code");
    card_view(r, result, lot_made_lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, NULL, "lot show %s", code);
}

static void lot_list(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "lots");
    if (is_empty(rows)) {
        buffer_text(r->out, "No lots.\n");
        next_command(r, NULL, "lot receive PRODUCT --lot NUMBER --expiry YYYY-MM-DD --each 15ml");
        return;
    }
    table_view(r, rows, lot_columns);
    cursor_view(r, result);
}

static void lot_show(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "code");
    const cJSON *deliveries = member_at(result, "deliveries");
    const cJSON *amendments = member_at(result, "amendments");
    card_view(r, result, lot_lines);
    if (cJSON_GetArraySize(deliveries) > 1) {
        buffer_byte(r->out, '\n');
        table_view(r, deliveries, delivery_columns);
    }
    if (!is_empty(amendments)) {
        buffer_byte(r->out, '\n');
        table_view(r, amendments, amendment_columns);
    }
    if (code)
        next_command(r, "its bottles", "stock --lot %s", code);
}

#define FACT_OPTIONS                                                                               \
    {"maker", OPTION_TEXT, "TEXT", "maker", "Whose name is on the label."},                        \
        {"name", OPTION_TEXT, "TEXT", "name", "What it is called."},                               \
        {"kind", OPTION_TEXT, "KIND", "kind",                                                      \
         "pigment, diluent, cartridge, anaesthetic or other."},                                    \
        {"gtin", OPTION_TEXT, "DIGITS", "gtin", "The number under the bar code."},                 \
        {"ci", OPTION_TEXTS, "NUMBER", "colour_index",                                             \
         "A colour index number: \"CI 77266\"; may be repeated, or none."},                        \
        {"claim", OPTION_TEXTS, "CLAIM", "claims",                                                 \
         "On the label: tattoo_purpose, batch, ingredients, ph_regulator, nickel, chromium_vi, "   \
         "sterile; may be repeated, or none."},                                                    \
        {"pao", OPTION_INT, "DAYS", "pao_days", "Period after opening."},                          \
        {"ratio", OPTION_RANGE, "LOW..HIGH", "ratio_range",                                        \
         "Dilutions allowed, parts of diluent to one: 10..30."},                                   \
        {"drop", OPTION_VOLUME, "VOLUME", "drop_ul", "One drop of it: 50ul."},                     \
        {"reorder", OPTION_VOLUME, "VOLUME", "reorder_ul", "Buy more at so much or less: 30ml."},  \
        {"reorder-pieces", OPTION_INT, "N", "reorder_pieces", "The same, of what is counted."},    \
    {                                                                                              \
        "pigment", OPTION_TEXT, "PIGMENT", "pigment",                                              \
            "Pigment profile; stipple pigment list shows them."                                    \
    }
#define PAGE_OPTIONS                                                                               \
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},                                          \
    {                                                                                              \
        "cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."                                \
    }
#define REASON_OPTION                                                                              \
    {                                                                                              \
        "reason", OPTION_TEXT, "TEXT", "reason", "Why; it stays in the history."                   \
    }

static const struct option product_add_options[] = {FACT_OPTIONS, {0}};
static const struct option product_amend_options[] = {
    REASON_OPTION,
    {"add-claim", OPTION_TEXTS, "CLAIM", "add_claims",
     "A claim besides those that stand; repeated."},
    FACT_OPTIONS,
    {0}};
static const struct option product_list_options[] = {
    {"kind", OPTION_TEXT, "KIND", "kind",
     "Only pigment, diluent, cartridge, anaesthetic or other."},
    {"search", OPTION_TEXT, "TEXT", "search", "In maker or name."},
    {"retired", OPTION_FLAG, NULL, "retired", "Retired ones too."},
    PAGE_OPTIONS,
    {0}};
static const struct option reason_options[] = {REASON_OPTION, {0}};
static const struct option lot_amend_options[] = {
    REASON_OPTION,
    PRINTED_OPTIONS,
    {"clear", OPTION_TEXTS, "FACT", "clear",
     "What is not printed after all: lot_no, batch_no, expiry, supplier or document; repeated."},
    {0}};
static const struct option lot_list_options[] = {
    {"product", OPTION_TEXT, "PRODUCT", "product", "Only of this product."},
    {"number", OPTION_TEXT, "NUMBER", "number", "Only with this lot or batch number."},
    {"held", OPTION_FLAG, NULL, "held", "Only those on hold."},
    {"in-stock", OPTION_FLAG, NULL, "in_stock", "Only those with something left."},
    PAGE_OPTIONS,
    {0}};

const struct command product_commands[] = {
    {.name = "product add",
     .usage = "product add --maker TEXT --name TEXT --kind KIND [OPTIONS]",
     .summary = "Enters a product the studio buys.",
     .help = "\nFor example:\n  stipple product add --maker Alba --name \"Noir 15\" --kind pigment "
             "--pigment neutral-carbon --drop 50ul --pao 180\n",
     .options = product_add_options,
     .method = "product.add",
     .writes = true,
     .run = run_method,
     .render = product_added},
    {.name = "product amend",
     .usage = "product amend PRODUCT --reason TEXT [OPTIONS]",
     .summary = "Corrects a product; the old facts stay in the history.",
     .options = product_amend_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "product",
     .method = "product.amend",
     .writes = true,
     .run = run_method,
     .render = product_made},
    {.name = "product list",
     .usage = "product list [OPTIONS]",
     .summary = "Lists products.",
     .options = product_list_options,
     .method = "product.list",
     .run = run_method,
     .render = product_list},
    {.name = "product show",
     .usage = "product show PRODUCT",
     .summary = "Shows one product.",
     .operands_min = 1,
     .operands_max = 1,
     .operand = "product",
     .method = "product.show",
     .run = run_method,
     .render = product_show},
    {.name = "product retire",
     .usage = "product retire PRODUCT [--reason TEXT]",
     .summary = "Takes a product out of use.",
     .options = reason_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "product",
     .method = "product.retire",
     .writes = true,
     .run = run_method,
     .render = product_made},
    {.name = "lot amend",
     .usage = "lot amend LOT --reason TEXT [OPTIONS]",
     .summary = "Corrects a lot; the old facts stay in the history.",
     .options = lot_amend_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "lot.amend",
     .writes = true,
     .run = run_method,
     .render = lot_made},
    {.name = "lot list",
     .usage = "lot list [OPTIONS]",
     .summary = "Lists lots, newest first.",
     .options = lot_list_options,
     .method = "lot.list",
     .run = run_method,
     .render = lot_list},
    {.name = "lot show",
     .usage = "lot show LOT",
     .summary = "Shows one lot, its deliveries and its amendments.",
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "lot.show",
     .run = run_method,
     .render = lot_show},
    {.name = "lot hold",
     .usage = "lot hold LOT --reason TEXT",
     .summary = "Keeps a lot from being used.",
     .options = reason_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "lot.hold",
     .writes = true,
     .run = run_method,
     .render = lot_made},
    {.name = "lot release",
     .usage = "lot release LOT --reason TEXT",
     .summary = "Lets a lot on hold be used again.",
     .options = reason_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "lot.release",
     .writes = true,
     .run = run_method,
     .render = lot_made},
    {0}};
