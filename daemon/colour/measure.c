/* Each kind of reading has its own way into the connection space. A chromatic adaptation (Bradford)
 * knows nothing of what was measured and is off by more than people can see on skin; the spectrum
 * that the skin basis finds knows. So adaptation serves only where that finds none. */
#include "colour/measure.h"

#include "colour/icc.h"
#include "colour/resample.h"
#include "colour/skin_basis.h"
#include "colour/tables.h"

#include <lcms2.h>
#include <string.h>

const char *const conversion_names[] = {"spectrum", "skin_basis", "icc", "bradford", "none", NULL};

struct lab reading_lab(const struct reading *r, enum light light)
{
    const double *v = r->value.items;
    if (r->kind == READING_LAB)
        return (struct lab){v[0], v[1], v[2]};
    return xyz_to_lab((struct xyz){v[0] / 100, v[1] / 100, v[2] / 100}, light);
}

static void spectrum_measure(const struct reading *r, struct measured *ret)
{
    for (int band = 0; band < BANDS; band++) {
        double factor = lagrange(r->value.items, r->value.n, r->start_nm, r->step_nm,
                                 BAND_FIRST_NM + BAND_STEP_NM * band);
        ret->spectrum.r[band] = factor < 0 ? 0 : factor > 1 ? 1 : factor;
    }
    ret->has_spectrum = true;
    ret->converted_by = BY_SPECTRUM;
    ret->pcs = spectrum_lab(&ret->spectrum, D50_2);
}

/* By the linear Bradford transform (ICC.1, annex E), between the whites of the two lights. */
static struct lab adapt(struct lab colour, enum light light)
{
    const struct xyz c = lab_to_xyz(colour, light), *white = &tristimulus_whites[light],
                     *d50 = &tristimulus_whites[D50_2];
    cmsCIEXYZ source = {c.x, c.y, c.z}, from = {white->x, white->y, white->z},
              to = {d50->x, d50->y, d50->z}, adapted = {0};
    cmsAdaptToIlluminant(&adapted, &from, &to, &source);
    return xyz_to_lab((struct xyz){adapted.X, adapted.Y, adapted.Z}, D50_2);
}

static void colour_measure(const struct reading *r, struct measured *ret)
{
    enum light light = reading_light(r);
    struct lab colour = reading_lab(r, light);
    ret->has_spectrum = skin_solve(colour, light, &ret->spectrum);
    if (light == D50_2) {
        ret->converted_by = BY_NONE;
        ret->pcs = colour;
    } else if (ret->has_spectrum) {
        ret->converted_by = BY_SKIN_BASIS;
        ret->pcs = spectrum_lab(&ret->spectrum, D50_2);
    } else {
        ret->converted_by = BY_BRADFORD;
        ret->pcs = adapt(colour, light);
    }
}

enum stipple_error reading_measure(const struct reading *r, struct measured *ret, struct error *e)
{
    memset(ret, 0, sizeof *ret);
    if (r->kind == READING_SPECTRUM) {
        spectrum_measure(r, ret);
    } else if (r->kind == READING_RGB) {
        TRY(icc_to_pcs(r->space, r->value.items, &ret->pcs, e));
        ret->has_spectrum = skin_solve(ret->pcs, D50_2, &ret->spectrum);
        ret->converted_by = BY_ICC;
    } else {
        colour_measure(r, ret);
    }
    return STIPPLE_OK;
}
