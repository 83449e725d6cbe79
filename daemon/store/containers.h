/* One container as the stock commands look at it. */
#ifndef STIPPLE_STORE_CONTAINERS_H
#define STIPPLE_STORE_CONTAINERS_H

#include "store/query.h"
#include "store/stock.h"

struct container_found {
    struct container row;             /* a mix has no lot and no product */
    int64_t received_ms;              /* or mixed */
    const char *mix_kind;             /* "cup" or "stock"; NULL: no mix */
    const char *client, *client_code; /* whom a cup is bound to */
    const char *unsterile; /* the diluent in it that does not claim to be sterile; NULL: none */
};
/* `day`: that the predicate is asked for. `opening`: local milliseconds at which a sealed one is
 * thought to be opened, so that usable_until says what opening would make of it; or INT_ABSENT. */
enum stipple_error container_find(struct store *s, struct arena *a, const char *id, const char *day,
                                  int64_t opening, struct container_found *ret, struct error *e);

#endif
