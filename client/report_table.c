/* Tables here have columns that nobody here knows: they describe themselves, and so one piece of
 * code shows them all, and those to come. On a terminal that is too narrow for a row, its cells
 * take more lines; whatever reads from a pipe gets a row a line. */
#include "client/report.h"

#include "client/report_page.h"
#include "client/text.h"
#include "client/view.h"

#include <string.h>

/* As many as are laid out; a report's tables have twelve at most. */
enum { GAP = 2, COLUMNS_MAX = 24, LABEL_WIDTH = 18 };

struct table {
    const cJSON *columns, *rows;
    size_t n;
    int offset; /* that the report states */
    size_t width[COLUMNS_MAX];
    bool right[COLUMNS_MAX];
};

/* The headings where `row` is NULL. */
static void cells_make(const struct table *t, const cJSON *row, struct buffer *ret)
{
    const cJSON *column = t->columns->child, *cell = row ? row->child : NULL;
    for (size_t i = 0; i < t->n; i++, column = column->next) {
        ret[i] = (struct buffer){0};
        if (row)
            report_cell(&ret[i], cell, column, t->offset);
        else
            text_clean(&ret[i], member_text(column, "label"));
        cell = cell ? cell->next : NULL;
    }
}

static void cells_free(const struct table *t, struct buffer *cells)
{
    for (size_t i = 0; i < t->n; i++)
        buffer_free(&cells[i]);
}

static size_t word_longest(const char *text)
{
    size_t longest = 0;
    while (*text) {
        size_t n = strcspn(text, " "), width = text_width(text, n);
        longest = width > longest ? width : longest;
        text += n + strspn(text + n, " ");
    }
    return longest;
}

static void cells_count(const struct table *t, const cJSON *row, struct column_need *needs)
{
    struct buffer cells[COLUMNS_MAX];
    cells_make(t, row, cells);
    for (size_t i = 0; i < t->n; i++) {
        const char *text = buffer_string(&cells[i]);
        double all = (double)text_width(text ? text : "", cells[i].length);
        double word = (double)word_longest(text ? text : "");
        needs[i].natural = all + GAP > needs[i].natural ? all + GAP : needs[i].natural;
        needs[i].least = word + GAP > needs[i].least ? word + GAP : needs[i].least;
        needs[i].mass += all * all;
    }
    cells_free(t, cells);
}

/* False where the room is too narrow for a table. */
static bool widths_find(struct table *t, size_t room)
{
    struct column_need needs[COLUMNS_MAX] = {0};
    double shared[COLUMNS_MAX], all = 0;
    bool whole = true;
    const cJSON *row;
    cells_count(t, NULL, needs);
    cJSON_ArrayForEach(row, t->rows)
    {
        cells_count(t, row, needs);
    }
    for (size_t i = 0; i < t->n; i++)
        all += needs[i].natural;
    bool folded = room > 0 && all > (double)room + GAP;
    if (folded)
        whole = columns_fit(needs, t->n, (double)room + GAP, shared);
    for (size_t i = 0; i < t->n; i++) {
        double width = (folded ? shared[i] : needs[i].natural) - GAP;
        t->width[i] = width > 1 ? (size_t)width : 1;
    }
    return whole;
}

/* The bytes of the next line of at most `width` columns: whole words, or of a word that is longer
 * what fits, one character at least. */
static size_t line_length(const char *text, size_t width)
{
    size_t length = strlen(text), fits = 0, space = 0, n;
    for (size_t i = 0; i < length; i += n) {
        utf8_next(text + i, length - i, &n);
        if (text[i] == ' ')
            space = i;
        if (i > 0 && text_width(text, i + n) > width)
            return space > 0 ? space : fits;
        fits = i + n;
    }
    return length;
}

static void padded(struct buffer *out, const char *text, size_t length, size_t width, bool right)
{
    size_t columns = text_width(text, length), fill = width > columns ? width - columns : 0;
    if (right)
        text_spaces(out, fill);
    buffer_add(out, text, length);
    text_spaces(out, (right ? 0 : fill) + GAP);
}

/* One line of each cell, which moves on; false when nothing is left of any. */
static bool line_show(struct buffer *out, const struct table *t, const char **rest)
{
    bool more = false;
    for (size_t i = 0; i < t->n; i++) {
        size_t length = line_length(rest[i], t->width[i]);
        padded(out, rest[i], length, t->width[i], t->right[i]);
        rest[i] += length + strspn(rest[i] + length, " ");
        more = more || *rest[i];
    }
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        buffer_cut(out, out->length - 1);
    buffer_byte(out, '\n');
    return more;
}

static void row_show(struct buffer *out, const struct table *t, const cJSON *row)
{
    struct buffer cells[COLUMNS_MAX];
    const char *rest[COLUMNS_MAX];
    cells_make(t, row, cells);
    for (size_t i = 0; i < t->n; i++) {
        const char *text = buffer_string(&cells[i]);
        rest[i] = text ? text : "";
    }
    while (line_show(out, t, rest))
        continue;
    cells_free(t, cells);
}

static void card_show(struct run *r, const struct table *t, const cJSON *row)
{
    struct buffer cells[COLUMNS_MAX];
    const cJSON *column = t->columns->child;
    cells_make(t, row, cells);
    for (size_t i = 0; i < t->n; i++, column = column->next) {
        const char *label = member_text(column, "label"), *text = buffer_string(&cells[i]);
        if (text && *text)
            text_wrap(r->out, label ? label : "", LABEL_WIDTH, r->terminal.width, text);
    }
    cells_free(t, cells);
    if (row->next)
        buffer_byte(r->out, '\n');
}

static void table_show(struct run *r, struct table *t)
{
    const cJSON *row, *column = t->columns->child;
    int n = cJSON_GetArraySize(t->columns);
    t->n = n < COLUMNS_MAX ? (size_t)n : COLUMNS_MAX;
    for (size_t i = 0; i < t->n; i++, column = column->next) {
        const char *type = member_text(column, "type");
        t->right[i] = type && strcmp(type, "number") == 0;
    }
    bool table = widths_find(t, r->terminal.tty ? r->terminal.columns : 0);
    if (table)
        row_show(r->out, t, NULL);
    cJSON_ArrayForEach(row, t->rows)
    {
        if (table)
            row_show(r->out, t, row);
        else
            card_show(r, t, row);
    }
}

void report_section(struct run *r, const cJSON *section, int offset)
{
    struct table t = {.columns = member_at(section, "columns"),
                      .rows = member_at(section, "rows"),
                      .offset = offset};
    buffer_text(r->out, r->terminal.bold ? "\n\x1b[1m" : "\n");
    text_clean(r->out, member_text(section, "title"));
    buffer_text(r->out, r->terminal.bold ? "\x1b[0m\n" : "\n");
    if (cJSON_GetArraySize(t.rows) == 0 || cJSON_GetArraySize(t.columns) == 0)
        buffer_text(r->out, "None.\n");
    else
        table_show(r, &t);
}
