/* The tables of profiles/, compiled in by profiles/build.c; see profiles/README.md for where each
 * comes from. Private to the room. */
#ifndef STIPPLE_COLOUR_TABLES_H
#define STIPPLE_COLOUR_TABLES_H

#include "colour/pigment.h"
#include "colour/spectrum.h"

enum { SKIN_COMPONENTS = 3, RGB_SPACES = 3 };

/* ln(550 nm/λ), on which spectra of pigments are nearly straight. */
extern const double band_logarithms[BANDS];

/* X, Y, Z of a reflectance are its scalar products with these; perfect white has Y = 1. */
extern const double tristimulus_weights[LIGHTS][3][BANDS];
/* X, Y, Z of the perfect white: the sums of the weights. */
extern const struct xyz tristimulus_whites[LIGHTS];

/* ln(K/S) of skin = skin_mean + Σ x skin_basis. */
extern const double skin_mean[BANDS];
extern const double skin_basis[SKIN_COMPONENTS][BANDS];

/* ICC profiles, in the order of reading_spaces. */
struct rgb_profile {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};
extern const struct rgb_profile rgb_profiles[RGB_SPACES];
/* Linear sRGB from X, Y, Z of the PCS: the inverse of the sRGB profile's colorants. */
extern const double srgb_from_pcs[3][3];

extern const struct pigment pigments[];
extern const size_t pigment_count;

#endif
