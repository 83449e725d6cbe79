/* A row stays on one page where it can. One that is higher than a page goes on from page to page,
 * each of its cells where it left off. No row is left alone by the others of its table, at its
 * beginning or at its end. */
#include "client/report_grid.h"

#include "client/report.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>
#include <string.h>

/* Rows measured for the widths: those behind wrap as they must. */
enum { ROWS_MEASURED = 1000 };
static const double cell_size = 7.5, cell_gap = 6, row_gap = 2;

static bool column_is(const cJSON *column, const char *type)
{
    const char *text = member_text(column, "type");
    return text && strcmp(text, type) == 0;
}

static PangoLayout *text_layout(struct sheet *s, struct buffer *text, const cJSON *column,
                                enum weight weight, double width)
{
    const char *words = buffer_string(text);
    PangoLayout *layout = sheet_layout(s, words ? words : "", cell_size, weight, width,
                                       column_is(column, "number") ? SIDE_END : SIDE_START);
    buffer_free(text);
    return layout;
}

static size_t decimals_of(const struct buffer *number)
{
    const char *point = number->data ? memchr(number->data, '.', number->length) : NULL;
    return point ? (size_t)(number->data + number->length - point) - 1 : 0;
}

/* Spaces as wide as the digits that others of the column have (U+2007, and U+2008 for the point),
 * so that nothing is printed that was not measured. */
static void decimals_pad(struct buffer *number, int decimals)
{
    size_t has = decimals_of(number);
    if (number->length == 0 || has >= (size_t)decimals)
        return;
    buffer_text(number, has == 0 ? "\xE2\x80\x88" : "");
    for (; has < (size_t)decimals; has++)
        buffer_text(number, "\xE2\x80\x87");
}

static PangoLayout *cell_layout(const struct grid *g, const cJSON *cell, const cJSON *column,
                                size_t at)
{
    struct buffer text = {0};
    report_cell(&text, cell, column, g->offset);
    decimals_pad(&text, g->decimals[at]);
    return text_layout(g->s, &text, column, WEIGHT_PLAIN, g->width[at] - cell_gap);
}

static PangoLayout *heading_layout(const struct grid *g, const cJSON *column, size_t at)
{
    struct buffer text = {0};
    text_clean(&text, member_text(column, "label"));
    return text_layout(g->s, &text, column, WEIGHT_BOLD, g->width[at] - cell_gap);
}

/* The cells of a row, or the headings where it is NULL. */
static void row_layouts(const struct grid *g, const cJSON *row, PangoLayout **ret)
{
    const cJSON *column = g->columns->child, *cell = row ? row->child : NULL;
    for (size_t i = 0; i < g->n; i++) {
        ret[i] = row ? cell_layout(g, cell, column, i) : heading_layout(g, column, i);
        column = column->next;
        cell = cell ? cell->next : NULL;
    }
}

static void row_free(const struct grid *g, PangoLayout **layouts)
{
    for (size_t i = 0; i < g->n; i++)
        g_object_unref(layouts[i]);
}

static double layouts_height(const struct grid *g, PangoLayout **layouts)
{
    double height = 0;
    for (size_t i = 0; i < g->n; i++)
        height = fmax(height, layout_height(layouts[i]));
    return height + 2 * row_gap;
}

/* Of the headings where it is NULL. */
static double row_height(const struct grid *g, const cJSON *row)
{
    PangoLayout *layouts[GRID_COLUMNS_MAX];
    row_layouts(g, row, layouts);
    double height = layouts_height(g, layouts);
    row_free(g, layouts);
    return height;
}

/* What of the row fits into `room`; false when something is left. */
static bool row_draw(const struct grid *g, PangoLayout **layouts, double room, int *lines)
{
    double x = SHEET_MARGIN, height = 0;
    bool done = true;
    for (size_t i = 0; i < g->n; i++) {
        height = fmax(height, sheet_lines(g->s, layouts[i], x, g->s->flow.y + row_gap,
                                          room - 2 * row_gap, true, &lines[i]));
        done = done && lines[i] >= pango_layout_get_line_count(layouts[i]);
        x += g->width[i];
    }
    g->s->flow.y += height + 2 * row_gap;
    return done;
}

/* They stand on the rule below them, whatever their number of lines. */
static void headings_draw(const struct grid *g)
{
    PangoLayout *layouts[GRID_COLUMNS_MAX];
    row_layouts(g, NULL, layouts);
    double x = SHEET_MARGIN, bottom = g->s->flow.y + layouts_height(g, layouts) - row_gap;
    for (size_t i = 0; i < g->n; i++) {
        int line = 0;
        sheet_lines(g->s, layouts[i], x, bottom - layout_height(layouts[i]), HUGE_VAL, true, &line);
        x += g->width[i];
    }
    g->s->flow.y = bottom + row_gap;
    sheet_rule(g->s, g->s->flow.y, 0);
    row_free(g, layouts);
}

/* At the top of a page that the table goes on to. */
static void again_draw(const struct grid *g)
{
    struct buffer title = {0};
    text_clean(&title, member_text(g->section, "title"));
    buffer_text(&title, ", continued");
    g->s->flow.y += sheet_buffer(g->s, &title, cell_size, WEIGHT_PLAIN, SHEET_MARGIN, g->s->flow.y,
                                 sheet_inner(g->s), SIDE_START) +
                    row_gap;
    headings_draw(g);
}

/* `with`: what has to find room below it. */
static void row_place(const struct grid *g, const cJSON *row, double with)
{
    PangoLayout *layouts[GRID_COLUMNS_MAX];
    int lines[GRID_COLUMNS_MAX] = {0};
    struct flow *flow = &g->s->flow;
    row_layouts(g, row, layouts);
    double height = layouts_height(g, layouts) + with, page = flow->bottom - flow->top;
    if (height < page / 2 && sheet_room(g->s, height))
        again_draw(g);
    while (!row_draw(g, layouts, flow->bottom - flow->y, lines)) {
        flow->y = flow->bottom; /* nothing more fits here */
        sheet_room(g->s, cell_size);
        again_draw(g);
    }
    sheet_rule(g->s, flow->y, 0.85);
    row_free(g, layouts);
}

static void layout_count(PangoLayout *layout, struct column_need *need)
{
    double all, word;
    layout_measure(layout, &all, &word);
    need->natural = fmax(need->natural, all + cell_gap + 1);
    need->least = fmax(need->least, word + cell_gap + 1);
    need->mass += all * all;
    g_object_unref(layout);
}

static int decimals_most(const struct grid *g, size_t at)
{
    const cJSON *row;
    size_t most = 0;
    cJSON_ArrayForEach(row, g->rows)
    {
        struct buffer text = {0};
        report_cell(&text, cJSON_GetArrayItem(row, (int)at), NULL, g->offset);
        size_t decimals = decimals_of(&text);
        most = decimals > most ? decimals : most;
        buffer_free(&text);
    }
    return (int)most;
}

static void widths_find(struct grid *g)
{
    struct column_need needs[GRID_COLUMNS_MAX] = {0};
    const cJSON *row, *column = g->columns->child;
    int measured = 0;
    for (size_t i = 0; i < g->n; i++, column = column->next)
        layout_count(heading_layout(g, column, i), &needs[i]);
    cJSON_ArrayForEach(row, g->rows)
    {
        PangoLayout *layouts[GRID_COLUMNS_MAX];
        if (measured++ == ROWS_MEASURED)
            break;
        row_layouts(g, row, layouts);
        for (size_t i = 0; i < g->n; i++)
            layout_count(layouts[i], &needs[i]);
    }
    columns_fit(needs, g->n, sheet_inner(g->s), g->width);
}

bool grid_make(struct sheet *s, const cJSON *section, struct grid *ret)
{
    *ret = (struct grid){.s = s,
                         .offset = report_offset(s->report),
                         .section = section,
                         .columns = member_at(section, "columns"),
                         .rows = member_at(section, "rows")};
    int n = cJSON_GetArraySize(ret->columns);
    if (n < 1)
        return false;
    ret->n = n < GRID_COLUMNS_MAX ? (size_t)n : GRID_COLUMNS_MAX;
    const cJSON *column = ret->columns->child;
    for (size_t i = 0; i < ret->n; i++, column = column->next)
        ret->decimals[i] = column_is(column, "number") ? decimals_most(ret, i) : 0;
    widths_find(ret);
    return true;
}

double grid_lead(const struct grid *g)
{
    const cJSON *first = cJSON_GetArrayItem(g->rows, 0);
    double height = row_height(g, NULL);
    if (first)
        height += row_height(g, first);
    if (first && first->next)
        height += row_height(g, first->next);
    return height;
}

void grid_draw(const struct grid *g)
{
    const cJSON *row;
    headings_draw(g);
    cJSON_ArrayForEach(row, g->rows)
    {
        bool last_but_one = row->next && !row->next->next;
        row_place(g, row, last_but_one ? row_height(g, row->next) : 0);
    }
}
