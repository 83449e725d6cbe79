/* A match is a number until somebody says what it cannot do: pigment only darkens, a tone runs into
 * its limit, the skin above a deep dot takes the yellow out of it. Every sentence here follows from
 * the prediction, so that a warning is given where it applies and nowhere else. */
#include "colour/advice.h"

#include "colour/dilution.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A tone this much of the way to the darkest its coverage allows no longer follows the strength. */
static const double saturated_share = 0.9;
/* The largest difference that people accept on any skin (the darkest, published thresholds). */
static const double acceptable_max = 2.6;
/* An optical density that lets nothing through. */
static const double opaque = 1e3;

static const char tone_too_light[] = "tone.too_light";
static const char heading_test[] = "starting point: test first";

static const char *target_field(const struct match_input *in)
{
    return in->stubble ? "stubble" : in->swatch ? "swatch" : "hair";
}

bool advice_refuses(const struct match_input *in, const struct scene *scene, struct arena *a,
                    struct match *ret)
{
    double skin = scene->skin.l, base = scene->base.l, wanted = scene->wanted.l;
    if (skin - wanted < DELTA_INDISTINGUISHABLE) {
        ret->heading = "nothing to match: pigment only darkens";
        warn(a, &ret->warnings, "target.not_darker", target_field(in),
             "The wanted tone (L* %.1f) is not darker than the skin (L* %.1f), as with grey, blond "
             "or no stubble. Left are: a share (contrast) of hair that is darker than the skin, a "
             "darker swatch chosen with the client, or no pigment.",
             wanted, skin);
        return true;
    }
    if (in->treated && base - wanted < DELTA_INDISTINGUISHABLE) {
        ret->heading = "do not add pigment";
        warn(a, &ret->warnings, "treated.dark_enough", "treated",
             "The treated area (L* %.1f) is already as dark as the wanted tone (L* %.1f). Do not "
             "add: wait for it to fade, or choose a darker target.",
             base, wanted);
        return true;
    }
    return false;
}

bool advice_scar(const struct match_input *in)
{
    return in->tissue == TISSUE_SCAR || in->service == SERVICE_FUT_SCAR ||
           in->service == SERVICE_FUE_SCAR;
}

/* The coverage at which this dilution is as dark as wanted; NaN where the layout's limit, which is
 * that of its fresh stage, comes before. */
static double coverage_wanted(const struct tone *tone, double fraction)
{
    const struct scene *scene = tone->scene;
    double kept = scene->stages[scene->stage].coverage / scene->stages[STAGE_FRESH].coverage;
    double low = 0, high = COVERAGE_MAX * kept, wanted = scene->wanted.l;
    if (tone_covering(tone, fraction, high).l > wanted)
        return NUMBER_ABSENT;
    while (high - low > 1e-4) {
        double middle = (low + high) / 2;
        if (tone_covering(tone, fraction, middle).l > wanted)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* Which density makes this dilution as dark as wanted, as a sentence; ret holds `size` bytes. */
static void density_advice(const struct match_input *in, const struct tone *tone, double fraction,
                           const char *mix, char *ret, size_t size)
{
    const struct scene *scene = tone->scene;
    double coverage = coverage_wanted(tone, fraction), planned = in->model.dots_per_cm2;
    double dots = ceil(planned * coverage / scene->stages[scene->stage].coverage);
    if (!(dots / planned * scene->stages[STAGE_FRESH].coverage <= COVERAGE_MAX))
        snprintf(ret, size, "With %s no density that the model reaches is enough.", mix);
    else if (dots > MATCH_DOTS_PER_CM2_MAX)
        snprintf(ret, size,
                 "With %s, %.0f %% covered would do it, which no density of such dots reaches: "
                 "larger dots or more sessions.",
                 mix, coverage * 100);
    else
        snprintf(ret, size, "With %s, %.0f dots/cm² a session (%.0f %% covered) would do it.", mix,
                 dots, coverage * 100);
}

/* How far the tone has come from the base to the darkest that its coverage allows. */
static double darkening_share(const struct tone *tone, double fraction)
{
    double base = tone->scene->base.l, full = base - tone_area(tone, opaque / tone->strength).l;
    return full > 0 ? (base - tone_area(tone, fraction).l) / full : 1;
}

static bool falls_short(const struct tone *tone, double fraction)
{
    return tone_area(tone, fraction).l - tone->scene->wanted.l > DELTA_INDISTINGUISHABLE;
}

static void caution_density(const struct match_input *in, const struct tone *tone, double darkest,
                            struct arena *a, struct candidate *ret)
{
    char advice[192];
    if (falls_short(tone, darkest)) {
        bool saturated = darkening_share(tone, darkest) >= saturated_share;
        density_advice(in, tone, ret->recipe.fraction, "this recipe", advice, sizeof advice);
        warn(a, &ret->cautions, tone_too_light, "layout",
             "No allowed dilution is as dark as wanted; this is the nearest. %s %s",
             saturated ? "Density decides, not strength."
                       : "A stronger mix would be darker, but the allowed range ends here.",
             advice);
    } else if (darkening_share(tone, ret->fraction) >= saturated_share) {
        density_advice(in, tone, ret->fraction / 2, "half the strength", advice, sizeof advice);
        warn(a, &ret->cautions, "tone.saturated", "layout",
             "A stronger mix would hardly be darker. Density decides, not strength. %s", advice);
    }
}

/* Deeper than usual, the skin above the dot takes more yellow than lightness away. */
static void caution_depth(const struct match_input *in, const struct scene *scene, struct arena *a,
                          struct candidate *ret)
{
    struct lab dot = ret->predicted[scene->stage].dot;
    double darker = scene->skin.l - dot.l, bluer = scene->skin.b - dot.b;
    if (in->model.depth_mm > match_model_default.depth_mm &&
        bluer > fmax(darker, DELTA_INDISTINGUISHABLE))
        warn(a, &ret->cautions, "depth.bluish", "layout.depth_mm",
             "At %g mm a dot loses more yellow (%.1f b*) than lightness (%.1f L*) and will look "
             "bluish: work shallower, or take a warmer pigment.",
             in->model.depth_mm, bluer, darker);
}

void advice_candidate(const struct match_input *in, const struct tone *tone, double darkest,
                      struct arena *a, struct candidate *ret)
{
    caution_density(in, tone, darkest, a, ret);
    caution_depth(in, tone->scene, a, ret);
    if (advice_scar(in))
        warn(a, &ret->cautions, "scar.blue_black", NULL,
             "Pigment in a scar may heal blue or black: test a few dots, wait until they have "
             "healed, and go on in smaller steps.");
}

static void warn_service(const struct match_input *in, struct arena *a, struct match *ret)
{
    if (advice_scar(in))
        warn(a, &ret->warnings, "tissue.scar", "skin",
             "A scar is matched as its own skin: measure it on the scar. It takes pigment less "
             "predictably, so the range is wider.");
    if (in->service == SERVICE_DENSITY)
        warn(a, &ret->warnings, "service.density", "service",
             "Between longer hair less contrast is wanted than on a shaved head: if in doubt take "
             "the more dilute end of the range.");
    if ((in->service == SERVICE_TOUCH_UP || in->service == SERVICE_REFRESH) && !in->treated)
        warn(a, &ret->warnings, "treated.missing", "treated",
             "Without a reading of the treated area this is the answer for untouched skin, and too "
             "dark on what is there.");
}

static bool cautioned(const struct candidate *c, const char *name)
{
    const struct warning *cautions = c->cautions.items;
    for (size_t i = 0; i < c->cautions.n; i++)
        if (strcmp(cautions[i].name, name) == 0)
            return true;
    return false;
}

static void warn_target(const struct match_input *in, const struct scene *scene, struct arena *a,
                        struct match *ret)
{
    const struct candidate *best = ret->candidates.items;
    const char *field = target_field(in);
    double wanted = scene->wanted.l, reached = best->predicted[scene->stage].area.l;
    if (cautioned(best, tone_too_light))
        warn(a, &ret->warnings, "target.too_dark", field,
             "The wanted tone (L* %.1f) is darker than the best allowed dilution reaches with this "
             "layout (L* %.1f): more or larger dots bring it closer.",
             wanted, reached);
    if (best->delta_e00 >= delta_e00(scene->base, scene->wanted))
        warn(a, &ret->warnings, "target.faint", field,
             "The wanted tone is so faint that even the best recipe ends further from it than the "
             "area is now.");
    else if (best->delta_e00_exact > acceptable_max)
        warn(a, &ret->warnings, "target.far", field,
             "No pigment comes near this colour: the best differs by %.1f ΔE00, more than people "
             "accept.",
             best->delta_e00_exact);
}

void advice_answer(const struct match_input *in, const struct scene *scene,
                   const struct match_choice *choices, struct arena *a, struct match *ret)
{
    warn_service(in, a, ret);
    if (ret->candidates.n == 0) {
        ret->heading = "no pigment to choose from";
        return;
    }
    warn_target(in, scene, a, ret);
    const struct candidate *best = ret->candidates.items;
    const struct pigment *pigment = choices[best->choice].pigment;
    bool stands = pigment->healed_readings > 0 || strcmp(pigment->origin, "measured") == 0;
    ret->heading = stands ? NULL : heading_test;
}
