/* Cubic Lagrange is what the CIE recommends for spectra on an even grid (CIE 167:2005), and what
 * the tristimulus weights were made with. */
#include "colour/resample.h"

enum { POINTS = 4 };

double lagrange(const double *v, size_t n, double first, double step, double at)
{
    double position = (at - first) / step, last = (double)(n - POINTS);
    double start = position - 1 < 0 ? 0 : position - 1 > last ? last : position - 1;
    size_t i = (size_t)start;
    double t = position - (double)i, sum = 0;
    for (int j = 0; j < POINTS; j++) {
        double weight = 1;
        for (int k = 0; k < POINTS; k++)
            if (k != j)
                weight *= (t - k) / (j - k);
        sum += weight * v[i + (size_t)j];
    }
    return sum;
}
