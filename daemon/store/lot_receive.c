/* What came is taken in as it came: a lot that is past its date, or bears no number, is received
 * with a warning, since it lies on the shelf whether it is recorded or not. More bottles of a lot
 * that is here join it; whether they are the same lot is told by what is printed on them. */
#include "store/changes.h"
#include "store/lot_checks.h"
#include "store/lot_receipt.h"
#include "store/recall_watch.h"
#include "store/rules.h"

#include "base/time.h"

#include <string.h>

static enum stipple_error unit_check(const struct product *product,
                                     const struct lot_receipt *receipt, struct error *e)
{
    bool ul = receipt->each_ul != INT_ABSENT, pieces = receipt->each_pieces != INT_ABSENT;
    if (ul == pieces)
        return fail(e, STIPPLE_PARAM_COMBINATION, "each_ul",
                    "Say what is in each: its volume (each_ul) or its pieces (each_pieces).");
    bool liquid = product_liquid(product->facts.kind);
    if (liquid == ul)
        return STIPPLE_OK;
    return fail(e, STIPPLE_STOCK_UNIT, ul ? "each_ul" : "each_pieces", "A %s is counted in %s.",
                product_kinds[product->facts.kind],
                liquid ? "microlitres (each_ul)" : "pieces (each_pieces)");
}

/* What the studio's rule packs ask of such a product. */
static enum stipple_error rules_doubt(struct store *s, struct arena *a, struct receipt_of *of,
                                      struct list *warnings, struct error *e)
{
    struct studio studio;
    const struct product *product = &of->product;
    TRY(studio_show(s, a, &studio, e));
    rules_label_doubt(&studio, a, product, &of->claims_missing, warnings);
    if (product->facts.kind != PRODUCT_DILUENT || product_bears(product, "sterile"))
        return STIPPLE_OK;
    const struct rule_pack *pack = rules_require(&studio, RULE_DILUENT_STERILE);
    warn(a, warnings, "lot.not_sterile", NULL,
         "%s %s does not claim to be sterile; distilled is not sterile.%s%s", product->facts.maker,
         product->facts.name, pack ? " Sterile is asked for by " : "", pack ? pack->citation : "");
    return STIPPLE_OK;
}

static enum stipple_error doubts(struct store *s, struct arena *a, struct receipt_of *of,
                                 const struct lot_receipt *receipt, struct instant at,
                                 struct list *warnings, struct error *e)
{
    lot_expiry_doubt(a, receipt->expiry, at, warnings);
    if (!receipt->expiry)
        warn(a, warnings, "lot.unprinted", "expiry",
             "No expiry date is printed; it will not expire by itself.");
    if (!receipt->lot_no && !receipt->batch_no)
        warn(a, warnings, "lot.unprinted", "lot_no",
             "No lot number is printed; write the lot's code on every bottle.");
    TRY(rules_doubt(s, a, of, warnings, e));
    return lot_number_doubt(s, a, of->product.id, receipt->lot_no, receipt->batch_no, warnings, e);
}

/* Whether the bottles can be added to the lot that is here. */
static enum stipple_error join_check(struct arena *a, const struct lot *lot,
                                     const struct lot_receipt *receipt, struct list *warnings,
                                     struct error *e)
{
    if (!same_text(receipt->expiry, lot->expiry)) {
        fail(e, STIPPLE_LOT_EXISTS, "expiry", "This lot is there already, as %s, with %s%s.",
             lot->code, lot->expiry ? "the expiry " : "no expiry", lot->expiry ? lot->expiry : "");
        return fail_hint(e, "Check the label; if the lot was entered wrongly, amend %s first.",
                         lot->code);
    }
    char day[DATE_LENGTH + 1];
    date_of(lot->received_at, day);
    warn(a, warnings, "lot.again", "lot_no",
         "There are bottles of %s %s already (%s, taken in %s); these are added to it.",
         lot->lot_no ? "lot" : "batch", lot->lot_no ? lot->lot_no : lot->batch_no, lot->code, day);
    if (lot->held)
        warn(a, warnings, "lot.held", NULL, "%s is on hold, and so are these: %s", lot->code,
             lot->held);
    if (lot->recall_code)
        warn(a, warnings, "lot.recalled", NULL, "%s is under recall %s, and so are these.",
             lot->code, lot->recall_code);
    return STIPPLE_OK;
}

enum stipple_error receipt_check(struct store *s, struct arena *a, struct instant at,
                                 struct lot_receipt *receipt, struct receipt_of *ret,
                                 struct list *warnings, struct error *e)
{
    int64_t count;
    struct product *product = &ret->product;
    TRY(receipt_scan(s, a, at, receipt, &count, warnings, e));
    TRY(product_show(s, a, receipt->product, product, e));
    if (product->retired_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_PRODUCT_RETIRED, "product", "%s (%s) is retired.",
                    product->facts.name, product->code);
    if (receipt->containers < 1 || receipt->containers > LOT_CONTAINERS_MAX)
        return fail(e, STIPPLE_PARAM_RANGE, "containers", "1 to %d containers a receipt.",
                    LOT_CONTAINERS_MAX);
    TRY(serials_check(s, a, receipt, e));
    bool counted = !product_liquid(product->facts.kind) && count > 0 && count <= LOT_PIECES_MAX;
    if (counted && receipt->each_ul == INT_ABSENT && receipt->each_pieces == INT_ABSENT)
        receipt->each_pieces = count;
    TRY(unit_check(product, receipt, e));
    TRY(lot_same(s, a, product->id, NULL, receipt->lot_no, receipt->batch_no, &ret->lot, e));
    if (ret->lot.id)
        TRY(join_check(a, &ret->lot, receipt, warnings, e));
    return doubts(s, a, ret, receipt, at, warnings, e);
}

enum stipple_error receipt_watch(struct store *s, struct arena *a, const struct list *notices,
                                 const struct lot_receipt *receipt, const struct product *product,
                                 struct lot_received *ret, struct error *e)
{
    struct lot lot = {.id = ret->lot,
                      .code = ret->lot_code,
                      .maker = product->facts.maker,
                      .product_name = product->facts.name,
                      .lot_no = receipt->lot_no,
                      .batch_no = receipt->batch_no};
    return recall_watch(s, a, notices, &lot, NULL, &ret->recalls, &ret->warnings, e);
}

void receipt_begin(const struct receipt_of *of, struct lot_received *ret)
{
    ret->lot = of->lot.id;
    ret->lot_code = of->lot.code;
    if (of->claims_missing.n == 0)
        return;
    ret->product_code = of->product.code;
    ret->claims_missing = of->claims_missing;
}

enum stipple_error numbers_read(struct store *s, struct numbers *ret, struct error *e)
{
    TRY(mint_number(s, SQL_LOT_NEXT, &ret->lot, e));
    return mint_number(s, SQL_CONTAINER_NEXT, &ret->container, e);
}

static enum stipple_error containers_mint(struct store *s, struct arena *a, int64_t n,
                                          struct numbers *next, struct list *ret, struct error *e)
{
    struct lot_made_container *made = arena_array(a, (size_t)n, sizeof *made);
    if (!made)
        return fail_memory(e);
    *ret = (struct list){made, (size_t)n};
    for (int64_t i = 0; i < n; i++) {
        TRY(mint_id(s, a, &made[i].container, e));
        made[i].container_code = arena_print(a, "B-%04lld", (long long)next->container++);
        if (!made[i].container_code)
            return fail_memory(e);
    }
    return STIPPLE_OK;
}

enum stipple_error lot_mint(struct store *s, struct arena *a, int64_t containers,
                            struct numbers *next, struct lot_received *ret, struct error *e)
{
    if (!ret->lot) {
        TRY(mint_id(s, a, &ret->lot, e));
        ret->lot_code = arena_print(a, "L-%04lld", (long long)next->lot++);
    }
    if (!ret->lot_code)
        return fail_memory(e);
    return containers_mint(s, a, containers, next, &ret->containers, e);
}

enum stipple_error lot_receive(struct store *s, struct arena *a, struct lot_receive *command,
                               struct lot_received *ret, struct error *e)
{
    struct receipt_of of;
    struct lot_received made = {0};
    struct numbers next;
    struct list notices;
    TRY(receipt_check(s, a, command->head.occurred_at, &command->lot, &of, &made.warnings, e));
    receipt_begin(&of, &made);
    TRY(numbers_read(s, &next, e));
    TRY(lot_mint(s, a, command->lot.containers, &next, &made, e));
    TRY(recall_notices(s, a, NULL, &notices, e));
    TRY(receipt_watch(s, a, &notices, &command->lot, &of.product, &made, e));
    *ret = made;
    return STIPPLE_OK;
}
