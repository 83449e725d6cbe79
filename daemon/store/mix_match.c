/* A mix takes the bottles that its match offered and nothing in their stead: another bottle of the
 * same product may be another lot, and whoever mixes must have seen it. So what forbids one of them
 * is a refusal, and all reasons are told at once; what merely is no longer as it was shown is a
 * warning. */
#include "store/mix_match.h"

#include "base/time.h"
#include "store/changes.h"

#include <string.h>

static enum stipple_error change_add(struct mix_match *m, const char *text, struct error *e)
{
    const char **slot = text ? list_add(m->a, &m->changed, sizeof *slot) : NULL;
    if (!slot)
        return fail_memory(e);
    *slot = text;
    return STIPPLE_OK;
}

static const char *until(const char *day)
{
    return day ? day : "it is empty";
}

static void take_doubts(struct mix_match *m, const struct mix_take *take,
                        const struct container *row)
{
    bool sealed = row->opened_at.ms == INT_ABSENT;
    /* `usable_until` of a sealed one is what opening it now would make of it. */
    const char *day = sealed ? row->expiry : row->usable_until;
    char opened[DATE_LENGTH + 1];
    if (take->sealed == 1 && !sealed) {
        date_of(row->opened_at, opened);
        warn(m->a, m->warnings, "match.opened", "match",
             "%s was sealed when the match was accepted; it was opened on %s, and is usable until "
             "%s.",
             row->code, opened, until(day));
    } else if (take->sealed != BOOL_ABSENT && !same_text(take->usable_until, day)) {
        warn(m->a, m->warnings, "match.ends", "match",
             "%s was usable until %s when the match was accepted, and is until %s now.", row->code,
             until(take->usable_until), until(day));
    }
}

enum stipple_error mix_match_take(struct mix_match *m, const struct mix_take *take,
                                  const struct container *row, struct error *e)
{
    struct container *kept = list_add(m->a, &m->rows, sizeof *kept);
    if (!kept)
        return fail_memory(e);
    *kept = *row;
    if (row->refusal) {
        const char *why = stipple_error_info(stipple_error_find(row->refusal))->text;
        return change_add(m, arena_print(m->a, "%s: %s", row->code, why), e);
    }
    if (row->left_ul < take->taken_ul)
        return change_add(m,
                          arena_print(m->a, "%s: %lld µL are left, and %lld µL are wanted.",
                                      row->code, (long long)row->left_ul,
                                      (long long)take->taken_ul),
                          e);
    take_doubts(m, take, row);
    return STIPPLE_OK;
}

static enum stipple_error fail_changed(struct mix_match *m, struct error *e)
{
    const char *const *text = m->changed.items, *all = text[0];
    for (size_t i = 1; all && i < m->changed.n; i++)
        all = arena_print(m->a, "%s %s", all, text[i]);
    if (!all)
        return fail_memory(e);
    fail(e, STIPPLE_MATCH_CHANGED, "match", "Not as the match offered it any more. %s", all);
    return fail_hint(e, "Match again, or say the `inputs` yourself.");
}

/* The bottle among `listed` that comes before what is taken of the product; NULL: none does. */
static const struct container *before_taken(const struct mix_match *m, const struct list *listed)
{
    const struct container *row = listed->items, *taken = m->rows.items;
    size_t left = 0;
    for (size_t i = 0; listed->n > 0 && i < m->rows.n; i++)
        left += same_text(taken[i].product, row->product);
    for (size_t i = 0; i < listed->n && left > 0; i++, left--) {
        bool is_taken = false;
        for (size_t j = 0; j < m->rows.n; j++)
            is_taken = is_taken || strcmp(taken[j].id, row[i].id) == 0;
        if (!is_taken)
            return &row[i];
    }
    return NULL;
}

/* The order of use, as the shelf has it now: a bottle that expires sooner may have arrived, or one
 * been opened. */
static enum stipple_error order_doubt(struct mix_match *m, const struct container *taken,
                                      struct error *e)
{
    struct stock_filter filter = {.product = taken->product,
                                  .kind = CHOICE_ABSENT,
                                  .usable_only = true,
                                  .day = m->day,
                                  .limit = (int64_t)m->rows.n};
    struct list listed = {0};
    const char *cursor;
    TRY(stock_list(m->s, m->a, &filter, &listed, &cursor, e));
    const struct container *first = before_taken(m, &listed);
    if (first)
        warn(m->a, m->warnings, "match.order", "match",
             "%s of lot %s would come before %s now: it is %s, and usable until %s.", first->code,
             first->lot_no ? first->lot_no : first->lot_code, taken->code,
             first->opened_at.ms != INT_ABSENT ? "open" : "sealed", until(first->usable_until));
    return STIPPLE_OK;
}

static enum stipple_error again_doubt(struct mix_match *m, const char *match, struct error *e)
{
    QUERY(q, m->s, SQL_MATCH_MIXED);
    query_text(&q, ":match", match);
    bool row;
    TRY(query_step(&q, &row, e));
    if (row)
        warn(m->a, m->warnings, "match.again", "match", "%s was mixed from it before.",
             (const char *)sqlite3_column_text(q.statement, 0));
    return STIPPLE_OK;
}

enum stipple_error mix_match_end(struct mix_match *m, const char *match, struct error *e)
{
    const struct container *row = m->rows.items;
    if (m->changed.n > 0)
        return fail_changed(m, e);
    for (size_t i = 0; i < m->rows.n; i++) {
        bool asked = !row[i].product; /* a mix stands in no order */
        for (size_t j = 0; j < i; j++)
            asked = asked || same_text(row[j].product, row[i].product);
        if (!asked)
            TRY(order_doubt(m, &row[i], e));
    }
    return again_doubt(m, match, e);
}

static const struct column first_columns[] = {
    COLUMN(struct mix_first, INT, pigment_ul),
    COLUMN(struct mix_first, INT, diluent_ul),
    COLUMN(struct mix_first, INT, ul),
    COLUMN(struct mix_first, INT, more_ul),
};
static const struct shape first_shape = SHAPE(struct mix_first, first_columns);

enum stipple_error mix_match_first(struct mix_match *m, const char *match,
                                   const struct mix_first **ret, struct error *e)
{
    struct mix_first *first = arena_take(m->a, sizeof *first);
    bool row;
    if (!first)
        return fail_memory(e);
    QUERY(q, m->s, SQL_MATCH_FIRST);
    query_text(&q, ":match", match);
    TRY(query_one(&q, m->a, &first_shape, first, &row, e));
    *ret = row ? first : NULL;
    return STIPPLE_OK;
}
