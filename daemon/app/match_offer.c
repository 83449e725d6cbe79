/* The store decides which bottles may be used and in which order (its predicate); here they are
 * only sorted to the products they belong to. */
#include "app/match_offer.h"

#include "app/schemas.h"
#include "base/time.h"
#include "store/rules.h"
#include "store/stock.h"

#include <stdlib.h>
#include <string.h>

static enum stipple_error bottles_read(struct call *call, int kind, struct list *ret)
{
    char today[DATE_LENGTH + 1];
    const char *cursor = NULL;
    struct instant now;
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, today);
    struct stock_filter filter = {.kind = kind, .usable_only = true, .day = today};
    return stock_list(call->store, &call->arena, &filter, ret, &cursor, &call->error);
}

static enum stipple_error products_read(struct call *call, struct list *ret)
{
    struct product_filter filter = {.kind = PRODUCT_PIGMENT, .limit = PAGE_MAX};
    do {
        struct list page = {0};
        TRY(product_list(call->store, &call->arena, &filter, &page, &filter.cursor, &call->error));
        const struct product *rows = page.items;
        for (size_t i = 0; i < page.n; i++) {
            struct product *product = list_add(&call->arena, ret, sizeof *product);
            if (!product)
                return fail_memory(&call->error);
            *product = rows[i];
        }
    } while (filter.cursor);
    return STIPPLE_OK;
}

/* The bottles of the product that the one at *at is of: they lie together. *at goes behind them. */
static enum stipple_error lots_take(struct call *call, const struct list *bottles, size_t *at,
                                    struct list *ret, int64_t *ret_left)
{
    const struct container *bottle = (const struct container *)bottles->items + *at;
    const char *product = bottle->product;
    for (; *at < bottles->n && strcmp(bottle->product, product) == 0; bottle++, ++*at) {
        struct offered_lot *lot = list_add(&call->arena, ret, sizeof *lot);
        if (!lot)
            return fail_memory(&call->error);
        *lot = (struct offered_lot){bottle->lot,     bottle->lot_code, bottle->lot_no,
                                    bottle->id,      bottle->code,     bottle->usable_until,
                                    bottle->left_ul, bottle->opened_at};
        *ret_left += bottle->left_ul;
    }
    return STIPPLE_OK;
}

static int offer_compare(const void *x, const void *y)
{
    const struct offer *const *a = x, *const *b = y;
    return strcmp((*a)->product->id, (*b)->product->id);
}

/* Gives the bottles to the offers of their products; those of a retired one go to nobody. */
static enum stipple_error bottles_offer(struct call *call, const struct list *bottles,
                                        struct offer *offers, size_t n)
{
    struct offer **by_id = arena_array(&call->arena, n, sizeof(struct offer *));
    if (!by_id)
        return fail_memory(&call->error);
    for (size_t i = 0; i < n; i++)
        by_id[i] = &offers[i];
    qsort(by_id, n, sizeof(struct offer *), offer_compare);
    for (size_t at = 0; at < bottles->n;) {
        struct product product = {.id = ((const struct container *)bottles->items)[at].product};
        struct offer nobody = {.product = &product}, *key = &nobody;
        struct offer **found = bsearch(&key, by_id, n, sizeof(struct offer *), offer_compare);
        struct offer *offer = found ? *found : &nobody;
        TRY(lots_take(call, bottles, &at, &offer->lots, &offer->left_ul));
    }
    return STIPPLE_OK;
}

static struct match_choice choice_of(const struct pigment *pigment, const struct product *product)
{
    struct match_choice choice = {pigment, NUMBER_ABSENT, NUMBER_ABSENT, NUMBER_ABSENT};
    if (!product)
        return choice;
    const struct product_facts *facts = &product->facts;
    const double *range = facts->ratio_range.items;
    if (facts->ratio_range.n == 2) {
        choice.ratio_low = range[0];
        choice.ratio_high = range[1];
    }
    if (facts->drop_ul != INT_ABSENT)
        choice.drop_ul = (double)facts->drop_ul;
    return choice;
}

static void shelf_add(struct shelf *shelf, const struct pigment *pigment, const struct offer *offer)
{
    shelf->choices[shelf->n] = choice_of(pigment, offer->product);
    shelf->offers[shelf->n++] = *offer;
}

static enum stipple_error shelf_products(struct call *call, bool any_stock,
                                         const struct list *products, struct list *warnings,
                                         struct shelf *shelf)
{
    struct list bottles = {0};
    struct offer *offers = arena_array(&call->arena, products->n, sizeof *offers);
    if (!offers)
        return fail_memory(&call->error);
    const struct product *product = products->items;
    for (size_t i = 0; i < products->n; i++)
        offers[i].product = &product[i];
    TRY(bottles_read(call, PRODUCT_PIGMENT, &bottles));
    TRY(bottles_offer(call, &bottles, offers, products->n));
    for (size_t i = 0; i < products->n; i++, product++) {
        const struct pigment *pigment =
            product->facts.pigment ? pigment_find(product->facts.pigment) : NULL;
        if (pigment && (any_stock || offers[i].lots.n > 0))
            shelf_add(shelf, pigment, &offers[i]);
        else if (pigment)
            warn(&call->arena, warnings, "stock.none", NULL,
                 "%s %s (%s) is left out: no bottle of it may be used today.", product->facts.maker,
                 product->facts.name, product->code);
    }
    return STIPPLE_OK;
}

static bool pigment_taken(const struct shelf *shelf, size_t n, const struct pigment *pigment)
{
    for (size_t i = 0; i < n; i++)
        if (shelf->choices[i].pigment == pigment)
            return true;
    return false;
}

/* Those of one product that the rule packs of the studio do not have in a mix. */
static enum stipple_error diluent_left_out(struct call *call, const char *id,
                                           const struct rule_pack *pack, struct list *warnings,
                                           bool *ret)
{
    struct product product;
    TRY(product_show(call->store, &call->arena, id, &product, &call->error));
    *ret = !product_bears(&product, "sterile");
    if (*ret)
        rule_doubt(&call->arena, warnings, RULE_DILUENT_STERILE, pack, NULL,
                   arena_print(&call->arena,
                               "%s %s (%s) is left out: it does not claim to be sterile",
                               product.facts.maker, product.facts.name, product.code));
    return STIPPLE_OK;
}

/* In the order of use, product by product. */
static enum stipple_error shelf_diluent(struct call *call, struct list *warnings, struct list *ret)
{
    struct studio studio;
    struct list bottles = {0};
    int64_t left = 0;
    TRY(studio_show(call->store, &call->arena, &studio, &call->error));
    TRY(bottles_read(call, PRODUCT_DILUENT, &bottles));
    const struct rule_pack *pack = rules_require(&studio, RULE_DILUENT_STERILE);
    for (size_t at = 0; at < bottles.n;) {
        bool left_out = false;
        struct list passed_by = {0};
        const char *product = ((const struct container *)bottles.items)[at].product;
        if (pack)
            TRY(diluent_left_out(call, product, pack, warnings, &left_out));
        TRY(lots_take(call, &bottles, &at, left_out ? &passed_by : ret, &left));
    }
    return STIPPLE_OK;
}

enum stipple_error shelf_read(struct call *call, bool any_stock, struct list *warnings,
                              struct shelf *ret)
{
    size_t n_pigments;
    const struct pigment *pigments = pigment_all(&n_pigments);
    struct list products = {0};
    TRY(products_read(call, &products));
    size_t most = products.n + n_pigments;
    ret->choices = arena_array(&call->arena, most, sizeof *ret->choices);
    ret->offers = arena_array(&call->arena, most, sizeof *ret->offers);
    if (!ret->choices || !ret->offers)
        return fail_memory(&call->error);
    TRY(shelf_products(call, any_stock, &products, warnings, ret));
    size_t n_products = ret->n;
    const struct offer none = {0};
    for (size_t i = 0; any_stock && i < n_pigments; i++)
        if (!pigment_taken(ret, n_products, &pigments[i]))
            shelf_add(ret, &pigments[i], &none);
    return shelf_diluent(call, warnings, &ret->diluent);
}
