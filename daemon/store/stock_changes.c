/* Opening, counting and throwing away are recorded because they happened: what the predicate says
 * of the bottle makes an opening doubtful, not impossible. Only what contradicts the ledger itself
 * is refused. */
#include "store/changes.h"
#include "store/containers.h"

#include "base/time.h"

enum { REASON_COUNT, REASON_SPILL, REASON_DAMAGE, REASON_FOUND }; /* order of adjust_reasons */

/* The container on the command's day, which is neither discarded nor from later than the command.
 */
static enum stipple_error container_at(struct store *s, struct arena *a, const char *id,
                                       const struct write_head *head, int64_t opening,
                                       struct container_found *ret, struct error *e)
{
    char day[DATE_LENGTH + 1];
    date_of(head->occurred_at, day);
    TRY(container_find(s, a, id, day, opening, ret, e));
    if (ret->row.refusal && stipple_error_find(ret->row.refusal) == STIPPLE_CONTAINER_DISCARDED)
        return fail(e, STIPPLE_CONTAINER_DISCARDED, "container", "%s was discarded.",
                    ret->row.code);
    return order_check(head, ret->received_ms, "received", e);
}

static struct stock_changed changed(const struct container *row)
{
    return (struct stock_changed){
        .container = row->id,
        .container_code = row->code,
        .left_ul = row->left_ul,
        .left_pieces = row->left_pieces,
        .delta_ul = INT_ABSENT,
        .delta_pieces = INT_ABSENT,
        .usable_until = row->usable_until,
    };
}

enum stipple_error stock_open(struct store *s, struct arena *a, const struct stock_open *command,
                              struct stock_changed *ret, struct error *e)
{
    struct container_found found = {0};
    struct instant at = command->head.occurred_at;
    int64_t local = at.ms + at.offset_min * (int64_t)60000;
    TRY(container_at(s, a, command->container, &command->head, local, &found, e));
    const struct container *row = &found.row;
    if (row->opened_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_CONTAINER_OPENED, "container", "%s is open already.", row->code);
    struct stock_changed made = changed(row);
    if (row->refusal)
        warn(a, &made.warnings, row->refusal, "container", "%s is open now, and not to be used: %s",
             row->code, stipple_error_info(stipple_error_find(row->refusal))->text);
    *ret = made;
    return STIPPLE_OK;
}

/* Exactly one of the four, in the container's unit; as a difference. */
static enum stipple_error delta_find(const struct stock_adjust *c, const struct container *row,
                                     int64_t *ret, struct error *e)
{
    const struct {
        const char *field;
        int64_t value;
        bool ul, counted;
    } given[] = {
        {"delta_ul", c->delta_ul, true, false},
        {"delta_pieces", c->delta_pieces, false, false},
        {"counted_ul", c->counted_ul, true, true},
        {"counted_pieces", c->counted_pieces, false, true},
    };
    int n = 0, which = 0;
    for (int i = 0; i < 4; i++)
        if (given[i].value != INT_ABSENT) {
            which = i;
            n++;
        }
    if (n != 1)
        return fail(e, STIPPLE_PARAM_COMBINATION, "delta_ul",
                    "Say one of delta_ul, delta_pieces, counted_ul, counted_pieces.");
    bool liquid = row->left_ul != INT_ABSENT;
    if (given[which].ul != liquid)
        return fail(e, STIPPLE_STOCK_UNIT, given[which].field, "%s is counted in %s.", row->code,
                    liquid ? "microlitres" : "pieces");
    int64_t left = liquid ? row->left_ul : row->left_pieces;
    *ret = given[which].value;
    if (given[which].counted && __builtin_sub_overflow(given[which].value, left, ret))
        return fail(e, STIPPLE_PARAM_RANGE, given[which].field, "Nothing holds that much.");
    if (*ret == 0 && !given[which].counted)
        return fail(e, STIPPLE_NOTHING_TO_DO, given[which].field, "A difference of nothing.");
    return STIPPLE_OK;
}

static enum stipple_error reason_check(const struct stock_adjust *c, int64_t delta, struct error *e)
{
    if (!c->words && (c->reason == REASON_DAMAGE || c->reason == REASON_FOUND))
        return fail(e, STIPPLE_PARAM_MISSING, "words", "With %s, say in words what happened.",
                    adjust_reasons[c->reason]);
    if (delta > 0 && (c->reason == REASON_SPILL || c->reason == REASON_DAMAGE))
        return fail(e, STIPPLE_PARAM_COMBINATION, "reason", "A %s does not add to a bottle.",
                    adjust_reasons[c->reason]);
    if (delta < 0 && c->reason == REASON_FOUND)
        return fail(e, STIPPLE_PARAM_COMBINATION, "reason",
                    "What was found does not take away from a bottle.");
    return STIPPLE_OK;
}

enum stipple_error stock_adjust(struct store *s, struct arena *a,
                                const struct stock_adjust *command, struct stock_changed *ret,
                                struct error *e)
{
    struct container_found found = {0};
    int64_t delta = 0, left;
    TRY(container_at(s, a, command->container, &command->head, INT_ABSENT, &found, e));
    TRY(delta_find(command, &found.row, &delta, e));
    TRY(reason_check(command, delta, e));
    bool liquid = found.row.left_ul != INT_ABSENT;
    int64_t before = liquid ? found.row.left_ul : found.row.left_pieces;
    if (__builtin_add_overflow(before, delta, &left) || left > INT_EXACT_MAX)
        return fail(e, STIPPLE_PARAM_RANGE, liquid ? "delta_ul" : "delta_pieces",
                    "Nothing holds that much.");
    if (left < 0)
        return fail(e, STIPPLE_STOCK_SHORT, liquid ? "delta_ul" : "delta_pieces",
                    "%s has %lld %s left.", found.row.code, (long long)before,
                    liquid ? "µL" : "pieces");
    struct stock_changed made = changed(&found.row);
    *(liquid ? &made.left_ul : &made.left_pieces) = left;
    *(liquid ? &made.delta_ul : &made.delta_pieces) = delta;
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error stock_discard(struct store *s, struct arena *a,
                                 const struct stock_discard *command, struct stock_changed *ret,
                                 struct error *e)
{
    struct container_found found = {0};
    TRY(container_at(s, a, command->container, &command->head, INT_ABSENT, &found, e));
    TRY(order_check(&command->head, found.row.opened_at.ms, "opened", e));
    struct stock_changed made = changed(&found.row);
    bool liquid = made.left_ul != INT_ABSENT;
    int64_t *left = liquid ? &made.left_ul : &made.left_pieces;
    *(liquid ? &made.delta_ul : &made.delta_pieces) = -*left;
    *left = 0;
    *ret = made;
    return STIPPLE_OK;
}
