/* What the shelf offers a match: the pigments that may be used, and their bottles in the order of
 * use. Joins the store's products and stock with the colour room's pigments. */
#ifndef STIPPLE_APP_MATCH_OFFER_H
#define STIPPLE_APP_MATCH_OFFER_H

#include "app/call.h"
#include "colour/match.h"
#include "store/products.h"

/* A bottle as a candidate names it. */
struct offered_lot {
    const char *lot, *lot_code, *lot_no, *container, *container_code, *usable_until;
    int64_t left_ul;
    struct instant opened_at;
};

/* What stands behind one choice of the match. */
struct offer {
    const struct product *product; /* NULL: a pigment without a product */
    struct list lots;              /* struct offered_lot */
    int64_t left_ul;               /* in all of them */
};

struct shelf {
    struct match_choice *choices; /* n of them, and the offer behind each */
    struct offer *offers;
    size_t n;
    struct list diluent; /* struct offered_lot */
};

/* With `any_stock` also products without a bottle that may be used today, and pigments without a
 * product. Without it, products left out for want of one are named in a warning. */
enum stipple_error shelf_read(struct call *call, bool any_stock, struct list *warnings,
                              struct shelf *ret);

#endif
