#include "store/changes.h"
#include "store/lot_checks.h"
#include "store/lots.h"
#include "store/recall_watch.h"

#include "json/writer.h"

static void was_member(struct json_writer *w, const char *key, const char *given,
                       const char *stands)
{
    if (!text_changes(given, stands))
        return;
    json_key(w, key);
    json_text(w, stands);
}

/* The members that the amendment changes, as they stand. */
static enum stipple_error was_make(struct arena *a, const struct lot_amend *command,
                                   const struct lot *lot, const char **ret, struct error *e)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_object(&w);
    was_member(&w, "batch_no", command->batch_no, lot->batch_no);
    was_member(&w, "document", command->document, lot->document);
    was_member(&w, "expiry", command->expiry, lot->expiry);
    was_member(&w, "lot_no", command->lot_no, lot->lot_no);
    was_member(&w, "supplier", command->supplier, lot->supplier);
    json_object_end(&w);
    *ret = text.failed ? NULL : arena_copy(a, text.data, text.length);
    buffer_free(&text);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static bool lot_changes(const struct lot_amend *command, const struct lot *lot)
{
    return text_changes(command->batch_no, lot->batch_no) ||
           text_changes(command->document, lot->document) ||
           text_changes(command->expiry, lot->expiry) ||
           text_changes(command->lot_no, lot->lot_no) ||
           text_changes(command->supplier, lot->supplier);
}

static enum stipple_error amended_watch(struct store *s, struct arena *a, const struct lot *was,
                                        const char *lot_no, const char *batch_no,
                                        struct lot_amended *made, struct error *e)
{
    struct list notices;
    struct lot lot = *was;
    lot.lot_no = lot_no;
    lot.batch_no = batch_no;
    TRY(recall_notices(s, a, NULL, &notices, e));
    return recall_watch(s, a, &notices, &lot, was, &made->recalls, &made->warnings, e);
}

enum stipple_error lot_amend(struct store *s, struct arena *a, const struct lot_amend *command,
                             struct lot_amended *ret, struct error *e)
{
    struct lot lot, same;
    TRY(lot_show(s, a, command->lot, &lot, e));
    if (!lot_changes(command, &lot))
        return fail(e, STIPPLE_NOTHING_TO_DO, NULL, "%s is like that already.", lot.code);
    const char *lot_no = command->lot_no ? command->lot_no : lot.lot_no;
    const char *batch_no = command->batch_no ? command->batch_no : lot.batch_no;
    TRY(lot_same(s, a, lot.product, lot.id, lot_no, batch_no, &same, e));
    if (same.id)
        return fail(e, STIPPLE_LOT_EXISTS, "lot_no",
                    "This lot of this product is there already, as %s.", same.code);
    struct lot_amended made = {.lot = lot.id, .lot_code = lot.code};
    TRY(was_make(a, command, &lot, &made.was, e));
    lot_expiry_doubt(a, command->expiry, command->head.occurred_at, &made.warnings);
    TRY(lot_number_doubt(s, a, lot.product, command->lot_no, command->batch_no, &made.warnings, e));
    TRY(amended_watch(s, a, &lot, lot_no, batch_no, &made, e));
    *ret = made;
    return STIPPLE_OK;
}

/* When the hold under way began. */
static enum stipple_error held_since(struct store *s, const char *id, int64_t *ret, struct error *e)
{
    QUERY(q, s, SQL_LOT_SHOW);
    query_text(&q, ":lot", id);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = row ? query_column_int(&q, sqlite3_column_count(q.statement) - 1) : INT_ABSENT;
    return STIPPLE_OK;
}

enum stipple_error lot_hold(struct store *s, struct arena *a, const struct lot_hold *command,
                            struct lot_amended *ret, struct error *e)
{
    struct lot lot;
    TRY(lot_show(s, a, command->lot, &lot, e));
    if (lot.held)
        return fail(e, STIPPLE_LOT_HELD, "lot", "%s is on hold already: %s", lot.code, lot.held);
    TRY(order_check(&command->head, lot.received_at.ms, "received", e));
    *ret = (struct lot_amended){.lot = lot.id, .lot_code = lot.code};
    return STIPPLE_OK;
}

/* Nothing releases a lot while a recall of it is open. */
static enum stipple_error recall_over(struct store *s, const char *id, const char *code,
                                      struct error *e)
{
    QUERY(q, s, SQL_RECALL_OPEN_ON_LOT);
    query_text(&q, ":lot", id);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    fail(e, STIPPLE_LOT_RECALLED, "lot", "%s is under recall %s.", code,
         (const char *)sqlite3_column_text(q.statement, 0));
    return fail_hint(e, "Close the recall first; then say here why the lot is free again.");
}

enum stipple_error lot_release(struct store *s, struct arena *a, const struct lot_hold *command,
                               struct lot_amended *ret, struct error *e)
{
    struct lot lot;
    int64_t since;
    TRY(lot_show(s, a, command->lot, &lot, e));
    if (!lot.held && !lot.recall_code)
        return fail(e, STIPPLE_LOT_NOT_HELD, "lot", "%s is not on hold.", lot.code);
    TRY(recall_over(s, lot.id, lot.code, e));
    TRY(held_since(s, lot.id, &since, e));
    TRY(order_check(&command->head, since, "put on hold", e));
    *ret = (struct lot_amended){.lot = lot.id, .lot_code = lot.code};
    return STIPPLE_OK;
}
