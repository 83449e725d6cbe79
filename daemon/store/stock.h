/* Bottles and boxes. Stock is a ledger, never a number somebody sets; whether a container may be
 * used is decided by one predicate, in SQL (statements/stock.sql). */
#ifndef STIPPLE_STORE_STOCK_H
#define STIPPLE_STORE_STOCK_H

#include "store/studio.h"

/* Order of adjust_reasons: count, spill, damage, found. */
extern const char *const adjust_reasons[];
/* Order of discard_routes: sharps, biohazard, ordinary. */
extern const char *const discard_routes[];

struct container {
    const char *id, *code;
    const char *lot, *lot_code, *lot_no, *expiry;
    const char *product, *product_code, *product_name, *maker;
    int product_kind;
    const char *pigment;      /* of the product, NULL when none */
    int64_t full_ul, left_ul; /* µL, or absent where pieces are counted */
    int64_t full_pieces, left_pieces;
    struct instant opened_at; /* ms absent: sealed */
    const char *usable_until; /* min(expiry, opened + PAO); NULL: neither is known */
    const char *refusal;      /* name of the error that forbids its use, NULL: usable */
};

struct stock_open {
    struct write_head head;
    const char *container;
};
struct stock_adjust {
    struct write_head head;
    const char *container;
    int64_t delta_ul, delta_pieces, counted_ul, counted_pieces; /* one of the four */
    int reason;
    const char *words; /* required with damage and found */
};
struct stock_discard {
    struct write_head head;
    const char *container;
    const char *reason;
    int route;
    const char *manifest;
};
struct stock_changed {
    const char *container, *container_code;
    int64_t left_ul, left_pieces;
    int64_t delta_ul, delta_pieces; /* as booked */
    const char *usable_until;
    struct list warnings;
};

enum stipple_error stock_open(struct store *s, struct arena *a, const struct stock_open *command,
                              struct stock_changed *ret, struct error *e);
enum stipple_error stock_adjust(struct store *s, struct arena *a,
                                const struct stock_adjust *command, struct stock_changed *ret,
                                struct error *e);
enum stipple_error stock_discard(struct store *s, struct arena *a,
                                 const struct stock_discard *command, struct stock_changed *ret,
                                 struct error *e);

struct stock_filter {
    const char *product, *lot; /* ids or NULL */
    int kind;                  /* CHOICE_ABSENT: all */
    bool discarded_too, usable_only;
    const char *day;            /* the studio's day that `refusal` is decided for */
    const char *expiring_until; /* only what may be used until this day at most; NULL: all */
    int64_t limit;              /* 0: all */
    const char *cursor;
};
/* Rows of struct container in the order of use: by product, opened first, then first expired. */
enum stipple_error stock_list(struct store *s, struct arena *a, const struct stock_filter *filter,
                              struct list *ret, const char **ret_cursor, struct error *e);

#endif
