#include "store/changes.h"
#include "store/lot_checks.h"
#include "store/lots.h"
#include "store/recall_watch.h"

#include "json/writer.h"

#include <string.h>

const char *const lot_facts[] = {"batch_no", "document", "expiry", "lot_no", "supplier", NULL};
enum { LOT_FACTS = sizeof lot_facts / sizeof *lot_facts - 1 };

/* Where a command has each of them, and a lot. */
static const char **command_facts(struct lot_amend *c, size_t i)
{
    const char **facts[LOT_FACTS] = {&c->batch_no, &c->document, &c->expiry, &c->lot_no,
                                     &c->supplier};
    return facts[i];
}

static const char **facts_of(struct lot *lot, size_t i)
{
    const char **facts[LOT_FACTS] = {&lot->batch_no, &lot->document, &lot->expiry, &lot->lot_no,
                                     &lot->supplier};
    return facts[i];
}

/* The lot as it would stand, and into *ret_was the members that change, as they were; NULL: none.
 */
static enum stipple_error facts_amend(struct arena *a, const struct lot_amend *command,
                                      struct lot *lot, const char **ret_was, struct error *e)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    struct lot_amend given = *command;
    json_object(&w);
    for (size_t i = 0; i < LOT_FACTS; i++) {
        const char *said = *command_facts(&given, i), **stands = facts_of(lot, i);
        bool clear = text_listed(&command->clear, lot_facts[i]);
        if (said && clear) {
            buffer_free(&text);
            return fail(e, STIPPLE_PARAM_COMBINATION, "clear",
                        "`%s` is given, and taken away at once.", lot_facts[i]);
        }
        if (clear ? !*stands : !text_changes(said, *stands))
            continue;
        json_key(&w, lot_facts[i]);
        json_text(&w, *stands);
        *stands = said;
    }
    json_object_end(&w);
    bool some = text.length > strlen("{}");
    const char *was = text.failed ? NULL : arena_copy(a, text.data, text.length);
    buffer_free(&text);
    *ret_was = some ? was : NULL;
    return was ? STIPPLE_OK : fail_memory(e);
}

enum stipple_error lot_amend(struct store *s, struct arena *a, const struct lot_amend *command,
                             struct lot_amended *ret, struct error *e)
{
    struct lot was, lot, same;
    struct list notices;
    TRY(lot_show(s, a, command->lot, &was, e));
    struct lot_amended made = {.lot = was.id, .lot_code = was.code};
    lot = was;
    TRY(facts_amend(a, command, &lot, &made.was, e));
    if (!made.was)
        return fail(e, STIPPLE_NOTHING_TO_DO, NULL, "%s is like that already.", lot.code);
    TRY(lot_same(s, a, lot.product, lot.id, lot.lot_no, lot.batch_no, &same, e));
    if (same.id)
        return fail(e, STIPPLE_LOT_EXISTS, "lot_no",
                    "This lot of this product is there already, as %s.", same.code);
    lot_expiry_doubt(a, command->expiry, command->head.occurred_at, &made.warnings);
    TRY(lot_number_doubt(s, a, lot.product, command->lot_no, command->batch_no, &made.warnings, e));
    TRY(recall_notices(s, a, NULL, &notices, e));
    TRY(recall_watch(s, a, &notices, &lot, &was, &made.recalls, &made.warnings, e));
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
