#include "store/lots.h"

#include "store/changes.h"

static const struct column lot_columns[] = {
    COLUMN(struct lot, TEXT, id),           COLUMN(struct lot, TEXT, code),
    COLUMN(struct lot, TEXT, product),      COLUMN(struct lot, TEXT, product_code),
    COLUMN(struct lot, TEXT, product_name), COLUMN(struct lot, TEXT, maker),
    COLUMN(struct lot, TEXT, lot_no),       COLUMN(struct lot, TEXT, batch_no),
    COLUMN(struct lot, TEXT, expiry),       COLUMN(struct lot, TEXT, supplier),
    COLUMN(struct lot, TEXT, document),     COLUMN(struct lot, TIME, received_at),
    COLUMN(struct lot, TEXT, held),         COLUMN(struct lot, TEXT, recall_code),
    COLUMN(struct lot, INT, containers),    COLUMN(struct lot, INT, left_ul),
    COLUMN(struct lot, INT, left_pieces),
};
static const struct shape lot_shape = SHAPE(struct lot, lot_columns);

static const struct column delivery_columns[] = {
    COLUMN(struct lot_delivery, TIME, received_at), COLUMN(struct lot_delivery, TIME, recorded_at),
    COLUMN(struct lot_delivery, TEXT, by),          COLUMN(struct lot_delivery, TEXT, supplier),
    COLUMN(struct lot_delivery, TEXT, document),    COLUMN(struct lot_delivery, INT, containers),
};
static const struct shape delivery_shape = SHAPE(struct lot_delivery, delivery_columns);

/* All rows that `sql` has of the lot. */
static enum stipple_error history_read(struct store *s, struct arena *a, enum sql sql,
                                       const struct shape *shape, const char *id, struct list *ret,
                                       struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":lot", id);
    const char *end;
    return query_page(&q, a, shape, 0, ret, &end, e);
}

enum stipple_error lot_show(struct store *s, struct arena *a, const char *id, struct lot *ret,
                            struct error *e)
{
    QUERY(q, s, SQL_LOT_SHOW);
    query_text(&q, ":lot", id);
    struct lot lot = {0};
    bool row;
    TRY(query_one(&q, a, &lot_shape, &lot, &row, e));
    if (!row)
        return fail(e, STIPPLE_LOT_NOT_FOUND, "lot", "No lot has the id %s.", id);
    TRY(history_read(s, a, SQL_LOT_DELIVERIES, &delivery_shape, id, &lot.deliveries, e));
    TRY(amendments_read(s, a, SQL_LOT_AMENDMENTS, id, &lot.amendments, e));
    *ret = lot;
    return STIPPLE_OK;
}

enum stipple_error lot_list(struct store *s, struct arena *a, const struct lot_filter *filter,
                            struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t before = INT64_MAX;
    TRY(cursor_read(filter->cursor, 'l', 1, &before, e));
    QUERY(q, s, SQL_LOT_LIST);
    query_int(&q, ":before", before);
    query_text(&q, ":product", filter->product);
    query_text(&q, ":number", filter->number);
    query_int(&q, ":held_only", filter->held_only);
    query_int(&q, ":in_stock_only", filter->in_stock_only);
    query_limit(&q, filter->limit);
    return query_page(&q, a, &lot_shape, filter->limit, ret, ret_cursor, e);
}
