/* Sections of texts alone: what rule packs miss, what of a recall is open, and who the codes stand
 * for. */
#include "app/report_schema.h"

#include "app/identity.h"
#include "app/inspect.h"
#include "app/schemas.h"
#include "store/recall.h"

#include <string.h>

/* What a report shows of it; the rest is counted. */
enum { MISSING_MAX = 1000 };
/* More at once than any studio has seen. */
enum { RECALLS_OPEN_MAX = 100 };

static enum stipple_error row_add(struct call *call, struct list *rows, const char *const *cells,
                                  size_t n)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_array(&w);
    for (size_t i = 0; i < n; i++)
        json_text(&w, cells[i]);
    json_array_end(&w);
    const char **slot = list_add(&call->arena, rows, sizeof *slot);
    const char *row = text.failed ? NULL : arena_copy(&call->arena, text.data, text.length);
    buffer_free(&text);
    if (!slot || !row)
        return fail_memory(&call->error);
    *slot = row;
    return STIPPLE_OK;
}

static struct report_section *section_add(struct call *call, const struct report_column *columns,
                                          size_t n, struct list *sections)
{
    struct report_section *section = list_add(&call->arena, sections, sizeof *section);
    struct report_column *copies = arena_array(&call->arena, n, sizeof *copies);
    if (!section || !copies)
        return NULL;
    for (size_t i = 0; i < n; i++)
        copies[i] = columns[i];
    section->columns = (struct list){copies, n};
    return section;
}

/* Names. */

static const struct report_column name_columns[] = {
    {"client", "Client", CELL_TEXT}, {"name", "Name", CELL_TEXT},
    {"born", "Born", CELL_DATE},     {"phone", "Telephone", CELL_TEXT},
    {"email", "E-mail", CELL_TEXT},  {"address", "Address", CELL_TEXT},
};
enum { NAME_COLUMNS = sizeof name_columns / sizeof *name_columns };

static enum stipple_error name_add(struct call *call, const struct look_head *look, const char *id,
                                   struct list *rows)
{
    struct client client;
    struct identity who = {.name = "erased"};
    TRY(client_show(call->store, &call->arena, id, &client, &call->error));
    if (client.sealed) {
        TRY(identity_open(call, &client, &who));
        TRY(look_note(call, look, client.id));
    }
    const char *cells[NAME_COLUMNS] = {client.code, who.name,  who.born,
                                       who.phone,   who.email, who.address};
    return row_add(call, rows, cells, NAME_COLUMNS);
}

enum stipple_error report_names(struct call *call, const struct look_head *look,
                                const struct report_filter *filter, struct list *sections)
{
    struct report_section *section = section_add(call, name_columns, NAME_COLUMNS, sections);
    struct list clients = {0};
    if (!section)
        return fail_memory(&call->error);
    section->subject = SUBJECT_NAME;
    section->title = "Names";
    section->text = "Who the codes of clients stand for.";
    TRY(report_clients(call->store, &call->arena, filter, &clients, &call->error));
    const char *const *id = clients.items;
    for (size_t i = 0; i < clients.n; i++)
        TRY(name_add(call, look, id[i], &section->rows));
    return STIPPLE_OK;
}

/* What is missing. */

static const struct report_column missing_columns[] = {
    {"record", "Record", CELL_TEXT},       {"fields", "What is missing", CELL_TEXT},
    {"gravity", "Gravity", CELL_TEXT},     {"pack", "Asked by", CELL_TEXT},
    {"sentence", "Which says", CELL_TEXT},
};
enum { MISSING_COLUMNS = sizeof missing_columns / sizeof *missing_columns };

static enum stipple_error finding_add(struct call *call, const struct finding *finding,
                                      struct list *rows)
{
    const char *missing = rule_words(&call->arena, &finding->fields, finding->value);
    if (!missing)
        return fail_memory(&call->error);
    const char *cells[MISSING_COLUMNS] = {finding->code ? finding->code : finding->record, missing,
                                          rule_gravities[finding->gravity], finding->pack,
                                          finding->sentence};
    return row_add(call, rows, cells, MISSING_COLUMNS);
}

/* A session that waits is a gap whatever any pack asks for; its warning begins with its code. */
static enum stipple_error doubt_add(struct call *call, const struct warning *warning,
                                    struct list *rows)
{
    const char *cells[MISSING_COLUMNS] = {NULL, NULL, NULL, NULL, warning->text};
    if (strcmp(warning->name, "session.open") == 0) {
        size_t length = strcspn(warning->text, " ");
        cells[0] = arena_copy(&call->arena, warning->text, length);
        cells[1] = "a manager's look";
        cells[2] = "open";
        cells[3] = "the books";
        if (!cells[0])
            return fail_memory(&call->error);
    }
    return row_add(call, rows, cells, MISSING_COLUMNS);
}

/* That nothing was asked for is not that nothing is missing. */
static enum stipple_error doubts_add(struct call *call, const struct inspect_result *found,
                                     struct list *rows)
{
    const struct warning *warning = found->warnings.items;
    for (size_t i = 0; i < found->warnings.n; i++)
        TRY(doubt_add(call, &warning[i], rows));
    if (found->more == 0)
        return STIPPLE_OK;
    const char *more =
        arena_print(&call->arena, "%lld more, milder, are not shown.", (long long)found->more);
    const char *cells[MISSING_COLUMNS] = {NULL, NULL, NULL, NULL, more};
    return more ? row_add(call, rows, cells, MISSING_COLUMNS) : fail_memory(&call->error);
}

enum stipple_error report_missing(struct call *call, const struct report_params *params,
                                  struct list *sections)
{
    struct report_section *section = section_add(call, missing_columns, MISSING_COLUMNS, sections);
    struct inspect_result found = {0};
    struct inspect_params asked = {.from = params->from,
                                   .to = params->to,
                                   .pack = params->pack,
                                   .client = params->client,
                                   .limit = MISSING_MAX};
    if (!section)
        return fail_memory(&call->error);
    section->subject = SUBJECT_GAP;
    section->title = "Missing against the rules";
    section->text = "What the rule packs ask for and the books do not have, worst first.";
    TRY(inspect_run(call, &asked, &found));
    const struct finding *finding = found.findings.items;
    for (size_t i = 0; i < found.findings.n; i++)
        TRY(finding_add(call, &finding[i], &section->rows));
    return doubts_add(call, &found, &section->rows);
}

/* What nobody has decided. */

static const struct report_column undecided_columns[] = {
    {"recall", "Recall", CELL_TEXT},         {"lot", "Lot", CELL_TEXT},
    {"maker", "Maker", CELL_TEXT},           {"product", "Product", CELL_TEXT},
    {"lot_no", "Lot number", CELL_TEXT},     {"batch_no", "Batch", CELL_TEXT},
    {"containers", "Still here", CELL_TEXT}, {"why", "Why it may be", CELL_TEXT},
};
enum { UNDECIDED_COLUMNS = sizeof undecided_columns / sizeof *undecided_columns };

static enum stipple_error undecided_add(struct call *call, const char *recall, struct list *rows)
{
    struct recall_status status;
    TRY(recall_show(call->store, &call->arena, recall, &status, &call->error));
    const struct recall_lot *row = status.undecided.items;
    for (size_t i = 0; i < status.undecided.n; i++) {
        const struct lot *lot = &row[i].lot;
        const char *here = arena_print(&call->arena, "%lld", (long long)lot->containers);
        const char *cells[UNDECIDED_COLUMNS] = {
            status.recall.code, lot->code,     lot->maker, lot->product_name,
            lot->lot_no,        lot->batch_no, here,       row[i].why};
        TRY(here ? row_add(call, rows, cells, UNDECIDED_COLUMNS) : fail_memory(&call->error));
    }
    return STIPPLE_OK;
}

enum stipple_error report_undecided(struct call *call, const struct report_params *params,
                                    struct list *sections)
{
    struct report_section *section =
        section_add(call, undecided_columns, UNDECIDED_COLUMNS, sections);
    struct list recalls = {0};
    const char *end;
    if (!section)
        return fail_memory(&call->error);
    section->subject = SUBJECT_GAP;
    section->title = "Undecided in recalls";
    section->text = "Lots that a notice may mean, and nobody has said whether it does: they are "
                    "not held.";
    if (params->recall)
        return undecided_add(call, params->recall, &section->rows);
    TRY(recall_list(call->store, &call->arena, true, RECALLS_OPEN_MAX, NULL, &recalls, &end,
                    &call->error));
    const struct recall *recall = recalls.items;
    for (size_t i = 0; i < recalls.n; i++)
        TRY(undecided_add(call, recall[i].id, &section->rows));
    return STIPPLE_OK;
}
