/* One pigment in one client's skin: the colour of every dilution at every stage. Private to the
 * room. */
#ifndef STIPPLE_COLOUR_TONE_H
#define STIPPLE_COLOUR_TONE_H

#include "colour/difference.h"
#include "colour/layout.h"
#include "colour/match.h"
#include "colour/optics.h"

/* What all pigments of a match share. */
struct scene {
    struct layer layer;
    struct layout_stage stages[STAGES];
    int stage;             /* the one that is matched */
    struct lab skin, base; /* PCS; base is what pigment is added to: the skin or a treated area */
    struct lab wanted;     /* PCS */
};

struct tone {
    const struct scene *scene;
    double strength, shape[BANDS];
};

void tone_prepare(const struct scene *scene, const struct pigment *pigment, struct tone *ret);
/* The area at the matched stage, and the same with another coverage than the layout's. */
struct lab tone_area(const struct tone *tone, double fraction);
struct lab tone_covering(const struct tone *tone, double fraction, double coverage);
/* ΔE00 of that area from the wanted colour, and the same as a dilution_look, whose context is a
 * struct tone. */
double tone_delta(const struct tone *tone, double fraction);
struct difference tone_look(const void *tone, double fraction);
void tone_predict(const struct tone *tone, double fraction, struct predicted ret[STAGES]);

#endif
