/* The pigments that are shipped: absorbers with a strength and the shape of their spectrum. */
#ifndef STIPPLE_COLOUR_PIGMENT_H
#define STIPPLE_COLOUR_PIGMENT_H

#include <stddef.h>

struct pigment {
    const char *name;             /* "neutral-carbon" */
    const char *label;            /* "Neutral carbon" */
    const char *hair;             /* the stubble it is meant for: "black to dark grey" */
    const char *origin;           /* "modelled" or "measured" */
    const char *source;           /* where the numbers come from */
    double strength;              /* optical density of neat pigment at 550 nm */
    double p, q;                  /* shape = exp(p u + q u²), u = ln(550/λ) */
    double ratio_low, ratio_high; /* dilution range where the product names none */
    long healed_readings;         /* 0 for modelled ones */
};

/* All shipped pigments; *ret_n of them. */
const struct pigment *pigment_all(size_t *ret_n);
/* NULL when there is none of that name. */
const struct pigment *pigment_find(const char *name);

#endif
