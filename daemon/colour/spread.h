/* How repeated readings lie about their mean, and how much each counts. Private. */
#ifndef STIPPLE_COLOUR_SPREAD_H
#define STIPPLE_COLOUR_SPREAD_H

#include "colour/measure.h"

/* Labs as rows, so that loops over coordinates need not name them. */
struct spread {
    size_t n;
    double (*lab)[3];
    double *weight; /* Huber; their sum is 1 */
    double *scratch;
};

/* n ≥ 1; false when memory ran out. Everything is the arena's. */
bool spread_take(const struct measured *m, size_t n, struct arena *a, struct spread *ret);
/* Standard error sd/√n of L* (0), a* (1) or b* (2); absent for one reading. */
double spread_error(const struct spread *s, int coordinate);

#endif
