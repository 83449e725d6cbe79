/* What was last used on a client, zone by zone, as it was mixed. */
#ifndef STIPPLE_STORE_RECIPES_H
#define STIPPLE_STORE_RECIPES_H

#include "store/mixes.h"

/* A product in it. */
struct recipe_part {
    const char *product_code, *product_name, *kind;
    double ul; /* absent of a bottle that was used as it is */
};
struct recipe_used {
    const char *zone; /* NULL: nobody said */
    const char *session, *session_code;
    struct instant occurred_at;
    const char *container, *container_code;
    const char *kind;               /* "cup", "stock", "bottle" */
    const char *match, *match_code; /* NULL: mixed by hand */
    /* What that match foretold, "#rrggbb"; NULL without one, and once it is purged. */
    const char *skin_srgb, *wanted_srgb, *fresh_srgb, *healed_srgb;
    struct list parts; /* struct recipe_part, pigments first */
    double ratio;      /* parts of diluent to one of pigment; absent where there is no such thing */
};
/* Rows of struct recipe: of each zone what the last session there used, newest first. */
enum stipple_error client_recipes(struct store *s, struct arena *a, const char *client,
                                  struct list *ret, struct error *e);

#endif
