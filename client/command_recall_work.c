/* The work on a recall, from the first call to the last, and the drill beforehand. */
#include "client/recall.h"

#include "json/writer.h"

static const struct view closed_lines[] = {{"Recall", "recall_code", FORMAT_TEXT},
                                           {"On the list", "on_list", FORMAT_TEXT},
                                           {"Reached", "reached", FORMAT_TEXT},
                                           {"Percent", "percent", FORMAT_TEXT},
                                           {"Minutes to list", "minutes_to_list", FORMAT_TEXT},
                                           {0}};
static const struct view judged_lines[] = {{"Recall", "recall_code", FORMAT_TEXT},
                                           {"Of them here", "containers", FORMAT_TEXT},
                                           {"Clients reached", "clients", FORMAT_TEXT},
                                           {0}};
static const struct view judged_columns[] = {
    {"Lot", "lot_code", FORMAT_TEXT}, {"Meant", "verdict", FORMAT_TEXT}, {0}};
static const struct view score_columns[] = {{"When", "at", FORMAT_TIME},
                                            {"By", "by", FORMAT_TEXT},
                                            {"Lot", "lot_code", FORMAT_TEXT},
                                            {"Product", "product_name", FORMAT_TEXT},
                                            {"Found again", "found", FORMAT_TEXT},
                                            {"On the list", "on_list", FORMAT_TEXT},
                                            {"Reachable", "reachable", FORMAT_TEXT},
                                            {"Score, percent", "percent", FORMAT_TEXT},
                                            {"Milliseconds", "took_ms", FORMAT_TEXT},
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
    recall_part(r, member_at(result, "stock"), NULL, recall_stock_columns);
    recall_part(r, member_at(result, "clients"), NULL, recall_client_columns);
    buffer_byte(r->out, '\n');
    buffer_text(r->out, head);
    next_command(r, "the scores so far", "recall drills");
}

static void recall_judged(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "recall_code");
    card_view(r, result, judged_lines);
    recall_part(r, member_at(result, "recalls"), NULL, judged_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code)
        next_command(r, NULL, "recall show %s", code);
}

static void drills_listed(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "drills");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "No drill yet.\n");
        next_command(r, NULL, "recall drill");
        return;
    }
    table_view(r, rows, score_columns);
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

/* The lots are the operands behind the recall. */
static enum stipple_error judge_params(struct run *r, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    TRY(run_members(r, &w, e));
    json_key(&w, "lots");
    json_array(&w);
    for (size_t i = 1; i < r->options.n_operands; i++)
        json_text(&w, r->options.operands[i]);
    json_array_end(&w);
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_exit judge_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = judge_params(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static const struct option contact_options[] = {
    {"way", OPTION_TEXT, "WAY", "way", "phone, email, letter, message or in_person."},
    {"reached", OPTION_FLAG, NULL, NULL, "They were told, and you know it."},
    {"not-reached", OPTION_FLAG, NULL, NULL, "It was tried."},
    {"words", OPTION_TEXT, "TEXT", "words", "What was said; it is encrypted."},
    {0}};
static const struct option close_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; it names nobody."},
    {"unreached", OPTION_TEXT, "TEXT", "unreached", "Why some were not reached; it names nobody."},
    {0}};
static const struct option reason_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "What was found, or learned; it names nobody."}, {0}};
static const struct option page_options[] = {
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option drill_options[] = {
    {"lot", OPTION_TEXT, "LOT", "lot", "This one, instead of one drawn at random."}, {0}};
static const struct option letter_options[] = {
    {"text", OPTION_TEXT, "FILE", NULL,
     "The studio's own words, with {name} and the like in them."},
    {"directory", OPTION_TEXT, "DIR", NULL,
     "A file each into this directory, instead of all here."},
    {"pdf", OPTION_TEXT, "FILE", NULL, "All of them as pages, ready to print."},
    {"paper", OPTION_TEXT, "SIZE", NULL, "Of the pages: a4 (if not said) or letter."},
    {"left", OPTION_FLAG, NULL, NULL, "Only to those who are not reached yet."},
    {"log", OPTION_FLAG, NULL, NULL, "Write down for each that a letter was sent."},
    LOOK_OPTIONS,
    {0}};

#define RECALL(n) .operands_min = n, .operands_max = n, .operand = "recall"
#define LOTS      .operands_min = 2, .operands_max = 100, .operand = "recall"

const struct command recall_work_commands[] = {
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
     .usage = "recall letter RECALL [--pdf FILE | --directory DIR] [--text FILE]",
     .summary = "Writes a letter to each client on the list.",
     .help =
         "\nWith --pdf each letter has a page, with the address where the window of an envelope "
         "is. Print them on one side of the paper: the back belongs to somebody else.\n\n"
         "Without --text a plain letter is written, which gives the studio's name and address "
         "(stipple studio set; its telephone number can be a line of that). In a text of your own, "
         "{name}, {address}, {date}, {client}, {days}, {products}, {recall}, {studio} and "
         "{studio_address} are filled in.\n\n"
         "Each look at a name is written down, with --reason; with --log, each letter too. Files "
         "are readable for you alone, and none is overwritten.\n\n"
         "For example:\n  stipple recall letter R-0001 --left --log --pdf letters.pdf\n",
     .options = letter_options,
     RECALL(1),
     .method = "recall.show",
     .pages = "clients",
     .run = letter_run},
    {.name = "recall include",
     .usage = "recall include RECALL LOT... --reason TEXT",
     .summary = "You have looked: these lots are meant too. They are held.",
     .options = reason_options,
     LOTS,
     .method = "recall.include",
     .writes = true,
     .run = judge_run,
     .render = recall_judged},
    {.name = "recall exclude",
     .usage = "recall exclude RECALL LOT... --reason TEXT",
     .summary = "You have looked: these lots are not meant. They are held no longer.",
     .options = reason_options,
     LOTS,
     .method = "recall.exclude",
     .writes = true,
     .run = judge_run,
     .render = recall_judged},
    {.name = "recall close",
     .usage = "recall close RECALL --reason TEXT [--unreached TEXT]",
     .summary = "Ends the work on a recall; the lots stay on hold, nothing is forgotten.",
     .options = close_options,
     RECALL(1),
     .method = "recall.close",
     .writes = true,
     .run = run_method,
     .render = recall_closed},
    {.name = "recall withdraw",
     .usage = "recall withdraw RECALL --reason TEXT",
     .summary = "The notice was taken back or entered wrongly: nothing that comes is held by it.",
     .options = reason_options,
     RECALL(1),
     .method = "recall.withdraw",
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
    {.name = "recall drills",
     .usage = "recall drills",
     .summary = "The scores of the drills, newest first.",
     .options = page_options,
     .method = "recall.drills",
     .run = run_method,
     .render = drills_listed},
    {0}};
