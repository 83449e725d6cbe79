/* Bodies can be large, so a page of events ends by their bytes as well as by their number. */
#include "store/audit.h"

#include "store/query.h"

#include <string.h>

/* A quarter of what a reply may hold (STIPPLE_REPLY_MAX): the last one may go beyond, and quotes
 * within bodies take room. */
enum { PAGE_BYTES = 2 << 20 };

static const struct column event_columns[] = {
    COLUMN(struct event_row, INT, seq),          COLUMN(struct event_row, TEXT, op_id),
    COLUMN(struct event_row, TEXT, type),        COLUMN(struct event_row, TIME, occurred_at),
    COLUMN(struct event_row, TIME, recorded_at), COLUMN(struct event_row, TEXT, by),
    COLUMN(struct event_row, TEXT, by_code),     COLUMN(struct event_row, TEXT, by_name),
    COLUMN(struct event_row, JSON, body),        COLUMN(struct event_row, TEXT, hash),
    COLUMN(struct event_row, INT, purged_by),
};
static const struct shape event_shape = SHAPE(struct event_row, event_columns);

enum stipple_error event_list(struct store *s, struct arena *a, const struct event_filter *filter,
                              struct list *ret, int64_t *ret_next, struct error *e)
{
    QUERY(q, s, filter->type ? SQL_EVENT_PAGE_OF_TYPE : SQL_EVENT_PAGE);
    query_int(&q, ":from", filter->from);
    query_text(&q, ":type", filter->type);
    query_limit(&q, filter->limit);
    struct list rows = {0};
    size_t bytes = 0;
    int64_t next = 1;
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row || rows.n >= (size_t)filter->limit || bytes >= PAGE_BYTES) {
            *ret_next = row ? next : INT_ABSENT;
            *ret = rows;
            return STIPPLE_OK;
        }
        struct event_row *event = list_add(a, &rows, sizeof *event);
        if (!event)
            return fail_memory(e);
        TRY(query_row(&q, a, &event_shape, event, e));
        next = event->seq + 1;
        bytes += event->body ? strlen(event->body) : 0;
    }
}
