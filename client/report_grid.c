/* A row stays on one page where it can. One that is higher than a page goes on from page to page,
 * each of its cells where it left off. */
#include "client/report_sheet.h"

#include "client/report.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>
#include <string.h>

/* A report's tables have eleven columns at most; more than this have no width left. Rows measured
 * for the widths: those behind wrap as they must. */
enum { COLUMNS_MAX = 24, ROWS_MEASURED = 1000 };
static const double cell_size = 7.5, cell_gap = 6, row_gap = 2;

struct grid {
    struct sheet *s;
    const cJSON *columns;
    size_t n;
    double width[COLUMNS_MAX];
};

static PangoLayout *cell_layout(struct sheet *s, const cJSON *cell, const cJSON *column,
                                double width)
{
    struct buffer text = {0};
    const char *type = member_text(column, "type");
    bool right = type && strcmp(type, "number") == 0;
    report_cell(&text, cell, column);
    const char *words = buffer_string(&text);
    PangoLayout *layout = sheet_layout(s, words ? words : "", cell_size, WEIGHT_PLAIN, width,
                                       right ? SIDE_END : SIDE_START);
    buffer_free(&text);
    return layout;
}

static PangoLayout *heading_layout(struct sheet *s, const cJSON *column, double width)
{
    struct buffer text = {0};
    const char *type = member_text(column, "type");
    text_clean(&text, member_text(column, "label"));
    const char *words = buffer_string(&text);
    PangoLayout *layout = sheet_layout(s, words ? words : "", cell_size, WEIGHT_BOLD, width,
                                       type && strcmp(type, "number") == 0 ? SIDE_END : SIDE_START);
    buffer_free(&text);
    return layout;
}

/* The cells of a row, or the headings where it is NULL. */
static void row_layouts(const struct grid *g, const cJSON *row, PangoLayout **ret)
{
    const cJSON *column = g->columns->child, *cell = row ? row->child : NULL;
    for (size_t i = 0; i < g->n; i++) {
        double width = g->width[i] - cell_gap;
        ret[i] = row ? cell_layout(g->s, cell, column, width) : heading_layout(g->s, column, width);
        column = column->next;
        cell = cell ? cell->next : NULL;
    }
}

static void row_free(const struct grid *g, PangoLayout **layouts)
{
    for (size_t i = 0; i < g->n; i++)
        g_object_unref(layouts[i]);
}

static double row_height(const struct grid *g, PangoLayout **layouts)
{
    double height = 0;
    for (size_t i = 0; i < g->n; i++)
        height = fmax(height, layout_height(layouts[i]));
    return height + 2 * row_gap;
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

static void headings_draw(const struct grid *g)
{
    PangoLayout *layouts[COLUMNS_MAX];
    int lines[COLUMNS_MAX] = {0};
    row_layouts(g, NULL, layouts);
    row_draw(g, layouts, SHEET_HEIGHT, lines);
    sheet_rule(g->s, g->s->flow.y, 0);
    row_free(g, layouts);
}

static void row_place(const struct grid *g, const cJSON *row)
{
    PangoLayout *layouts[COLUMNS_MAX];
    int lines[COLUMNS_MAX] = {0};
    struct flow *flow = &g->s->flow;
    row_layouts(g, row, layouts);
    double height = row_height(g, layouts), page = flow->bottom - flow->top;
    if (height < page / 2 && sheet_room(g->s, height))
        headings_draw(g);
    while (!row_draw(g, layouts, flow->bottom - flow->y, lines)) {
        flow->y = flow->bottom; /* nothing more fits here */
        sheet_room(g->s, cell_size);
        headings_draw(g);
    }
    sheet_rule(g->s, flow->y, 0.85);
    row_free(g, layouts);
}

static void layout_widest(PangoLayout *layout, double *natural, double *least)
{
    double all, word;
    layout_measure(layout, &all, &word);
    *natural = fmax(*natural, all + cell_gap + 1);
    *least = fmax(*least, word + cell_gap + 1);
    g_object_unref(layout);
}

static void widths_find(struct grid *g, const cJSON *rows)
{
    double natural[COLUMNS_MAX] = {0}, least[COLUMNS_MAX] = {0};
    const cJSON *row, *column = g->columns->child;
    for (size_t i = 0; i < g->n; i++, column = column->next)
        layout_widest(heading_layout(g->s, column, 0), &natural[i], &least[i]);
    int measured = 0;
    cJSON_ArrayForEach(row, rows)
    {
        PangoLayout *layouts[COLUMNS_MAX];
        if (measured++ == ROWS_MEASURED)
            break;
        row_layouts(g, row, layouts);
        for (size_t i = 0; i < g->n; i++)
            layout_widest(layouts[i], &natural[i], &least[i]);
    }
    columns_fit(least, natural, g->n, SHEET_INNER, g->width);
}

void sheet_table(struct sheet *s, const cJSON *section)
{
    struct grid g = {.s = s, .columns = member_at(section, "columns")};
    const cJSON *row, *rows = member_at(section, "rows");
    int n = cJSON_GetArraySize(g.columns);
    if (n < 1)
        return;
    g.n = n < COLUMNS_MAX ? (size_t)n : COLUMNS_MAX;
    widths_find(&g, rows);
    headings_draw(&g);
    cJSON_ArrayForEach(row, rows)
    {
        row_place(&g, row);
    }
}
