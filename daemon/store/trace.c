#include "store/trace.h"

#include "store/query.h"

static const struct column use_columns[] = {
    COLUMN(struct trace_use, TEXT, lot),
    COLUMN(struct trace_use, TEXT, lot_code),
    COLUMN(struct trace_use, TEXT, lot_no),
    COLUMN(struct trace_use, TEXT, product),
    COLUMN(struct trace_use, TEXT, product_code),
    COLUMN(struct trace_use, TEXT, product_name),
    COLUMN(struct trace_use, TEXT, maker),
    COLUMN(struct trace_use, TEXT, client),
    COLUMN(struct trace_use, TEXT, client_code),
    COLUMN(struct trace_use, TEXT, session),
    COLUMN(struct trace_use, TEXT, session_code),
    COLUMN(struct trace_use, TIME, occurred_at),
    COLUMN(struct trace_use, TIME, recorded_at),
    COLUMN(struct trace_use, TEXT, artist),
    COLUMN(struct trace_use, TEXT, artist_code),
    COLUMN(struct trace_use, TEXT, container),
    COLUMN(struct trace_use, TEXT, container_code),
    COLUMN(struct trace_use, INT, ul),
    COLUMN(struct trace_use, INT, pieces),
    COLUMN(struct trace_use, REAL, lot_ul),
    COLUMN(struct trace_use, TEXT, zone),
    COLUMN(struct trace_use, TEXT, refusal),
};
static const struct shape use_shape = SHAPE(struct trace_use, use_columns);

static const struct column client_columns[] = {
    COLUMN(struct trace_client_row, TEXT, client),
    COLUMN(struct trace_client_row, TEXT, client_code),
    COLUMN(struct trace_client_row, INT, sessions),
    COLUMN(struct trace_client_row, TIME, first),
    COLUMN(struct trace_client_row, TIME, last),
};
static const struct shape client_shape = SHAPE(struct trace_client_row, client_columns);

static const struct column container_columns[] = {
    COLUMN(struct trace_container, TEXT, container),
    COLUMN(struct trace_container, TEXT, container_code),
    COLUMN(struct trace_container, TEXT, kind),
    COLUMN(struct trace_container, TEXT, client_code),
    COLUMN(struct trace_container, INT, full_ul),
    COLUMN(struct trace_container, INT, left_ul),
    COLUMN(struct trace_container, INT, full_pieces),
    COLUMN(struct trace_container, INT, left_pieces),
    COLUMN(struct trace_container, TIME, since),
    COLUMN(struct trace_container, TIME, discarded_at),
    COLUMN(struct trace_container, REAL, lot_ul),
};
static const struct shape container_shape = SHAPE(struct trace_container, container_columns);

static const struct column lot_columns[] = {
    COLUMN(struct trace_lot_row, TEXT, lot),
    COLUMN(struct trace_lot_row, TEXT, lot_code),
    COLUMN(struct trace_lot_row, TEXT, lot_no),
    COLUMN(struct trace_lot_row, TEXT, batch_no),
    COLUMN(struct trace_lot_row, TEXT, product),
    COLUMN(struct trace_lot_row, TEXT, product_code),
    COLUMN(struct trace_lot_row, TEXT, product_name),
    COLUMN(struct trace_lot_row, TEXT, maker),
    COLUMN(struct trace_lot_row, INT, sessions),
    COLUMN(struct trace_lot_row, TIME, first),
    COLUMN(struct trace_lot_row, TIME, last),
};
static const struct shape lot_shape = SHAPE(struct trace_lot_row, lot_columns);

static const struct column shared_columns[] = {
    COLUMN(struct trace_shared, TEXT, lot),
    COLUMN(struct trace_shared, TEXT, lot_code),
    COLUMN(struct trace_shared, TEXT, lot_no),
    COLUMN(struct trace_shared, TEXT, batch_no),
    COLUMN(struct trace_shared, TEXT, product),
    COLUMN(struct trace_shared, TEXT, product_code),
    COLUMN(struct trace_shared, TEXT, product_name),
    COLUMN(struct trace_shared, TEXT, maker),
    COLUMN(struct trace_shared, INT, reached),
    COLUMN(struct trace_shared, TEXTS, codes),
};
static const struct shape shared_shape = SHAPE(struct trace_shared, shared_columns);

/* Where a page goes on; the order of both ORDER BY. */
enum { AFTER_FIRST, AFTER_SESSION, AFTER_LINE, AFTER_COUNT };

static enum stipple_error uses_read(struct query *q, struct arena *a, const struct trace_page *page,
                                    struct list *ret, const char **ret_cursor, struct error *e)
{
    int64_t after[AFTER_COUNT] = {0};
    TRY(cursor_read(page->cursor, 't', AFTER_COUNT, after, e));
    query_int(q, ":after_first", after[AFTER_FIRST]);
    query_int(q, ":after_session", after[AFTER_SESSION]);
    query_int(q, ":after_line", after[AFTER_LINE]);
    query_limit(q, page->limit);
    return query_page(q, a, &use_shape, page->limit, ret, ret_cursor, e);
}

enum stipple_error trace_lot_uses(struct store *s, struct arena *a, const char *lot,
                                  const struct trace_page *page, struct list *ret,
                                  const char **ret_cursor, struct error *e)
{
    QUERY(q, s, SQL_TRACE_LOT);
    query_text(&q, ":lot", lot);
    return uses_read(&q, a, page, ret, ret_cursor, e);
}

enum stipple_error trace_client_uses(struct store *s, struct arena *a, const char *client,
                                     const struct trace_page *page, struct list *ret,
                                     const char **ret_cursor, struct error *e)
{
    QUERY(q, s, SQL_TRACE_CLIENT);
    query_text(&q, ":client", client);
    return uses_read(&q, a, page, ret, ret_cursor, e);
}

enum stipple_error trace_lot_keys(struct store *s, struct arena *a, const char *lot,
                                  struct list *ret, struct error *e)
{
    QUERY(q, s, SQL_TRACE_LOT_CLIENTS);
    query_text(&q, ":lot", lot);
    *ret = (struct list){0};
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        int64_t *key = list_add(a, ret, sizeof *key);
        if (!key)
            return fail_memory(e);
        *key = query_column_int(&q, 0);
    }
}

static enum stipple_error rows_read(struct store *s, struct arena *a, enum sql sql,
                                    const struct shape *shape, const char *id, struct list *ret,
                                    struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, sql == SQL_TRACE_LOTS ? ":client" : ":lot", id);
    const char *end;
    return query_page(&q, a, shape, 0, ret, &end, e);
}

enum stipple_error trace_clients_page(struct store *s, struct arena *a, const char *lot,
                                      const char *from, const char *to, struct list *ret,
                                      struct error *e)
{
    int64_t after[AFTER_COUNT] = {0}, last[AFTER_COUNT] = {INT64_MAX};
    const char *end;
    QUERY(q, s, SQL_TRACE_CLIENTS);
    TRY(cursor_read(from, 't', AFTER_COUNT, after, e));
    if (to)
        TRY(cursor_read(to, 't', AFTER_COUNT, last, e));
    query_text(&q, ":lot", lot);
    query_int(&q, ":after", after[AFTER_FIRST]);
    query_int(&q, ":last", last[AFTER_FIRST]);
    return query_page(&q, a, &client_shape, 0, ret, &end, e);
}

enum stipple_error trace_clients(struct store *s, struct arena *a, const char *lot,
                                 struct list *ret, struct error *e)
{
    return trace_clients_page(s, a, lot, NULL, NULL, ret, e);
}

enum stipple_error trace_lots(struct store *s, struct arena *a, const char *client,
                              struct list *ret, struct error *e)
{
    return rows_read(s, a, SQL_TRACE_LOTS, &lot_shape, client, ret, e);
}

enum stipple_error trace_containers(struct store *s, struct arena *a, const char *lot,
                                    struct list *ret, struct error *e)
{
    return rows_read(s, a, SQL_TRACE_CONTAINERS, &container_shape, lot, ret, e);
}

enum stipple_error trace_mixes(struct store *s, struct arena *a, const char *lot, struct list *ret,
                               struct error *e)
{
    return rows_read(s, a, SQL_TRACE_MIXES, &container_shape, lot, ret, e);
}

enum stipple_error trace_common(struct store *s, struct arena *a,
                                const struct trace_parties *parties, struct list *ret,
                                struct error *e)
{
    const char *end;
    QUERY(q, s, SQL_TRACE_COMMON);
    TRY(query_texts(&q, a, ":clients", &parties->clients, e));
    TRY(query_texts(&q, a, ":sessions", &parties->sessions, e));
    TRY(query_texts(&q, a, ":incidents", &parties->incidents, e));
    return query_page(&q, a, &shared_shape, 0, ret, &end, e);
}
