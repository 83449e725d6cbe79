/* A table on paper: its headings on every page that it reaches, numbers under their points. */
#ifndef STIPPLE_CLIENT_REPORT_GRID_H
#define STIPPLE_CLIENT_REPORT_GRID_H

#include "client/report_sheet.h"

/* A report's tables have twelve columns at most; more than this have no width left. */
enum { GRID_COLUMNS_MAX = 24 };

struct grid {
    struct sheet *s;
    const cJSON *section, *columns, *rows;
    size_t n;
    int offset; /* that the report states */
    double width[GRID_COLUMNS_MAX];
    int decimals[GRID_COLUMNS_MAX]; /* the most in a column of numbers */
};

/* Decides the widths of a section's columns; false when it has none. */
bool grid_make(struct sheet *s, const cJSON *section, struct grid *ret);
/* What the headings and the rows that stay with them take. */
double grid_lead(const struct grid *g);
void grid_draw(const struct grid *g);

#endif
