/* A list is tried before it is taken in: lot.preview tells the faults of all its lines at once,
 * each by its line in the file, and lot.deliver then takes all of it or, should something have
 * changed meanwhile, nothing. */
#include "client/receive.h"

#include "client/csv.h"
#include "client/file.h"
#include "client/number.h"
#include "client/text.h"
#include "client/view.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column_kind { COLUMN_TEXT, COLUMN_DATE, COLUMN_COUNT, COLUMN_AMOUNT };

static const struct column {
    const char *name, *param;
    enum column_kind kind;
} columns[] = {
    {"product", "product", COLUMN_TEXT},   {"gs1", "gs1", COLUMN_TEXT},
    {"lot", "lot_no", COLUMN_TEXT},        {"batch", "batch_no", COLUMN_TEXT},
    {"expiry", "expiry", COLUMN_DATE},     {"supplier", "supplier", COLUMN_TEXT},
    {"document", "document", COLUMN_TEXT}, {"containers", "containers", COLUMN_COUNT},
    {"each", NULL, COLUMN_AMOUNT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A list as it is read: the lots as JSON, and the line each stands on. */
struct delivery {
    const char *name;   /* of the file */
    struct buffer lots; /* a JSON array */
    struct list lines;  /* size_t each */
    const struct column *heading[COLUMNS];
    size_t n; /* columns of the heading */
};

static enum stipple_error fail_place(const struct delivery *d, size_t line, size_t column,
                                     const char *why, struct error *e)
{
    return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s", d->name, line,
                column, why);
}

static const struct column *column_find(const char *name)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcasecmp(columns[i].name, name) == 0)
            return &columns[i];
    return NULL;
}

static enum stipple_error heading_read(struct delivery *d, const struct csv_row *row, size_t line,
                                       struct error *e)
{
    for (size_t i = 0; i < row->n; i++) {
        const struct column *found = column_find(row->field[i]);
        for (size_t j = 0; j < d->n && found; j++)
            if (d->heading[j] == found)
                return fail_place(d, line, i + 1, "this column stands twice.", e);
        if (!found) {
            fail(e, STIPPLE_CLIENT_INPUT, NULL,
                 "%s, line %zu, column %zu: no column is called "
                 "\"%.40s\".",
                 d->name, line, i + 1, row->field[i]);
            return fail_hint(e, "The heading is some of: product, gs1, lot, batch, expiry, "
                                "supplier, document, containers, each.");
        }
        d->heading[d->n++] = found;
    }
    return STIPPLE_OK;
}

static enum stipple_error cell_write(struct json_writer *w, const struct column *column,
                                     const char *text, struct error *e)
{
    int64_t count;
    char day[DATE_LENGTH + 1];
    if (column->kind == COLUMN_AMOUNT)
        return amount_write(w, text, e);
    json_key(w, column->param);
    if (column->kind == COLUMN_COUNT && !integer_parse(text, &count))
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "\"%.40s\" is no whole number.", text);
    if (column->kind == COLUMN_DATE && !expiry_parse(text, day))
        return fail(e, STIPPLE_CLIENT_INPUT, NULL,
                    "\"%.40s\" is not a day that exists, written YYYY-MM-DD, or YYYY-MM.", text);
    if (column->kind == COLUMN_COUNT)
        json_int(w, count);
    else
        json_text(w, column->kind == COLUMN_DATE ? day : text);
    return STIPPLE_OK;
}

/* What is wrong in a cell, at its place in the file. */
static enum stipple_error fail_cell(const struct delivery *d, size_t line, size_t column,
                                    struct error *e)
{
    struct error why = *e;
    fail_place(d, line, column, why.message, e);
    return *why.hint ? fail_hint(e, "%s", why.hint) : e->code;
}

static enum stipple_error row_write(struct delivery *d, struct json_writer *w, size_t line,
                                    const struct csv_row *row, struct error *e)
{
    if (row->n > d->n)
        return fail_place(d, line, d->n + 1, "the heading has no such column.", e);
    json_object(w);
    for (size_t i = 0; i < row->n; i++)
        if (*row->field[i] && cell_write(w, d->heading[i], row->field[i], e) != STIPPLE_OK)
            return fail_cell(d, line, i + 1, e);
    json_object_end(w);
    return STIPPLE_OK;
}

static enum stipple_error rows_read(struct delivery *d, struct csv *csv, struct csv_row *row,
                                    struct arena *a, struct error *e)
{
    struct json_writer w = {.out = &d->lots};
    int more;
    json_array(&w);
    while ((more = csv_next(csv, row)) > 0) {
        size_t *line = list_add(a, &d->lines, sizeof *line);
        if (!line)
            return fail_memory(e);
        *line = csv->line;
        TRY(row_write(d, &w, csv->line, row, e));
    }
    json_array_end(&w);
    if (more < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s.", d->name,
                    csv->line, row->n, csv->fault);
    if (d->lines.n == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has a heading and no lots.", d->name);
    return d->lots.failed ? fail_memory(e) : STIPPLE_OK;
}

static enum stipple_error delivery_read(struct delivery *d, struct buffer *bytes, const char *path,
                                        struct arena *a, struct error *e)
{
    struct span text;
    struct csv csv;
    struct csv_row *row = arena_take(a, sizeof *row);
    if (!row)
        return fail_memory(e);
    d->name = file_name(path);
    TRY(file_read(path, bytes, e));
    TRY(file_text(bytes->data, bytes->length, d->name, "Save the list as \"CSV UTF-8\".", &text,
                  e));
    csv_open(&csv, bytes->data + (text.at - bytes->data), text.length);
    if (csv_next(&csv, row) < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s.", d->name,
                    csv.line, row->n, csv.fault);
    if (row->n == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has no heading.", d->name);
    TRY(heading_read(d, row, csv.line, e));
    return rows_read(d, &csv, row, a, e);
}

static const struct view preview_columns[] = {{"Product", "product_name", FORMAT_TEXT},
                                              {"Maker", "maker", FORMAT_TEXT},
                                              {"Lot", "lot_no", FORMAT_TEXT},
                                              {"Batch", "batch_no", FORMAT_TEXT},
                                              {"Expiry", "expiry", FORMAT_TEXT},
                                              {"Bottles", "containers", FORMAT_TEXT},
                                              {"Each", "each", FORMAT_AMOUNT},
                                              {"Problem", "problem.name", FORMAT_ERROR},
                                              {0}};

static void line_tell(struct run *r, const struct delivery *d, size_t line, const char *what)
{
    struct buffer text = {0};
    buffer_print(&text, "%s, line %zu: %s", d->name, line, what ? what : "");
    const char *said = buffer_string(&text);
    tell(r, said ? said : "Memory ran out.");
    buffer_free(&text);
}

static void preview_tell(struct run *r, const struct delivery *d, const cJSON *rows)
{
    const size_t *lines = d->lines.items;
    const cJSON *row, *warning;
    size_t i = 0;
    cJSON_ArrayForEach(row, rows)
    {
        size_t line = i < d->lines.n ? lines[i++] : 0;
        if (member_at(row, "problem"))
            line_tell(r, d, line, member_text(row, "problem.text"));
        cJSON_ArrayForEach(warning, member_at(row, "warnings"))
        {
            line_tell(r, d, line, member_text(warning, "text"));
        }
    }
}

/* The column that fills a member, from 1; 0 when none does. */
static size_t column_of(const struct delivery *d, const char *member)
{
    for (size_t i = 0; i < d->n; i++) {
        const char *param = d->heading[i]->param;
        if (param ? strcmp(param, member) == 0 : strncmp(member, "each_", strlen("each_")) == 0)
            return i + 1;
    }
    return 0;
}

/* What the daemon refused of the whole, at its place in the file where it is about one cell. */
static void refusal_tell(struct run *r, const struct delivery *d, const struct stipple_failure *f)
{
    static const char lots[] = "lots[";
    const size_t *lines = d->lines.items;
    char *end = NULL;
    size_t at = strncmp(f->field, lots, sizeof lots - 1) == 0
                    ? strtoul(f->field + sizeof lots - 1, &end, 10)
                    : 0;
    size_t column = end && strncmp(end, "].", 2) == 0 ? column_of(d, end + 2) : 0;
    const char *why = strchr(f->message, '`') == f->message ? strstr(f->message, "` ") : NULL;
    struct buffer text = {0};
    if (column == 0 || at >= d->lines.n) {
        tell_failure(r, f);
        if (strcmp(f->field, "lots") == 0)
            tell(r, "A list is one delivery; make several lists of it.");
        return;
    }
    buffer_print(&text, "%s, line %zu, column %zu: %s%s", d->name, lines[at], column,
                 why ? "this" : "", why ? why + 1 : f->message);
    const char *said = buffer_string(&text);
    tell(r, said ? said : "Memory ran out.");
    buffer_free(&text);
}

/* Asks what would happen; *ret_refused is whether something would be refused. */
static enum stipple_exit delivery_try(struct run *r, const struct delivery *d, bool dry,
                                      bool *ret_refused)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct stipple_failure failure = {0};
    const char *at = option_text(&r->options, "at"), *result = NULL;
    json_object(&w);
    json_key(&w, "lots");
    json_raw(&w, d->lots.data, d->lots.length);
    if (at) {
        json_key(&w, "occurred_at");
        json_text(&w, at);
    }
    json_object_end(&w);
    const char *text = buffer_string(&params);
    enum stipple_exit status =
        text ? run_try(r, "lot.preview", text, &result, &failure) : tell_memory(r);
    buffer_free(&params);
    if (text && status != STIPPLE_EXIT_DONE)
        refusal_tell(r, d, &failure);
    const cJSON *json = status == STIPPLE_EXIT_DONE ? run_parse(r, result) : NULL;
    if (!json)
        return status == STIPPLE_EXIT_DONE ? STIPPLE_EXIT_FAILED : status;
    *ret_refused = member_number(json, "refused") > 0;
    if (dry && option_given(&r->options, "json")) {
        run_print(r, result);
    } else if (dry || *ret_refused) {
        table_view(r, member_at(json, "lots"), preview_columns);
        preview_tell(r, d, member_at(json, "lots"));
    }
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit delivery_take(struct run *r, const struct delivery *d, struct list *codes)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e;
    const char *result = NULL;
    json_object(&w);
    json_key(&w, "lots");
    json_raw(&w, d->lots.data, d->lots.length);
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

static enum stipple_exit delivery_run(struct run *r, const struct delivery *d, struct list *codes)
{
    bool dry = option_given(&r->options, "dry-run"), refused = false;
    enum stipple_exit status = delivery_try(r, d, dry, &refused);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (refused) {
        tell(r, dry ? "Nothing of this list would be taken in." : "Nothing was taken in.");
        return STIPPLE_EXIT_CONFLICT;
    }
    if (!dry)
        return delivery_take(r, d, codes);
    tell(r, "All of this list would be taken in; nothing was done yet.");
    return STIPPLE_EXIT_DONE;
}

enum stipple_exit receive_csv(struct run *r, const char *path, struct list *codes)
{
    struct delivery d = {0};
    struct buffer bytes = {0};
    struct error e;
    enum stipple_exit status = delivery_read(&d, &bytes, path, &r->arena, &e) == STIPPLE_OK
                                   ? delivery_run(r, &d, codes)
                                   : tell_error(r, &e);
    buffer_free(&d.lots);
    buffer_free(&bytes);
    return status;
}
