/* Whoever mends a list wants all its faults at once: a cell that cannot be read is noted and left
 * out, and the rest of its line is tried with the others. */
#include "client/receive_list.h"

#include "client/file.h"
#include "client/number.h"
#include "client/plain.h"
#include "client/receive.h"
#include "client/text.h"

#include <string.h>
#include <strings.h>

enum column_kind { COLUMN_TEXT, COLUMN_DATE, COLUMN_COUNT, COLUMN_AMOUNT };

struct list_column {
    const char *name, *param;
    enum column_kind kind;
};
static const struct list_column columns[LIST_COLUMNS] = {
    {"product", "product", COLUMN_TEXT},   {"gs1", "gs1", COLUMN_TEXT},
    {"lot", "lot_no", COLUMN_TEXT},        {"batch", "batch_no", COLUMN_TEXT},
    {"expiry", "expiry", COLUMN_DATE},     {"supplier", "supplier", COLUMN_TEXT},
    {"document", "document", COLUMN_TEXT}, {"containers", "containers", COLUMN_COUNT},
    {"each", "each_ul", COLUMN_AMOUNT},
};

static bool fills(const struct list_column *column, const char *member, size_t length)
{
    bool own = strlen(column->param) == length && memcmp(column->param, member, length) == 0;
    return own || (column->kind == COLUMN_AMOUNT && length == strlen("each_pieces") &&
                   memcmp(member, "each_pieces", length) == 0);
}

size_t list_column_of(const struct receive_list *l, const char *member)
{
    size_t i = 0;
    while (i < l->n && !fills(l->heading[i], member, strcspn(member, "[.")))
        i++;
    return i;
}

const char *list_column_name(const struct receive_list *l, size_t column)
{
    return column < l->n ? l->heading[column]->name : "";
}

void list_place(struct buffer *out, const struct receive_list *l, size_t line, size_t column)
{
    const struct list_line *lines = l->lines.items;
    buffer_print(out, "%s, line %zu", l->name, lines[line].number);
    if (column < l->n)
        buffer_print(out, ", column %zu (%s)", column + 1, l->heading[column]->name);
    buffer_text(out, ": ");
}

static bool column_word(struct buffer *out, const void *with, const char *word, size_t length,
                        bool marked)
{
    (void)with;
    for (size_t i = 0; i < LIST_COLUMNS && marked; i++)
        if (fills(&columns[i], word, length)) {
            buffer_text(out, columns[i].name);
            return true;
        }
    return false;
}

void list_plain(struct buffer *out, const char *text)
{
    plain_words(out, text, column_word, NULL);
}

bool list_line_faulty(const struct list_line *line)
{
    for (size_t i = 0; i <= LIST_COLUMNS; i++)
        if (line->why[i])
            return true;
    return false;
}

static enum stipple_error fail_place(const struct receive_list *l, size_t line, size_t column,
                                     const char *why, struct error *e)
{
    return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s", l->name, line,
                column, why);
}

static const struct list_column *column_find(const char *name)
{
    for (size_t i = 0; i < LIST_COLUMNS; i++)
        if (strcasecmp(columns[i].name, name) == 0)
            return &columns[i];
    return NULL;
}

static enum stipple_error heading_read(struct receive_list *l, const struct csv_row *row,
                                       size_t line, struct error *e)
{
    for (size_t i = 0; i < row->n; i++) {
        const struct list_column *found = column_find(row->field[i]);
        for (size_t j = 0; j < l->n && found; j++)
            if (l->heading[j] == found)
                return fail_place(l, line, i + 1, "this column stands twice.", e);
        if (!found) {
            fail(e, STIPPLE_CLIENT_INPUT, NULL,
                 "%s, line %zu, column %zu: no column is called \"%.40s\".", l->name, line, i + 1,
                 row->field[i]);
            return fail_hint(e, "The heading is some of: product, gs1, lot, batch, expiry, "
                                "supplier, document, containers, each.");
        }
        l->heading[l->n++] = found;
    }
    return STIPPLE_OK;
}

static enum stipple_error cell_write(struct json_writer *w, const struct list_column *column,
                                     const char *text, struct error *e)
{
    int64_t count;
    char day[DATE_LENGTH + 1];
    if (column->kind == COLUMN_AMOUNT)
        return amount_write(w, text, e);
    if (column->kind == COLUMN_COUNT && !integer_parse(text, &count))
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "\"%.40s\" is no whole number.", text);
    if (column->kind == COLUMN_DATE && !expiry_parse(text, day))
        return fail(e, STIPPLE_CLIENT_INPUT, NULL,
                    "\"%.40s\" is not a day that exists, written YYYY-MM-DD, or YYYY-MM.", text);
    json_key(w, column->param);
    if (column->kind == COLUMN_COUNT)
        json_int(w, count);
    else
        json_text(w, column->kind == COLUMN_DATE ? day : text);
    return STIPPLE_OK;
}

void list_write(const struct receive_list *l, struct json_writer *w)
{
    const struct list_line *lines = l->lines.items;
    struct error told; /* and noted when the line was read */
    json_array(w);
    for (size_t i = 0; i < l->lines.n; i++) {
        json_object(w);
        for (size_t c = 0; c < lines[i].n; c++)
            if (*lines[i].cells[c] && !lines[i].why[c])
                cell_write(w, l->heading[c], lines[i].cells[c], &told);
        json_object_end(w);
    }
    json_array_end(w);
}

/* Whether memory sufficed. A cell that no column of the heading is over stands behind the last. */
static bool line_read(struct receive_list *l, size_t number, const struct csv_row *row)
{
    struct list_line *line = list_add(l->arena, &l->lines, sizeof *line);
    size_t n = row->n < l->n ? row->n : l->n;
    char **cells = arena_array(l->arena, n, sizeof *cells);
    if (!line || !cells)
        return false;
    *line = (struct list_line){.number = number, .cells = cells, .n = n};
    if (row->n > n)
        line->why[n] = "the heading has no such column.";
    for (size_t i = 0; i < n; i++) {
        struct buffer unused = {0};
        struct json_writer w = {.out = &unused};
        struct error e = {0};
        cells[i] = row->field[i];
        if (*cells[i] && cell_write(&w, l->heading[i], cells[i], &e) != STIPPLE_OK)
            line->why[i] = arena_print(l->arena, "%s%s%s", e.message, *e.hint ? " " : "", e.hint);
        buffer_free(&unused);
    }
    return !l->arena->starved;
}

static enum stipple_error rows_read(struct receive_list *l, struct csv *csv, struct csv_row *row,
                                    struct error *e)
{
    int more;
    while ((more = csv_next(csv, row)) > 0)
        if (!line_read(l, csv->line, row))
            return fail_memory(e);
    if (more < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s.", l->name,
                    csv->line, row->n, csv->fault);
    if (l->lines.n == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has a heading and no lots.", l->name);
    return STIPPLE_OK;
}

enum stipple_error list_read(struct receive_list *l, struct buffer *bytes, const char *path,
                             struct error *e)
{
    struct span text;
    struct csv csv;
    struct csv_row *row = arena_take(l->arena, sizeof *row);
    if (!row)
        return fail_memory(e);
    l->name = file_name(path);
    TRY(file_read(path, bytes, e));
    TRY(file_text(bytes->data, bytes->length, l->name, "Save the list as \"CSV UTF-8\".", &text,
                  e));
    csv_open(&csv, bytes->data + (text.at - bytes->data), text.length);
    if (csv_next(&csv, row) < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s.", l->name,
                    csv.line, row->n, csv.fault);
    if (row->n == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has no heading.", l->name);
    TRY(heading_read(l, row, csv.line, e));
    return rows_read(l, &csv, row, e);
}
