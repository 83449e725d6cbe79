/* Huber weights: a slipped probe or a stray hair in one of five readings moves the mean hardly more
 * than the others do, while readings that agree count alike. They come from distances in Lab, where
 * the scale of repeatability is known. */
#include "colour/spread.h"

#include <math.h>
#include <stdlib.h>

/* Huber's limit, in median distances from the centre: of normal scatter one reading in forty. */
#define HUBER_LIMIT 2.0
/* The best published repeatability on skin (CIEDE2000): nothing so near is an outlier. */
#define LIMIT_MIN 0.5
enum { HUBER_ROUNDS = 30 };

static int compare_doubles(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* Sorts. */
static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, compare_doubles);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double distance(const double x[3], const double y[3])
{
    return sqrt((x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) +
                (x[2] - y[2]) * (x[2] - y[2]));
}

/* One round of reweighting about `centre`, which moves to the new mean. */
static void huber_round(struct spread *s, double limit, double centre[3])
{
    double sum = 0, mean[3] = {0};
    for (size_t i = 0; i < s->n; i++) {
        double d = distance(s->lab[i], centre);
        s->weight[i] = d > limit ? limit / d : 1;
        sum += s->weight[i];
    }
    for (size_t i = 0; i < s->n; i++) {
        s->weight[i] /= sum;
        for (int k = 0; k < 3; k++)
            mean[k] += s->weight[i] * s->lab[i][k];
    }
    for (int k = 0; k < 3; k++)
        centre[k] = mean[k];
}

/* From the medians, about which the limit is taken once: the problem is convex from there on. */
static void huber_weights(struct spread *s)
{
    double centre[3];
    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < s->n; i++)
            s->scratch[i] = s->lab[i][k];
        centre[k] = median(s->scratch, s->n);
    }
    for (size_t i = 0; i < s->n; i++)
        s->scratch[i] = distance(s->lab[i], centre);
    double limit = fmax(HUBER_LIMIT * median(s->scratch, s->n), LIMIT_MIN);
    for (int round = 0; round < HUBER_ROUNDS; round++)
        huber_round(s, limit, centre);
}

bool spread_take(const struct measured *m, size_t n, struct arena *a, struct spread *ret)
{
    *ret = (struct spread){.n = n,
                           .lab = arena_array(a, n, sizeof *ret->lab),
                           .weight = arena_array(a, n, sizeof *ret->weight),
                           .scratch = arena_array(a, n, sizeof *ret->scratch)};
    if (!ret->lab || !ret->weight || !ret->scratch)
        return false;
    for (size_t i = 0; i < n; i++) {
        ret->lab[i][0] = m[i].pcs.l;
        ret->lab[i][1] = m[i].pcs.a;
        ret->lab[i][2] = m[i].pcs.b;
    }
    huber_weights(ret);
    return true;
}

double spread_error(const struct spread *s, int coordinate)
{
    if (s->n < 2)
        return NUMBER_ABSENT;
    double n = (double)s->n, mean = 0, squares = 0;
    for (size_t i = 0; i < s->n; i++)
        mean += s->lab[i][coordinate] / n;
    for (size_t i = 0; i < s->n; i++)
        squares += (s->lab[i][coordinate] - mean) * (s->lab[i][coordinate] - mean);
    return sqrt(squares / (n - 1) / n);
}
