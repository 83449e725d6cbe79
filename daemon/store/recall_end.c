/* How a recall ends. Closing it says that the calls are made, or why some were not; withdrawing it,
 * that there was nothing to call about. Neither lets a bottle go: that is said lot by lot. */
#include "store/changes.h"
#include "store/recall.h"

#include <string.h>

/* Codes named in a message; more would not help. */
enum { NAMED_MAX = 5 };

/* Those who are to be told still: who was erased cannot be. */
static enum stipple_error left_find(struct arena *a, const struct list *clients, int64_t *ret_n,
                                    const char **ret_codes, struct error *e)
{
    const struct recall_client *client = clients->items;
    const char *codes = "";
    *ret_n = 0;
    for (size_t i = 0; i < clients->n; i++) {
        if (client[i].reached || !client[i].sealed || (*ret_n)++ >= NAMED_MAX)
            continue;
        codes = arena_print(a, "%s%s%s", codes, *codes ? ", " : "", client[i].client_code);
        if (!codes)
            return fail_memory(e);
    }
    *ret_codes = *ret_n > NAMED_MAX ? arena_print(a, "%s and others", codes) : codes;
    return *ret_codes ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error left_check(struct arena *a, const struct recall_close *command,
                                     const struct recall_status *status, struct error *e)
{
    int64_t left = 0;
    const char *codes = "";
    TRY(left_find(a, &status->found.clients, &left, &codes, e));
    if (left == 0 || command->unreached)
        return STIPPLE_OK;
    fail(e, STIPPLE_RECALL_UNREACHED, "unreached",
         "%lld of %lld clients on the list were not reached: %s.", (long long)left,
         (long long)status->effect.clients, codes);
    return fail_hint(e, "Go on with them, or say in `unreached` why they cannot be reached.");
}

static void held_doubt(struct arena *a, struct recall_closed *made)
{
    warn(a, &made->warnings, "recall.held", NULL,
         "The lots stay on hold until each is released: lot.release, with a reason.");
}

static void closed_doubt(struct arena *a, const struct recall_status *status,
                         struct recall_closed *made)
{
    int64_t missed = status->effect.clients - status->effect.reached;
    if (missed > 0)
        warn(a, &made->warnings, "recall.unreached", NULL,
             "%lld of %lld clients on the list were not reached.", (long long)missed,
             (long long)status->effect.clients);
    if (status->undecided.n > 0)
        warn(a, &made->warnings, "recall.possible", NULL,
             "%zu lots may be meant, and nobody has said whether they are.", status->undecided.n);
    held_doubt(a, made);
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
    TRY(left_check(a, command, &status, e));
    struct recall_closed made = {recall->id, recall->code, status.effect, {0}};
    closed_doubt(a, &status, &made);
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error recall_withdraw(struct store *s, struct arena *a,
                                   const struct recall_close *command, struct recall_closed *ret,
                                   struct error *e)
{
    struct recall_status status;
    TRY(recall_show(s, a, command->recall, &status, e));
    const struct recall *recall = &status.recall;
    if (recall->withdrawn_at.ms != INT_ABSENT)
        return fail(e, STIPPLE_RECALL_WITHDRAWN, "recall", "%s was withdrawn already.",
                    recall->code);
    TRY(order_check(&command->head, recall->opened_at.ms, "opened", e));
    struct recall_closed made = {recall->id, recall->code, status.effect, {0}};
    if (status.effect.reached > 0)
        warn(a, &made.warnings, "recall.told", NULL,
             "%lld clients were told of it: tell them that it was withdrawn.",
             (long long)status.effect.reached);
    held_doubt(a, &made);
    *ret = made;
    return STIPPLE_OK;
}
