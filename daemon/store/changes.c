/* A code's number is the key that the row will have: there is one writer, and what a command mints
 * is recorded before the next one is checked. */
#include "store/changes.h"

#include "base/time.h"
#include "base/uuid.h"

#include <string.h>

bool same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

bool text_listed(const struct list *texts, const char *text)
{
    const char *const *listed = texts->items;
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(listed[i], text) == 0)
            return true;
    return false;
}

bool text_changes(const char *given, const char *stands)
{
    return given && (!stands || strcmp(given, stands) != 0);
}

bool int_changes(int64_t given, int64_t stands)
{
    return given != INT_ABSENT && given != stands;
}

bool number_changes(double given, double stands)
{
    return !isnan(given) && (isnan(stands) || given < stands || given > stands);
}

bool texts_change(const struct list *given, const struct list *stands)
{
    const char *const *one = given->items, *const *other = stands->items;
    if (!one || given->n != stands->n)
        return one != NULL;
    for (size_t i = 0; i < given->n; i++)
        if (strcmp(one[i], other[i]) != 0)
            return true;
    return false;
}

bool numbers_change(const struct list *given, const struct list *stands)
{
    const double *one = given->items, *other = stands->items;
    if (!one || given->n != stands->n)
        return one != NULL;
    for (size_t i = 0; i < given->n; i++)
        if (number_changes(one[i], other[i]))
            return true;
    return false;
}

static const struct column amendment_columns[] = {
    COLUMN(struct amendment, TEXT, type), COLUMN(struct amendment, TIME, recorded_at),
    COLUMN(struct amendment, TEXT, by),   COLUMN(struct amendment, TEXT, reason),
    COLUMN(struct amendment, JSON, was),
};
static const struct shape amendment_shape = SHAPE(struct amendment, amendment_columns);

enum stipple_error amendments_read(struct store *s, struct arena *a, enum sql sql, const char *id,
                                   struct list *ret, struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":id", id);
    const char *end;
    return query_page(&q, a, &amendment_shape, 0, ret, &end, e);
}

enum stipple_error mint_id(struct store *s, struct arena *a, const char **ret, struct error *e)
{
    char id[UUID_LENGTH + 1];
    uuid_v7(s->sources, id);
    *ret = arena_copy(a, id, UUID_LENGTH);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error mint_number(struct store *s, enum sql next, int64_t *ret, struct error *e)
{
    QUERY(q, s, next);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = query_column_int(&q, 0);
    return STIPPLE_OK;
}

enum stipple_error order_check(const struct write_head *head, int64_t moment, const char *before,
                               struct error *e)
{
    if (moment == INT_ABSENT || head->occurred_at.ms >= moment)
        return STIPPLE_OK;
    char when[TIME_LENGTH + 1];
    time_format(moment, when);
    return fail(e, STIPPLE_TIME_ORDER, "occurred_at", "That is before it was %s, at %s.", before,
                when);
}
