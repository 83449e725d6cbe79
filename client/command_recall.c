/* Recalls. Somebody reads this in a hurry, with a notice in the other hand: what is to be done
 * stands first, and every answer says what comes next. */
#include "client/recall_letter.h"

#include "client/text.h"
#include "client/view.h"
#include "json/writer.h"

#include <math.h>
#include <string.h>

static const struct view lot_columns[] = {{"Meant", "verdict", FORMAT_TEXT},
                                          {"Lot", "lot_code", FORMAT_TEXT},
                                          {"Maker", "maker", FORMAT_TEXT},
                                          {"Product", "product_name", FORMAT_TEXT},
                                          {"Lot no.", "lot_no", FORMAT_TEXT},
                                          {"Batch", "batch_no", FORMAT_TEXT},
                                          {"Stand here", "containers", FORMAT_TEXT},
                                          {"Held by", "recall_code", FORMAT_TEXT},
                                          {"Why", "why", FORMAT_TEXT},
                                          {0}};
static const struct view stock_columns[] = {{"Set aside", "container_code", FORMAT_TEXT},
                                            {"Lots", "lots", FORMAT_LIST},
                                            {"Meant", "verdict", FORMAT_TEXT},
                                            {"Left", "left", FORMAT_AMOUNT},
                                            {"Opened", "opened_at", FORMAT_TIME},
                                            {0}};
static const struct view client_columns[] = {{"Client", "client_code", FORMAT_TEXT},
                                             {"Told", "reached", FORMAT_TEXT},
                                             {"Reachable", "reachable", FORMAT_TEXT},
                                             {"Erased", "erased", FORMAT_TEXT},
                                             {"Name", "identity.name", FORMAT_TEXT},
                                             {"Phone", "identity.phone", FORMAT_TEXT},
                                             {"E-mail", "identity.email", FORMAT_TEXT},
                                             {"Meant", "verdict", FORMAT_TEXT},
                                             {"Lots", "lots", FORMAT_LIST},
                                             {"Sessions", "sessions", FORMAT_LIST},
                                             {"Days", "days", FORMAT_LIST},
                                             {0}};
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
                                         {"All lots", "notice.all_lots", FORMAT_TEXT},
                                         {"Notice", "notice.text", FORMAT_TEXT},
                                         {"Notice came", "noticed_at", FORMAT_TIME},
                                         {"Opened", "opened_at", FORMAT_TIME},
                                         {"Closed", "closed_at", FORMAT_TIME},
                                         {"Because", "closed_reason", FORMAT_TEXT},
                                         {"Minutes to list", "minutes_to_list", FORMAT_TEXT},
                                         {0}};
static const struct view closed_lines[] = {{"Recall", "recall_code", FORMAT_TEXT},
                                           {"On the list", "on_list", FORMAT_TEXT},
                                           {"Reached", "reached", FORMAT_TEXT},
                                           {"Percent", "percent", FORMAT_TEXT},
                                           {"Minutes to list", "minutes_to_list", FORMAT_TEXT},
                                           {0}};
static const struct view contacted_lines[] = {
    {"Recall", "recall_code", FORMAT_TEXT}, {"Client", "client_code", FORMAT_TEXT}, {0}};
static const struct view drill_lines[] = {{"Lot drawn", "lot_code", FORMAT_TEXT},
                                          {"Maker", "maker", FORMAT_TEXT},
                                          {"Product", "product_name", FORMAT_TEXT},
                                          {"Lot no.", "lot_no", FORMAT_TEXT},
                                          {"Batch", "batch_no", FORMAT_TEXT},
                                          {"Found again", "found", FORMAT_TEXT},
                                          {"On the list", "on_list", FORMAT_TEXT},
                                          {"Reachable", "reachable", FORMAT_TEXT},
                                          {"Score, percent", "percent", FORMAT_TEXT},
                                          {"Milliseconds", "took_ms", FORMAT_TEXT},
                                          {0}};
static const struct view list_columns[] = {{"Code", "code", FORMAT_TEXT},
                                           {"Maker", "notice.maker", FORMAT_TEXT},
                                           {"Products", "notice.products", FORMAT_LIST},
                                           {"Lots", "lots_held", FORMAT_TEXT},
                                           {"Opened", "opened_at", FORMAT_TIME},
                                           {"Closed", "closed_at", FORMAT_TIME},
                                           {0}};

/* A table under a line of its own; nothing when there are no rows. */
static void part_view(struct run *r, const cJSON *rows, const struct view *columns)
{
    if (cJSON_GetArraySize(rows) == 0)
        return;
    buffer_byte(r->out, '\n');
    table_view(r, rows, columns);
}

static void recall_checked(struct run *r, const cJSON *result)
{
    double matches = member_number(result, "matches"), possible = member_number(result, "possible");
    buffer_print(r->out, "Lots meant: %.0f. Lots that may be: %.0f. Others: %.0f.\n", matches,
                 possible, member_number(result, "other"));
    part_view(r, member_at(result, "lots"), lot_columns);
    part_view(r, member_at(result, "stock"), stock_columns);
    part_view(r, member_at(result, "clients"), client_columns);
    if (matches > 0)
        next_command(r, "with the same words: holds what is meant", "recall open");
    else if (possible > 0)
        next_command(r, "with the same words, for a lot that is meant after all",
                     "recall open --also LOT");
}

static void recall_opened(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "recall_code");
    card_view(r, result, opened_lines);
    part_view(r, member_at(result, "lots"), lot_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, "whom to call", "recall show %s --names", code);
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

static void recall_shown(struct run *r, const cJSON *result)
{
    const cJSON *clients = member_at(result, "clients");
    const char *code = member_text(result, "code"), *next = next_client(clients);
    double percent = member_number(result, "percent");
    buffer_print(r->out, "Told: %.0f of %.0f clients", member_number(result, "reached"),
                 member_number(result, "on_list"));
    if (!isnan(percent))
        buffer_print(r->out, " (%.0f %%)", floor(percent)); /* nearly all is not all */
    buffer_text(r->out, ".\n\n");
    card_view(r, result, show_lines);
    part_view(r, member_at(result, "lots"), lot_columns);
    part_view(r, member_at(result, "stock"), stock_columns);
    part_view(r, clients, client_columns);
    log_view(r, clients);
    if (code && next)
        next_command(r, NULL, "recall contact %s %s --way phone --reached", code, next);
    else if (code && !member_at(result, "closed_at"))
        next_command(r, NULL, "recall close %s --reason WHY", code);
}

static void recall_contacted(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "recall_code");
    card_view(r, result, contacted_lines);
    if (code)
        next_command(r, "who is left", "recall show %s", code);
}

static void recall_closed(struct run *r, const cJSON *result)
{
    card_view(r, result, closed_lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
}

static void recall_drilled(struct run *r, const cJSON *result)
{
    static const char head[] = "DRILL: nothing is recalled, nothing is held.\n";
    buffer_text(r->out, head);
    card_view(r, result, drill_lines);
    part_view(r, member_at(result, "stock"), stock_columns);
    part_view(r, member_at(result, "clients"), client_columns);
    buffer_byte(r->out, '\n');
    buffer_text(r->out, head);
    next_command(r, "the scores so far", "events --type recall.drill --json");
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

/* The client is a second operand, and whether they were reached is to be said either way. */
static enum stipple_error contact_params(struct run *r, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    bool reached = option_given(&r->options, "reached");
    if (reached == option_given(&r->options, "not-reached"))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "Say either --reached or --not-reached.");
    json_object(&w);
    TRY(run_members(r, &w, e));
    json_key(&w, "client");
    json_text(&w, r->options.operands[1]);
    json_key(&w, "reached");
    json_bool(&w, reached);
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit contact_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = contact_params(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

#define NOTICE_OPTIONS                                                                             \
    {"maker", OPTION_TEXT, "TEXT", "maker", "The maker or the brand, as the notice has it."},      \
        {"product", OPTION_TEXTS, "TEXT", "products", "A product; may be repeated."},              \
        {"lot", OPTION_TEXTS, "NUMBER", "lots", "A lot number as printed; may be repeated."},      \
        {"batch", OPTION_TEXTS, "NUMBER", "batches", "A batch number; may be repeated."},          \
        {"all-lots", OPTION_FLAG, NULL, "all_lots", "Every lot of them is meant."},                \
    {                                                                                              \
        "text", OPTION_TEXT, "TEXT", "text", "The notice in its own words, to be kept."            \
    }
#define LOOK_OPTIONS                                                                               \
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why names are looked at; kept with the look."},     \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who looks. Not needed where your login says it."        \
    }

static const struct option check_options[] = {NOTICE_OPTIONS, {0}};
static const struct option open_options[] = {
    NOTICE_OPTIONS,
    {"also", OPTION_TEXTS, "LOT", "also", "A possible lot that is meant; may be repeated."},
    {"noticed-at", OPTION_TEXT, "TIME", "noticed_at",
     "When the notice came: 2026-11-20T08:00:00+01:00."},
    {0}};
static const struct option show_options[] = {
    {"names", OPTION_FLAG, NULL, "names", "With names and telephone numbers: a look at each."},
    LOOK_OPTIONS,
    {0}};
static const struct option contact_options[] = {
    {"way", OPTION_TEXT, "WAY", "way", "phone, email, letter, message or in_person."},
    {"reached", OPTION_FLAG, NULL, NULL, "They were told, and you know it."},
    {"not-reached", OPTION_FLAG, NULL, NULL, "It was tried."},
    {"words", OPTION_TEXT, "TEXT", "words", "What was said; it is encrypted."},
    {0}};
static const struct option close_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; it names nobody."}, {0}};
static const struct option drill_options[] = {
    {"lot", OPTION_TEXT, "LOT", "lot", "This one, instead of one drawn at random."}, {0}};
static const struct option list_options[] = {
    {"open", OPTION_FLAG, NULL, "open_only", "Only those that are not closed."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option letter_options[] = {
    {"text", OPTION_TEXT, "FILE", NULL,
     "The studio's own words, with {name} and the like in them."},
    {"directory", OPTION_TEXT, "DIR", NULL,
     "A file each into this directory, instead of all here."},
    LOOK_OPTIONS,
    {0}};

#define RECALL(n) .operands_min = n, .operands_max = n, .operand = "recall"

const struct command recall_commands[] = {
    {.name = "recall check",
     .usage = "recall check [--maker TEXT] [--product TEXT] (--lot | --batch) NUMBER | --all-lots",
     .summary = "Reads a notice against stock and clients; changes nothing.",
     .help = "\nCase, spaces, hyphens and zeros in front of numbers do not matter, nor how a name "
             "is spaced. \"match\" is meant; \"possible\" is to be looked at by a person.\n\n"
             "For example:\n  stipple recall check --maker 'Scalp Aesthetics' --product "
             "'Scalpaink SC' --all-lots\n",
     .options = check_options,
     .method = "recall.check",
     .run = run_method,
     .render = recall_checked},
    {.name = "recall open",
     .usage = "recall open [--maker TEXT] [--product TEXT] (--lot NUMBER | --all-lots) [OPTIONS]",
     .summary = "Opens a recall: what is meant may not be used any more.",
     .help = "\nThe lots stay on hold, after the recall is closed too, until each is released "
             "with a reason.\n",
     .options = open_options,
     .method = "recall.open",
     .writes = true,
     .run = run_method,
     .render = recall_opened},
    {.name = "recall show",
     .usage = "recall show RECALL [--names] [--reason TEXT]",
     .summary = "Stock to set aside, clients to tell, and how far it has come.",
     .options = show_options,
     RECALL(1),
     .method = "recall.show",
     .run = run_method,
     .render = recall_shown},
    {.name = "recall contact",
     .usage = "recall contact RECALL CLIENT --way WAY (--reached | --not-reached) [--words TEXT]",
     .summary = "Writes down that a client was told, or that it was tried.",
     .options = contact_options,
     RECALL(2),
     .method = "recall.contact",
     .writes = true,
     .run = contact_run,
     .render = recall_contacted},
    {.name = "recall letter",
     .usage = "recall letter RECALL [--text FILE] [--directory DIR]",
     .summary = "Writes a letter to each client on the list, as plain text.",
     .help = "\nWithout --text a plain letter is written. In a text of your own, {name}, "
             "{address}, {client}, {days}, {products}, {recall}, {studio} and {studio_address} "
             "are filled in. A letter begins a new page; each look at a name is written down.\n",
     .options = letter_options,
     RECALL(1),
     .method = "recall.show",
     .run = letter_run},
    {.name = "recall close",
     .usage = "recall close RECALL --reason TEXT",
     .summary = "Ends the work on a recall; the lots stay on hold, nothing is forgotten.",
     .options = close_options,
     RECALL(1),
     .method = "recall.close",
     .writes = true,
     .run = run_method,
     .render = recall_closed},
    {.name = "recall drill",
     .usage = "recall drill [--lot LOT]",
     .summary = "A recall as an exercise, timed: holds nothing, keeps the score.",
     .options = drill_options,
     .method = "recall.drill",
     .writes = true,
     .run = run_method,
     .render = recall_drilled},
    {.name = "recall list",
     .usage = "recall [list] [--open]",
     .summary = "Lists recalls, newest first.",
     .options = list_options,
     .method = "recall.list",
     .run = run_method,
     .render = recall_listed},
    {0}};
