/* Rows into structs by table, as parameters and results go by table: a column more is a line more.
 */
#include "store/query.h"

#include "json/strict.h"
#include "stipple/protocol.h"
#include "store/connection.h"

#include <stdlib.h>
#include <string.h>

const char *const column_truths[] = {"false", "true", NULL};

static int choice_find(const char *const *words, const char *text)
{
    for (int i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return CHOICE_ABSENT;
}

/* The text where it lies, good until the next step; NULL for NULL. */
static const char *column_look(struct query *q, int column)
{
    const char *text = (const char *)sqlite3_column_text(q->statement, column);
    if (!text && starved_count() != q->starved)
        q->rc = SQLITE_NOMEM;
    return text;
}

static enum stipple_error items_read(struct query *q, struct arena *a, int column,
                                     enum column_type type, struct list *ret, struct error *e)
{
    const char *json = column_look(q, column);
    *ret = (struct list){0};
    if (!json || strcmp(json, "[]") == 0)
        return STIPPLE_OK;
    QUERY(items, q->s, SQL_JSON_ITEMS);
    query_text(&items, ":list", json);
    for (bool row;;) {
        TRY(query_step(&items, &row, e));
        if (!row)
            return STIPPLE_OK;
        bool texts = type == COLUMN_TEXTS;
        const char **text = texts ? list_add(a, ret, sizeof *text) : NULL;
        double *real = texts ? NULL : list_add(a, ret, sizeof *real);
        if (text)
            *text = query_column_text(&items, a, 0);
        else if (real)
            *real = sqlite3_column_double(items.statement, 0);
        else
            return fail_memory(e);
    }
}

/* It goes out as it is, so it has to be what it was when it came in. */
static enum stipple_error json_look(struct query *q, struct arena *a, int column, const char **ret,
                                    struct error *e)
{
    struct json_fault fault;
    *ret = query_column_text(q, a, column);
    if (!*ret || json_check(*ret, strlen(*ret), STIPPLE_DEPTH_MAX, &fault) == 0)
        return STIPPLE_OK;
    return fault.memory ? fail_memory(e) : store_fail_damaged(e, "what an event says is not JSON");
}

static void time_read(struct query *q, int column, struct instant *ret)
{
    ret->ms = query_column_int(q, column);
    ret->offset_min = sqlite3_column_int(q->statement, column + 1);
}

static enum stipple_error column_read(struct query *q, struct arena *a, const struct column *column,
                                      int *at, void *into, struct error *e)
{
    int c = (*at)++;
    switch (column->type) {
    case COLUMN_TEXT:
        *(const char **)into = query_column_text(q, a, c);
        break;
    case COLUMN_JSON:
        return json_look(q, a, c, into, e);
    case COLUMN_INT:
        *(int64_t *)into = query_column_int(q, c);
        break;
    case COLUMN_REAL:
        *(double *)into = sqlite3_column_type(q->statement, c) == SQLITE_NULL
                              ? NUMBER_ABSENT
                              : sqlite3_column_double(q->statement, c);
        break;
    case COLUMN_TIME:
        (*at)++;
        time_read(q, c, into);
        break;
    case COLUMN_CHOICE:
        *(int *)into = choice_find(column->words, column_look(q, c));
        break;
    case COLUMN_TEXTS:
    case COLUMN_REALS:
        return items_read(q, a, c, column->type, into, e);
    }
    return STIPPLE_OK;
}

enum stipple_error query_row(struct query *q, struct arena *a, const struct shape *shape,
                             void *into, struct error *e)
{
    int at = 0;
    for (size_t i = 0; i < shape->n; i++)
        TRY(column_read(q, a, &shape->columns[i], &at, (char *)into + shape->columns[i].offset, e));
    bool whole = q->rc == SQLITE_OK && starved_count() == q->starved;
    return whole ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error query_one(struct query *q, struct arena *a, const struct shape *shape,
                             void *into, bool *ret_row, struct error *e)
{
    TRY(query_step(q, ret_row, e));
    return *ret_row ? query_row(q, a, shape, into, e) : STIPPLE_OK;
}

void query_limit(struct query *q, int64_t limit)
{
    query_int(q, ":limit", limit > 0 && limit < INT_EXACT_MAX ? limit + 1 : -1);
}

enum stipple_error query_page(struct query *q, struct arena *a, const struct shape *shape,
                              int64_t limit, struct list *ret, const char **ret_cursor,
                              struct error *e)
{
    const char *cursor = NULL;
    *ret = (struct list){0};
    *ret_cursor = NULL;
    for (bool row;;) {
        TRY(query_step(q, &row, e));
        if (!row)
            return STIPPLE_OK;
        if (limit > 0 && ret->n >= (size_t)limit) {
            *ret_cursor = cursor;
            return STIPPLE_OK;
        }
        void *slot = list_add(a, ret, shape->size);
        if (!slot)
            return fail_memory(e);
        TRY(query_row(q, a, shape, slot, e));
        if (limit > 0 && ret->n == (size_t)limit)
            cursor = query_column_text(q, a, sqlite3_column_count(q->statement) - 1);
    }
}

enum stipple_error cursor_read(const char *cursor, char letter, size_t n, int64_t *ret,
                               struct error *e)
{
    if (!cursor)
        return STIPPLE_OK;
    const char *at = cursor;
    bool valid = *at == letter;
    for (size_t i = 0; valid && i < n; i++) {
        char *end = NULL;
        valid = *++at >= '0' && *at <= '9';
        ret[i] = valid ? strtoll(at, &end, 10) : 0;
        at = end;
        valid = valid && ret[i] <= INT_EXACT_MAX && *at == (i + 1 < n ? '.' : '\0');
    }
    if (!valid)
        return fail(e, STIPPLE_CURSOR_INVALID, "cursor",
                    "This cursor was not given out by this list; leave it out to start again.");
    return STIPPLE_OK;
}
