/* Adding and amending pass the same checks: an amended product is checked as it would stand. */
#include "store/changes.h"
#include "store/products.h"
#include "store/recall_watch.h"

#include "base/gs1.h"

#include <string.h>

static bool gtin_valid(const char *gtin)
{
    size_t n = strlen(gtin);
    return (n == 8 || (n >= 12 && n <= 14)) && strspn(gtin, "0123456789") == n &&
           gs1_check_digit(gtin, n);
}

static bool titanium_white(const struct product_facts *facts)
{
    const char *const *index = facts->colour_index.items;
    for (size_t i = 0; i < facts->colour_index.n; i++)
        if (strstr(index[i], "77891"))
            return true;
    return false;
}

static enum stipple_error pigment_check(const struct product_facts *facts, struct error *e)
{
    if (facts->kind != PRODUCT_PIGMENT && facts->pigment)
        return fail(e, STIPPLE_PRODUCT_KIND, "pigment", "A %s has no pigment profile.",
                    product_kinds[facts->kind]);
    if (facts->kind != PRODUCT_PIGMENT && facts->ratio_range.n > 0)
        return fail(e, STIPPLE_PRODUCT_KIND, "ratio_range", "A %s is not diluted.",
                    product_kinds[facts->kind]);
    if (facts->pigment && titanium_white(facts)) {
        fail(e, STIPPLE_PRODUCT_KIND, "pigment",
             "This product is lightened with titanium white (CI 77891), which scatters light; the "
             "model reckons with pigments that only absorb it.");
        return fail_hint(e,
                         "Keep it without a pigment profile; it will not be offered in a match.");
    }
    return STIPPLE_OK;
}

/* A kind that is counted otherwise needs its reorder point said anew. */
static enum stipple_error reorder_check(const struct product_facts *facts, struct error *e)
{
    bool ul = facts->reorder_ul != INT_ABSENT, pieces = facts->reorder_pieces != INT_ABSENT;
    bool liquid = product_liquid(facts->kind);
    if (liquid ? !pieces : !ul)
        return STIPPLE_OK;
    return fail(e, STIPPLE_STOCK_UNIT, liquid ? "reorder_pieces" : "reorder_ul",
                "A %s is counted in %s.", product_kinds[facts->kind],
                liquid ? "microlitres (reorder_ul)" : "pieces (reorder_pieces)");
}

static enum stipple_error facts_check(const struct product_facts *facts, struct error *e)
{
    if (facts->gtin && !gtin_valid(facts->gtin))
        return fail(e, STIPPLE_PARAM_FORMAT, "gtin",
                    "%s is no GTIN: it has 8, 12, 13 or 14 digits, the last of which checks the "
                    "others.",
                    facts->gtin);
    const double *range = facts->ratio_range.items;
    if (facts->ratio_range.n > 0 && (facts->ratio_range.n != 2 || !(range[0] <= range[1])))
        return fail(e, STIPPLE_PARAM_RANGE, "ratio_range",
                    "The dilution range is [low, high], in parts of diluent to one.");
    if (facts->drop_ul != INT_ABSENT && !product_liquid(facts->kind))
        return fail(e, STIPPLE_PRODUCT_KIND, "drop_ul", "A %s has no drops.",
                    product_kinds[facts->kind]);
    TRY(reorder_check(facts, e));
    return pigment_check(facts, e);
}

/* `id`: the product itself, NULL for a new one. */
static enum stipple_error namesake_check(struct store *s, const struct product_facts *facts,
                                         const char *id, struct error *e)
{
    QUERY(q, s, SQL_PRODUCT_NAMESAKE);
    query_text(&q, ":maker", facts->maker);
    query_text(&q, ":name", facts->name);
    query_text(&q, ":product", id);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    return fail(e, STIPPLE_PRODUCT_EXISTS, "name", "%s %s is there already, as %s.", facts->maker,
                facts->name, (const char *)sqlite3_column_text(q.statement, 0));
}

enum stipple_error product_add(struct store *s, struct arena *a, const struct product_add *command,
                               struct product_made *ret, struct error *e)
{
    TRY(facts_check(&command->facts, e));
    TRY(namesake_check(s, &command->facts, NULL, e));
    struct product_made made;
    int64_t number;
    TRY(mint_number(s, SQL_PRODUCT_NEXT, &number, e));
    TRY(mint_id(s, a, &made.product, e));
    made.product_code = arena_print(a, "P-%04lld", (long long)number);
    if (!made.product_code)
        return fail_memory(e);
    *ret = made;
    return STIPPLE_OK;
}

static bool facts_change(const struct product_facts *given, const struct product_facts *stands)
{
    return text_changes(given->maker, stands->maker) || text_changes(given->name, stands->name) ||
           (given->kind != CHOICE_ABSENT && given->kind != stands->kind) ||
           text_changes(given->gtin, stands->gtin) ||
           texts_change(&given->colour_index, &stands->colour_index) ||
           texts_change(&given->claims, &stands->claims) ||
           int_changes(given->pao_days, stands->pao_days) ||
           numbers_change(&given->ratio_range, &stands->ratio_range) ||
           int_changes(given->drop_ul, stands->drop_ul) ||
           text_changes(given->pigment, stands->pigment) ||
           int_changes(given->reorder_ul, stands->reorder_ul) ||
           int_changes(given->reorder_pieces, stands->reorder_pieces);
}

/* What would stand after the amendment. */
static struct product_facts facts_merged(const struct product_facts *given,
                                         const struct product_facts *stands)
{
    bool reorder = given->reorder_ul != INT_ABSENT || given->reorder_pieces != INT_ABSENT;
    return (struct product_facts){
        .maker = given->maker ? given->maker : stands->maker,
        .name = given->name ? given->name : stands->name,
        .kind = given->kind != CHOICE_ABSENT ? given->kind : stands->kind,
        .gtin = given->gtin ? given->gtin : stands->gtin,
        .colour_index = given->colour_index.items ? given->colour_index : stands->colour_index,
        .claims = given->claims.items ? given->claims : stands->claims,
        .pao_days = given->pao_days != INT_ABSENT ? given->pao_days : stands->pao_days,
        .ratio_range = given->ratio_range.items ? given->ratio_range : stands->ratio_range,
        .drop_ul = given->drop_ul != INT_ABSENT ? given->drop_ul : stands->drop_ul,
        .pigment = given->pigment ? given->pigment : stands->pigment,
        .reorder_ul = reorder ? given->reorder_ul : stands->reorder_ul,
        .reorder_pieces = reorder ? given->reorder_pieces : stands->reorder_pieces,
    };
}

/* Lots are counted in the unit of the kind they were received under. */
static enum stipple_error unit_check(const struct product *product, int kind, struct error *e)
{
    if (product->lots == 0 || product_liquid(kind) == product_liquid(product->facts.kind))
        return STIPPLE_OK;
    return fail(e, STIPPLE_PRODUCT_KIND, "kind",
                "%s has lots that are counted in %s; a %s is counted in %s.", product->code,
                product_liquid(kind) ? "pieces" : "microlitres", product_kinds[kind],
                product_liquid(kind) ? "microlitres" : "pieces");
}

/* Under another name its lots may be those of a notice. */
static enum stipple_error lots_watch(struct store *s, struct arena *a,
                                     const struct product *product,
                                     const struct product_facts *merged,
                                     struct product_amended *made, struct error *e)
{
    struct list notices, lots;
    const char *end;
    struct lot_filter all = {.product = product->id};
    if (same_text(merged->maker, product->facts.maker) &&
        same_text(merged->name, product->facts.name))
        return STIPPLE_OK;
    TRY(recall_notices(s, a, NULL, &notices, e));
    TRY(lot_list(s, a, &all, &lots, &end, e));
    const struct lot *was = lots.items;
    for (size_t i = 0; i < lots.n; i++) {
        struct lot lot = was[i];
        lot.maker = merged->maker;
        lot.product_name = merged->name;
        TRY(recall_watch(s, a, &notices, &lot, &was[i], &made->recalls, &made->warnings, e));
    }
    return STIPPLE_OK;
}

enum stipple_error product_amend(struct store *s, struct arena *a,
                                 const struct product_amend *command, struct product_amended *ret,
                                 struct error *e)
{
    struct product product;
    TRY(product_show(s, a, command->product, &product, e));
    if (!facts_change(&command->facts, &product.facts))
        return fail(e, STIPPLE_NOTHING_TO_DO, NULL, "%s is like that already.", product.code);
    struct product_facts merged = facts_merged(&command->facts, &product.facts);
    TRY(facts_check(&merged, e));
    TRY(unit_check(&product, merged.kind, e));
    if (product.retired_at.ms == INT_ABSENT)
        TRY(namesake_check(s, &merged, product.id, e));
    struct product_amended made = {product.id, product.code, {0}, {0}};
    TRY(lots_watch(s, a, &product, &merged, &made, e));
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error product_retire(struct store *s, struct arena *a,
                                  const struct product_retire *command, struct product_made *ret,
                                  struct error *e)
{
    struct product product;
    TRY(product_show(s, a, command->product, &product, e));
    if (product.retired_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_PRODUCT_RETIRED, "product", "%s is retired already.", product.code);
    *ret = (struct product_made){product.id, product.code};
    return STIPPLE_OK;
}
