/* ΔE00 over dilution is mostly one valley, flat where the tone saturates, and with a second valley
 * where hue and lightness disagree. So: look in equal steps of the logarithm, as the eye does, then
 * close in on every valley. More pigment is never lighter, so the steps go out from a guess both
 * ways only as far as lightness alone leaves anything to be found. The bottom of a valley is a cone
 * where the target can be hit, but the square of ΔE00 is smooth there, nearly a parabola: Brent's
 * method finds it in a few looks, and is no worse than golden section where it is neither. */
#include "colour/dilution.h"

#include <math.h>
#include <stdbool.h>

/* ΔE00 changes by less than 30 per unit of ln fraction, so this leaves less than 0.001. */
static const double ln_tolerance = 1e-5;
/* For the borders of what cannot be told apart, a tenth of a percent is plenty. */
static const double ln_border = 1e-3;

struct point {
    double ln, delta, lighter;
};

struct search {
    dilution_look look;
    const void *context;
    double first, width; /* of the range, in ln fraction */
    int steps, from, to; /* of the scan; from … to were looked at */
    struct point at[DILUTION_STEPS_MAX + 1], best;
    double enough;
};

static struct point point_at(const struct search *s, double ln)
{
    struct difference found = s->look(s->context, exp(ln));
    return (struct point){ln, found.delta, found.lighter};
}

static struct point look(struct search *s, double ln)
{
    struct point found = point_at(s, ln);
    if (found.delta < s->best.delta)
        s->best = found;
    return found;
}

static struct point step_look(struct search *s, int i)
{
    return look(s, s->first + s->width * i / fmax(s->steps, 1));
}

/* Goes on towards more pigment (1) or less (−1) until everything beyond is too dark or too light to
 * matter, even as the border of what cannot be told apart. */
static void scan_on(struct search *s, int way)
{
    int *end = way > 0 ? &s->to : &s->from;
    while (*end + way >= 0 && *end + way <= s->steps &&
           -way * s->at[*end].lighter <= fmin(s->best.delta, s->enough) + DELTA_INDISTINGUISHABLE) {
        *end += way;
        s->at[*end] = step_look(s, *end);
    }
}

static void scan(struct search *s, double guess)
{
    double place = s->steps > 0 ? (log(guess) - s->first) / s->width * s->steps : 0;
    s->from = s->to = (int)lround(fmin(fmax(place, 0), s->steps));
    s->at[s->from] = step_look(s, s->from);
    int way = s->at[s->from].lighter > 0 ? 1 : -1;
    scan_on(s, way);
    scan_on(s, -way);
}

static double square(struct point p)
{
    return p.delta * p.delta;
}

/* The step from x to the bottom of the parabola through three points of ΔE00²; infinite or no
 * number where it has none. */
static double parabola_step(struct point x, struct point w, struct point v)
{
    double to_w = (x.ln - w.ln) * (square(x) - square(v));
    double to_v = (x.ln - v.ln) * (square(x) - square(w));
    return ((x.ln - v.ln) * to_v - (x.ln - w.ln) * to_w) / (2 * (to_w - to_v));
}

/* Brent (1973), chapter 5: x is the lowest point seen between a and b, w and v are the next. */
static void valley_descend(struct search *s, struct point a, struct point x, struct point b)
{
    static const double golden = 0.3819660112501051;
    struct point w = a.delta < b.delta ? a : b, v = a.delta < b.delta ? b : a;
    double step = b.ln - a.ln, before = step;
    while (fmax(x.ln - a.ln, b.ln - x.ln) > 2 * ln_tolerance) {
        double most = fabs(before) / 2, to_a = a.ln - x.ln, to_b = b.ln - x.ln;
        before = step;
        step = parabola_step(x, w, v);
        if (!(fabs(step) < most && step > to_a && step < to_b)) {
            before = to_b > -to_a ? to_b : to_a;
            step = golden * before;
        }
        if (fabs(step) < ln_tolerance)
            return;
        struct point u = look(s, x.ln + step);
        bool lower = u.delta <= x.delta;
        *(lower == (step > 0) ? &a : &b) = lower ? x : u;
        if (lower || u.delta <= w.delta) {
            v = w;
            w = lower ? x : u;
            x = lower ? u : x;
        } else if (u.delta <= v.delta) {
            v = u;
        }
    }
}

/* From step i, which is not higher than its neighbours. At an end of what was looked at it may be
 * the bottom itself: then nothing close to it is lower. */
static void valley_look(struct search *s, int i)
{
    struct point x = s->at[i], a = i > s->from ? s->at[i - 1] : x, b = i < s->to ? s->at[i + 1] : x;
    if (a.ln == b.ln)
        return;
    if (a.ln == x.ln || b.ln == x.ln) {
        struct point u = look(s, x.ln + (a.ln == x.ln ? ln_tolerance : -ln_tolerance));
        if (u.delta >= x.delta)
            return;
        x = u;
    }
    valley_descend(s, a, x, b);
}

static void valleys_look(struct search *s)
{
    for (int i = s->from; i <= s->to; i++) {
        bool falls = i == s->from || s->at[i].delta <= s->at[i - 1].delta;
        bool rises = i == s->to || s->at[i].delta < s->at[i + 1].delta;
        if (falls && rises)
            valley_look(s, i);
    }
}

/* The last point that is not over `limit`, between one that is not and one that is. False position,
 * where an end that stays counts half each time (the Illinois method), and never so near to an end
 * that it would creep. */
static double border_find(const struct search *s, double limit, struct point inside,
                          struct point outside)
{
    double below = limit - inside.delta, above = outside.delta - limit;
    while (fabs(outside.ln - inside.ln) > ln_border) {
        double width = outside.ln - inside.ln, nearest = ln_border / 2 / fabs(width);
        double share = fmin(fmax(below / (below + above), nearest), 1 - nearest);
        struct point middle = point_at(s, inside.ln + share * width);
        if (middle.delta <= limit) {
            below = limit - middle.delta;
            above /= 2;
            inside = middle;
        } else {
            above = middle.delta - limit;
            below /= 2;
            outside = middle;
        }
    }
    return inside.ln;
}

/* Walks the scan from the best outwards (way −1 or 1) to the first that can be told apart. */
static double border(const struct search *s, int way)
{
    struct point inside = s->best;
    double limit = s->best.delta + DELTA_INDISTINGUISHABLE;
    int i = way > 0 ? s->from : s->to;
    while (i >= s->from && i <= s->to && (s->at[i].ln - s->best.ln) * way <= 0)
        i += way;
    for (; i >= s->from && i <= s->to && s->at[i].delta <= limit; i += way)
        inside = s->at[i];
    return i >= s->from && i <= s->to ? border_find(s, limit, inside, s->at[i]) : inside.ln;
}

struct dilution dilution_find(dilution_look look_at, const void *context,
                              const struct dilution_range *range)
{
    struct search s = {.look = look_at,
                       .context = context,
                       .first = log(range->min),
                       .width = log(range->max / range->min),
                       .steps = range->max > range->min ? range->steps : 0,
                       .enough = range->enough,
                       .best = {.delta = INFINITY}};
    scan(&s, range->guess);
    valleys_look(&s);
    double fraction = fmin(fmax(exp(s.best.ln), range->min), range->max);
    struct dilution found = {fraction, s.best.delta, fraction, fraction};
    if (s.best.delta < s.enough) {
        found.low = fmax(exp(border(&s, -1)), range->min);
        found.high = fmin(exp(border(&s, 1)), range->max);
    }
    return found;
}
