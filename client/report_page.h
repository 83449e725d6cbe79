/* The arithmetic of pages, apart from fonts and drawing. Lengths in points. */
#ifndef STIPPLE_CLIENT_REPORT_PAGE_H
#define STIPPLE_CLIENT_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Shares `total` among n columns. Each gets its natural width where there is room for all, and what
 * is left over is shared; else at least the width of its longest word, and more in proportion to
 * what it lacks; where not even the words fit, they are broken, the long ones first. The widths
 * always make up the total. */
void columns_fit(const double *least, const double *natural, size_t n, double total, double *ret);

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
