/* Nothing may be cut, and lot numbers should not be broken: so words decide the least width of a
 * column, and only a table with more words than the paper is wide breaks them. */
#include "client/report_page.h"

#include <math.h>
#include <strings.h>

/* Where there is not room for all, one word does not take more than a fifth of the paper. */
enum { WORD_SHARE = 5 };
/* Where there is, no column takes more than this part of it besides. */
enum { SPARE_SHARE = 20 };

enum stipple_error paper_size_parse(const char *text, struct paper_size *ret, struct error *e)
{
    static const struct paper_size a4 = {595.28, 841.89}, letter = {612, 792};
    if (text && strcasecmp(text, "a4") != 0 && strcasecmp(text, "letter") != 0)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--paper is a4 or letter.");
    *ret = text && strcasecmp(text, "letter") == 0 ? letter : a4;
    return STIPPLE_OK;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* Where there is not room for all. A row is as high as the cell that lacks most, and so each lack
 * counts by its square: the sum over all cells of (cell / width)² is least where each width is the
 * cube root of its column's mass, times one factor. */
static double width_at(const struct column_need *column, double factor, double total)
{
    double least = smaller(column->least, total / WORD_SHARE);
    double width = cbrt(column->mass) * factor;
    return width < least ? least : smaller(width, column->natural);
}

static double width_capped(const struct column_need *column, double cap, double total)
{
    return smaller(smaller(column->least, total / WORD_SHARE), cap);
}

/* The factor, or the cap, at which the widths add up to the total: they grow with it. */
static double scale_find(const struct column_need *columns, size_t n, double total,
                         double (*width)(const struct column_need *, double, double))
{
    double low = 0, high = total;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2, all = 0;
        for (size_t k = 0; k < n; k++)
            all += width(&columns[k], middle, total);
        *(all < total ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

bool columns_fit(const struct column_need *columns, size_t n, double total, double *ret)
{
    double natural = 0, words = 0;
    for (size_t i = 0; i < n; i++) {
        natural += columns[i].natural;
        words += width_at(&columns[i], 0, total);
    }
    double spare = smaller((total - natural) / (double)n, total / SPARE_SHARE);
    double (*width)(const struct column_need *, double, double) =
        words <= total ? width_at : width_capped;
    double scale = natural <= total ? 0 : scale_find(columns, n, total, width);
    for (size_t i = 0; i < n; i++)
        ret[i] = natural <= total ? columns[i].natural + spare : width(&columns[i], scale, total);
    return words <= total;
}

bool flow_room(struct flow *f, double height)
{
    static const double rounding = 0.01;
    if (f->y + height <= f->bottom + rounding || f->y <= f->top)
        return false;
    f->page++;
    f->y = f->top;
    return true;
}
