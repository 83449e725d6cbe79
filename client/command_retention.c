/* How long records are kept, and their end. A purge is told in portions, each one command of its
 * own, so that what was done is known whatever comes after. */
#include "client/command.h"

#include "base/value.h"
#include "client/view.h"
#include "json/writer.h"

#include <string.h>

enum { PORTION = 50 }; /* as many as retention.purge takes */

static const struct view retained_columns[] = {{"Client", "code", FORMAT_TEXT},
                                               {"Record", "verdict", FORMAT_NAME},
                                               {"Erased", "erased", FORMAT_TEXT},
                                               {"Last seen", "last_day", FORMAT_TEXT},
                                               {"Open courses", "open_courses", FORMAT_TEXT},
                                               {"Waits", "open_review", FORMAT_TEXT},
                                               {"Recall", "open_recall", FORMAT_TEXT},
                                               {"Stays until", "keep_until", FORMAT_TEXT},
                                               {"by", "keep_pack", FORMAT_TEXT},
                                               {"Goes after", "go_after", FORMAT_TEXT},
                                               {"by", "go_pack", FORMAT_TEXT},
                                               {0}};
static void plan_view(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "clients");
    if (cJSON_GetArraySize(rows) == 0) {
        buffer_text(r->out, "No clients.\n");
        return;
    }
    table_view(r, rows, retained_columns);
    cursor_view(r, result);
    next_command(r, "what would go", "retention purge --must-go --dry-run");
}

/* Whose records. */

/* `codes`: const char *. */
static enum stipple_exit code_add(struct run *r, struct list *codes, const char *code)
{
    const char **slot = code ? list_add(&r->arena, codes, sizeof *slot) : NULL;
    if (!slot)
        return tell_memory(r);
    *slot = code;
    return STIPPLE_EXIT_DONE;
}

static bool wanted(const struct run *r, const cJSON *row)
{
    const char *verdict = member_text(row, "verdict");
    if (!verdict)
        return false;
    return strcmp(verdict, "must_go") == 0 ||
           (option_given(&r->options, "may-go") && strcmp(verdict, "may_go") == 0);
}

static enum stipple_exit plan_page(struct run *r, const char *cursor, struct list *codes,
                                   const char **ret_cursor)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *result = NULL;
    json_object(&w);
    if (cursor) {
        json_key(&w, "cursor");
        json_text(&w, cursor);
    }
    json_object_end(&w);
    const char *text = buffer_string(&params);
    enum stipple_exit status = text ? run_call(r, "retention.plan", text, &result) : tell_memory(r);
    buffer_free(&params);
    const cJSON *page = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    if (!page)
        return status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status;
    const cJSON *row, *rows = member_at(page, "clients");
    cJSON_ArrayForEach(row, rows)
    {
        if (status == STIPPLE_EXIT_DONE && wanted(r, row))
            status = code_add(r, codes, member_text(row, "code"));
    }
    *ret_cursor = member_text(page, "cursor");
    return status;
}

static enum stipple_exit codes_gather(struct run *r, struct list *codes)
{
    const struct options *o = &r->options;
    bool by_plan = option_given(o, "must-go") || option_given(o, "may-go");
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    struct error e;
    if (by_plan == (o->n_operands > 0)) {
        fail(&e, STIPPLE_CLIENT_USAGE, NULL,
             "Say whose records: their codes, or --must-go or --may-go.");
        return tell_error(r, &e);
    }
    for (size_t i = 0; i < o->n_operands && status == STIPPLE_EXIT_DONE; i++)
        status = code_add(r, codes, o->operands[i]);
    const char *cursor = NULL;
    do
        if (by_plan && status == STIPPLE_EXIT_DONE)
            status = plan_page(r, cursor, codes, &cursor);
    while (cursor && status == STIPPLE_EXIT_DONE);
    return status;
}

/* One portion of them. */

static enum stipple_error portion_write(const struct run *r, bool dry, const char *const *codes,
                                        size_t n, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    const char *why = option_text(&r->options, "override");
    json_object(&w);
    if (!dry)
        TRY(run_members(r, &w, e));
    if (dry && why) {
        json_key(&w, "override_reason");
        json_text(&w, why);
    }
    json_key(&w, "clients");
    json_array(&w);
    for (size_t i = 0; i < n; i++)
        json_text(&w, codes[i]);
    json_array_end(&w);
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static void portion_show(struct run *r, const cJSON *result)
{
    const cJSON *record, *records = member_at(result, "clients");
    cJSON_ArrayForEach(record, records)
    {
        value_view(r->out, record, "client_code", FORMAT_TEXT);
        if (member_at(record, "problem")) {
            buffer_text(r->out, ": ");
            value_view(r->out, record, "problem.text", FORMAT_TEXT);
        } else {
            buffer_print(r->out, ": the bodies of %d events",
                         cJSON_GetArraySize(member_at(record, "events")));
        }
        buffer_byte(r->out, '\n');
    }
    warnings_view(r, member_at(result, "warnings"), "! ");
}

static enum stipple_exit portion_run(struct run *r, bool dry, const char *const *codes, size_t n)
{
    struct error e = {0};
    struct buffer params = {0};
    enum stipple_exit status =
        portion_write(r, dry, codes, n, &params, &e) == STIPPLE_OK
            ? run_params(r, dry ? "retention.preview" : r->command->method, params.data)
            : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static enum stipple_exit purge_run(struct run *r)
{
    struct list codes = {0};
    struct error e;
    bool dry = option_given(&r->options, "dry-run");
    enum stipple_exit status = codes_gather(r, &codes);
    const char *const *items = codes.items;
    if (status == STIPPLE_EXIT_DONE && codes.n > PORTION && option_given(&r->options, "op-id")) {
        fail(&e, STIPPLE_CLIENT_USAGE, NULL, "--op-id is for one command, of %d records at most.",
             PORTION);
        return tell_error(r, &e);
    }
    for (size_t i = 0; i < codes.n && status == STIPPLE_EXIT_DONE; i += PORTION)
        status = portion_run(r, dry, items + i, codes.n - i < PORTION ? codes.n - i : PORTION);
    if (status == STIPPLE_EXIT_DONE && codes.n == 0)
        tell(r, option_given(&r->options, "may-go") ? "There is no record that may go."
                                                    : "There is no record that has to go.");
    else if (status == STIPPLE_EXIT_DONE)
        tell(r, dry ? "Nothing was done."
                    : "Purged. stipple audit names what went, and by which event.");
    return status;
}

static const struct option plan_options[] = {
    {"day", OPTION_TEXT, "DAY", "day", "As of that day; today if not said."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option purge_options[] = {
    {"must-go", OPTION_FLAG, NULL, NULL, "All that a rule pack wants gone by now."},
    {"may-go", OPTION_FLAG, NULL, NULL, "All that nothing keeps any more, too."},
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why; name nobody here."},
    {"override", OPTION_TEXT, "TEXT", "override_reason", "Why although a rule pack keeps it."},
    {"dry-run", OPTION_FLAG, NULL, NULL, "Shows what would go; nothing is done."},
    {0}};

const struct command retention_commands[] = {
    {.name = "retention plan",
     .usage = "retention [plan] [--day DAY]",
     .summary = "Lists whose record has to stay, may go, or has to go; does nothing.",
     .options = plan_options,
     .method = "retention.plan",
     .run = run_method,
     .render = plan_view},
    {.name = "retention purge",
     .usage = "retention purge CLIENT ... | --must-go | --may-go --reason TEXT [--dry-run]",
     .summary = "Ends clients' records; what lots held, and whom they reached, stays.",
     .help = "\nCannot be undone. Who they were and every word about them goes, from the history "
             "too: the bodies of their events are taken out, the chain of hashes stays whole, and "
             "stipple audit names each event and the purge that took it. Codes, days, lots and "
             "amounts stay. A record with an open course, an open recall or a session that waits "
             "for a manager stays; so does one that a rule pack keeps, without --override.\n\n"
             "For example:\n"
             "  stipple retention purge --must-go --dry-run\n"
             "  stipple retention purge C-0042 --reason \"five years are over\"\n",
     .options = purge_options,
     .operands_max = PORTION,
     .method = "retention.purge",
     .writes = true,
     .run = purge_run,
     .render = portion_show},
    {0}};
