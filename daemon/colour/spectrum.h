/* Spectra on the one grid everything is computed on, and colours under the CIE's lights. */
#ifndef STIPPLE_COLOUR_SPECTRUM_H
#define STIPPLE_COLOUR_SPECTRUM_H

#include <stdbool.h>
#include <stddef.h>

enum { BANDS = 31, BAND_FIRST_NM = 400, BAND_STEP_NM = 10 };

struct spectrum {
    double r[BANDS]; /* reflectance factor, 0–1, 400–700 nm by 10 nm */
};
struct xyz {
    double x, y, z; /* perfect white Y = 1 */
};
struct lab {
    double l, a, b;
};

/* The light and observer columns of profiles/tristimulus_weights.csv. */
enum light { D50_2, D65_2, D65_10, D50_10, A_2, LED_B3_2, FL11_2, LIGHTS };

struct xyz spectrum_xyz(const struct spectrum *s, enum light light);
struct lab spectrum_lab(const struct spectrum *s, enum light light);
struct lab xyz_to_lab(struct xyz c, enum light light);
struct xyz lab_to_xyz(struct lab c, enum light light);

/* CIEDE2000, kL = kC = kH = 1 (Sharma, Wu, Dalal 2005). */
double delta_e00(struct lab x, struct lab y);

/* "#rrggbb" of a PCS colour, relative colorimetric, clipped into sRGB; ret holds 8 bytes. */
void lab_srgb(struct lab pcs, char *ret);

#endif
