/* Products: what the studio buys. Lots of them are in lots.h, bottles in stock.h. */
#ifndef STIPPLE_STORE_PRODUCTS_H
#define STIPPLE_STORE_PRODUCTS_H

#include "store/studio.h"

/* Order of product_kinds. */
enum product_kind {
    PRODUCT_PIGMENT,
    PRODUCT_DILUENT,
    PRODUCT_CARTRIDGE,
    PRODUCT_ANAESTHETIC,
    PRODUCT_OTHER
};
extern const char *const product_kinds[];
/* Counted in microlitres; the other kinds are counted in pieces. */
bool product_liquid(int kind);

/* The facts of a product; the parameters of product.add and, absent meaning unchanged, of
 * product.amend. */
struct product_facts {
    const char *maker, *name;
    int kind;
    const char *gtin;         /* 8, 12, 13 or 14 digits, GS1 check digit verified */
    struct list colour_index; /* const char *: "CI 77266" */
    struct list claims;       /* const char *: label claims of REACH entry 75 ¶7 and "sterile" */
    int64_t pao_days;
    struct list ratio_range; /* two doubles: parts of diluent to one, low and high */
    int64_t drop_ul;
    const char *pigment;                /* name of a shipped or characterised pigment */
    int64_t reorder_ul, reorder_pieces; /* buy more at so much or less; in the kind's unit */
};
/* What claims may be: tattoo_purpose, batch, ingredients, ph_regulator, nickel, chromium_vi,
 * sterile. */
extern const char *const product_claims[];

struct product {
    const char *id, *code;
    struct product_facts facts;
    struct instant added_at, retired_at;
    int64_t lots, containers;     /* containers: neither discarded nor empty */
    int64_t left_ul, left_pieces; /* that may be used on the day; product_list only */
};

struct product_add {
    struct write_head head;
    struct product_facts facts;
};
struct product_amend {
    struct write_head head;
    const char *product;
    const char *reason;
    struct product_facts facts;
};
struct product_retire {
    struct write_head head;
    const char *product;
    const char *reason;
};
struct product_made {
    const char *product, *product_code;
};
struct product_amended {
    const char *product, *product_code;
    struct list recalls;  /* struct recall_named: lots that a notice means under the new name */
    struct list warnings; /* lot.recalled, recall.possible */
};

enum stipple_error product_add(struct store *s, struct arena *a, const struct product_add *command,
                               struct product_made *ret, struct error *e);
enum stipple_error product_amend(struct store *s, struct arena *a,
                                 const struct product_amend *command, struct product_amended *ret,
                                 struct error *e);
enum stipple_error product_retire(struct store *s, struct arena *a,
                                  const struct product_retire *command, struct product_made *ret,
                                  struct error *e);
/* Whether its label is known to bear the claim, one of product_claims. */
bool product_bears(const struct product *product, const char *claim);
enum stipple_error product_show(struct store *s, struct arena *a, const char *id,
                                struct product *ret, struct error *e);

struct product_filter {
    int kind;                   /* CHOICE_ABSENT: all */
    bool retired_too, low_only; /* low: at its reorder point or under */
    const char *day;            /* the studio's day that decides what may be used */
    const char *search;         /* in maker or name, ASCII case-insensitive; NULL: all */
    int64_t limit;
    const char *cursor; /* what the last page gave, NULL for the first */
};
/* Rows of struct product, in order of code. */
enum stipple_error product_list(struct store *s, struct arena *a,
                                const struct product_filter *filter, struct list *ret,
                                const char **ret_cursor, struct error *e);

#endif
