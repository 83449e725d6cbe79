/* The steps that a receipt of one lot and of many go through. */
#ifndef STIPPLE_STORE_LOT_RECEIPT_H
#define STIPPLE_STORE_LOT_RECEIPT_H

#include "store/lots.h"
#include "store/products.h"

/* Fills in what `receipt->gs1`, if there is any, says and the receipt leaves open: product, lot_no,
 * expiry, and into *ret_count the pieces in each, or INT_ABSENT. `at`: when it came, for the
 * century of its dates. GS1_INVALID; PRODUCT_NOT_FOUND and REF_AMBIGUOUS for the GTIN;
 * PARAM_COMBINATION where label and receipt differ; PARAM_MISSING when neither names a product. */
enum stipple_error receipt_scan(struct store *s, struct arena *a, struct instant at,
                                struct lot_receipt *receipt, int64_t *ret_count,
                                struct list *warnings, struct error *e);

/* Puts the label's serial number, unless it is "" or there, in front of those of the receipt. */
enum stipple_error serials_fill(struct arena *a, const char *serial, struct lot_receipt *receipt,
                                struct error *e);
/* CONTAINER_EXISTS, naming the bottle, where one of them was taken in before. */
enum stipple_error serials_check(struct store *s, struct arena *a,
                                 const struct lot_receipt *receipt, struct error *e);
/* Likewise where the lots before the one at `at` have it. */
enum stipple_error serials_apart(const struct lot_receipt *lots, size_t at, struct error *e);

/* What a receipt is about. */
struct receipt_of {
    struct product product;
    struct lot lot; /* the one that is here and gets more bottles; lot.id is NULL for a new one */
    struct list claims_missing; /* const char *: as rules_label_doubt has them */
};
/* What is known of the lot that was taken in before it has its code. */
void receipt_begin(const struct receipt_of *of, struct lot_received *ret);
/* Completes the receipt from its label and checks it; what is doubtful is told in `warnings`.
 * LOT_EXISTS where the lot is here with another expiry. */
enum stipple_error receipt_check(struct store *s, struct arena *a, struct instant at,
                                 struct lot_receipt *receipt, struct receipt_of *ret,
                                 struct list *warnings, struct error *e);

/* Holds what came against the notices of recalls (recall_watch.h): `ret->lot` may be NULL, in a
 * preview. Fills in `recalls`, adds to `warnings`. */
enum stipple_error receipt_watch(struct store *s, struct arena *a, const struct list *notices,
                                 const struct lot_receipt *receipt, const struct product *product,
                                 struct lot_received *ret, struct error *e);

/* The numbers that the next lot and the next container take. */
struct numbers {
    int64_t lot, container;
};
enum stipple_error numbers_read(struct store *s, struct numbers *ret, struct error *e);
/* Ids and codes for one lot, unless `ret->lot` is there, and its containers; `next` moves on. */
enum stipple_error lot_mint(struct store *s, struct arena *a, int64_t containers,
                            struct numbers *next, struct lot_received *ret, struct error *e);

#endif
