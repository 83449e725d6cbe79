#include "store/plan.h"

#include "base/time.h"
#include "store/containers.h"
#include "store/products.h"
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

static bool is_open(const struct container *box)
{
    return !box->refusal && box->opened_at.ms != INT_ABSENT;
}

/* The box itself, or the one that stands open beside it. */
static enum stipple_error box_find(struct store *s, struct arena *a, const struct container *last,
                                   const char *day, const struct container **ret, struct error *e)
{
    struct stock_filter filter = {.product = last->product,
                                  .kind = CHOICE_ABSENT,
                                  .usable_only = true,
                                  .day = day,
                                  .limit = 1};
    struct list boxes = {0};
    const char *end;
    if (!is_open(last))
        TRY(stock_list(s, a, &filter, &boxes, &end, e));
    *ret = boxes.n > 0 ? boxes.items : last;
    return STIPPLE_OK;
}

static bool box_taken(const struct list *cartridges, const char *container)
{
    const struct plan_cartridge *taken = cartridges->items;
    for (size_t i = 0; i < cartridges->n; i++)
        if (strcmp(taken[i].container, container) == 0)
            return true;
    return false;
}

enum stipple_error plan_cartridges(struct store *s, struct arena *a, const struct list *lines,
                                   const char *day, struct list *ret, struct error *e)
{
    const struct session_line *line = lines->items;
    *ret = (struct list){0};
    for (size_t i = 0; i < lines->n; i++) {
        struct container_found found = {0};
        const struct container *box;
        if (line[i].ended || line[i].said || line[i].pieces == INT_ABSENT)
            continue;
        TRY(container_find(s, a, line[i].container, day, INT_ABSENT, &found, e));
        if (found.row.product_kind != PRODUCT_CARTRIDGE)
            continue;
        TRY(box_find(s, a, &found.row, day, &box, e));
        if (!is_open(box) || box_taken(ret, box->id))
            continue;
        struct plan_cartridge *slot = list_add(a, ret, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = (struct plan_cartridge){box->id,
                                        box->code,
                                        box->product_name,
                                        box->lot,
                                        box->lot_code,
                                        box->lot_no,
                                        line[i].pieces < box->left_pieces ? line[i].pieces
                                                                          : box->left_pieces,
                                        box->left_pieces};
    }
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
