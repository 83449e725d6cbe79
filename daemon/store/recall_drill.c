/* A drill asks what a notice would ask, of a lot drawn by chance, and keeps the score: it is its
 * event and nothing else, so it holds nothing. */
#include "store/query.h"
#include "store/recall.h"

static const char *const bits[] = {"0", "1", NULL}; /* JSON's false and true, as SQL has them */

static const struct column score_columns[] = {
    COLUMN(struct recall_score, TIME, at),           COLUMN(struct recall_score, TEXT, by),
    COLUMN(struct recall_score, TEXT, lot_code),     COLUMN(struct recall_score, TEXT, maker),
    COLUMN(struct recall_score, TEXT, product_name), COLUMN_OF(struct recall_score, found, bits),
    COLUMN(struct recall_score, INT, on_list),       COLUMN(struct recall_score, INT, reachable),
    COLUMN(struct recall_score, REAL, percent),      COLUMN(struct recall_score, INT, took_ms),
};
static const struct shape score_shape = SHAPE(struct recall_score, score_columns);

enum stipple_error recall_drills(struct store *s, struct arena *a, int64_t limit,
                                 const char *cursor, struct list *ret, const char **ret_cursor,
                                 struct error *e)
{
    int64_t before = INT_EXACT_MAX;
    TRY(cursor_read(cursor, 'd', 1, &before, e));
    QUERY(q, s, SQL_RECALL_DRILLS);
    query_int(&q, ":before", before);
    query_limit(&q, limit);
    return query_page(&q, a, &score_shape, limit, ret, ret_cursor, e);
}

/* The lots in an order that the seed makes: multiplication modulo a prime moves them all about. */
static enum stipple_error lot_draw(struct store *s, struct arena *a, const char **ret,
                                   struct error *e)
{
    static const uint32_t prime = 1000003;
    uint32_t random;
    s->sources->random(s->sources->context, &random, sizeof random);
    QUERY(q, s, SQL_RECALL_DRAW);
    query_int(&q, ":prime", prime);
    query_int(&q, ":seed", 1 + random % (prime - 1));
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return fail(e, STIPPLE_LOT_NOT_FOUND, NULL, "There is no lot yet to drill with.");
    *ret = query_column_text(&q, a, 0);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error text_add(struct arena *a, const char *text, struct list *ret,
                                   struct error *e)
{
    const char **slot = text ? list_add(a, ret, sizeof *slot) : NULL;
    if (text && !slot)
        return fail_memory(e);
    if (slot)
        *slot = text;
    return STIPPLE_OK;
}

enum stipple_error recall_drill_notice(struct store *s, struct arena *a, const char *id,
                                       struct notice *ret, struct lot *ret_lot, struct error *e)
{
    struct notice notice = {.all_lots = 0};
    struct lot lot;
    if (!id)
        TRY(lot_draw(s, a, &id, e));
    TRY(lot_show(s, a, id, &lot, e));
    notice.maker = lot.maker;
    notice.all_lots = !lot.lot_no && !lot.batch_no;
    TRY(text_add(a, lot.product_name, &notice.products, e));
    TRY(text_add(a, lot.lot_no, &notice.lots, e));
    TRY(text_add(a, lot.batch_no, &notice.batches, e));
    *ret = notice;
    *ret_lot = lot;
    return STIPPLE_OK;
}
