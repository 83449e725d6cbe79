/* The optical model of colour.md section 2, computed once more as slowly and plainly as it can be:
 * what the daemon predicts is held against it. Kubelka and Munk's layer follows from one slice so
 * thin that its light is scattered or absorbed at most once, and from doubling it: two layers of R
 * and T make R + T²R/(1 − R²) and T²/(1 − R²). No hyperbolic function, no limit, no special case,
 * hence a witness for those that have them; and the sessions are added one by one. */
#ifndef STIPPLE_TESTS_OPTICS_REFERENCE_H
#define STIPPLE_TESTS_OPTICS_REFERENCE_H

#include "colour/match.h"

#include <math.h>

static void reference_layer(long double scatter, long double absorb, long double *ret_r,
                            long double *ret_t)
{
    enum { DOUBLINGS = 30 };
    long double thin = ldexpl(1, -DOUBLINGS), r = scatter * thin;
    long double t = 1 - (scatter + absorb) * thin;
    for (int i = 0; i < DOUBLINGS; i++) {
        long double between = 1 / (1 - r * r);
        r += t * t * r * between;
        t = t * t * between;
    }
    *ret_r = r;
    *ret_t = t;
}

static long double reference_dot(long double rs, long double nm, const struct pigment *p,
                                 long double depth_mm, long double od)
{
    long double jacques = 0.41L * powl(nm / 500, -4) + 0.59L * powl(nm / 500, -0.562L);
    long double s = 0.75L * 43.6L * jacques * depth_mm / 10, rt, tt;
    reference_layer(s, s * (1 - rs) * (1 - rs) / (2 * rs), &rt, &tt);
    long double u = logl(550 / nm);
    long double tp = expl(-od * expl((long double)p->p * u + (long double)p->q * u * u));
    return rt + tt * tt * tp * tp * rs / (1 - rt * tp * tp * rs);
}

/* What a stage leaves of the fresh optical density. */
static long double reference_density(const struct match_model *m, int stage)
{
    static const long double years[] = {0, 0, 1, 3, 5};
    if (stage == STAGE_FRESH)
        return 1;
    return (long double)m->healed * powl(2, -years[stage] / (long double)m->half_life_years);
}

/* The reflectance of the area at a stage; `treated` may be NULL. */
static inline void reference_area(const struct spectrum *skin, const struct spectrum *treated,
                                  const struct match_model *model, const struct pigment *pigment,
                                  double fraction, int stage, struct spectrum *ret)
{
    long double od = (long double)pigment->strength * fraction * reference_density(model, stage);
    for (int band = 0; band < BANDS; band++) {
        long double rs = skin->r[band], base = treated ? treated->r[band] : rs;
        long double dark = reference_dot(rs, 400 + 10 * band, pigment, model->depth_mm, od);
        long double root = sqrtl(base);
        for (int session = 1; session <= model->sessions; session++) {
            bool loses = session == 1 && model->sessions > 1 && !treated && stage != STAGE_FRESH;
            long double dots = (long double)model->gain * model->dots_per_cm2 * acosl(-1) *
                               model->dot_mm * model->dot_mm / 400;
            root -= (loses ? 0.875L : 1) * dots * (sqrtl(rs) - sqrtl(dark));
        }
        root = fmaxl(root, fminl(sqrtl(base), sqrtl(dark)));
        ret->r[band] = (double)(root * root);
    }
}

#endif
