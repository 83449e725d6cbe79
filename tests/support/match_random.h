/* Random skins, targets, layouts and pigments, over all that the match takes. */
#ifndef STIPPLE_TESTS_MATCH_RANDOM_H
#define STIPPLE_TESTS_MATCH_RANDOM_H

#include "random.h"

#include "colour/match.h"
#include "colour/skin_basis.h"

/* What `in` points to. */
struct random_match {
    struct spot skin, target, treated;
    struct match_input in;
};

/* The span of the shipped pigments' spectra and strengths. */
static inline struct pigment random_pigment(uint64_t *seed)
{
    return (struct pigment){.name = "random",
                            .label = "Random",
                            .origin = "modelled",
                            .strength = exp(random_between(seed, log(4), log(25))),
                            .p = random_between(seed, 0.4, 5),
                            .q = random_between(seed, -5, 4),
                            .ratio_low = random_between(seed, 0, 3),
                            .ratio_high = random_between(seed, 50, 100)};
}

/* One that can hardly be told from carbon black, as most that are sold for black. */
static inline struct pigment random_black(uint64_t *seed)
{
    struct pigment black = random_pigment(seed);
    black.p = random_between(seed, 0.9, 1.1);
    black.q = random_between(seed, -0.1, 0.1);
    return black;
}

static inline struct match_choice random_choice(const struct pigment *pigment)
{
    return (struct match_choice){pigment, NUMBER_ABSENT, NUMBER_ABSENT, NUMBER_ABSENT};
}

static inline struct spot random_skin(uint64_t *seed)
{
    struct spot spot = {.has_spectrum = true};
    struct lab colour;
    do {
        colour.l = random_between(seed, 22, 72);
        colour.a = random_between(seed, 3, 20);
        colour.b = random_between(seed, 7, 23);
    } while (!skin_solve(colour, D65_10, &spot.spectrum));
    spot.pcs = spectrum_lab(&spot.spectrum, D50_2);
    return spot;
}

/* Skin that was treated before: darker, and more evenly so the more pigment there is. */
static inline struct spot random_treated(uint64_t *seed, const struct spot *skin)
{
    struct spot spot = *skin;
    double kept = random_between(seed, 0.6, 0.98), tilt = random_between(seed, -0.05, 0.05);
    for (int band = 0; band < BANDS; band++)
        spot.spectrum.r[band] *= kept + tilt * (2.0 * band / BANDS - 1);
    spot.pcs = spectrum_lab(&spot.spectrum, D50_2);
    return spot;
}

/* Dots that cover between a twentieth of the skin and nearly all of it. */
static inline struct match_model random_model(uint64_t *seed)
{
    struct match_model model = match_model_default;
    model.depth_mm = random_between(seed, 0.01, 0.3);
    model.sessions = 1 + (int)(random_next(seed) % 4);
    model.dot_mm = random_between(seed, 0.2, 1);
    double covered = random_between(seed, 0.05, 0.94);
    model.dots_per_cm2 = covered * 400 / (acos(-1) * model.dot_mm * model.dot_mm * model.sessions);
    return model;
}

/* A third on treated skin; targets from hardly darker than what is there to black. */
static inline void random_match_make(uint64_t *seed, struct random_match *ret)
{
    ret->skin = random_skin(seed);
    ret->treated = random_treated(seed, &ret->skin);
    bool treated = random_next(seed) % 3 == 0;
    struct lab base = treated ? ret->treated.pcs : ret->skin.pcs;
    double share = random_between(seed, 0.02, 0.6);
    ret->target = (struct spot){
        .pcs = {base.l * (1 - share) - 0.3, base.a * (1 - share * random_between(seed, 0, 1.5)),
                base.b * (1 - share * random_between(seed, 0, 1.5)) - share}};
    ret->in = (struct match_input){.skin = &ret->skin,
                                   .stubble = &ret->target,
                                   .treated = treated ? &ret->treated : NULL,
                                   .contrast = NUMBER_ABSENT,
                                   .model = random_model(seed),
                                   .stage = (int)(random_next(seed) % STAGES),
                                   .total_ul = 1000,
                                   .step_ul = NUMBER_ABSENT};
}

#endif
