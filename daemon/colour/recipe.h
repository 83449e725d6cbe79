/* A dilution as a person makes it: whole steps (drops) of pigment and of diluent. Private to the
 * room. */
#ifndef STIPPLE_COLOUR_RECIPE_H
#define STIPPLE_COLOUR_RECIPE_H

#include <stdbool.h>
#include "colour/dilution.h"
#include "colour/match.h"

/* A dilution is mixed to within this many steps above the amount asked for. */
enum { RECIPE_STEPS_OVER = 2 };
/* The largest premix: as many drops as a cup holds, and as anybody will count. */
enum { PREMIX_STEPS_MAX = 30 };
/* More steps than this are no recipe: the amount or the step is a slip. */
#define RECIPE_STEPS_MAX 1e6

struct recipe_wish {
    double total_ul, step_ul;
    double min, max;       /* fractions allowed */
    struct dilution found; /* the optimum and what cannot be told apart from it */
};

/* Whether the allowed range holds any recipe. */
bool recipe_possible(const struct recipe_wish *wish);

/* The most dilute direct recipe that cannot be told apart from the optimum; where there is none,
 * one from the smallest premix that reaches it without being darker than the optimum, or, where the
 * range begins at the optimum, not to be told apart; where there is none either, the closest that
 * the allowed range holds. False when it holds none. */
bool recipe_find(const struct recipe_wish *wish, struct recipe *ret);

#endif
