/* Lots: one batch of one product, in one delivery or several. The same number on two products is
 * two lots. */
#ifndef STIPPLE_STORE_LOTS_H
#define STIPPLE_STORE_LOTS_H

#include "store/studio.h"

struct lot {
    const char *id, *code;
    const char *product, *product_code, *product_name, *maker;
    const char *lot_no, *batch_no;   /* NULL when not printed; then the code serves */
    const char *expiry;              /* NULL when not printed */
    const char *supplier, *document; /* of the first delivery entered */
    struct instant received_at;      /* likewise: occurred_at of the receipt */
    const char *held;                /* reason of the hold under way, NULL when none */
    const char *recall_code;         /* the recall that holds it, NULL when none */
    int64_t containers, left_ul,
        left_pieces;        /* not discarded; the unit that does not apply is absent */
    struct list deliveries; /* struct lot_delivery, oldest first; lot.show only */
    struct list amendments; /* struct amendment, oldest first; lot.show only */
};
/* A receipt as it was entered; what an amendment corrects stays here as it was. */
struct lot_delivery {
    struct instant received_at, recorded_at;
    const char *by, *supplier, *document;
    int64_t containers;
};

/* A delivery of more than that is a slip of the finger; it also bounds one event's size. */
enum { LOT_CONTAINERS_MAX = 500 };
/* As GS1 has it (AI 21). */
enum { LOT_SERIAL_MAX_CHARS = 20 };
/* More in one box than anybody counts. */
enum { LOT_PIECES_MAX = 100000 };

/* What came; where `gs1` says it, the rest may be absent, and is filled in. */
struct lot_receipt {
    const char *gs1; /* a label as scanned (base/gs1.h), or NULL */
    const char *product;
    const char *lot_no, *batch_no, *expiry;
    const char *supplier, *document;
    int64_t containers;
    int64_t each_ul,
        each_pieces; /* one of the two: pigment, diluent, anaesthetic in µL; others in pieces */
    struct list serials; /* const char *: the maker's, of the first containers */
};
struct lot_receive {
    struct write_head head;
    struct lot_receipt lot;
};
/* A recall that holds a lot from this command on. */
struct recall_named {
    const char *recall, *recall_code, *lot, *lot_code;
    int verdict; /* verdicts (notice.h) */
};
struct lot_made_container {
    const char *container, *container_code;
};
struct lot_received {
    const char *lot, *lot_code;
    struct list containers; /* struct lot_made_container */
    struct list recalls;    /* struct recall_named */
    /* const char *: label claims that rule packs want and nobody has seen; absent, as is the
     * product, where there are none */
    struct list claims_missing;
    const char *product_code;
    /* struct warning: lot.again, lot.held, lot.recalled, recall.possible, lot.expired,
     * lot.unprinted, lot.not_sterile, lot.same_number, lot.gtin, lot.best_before, lot.label */
    struct list warnings;
};

/* A delivery: all of it is taken in, or nothing. */
enum { LOTS_MAX = 500, LOTS_CONTAINERS_MAX = 5000 };

struct lot_deliver {
    struct write_head head;
    struct list lots; /* struct lot_receipt */
};
struct lot_delivered {
    struct list lots; /* struct lot_received, in the order given */
};
/* What lot_deliver would make of one of its lots. */
struct lot_previewed {
    const char *product, *product_code, *product_name, *maker; /* NULL: not found */
    struct lot_receipt lot;
    const struct warning *problem; /* why it would be refused, NULL: it would not */
    struct list warnings;
};

/* What an amendment may change, NULL-terminated. */
extern const char *const lot_facts[];
struct lot_amend { /* absent members stay as they are */
    struct write_head head;
    const char *lot, *reason;
    const char *lot_no, *batch_no, *expiry, *supplier, *document;
    struct list clear; /* const char *: of lot_facts, what is not printed after all */
};
struct lot_hold { /* lot.hold and lot.release */
    struct write_head head;
    const char *lot, *reason;
};
struct lot_amended {
    const char *lot, *lot_code;
    const char *was;     /* JSON text, lot.amend only */
    struct list recalls; /* struct recall_named, lot.amend only */
    struct list warnings;
};

/* Bottles of a lot that is here already are added to it: the same product, numbers and expiry.
 * LOT_EXISTS where only the expiry differs. A lot without any number is always a new one. */
enum stipple_error lot_receive(struct store *s, struct arena *a, struct lot_receive *command,
                               struct lot_received *ret, struct error *e);
/* The same for each; two of them may be one lot. Errors say which: lots[2].expiry. */
enum stipple_error lot_deliver(struct store *s, struct arena *a, struct lot_deliver *command,
                               struct lot_delivered *ret, struct error *e);
/* The same, done by nobody: a row of struct lot_previewed each, whatever is wrong with the others.
 * Here `product` may still be a code. `at`: when they came. */
enum stipple_error lot_preview(struct store *s, struct arena *a, struct instant at,
                               const struct list *lots, struct list *ret, struct error *e);
enum stipple_error lot_amend(struct store *s, struct arena *a, const struct lot_amend *command,
                             struct lot_amended *ret, struct error *e);
enum stipple_error lot_hold(struct store *s, struct arena *a, const struct lot_hold *command,
                            struct lot_amended *ret, struct error *e);
enum stipple_error lot_release(struct store *s, struct arena *a, const struct lot_hold *command,
                               struct lot_amended *ret, struct error *e);
enum stipple_error lot_show(struct store *s, struct arena *a, const char *id, struct lot *ret,
                            struct error *e);

struct lot_filter {
    const char *product; /* id or NULL */
    const char *number;  /* lot or batch number, exact; NULL: all */
    bool held_only, in_stock_only;
    int64_t limit;
    const char *cursor;
};
/* Rows of struct lot, newest first. */
enum stipple_error lot_list(struct store *s, struct arena *a, const struct lot_filter *filter,
                            struct list *ret, const char **ret_cursor, struct error *e);

#endif
