/* Mixes: containers with parents. A cup is bound to one client and discarded after the session; a
 * stock dilution is sealed, has its own label and a day to discard it by. */
#ifndef STIPPLE_STORE_MIXES_H
#define STIPPLE_STORE_MIXES_H

#include "store/matches.h"
#include "store/stock.h"

enum mix_kind { MIX_CUP, MIX_STOCK };
extern const char *const mix_kinds[];

/* More bottles than this do not go into one cup. */
enum { MIX_INPUTS_MAX = 16 };

struct mix_input {
    const char *container;
    int64_t ul;
};
struct mix_make {
    struct write_head head;
    int kind;
    struct list inputs;     /* struct mix_input; or */
    const char *match;      /* what it takes */
    const char *client;     /* of a cup; that of the match when NULL */
    const char *discard_by; /* day; of a cup that of its making when NULL */
};
/* What a container's books change by. */
struct booking {
    const char *container, *container_code;
    int64_t delta;
};
/* A first dilution, of which some goes into the mix; the rest is thrown away. */
struct mix_first {
    int64_t pigment_ul, diluent_ul; /* that it is made of */
    int64_t ul, more_ul;            /* of it in the mix, and the diluent that it meets there */
};
struct mix_made {
    const char *mix, *mix_code;
    const char *client, *client_code; /* NULL for a stock dilution */
    int64_t filled_ul;
    const char *discard_by, *usable_until;
    struct list inputs;            /* struct mix_take */
    struct list booked;            /* struct booking */
    const struct mix_first *first; /* that its match has; NULL: none */
    struct list warnings;
};
/* Refuses what the predicate does not let pass, with its name; STOCK_SHORT, MIX_INPUT;
 * MATCH_CHANGED says what is no longer as the match had it. */
enum stipple_error mix_make(struct store *s, struct arena *a, const struct mix_make *command,
                            struct mix_made *ret, struct error *e);

struct mix_discard {
    struct write_head head;
    const char *mix;
    const char *reason;
    int route;
    const char *manifest;
};
enum stipple_error mix_discard(struct store *s, struct arena *a, const struct mix_discard *command,
                               struct stock_changed *ret, struct error *e);

/* A container in a mix. */
struct mix_part {
    const char *container, *container_code;
    const char *lot, *lot_code, *lot_no, *product_code, *product_name; /* NULL for a mix */
    int64_t ul, taken_ul; /* taken_ul absent in `bottles` */
};
struct mix {
    const char *id, *code;
    int kind;
    const char *client, *client_code, *match, *match_code; /* NULL when none */
    const char *zone; /* that the match was asked for, or NULL */
    int64_t filled_ul, left_ul;
    struct instant made_at;
    const char *discard_by, *usable_until;
    const char *refusal; /* name of the error that forbids its use, NULL: usable */
    struct instant discarded_at;
    struct list inputs, bottles; /* struct mix_part; bottles through any depth; mix.show only */
};
enum stipple_error mix_show(struct store *s, struct arena *a, const char *id, const char *day,
                            struct mix *ret, struct error *e);

struct mix_filter {
    const char *client; /* id or NULL */
    bool discarded_too;
    const char *day;
    const char *expiring_until; /* only what may be used until this day at most; NULL: all */
    int64_t limit;
    const char *cursor;
};
/* Rows of struct mix, newest first. */
enum stipple_error mix_list(struct store *s, struct arena *a, const struct mix_filter *filter,
                            struct list *ret, const char **ret_cursor, struct error *e);

#endif
