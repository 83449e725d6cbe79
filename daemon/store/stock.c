#include "store/stock.h"

#include "store/containers.h"
#include "store/products.h"

const char *const adjust_reasons[] = {"count", "spill", "damage", "found", NULL};
const char *const discard_routes[] = {"sharps", "biohazard", "ordinary", NULL};

static const struct column container_columns[] = {
    COLUMN(struct container, TEXT, id),
    COLUMN(struct container, TEXT, code),
    COLUMN(struct container, TEXT, lot),
    COLUMN(struct container, TEXT, lot_code),
    COLUMN(struct container, TEXT, lot_no),
    COLUMN(struct container, TEXT, expiry),
    COLUMN(struct container, TEXT, product),
    COLUMN(struct container, TEXT, product_code),
    COLUMN(struct container, TEXT, product_name),
    COLUMN(struct container, TEXT, maker),
    COLUMN_OF(struct container, product_kind, product_kinds),
    COLUMN(struct container, TEXT, pigment),
    COLUMN(struct container, INT, full_ul),
    COLUMN(struct container, INT, left_ul),
    COLUMN(struct container, INT, full_pieces),
    COLUMN(struct container, INT, left_pieces),
    COLUMN(struct container, TIME, opened_at),
    COLUMN(struct container, TEXT, usable_until),
    COLUMN(struct container, TEXT, refusal),
};
static const struct shape container_shape = SHAPE(struct container, container_columns);

/* Where a page of the list goes on; the order of its ORDER BY. */
enum { AFTER_PRODUCT, AFTER_SEALED, AFTER_DAY, AFTER_CONTAINER, AFTER_COUNT };

static void filter_bind(struct query *q, const struct stock_filter *filter)
{
    query_text(q, ":product", filter->product);
    query_text(q, ":lot", filter->lot);
    query_text(q, ":kind", filter->kind == CHOICE_ABSENT ? NULL : product_kinds[filter->kind]);
    query_int(q, ":discarded_too", filter->discarded_too);
    query_int(q, ":usable_only", filter->usable_only);
    query_text(q, ":day", filter->day);
    query_text(q, ":expiring_until", filter->expiring_until);
    query_limit(q, filter->limit);
}

enum stipple_error stock_list(struct store *s, struct arena *a, const struct stock_filter *filter,
                              struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t after[AFTER_COUNT] = {0};
    TRY(cursor_read(filter->cursor, 'c', AFTER_COUNT, after, e));
    QUERY(q, s, SQL_STOCK_LIST);
    filter_bind(&q, filter);
    query_int(&q, ":after_product", after[AFTER_PRODUCT]);
    query_int(&q, ":after_sealed", after[AFTER_SEALED]);
    query_int(&q, ":after_day", after[AFTER_DAY]);
    query_int(&q, ":after_container", after[AFTER_CONTAINER]);
    return query_page(&q, a, &container_shape, filter->limit, ret, ret_cursor, e);
}

enum stipple_error container_find(struct store *s, struct arena *a, const char *id, const char *day,
                                  int64_t opening, struct container_found *ret, struct error *e)
{
    QUERY(q, s, SQL_CONTAINER_SHOW);
    query_text(&q, ":container", id);
    query_text(&q, ":day", day);
    query_int(&q, ":opening", opening);
    bool row;
    TRY(query_one(&q, a, &container_shape, &ret->row, &row, e));
    if (!row)
        return fail(e, STIPPLE_CONTAINER_NOT_FOUND, "container", "No bottle or box has the id %s.",
                    id);
    int last = sqlite3_column_count(q.statement) - 1;
    ret->received_ms = query_column_int(&q, last - 4);
    ret->mix_kind = query_column_text(&q, a, last - 3);
    ret->client = query_column_text(&q, a, last - 2);
    ret->client_code = query_column_text(&q, a, last - 1);
    ret->unsterile = query_column_text(&q, a, last);
    return q.rc == SQLITE_OK ? STIPPLE_OK : fail_memory(e);
}
