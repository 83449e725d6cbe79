/* Where a doubt is left the lot is possible and a person decides, for a lot too many on the table
 * costs a look, and one too few may cost a scalp. */
#include "store/notice_words.h"

#include <stdio.h>
#include <string.h>

const char *const verdicts[] = {"match", "possible", "no", NULL};

struct notice_read {
    const struct notice *notice;
    struct name maker;
    struct list products;      /* struct name */
    struct list lots, batches; /* struct number_item */
    struct notice_text text;
};

/* The best that a product of the notice does. */
static enum stipple_error identity_fit(struct arena *a, const struct notice_read *notice,
                                       const struct lot *lot, enum fit *ret, struct error *e)
{
    const struct name *maker = notice->notice->maker ? &notice->maker : NULL;
    const struct name *product = notice->products.items;
    struct name own_maker, own;
    TRY(name_read(a, lot->maker, &own_maker, e));
    TRY(name_read(a, lot->product_name, &own, e));
    *ret = FIT_NO;
    if (notice->products.n == 0)
        *ret = name_fit(maker, NULL, &own_maker, &own);
    for (size_t i = 0; i < notice->products.n; i++) {
        enum fit one = name_fit(maker, &product[i], &own_maker, &own);
        *ret = one > *ret ? one : *ret;
    }
    return STIPPLE_OK;
}

static struct number_fit fit_better(struct number_fit one, struct number_fit other)
{
    return one.fit >= other.fit ? one : other;
}

/* A lot number may be printed as a batch number, and the other way round. */
static enum stipple_error printed_fit(struct arena *a, const struct notice_read *notice,
                                      const char *printed, struct number_fit *ret, struct error *e)
{
    struct number own;
    *ret = (struct number_fit){FIT_NO, NULL};
    if (!printed)
        return STIPPLE_OK;
    TRY(number_read(a, printed, &own, e));
    *ret =
        fit_better(number_items_fit(&notice->lots, &own), number_items_fit(&notice->batches, &own));
    return STIPPLE_OK;
}

/* Where notice and label print two numbers each, both must fit. */
static enum stipple_error number_fit(struct arena *a, const struct notice_read *notice,
                                     const struct lot *lot, struct number_fit *ret, struct error *e)
{
    struct number_fit by_lot, by_batch;
    TRY(printed_fit(a, notice, lot->lot_no, &by_lot, e));
    TRY(printed_fit(a, notice, lot->batch_no, &by_batch, e));
    *ret = fit_better(by_lot, by_batch);
    bool both = notice->lots.n > 0 && notice->batches.n > 0 && lot->lot_no && lot->batch_no;
    if (both && ret->fit == FIT_YES && by_lot.fit != by_batch.fit)
        *ret = (struct number_fit){FIT_DOUBT, "only one of the two numbers does"};
    return STIPPLE_OK;
}

struct reason {
    enum verdict verdict;
    const char *why; /* %s: what is doubtful about the number */
};
static const struct reason all_reasons[] = {
    [FIT_NO] = {VERDICT_NO, NULL},
    [FIT_DOUBT] = {VERDICT_POSSIBLE, "All lots are meant; whether of this product is doubtful."},
    [FIT_YES] = {VERDICT_MATCH, "All lots of this product are meant."}};
/* By what the product says, then the number. */
static const struct reason reasons[][3] = {
    [FIT_NO] = {[FIT_NO] = {VERDICT_NO, NULL},
                [FIT_DOUBT] = {VERDICT_NO, NULL},
                [FIT_YES] = {VERDICT_POSSIBLE, "The number fits; the product is another."}},
    [FIT_DOUBT] = {[FIT_NO] = {VERDICT_NO, NULL},
                   [FIT_DOUBT] = {VERDICT_POSSIBLE, "The product is doubtful; %s."},
                   [FIT_YES] = {VERDICT_POSSIBLE, "The number fits; the product is doubtful."}},
    [FIT_YES] = {[FIT_NO] = {VERDICT_NO, NULL},
                 [FIT_DOUBT] = {VERDICT_POSSIBLE, "The product fits; %s."},
                 [FIT_YES] = {VERDICT_MATCH, "Product and number fit."}}};
/* A lot without any number, where the notice names some. */
static const struct reason unprinted[] = {
    [FIT_NO] = {VERDICT_NO, NULL},
    [FIT_DOUBT] = {VERDICT_POSSIBLE, "No number is printed on this lot; the product is doubtful."},
    [FIT_YES] = {VERDICT_POSSIBLE, "The product fits; no number is printed on this lot."}};

static bool by_numbers(const struct notice *notice)
{
    return notice->lots.n > 0 || notice->batches.n > 0;
}

static enum stipple_error fields_sort(struct arena *a, const struct notice_read *notice,
                                      const struct lot *lot, enum verdict *ret,
                                      const char **ret_why, struct error *e)
{
    enum fit identity;
    struct number_fit number;
    TRY(identity_fit(a, notice, lot, &identity, e));
    TRY(number_fit(a, notice, lot, &number, e));
    bool named = notice->notice->maker || notice->products.n > 0;
    const struct reason *reason = &reasons[identity][number.fit];
    if (notice->notice->all_lots == 1)
        reason = &all_reasons[identity];
    else if (named && !lot->lot_no && !lot->batch_no)
        reason = &unprinted[identity];
    *ret = reason->verdict;
    *ret_why = reason->why;
    if (!reason->why || !strchr(reason->why, '%'))
        return STIPPLE_OK;
    size_t head = strcspn(reason->why, "%");
    *ret_why = arena_print(a, "%.*s%s.", (int)head, reason->why, number.doubt);
    return *ret_why ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error notice_sort(struct arena *a, const struct notice_read *notice,
                               const struct lot *lot, enum verdict *ret, const char **ret_why,
                               struct error *e)
{
    enum verdict verdict = VERDICT_NO;
    const char *why = NULL;
    bool fields = by_numbers(notice->notice) || notice->notice->all_lots == 1;
    if (fields)
        TRY(fields_sort(a, notice, lot, &verdict, &why, e));
    if (verdict == VERDICT_NO && notice->notice->text) {
        TRY(text_names(a, &notice->text, lot, fields, &why, e));
        verdict = why ? VERDICT_POSSIBLE : VERDICT_NO;
    }
    *ret = verdict;
    *ret_why = why;
    return STIPPLE_OK;
}

/* Reading. */

static enum stipple_error fail_item(const char *name, size_t i, const char *text, const char *what,
                                    struct error *e)
{
    char field[32];
    snprintf(field, sizeof field, "%s[%zu]", name, i);
    return fail(e, STIPPLE_PARAM_FORMAT, field, "There is no %s in \"%s\".", what, text);
}

static enum stipple_error numbers_read(struct arena *a, const char *name, const struct list *texts,
                                       struct list *ret, struct error *e)
{
    const char *const *text = texts->items;
    for (size_t i = 0; i < texts->n; i++) {
        size_t before = ret->n;
        bool absent;
        TRY(number_absent(a, text[i], &absent, e));
        if (absent) {
            fail_item(name, i, text[i], "number", e);
            return fail_hint(e, "Where all lots are meant, or nobody says which, say `all_lots`.");
        }
        TRY(number_items(a, text[i], ret, e));
        if (ret->n == before)
            return fail_item(name, i, text[i], "number", e);
    }
    return STIPPLE_OK;
}

static enum stipple_error names_read(struct arena *a, struct notice_read *read, struct error *e)
{
    const char *const *text = read->notice->products.items;
    if (read->notice->maker) {
        TRY(name_read(a, read->notice->maker, &read->maker, e));
        if (read->maker.n == 0)
            return fail(e, STIPPLE_PARAM_FORMAT, "maker", "There is no name in \"%s\".",
                        read->notice->maker);
    }
    for (size_t i = 0; i < read->notice->products.n; i++) {
        struct name *name = list_add(a, &read->products, sizeof *name);
        if (!name)
            return fail_memory(e);
        TRY(name_read(a, text[i], name, e));
        if (name->n == 0)
            return fail_item("products", i, text[i], "name", e);
    }
    return STIPPLE_OK;
}

static enum stipple_error notice_check(const struct notice *notice, struct error *e)
{
    bool numbers = by_numbers(notice);
    if (notice->all_lots == 1 && numbers)
        return fail(e, STIPPLE_PARAM_COMBINATION, "all_lots",
                    "Either all lots are meant, or those of the numbers given.");
    if (notice->all_lots == 1 && !notice->maker && notice->products.n == 0)
        return fail(e, STIPPLE_PARAM_MISSING, "maker", "All lots of what? Say maker or products.");
    if (notice->all_lots == 1 || numbers || notice->text)
        return STIPPLE_OK;
    fail(e, STIPPLE_PARAM_MISSING, "lots", "Which lots does the notice name?");
    return fail_hint(e, "Where it means all of them, say `all_lots`; or give its whole `text`.");
}

enum stipple_error notice_read(struct arena *a, const struct notice *notice,
                               const struct notice_read **ret, struct error *e)
{
    TRY(notice_check(notice, e));
    struct notice_read *read = arena_take(a, sizeof *read);
    if (!read)
        return fail_memory(e);
    read->notice = notice;
    TRY(names_read(a, read, e));
    TRY(numbers_read(a, "lots", &notice->lots, &read->lots, e));
    TRY(numbers_read(a, "batches", &notice->batches, &read->batches, e));
    if (notice->text)
        TRY(text_read(a, notice->text, &read->text, e));
    *ret = read;
    return STIPPLE_OK;
}
