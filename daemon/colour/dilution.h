/* The dilution whose colour is closest to a target, and all that cannot be told apart from it.
 * Private to the room. */
#ifndef STIPPLE_COLOUR_DILUTION_H
#define STIPPLE_COLOUR_DILUTION_H

#include "colour/difference.h"

/* A difference in ΔE00 that nobody sees and no instrument repeats. */
#define DELTA_INDISTINGUISHABLE 0.3
/* The closest is found to this, in ΔE00. */
#define DILUTION_TOLERANCE 0.001

struct dilution {
    double fraction, delta; /* the closest, and how close */
    double low, high;       /* fractions around it within DELTA_INDISTINGUISHABLE of `delta` */
};

/* The difference from the target at a fraction of pigment: continuous, and never lighter at a
 * larger fraction. */
typedef struct difference (*dilution_look)(const void *context, double fraction);

enum { DILUTION_STEPS_MAX = 48 };

struct dilution_range {
    double min, max; /* 0 < min ≤ max ≤ 1 */
    int steps;       /* of the logarithm from min to max: a valley is wider than two of them */
    double guess;    /* where to look first; any will do, a near one saves looks */
    double enough;   /* what is no closer need not be told from worse; INFINITY */
};

/* Where nothing is closer than `enough`, the answer's delta is not either, and low and high are its
 * fraction. */
struct dilution dilution_find(dilution_look look, const void *context,
                              const struct dilution_range *range);

#endif
