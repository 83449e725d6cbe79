/* Which lots a recall holds is decided by the command that opens it, and by those that bring or
 * correct a lot later, and kept in their events; whom they reached is asked of the trace each time,
 * for sessions are entered late. */
#include "store/recall.h"

#include "store/changes.h"
#include "store/clients.h"
#include "store/recall_watch.h"

#include <stdio.h>
#include <string.h>

static enum stipple_error also_check(const struct recall_found *found, const struct list *also,
                                     struct error *e)
{
    const char *const *ids = also->items;
    for (size_t i = 0; i < also->n; i++) {
        char field[32];
        snprintf(field, sizeof field, "also[%zu]", i);
        if (!recall_lot_find(&found->lots, ids[i]))
            return fail(e, STIPPLE_PARAM_COMBINATION, field,
                        "Nothing in the notice fits this lot; lot.hold sets it aside without.");
    }
    return STIPPLE_OK;
}

/* What is held: the matches, and those named. */
static enum stipple_error lots_take(struct arena *a, const struct recall_found *found,
                                    const struct list *also, bool none_here,
                                    struct recall_opened *ret, struct error *e)
{
    const struct recall_lot *lot = found->lots.items;
    for (size_t i = 0; i < found->lots.n; i++) {
        if (lot[i].verdict != VERDICT_MATCH && !text_listed(also, lot[i].lot.id)) {
            ret->possible++;
            continue;
        }
        struct recall_made_lot *made = list_add(a, &ret->lots, sizeof *made);
        if (!made)
            return fail_memory(e);
        *made = (struct recall_made_lot){lot[i].lot.id, lot[i].lot.code, lot[i].verdict};
    }
    if (ret->lots.n > 0 || none_here)
        return STIPPLE_OK;
    fail(e, STIPPLE_RECALL_EMPTY, NULL, "No lot here is the one the notice means.");
    return ret->possible ? fail_hint(e,
                                     "%lld may be: look at them with recall.check, then name "
                                     "those that are in `also`.",
                                     (long long)ret->possible)
                         : fail_hint(e, "`none_here` opens it all the same: lots that come later "
                                        "are held against its notice.");
}

/* Whether one of the codes is of a lot taken. */
static bool taken_any(const struct recall_opened *opened, const struct list *codes)
{
    const struct recall_made_lot *made = opened->lots.items;
    for (size_t i = 0; i < opened->lots.n; i++)
        if (text_listed(codes, made[i].lot_code))
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

static bool texts_same(const struct list *one, const struct list *other)
{
    const char *const *a = one->items, *const *b = other->items;
    bool same = one->n == other->n;
    for (size_t i = 0; same && i < one->n; i++)
        same = strcmp(a[i], b[i]) == 0;
    return same;
}

/* The same lots in the same words; what else the letter says only matters where it names them. */
static bool notice_same(const struct notice *one, const struct notice *other)
{
    bool named = one->all_lots == 1 || one->lots.n > 0 || one->batches.n > 0;
    return same_text(one->maker, other->maker) && texts_same(&one->products, &other->products) &&
           texts_same(&one->lots, &other->lots) && texts_same(&one->batches, &other->batches) &&
           (one->all_lots == 1) == (other->all_lots == 1) &&
           (named || same_text(one->text, other->text));
}

/* Two people at two desks, and one letter. */
static enum stipple_error twice_check(struct store *s, struct arena *a, const struct notice *notice,
                                      struct error *e)
{
    struct list notices;
    TRY(recall_notices(s, a, NULL, &notices, e));
    const struct recall_notice *row = notices.items;
    for (size_t i = 0; i < notices.n; i++) {
        if (row[i].closed_at.ms != INT_ABSENT || !notice_same(&row[i].notice, notice))
            continue;
        fail(e, STIPPLE_RECALL_EXISTS, NULL, "%s was opened with this notice, and is open.",
             row[i].recall_code);
        return fail_hint(e, "Go on with it: recall.show %s says what is left to do.",
                         row[i].recall_code);
    }
    return STIPPLE_OK;
}

static void again_doubt(struct arena *a, const struct recall_found *found,
                        struct recall_opened *made)
{
    const struct recall_made_lot *lot = made->lots.items;
    for (size_t i = 0; i < made->lots.n; i++) {
        const struct recall_lot *row = recall_lot_find(&found->lots, lot[i].lot);
        if (row && row->lot.recall_code)
            warn(a, &made->warnings, "recall.again", NULL,
                 "%s is held by %s already: whoever was told there need not be told twice.",
                 lot[i].lot_code, row->lot.recall_code);
    }
}

enum stipple_error recall_open(struct store *s, struct arena *a, const struct write_head *head,
                               const struct notice *notice, const struct list *also, bool none_here,
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
    TRY(twice_check(s, a, notice, e));
    TRY(also_check(&found, also, e));
    TRY(lots_take(a, &found, also, none_here, &made, e));
    reach_count(&found, &made);
    again_doubt(a, &found, &made);
    if (made.possible)
        warn(a, &made.warnings, "recall.possible", NULL,
             "%lld more may be meant and are not held: look at them, and say recall.include or "
             "recall.exclude.",
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
    if (row)
        return STIPPLE_OK;
    fail(e, STIPPLE_RECALL_CLIENT, "client",
         "No lot of this recall reached %s, as the books have it.", code);
    return fail_hint(e, "recall.show lists whom they reached; a session entered late joins it.");
}

enum stipple_error recall_contact(struct store *s, struct arena *a,
                                  const struct recall_contact *command,
                                  struct recall_contacted *ret, struct error *e)
{
    struct recall recall;
    struct client client;
    TRY(recall_read(s, a, command->recall, &recall, e));
    TRY(client_show(s, a, command->client, &client, e));
    TRY(listed_check(s, recall.id, client.id, client.code, e));
    if (!client.sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "client",
                    "The record of %s was erased; nobody can be told.", client.code);
    TRY(order_check(&command->head, recall.opened_at.ms, "opened", e));
    *ret = (struct recall_contacted){recall.id, recall.code, client.id, client.code};
    return STIPPLE_OK;
}
