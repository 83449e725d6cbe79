/* Taking lots in: by flags, by a scanned label, from a list, or one label after the other. */
#include "client/receive.h"

#include "client/again.h"
#include "client/label.h"
#include "client/number.h"
#include "client/view.h"

#include <string.h>

/* How many come in is not known before. */
enum { LABELS_MANY = 2 };

static const struct view lot_lines[] = {{"Lot", "lot_code", FORMAT_TEXT}, {0}};
static const struct view container_columns[] = {{"Bottle or box", "container_code", FORMAT_TEXT},
                                                {0}};

void codes_view(struct run *r, const cJSON *received)
{
    card_view(r, received, lot_lines);
    table_view(r, member_at(received, "containers"), container_columns);
}

void received_view(struct run *r, const cJSON *received)
{
    codes_view(r, received);
    warnings_view(r, member_at(received, "warnings"), "! ");
}

void codes_add(struct run *r, const cJSON *received, struct list *codes)
{
    const cJSON *container;
    cJSON_ArrayForEach(container, member_at(received, "containers"))
    {
        const char *code = member_text(container, "container_code");
        const char **slot = code ? list_add(&r->arena, codes, sizeof *slot) : NULL;
        if (slot)
            *slot = code;
    }
}

/* One command for all of them. */
static void claims_next(struct run *r, const cJSON *received)
{
    const cJSON *claim, *claims = member_at(received, "claims_missing");
    const char *product = member_text(received, "product_code");
    struct buffer words = {0};
    if (!claims || !product)
        return;
    buffer_print(&words, "product amend %s --reason 'read on the label'", product);
    cJSON_ArrayForEach(claim, claims)
    {
        again_option(&words, "add-claim", cJSON_GetStringValue(claim));
    }
    if (buffer_string(&words))
        next_command(r, "the claims that its label has", "%s", words.data);
    buffer_free(&words);
}

static bool warning_has(const cJSON *result, const char *name)
{
    const cJSON *warning;
    cJSON_ArrayForEach(warning, member_at(result, "warnings"))
    {
        const char *own = member_text(warning, "name");
        if (own && strcmp(own, name) == 0)
            return true;
    }
    return false;
}

static void lot_received(struct run *r, const cJSON *result)
{
    const cJSON *first = cJSON_GetArrayItem(member_at(result, "containers"), 0);
    const char *code = member_text(first, "container_code");
    const cJSON *recall = cJSON_GetArrayItem(member_at(result, "recalls"), 0);
    const char *held = member_text(recall, "recall_code");
    const char *lot = member_text(result, "lot_code");
    bool unfit = warning_has(result, "lot.expired") || warning_has(result, "lot.held") ||
                 warning_has(result, "lot.recalled");
    received_view(r, result);
    claims_next(r, result);
    if (held)
        next_command(r, "write the code on it, and set it aside", "recall show %s", held);
    else if (unfit && lot)
        next_command(r, "write the code on it, and set it aside: it is not to be used",
                     "lot show %s", lot);
    else if (code)
        next_command(r, "write the code on it; when it is opened", "stock open %s", code);
}

/* By flags or by a scanned label. */
static enum stipple_exit receive_one(struct run *r, struct list *codes)
{
    const char *result = NULL;
    enum stipple_exit status = run_answer(r, &result);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    if (status != STIPPLE_EXIT_DONE)
        return status;
    codes_add(r, json, codes);
    if (option_given(&r->options, "json"))
        run_print(r, result);
    else if (json)
        lot_received(r, json);
    return json ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

enum stipple_error amount_write(struct json_writer *w, const char *text, struct error *e)
{
    int64_t amount;
    bool pieces = integer_parse(text, &amount);
    if (!pieces)
        TRY(volume_parse(text, "each", &amount, e));
    json_key(w, pieces ? "each_pieces" : "each_ul");
    json_int(w, amount);
    return STIPPLE_OK;
}

/* One way at a time; options of the wrong way would be lost without a word. */
static enum stipple_error ways_check(const struct options *o, struct error *e)
{
    bool csv = option_given(o, "csv"), loop = option_given(o, "loop");
    bool one = o->n_operands > 0 || option_given(o, "scan") || option_given(o, "lot") ||
               option_given(o, "batch") || option_given(o, "expiry") ||
               option_given(o, "containers") || option_given(o, "each") ||
               option_given(o, "pieces");
    if (csv + loop + one > 1)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "--csv and --loop bring their own lots; one way at a time, please.");
    if (csv && (option_given(o, "supplier") || option_given(o, "document")))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "With --csv, supplier and document are columns of the list.");
    if (option_given(o, "labels") && option_given(o, "dry-run"))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "With --dry-run there are no bottles to label.");
    if (loop && (option_given(o, "op-id") || option_given(o, "json")))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--loop takes neither --op-id nor --json.");
    if (option_given(o, "dry-run") && !csv)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--dry-run goes with --csv FILE.");
    if (csv || loop || one)
        return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "What came in?");
    return fail_hint(e, "Name the product, or use --scan, --loop or --csv.");
}

static enum stipple_exit receive_run(struct run *r)
{
    struct error e;
    struct label_size size;
    struct list codes = {0};
    const char *labels = option_text(&r->options, "labels"), *csv = option_text(&r->options, "csv");
    if (ways_check(&r->options, &e) != STIPPLE_OK ||
        (labels && labels_check(r, labels, LABELS_MANY, &size, &e) != STIPPLE_OK))
        return tell_error(r, &e);
    enum stipple_exit status = option_given(&r->options, "loop") ? receive_loop(r, &codes)
                               : csv                             ? receive_csv(r, csv, &codes)
                                                                 : receive_one(r, &codes);
    if (!labels || codes.n == 0)
        return status;
    enum stipple_exit printed = labels_print(r, codes.items, codes.n, labels, size, NULL);
    return status == STIPPLE_EXIT_DONE ? printed : status;
}

static const struct option receive_options[] = {
    {"scan", OPTION_TEXT, "TEXT", "gs1",
     "The label as scanned, (01)…(17)…(10)…; product, lot and expiry are read from it."},
    PRINTED_OPTIONS,
    {"containers", OPTION_INT, "N", "containers", "How many bottles or boxes; one if not said."},
    {"each", OPTION_VOLUME, "VOLUME", "each_ul", "What is in each bottle: 15ml."},
    {"pieces", OPTION_INT, "N", "each_pieces", "What is in each box."},
    {"loop", OPTION_FLAG, NULL, NULL, "Reads labels from standard input, one after the other."},
    {"csv", OPTION_TEXT, "FILE", NULL, "Takes in a whole list, or nothing of it."},
    {"dry-run", OPTION_FLAG, NULL, NULL, "With --csv: shows what would happen, line by line."},
    {"labels", OPTION_TEXT, "FILE", NULL, "Labels for the bottles, in FILE.pdf, one a page."},
    {"size", OPTION_TEXT, "WxH", NULL, "Width and height of a label in mm; 62x29 if not said."},
    {0}};

const struct command receive_commands[] = {
    {.name = "lot receive",
     .usage = "lot receive [PRODUCT] [--scan TEXT] [--lot NUMBER] [--expiry DATE] (--each VOLUME | "
              "--pieces N) | --loop | --csv FILE [--dry-run] [OPTIONS]",
     .summary = "Takes lots in, or more of them: their bottles or boxes get codes.",
     .help =
         "\nFor example:\n  stipple lot receive P-0001 --lot A1234 --expiry 2027-06-30 "
         "--containers 2 --each 15ml\n"
         "  stipple lot receive --scan '(01)09506000134352(17)270630(10)A1234' --each 15ml\n"
         "\nA label with the maker's serial number is one bottle's: whoever scans it again is told "
         "which one it is, and it is not taken in twice.\n"
         "\nWith --loop, scan every bottle: the same label again is one bottle more, another "
         "label or an empty line takes in what was scanned before and shows its codes. A code with "
         "the product alone, such as an EAN, waits for the one with the lot. \"undo\" takes back "
         "the last scan. What is in a bottle is asked once for each product.\n"
         "\nA CSV list has a heading of: product, gs1, lot, batch, expiry, supplier, document, "
         "containers, each (15ml, or 20 for pieces).\n",
     .options = receive_options,
     .operands_max = 1,
     .operand = "product",
     .method = "lot.receive",
     .writes = true,
     .run = receive_run,
     .render = lot_received},
    {0}};
