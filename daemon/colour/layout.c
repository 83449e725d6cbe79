/* One recipe serves all sessions of a layout, so a stage is two numbers: how much is covered and
 * how dense the dots are. Part of the first session's dots go before the second; on skin that was
 * treated before, the first to come is not the first. */
#include "colour/layout.h"

#include <math.h>
#include <stdio.h>

const char *const stage_names[] = {"fresh", "healed", "year_1", "year_3", "year_5", NULL};

const struct match_model match_model_default = {.depth_mm = 0.05,
                                                .dots_per_cm2 = 50,
                                                .dot_mm = 0.5,
                                                .gain = 1,
                                                .healed = 0.67,
                                                .half_life_years = 6,
                                                .sessions = 3};

/* 5–20 % of the first session's impressions are gone when the next begins. */
static const double first_session_kept = 0.875;

static const double stage_years[STAGES] = {
    [STAGE_YEAR_1] = 1, [STAGE_YEAR_3] = 3, [STAGE_YEAR_5] = 5};

static enum stipple_error positive(double value, const char *what, struct error *e)
{
    if (isfinite(value) && value > 0)
        return STIPPLE_OK;
    return fail(e, STIPPLE_PARAM_RANGE, "layout", "The %s must be above zero.", what);
}

static enum stipple_error model_check(const struct match_model *m, struct error *e)
{
    if (!(isfinite(m->depth_mm) && m->depth_mm >= 0))
        return fail(e, STIPPLE_PARAM_RANGE, "layout", "The depth cannot be negative.");
    TRY(positive(m->sessions, "number of sessions", e));
    TRY(positive(m->dots_per_cm2, "number of dots", e));
    TRY(positive(m->dot_mm, "size of a dot", e));
    TRY(positive(m->gain, "gain", e));
    TRY(positive(m->healed, "share of pigment that heals in", e));
    return positive(m->half_life_years, "half-life", e);
}

/* What would fit: fewer dots, or smaller ones, or fewer sessions, each alone. */
static enum stipple_error coverage_fail(const struct match_model *m, double covered,
                                        struct error *e)
{
    double room = COVERAGE_MAX / covered, sessions = floor(m->sessions * room);
    fail(e, STIPPLE_LAYOUT_COVERAGE, "layout",
         "%d session%s of %g dots/cm² of %g mm would cover %.3g %% of the skin; the model reaches "
         "%g %%.",
         m->sessions, m->sessions == 1 ? "" : "s", m->dots_per_cm2, m->dot_mm, covered * 100,
         COVERAGE_MAX * 100);
    char fewer[48] = "";
    if (sessions >= 1)
        snprintf(fewer, sizeof fewer, ", or %.0f session%s", sessions, sessions > 1 ? "s" : "");
    fail_hint(e, "What would fit: %g dots/cm² a session, or dots of %g mm%s.",
              floor(m->dots_per_cm2 * room * 10) / 10, floor(m->dot_mm * sqrt(room) * 100) / 100,
              fewer);
    return STIPPLE_LAYOUT_COVERAGE;
}

enum stipple_error layout_stages(const struct match_model *model, bool treated,
                                 struct layout_stage ret[STAGES], struct error *e)
{
    TRY(model_check(model, e));
    double dot_cm2 = acos(-1) * model->dot_mm * model->dot_mm / 400;
    double session = model->gain * model->dots_per_cm2 * dot_cm2;
    double fresh = session * model->sessions;
    if (!(fresh <= COVERAGE_MAX))
        return coverage_fail(model, fresh, e);
    double lost = treated || model->sessions < 2 ? 0 : session * (1 - first_session_kept);
    ret[STAGE_FRESH] = (struct layout_stage){fresh, 1};
    for (int stage = STAGE_HEALED; stage < STAGES; stage++)
        ret[stage] = (struct layout_stage){
            fresh - lost, model->healed * exp2(-stage_years[stage] / model->half_life_years)};
    return STIPPLE_OK;
}
