/* Recalls. Somebody reads this in a hurry, with a notice in the other hand: what is to be done
 * stands first, and every answer says what comes next. */
#include "client/recall.h"

#include "client/letter.h"
#include "client/text.h"
#include "client/view.h"
#include "json/writer.h"

#include <math.h>
#include <string.h>

/* What a recall holds and its notice calls possible was decided by a person. */
#define LOT_COLUMNS(format)                                                                        \
    {"Meant", "verdict", format}, {"Lot", "lot_code", FORMAT_TEXT},                                \
        {"Maker", "maker", FORMAT_TEXT}, {"Product", "product_name", FORMAT_TEXT},                 \
        {"Lot no.", "lot_no", FORMAT_TEXT}, {"Batch", "batch_no", FORMAT_TEXT},                    \
        {"Stand here", "containers", FORMAT_TEXT}, {"Held by", "recall_code", FORMAT_TEXT},        \
        {"Why", "why", FORMAT_TEXT}, {"Since", "at", FORMAT_TIME}, {"By", "by", FORMAT_TEXT},      \
        {"Because", "reason", FORMAT_TEXT}, {"Released", "released_at", FORMAT_TIME},              \
    {                                                                                              \
        "For", "released_because", FORMAT_TEXT                                                     \
    }
#define STOCK_COLUMNS(format)                                                                      \
    {"Set aside", "container_code", FORMAT_TEXT}, {"Lots", "lots", FORMAT_LIST},                   \
        {"Meant", "verdict", format}, {"Left", "left", FORMAT_AMOUNT},                             \
    {                                                                                              \
        "Opened", "opened_at", FORMAT_TIME                                                         \
    }
#define CLIENT_COLUMNS(format)                                                                     \
    {"Client", "client_code", FORMAT_TEXT}, {"Told", "reached", FORMAT_TEXT},                      \
        {"Reachable", "reachable", FORMAT_TEXT}, {"Erased", "erased", FORMAT_TEXT},                \
        {"Name", "identity.name", FORMAT_TEXT}, {"Phone", "identity.phone", FORMAT_TEXT},          \
        {"E-mail", "identity.email", FORMAT_TEXT}, {"Meant", "verdict", format},                   \
        {"Lots", "lots", FORMAT_LIST}, {"Sessions", "sessions", FORMAT_LIST},                      \
    {                                                                                              \
        "Days", "days", FORMAT_LIST                                                                \
    }
const struct view recall_lot_columns[] = {LOT_COLUMNS(FORMAT_TEXT), {0}};
static const struct view lot_held[] = {LOT_COLUMNS(FORMAT_DECIDED), {0}};
const struct view recall_stock_columns[] = {STOCK_COLUMNS(FORMAT_TEXT), {0}};
static const struct view stock_held[] = {STOCK_COLUMNS(FORMAT_DECIDED), {0}};
const struct view recall_client_columns[] = {CLIENT_COLUMNS(FORMAT_TEXT), {0}};
static const struct view client_held[] = {CLIENT_COLUMNS(FORMAT_DECIDED), {0}};
static const struct view log_columns[] = {
    {"When", "at", FORMAT_TIME},         {"How", "way", FORMAT_TEXT},
    {"Reached", "reached", FORMAT_TEXT}, {"By", "by", FORMAT_TEXT},
    {"Said", "words", FORMAT_TEXT},      {0}};
static const struct view opened_lines[] = {{"Recall", "recall_code", FORMAT_TEXT},
                                           {"To set aside", "containers", FORMAT_TEXT},
                                           {"Clients to tell", "clients", FORMAT_TEXT},
                                           {0}};
static const struct view show_lines[] = {{"Recall", "code", FORMAT_TEXT},
                                         {"Maker", "notice.maker", FORMAT_TEXT},
                                         {"Products", "notice.products", FORMAT_LIST},
                                         {"Lots", "notice.lots", FORMAT_LIST},
                                         {"Batches", "notice.batches", FORMAT_LIST},
                                         {"All lots", "notice.all_lots", FORMAT_IF},
                                         {"Notice came", "noticed_at", FORMAT_TIME},
                                         {"Opened", "opened_at", FORMAT_TIME},
                                         {"Closed", "closed_at", FORMAT_TIME},
                                         {"Because", "closed_reason", FORMAT_TEXT},
                                         {"Not reached for", "unreached_reason", FORMAT_TEXT},
                                         {"Withdrawn", "withdrawn_at", FORMAT_TIME},
                                         {"For", "withdrawn_reason", FORMAT_TEXT},
                                         {"Minutes to list", "minutes_to_list", FORMAT_TEXT},
                                         {0}};
static const struct view list_columns[] = {{"Code", "code", FORMAT_TEXT},
                                           {"Maker", "notice.maker", FORMAT_TEXT},
                                           {"Products", "notice.products", FORMAT_LIST},
                                           {"Lots", "lots_held", FORMAT_TEXT},
                                           {"On the list", "on_list", FORMAT_TEXT},
                                           {"Told", "reached", FORMAT_TEXT},
                                           {"Opened", "opened_at", FORMAT_TIME},
                                           {"Closed", "closed_at", FORMAT_TIME},
                                           {"Withdrawn", "withdrawn_at", FORMAT_TIME},
                                           {0}};

void recall_part(struct run *r, const cJSON *rows, const char *title, const struct view *columns)
{
    if (cJSON_GetArraySize(rows) == 0)
        return;
    buffer_print(r->out, "\n%s%s", title ? title : "", title ? "\n" : "");
    table_view(r, rows, columns);
}

static void recall_checked(struct run *r, const cJSON *result)
{
    double matches = member_number(result, "matches"), possible = member_number(result, "possible");
    const cJSON *lots = member_at(result, "lots");
    buffer_print(r->out, "Lots meant: %.0f. Lots that may be: %.0f. Others: %.0f.\n", matches,
                 possible, member_number(result, "other"));
    recall_part(r, lots, NULL, recall_lot_columns);
    recall_part(r, member_at(result, "stock"), NULL, recall_stock_columns);
    recall_part(r, member_at(result, "clients"), NULL, recall_client_columns);
    if (matches > 0)
        notice_open_next(r, NULL, NULL, "holds what is meant");
    else if (possible > 0)
        notice_open_next(r, lots, NULL, "once you have looked; leave out those that are not meant");
    else
        notice_open_next(r, NULL, "none-here", "keeps the notice, and holds what comes later");
}

static void recall_opened(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "recall_code");
    card_view(r, result, opened_lines);
    recall_part(r, member_at(result, "lots"), NULL, lot_held);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, "what to set aside, and whom to call", "recall show %s --names", code);
}

static void log_view(struct run *r, const cJSON *clients)
{
    const cJSON *client;
    cJSON_ArrayForEach(client, clients)
    {
        const cJSON *log = member_at(client, "log");
        if (cJSON_GetArraySize(log) == 0)
            continue;
        buffer_byte(r->out, '\n');
        value_view(r->out, client, "client_code", FORMAT_TEXT);
        buffer_byte(r->out, '\n');
        table_view(r, log, log_columns);
    }
}

/* Who is to be called next. */
static const char *next_client(const cJSON *clients)
{
    const cJSON *client;
    cJSON_ArrayForEach(client, clients)
    {
        if (!cJSON_IsTrue(member_at(client, "reached")) &&
            !cJSON_IsTrue(member_at(client, "erased")))
            return member_text(client, "client_code");
    }
    return NULL;
}

static void reached_view(struct run *r, const cJSON *result)
{
    double percent = member_number(result, "percent"), erased = member_number(result, "erased");
    buffer_print(r->out, "Told: %.0f of %.0f clients", member_number(result, "reached"),
                 member_number(result, "on_list"));
    if (!isnan(percent))
        buffer_print(r->out, " (%.0f %%)", floor(percent)); /* nearly all is not all */
    buffer_text(r->out, ".\n");
    if (erased > 0)
        buffer_print(r->out, "Erased: %.0f of them; nobody can be told whose record is gone.\n",
                     erased);
    buffer_byte(r->out, '\n');
}

/* A letter as it came, line by line; a short one always, a long one when it is asked for. */
static void letter_view(struct run *r, const cJSON *result)
{
    enum { SHORT_MAX = 200 };
    const char *text = member_text(result, "notice.text"), *code = member_text(result, "code");
    if (!text)
        return;
    if (strlen(text) > SHORT_MAX && !option_given(&r->options, "notice")) {
        if (code)
            next_command(r, "the letter itself", "recall show %s --notice", code);
        return;
    }
    buffer_text(r->out, "\nThe notice in its own words\n");
    text_lines(&r->arena, r->out, text);
    buffer_byte(r->out, '\n');
}

static void shown_next(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "code");
    const char *next = next_client(member_at(result, "clients"));
    const cJSON *doubt = cJSON_GetArrayItem(member_at(result, "undecided"), 0);
    const char *lot = member_text(doubt, "lot_code");
    if (code && lot)
        next_command(r, "or exclude, once you have looked", "recall include %s %s --reason WHY",
                     code, lot);
    if (code && next)
        next_command(r, NULL, "recall contact %s %s --way phone --reached", code, next);
    else if (code && !lot && !member_at(result, "closed_at"))
        next_command(r, NULL, "recall close %s --reason WHY", code);
}

static void recall_shown(struct run *r, const cJSON *result)
{
    const cJSON *clients = member_at(result, "clients");
    reached_view(r, result);
    card_view(r, result, show_lines);
    recall_part(r, member_at(result, "lots"), NULL, lot_held);
    recall_part(r, member_at(result, "undecided"),
                "Nobody has said whether these are meant:", recall_lot_columns);
    recall_part(r, member_at(result, "spared"), "Looked at, and not meant:", recall_lot_columns);
    recall_part(r, member_at(result, "stock"), NULL, stock_held);
    recall_part(r, clients, NULL, client_held);
    log_view(r, clients);
    letter_view(r, result);
    shown_next(r, result);
}

static void recall_listed(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "recalls");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "No recalls.\n");
        next_command(r, "how a real one would go", "recall drill");
        return;
    }
    table_view(r, rows, list_columns);
    cursor_view(r, result);
}

static const struct option check_options[] = {NOTICE_OPTIONS, {0}};
static const struct option open_options[] = {
    NOTICE_OPTIONS,
    {"also", OPTION_TEXTS, "LOT", "also", "A possible lot that is meant; may be repeated."},
    {"none-here", OPTION_FLAG, NULL, "none_here",
     "Keep the notice though nothing that is here is held; lots that come later are."},
    {"noticed-at", OPTION_TIME, "TIME", "noticed_at",
     "When the notice came: 2026-11-20T08:00, by the studio's clocks."},
    {0}};
static const struct option show_options[] = {
    {"names", OPTION_FLAG, NULL, "names", "With names and telephone numbers: a look at each."},
    {"notice", OPTION_FLAG, NULL, NULL, "With the whole text of the notice."},
    LOOK_OPTIONS,
    {0}};
static const struct option list_options[] = {
    {"open", OPTION_FLAG, NULL, "open_only", "Only those that are not closed."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
#define RECALL(n) .operands_min = n, .operands_max = n, .operand = "recall"

const struct command recall_commands[] = {
    {.name = "recall check",
     .usage = "recall check [FILE] [--maker TEXT] [--product TEXT] [--lot NUMBER | --all-lots]",
     .summary = "Reads a notice against stock and clients; changes nothing.",
     .help =
         "\nCase, spaces, hyphens and zeros in front of numbers do not matter, nor how a name "
         "is spaced. --lot takes several numbers with commas, and ranges (1200 to 1250). "
         "\"match\" is meant; \"possible\" is to be looked at by a person.\n\n"
         "FILE is the letter itself, - what you paste into the terminal (Ctrl-D ends it): whatever "
         "is here and named in it is possible.\n\n"
         "For example:\n  stipple recall check --maker 'Scalp Aesthetics' --product "
         "'Scalpaink SC' --all-lots\n  stipple recall check mail.txt\n",
     .options = check_options,
     .operands_max = 1,
     .method = "recall.check",
     .pages = "clients",
     .run = notice_run,
     .render = recall_checked},
    {.name = "recall open",
     .usage = "recall open [FILE] [--maker TEXT] [--product TEXT] [--lot NUMBER | --all-lots] "
              "[OPTIONS]",
     .summary = "Opens a recall: what is meant may not be used any more.",
     .help =
         "\nFILE is the letter itself, - what you paste; it is kept. The lots stay on hold, after "
         "the recall is closed too, until each is released "
         "with a reason. Lots that come later are held against the notice too, and stay on hold "
         "in the same way.\n",
     .options = open_options,
     .operands_max = 1,
     .method = "recall.open",
     .writes = true,
     .run = notice_run,
     .render = recall_opened},
    {.name = "recall show",
     .usage = "recall show RECALL [--names] [--reason TEXT]",
     .summary = "Stock to set aside, clients to tell, and how far it has come.",
     .options = show_options,
     RECALL(1),
     .method = "recall.show",
     .pages = "clients",
     .run = run_method,
     .render = recall_shown},
    {.name = "recall list",
     .usage = "recall [list] [--open]",
     .summary = "Lists recalls, newest first.",
     .options = list_options,
     .method = "recall.list",
     .run = run_method,
     .render = recall_listed},
    {0}};
