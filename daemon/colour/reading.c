/* What is refused before anything is computed. Numbers without their light are the commonest slip
 * and the one nobody sees in the result, so a reading must say its light; and what no surface can
 * measure like is refused with the field that is wrong, since an average would hide it. */
#include "colour/measure.h"

#include <math.h>
#include <stdio.h>

const char *const reading_kinds[] = {"lab", "xyz", "spectrum", "rgb", NULL};
const char *const reading_illuminants[] = {"D50", "D65", "A", NULL};
const char *const reading_observers[] = {"2", "10", NULL};
const char *const reading_spaces[] = {"sRGB", "Display P3", "Adobe RGB", NULL};
const char *const reading_geometries[] = {"45:0", "0:45", "d:8", "d:8 SCI", "d:8 SCE", NULL};

/* Instruments wander by so much of the white about white, and about black (1 in L*). */
#define WHITE_NOISE 0.01
#define BLACK_NOISE 0.001
/* Through less the hair count alone varies by more than 20 % at 200 hairs/cm² (3 mm: 27 %). */
#define STUBBLE_APERTURE_MIN_MM 4.0
/* Wider openings than any instrument for surfaces has. */
#define APERTURE_MAX_MM 100.0
#define STEP_MIN_NM     1.0
#define STEP_MAX_NM     10.0
#define FIRST_NM        ((double)BAND_FIRST_NM)
#define LAST_NM         ((double)(BAND_FIRST_NM + BAND_STEP_NM * (BANDS - 1)))
/* Steps are written rounded: 91 values by 3.3333 nm from 400 are meant to end at 700. */
#define GRID_NOISE_NM 0.01
/* Above this a reflectance is taken for one in percent, an RGB value for one of 0–255. */
#define SCALE_SLIP 1.5

static const enum light lights[3][2] = {{D50_2, D50_10}, {D65_2, D65_10}, {A_2, LIGHTS}};

enum light reading_light(const struct reading *r)
{
    if (r->illuminant < 0 || r->illuminant > 2 || r->observer < 0 || r->observer > 1)
        return LIGHTS;
    return lights[r->illuminant][r->observer];
}

/* Refuses path.field, or path.field[index] where the index is not negative. */
static enum stipple_error refuse(struct error *e, enum stipple_error code, const char *path,
                                 const char *field, int64_t index, const char *message)
{
    char full[sizeof e->field];
    if (index < 0)
        snprintf(full, sizeof full, "%s.%s", path, field);
    else
        snprintf(full, sizeof full, "%s.%s[%lld]", path, field, (long long)index);
    return fail(e, code, full, "%s", message);
}

static enum stipple_error light_check(const struct reading *r, const char *path, struct error *e)
{
    bool known = r->illuminant >= 0 && r->illuminant <= 2;
    if (reading_light(r) != LIGHTS)
        return STIPPLE_OK;
    if (known && r->observer >= 0)
        refuse(e, STIPPLE_READING_LIGHT, path, "observer", -1,
               "There are no weights for this light and observer.");
    else
        refuse(e, STIPPLE_READING_LIGHT, path, known ? "observer" : "illuminant", -1,
               "The reading does not say under which light and observer it was taken.");
    fail_hint(e, "One of D50/2, D50/10, D65/2, D65/10, A/2; the instrument's settings say which. "
                 "Most skin colorimeters show D65/10.");
    return STIPPLE_READING_LIGHT;
}

static enum stipple_error three_check(const struct reading *r, const char *path, struct error *e)
{
    if (r->value.n != 3)
        return refuse(e, STIPPLE_READING_SHAPE, path, "value", -1,
                      "A reading of this kind has exactly three values.");
    const double *v = r->value.items;
    for (int i = 0; i < 3; i++)
        if (!isfinite(v[i]))
            return refuse(e, STIPPLE_READING_IMPOSSIBLE, path, "value", i, "This is no number.");
    return STIPPLE_OK;
}

static bool share_possible(double share)
{
    return share >= -BLACK_NOISE && share <= 1 + WHITE_NOISE;
}

/* A surface reflects between nothing and everything of X, of Y and of Z. L* answers for Y, a* for
 * X, b* for Z; Y comes first, since X and Z of a Lab depend on its L* too. */
static enum stipple_error colour_check(const struct reading *r, const char *path, struct error *e)
{
    static const int order[3] = {1, 0, 2};
    TRY(light_check(r, path, e));
    TRY(three_check(r, path, e));
    enum light light = reading_light(r);
    struct xyz c = lab_to_xyz(reading_lab(r, light), light);
    struct xyz white = lab_to_xyz((struct lab){100, 0, 0}, light);
    const double share[3] = {c.x / white.x, c.y / white.y, c.z / white.z};
    bool lab = r->kind == READING_LAB;
    for (int k = 0; k < 3; k++) {
        if (share_possible(share[order[k]]))
            continue;
        refuse(e, STIPPLE_READING_IMPOSSIBLE, path, "value", lab ? k : order[k],
               "No surface can measure like this.");
        fail_hint(e, lab ? "L* is 0 to 100; a* and b* of skin lie between 0 and 30."
                         : "Perfect white has Y = 100; X and Z are on the same scale.");
        return STIPPLE_READING_IMPOSSIBLE;
    }
    return STIPPLE_OK;
}

static enum stipple_error grid_check(const struct reading *r, const char *path, struct error *e)
{
    if (!(r->step_nm >= STEP_MIN_NM && r->step_nm <= STEP_MAX_NM))
        return refuse(e, STIPPLE_READING_SHAPE, path, "step_nm", -1,
                      "A spectrum says its step, 1 to 10 nm.");
    if (!(r->start_nm > 0 && r->start_nm <= FIRST_NM))
        return refuse(e, STIPPLE_READING_SHAPE, path, "start_nm", -1,
                      "A spectrum says its first wavelength, 400 nm or less.");
    if (r->value.n == 0 ||
        r->start_nm + r->step_nm * (double)(r->value.n - 1) < LAST_NM - GRID_NOISE_NM)
        return refuse(e, STIPPLE_READING_SHAPE, path, "value", -1,
                      "The spectrum ends before 700 nm.");
    return STIPPLE_OK;
}

static enum stipple_error share_check(const struct reading *r, const char *path, const char *hint,
                                      struct error *e)
{
    const double *v = r->value.items;
    for (size_t i = 0; i < r->value.n; i++) {
        if (share_possible(v[i]))
            continue;
        refuse(e, STIPPLE_READING_IMPOSSIBLE, path, "value", (int64_t)i,
               "The value lies outside 0 to 1.");
        if (v[i] > SCALE_SLIP)
            fail_hint(e, "%s", hint);
        return STIPPLE_READING_IMPOSSIBLE;
    }
    return STIPPLE_OK;
}

static enum stipple_error rgb_check(const struct reading *r, const char *path, struct error *e)
{
    if (r->space < 0 || r->space > 2) {
        refuse(e, STIPPLE_READING_LIGHT, path, "space", -1,
               "The reading does not say in which RGB space it is.");
        fail_hint(e, "sRGB, Display P3 or Adobe RGB.");
        return STIPPLE_READING_LIGHT;
    }
    TRY(three_check(r, path, e));
    return share_check(r, path, "Values of 0 to 255? Divide by 255.", e);
}

static enum stipple_error aperture_check(const struct reading *r, enum spot_role role,
                                         const char *path, struct error *e)
{
    double mm = r->aperture_mm;
    if (isnan(mm))
        return STIPPLE_OK;
    if (!(mm > 0 && mm <= APERTURE_MAX_MM))
        return refuse(e, STIPPLE_READING_IMPOSSIBLE, path, "aperture_mm", -1,
                      "No instrument has this aperture.");
    if (role != SPOT_STUBBLE || mm >= STUBBLE_APERTURE_MIN_MM)
        return STIPPLE_OK;
    refuse(e, STIPPLE_READING_APERTURE, path, "aperture_mm", -1,
           "The aperture is too small for stubble: it happens to see many hairs or few.");
    fail_hint(e, "Measure at least five spots through 8 mm; the hair count alone varies by 27 %% "
                 "through 3 mm, by 10 %% through 8 mm.");
    return STIPPLE_READING_APERTURE;
}

enum stipple_error reading_check(const struct reading *r, enum spot_role role, const char *path,
                                 struct error *e)
{
    TRY(aperture_check(r, role, path, e));
    switch (r->kind) {
    case READING_LAB:
    case READING_XYZ:
        return colour_check(r, path, e);
    case READING_SPECTRUM:
        TRY(grid_check(r, path, e));
        return share_check(r, path, "Reflectance in percent? Divide by 100.", e);
    case READING_RGB:
        return rgb_check(r, path, e);
    default:
        return refuse(e, STIPPLE_READING_SHAPE, path, "kind", -1,
                      "A reading is lab, xyz, spectrum or rgb.");
    }
}
