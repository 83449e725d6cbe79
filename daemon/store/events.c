#include "store/audit.h"

#include "store/query.h"

#include <string.h>

static const struct column event_columns[] = {
    COLUMN(struct event_row, INT, seq),          COLUMN(struct event_row, TEXT, op_id),
    COLUMN(struct event_row, TEXT, type),        COLUMN(struct event_row, TIME, occurred_at),
    COLUMN(struct event_row, TIME, recorded_at), COLUMN(struct event_row, TEXT, by),
    COLUMN(struct event_row, TEXT, by_code),     COLUMN(struct event_row, TEXT, by_name),
    COLUMN(struct event_row, TEXT, body),        COLUMN(struct event_row, TEXT, hash),
};
static const struct shape event_shape = SHAPE(struct event_row, event_columns);

enum stipple_error event_list(struct store *s, struct arena *a, const struct event_filter *filter,
                              struct list *ret, int64_t *ret_next, struct error *e)
{
    QUERY(q, s, filter->type ? SQL_EVENT_PAGE_OF_TYPE : SQL_EVENT_PAGE);
    query_int(&q, ":from", filter->from);
    query_text(&q, ":type", filter->type);
    query_limit(&q, filter->limit);
    struct list rows;
    const char *more;
    TRY(query_page(&q, a, &event_shape, filter->limit, &rows, &more, e));
    const struct event_row *events = rows.items;
    *ret_next = more ? events[rows.n - 1].seq + 1 : INT_ABSENT;
    *ret = rows;
    return STIPPLE_OK;
}
