/* Values between the samples of an even grid. Private. */
#ifndef STIPPLE_COLOUR_RESAMPLE_H
#define STIPPLE_COLOUR_RESAMPLE_H

#include <stddef.h>

/* Cubic Lagrange interpolation of v[0…n−1], sampled at first + i·step, at `at`; n ≥ 4. Exact at the
 * samples; at the ends the last four samples serve. */
double lagrange(const double *v, size_t n, double first, double step, double at);

#endif
