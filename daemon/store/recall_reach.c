/* What became of lots: the stock that is left of them, and whom they reached. Always the whole
 * list, since how far a recall has come is a matter of all of it; pages are cut from that. */
#include "store/recall.h"

#include "json/writer.h"
#include "store/query.h"

static const struct column stock_columns[] = {
    COLUMN(struct recall_stock, TEXT, container), COLUMN(struct recall_stock, TEXT, container_code),
    COLUMN(struct recall_stock, TEXTS, lots),     COLUMN_OF(struct recall_stock, verdict, verdicts),
    COLUMN(struct recall_stock, INT, left_ul),    COLUMN(struct recall_stock, INT, left_pieces),
    COLUMN(struct recall_stock, TIME, opened_at),
};
static const struct shape stock_shape = SHAPE(struct recall_stock, stock_columns);

static const struct column client_columns[] = {
    COLUMN(struct recall_client, TEXT, client), COLUMN(struct recall_client, TEXT, client_code),
    COLUMN(struct recall_client, TEXT, sealed), COLUMN_OF(struct recall_client, verdict, verdicts),
    COLUMN(struct recall_client, TEXTS, lots),  COLUMN(struct recall_client, TEXTS, sessions),
    COLUMN(struct recall_client, TEXTS, days),  COLUMN(struct recall_client, INT, key),
};
static const struct shape client_shape = SHAPE(struct recall_client, client_columns);

/* The lots as the statements take them: [[uuid, verdict], …]; all, or those that are not free. */
static enum stipple_error lots_text(struct arena *a, const struct list *lots, bool all,
                                    const char **ret, struct error *e)
{
    const struct recall_lot *row = lots->items;
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_array(&w);
    for (size_t i = 0; i < lots->n; i++) {
        if (!all && row[i].released_at.ms != INT_ABSENT)
            continue;
        json_array(&w);
        json_text(&w, row[i].lot.id);
        json_text(&w, verdicts[row[i].verdict]);
        json_array_end(&w);
    }
    json_array_end(&w);
    *ret = text.failed ? NULL : arena_copy(a, text.data, text.length);
    buffer_free(&text);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error rows_read(struct store *s, struct arena *a, enum sql sql,
                                    const struct shape *shape, const char *lots, struct list *ret,
                                    struct error *e)
{
    QUERY(q, s, sql);
    query_text(&q, ":lots", lots);
    const char *end;
    return query_page(&q, a, shape, 0, ret, &end, e);
}

enum stipple_error recall_reach(struct store *s, struct arena *a, struct recall_found *found,
                                struct error *e)
{
    const char *lots, *held;
    TRY(lots_text(a, &found->lots, true, &lots, e));
    TRY(lots_text(a, &found->lots, false, &held, e));
    TRY(rows_read(s, a, SQL_RECALL_STOCK, &stock_shape, held, &found->stock, e));
    return rows_read(s, a, SQL_RECALL_CLIENTS, &client_shape, lots, &found->clients, e);
}

/* The surest first, then in the order of the books: where a client is added between two pages, none
 * is given twice and none left out. */
static bool client_after(const struct recall_client *client, const int64_t after[2])
{
    return client->verdict > after[0] || (client->verdict == after[0] && client->key > after[1]);
}

enum stipple_error recall_clients_page(struct arena *a, const struct list *clients, int64_t limit,
                                       const char *cursor, struct list *ret,
                                       const char **ret_cursor, struct error *e)
{
    int64_t after[2] = {VERDICT_MATCH, 0};
    struct recall_client *client = clients->items;
    size_t from = 0;
    TRY(cursor_read(cursor, 'c', 2, after, e));
    while (from < clients->n && !client_after(&client[from], after))
        from++;
    size_t left = clients->n - from, n = left < (size_t)limit ? left : (size_t)limit;
    *ret = (struct list){n ? &client[from] : NULL, n};
    *ret_cursor = NULL;
    if (n == left)
        return STIPPLE_OK;
    client += from + n - 1;
    *ret_cursor = arena_print(a, "c%d.%lld", client->verdict, (long long)client->key);
    return *ret_cursor ? STIPPLE_OK : fail_memory(e);
}
