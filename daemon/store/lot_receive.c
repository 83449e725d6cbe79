/* What came is taken in as it came: a lot that is past its date, or bears no number, is received
 * with a warning, since it lies on the shelf whether it is recorded or not. More bottles of a lot
 * that is here join it; whether they are the same lot is told by what is printed on them. */
#include "store/changes.h"
#include "store/lots.h"
#include "store/lot_checks.h"
#include "store/products.h"

#include "base/time.h"

#include <string.h>

static enum stipple_error unit_check(const struct product *product,
                                     const struct lot_receive *command, struct error *e)
{
    bool ul = command->each_ul != INT_ABSENT, pieces = command->each_pieces != INT_ABSENT;
    if (ul == pieces)
        return fail(e, STIPPLE_PARAM_COMBINATION, "each_ul",
                    "Say what is in each, by each_ul or each_pieces.");
    bool liquid = product_liquid(product->facts.kind);
    if (liquid == ul)
        return STIPPLE_OK;
    return fail(e, STIPPLE_STOCK_UNIT, ul ? "each_ul" : "each_pieces", "A %s is counted in %s.",
                product_kinds[product->facts.kind],
                liquid ? "microlitres (each_ul)" : "pieces (each_pieces)");
}

static bool sterile(const struct product *product)
{
    const char *const *claims = product->facts.claims.items;
    for (size_t i = 0; i < product->facts.claims.n; i++)
        if (strcmp(claims[i], "sterile") == 0)
            return true;
    return false;
}

static enum stipple_error doubts(struct store *s, struct arena *a, const struct product *product,
                                 const struct lot_receive *command, struct list *warnings,
                                 struct error *e)
{
    lot_expiry_doubt(a, command->expiry, command->head.occurred_at, warnings);
    if (!command->expiry)
        warn(a, warnings, "lot.unprinted", "expiry",
             "No expiry date is printed; it will not expire by itself.");
    if (!command->lot_no && !command->batch_no)
        warn(a, warnings, "lot.unprinted", "lot_no",
             "No lot number is printed; write the lot's code on every bottle.");
    if (product->facts.kind == PRODUCT_DILUENT && !sterile(product))
        warn(a, warnings, "lot.not_sterile", NULL,
             "%s %s does not claim to be sterile; distilled is not sterile.", product->facts.maker,
             product->facts.name);
    return lot_number_doubt(s, a, product->id, command->lot_no, command->batch_no, warnings, e);
}

static enum stipple_error containers_mint(struct store *s, struct arena *a, int64_t n,
                                          struct list *ret, struct error *e)
{
    int64_t number;
    TRY(mint_number(s, SQL_CONTAINER_NEXT, &number, e));
    for (int64_t i = 0; i < n; i++) {
        struct lot_made_container made;
        TRY(mint_id(s, a, &made.container, e));
        made.container_code = arena_print(a, "B-%04lld", (long long)number + i);
        struct lot_made_container *slot = list_add(a, ret, sizeof *slot);
        if (!made.container_code || !slot)
            return fail_memory(e);
        *slot = made;
    }
    return STIPPLE_OK;
}

static bool same_text(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

/* The bottles are added to a lot that is here. */
static enum stipple_error lot_join(struct arena *a, const struct lot *lot,
                                   const struct lot_receive *command, struct lot_received *made,
                                   struct error *e)
{
    if (!same_text(command->expiry, lot->expiry)) {
        fail(e, STIPPLE_LOT_EXISTS, "expiry", "This lot is there already, as %s, with %s%s.",
             lot->code, lot->expiry ? "the expiry " : "no expiry", lot->expiry ? lot->expiry : "");
        return fail_hint(e, "Check the label; if the lot was entered wrongly, amend %s first.",
                         lot->code);
    }
    char day[DATE_LENGTH + 1];
    date_of(lot->received_at, day);
    made->lot = lot->id;
    made->lot_code = lot->code;
    warn(a, &made->warnings, "lot.again", "lot_no",
         "There are bottles of %s %s already (%s, taken in %s); these are added to it.",
         lot->lot_no ? "lot" : "batch", lot->lot_no ? lot->lot_no : lot->batch_no, lot->code, day);
    if (lot->held)
        warn(a, &made->warnings, "lot.held", NULL, "%s is on hold, and so are these: %s", lot->code,
             lot->held);
    return STIPPLE_OK;
}

static enum stipple_error lot_mint(struct store *s, struct arena *a, struct lot_received *made,
                                   struct error *e)
{
    int64_t number;
    TRY(mint_number(s, SQL_LOT_NEXT, &number, e));
    TRY(mint_id(s, a, &made->lot, e));
    made->lot_code = arena_print(a, "L-%04lld", (long long)number);
    return made->lot_code ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error lot_receive(struct store *s, struct arena *a, const struct lot_receive *command,
                               struct lot_received *ret, struct error *e)
{
    struct product product;
    TRY(product_show(s, a, command->product, &product, e));
    if (product.retired_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_PRODUCT_RETIRED, "product", "%s (%s) is retired.",
                    product.facts.name, product.code);
    if (command->containers < 1 || command->containers > LOT_CONTAINERS_MAX)
        return fail(e, STIPPLE_PARAM_RANGE, "containers", "1 to %d containers a receipt.",
                    LOT_CONTAINERS_MAX);
    TRY(unit_check(&product, command, e));
    struct lot same;
    struct lot_received made = {0};
    TRY(lot_same(s, a, product.id, NULL, command->lot_no, command->batch_no, &same, e));
    TRY(same.id ? lot_join(a, &same, command, &made, e) : lot_mint(s, a, &made, e));
    TRY(containers_mint(s, a, command->containers, &made.containers, e));
    TRY(doubts(s, a, &product, command, &made.warnings, e));
    *ret = made;
    return STIPPLE_OK;
}
