/* Skins and hair to test the colour room with. */
#ifndef STIPPLE_TESTS_COLOUR_FIXTURES_H
#define STIPPLE_TESTS_COLOUR_FIXTURES_H

#include "unit.h"

#include "colour/reading.h"
#include "colour/skin_basis.h"

#include <stdlib.h>
#include <string.h>

/* From pale to dark, D65/10°. */
static const struct lab fixture_skins[] = {
    {68, 7, 15}, {61.2, 9.8, 15.1}, {50, 12, 19}, {40, 12, 17}, {30, 9, 11}};
enum { FIXTURE_SKINS = sizeof fixture_skins / sizeof *fixture_skins };

static inline struct spectrum fixture_spectrum(struct lab d65_10)
{
    struct spectrum s;
    assert_true(skin_solve(d65_10, D65_10, &s));
    return s;
}

static inline struct spot fixture_spot(struct spectrum s)
{
    return (struct spot){.pcs = spectrum_lab(&s, D50_2), .spectrum = s, .has_spectrum = true};
}

static inline struct spot fixture_skin(double l, double a, double b)
{
    return fixture_spot(fixture_spectrum((struct lab){l, a, b}));
}

/* Hair as ln(K/S) = dark + slope · ln(550/λ): brown, red and blond hair differ in these two. */
static inline struct spectrum fixture_hair(double dark, double slope)
{
    struct spectrum s;
    for (int band = 0; band < BANDS; band++) {
        double ks = exp(dark + slope * log(550.0 / (BAND_FIRST_NM + BAND_STEP_NM * band)));
        s.r[band] = 1 + ks - sqrt(ks * (ks + 2));
    }
    return s;
}

/* The number that stands behind these words in a text. */
static inline double number_after(const char *text, const char *words)
{
    const char *found = text ? strstr(text, words) : NULL;
    if (!found) {
        fail_msg("no \"%s\" in \"%s\"", words, text ? text : "");
        return 0;
    }
    return strtod(found + strlen(words), NULL);
}

#endif
