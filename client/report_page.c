/* Nothing may be cut, and lot numbers should not be broken: so words decide the least width of a
 * column, and only a table with more words than the paper is wide breaks them. */
#include "client/report_page.h"

/* Where there is not room for all, one word does not take more than a fifth of the paper. */
enum { WORD_SHARE = 5 };

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static double sum(const double *widths, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += widths[i];
    return all;
}

/* The cap that makes widths no wider than it add up to the total. */
static double cap_find(const double *widths, size_t n, double total)
{
    double low = 0, high = total;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2, all = 0;
        for (size_t k = 0; k < n; k++)
            all += smaller(widths[k], middle);
        *(all < total ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

void columns_fit(const double *least, const double *natural, size_t n, double total, double *ret)
{
    double all = sum(natural, n), longest = total / WORD_SHARE, words = 0;
    for (size_t i = 0; i < n; i++) {
        ret[i] = smaller(least[i], longest);
        words += ret[i];
    }
    double cap = words > total ? cap_find(ret, n, total) : total;
    for (size_t i = 0; i < n; i++) {
        if (all <= total)
            ret[i] = natural[i] + (total - all) / (double)n;
        else if (words <= total)
            ret[i] += (natural[i] - ret[i]) * (total - words) / (all - words);
        else
            ret[i] = smaller(ret[i], cap);
    }
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
