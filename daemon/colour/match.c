/* Every pigment is followed through its dilutions in the client's own skin, and the closest turned
 * into a recipe. The ranking is by the recipe, since that is what will be in the cup. What skin and
 * layout contribute is worked out once; what a pigment costs is some ten colours, or twenty where
 * it comes among the best: those that are answered bound the search of all that follow, and the
 * optical density that served one pigment is where the next begins, as tone follows it far more
 * than the pigment. Neither changes any answer. Only what is answered is described. */
#include "colour/match.h"

#include "colour/advice.h"
#include "colour/dilution.h"
#include "colour/recipe.h"
#include "colour/tone.h"

#include <math.h>
#include <string.h>

const char *const service_names[] = {"full",     "density",  "hairline", "fut_scar", "fue_scar",
                                     "alopecia", "touch_up", "refresh",  NULL};
const char *const tissue_names[] = {"skin", "scar", NULL};

/* One standard deviation of what a pigment's strength may be until it was measured; scar tissue
 * takes pigment less predictably (assumed). */
static const double strength_doubt = 1.5, strength_doubt_scar = 2;
/* Bare skin darkens smoothly. On treated skin each band starts to follow the dots when these are
 * darker than what is there, so the tone has corners, and small valleys between them. */
static const int steps_bare = 12, steps_treated = DILUTION_STEPS_MAX;
/* The drop of an ordinary dropper bottle. */
static const double step_default_ul = 50;

/* A choice with its best recipe, before it is described. */
struct contender {
    size_t choice;
    struct recipe_wish wish;
    struct recipe recipe;
    double delta; /* ΔE00 of the recipe */
};

struct matching {
    const struct match_input *in;
    const struct match_choice *choices;
    struct scene scene;
    struct contender *best; /* closest first; n of at most `limit` */
    size_t n, limit;
    double density; /* optical density that came closest with the last pigment */
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
           in->total_ul / step <= RECIPE_STEPS_MAX && recipe_possible(ret);
}

/* Into its place, before what is farther; what falls off the end is not answered. */
static void contender_place(struct matching *m, const struct contender *c)
{
    size_t i = m->n < m->limit ? m->n++ : m->n - 1;
    for (; i > 0 && m->best[i - 1].delta > c->delta; i--)
        m->best[i] = m->best[i - 1];
    m->best[i] = *c;
}

/* The delta that a choice has to come below to be answered. Equal ones (the same pigment twice)
 * stay in the order the caller prefers. */
static double delta_wanted(const struct matching *m)
{
    return m->n < m->limit ? INFINITY : m->best[m->n - 1].delta;
}

static void choice_rank(struct matching *m, struct contender *c)
{
    const struct pigment *pigment = m->choices[c->choice].pigment;
    struct tone tone;
    tone_prepare(&m->scene, pigment, &tone);
    double full = pigment->strength * m->scene.stages[m->scene.stage].density;
    struct dilution_range range = {.min = c->wish.min,
                                   .max = c->wish.max,
                                   .steps = m->in->treated ? steps_treated : steps_bare,
                                   .guess = m->density / full,
                                   .enough = delta_wanted(m) + DILUTION_TOLERANCE};
    c->wish.found = dilution_find(tone_look, &tone, &range);
    m->density = c->wish.found.fraction * full;
    if (c->wish.found.delta >= range.enough || !recipe_find(&c->wish, &c->recipe))
        return;
    c->delta = tone_delta(&tone, c->recipe.fraction);
    if (c->delta < delta_wanted(m))
        contender_place(m, c);
}

static void candidate_describe(const struct matching *m, const struct contender *c,
                               struct candidate *ret)
{
    struct tone tone;
    tone_prepare(&m->scene, m->choices[c->choice].pigment, &tone);
    const struct recipe_wish *wish = &c->wish;
    double doubt = advice_scar(m->in) ? strength_doubt_scar : strength_doubt;
    double fraction = wish->found.fraction;
    ret->choice = c->choice;
    ret->fraction = fraction;
    ret->ratio = ratio_of(fraction);
    ret->step_ul = wish->step_ul;
    ret->recipe = c->recipe;
    ret->ratio_low = ratio_of(fmin(fraction * doubt, wish->max));
    /* The recipe is the weakest that cannot be told apart: what is tested reaches at least to it.
     */
    ret->ratio_high = ratio_of(fmin(fmax(fraction / doubt, wish->min), c->recipe.fraction));
    ret->delta_e00_exact = tone_delta(&tone, fraction);
    ret->delta_e00 = c->delta;
    tone_predict(&tone, c->recipe.fraction, ret->predicted);
    advice_candidate(m->in, &tone, wish->max, m->arena, ret);
}

static enum stipple_error choices_rank(struct matching *m, size_t n, struct match *ret,
                                       struct error *e)
{
    bool possible = n == 0;
    for (size_t i = 0; i < n; i++) {
        struct contender c = {.choice = i};
        if (wish_prepare(m->in, &m->choices[i], &c.wish)) {
            possible = true;
            choice_rank(m, &c);
        } else {
            warn(m->arena, &ret->warnings, "recipe.impossible", NULL,
                 "%s is left out: its range allows no recipe of whole steps for this amount.",
                 m->choices[i].pigment->label);
        }
    }
    if (possible)
        return STIPPLE_OK;
    fail(e, STIPPLE_MATCH_RECIPE, "step_ul",
         "No recipe of whole steps makes %g µl within any pigment's range.", m->in->total_ul);
    fail_hint(e, "Give a smaller step_ul, a larger total_ul, or a wider range.");
    return STIPPLE_MATCH_RECIPE;
}

static enum stipple_error choices_match(struct matching *m, size_t n, struct match *ret,
                                        struct error *e)
{
    m->limit = m->in->limit > 0 && m->in->limit < n ? m->in->limit : n;
    m->best = arena_array(m->arena, m->limit, sizeof *m->best);
    struct candidate *candidates = arena_array(m->arena, m->limit, sizeof *candidates);
    if (!m->best || !candidates)
        return fail_memory(e);
    TRY(choices_rank(m, n, ret, e));
    for (size_t i = 0; i < m->n; i++)
        candidate_describe(m, &m->best[i], &candidates[i]);
    ret->candidates = (struct list){candidates, m->n};
    return STIPPLE_OK;
}

enum stipple_error match_find(const struct match_input *in, const struct match_choice *choices,
                              size_t n, struct arena *a, struct match *ret, struct error *e)
{
    struct matching m = {.in = in, .choices = choices, .density = 1, .arena = a};
    TRY(input_check(in, e));
    TRY(scene_prepare(in, &m.scene, e));
    struct match found = {.skin = m.scene.skin,
                          .wanted = m.scene.wanted,
                          .delta_e00 = delta_e00(m.scene.skin, m.scene.wanted)};
    if (!advice_refuses(in, &m.scene, a, &found)) {
        TRY(choices_match(&m, n, &found, e));
        advice_answer(in, &m.scene, choices, a, &found);
    }
    *ret = found;
    return STIPPLE_OK;
}
