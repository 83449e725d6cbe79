/* The arithmetic of pages, apart from fonts and drawing. Lengths in points. */
#ifndef STIPPLE_CLIENT_REPORT_PAGE_H
#define STIPPLE_CLIENT_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

struct paper_size {
    double width, height;
};
/* "a4" (ISO 216) or "letter" (ANSI Y14.1); NULL is A4. CLIENT_USAGE. */
enum stipple_error paper_size_parse(const char *text, struct paper_size *ret, struct error *e);

/* What a column would like. */
struct column_need {
    double least;   /* its longest word */
    double natural; /* its longest cell in one line */
    double mass;    /* the sum of the squares of its cells, each in one line */
};
/* Shares `total` among n columns. Each gets its natural width where there is room for all, and of
 * what is left over at most a twentieth of the total, so that a narrow table stays together. Else
 * the table becomes as low as it can: the widths make up the total, and each column has at least
 * its longest word, or a fifth of the total where that is longer. Where there is no room for that,
 * words are broken, the long ones first, and the answer is false. */
bool columns_fit(const struct column_need *columns, size_t n, double total, double *ret);

/* Where the next thing goes. */
struct flow {
    double top, bottom; /* of what a page has room for */
    double y;
    int page; /* from 1 */
};
/* Goes to the next page where `height` does not fit on this one and the page is not untouched; true
 * when it did. */
bool flow_room(struct flow *f, double height);

#endif
