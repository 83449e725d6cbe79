/* ΔE00 over dilution is mostly one valley, but a cone at its bottom rather than a parabola, flat
 * where the tone saturates, and with a second valley where hue and lightness disagree. So: look
 * everywhere first, in equal steps of the logarithm as the eye does, then close in on every valley
 * by golden section, which asks nothing of the function but that it goes down and up. */
#include "colour/dilution.h"

#include <math.h>
#include <stdbool.h>

enum { SCAN = 25 };
/* ΔE00 changes by less than 15 per unit of ln fraction, so this leaves less than 0.001. */
static const double ln_tolerance = 5e-5;
/* For the borders of what cannot be told apart, a tenth of a percent is plenty. */
static const double ln_border = 1e-3;

struct search {
    dilution_delta delta;
    const void *context;
    double ln[SCAN], at[SCAN]; /* the scan: ln fraction, ΔE00 */
    double best_ln, best;
};

static double look(struct search *s, double ln)
{
    double delta = s->delta(s->context, exp(ln));
    if (delta < s->best) {
        s->best = delta;
        s->best_ln = ln;
    }
    return delta;
}

static void valley_descend(struct search *s, double from, double to)
{
    static const double golden = 0.6180339887498949;
    double left = to - golden * (to - from), right = from + golden * (to - from);
    double at_left = look(s, left), at_right = look(s, right);
    while (to - from > ln_tolerance) {
        if (at_left <= at_right) {
            to = right;
            right = left;
            at_right = at_left;
            left = to - golden * (to - from);
            at_left = look(s, left);
        } else {
            from = left;
            left = right;
            at_left = at_right;
            right = from + golden * (to - from);
            at_right = look(s, right);
        }
    }
}

/* Walks the scan from the best outwards (step −1 or 1) to the first that can be told apart, then
 * halves the way back to the last that cannot. */
static double border(const struct search *s, int step)
{
    double inside = s->best_ln, limit = s->best + DELTA_INDISTINGUISHABLE;
    int i = step > 0 ? 0 : SCAN - 1;
    while (i >= 0 && i < SCAN && (s->ln[i] - s->best_ln) * step <= 0)
        i += step;
    for (; i >= 0 && i < SCAN && s->at[i] <= limit; i += step)
        inside = s->ln[i];
    if (i < 0 || i == SCAN)
        return inside;
    double outside = s->ln[i];
    while (fabs(outside - inside) > ln_border) {
        double middle = (inside + outside) / 2;
        if (s->delta(s->context, exp(middle)) <= limit)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

struct dilution dilution_find(dilution_delta delta, const void *context, double min, double max)
{
    struct search s = {.delta = delta, .context = context, .best = INFINITY};
    double first = log(min), width = log(max) - first;
    for (int i = 0; i < SCAN; i++) {
        s.ln[i] = first + width * i / (SCAN - 1);
        s.at[i] = look(&s, s.ln[i]);
    }
    for (int i = 0; i < SCAN; i++) {
        bool falls = i == 0 || s.at[i] <= s.at[i - 1];
        bool rises = i == SCAN - 1 || s.at[i] < s.at[i + 1];
        if (falls && rises)
            valley_descend(&s, s.ln[i > 0 ? i - 1 : i], s.ln[i < SCAN - 1 ? i + 1 : i]);
    }
    return (struct dilution){.fraction = fmin(fmax(exp(s.best_ln), min), max),
                             .delta = s.best,
                             .low = fmax(exp(border(&s, -1)), min),
                             .high = fmin(exp(border(&s, 1)), max)};
}
