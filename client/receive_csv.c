/* A list is tried before it is taken in: lot.preview tells the faults of all its lines at once,
 * each by its line in the file, and lot.deliver then takes all of it or, should something have
 * changed meanwhile, nothing. What the wire itself refuses, a number out of its bounds, is one
 * fault at a time; so that cell is noted and the list tried without it, until only lots are judged.
 */
#include "client/receive.h"

#include "client/receive_list.h"
#include "client/text.h"
#include "client/view.h"

#include <stdlib.h>
#include <string.h>

/* So many cells out of bounds are told in one go. */
enum { TRIES_MAX = 64 };

static const struct view preview_columns[] = {
    {"Product", "product_name", FORMAT_TEXT}, {"Maker", "maker", FORMAT_TEXT},
    {"Lot", "lot_no", FORMAT_TEXT},           {"Batch", "batch_no", FORMAT_TEXT},
    {"Expiry", "expiry", FORMAT_TEXT},        {"Bottles", "containers", FORMAT_TEXT},
    {"Each", "each", FORMAT_AMOUNT},          {0}};

static void place_tell(struct run *r, const struct receive_list *l, size_t line, size_t column,
                       const char *what)
{
    struct buffer text = {0};
    list_place(&text, l, line, column);
    list_plain(&text, what ? what : "");
    const char *said = buffer_string(&text);
    tell(r, said ? said : "Memory ran out.");
    buffer_free(&text);
}

/* What the daemon says of a line; nothing of a cell that could not be read. */
static void remark_tell(struct run *r, const struct receive_list *l, size_t line,
                        const cJSON *remark)
{
    const char *field = member_text(remark, "field");
    size_t column = field ? list_column_of(l, field) : l->n;
    const struct list_line *lines = l->lines.items;
    if (!remark || (column < l->n && lines[line].why[column]))
        return;
    place_tell(r, l, line, column, member_text(remark, "text"));
}

static void cells_tell(struct run *r, const struct receive_list *l, size_t line)
{
    const struct list_line *lines = l->lines.items;
    for (size_t c = 0; c <= l->n; c++)
        if (lines[line].why[c])
            place_tell(r, l, line, c, lines[line].why[c]);
}

/* Every line that has something; without rows, where the daemon was not asked, the cells alone. */
static void lines_tell(struct run *r, const struct receive_list *l, const cJSON *rows)
{
    const cJSON *row = rows ? rows->child : NULL, *warning;
    for (size_t i = 0; i < l->lines.n; i++, row = row ? row->next : NULL) {
        cells_tell(r, l, i);
        remark_tell(r, l, i, member_at(row, "problem"));
        cJSON_ArrayForEach(warning, member_at(row, "warnings"))
        {
            remark_tell(r, l, i, warning);
        }
    }
}

/* The cell that the wire refused, noted as that; false where it refused something else. */
static bool refusal_note(struct receive_list *l, const struct stipple_failure *f)
{
    static const char lots[] = "lots[";
    struct list_line *lines = l->lines.items;
    char *end = NULL;
    if (strncmp(f->field, lots, sizeof lots - 1) != 0)
        return false;
    size_t at = strtoul(f->field + sizeof lots - 1, &end, 10);
    size_t column = strncmp(end, "].", 2) == 0 ? list_column_of(l, end + 2) : l->n;
    const char *why = strchr(f->message, '`') == f->message ? strstr(f->message, "` ") : NULL;
    if (at >= l->lines.n || column == l->n || lines[at].why[column])
        return false;
    lines[at].why[column] =
        arena_print(l->arena, "%s%s", why ? "this" : "", why ? why + 1 : f->message);
    return lines[at].why[column] != NULL;
}

static enum stipple_exit preview_call(struct run *r, const struct receive_list *l,
                                      const char **ret_result, struct stipple_failure *failure)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *at = option_text(&r->options, "at");
    json_object(&w);
    json_key(&w, "lots");
    list_write(l, &w);
    if (at) {
        json_key(&w, "occurred_at");
        json_text(&w, at);
    }
    json_object_end(&w);
    const char *text = buffer_string(&params);
    enum stipple_exit status =
        text ? run_try(r, "lot.preview", text, ret_result, failure) : tell_memory(r);
    buffer_free(&params);
    return status;
}

static bool list_faulty(const struct receive_list *l)
{
    const struct list_line *lines = l->lines.items;
    for (size_t i = 0; i < l->lines.n; i++)
        if (list_line_faulty(&lines[i]))
            return true;
    return false;
}

static void refusal_tell(struct run *r, const struct receive_list *l,
                         const struct stipple_failure *f)
{
    lines_tell(r, l, NULL);
    if (*f->message)
        tell_failure(r, f);
    if (strcmp(f->field, "lots") == 0)
        tell(r, "A list is one delivery; make several lists of it.");
}

/* Asks what would happen; *ret_refused is whether something would be refused. */
static enum stipple_exit delivery_try(struct run *r, struct receive_list *l, bool dry,
                                      bool *ret_refused)
{
    struct stipple_failure failure = {0};
    const char *result = NULL;
    enum stipple_exit status = preview_call(r, l, &result, &failure);
    for (int i = 0; i < TRIES_MAX && status != STIPPLE_EXIT_DONE && refusal_note(l, &failure); i++)
        status = preview_call(r, l, &result, &failure);
    if (status != STIPPLE_EXIT_DONE) {
        refusal_tell(r, l, &failure);
        return status;
    }
    const cJSON *json = run_parse(r, result);
    if (!json)
        return STIPPLE_EXIT_FAILED;
    *ret_refused = list_faulty(l) || member_number(json, "refused") > 0;
    if (dry && option_given(&r->options, "json")) {
        run_print(r, result);
        lines_tell(r, l, NULL);
    } else if (dry || *ret_refused) {
        table_view(r, member_at(json, "lots"), preview_columns);
        lines_tell(r, l, member_at(json, "lots"));
    }
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit delivery_take(struct run *r, const struct receive_list *l,
                                       struct list *codes)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e;
    const char *result = NULL;
    json_object(&w);
    json_key(&w, "lots");
    list_write(l, &w);
    enum stipple_error code = run_members(r, &w, &e);
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    enum stipple_exit status =
        code == STIPPLE_OK ? run_call(r, "lot.deliver", params.data, &result) : tell_error(r, &e);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    const cJSON *json = run_parse(r, result), *lot;
    bool raw = option_given(&r->options, "json");
    cJSON_ArrayForEach(lot, member_at(json, "lots"))
    {
        codes_add(r, lot, codes);
        if (raw)
            continue;
        received_view(r, lot);
        buffer_byte(r->out, '\n');
    }
    if (raw)
        run_print(r, result);
    else
        next_command(r, "write the codes on the bottles", "stock");
    return json ? STIPPLE_EXIT_DONE : STIPPLE_EXIT_FAILED;
}

static enum stipple_exit delivery_run(struct run *r, struct receive_list *l, struct list *codes)
{
    bool dry = option_given(&r->options, "dry-run"), refused = false;
    enum stipple_exit status = delivery_try(r, l, dry, &refused);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (refused) {
        tell(r, dry ? "Nothing of this list would be taken in." : "Nothing was taken in.");
        return list_faulty(l) ? STIPPLE_EXIT_USAGE : STIPPLE_EXIT_CONFLICT;
    }
    if (!dry)
        return delivery_take(r, l, codes);
    tell(r, "All of this list would be taken in; nothing was done yet.");
    return STIPPLE_EXIT_DONE;
}

enum stipple_exit receive_csv(struct run *r, const char *path, struct list *codes)
{
    struct receive_list l = {.arena = &r->arena};
    struct buffer bytes = {0};
    struct error e;
    enum stipple_exit status = list_read(&l, &bytes, path, &e) == STIPPLE_OK
                                   ? delivery_run(r, &l, codes)
                                   : tell_error(r, &e);
    buffer_free(&bytes);
    return status;
}
