/* A notice is sorted in C and not in SQL: how names fit is not a comparison of columns. All lots
 * are walked, a few thousand; what they reached is then read from the trace alone. */
#include "store/recall.h"

#include "store/query.h"
#include "store/recall_watch.h"

#include <string.h>

const char *const contact_ways[] = {"phone", "email", "letter", "message", "in_person", NULL};

enum { MINUTE_MS = 60000 };

static const struct column recall_columns[] = {
    COLUMN(struct recall, TEXT, id),
    COLUMN(struct recall, TEXT, code),
    COLUMN(struct recall, TEXT, notice),
    COLUMN(struct recall, TIME, noticed_at),
    COLUMN(struct recall, TIME, opened_at),
    COLUMN(struct recall, TIME, recorded_at),
    COLUMN(struct recall, TIME, closed_at),
    COLUMN(struct recall, TIME, withdrawn_at),
    COLUMN(struct recall, TEXT, closed_reason),
    COLUMN(struct recall, TEXT, unreached_reason),
    COLUMN(struct recall, TEXT, withdrawn_reason),
    COLUMN(struct recall, INT, lots),
    COLUMN(struct recall, INT, on_list), /* in a list of recalls alone, as is the next */
    COLUMN(struct recall, INT, reached),
};
enum { LISTED_COLUMNS = 2 };
static const struct shape row_shape = SHAPE(struct recall, recall_columns);
static const struct shape recall_shape = {
    sizeof(struct recall), sizeof recall_columns / sizeof *recall_columns - LISTED_COLUMNS,
    recall_columns};

static const struct column lot_columns[] = {
    COLUMN(struct recall_lot, TEXT, lot.id),
    COLUMN_OF(struct recall_lot, verdict, verdicts),
    COLUMN(struct recall_lot, TIME, at),
    COLUMN(struct recall_lot, TEXT, by),
    COLUMN(struct recall_lot, TEXT, reason),
    COLUMN(struct recall_lot, TIME, released_at),
    COLUMN(struct recall_lot, TEXT, released_because),
};
static const struct shape lot_shape = SHAPE(struct recall_lot, lot_columns);

struct log_row {
    const char *client;
    struct recall_attempt attempt;
};
static const struct column log_columns[] = {
    COLUMN(struct log_row, TEXT, client),
    COLUMN(struct log_row, TIME, attempt.at),
    COLUMN_OF(struct log_row, attempt.way, contact_ways),
    COLUMN(struct log_row, INT, attempt.reached),
    COLUMN(struct log_row, TEXT, attempt.by),
    COLUMN(struct log_row, TEXT, attempt.sealed),
};
static const struct shape log_shape = SHAPE(struct log_row, log_columns);

static enum stipple_error lot_found(struct store *s, struct arena *a, const char *id, int verdict,
                                    const char *why, struct list *ret, struct error *e)
{
    struct recall_lot *row = list_add(a, ret, sizeof *row);
    const char *copy = row ? arena_copy(a, why, strlen(why)) : NULL;
    if (!copy)
        return fail_memory(e);
    *row = (struct recall_lot){
        .verdict = verdict, .why = copy, .at = {INT_ABSENT, 0}, .released_at = {INT_ABSENT, 0}};
    return lot_show(s, a, id, &row->lot, e);
}

/* The row under way, into the list of its verdict. */
static enum stipple_error row_sort(struct query *q, struct arena *a, struct arena *scratch,
                                   const struct notice_read *notice, struct list ret[VERDICT_NO],
                                   int64_t *ret_other, struct error *e)
{
    struct lot lot = {.id = query_column_text(q, scratch, 0),
                      .maker = query_column_text(q, scratch, 1),
                      .product_name = query_column_text(q, scratch, 2),
                      .lot_no = query_column_text(q, scratch, 3),
                      .batch_no = query_column_text(q, scratch, 4)};
    enum verdict verdict;
    const char *why;
    if (q->rc != SQLITE_OK)
        return fail_memory(e);
    TRY(notice_sort(scratch, notice, &lot, &verdict, &why, e));
    if (verdict != VERDICT_NO)
        return lot_found(q->s, a, lot.id, (int)verdict, why, &ret[verdict], e);
    ++*ret_other;
    return STIPPLE_OK;
}

/* Every lot against the notice; the words compared are thrown away lot by lot. */
static enum stipple_error lots_sort(struct store *s, struct arena *a,
                                    const struct notice_read *notice, struct list ret[VERDICT_NO],
                                    int64_t *ret_other, struct error *e)
{
    QUERY(q, s, SQL_RECALL_WALK);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        struct arena scratch = {0};
        enum stipple_error code = row_sort(&q, a, &scratch, notice, ret, ret_other, e);
        arena_free(&scratch);
        TRY(code);
    }
}

static enum stipple_error lots_join(struct arena *a, struct list *lots, const struct list *more,
                                    struct error *e)
{
    const struct recall_lot *row = more->items;
    for (size_t i = 0; i < more->n; i++) {
        struct recall_lot *slot = list_add(a, lots, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = row[i];
    }
    return STIPPLE_OK;
}

enum stipple_error recall_check(struct store *s, struct arena *a, const struct notice *notice,
                                struct recall_found *ret, struct error *e)
{
    struct recall_found found = {0};
    struct list lots[VERDICT_NO] = {{0}};
    const struct notice_read *read;
    TRY(notice_read(a, notice, &read, e));
    TRY(lots_sort(s, a, read, lots, &found.other, e));
    found.matches = (int64_t)lots[VERDICT_MATCH].n;
    found.possible = (int64_t)lots[VERDICT_POSSIBLE].n;
    found.lots = lots[VERDICT_MATCH];
    TRY(lots_join(a, &found.lots, &lots[VERDICT_POSSIBLE], e));
    TRY(recall_reach(s, a, &found, e));
    *ret = found;
    return STIPPLE_OK;
}

enum stipple_error recall_read(struct store *s, struct arena *a, const char *id, struct recall *ret,
                               struct error *e)
{
    QUERY(q, s, SQL_RECALL_SHOW);
    query_text(&q, ":recall", id);
    bool row;
    TRY(query_one(&q, a, &recall_shape, ret, &row, e));
    return row ? STIPPLE_OK
               : fail(e, STIPPLE_RECALL_NOT_FOUND, "recall", "No recall has the id %s.", id);
}

/* The lots that a statement names, each as it stands. */
static enum stipple_error recall_lots_read(struct store *s, struct arena *a, enum sql sql,
                                           const char *id, struct list *ret, struct error *e)
{
    const char *end;
    QUERY(q, s, sql);
    query_text(&q, ":recall", id);
    TRY(query_page(&q, a, &lot_shape, 0, ret, &end, e));
    struct recall_lot *row = ret->items;
    for (size_t i = 0; i < ret->n; i++)
        TRY(lot_show(s, a, row[i].lot.id, &row[i].lot, e));
    return STIPPLE_OK;
}

const struct recall_lot *recall_lot_find(const struct list *lots, const char *id)
{
    const struct recall_lot *row = lots->items;
    for (size_t i = 0; i < lots->n; i++)
        if (strcmp(row[i].lot.id, id) == 0)
            return &row[i];
    return NULL;
}

/* What the notice may mean besides, and nobody has said whether it does. */
static enum stipple_error undecided_read(struct store *s, struct arena *a,
                                         struct recall_status *status, struct error *e)
{
    struct list lots[VERDICT_NO] = {{0}}, notices;
    int64_t other = 0;
    TRY(recall_notices(s, a, status->recall.id, &notices, e));
    const struct recall_notice *notice = notices.items;
    if (notices.n == 0)
        return STIPPLE_OK; /* withdrawn */
    TRY(lots_sort(s, a, notice->read, lots, &other, e));
    for (int verdict = VERDICT_MATCH; verdict < VERDICT_NO; verdict++) {
        const struct recall_lot *row = lots[verdict].items;
        for (size_t i = 0; i < lots[verdict].n; i++) {
            const char *id = row[i].lot.id;
            bool known =
                recall_lot_find(&status->found.lots, id) || recall_lot_find(&status->spared, id);
            struct recall_lot *slot = known ? NULL : list_add(a, &status->undecided, sizeof *slot);
            if (!known && !slot)
                return fail_memory(e);
            if (slot)
                *slot = row[i];
        }
    }
    return STIPPLE_OK;
}

/* The attempts stand client by client, so each client's are one run of them. */
static enum stipple_error log_read(struct store *s, struct arena *a, const char *id,
                                   struct list *clients, struct error *e)
{
    struct list rows;
    const char *end;
    QUERY(q, s, SQL_RECALL_CONTACTS);
    query_text(&q, ":recall", id);
    TRY(query_page(&q, a, &log_shape, 0, &rows, &end, e));
    const struct log_row *log = rows.items;
    struct recall_client *client = clients->items;
    for (size_t from = 0, to; from < rows.n; from = to) {
        size_t c = 0;
        while (c < clients->n && strcmp(client[c].client, log[from].client) != 0)
            c++;
        for (to = from; to < rows.n && strcmp(log[to].client, log[from].client) == 0; to++) {
            struct recall_attempt *attempt =
                c < clients->n ? list_add(a, &client[c].log, sizeof *attempt) : NULL;
            if (c < clients->n && !attempt)
                return fail_memory(e);
            if (!attempt)
                continue; /* a session taken back: no lot of the recall reached them after all */
            *attempt = log[to].attempt;
            client[c].reached |= attempt->reached == 1;
        }
    }
    return STIPPLE_OK;
}

static struct recall_effect effect_of(const struct recall *recall, const struct list *clients)
{
    struct recall_effect effect = {
        .clients = (int64_t)clients->n, .percent = NUMBER_ABSENT, .minutes = INT_ABSENT};
    const struct recall_client *client = clients->items;
    for (size_t i = 0; i < clients->n; i++) {
        effect.reached += client[i].reached;
        effect.erased += !client[i].sealed;
    }
    if (clients->n > 0)
        effect.percent = 100.0 * (double)effect.reached / (double)effect.clients;
    if (recall->noticed_at.ms != INT_ABSENT)
        effect.minutes = (recall->recorded_at.ms - recall->noticed_at.ms) / MINUTE_MS;
    return effect;
}

enum stipple_error recall_show(struct store *s, struct arena *a, const char *id,
                               struct recall_status *ret, struct error *e)
{
    struct recall_status status = {0};
    TRY(recall_read(s, a, id, &status.recall, e));
    TRY(recall_lots_read(s, a, SQL_RECALL_LOTS, id, &status.found.lots, e));
    TRY(recall_lots_read(s, a, SQL_RECALL_LOTS_SPARED, id, &status.spared, e));
    TRY(undecided_read(s, a, &status, e));
    TRY(recall_reach(s, a, &status.found, e));
    TRY(log_read(s, a, id, &status.found.clients, e));
    status.effect = effect_of(&status.recall, &status.found.clients);
    *ret = status;
    return STIPPLE_OK;
}

enum stipple_error recall_list(struct store *s, struct arena *a, bool open_only, int64_t limit,
                               const char *cursor, struct list *ret, const char **ret_cursor,
                               struct error *e)
{
    int64_t before = INT_EXACT_MAX;
    TRY(cursor_read(cursor, 'r', 1, &before, e));
    QUERY(q, s, SQL_RECALL_LIST);
    query_int(&q, ":before", before);
    query_int(&q, ":open_only", open_only);
    query_limit(&q, limit);
    return query_page(&q, a, &row_shape, limit, ret, ret_cursor, e);
}
