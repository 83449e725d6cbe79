/* The dilution whose colour is closest to a target, and all that cannot be told apart from it.
 * Private to the room. */
#ifndef STIPPLE_COLOUR_DILUTION_H
#define STIPPLE_COLOUR_DILUTION_H

/* A difference in ΔE00 that nobody sees and no instrument repeats. */
#define DELTA_INDISTINGUISHABLE 0.3

struct dilution {
    double fraction, delta; /* the closest, and how close */
    double low, high;       /* fractions around it within DELTA_INDISTINGUISHABLE of `delta` */
};

/* ΔE00 from the target at a fraction of pigment. */
typedef double (*dilution_delta)(const void *context, double fraction);

/* Searches 0 < min ≤ max ≤ 1; `delta` must be continuous. Its minimum is found to 0.001 where its
 * valleys are wider than a twentieth of the range's logarithm. */
struct dilution dilution_find(dilution_delta delta, const void *context, double min, double max);

#endif
