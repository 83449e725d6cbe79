/* Every pigment is followed through all its dilutions in the client's own skin, and the closest
 * turned into a recipe. What skin and layout contribute is worked out once; what a pigment costs
 * is some sixty colours. The ranking is by the recipe, since that is what will be in the cup. */
#include "colour/match.h"

#include "colour/advice.h"
#include "colour/dilution.h"
#include "colour/recipe.h"
#include "colour/tone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const service_names[] = {"full",     "density",  "hairline", "fut_scar", "fue_scar",
                                     "alopecia", "touch_up", "refresh",  NULL};
const char *const tissue_names[] = {"skin", "scar", NULL};

/* One standard deviation of what a pigment's strength may be until it was measured; scar tissue
 * takes pigment less predictably (assumed). */
static const double strength_doubt = 1.5, strength_doubt_scar = 2;
/* The drop of an ordinary dropper bottle. */
static const double step_default_ul = 50;

struct matching {
    const struct match_input *in;
    struct scene scene;
    struct arena *arena;
};

static enum stipple_error spectrum_check(const struct spot *spot, const char *field,
                                         struct error *e)
{
    if (!spot || spot->has_spectrum)
        return STIPPLE_OK;
    return fail(e, STIPPLE_READING_NOT_SKIN, field,
                "The model needs a spectrum here, and none follows from this colour.");
}

static enum stipple_error input_check(const struct match_input *in, struct error *e)
{
    if (!in->stubble + !in->swatch + !in->hair != 2)
        return fail(e, STIPPLE_PARAM_COMBINATION, "stubble",
                    "Give exactly one of stubble, swatch, or hair with contrast.");
    TRY(spectrum_check(in->skin, "skin", e));
    TRY(spectrum_check(in->treated, "treated", e));
    TRY(spectrum_check(in->hair, "hair", e));
    if (in->hair && !(in->contrast >= 0 && in->contrast <= 1))
        return fail(e, STIPPLE_PARAM_RANGE, "contrast", "The contrast is a share from 0 to 1.");
    if (in->stage < 0 || in->stage >= STAGES)
        return fail(e, STIPPLE_PARAM_CHOICE, "stage", "There is no such stage.");
    if (!(isfinite(in->total_ul) && in->total_ul > 0))
        return fail(e, STIPPLE_MATCH_RECIPE, "total_ul", "The amount must be above zero.");
    if (!isnan(in->step_ul) && !(isfinite(in->step_ul) && in->step_ul > 0))
        return fail(e, STIPPLE_MATCH_RECIPE, "step_ul", "The step must be above zero.");
    return STIPPLE_OK;
}

static struct lab wanted_colour(const struct match_input *in)
{
    if (!in->hair)
        return in->stubble ? in->stubble->pcs : in->swatch->pcs;
    struct spectrum mixed;
    hair_spectrum(&in->skin->spectrum, &in->hair->spectrum, in->contrast, &mixed);
    return spectrum_lab(&mixed, D50_2);
}

static enum stipple_error scene_prepare(const struct match_input *in, struct scene *ret,
                                        struct error *e)
{
    const struct spot *base = in->treated ? in->treated : in->skin;
    TRY(layout_stages(&in->model, in->treated != NULL, ret->stages, e));
    layer_prepare(&in->skin->spectrum, &base->spectrum, in->model.depth_mm, &ret->layer);
    ret->stage = in->stage;
    ret->skin = in->skin->pcs;
    ret->base = base->pcs;
    ret->wanted = wanted_colour(in);
    return STIPPLE_OK;
}

static double ratio_of(double fraction)
{
    return (1 - fraction) / fraction;
}

static double fraction_of(double ratio)
{
    return 1 / (1 + ratio);
}

static double either(double value, double otherwise)
{
    return isnan(value) ? otherwise : value;
}

/* What a choice asks of its recipe; false when its range or its step make none. */
static bool wish_prepare(const struct match_input *in, const struct match_choice *choice,
                         struct recipe_wish *ret)
{
    double low = either(choice->ratio_low, choice->pigment->ratio_low);
    double high = either(choice->ratio_high, choice->pigment->ratio_high);
    double step = either(in->step_ul, either(choice->drop_ul, step_default_ul));
    *ret = (struct recipe_wish){.total_ul = in->total_ul,
                                .step_ul = step,
                                .min = fraction_of(high),
                                .max = fraction_of(low)};
    return low >= 0 && low <= high && isfinite(high) && step > 0 &&
           in->total_ul / step <= RECIPE_STEPS_MAX;
}

static bool choice_match(const struct matching *m, const struct match_choice *choice,
                         struct candidate *ret)
{
    struct recipe_wish wish;
    struct tone tone;
    if (!wish_prepare(m->in, choice, &wish))
        return false;
    tone_prepare(&m->scene, choice->pigment, &tone);
    wish.found = dilution_find(tone_delta, &tone, wish.min, wish.max);
    if (!recipe_find(&wish, &ret->recipe))
        return false;
    double doubt = advice_scar(m->in) ? strength_doubt_scar : strength_doubt;
    double fraction = wish.found.fraction;
    ret->fraction = fraction;
    ret->ratio = ratio_of(fraction);
    ret->step_ul = wish.step_ul;
    ret->ratio_low = ratio_of(fmin(fraction * doubt, wish.max));
    /* The recipe is the weakest that cannot be told apart: what is tested reaches at least to it.
     */
    ret->ratio_high = ratio_of(fmin(fmax(fraction / doubt, wish.min), ret->recipe.fraction));
    ret->delta_e00_exact = wish.found.delta;
    ret->delta_e00 = tone_delta(&tone, ret->recipe.fraction);
    tone_predict(&tone, ret->recipe.fraction, ret->predicted);
    advice_candidate(m->in, &tone, wish.max, m->arena, ret);
    return true;
}

/* Closest recipe first; equal ones (the same pigment twice) in the order the caller prefers. */
static int candidate_compare(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    if (a->delta_e00 != b->delta_e00)
        return a->delta_e00 < b->delta_e00 ? -1 : 1;
    return a->choice < b->choice ? -1 : a->choice > b->choice;
}

static enum stipple_error choices_match(const struct matching *m,
                                        const struct match_choice *choices, size_t n,
                                        struct match *ret, struct error *e)
{
    for (size_t i = 0; i < n; i++) {
        struct candidate found = {.choice = i};
        if (!choice_match(m, &choices[i], &found)) {
            warn(m->arena, &ret->warnings, "recipe.impossible", NULL,
                 "%s is left out: its range allows no recipe of whole steps for this amount.",
                 choices[i].pigment->label);
            continue;
        }
        struct candidate *slot = list_add(m->arena, &ret->candidates, sizeof found);
        if (!slot)
            return fail_memory(e);
        *slot = found;
    }
    if (n > 0 && ret->candidates.n == 0) {
        fail(e, STIPPLE_MATCH_RECIPE, "step_ul",
             "No recipe of whole steps makes %g µl within any pigment's range.", m->in->total_ul);
        fail_hint(e, "Give a smaller step_ul, a larger total_ul, or a wider range.");
        return STIPPLE_MATCH_RECIPE;
    }
    if (n > 0)
        qsort(ret->candidates.items, ret->candidates.n, sizeof(struct candidate),
              candidate_compare);
    return STIPPLE_OK;
}

enum stipple_error match_find(const struct match_input *in, const struct match_choice *choices,
                              size_t n, struct arena *a, struct match *ret, struct error *e)
{
    struct matching m = {.in = in, .arena = a};
    TRY(input_check(in, e));
    TRY(scene_prepare(in, &m.scene, e));
    struct match found = {.skin = m.scene.skin,
                          .wanted = m.scene.wanted,
                          .delta_e00 = delta_e00(m.scene.skin, m.scene.wanted)};
    if (!advice_refuses(in, &m.scene, a, &found)) {
        TRY(choices_match(&m, choices, n, &found, e));
        advice_answer(in, &m.scene, choices, a, &found);
    }
    *ret = found;
    return STIPPLE_OK;
}
