/* A dot is an absorber under a thin layer of the client's own skin. Kubelka–Munk gives the layer
 * from the skin's own spectrum, so that a dot without pigment is that skin again: whatever the
 * layer says of the bare skin is what dots are compared with, and no pigment changes nothing to
 * the last bit. All that depends on skin and depth alone is worked out once for a match; what is
 * left for a pigment and a dilution is one exponential and one root a band. */
#include "colour/optics.h"

#include <math.h>

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

/* `pass2` is what pigment leaves of light that crosses it twice. */
static double dot_band(const struct layer *layer, int band, double pass2)
{
    return layer->rt[band] + layer->through[band] * pass2 / (1 - layer->bounce[band] * pass2);
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
    for (int band = 0; band < BANDS; band++) {
        double u = log(550 / band_nm(band));
        ret[band] = exp((pigment->p + pigment->q * u) * u);
    }
}

void dot_spectrum(const struct layer *layer, const double shape[BANDS], double od,
                  struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++)
        ret->r[band] = dot_band(layer, band, exp(-2 * od * shape[band]));
}

/* The sessions' sum is linear in coverage where all dots are alike, so one coverage stands for
 * all of them. The bracket never falls below both of what it mixes. */
void area_spectrum(const struct layer *layer, const struct spectrum *dot, double coverage,
                   struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++) {
        double base = layer->root_base[band], pigmented = root(dot->r[band]);
        double mixed = base - coverage * (layer->root_bare[band] - pigmented);
        mixed = fmax(mixed, fmin(base, pigmented));
        ret->r[band] = mixed * mixed;
    }
}

struct lab area_lab(const struct layer *layer, const double shape[BANDS], double od,
                    double coverage)
{
    struct spectrum dot, area;
    dot_spectrum(layer, shape, od, &dot);
    area_spectrum(layer, &dot, coverage, &area);
    return spectrum_lab(&area, D50_2);
}

void hair_spectrum(const struct spectrum *skin, const struct spectrum *hair, double share,
                   struct spectrum *ret)
{
    for (int band = 0; band < BANDS; band++) {
        double mixed = (1 - share) * root(skin->r[band]) + share * root(hair->r[band]);
        ret->r[band] = mixed * mixed;
    }
}
