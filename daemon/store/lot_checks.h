/* What a receipt and an amendment of a lot must both pass. */
#ifndef STIPPLE_STORE_LOT_CHECKS_H
#define STIPPLE_STORE_LOT_CHECKS_H

#include "store/lots.h"

/* The lot of the product that bears the same numbers; ret->id is NULL when there is none. `lot`:
 * the lot itself, NULL for a new one. Lots without any number are told apart by their codes alone.
 */
enum stipple_error lot_same(struct store *s, struct arena *a, const char *product, const char *lot,
                            const char *lot_no, const char *batch_no, struct lot *ret,
                            struct error *e);
/* Warns when another product has a lot with one of these numbers. */
enum stipple_error lot_number_doubt(struct store *s, struct arena *a, const char *product,
                                    const char *lot_no, const char *batch_no, struct list *warnings,
                                    struct error *e);
/* Warns when the lot had expired on that day. */
void lot_expiry_doubt(struct arena *a, const char *expiry, struct instant at,
                      struct list *warnings);

#endif
