/* A delivery is many lots and one event, so that a list with one bad line leaves nothing behind.
 * The same checks run for the preview, which asks them line by line and goes on after a bad one:
 * whoever mends a list wants all its faults at once. */
#include "store/changes.h"
#include "store/lot_receipt.h"
#include "store/recall_watch.h"
#include "store/refs.h"

#include <stdio.h>
#include <string.h>

/* The first lot of the list that is the same as the one at `at`, or `at` itself. */
static size_t twin_find(const struct lot_receipt *lots, size_t at)
{
    const struct lot_receipt *lot = &lots[at];
    for (size_t i = 0; i < at && (lot->lot_no || lot->batch_no); i++)
        if (same_text(lot->product, lots[i].product) && same_text(lot->lot_no, lots[i].lot_no) &&
            same_text(lot->batch_no, lots[i].batch_no))
            return i;
    return at;
}

/* What holds for more bottles of a lot that is here holds for those of one in the same list. */
static enum stipple_error twin_check(struct arena *a, const struct lot_receipt *lot,
                                     const struct lot_receipt *twin, struct list *warnings,
                                     struct error *e)
{
    if (lot == twin)
        return STIPPLE_OK;
    if (!same_text(lot->expiry, twin->expiry)) {
        fail(e, STIPPLE_LOT_EXISTS, "expiry", "This lot stands further up in the list, with %s%s.",
             twin->expiry ? "the expiry " : "no expiry", twin->expiry ? twin->expiry : "");
        return fail_hint(e, "Check the labels.");
    }
    warn(a, warnings, "lot.again", "lot_no",
         "This lot stands further up in the list; these are added to it.");
    return STIPPLE_OK;
}

/* The error is about the lot's own member: its path begins at the list. */
static enum stipple_error fail_in(size_t at, struct error *e)
{
    char member[sizeof e->field];
    memcpy(member, e->field, sizeof member);
    snprintf(e->field, sizeof e->field, "lots[%zu]%s%.100s", at, *member ? "." : "", member);
    return e->code;
}

/* Of the lots up to the one at `at`. */
static enum stipple_error delivery_count(const struct lot_receipt *lots, size_t at, struct error *e)
{
    int64_t containers = 0;
    for (size_t i = 0; i <= at; i++)
        containers += lots[i].containers;
    if (containers <= LOTS_CONTAINERS_MAX)
        return STIPPLE_OK;
    fail(e, STIPPLE_PARAM_RANGE, "containers",
         "With these there are %lld containers, over the %d of one delivery.",
         (long long)containers, LOTS_CONTAINERS_MAX);
    return fail_hint(e, "Make two deliveries of it.");
}

static enum stipple_error receive_one(struct store *s, struct arena *a, struct lot_deliver *command,
                                      size_t at, const struct list *notices, struct numbers *next,
                                      struct lot_received *made, struct error *e)
{
    struct lot_receipt *lots = command->lots.items;
    struct lot_received *ret = &made[at];
    struct receipt_of of;
    TRY(delivery_count(lots, at, e));
    TRY(receipt_check(s, a, command->head.occurred_at, &lots[at], &of, &ret->warnings, e));
    TRY(serials_apart(lots, at, e));
    receipt_begin(&of, ret);
    if (!ret->lot) {
        size_t twin = twin_find(lots, at);
        TRY(twin_check(a, &lots[at], &lots[twin], &ret->warnings, e));
        ret->lot = made[twin].lot;
        ret->lot_code = made[twin].lot_code;
    }
    TRY(lot_mint(s, a, lots[at].containers, next, ret, e));
    return receipt_watch(s, a, notices, &lots[at], &of.product, ret, e);
}

enum stipple_error lot_deliver(struct store *s, struct arena *a, struct lot_deliver *command,
                               struct lot_delivered *ret, struct error *e)
{
    struct lot_received *made = arena_array(a, command->lots.n, sizeof *made);
    struct numbers next;
    struct list notices;
    if (!made)
        return fail_memory(e);
    TRY(numbers_read(s, &next, e));
    TRY(recall_notices(s, a, NULL, &notices, e));
    for (size_t i = 0; i < command->lots.n; i++)
        if (receive_one(s, a, command, i, &notices, &next, made, e) != STIPPLE_OK)
            return fail_in(i, e);
    ret->lots = (struct list){made, command->lots.n};
    return STIPPLE_OK;
}

/* What the daemon or its store failed at is no fault of the list; their codes are under 100. */
static bool refusal(enum stipple_error code)
{
    const struct stipple_error_info *info = stipple_error_info(code);
    return info->code == stipple_error_info(STIPPLE_PARAM_RANGE)->code || info->code >= 100;
}

static enum stipple_error problem_note(struct arena *a, const struct error *why,
                                       struct lot_previewed *row, struct error *e)
{
    struct list problem = {0};
    warn(a, &problem, stipple_error_info(why->code)->name, *why->field ? why->field : NULL,
         "%s%s%s", why->message, *why->hint ? " " : "", why->hint);
    row->problem = problem.items;
    return row->problem ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error preview_check(struct store *s, struct arena *a, struct instant at,
                                        const struct list *notices, struct lot_receipt *lots,
                                        size_t i, struct lot_previewed *row, struct error *e)
{
    struct receipt_of of = {0};
    struct lot_receipt *lot = &lots[i];
    TRY(delivery_count(lots, i, e));
    if (lot->product)
        TRY(ref_resolve(s, a, "product", "product", lot->product, &lot->product, e));
    enum stipple_error code = receipt_check(s, a, at, lot, &of, &row->warnings, e);
    row->product = of.product.id;
    row->product_code = of.product.code;
    row->product_name = of.product.facts.name;
    row->maker = of.product.facts.maker;
    TRY(code);
    TRY(serials_apart(lots, i, e));
    struct lot_received made = {
        .lot = of.lot.id, .lot_code = of.lot.code, .warnings = row->warnings};
    TRY(receipt_watch(s, a, notices, lot, &of.product, &made, e));
    row->warnings = made.warnings;
    if (of.lot.id)
        return STIPPLE_OK;
    return twin_check(a, lot, &lots[twin_find(lots, i)], &row->warnings, e);
}

enum stipple_error lot_preview(struct store *s, struct arena *a, struct instant at,
                               const struct list *lots, struct list *ret, struct error *e)
{
    struct lot_receipt *given = lots->items;
    struct lot_previewed *rows = arena_array(a, lots->n, sizeof *rows);
    struct list notices;
    if (!rows)
        return fail_memory(e);
    TRY(recall_notices(s, a, NULL, &notices, e));
    for (size_t i = 0; i < lots->n; i++) {
        struct error why = {0};
        if (preview_check(s, a, at, &notices, given, i, &rows[i], &why) != STIPPLE_OK) {
            if (!refusal(why.code)) {
                *e = why;
                return e->code;
            }
            TRY(problem_note(a, &why, &rows[i], e));
        }
        rows[i].lot = given[i];
    }
    *ret = (struct list){rows, lots->n};
    return STIPPLE_OK;
}
