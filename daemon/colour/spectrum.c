/* Colours of spectra. The weights hold colour-matching functions, light and interpolation at once,
 * so that a colour is three scalar products: the match takes thousands of them. LittleCMS does the
 * rest in doubles; its CIEDE2000 passes all pairs of Sharma et al. Only the hex colour of a PCS
 * value goes without it: a transform costs a thousand times more than this matrix, taken from the
 * very same profile at build time. */
#include "colour/spectrum.h"

#include "colour/tables.h"

#include <lcms2.h>
#include <math.h>
#include <stdio.h>

struct xyz spectrum_xyz(const struct spectrum *s, enum light light)
{
    double c[3] = {0};
    for (int i = 0; i < 3; i++)
        for (int band = 0; band < BANDS; band++)
            c[i] += tristimulus_weights[light][i][band] * s->r[band];
    return (struct xyz){c[0], c[1], c[2]};
}

struct lab spectrum_lab(const struct spectrum *s, enum light light)
{
    return xyz_to_lab(spectrum_xyz(s, light), light);
}

static cmsCIEXYZ cms_xyz(struct xyz c)
{
    return (cmsCIEXYZ){c.x, c.y, c.z};
}

static cmsCIELab cms_lab(struct lab c)
{
    return (cmsCIELab){c.l, c.a, c.b};
}

struct lab xyz_to_lab(struct xyz c, enum light light)
{
    cmsCIEXYZ white = cms_xyz(tristimulus_whites[light]), from = cms_xyz(c);
    cmsCIELab lab;
    cmsXYZ2Lab(&white, &lab, &from);
    return (struct lab){lab.L, lab.a, lab.b};
}

struct xyz lab_to_xyz(struct lab c, enum light light)
{
    cmsCIEXYZ white = cms_xyz(tristimulus_whites[light]), xyz;
    cmsCIELab from = cms_lab(c);
    cmsLab2XYZ(&white, &xyz, &from);
    return (struct xyz){xyz.X, xyz.Y, xyz.Z};
}

double delta_e00(struct lab x, struct lab y)
{
    cmsCIELab one = cms_lab(x), other = cms_lab(y);
    return cmsCIE2000DeltaE(&one, &other, 1, 1, 1);
}

/* IEC 61966-2-1: linear light to an 8-bit value, clipped; NaN gives 0. */
static unsigned srgb_byte(double linear)
{
    if (!(linear > 0))
        return 0;
    if (linear >= 1)
        return 255;
    double v = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
    return (unsigned)(v * 255 + 0.5);
}

void lab_srgb(struct lab pcs, char *ret)
{
    cmsCIEXYZ xyz;
    cmsCIELab from = cms_lab(pcs);
    cmsLab2XYZ(cmsD50_XYZ(), &xyz, &from);
    unsigned byte[3];
    for (int i = 0; i < 3; i++) {
        const double *row = srgb_from_pcs[i];
        byte[i] = srgb_byte(row[0] * xyz.X + row[1] * xyz.Y + row[2] * xyz.Z);
    }
    snprintf(ret, 8, "#%02x%02x%02x", byte[0], byte[1], byte[2]);
}
