/* Which lots a recall holds is decided when it is opened and kept in its event; whom they reached
 * is asked of the trace each time, for sessions are entered late. */
#include "store/recall.h"

#include "store/changes.h"
#include "store/clients.h"

#include <stdio.h>
#include <string.h>

static const struct recall_lot *lot_among(const struct list *lots, const char *id)
{
    const struct recall_lot *lot = lots->items;
    for (size_t i = 0; i < lots->n; i++)
        if (strcmp(lot[i].lot.id, id) == 0)
            return &lot[i];
    return NULL;
}

static enum stipple_error also_check(const struct recall_found *found, const struct list *also,
                                     struct error *e)
{
    const char *const *ids = also->items;
    for (size_t i = 0; i < also->n; i++) {
        char field[32];
        snprintf(field, sizeof field, "also[%zu]", i);
        if (!lot_among(&found->lots, ids[i]))
            return fail(e, STIPPLE_PARAM_COMBINATION, field,
                        "Nothing in the notice fits this lot; lot.hold sets it aside without.");
    }
    return STIPPLE_OK;
}

static bool listed(const struct list *texts, const char *text)
{
    const char *const *items = texts->items;
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(items[i], text) == 0)
            return true;
    return false;
}

/* What is held: the matches, and those named. */
static enum stipple_error lots_take(struct arena *a, const struct recall_found *found,
                                    const struct list *also, struct recall_opened *ret,
                                    struct error *e)
{
    const struct recall_lot *lot = found->lots.items;
    for (size_t i = 0; i < found->lots.n; i++) {
        if (lot[i].verdict != VERDICT_MATCH && !listed(also, lot[i].lot.id)) {
            ret->possible++;
            continue;
        }
        struct recall_made_lot *made = list_add(a, &ret->lots, sizeof *made);
        if (!made)
            return fail_memory(e);
        *made = (struct recall_made_lot){lot[i].lot.id, lot[i].lot.code, lot[i].verdict};
    }
    if (ret->lots.n > 0)
        return STIPPLE_OK;
    fail(e, STIPPLE_RECALL_EMPTY, NULL, "No lot here is the one the notice means.");
    return ret->possible ? fail_hint(e,
                                     "%lld may be: look at them with recall.check, then name "
                                     "those that are in `also`.",
                                     (long long)ret->possible)
                         : e->code;
}

/* Whether one of the codes is of a lot taken. */
static bool taken_any(const struct recall_opened *opened, const struct list *codes)
{
    const struct recall_made_lot *made = opened->lots.items;
    for (size_t i = 0; i < opened->lots.n; i++)
        if (listed(codes, made[i].lot_code))
            return true;
    return false;
}

static void reach_count(const struct recall_found *found, struct recall_opened *ret)
{
    const struct recall_stock *stock = found->stock.items;
    const struct recall_client *client = found->clients.items;
    for (size_t i = 0; i < found->stock.n; i++)
        ret->containers += taken_any(ret, &stock[i].lots);
    for (size_t i = 0; i < found->clients.n; i++)
        ret->clients += taken_any(ret, &client[i].lots);
}

enum stipple_error recall_open(struct store *s, struct arena *a, const struct write_head *head,
                               const struct notice *notice, const struct list *also,
                               struct instant noticed_at, struct recall_opened *ret,
                               struct error *e)
{
    struct recall_found found;
    struct recall_opened made = {0};
    int64_t number;
    if (noticed_at.ms != INT_ABSENT && noticed_at.ms > head->occurred_at.ms)
        return fail(e, STIPPLE_TIME_ORDER, "noticed_at",
                    "The notice came before the recall was opened, not after.");
    TRY(recall_check(s, a, notice, &found, e));
    TRY(also_check(&found, also, e));
    TRY(lots_take(a, &found, also, &made, e));
    reach_count(&found, &made);
    if (made.possible)
        warn(a, &made.warnings, "recall.possible", NULL,
             "%lld more lots may be meant and are not held: look at them.",
             (long long)made.possible);
    TRY(mint_number(s, SQL_RECALL_NEXT, &number, e));
    TRY(mint_id(s, a, &made.recall, e));
    made.recall_code = arena_print(a, "R-%04lld", (long long)number);
    if (!made.recall_code)
        return fail_memory(e);
    *ret = made;
    return STIPPLE_OK;
}

static enum stipple_error listed_check(struct store *s, const char *recall, const char *client,
                                       const char *code, struct error *e)
{
    QUERY(q, s, SQL_RECALL_REACHES);
    query_text(&q, ":recall", recall);
    query_text(&q, ":client", client);
    bool row;
    TRY(query_step(&q, &row, e));
    return row ? STIPPLE_OK
               : fail(e, STIPPLE_RECALL_CLIENT, "client",
                      "No lot of this recall reached %s, as the books have it.", code);
}

enum stipple_error recall_contact(struct store *s, struct arena *a,
                                  const struct recall_contact *command,
                                  struct recall_contacted *ret, struct error *e)
{
    struct recall_status status;
    struct client client;
    TRY(recall_show(s, a, command->recall, &status, e));
    TRY(client_show(s, a, command->client, &client, e));
    TRY(listed_check(s, status.recall.id, client.id, client.code, e));
    if (!client.sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "client",
                    "The record of %s was erased; nobody can be told.", client.code);
    TRY(order_check(&command->head, status.recall.opened_at.ms, "opened", e));
    *ret = (struct recall_contacted){status.recall.id, status.recall.code, client.id, client.code};
    return STIPPLE_OK;
}

enum stipple_error recall_close(struct store *s, struct arena *a,
                                const struct recall_close *command, struct recall_closed *ret,
                                struct error *e)
{
    struct recall_status status;
    TRY(recall_show(s, a, command->recall, &status, e));
    const struct recall *recall = &status.recall;
    if (recall->closed_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_RECALL_CLOSED, "recall", "%s is closed already.", recall->code);
    TRY(order_check(&command->head, recall->opened_at.ms, "opened", e));
    struct recall_closed made = {recall->id, recall->code, status.effect, {0}};
    int64_t missed = status.effect.clients - status.effect.reached;
    if (missed > 0)
        warn(a, &made.warnings, "recall.unreached", NULL,
             "%lld of %lld clients on the list were not reached.", (long long)missed,
             (long long)status.effect.clients);
    warn(a, &made.warnings, "recall.held", NULL,
         "The lots stay on hold until each is released: lot.release, with a reason.");
    *ret = made;
    return STIPPLE_OK;
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
