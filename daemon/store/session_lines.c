/* The books are kept within what was measured: of an amount that a container does not have in the
 * books, what it has is booked, and the rest written down as missing. The line itself says what was
 * used, and the trace goes by the line. */
#include "store/session_lines.h"

#include "base/time.h"
#include "store/changes.h"
#include "store/containers.h"
#include "store/recall_watch.h"
#include "store/rules.h"

#include <stdio.h>
#include <string.h>

static struct booking *booking_of(struct lines *l, const struct container *row)
{
    struct booking *booking = l->made->booked.items;
    for (size_t i = 0; i < l->made->booked.n; i++)
        if (strcmp(booking[i].container, row->id) == 0)
            return &booking[i];
    booking = list_add(l->a, &l->made->booked, sizeof *booking);
    if (booking)
        *booking = (struct booking){row->id, row->code, 0};
    return booking;
}

static int64_t left_of(const struct container *row)
{
    return row->left_ul != INT_ABSENT ? row->left_ul : row->left_pieces;
}

static int64_t amount_of(const struct session_line *line)
{
    return line->ul != INT_ABSENT ? line->ul : line->pieces;
}

/* How much was used; of a cup all that the lines before left, if nothing is said. */
static enum stipple_error amount_find(const struct session_use *use,
                                      const struct container_found *found, int64_t there,
                                      const char *field, struct session_line *line, struct error *e)
{
    const struct container *row = &found->row;
    bool liquid = row->left_ul != INT_ABSENT;
    char at[64];
    snprintf(at, sizeof at, "%s.%s", field, use->pieces != INT_ABSENT ? "pieces" : "ul");
    if (use->ul != INT_ABSENT && use->pieces != INT_ABSENT)
        return fail(e, STIPPLE_PARAM_COMBINATION, at, "Microlitres or pieces, not both.");
    if ((liquid ? use->pieces : use->ul) != INT_ABSENT)
        return fail(e, STIPPLE_STOCK_UNIT, at, "%s is counted in %s.", row->code,
                    liquid ? "microlitres (ul)" : "pieces");
    line->ul = use->ul;
    line->pieces = use->pieces;
    if (use->ul != INT_ABSENT || use->pieces != INT_ABSENT)
        return STIPPLE_OK;
    bool cup = found->mix_kind && strcmp(found->mix_kind, mix_kinds[MIX_CUP]) == 0;
    if (!cup || there == 0) {
        snprintf(at, sizeof at, "%s.%s", field, liquid ? "ul" : "pieces");
        return fail(e, STIPPLE_PARAM_MISSING, at, "Say how much of %s was used.", row->code);
    }
    line->ul = there;
    return STIPPLE_OK;
}

/* The line by which an amended session had used it already: nothing new is to be said of it. */
static const struct session_line *line_before(const struct lines *l, const char *container)
{
    const struct session_line *line = l->stood ? l->stood->items : NULL;
    for (size_t i = 0; l->stood && i < l->stood->n; i++)
        if (!line[i].ended && strcmp(line[i].container, container) == 0)
            return &line[i];
    return NULL;
}

/* Why it was not to be used; an empty bottle is a discrepancy and no reason. Of what stood before,
 * only whose cup it is may have changed. */
static const char *refusal_find(const struct lines *l, const struct container_found *found)
{
    const struct container *row = &found->row;
    const struct session_line *before = line_before(l, row->id);
    const char *not_theirs = stipple_error_info(STIPPLE_MIX_CLIENT)->name;
    bool theirs = !found->client || strcmp(found->client, l->client) == 0;
    if (before && (!before->refusal || strcmp(before->refusal, not_theirs) == 0))
        return theirs ? NULL : not_theirs;
    if (before)
        return before->refusal;
    if (row->refusal && stipple_error_find(row->refusal) != STIPPLE_CONTAINER_EMPTY)
        return row->refusal;
    if (!theirs)
        return not_theirs;
    if (found->received_ms > l->at.ms)
        return stipple_error_info(STIPPLE_TIME_ORDER)->name;
    return NULL;
}

static void line_book(struct lines *l, const struct container *row, struct booking *booking,
                      struct session_line *line, const char *field)
{
    int64_t amount = amount_of(line), there = left_of(row) + booking->delta;
    line->missing = amount > there ? amount - there : 0;
    booking->delta -= amount - line->missing;
    if (line->missing > 0)
        warn(l->a, &l->made->warnings, "stock.discrepancy", field,
             "%s had %lld in the books, and %lld were used; the difference is written down.",
             row->code, (long long)there, (long long)amount);
}

static enum stipple_error line_doubt(struct lines *l, const struct container *row,
                                     const char *refusal, const char *field, struct error *e)
{
    const char *why = stipple_error_info(stipple_error_find(refusal))->text;
    warn(l->a, &l->made->warnings, refusal, field, "%s: %s", row->code, why);
    if (!l->first)
        l->first = arena_print(l->a, "%s: %s", row->code, why);
    return l->first ? STIPPLE_OK : fail_memory(e);
}

/* What the rule packs would have had otherwise; it happened all the same. */
static void line_rules(struct lines *l, const struct container_found *found, const char *field)
{
    const struct container *row = &found->row;
    bool cup = found->mix_kind && strcmp(found->mix_kind, mix_kinds[MIX_CUP]) == 0;
    bool shared = !cup && (found->mix_kind || row->product_kind == PRODUCT_PIGMENT);
    if (line_before(l, row->id))
        return;
    if (l->cups && shared)
        rule_doubt(l->a, &l->made->warnings, RULE_CUPS_SINGLE_USE, l->cups, field,
                   arena_print(l->a, "%s was used from, and no cup of it", row->code));
    if (l->diluent && found->unsterile)
        rule_doubt(
            l->a, &l->made->warnings, RULE_DILUENT_STERILE, l->diluent, field,
            arena_print(l->a, "%s: %s does not claim to be sterile", row->code, found->unsterile));
}

static enum stipple_error packs_read(struct lines *l, struct error *e)
{
    struct studio studio;
    TRY(studio_show(l->s, l->a, &studio, e));
    l->cups = rules_require(&studio, RULE_CUPS_SINGLE_USE);
    l->diluent = rules_require(&studio, RULE_DILUENT_STERILE);
    return STIPPLE_OK;
}

static enum stipple_error line_add(struct lines *l, const struct session_use *use, size_t index,
                                   struct error *e)
{
    struct container_found found = {0};
    char day[DATE_LENGTH + 1], field[32];
    snprintf(field, sizeof field, "uses[%zu]", index);
    date_of(l->at, day);
    TRY(container_find(l->s, l->a, use->container, day, INT_ABSENT, &found, e));
    struct session_line line = {.line = l->next,
                                .container = found.row.id,
                                .container_code = found.row.code,
                                .lot = found.row.lot,
                                .lot_code = found.row.lot_code,
                                .lot_no = found.row.lot_no,
                                .what = found.row.lot ? found.row.product_name : found.mix_kind,
                                .zone = use->zone,
                                .refusal = refusal_find(l, &found)};
    struct booking *booking = booking_of(l, &found.row);
    if (!booking)
        return fail_memory(e);
    TRY(amount_find(use, &found, left_of(&found.row) + booking->delta, field, &line, e));
    line_book(l, &found.row, booking, &line, field);
    if (line.refusal)
        TRY(line_doubt(l, &found.row, line.refusal, field, e));
    line_rules(l, &found, field);
    struct session_line *slot = list_add(l->a, &l->made->uses, sizeof *slot);
    if (!slot)
        return fail_memory(e);
    *slot = line;
    l->next++;
    return STIPPLE_OK;
}

/* What the lines that end now had booked. */
static enum stipple_error stood_return(struct lines *l, struct error *e)
{
    const struct session_line *line = l->stood ? l->stood->items : NULL;
    for (size_t i = 0; l->stood && i < l->stood->n; i++) {
        struct container row = {.id = line[i].container, .code = line[i].container_code};
        struct booking *booking = line[i].ended ? NULL : booking_of(l, &row);
        if (booking)
            booking->delta += amount_of(&line[i]) - line[i].missing;
        else if (!line[i].ended)
            return fail_memory(e);
    }
    return STIPPLE_OK;
}

/* What would go back into a container that was thrown away went the same way. */
static enum stipple_error gone_forget(struct lines *l, struct error *e)
{
    struct booking *booking = l->made->booked.items;
    char day[DATE_LENGTH + 1];
    date_of(l->at, day);
    for (size_t i = 0; i < l->made->booked.n; i++) {
        struct container_found found = {0};
        if (booking[i].delta <= 0)
            continue;
        TRY(container_find(l->s, l->a, booking[i].container, day, INT_ABSENT, &found, e));
        if (found.row.refusal &&
            stipple_error_find(found.row.refusal) == STIPPLE_CONTAINER_DISCARDED)
            booking[i].delta = 0;
    }
    return STIPPLE_OK;
}

enum stipple_error lines_add(struct lines *l, const struct list *uses, struct error *e)
{
    const struct session_use *use = uses->items;
    TRY(packs_read(l, e));
    TRY(stood_return(l, e));
    for (size_t i = 0; i < uses->n; i++)
        TRY(line_add(l, &use[i], i, e));
    TRY(gone_forget(l, e));
    return recall_session_doubt(l->s, l->a, l->made, e);
}
