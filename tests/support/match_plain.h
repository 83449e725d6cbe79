/* The match as plainly as it can be written: every pigment at 64 dilutions, by the optics of
 * colour.md and LittleCMS's CIEDE2000. What the daemon answers is held against it, and so is the
 * time it takes. */
#ifndef STIPPLE_TESTS_MATCH_PLAIN_H
#define STIPPLE_TESTS_MATCH_PLAIN_H

#include "colour/tables.h"
#include "colour/tone.h"

#include <lcms2.h>
#include <math.h>

enum { PLAIN_DILUTIONS = 64 };

struct plain_best {
    double delta, fraction;
    size_t choice;
};

/* Scene as match_find sees it. */
static inline enum stipple_error plain_scene(const struct match_input *in, struct scene *ret)
{
    const struct spot *base = in->treated ? in->treated : in->skin;
    struct error e;
    TRY(layout_stages(&in->model, in->treated != NULL, ret->stages, &e));
    layer_prepare(&in->skin->spectrum, &base->spectrum, in->model.depth_mm, &ret->layer);
    ret->stage = in->stage;
    ret->skin = in->skin->pcs;
    ret->base = base->pcs;
    ret->wanted = in->stubble->pcs;
    return STIPPLE_OK;
}

static inline double plain_delta(const struct scene *scene, const double shape[BANDS], double od)
{
    const struct layer *l = &scene->layer;
    double coverage = scene->stages[scene->stage].coverage, c[3] = {0};
    for (int band = 0; band < BANDS; band++) {
        double pass2 = exp(-2 * od * shape[band]);
        double dot = sqrt(l->rt[band] + l->through[band] * pass2 / (1 - l->bounce[band] * pass2));
        double mixed = l->root_base[band] - coverage * (l->root_bare[band] - dot);
        mixed = fmax(mixed, fmin(l->root_base[band], dot));
        for (int i = 0; i < 3; i++)
            c[i] += tristimulus_weights[D50_2][i][band] * mixed * mixed;
    }
    const struct xyz *white = &tristimulus_whites[D50_2];
    cmsCIEXYZ w = {white->x, white->y, white->z}, xyz = {c[0], c[1], c[2]};
    cmsCIELab lab, wanted = {scene->wanted.l, scene->wanted.a, scene->wanted.b};
    cmsXYZ2Lab(&w, &lab, &xyz);
    return cmsCIE2000DeltaE(&lab, &wanted, 1, 1, 1);
}

static inline void plain_shape(const struct pigment *pigment, double ret[BANDS])
{
    for (int band = 0; band < BANDS; band++) {
        double u = log(550.0 / (BAND_FIRST_NM + BAND_STEP_NM * band));
        ret[band] = exp(pigment->p * u + pigment->q * u * u);
    }
}

/* `steps` dilutions from `low` to `high`, even in the logarithm. */
static inline void plain_range(const struct scene *scene, const struct pigment *pigment, double low,
                               double high, int steps, struct plain_best *best)
{
    double shape[BANDS];
    plain_shape(pigment, shape);
    for (int i = 0; i < steps; i++) {
        double fraction = low * pow(high / low, i / (steps - 1.0));
        double od = pigment->strength * fraction * scene->stages[scene->stage].density;
        double delta = plain_delta(scene, shape, od);
        if (delta < best->delta) {
            best->delta = delta;
            best->fraction = fraction;
        }
    }
}

static inline double plain_low(const struct match_choice *choice)
{
    return 1 / (1 + choice->pigment->ratio_high);
}

static inline double plain_high(const struct match_choice *choice)
{
    return 1 / (1 + choice->pigment->ratio_low);
}

/* The closest of 64 dilutions of every pigment, each in its own range. */
static inline struct plain_best plain_find(const struct scene *scene,
                                           const struct match_choice *choices, size_t n)
{
    struct plain_best best = {.delta = INFINITY};
    for (size_t i = 0; i < n; i++) {
        double before = best.delta;
        plain_range(scene, choices[i].pigment, plain_low(&choices[i]), plain_high(&choices[i]),
                    PLAIN_DILUTIONS, &best);
        if (best.delta < before)
            best.choice = i;
    }
    return best;
}

/* The same, then ever closer about the best of every pigment: what there is to be found. */
static inline struct plain_best plain_find_closely(const struct scene *scene,
                                                   const struct match_choice *choices, size_t n)
{
    enum { ZOOMS = 3 };
    struct plain_best best = {.delta = INFINITY};
    for (size_t i = 0; i < n; i++) {
        struct plain_best own = {.delta = INFINITY, .choice = i};
        double low = plain_low(&choices[i]), high = plain_high(&choices[i]);
        for (int zoom = 0; zoom <= ZOOMS; zoom++) {
            plain_range(scene, choices[i].pigment, low, high, PLAIN_DILUTIONS, &own);
            double step = pow(high / low, 1.0 / (PLAIN_DILUTIONS - 1));
            low = fmax(own.fraction / step, plain_low(&choices[i]));
            high = fmin(own.fraction * step, plain_high(&choices[i]));
        }
        if (own.delta < best.delta)
            best = own;
    }
    return best;
}

#endif
