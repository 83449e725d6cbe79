/* What the numbers of a match mean, in sentences an artist can act on. Private to the room. */
#ifndef STIPPLE_COLOUR_ADVICE_H
#define STIPPLE_COLOUR_ADVICE_H

#include <stdbool.h>
#include "colour/tone.h"

/* Whether no pigment should be added at all; then heading and warnings say why and what is left. */
bool advice_refuses(const struct match_input *in, const struct scene *scene, struct arena *a,
                    struct match *ret);
/* Scar tissue: by its name or by the service. */
bool advice_scar(const struct match_input *in);
/* Cautions on one candidate; `darkest` is the least diluted fraction allowed. */
void advice_candidate(const struct match_input *in, const struct tone *tone, double darkest,
                      struct arena *a, struct candidate *ret);
/* Warnings on the answer as a whole, and its heading; candidates are ranked already. */
void advice_answer(const struct match_input *in, const struct scene *scene,
                   const struct match_choice *choices, struct arena *a, struct match *ret);

#endif
