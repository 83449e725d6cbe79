/* The three spaces are matrix and curve, so their profiles are made here from the primaries their
 * standards give, rather than shipped as binaries nobody can read. A build must give the same bytes
 * every time, and LittleCMS stamps the profile with the clock: the date is set afterwards. */
#include "rgb.h"

#include <lcms2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct recipe {
    cmsCIExyYTRIPLE primaries;
    int curve; /* parametric curve type (ICC.1, parametricCurveType + 1) */
    double parameters[5];
};

const char *const rgb_names[RGB_RECIPES] = {"sRGB", "Display P3", "Adobe RGB"};

/* CIE x, y of D65 as all three standards round it. */
static const cmsCIExyY d65 = {0.3127, 0.3290, 1};

/* IEC 61966-2-1, as a parametric curve of type 4: (aX + b)^g above d, cX below. */
#define SRGB_CURVE                                                                                 \
    4,                                                                                             \
    {                                                                                              \
        2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045                                          \
    }

static const struct recipe recipes[RGB_RECIPES] = {
    /* IEC 61966-2-1:1999 */
    {{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}}, SRGB_CURVE},
    /* SMPTE EG 432-1 primaries with D65 and the sRGB curve */
    {{{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}, SRGB_CURVE},
    /* Adobe RGB (1998) Color Image Encoding, May 2005: gamma 2 51/256 */
    {{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}}, 1, {2.19921875}},
};

static void check(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "LittleCMS could not %s\n", what);
    exit(EXIT_FAILURE);
}

static void describe(cmsContext context, cmsHPROFILE profile, const char *name)
{
    cmsMLU *text = cmsMLUalloc(context, 1);
    check(text && cmsMLUsetASCII(text, "en", "US", name) &&
              cmsWriteTag(profile, cmsSigProfileDescriptionTag, text),
          "describe a profile");
    cmsMLUfree(text);
}

/* Bytes 24 to 35 of the header are the creation date: 2026-01-01T00:00:00Z (ICC.1, 7.2.8). */
static void date_fix(struct rgb_built *built)
{
    static const unsigned char date[12] = {2026 >> 8, 2026 & 0xff, 0, 1, 0, 1};
    check(built->length > 128, "write a header");
    memcpy(built->bytes + 24, date, sizeof date);
}

static struct rgb_built profile_save(cmsHPROFILE profile)
{
    static const cmsTagSignature tags[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                            cmsSigBlueColorantTag};
    struct rgb_built built = {0};
    check(cmsSaveProfileToMem(profile, NULL, &built.length), "measure a profile");
    built.bytes = malloc(built.length);
    check(built.bytes && cmsSaveProfileToMem(profile, built.bytes, &built.length),
          "save a profile");
    for (int i = 0; i < 3; i++) {
        const cmsCIEXYZ *c = cmsReadTag(profile, tags[i]);
        check(c, "read a colorant");
        built.colorant[0][i] = c->X;
        built.colorant[1][i] = c->Y;
        built.colorant[2][i] = c->Z;
    }
    return built;
}

struct rgb_built rgb_build(int space)
{
    const struct recipe *r = &recipes[space];
    cmsContext context = cmsCreateContext(NULL, NULL);
    check(context, "start");
    cmsToneCurve *curve = cmsBuildParametricToneCurve(context, r->curve, r->parameters);
    check(curve, "make a curve");
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfileTHR(context, &d65, &r->primaries, curves);
    check(profile, "make a profile");
    describe(context, profile, rgb_names[space]);
    struct rgb_built built = profile_save(profile);
    date_fix(&built);
    cmsCloseProfile(profile);
    cmsFreeToneCurve(curve);
    cmsDeleteContext(context);
    return built;
}
