/* The label is the better witness: what it says needs no typing, and where somebody typed something
 * else, one of the two is wrong and nobody but a person can say which. */
#include "store/lot_receipt.h"

#include "base/gs1.h"
#include "base/time.h"
#include "store/query.h"
#include "store/refs.h"

#include <stdlib.h>
#include <string.h>

/* So many codes are named in a message; more would not help. */
enum { NAMED_MAX = 5 };

static enum stipple_error gtin_unknown(const char *gtin, struct error *e)
{
    fail(e, STIPPLE_PRODUCT_NOT_FOUND, "gs1", "No product has the GTIN %s.", gtin);
    return fail_hint(e,
                     "Add it first: product add --gtin %s with --maker, --name and --kind as the "
                     "label has them.",
                     gtin);
}

/* *ret stays NULL when no product has it. */
static enum stipple_error product_of_gtin(struct store *s, struct arena *a, const char *gtin,
                                          const char **ret, struct error *e)
{
    QUERY(q, s, SQL_PRODUCT_OF_GTIN);
    query_text(&q, ":gtin", gtin);
    const char *codes = NULL;
    size_t n = 0;
    for (bool row = true; n < NAMED_MAX; n++) {
        TRY(query_step(&q, &row, e));
        if (!row)
            break;
        const char *code = (const char *)sqlite3_column_text(q.statement, 1);
        codes = codes ? arena_print(a, "%s, %s", codes, code) : arena_print(a, "%s", code);
        *ret = query_column_text(&q, a, 0);
        if (!codes || !*ret)
            return fail_memory(e);
    }
    if (n < 2)
        return STIPPLE_OK;
    fail(e, STIPPLE_REF_AMBIGUOUS, "gs1", "More than one product has the GTIN %s: %s.", gtin,
         codes);
    return fail_hint(e, "Say which as `product`.");
}

static enum stipple_error product_fill(struct store *s, struct arena *a, const char *gtin,
                                       struct lot_receipt *receipt, struct list *warnings,
                                       struct error *e)
{
    const char *found = NULL;
    enum stipple_error code = *gtin ? product_of_gtin(s, a, gtin, &found, e) : STIPPLE_OK;
    if (receipt->product && code == STIPPLE_REF_AMBIGUOUS)
        return STIPPLE_OK; /* somebody said which */
    TRY(code);
    if (!receipt->product && !found)
        return *gtin ? gtin_unknown(gtin, e)
                     : fail(e, STIPPLE_PARAM_MISSING, "product",
                            "The label has no GTIN; say which product it is.");
    if (receipt->product && found && strcmp(receipt->product, found) != 0)
        return fail(e, STIPPLE_PARAM_COMBINATION, "product",
                    "The label's GTIN %s is another product's; leave `product` out, or scan again.",
                    gtin);
    if (receipt->product && !found && *gtin)
        warn(a, warnings, "lot.gtin", "gs1",
             "The product does not have the label's GTIN %s; give it one, and the next scan finds "
             "it.",
             gtin);
    receipt->product = found ? found : receipt->product;
    return STIPPLE_OK;
}

static enum stipple_error text_fill(struct arena *a, const char *label, const char *field,
                                    const char **text, struct error *e)
{
    if (!*label)
        return STIPPLE_OK;
    if (*text && strcmp(*text, label) != 0)
        return fail(e, STIPPLE_PARAM_COMBINATION, field,
                    "`%s` is %.64s, the label says %s; leave it out, or scan again.", field, *text,
                    label);
    *text = arena_copy(a, label, strlen(label));
    return *text ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error expiry_fill(struct arena *a, const struct gs1 *label,
                                      struct lot_receipt *receipt, struct list *warnings,
                                      struct error *e)
{
    const char *best_before = label->value[GS1_BEST_BEFORE];
    TRY(text_fill(a, label->value[GS1_EXPIRY], "expiry", &receipt->expiry, e));
    if (receipt->expiry || !*best_before)
        return STIPPLE_OK;
    warn(a, warnings, "lot.best_before", "expiry",
         "The label has no expiry; its best-before date %s is taken for it.", best_before);
    return text_fill(a, best_before, "expiry", &receipt->expiry, e);
}

/* A scanner that does not send the separator makes one value of a lot number and the expiry behind
 * it. Nobody but a person can tell, and so it is asked. */
static void separator_doubt(struct arena *a, const char *scan, const struct gs1 *label, int year,
                            struct list *warnings)
{
    enum { DATE_ELEMENT = 8 };
    const char *lot = label->value[GS1_LOT];
    size_t n = strlen(lot);
    struct gs1 tail = {0};
    struct error e;
    if (strchr(scan, '(') || *label->value[GS1_EXPIRY] || n <= DATE_ELEMENT ||
        gs1_parse(lot + n - DATE_ELEMENT, "gs1", year, &tail, &e) != STIPPLE_OK)
        return;
    const char *day = tail.value[GS1_EXPIRY];
    if (*day)
        warn(a, warnings, "lot.separator", "lot_no",
             "The lot number is read as %s and ends like an expiry, %s. If that is what the label "
             "prints, the scanner leaves the separator (FNC1) out: amend the lot, and set the "
             "scanner up to send it.",
             lot, day);
}

static int year_at(struct instant at)
{
    char day[DATE_LENGTH + 1];
    date_of(at, day);
    return (int)strtol(day, NULL, 10);
}

/* A label of ours stands on what was taken in. */
static enum stipple_error again_check(struct store *s, struct arena *a, const struct gs1 *label,
                                      struct error *e)
{
    const char *id, *code;
    TRY(ref_label(s, a, label, &id, &code, e));
    if (!id)
        return STIPPLE_OK;
    fail(e, STIPPLE_CONTAINER_EXISTS, "gs1", "This is the label of %s, which was taken in.", code);
    return fail_hint(e, "Scan the maker's own label of the bottle that came.");
}

enum stipple_error receipt_scan(struct store *s, struct arena *a, struct instant at,
                                struct lot_receipt *receipt, int64_t *ret_count,
                                struct list *warnings, struct error *e)
{
    *ret_count = INT_ABSENT;
    if (!receipt->gs1 && !receipt->product)
        return fail(e, STIPPLE_PARAM_MISSING, "product",
                    "Say which product it is, or give its label as `gs1`.");
    if (!receipt->gs1)
        return STIPPLE_OK;
    struct gs1 label;
    TRY(gs1_parse(receipt->gs1, "gs1", year_at(at), &label, e));
    TRY(again_check(s, a, &label, e));
    TRY(product_fill(s, a, label.value[GS1_GTIN], receipt, warnings, e));
    TRY(text_fill(a, label.value[GS1_LOT], "lot_no", &receipt->lot_no, e));
    TRY(expiry_fill(a, &label, receipt, warnings, e));
    TRY(serials_fill(a, label.value[GS1_SERIAL], receipt, e));
    separator_doubt(a, receipt->gs1, &label, year_at(at), warnings);
    if (*label.value[GS1_COUNT])
        *ret_count = strtoll(label.value[GS1_COUNT], NULL, 10);
    return STIPPLE_OK;
}
