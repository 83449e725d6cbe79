/* The known word that a mistyped one was most likely meant to be. */
#ifndef STIPPLE_RPC_NEAREST_H
#define STIPPLE_RPC_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *given;
    const char *best; /* NULL until one is near enough */
    size_t distance;
};

/* Offers one known word; n->best is the nearest of those offered so far that are no further from
 * `given` than a third of its letters (Levenshtein's distance, case ignored). */
void nearest_offer(struct nearest *n, const char *known);

#endif
