/* How much of the area the sessions cover, and what is left of their pigment, stage by stage.
 * Private to the room. */
#ifndef STIPPLE_COLOUR_LAYOUT_H
#define STIPPLE_COLOUR_LAYOUT_H

#include "colour/match.h"

/* The model was never meant for dots that run together. */
#define COVERAGE_MAX 0.95

struct layout_stage {
    double coverage; /* Σ c over the sessions */
    double density;  /* the dots' optical density per unit of the fresh one */
};

/* The stages of a layout, on treated skin when `treated`. LAYOUT_COVERAGE where the sessions would
 * cover more than COVERAGE_MAX, PARAM_RANGE where a number is none a layout can have. */
enum stipple_error layout_stages(const struct match_model *model, bool treated,
                                 struct layout_stage ret[STAGES], struct error *e);

#endif
