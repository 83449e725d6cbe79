#include "store/plan.h"

#include "base/time.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

static const struct column due_columns[] = {
    COLUMN(struct plan_due, TEXT, course),  COLUMN(struct plan_due, TEXT, course_code),
    COLUMN(struct plan_due, TEXT, client),  COLUMN(struct plan_due, TEXT, client_code),
    COLUMN(struct plan_due, TEXT, service), COLUMN(struct plan_due, TIME, opened_at),
    COLUMN(struct plan_due, INT, planned),  COLUMN(struct plan_due, INT, done),
    COLUMN(struct plan_due, TIME, last),
};
static const struct shape due_shape = SHAPE(struct plan_due, due_columns);

/* A course that is one itself is not followed by a touch-up. */
static bool only_once(const struct plan_due *row)
{
    return strcmp(row->service, "touch_up") == 0 || strcmp(row->service, "refresh") == 0;
}

/* Which comes next, and so many days after the last one. */
static const char *next_find(const struct plan_due *row, const struct studio_intervals *set,
                             int64_t *ret_days)
{
    if (row->done < row->planned) {
        *ret_days = row->done == 0 ? 0 : set->gap_days;
        return "session";
    }
    bool touch_up = row->done == row->planned && !only_once(row);
    *ret_days = touch_up ? set->touch_up_days : set->refresh_days;
    return touch_up ? "touch_up" : "refresh";
}

/* What is due after the day of the last one, or of the beginning. */
static enum stipple_error due_after(struct arena *a, const struct studio_intervals *set,
                                    const char *last, struct plan_due *row, struct error *e)
{
    char day[DATE_LENGTH + 1];
    int64_t days;
    row->what = next_find(row, set, &days);
    date_from_days(date_to_days(last) + days, day);
    row->due = arena_copy(a, day, DATE_LENGTH);
    return row->due ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error due_set(struct arena *a, const struct studio_intervals *set,
                                  int64_t sessions, struct plan_due *row, struct error *e)
{
    char day[DATE_LENGTH + 1];
    if (row->planned == INT_ABSENT)
        row->planned = only_once(row) ? 1 : sessions;
    date_of(row->done == 0 ? row->opened_at : row->last, day);
    return due_after(a, set, day, row, e);
}

enum stipple_error plan_step(struct arena *a, const struct studio_intervals *set, const char *held,
                             struct plan_due *row, struct error *e)
{
    row->done++;
    return due_after(a, set, held, row, e);
}

static int due_compare(const void *one, const void *other)
{
    const struct plan_due *a = one, *b = other;
    int order = strcmp(a->due, b->due);
    return order ? order : strcmp(a->course_code, b->course_code);
}

enum stipple_error plan_due(struct store *s, struct arena *a, const char *client, const char *until,
                            int64_t sessions, struct list *ret, struct error *e)
{
    struct studio_intervals set;
    struct list rows;
    const char *end;
    TRY(studio_intervals(s, &set, e));
    QUERY(q, s, SQL_COURSE_DUE);
    query_text(&q, ":client", client);
    TRY(query_page(&q, a, &due_shape, 0, &rows, &end, e));
    struct plan_due *row = rows.items;
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        TRY(due_set(a, &set, sessions, &row[i], e));
        if (!until || strcmp(row[i].due, until) <= 0)
            row[n++] = row[i];
    }
    if (n > 0)
        qsort(row, n, sizeof *row, due_compare);
    *ret = (struct list){row, n};
    return STIPPLE_OK;
}

enum stipple_error plan_match(struct store *s, struct arena *a, const char *client,
                              const char **ret_code, const char **ret_product, struct error *e)
{
    QUERY(q, s, SQL_MATCH_LAST);
    query_text(&q, ":client", client);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret_code = row ? query_column_text(&q, a, 0) : NULL;
    *ret_product = row ? query_column_text(&q, a, 1) : NULL;
    return STIPPLE_OK;
}
