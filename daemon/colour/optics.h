/* Light in skin that carries pigment dots (colour.md section 2). Reflectances are 0–1 on the grid
 * of spectrum.h; depths in mm; optical densities and coverages are plain numbers. Private to the
 * room. */
#ifndef STIPPLE_COLOUR_OPTICS_H
#define STIPPLE_COLOUR_OPTICS_H

#include "colour/pigment.h"
#include "colour/spectrum.h"

/* What one skin contributes at one depth, worked out once for all pigments. Rt and Tt are the
 * reflectance and transmittance of the skin above the dot, Rs that of the whole skin. */
struct layer {
    double rt[BANDS];
    double through[BANDS];   /* Tt² Rs */
    double bounce[BANDS];    /* Rt Rs */
    double root_bare[BANDS]; /* √ of the skin as the layer itself rebuilds it */
    double root_base[BANDS]; /* √ of what is there before the first session */
};

/* `base` is the skin itself, or the treated area. depth_mm ≥ 0. */
void layer_prepare(const struct spectrum *skin, const struct spectrum *base, double depth_mm,
                   struct layer *ret);

/* The pigment's optical density at each band relative to 550 nm: exp(p u + q u²), u = ln(550/λ). */
void pigment_shape(const struct pigment *pigment, double ret[BANDS]);

/* Skin over one dot whose optical density at 550 nm is `od` ≥ 0. */
void dot_spectrum(const struct layer *layer, const double shape[BANDS], double od,
                  struct spectrum *ret);
/* The area the dots cover to `coverage` 0–0.95, by Yule and Nielsen with n = 2. */
void area_spectrum(const struct layer *layer, const struct spectrum *dot, double coverage,
                   struct spectrum *ret);
/* The PCS colour of that area. */
struct lab area_lab(const struct layer *layer, const double shape[BANDS], double od,
                    double coverage);

/* Hair laid over skin to the share 0–1, mixed as an area is. */
void hair_spectrum(const struct spectrum *skin, const struct spectrum *hair, double share,
                   struct spectrum *ret);

#endif
