/* A wrong light or a reading of the white tile gives a number that looks like any other. So what is
 * not a colour that skin has been measured with is doubted in words, and the slips people make are
 * tried out on it: the one under which it would be skin is named. */
#include "colour/measure.h"

#include "colour/skin_basis.h"

#include <math.h>

/* L*, a*, b* under D65/10°. */
struct range {
    struct lab low, high;
};

/* 4,392 measured skins span L* 20–73, a* 2–23, b* 6–24 (Xiao et al. 2016); the margin is 3. Stubble
 * and pigment are skin with something dark and more or less neutral in it. */
static const struct range skin_range = {{17, -1, 3}, {76, 26, 27}};
static const struct range dotted_range = {{8, -3, -6}, {76, 26, 27}};

/* The tile that instruments are calibrated with: nearly white, nearly neutral. */
#define TILE_L      85.0
#define TILE_CHROMA 8.0
/* A black trap, a closed shutter, or a fraction where percent are meant. */
#define BLACK_L 5.0

static bool in_range(struct lab c, const struct range *r)
{
    return c.l >= r->low.l && c.l <= r->high.l && c.a >= r->low.a && c.a <= r->high.a &&
           c.b >= r->low.b && c.b <= r->high.b;
}

static bool must_be_skin(enum spot_role role)
{
    return role != SPOT_HAIR && role != SPOT_SWATCH;
}

bool skin_plausible(const struct spectrum *s, enum spot_role role)
{
    if (!must_be_skin(role))
        return true;
    bool dotted = role == SPOT_STUBBLE || role == SPOT_TREATED;
    return in_range(spectrum_lab(s, D65_10), dotted ? &dotted_range : &skin_range);
}

static bool plausible_under(const struct reading *r, enum light light, enum spot_role role)
{
    struct spectrum s;
    return skin_solve(reading_lab(r, light), light, &s) && skin_plausible(&s, role);
}

/* Whether a hundred times as much of everything would be skin. */
static bool plausible_as_percent(const struct reading *r, const struct measured *m,
                                 enum spot_role role)
{
    if (r->kind == READING_SPECTRUM) {
        struct spectrum s = m->spectrum;
        for (int band = 0; band < BANDS; band++)
            s.r[band] *= 100;
        return skin_plausible(&s, role);
    }
    if (r->kind != READING_XYZ)
        return false;
    enum light light = reading_light(r);
    struct xyz c = lab_to_xyz(reading_lab(r, light), light);
    struct spectrum s;
    return skin_solve(xyz_to_lab((struct xyz){c.x * 100, c.y * 100, c.z * 100}, light), light,
                      &s) &&
           skin_plausible(&s, role);
}

static const char *light_slip(const struct reading *r, enum spot_role role)
{
    static const struct {
        enum light light;
        const char *text;
    } others[] = {
        {D65_10, "Under D65/10 it would be skin: check which light the instrument shows."},
        {D65_2, "Under D65/2 it would be skin: check which light the instrument shows."},
        {D50_2, "Under D50/2 it would be skin: check which light the instrument shows."},
        {A_2, "Under A/2 it would be skin: check which light the instrument shows."},
        {D50_10, "Under D50/10 it would be skin: check which light the instrument shows."},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].light != reading_light(r) && plausible_under(r, others[i].light, role))
            return others[i].text;
    return NULL;
}

const char *reading_slip(const struct reading *r, const struct measured *m, enum spot_role role)
{
    static const char *const unknown = "Check the light it was taken under, and the calibration.";
    if (m->pcs.l > TILE_L && hypot(m->pcs.a, m->pcs.b) < TILE_CHROMA)
        return "It looks like the white tile.";
    if (!must_be_skin(role))
        return unknown;
    if (plausible_as_percent(r, m, role))
        return "It looks like fractions where percent are meant: a hundred times as much would be "
               "skin.";
    if (m->pcs.l < BLACK_L)
        return "It is nearly black: was the instrument closed, or a fraction given for percent?";
    const char *slip = NULL;
    if (r->kind == READING_LAB || r->kind == READING_XYZ)
        slip = light_slip(r, role);
    return slip ? slip : unknown;
}
