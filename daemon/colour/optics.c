/* A dot is an absorber under a thin layer of the client's own skin. Kubelka–Munk gives the layer
 * from the skin's own spectrum, so that a dot without pigment is that skin again: whatever the
 * layer says of the bare skin is what dots are compared with, and no pigment changes nothing to
 * the last bit. All that depends on skin and depth alone is worked out once for a match; what is
 * left for a pigment and a dilution is one exponential and one root a band. The search for a
 * dilution asks for little else, so the loops over bands are written to be done several bands at a
 * time: no branch, no call, and sums in any order (see this file's options in CMakeLists.txt). */
#include "colour/optics.h"

#include "colour/tables.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Compiled for wider registers as well, to be chosen when the program starts. */
#ifdef STIPPLE_WIDE
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* Kubelka–Munk has no finite K/S for a perfect black. */
static const double reflectance_min = 1e-4;
/* Below this the hyperbolic form divides two small numbers; its limit is as good. */
static const double b_small = 1e-4;

/* Dermal scattering in cm⁻¹ as Kubelka–Munk's S, which is ¾ of the reduced scattering coefficient:
 * Jacques 2013, Phys. Med. Biol. 58 R37, a' 43.6 cm⁻¹, Rayleigh share 0.41, Mie power 0.562. */
static double scattering(double nm)
{
    double l = nm / 500;
    return 0.75 * 43.6 * (0.41 * pow(l, -4) + 0.59 * pow(l, -0.562));
}

static double band_nm(int band)
{
    return BAND_FIRST_NM + BAND_STEP_NM * band;
}

static double root(double reflectance)
{
    return sqrt(fmax(reflectance, 0));
}

/* sinh and cosh grow past a double on dark skin and deep dots, so both are divided by cosh x. */
static void layer_band(double rs, double scatter, double *ret_r, double *ret_t)
{
    double ks = (1 - rs) * (1 - rs) / (2 * rs), b = sqrt(ks * (ks + 2));
    if (b < b_small) {
        *ret_r = scatter / (1 + scatter);
        *ret_t = 1 / (1 + scatter);
        return;
    }
    double x = b * scatter, tanh_x = tanh(x), sech_x = 2 * exp(-x) / (1 + exp(-2 * x));
    double d = (1 + ks) * tanh_x + b;
    *ret_r = tanh_x / d;
    *ret_t = b * sech_x / d;
}

/* e^x for |x| ≤ 700, below that e^−700, to the last bits of a double: 2^k e^r with |r| ≤ ½ ln 2,
 * e^r by its series. Adding 1.5·2^52 rounds k and leaves it in the low bits. The C library's cannot
 * be had for several bands at a time. */
static inline double exponential(double x)
{
    static const double round = 0x1.8p52, ln2_high = 0x1.62e42feep-1,
                        ln2_low = 0x1.a39ef35793c76p-33;
    x = x < -700 ? -700 : x;
    double shifted = x * 0x1.71547652b82fep0 + round, k = shifted - round;
    double r = x - k * ln2_high - k * ln2_low, r2 = r * r, r4 = r2 * r2;
    double low = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    double middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    double high = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
    double series = low + r4 * (middle + r4 * (high + r4 * (1.0 / 479001600)));
    uint64_t bits;
    double power;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 52) + ((uint64_t)1023 << 52);
    memcpy(&power, &bits, sizeof power);
    return series * power;
}

/* `pass2` is what pigment leaves of light that crosses it twice. */
static inline double dot_band(const struct layer *layer, int band, double pass2)
{
    return layer->rt[band] + layer->through[band] * pass2 / (1 - layer->bounce[band] * pass2);
}

/* The sessions' sum is linear in coverage where all dots are alike, so one coverage stands for
 * all of them. The bracket never falls below both of what it mixes. */
static inline double area_band(const struct layer *layer, int band, double dot, double coverage)
{
    double base = layer->root_base[band], pigmented = sqrt(dot);
    double mixed = base - coverage * (layer->root_bare[band] - pigmented);
    double darker = base < pigmented ? base : pigmented;
    mixed = mixed > darker ? mixed : darker;
    return mixed * mixed;
}

void layer_prepare(const struct spectrum *skin, const struct spectrum *base, double depth_mm,
                   struct layer *ret)
{
    for (int band = 0; band < BANDS; band++) {
        double rs = fmin(fmax(skin->r[band], reflectance_min), 1), tt;
        layer_band(rs, scattering(band_nm(band)) * depth_mm / 10, &ret->rt[band], &tt);
        ret->through[band] = tt * tt * rs;
        ret->bounce[band] = ret->rt[band] * rs;
        ret->root_bare[band] = root(dot_band(ret, band, 1));
        ret->root_base[band] = root(base->r[band]);
    }
}

void pigment_shape(const struct pigment *pigment, double ret[BANDS])
{
    double p = pigment->p, q = pigment->q;
    for (int band = 0; band < BANDS; band++)
        ret[band] = exponential((p + q * band_logarithms[band]) * band_logarithms[band]);
}

void dot_spectrum(const struct layer *layer, const double shape[BANDS], double od,
                  struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++)
        ret->r[band] = dot_band(layer, band, exponential(-2 * od * shape[band]));
}

void area_spectrum(const struct layer *layer, const struct spectrum *dot, double coverage,
                   struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++)
        ret->r[band] = area_band(layer, band, dot->r[band], coverage);
}

WIDE struct lab area_lab(const struct layer *layer, const double shape[BANDS], double od,
                         double coverage)
{
    const double(*weights)[BANDS] = tristimulus_weights[D50_2];
    double x = 0, y = 0, z = 0;
#pragma omp simd reduction(+ : x, y, z)
    for (int band = 0; band < BANDS; band++) {
        double dot = dot_band(layer, band, exponential(-2 * od * shape[band]));
        double area = area_band(layer, band, dot, coverage);
        x += weights[0][band] * area;
        y += weights[1][band] * area;
        z += weights[2][band] * area;
    }
    return xyz_to_lab((struct xyz){x, y, z}, D50_2);
}

void hair_spectrum(const struct spectrum *skin, const struct spectrum *hair, double share,
                   struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++) {
        double mixed = (1 - share) * root(skin->r[band]) + share * root(hair->r[band]);
        ret->r[band] = mixed * mixed;
    }
}
