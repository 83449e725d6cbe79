/* What a notice leaves in doubt a person decides, with a reason: the lot is in the recall, or it is
 * not. Both are events, so that whoever asks later sees who looked, and when. */
#include "store/changes.h"
#include "store/recall.h"
#include "store/recall_watch.h"

#include <stdio.h>
#include <string.h>

enum { FIELD_SIZE = 32 };

static enum stipple_error twice_check(const struct recall_judge *command, size_t at,
                                      const char *field, struct error *e)
{
    const char *const *ids = command->lots.items;
    for (size_t i = 0; i < at; i++)
        if (strcmp(ids[i], ids[at]) == 0)
            return fail(e, STIPPLE_PARAM_COMBINATION, field, "The lot is named twice.");
    return STIPPLE_OK;
}

static enum stipple_error lot_add(struct arena *a, const struct recall *recall,
                                  const struct lot *lot, int verdict, struct recall_judged *made,
                                  struct error *e)
{
    struct recall_named *slot = list_add(a, &made->recalls, sizeof *slot);
    if (!slot)
        return fail_memory(e);
    *slot = (struct recall_named){recall->id, recall->code, lot->id, lot->code, verdict};
    return STIPPLE_OK;
}

/* What the notice says of the lot by itself; VERDICT_NO as well once it was withdrawn. */
static enum stipple_error lot_verdict(struct arena *a, const struct list *notices,
                                      const struct lot *lot, enum verdict *ret, struct error *e)
{
    const struct recall_notice *notice = notices->items;
    const char *why;
    *ret = VERDICT_NO;
    return notices->n > 0 ? notice_sort(a, notice->read, lot, ret, &why, e) : STIPPLE_OK;
}

static enum stipple_error include_one(struct arena *a, const struct recall *recall,
                                      const struct list *notices, const struct lot *lot,
                                      enum recall_standing standing, const char *field,
                                      struct recall_judged *made, struct error *e)
{
    enum verdict verdict;
    if (standing == STANDING_HELD)
        return fail(e, STIPPLE_NOTHING_TO_DO, field, "%s is in %s already.", lot->code,
                    recall->code);
    TRY(lot_verdict(a, notices, lot, &verdict, e));
    return lot_add(a, recall, lot, verdict == VERDICT_MATCH ? VERDICT_MATCH : VERDICT_POSSIBLE,
                   made, e);
}

static enum stipple_error exclude_one(struct arena *a, const struct recall *recall,
                                      const struct list *notices, const struct lot *lot,
                                      enum recall_standing standing, const char *field,
                                      struct recall_judged *made, struct error *e)
{
    enum verdict verdict;
    if (standing == STANDING_SPARED)
        return fail(e, STIPPLE_NOTHING_TO_DO, field, "%s was found not to be meant already.",
                    lot->code);
    TRY(lot_verdict(a, notices, lot, &verdict, e));
    if (standing == STANDING_NONE && verdict == VERDICT_NO)
        return fail(e, STIPPLE_PARAM_COMBINATION, field, "%s has nothing to do with %s.", lot->code,
                    recall->code);
    return lot_add(a, recall, lot, VERDICT_NO, made, e);
}

typedef enum stipple_error (*judge_one)(struct arena *a, const struct recall *recall,
                                        const struct list *notices, const struct lot *lot,
                                        enum recall_standing standing, const char *field,
                                        struct recall_judged *made, struct error *e);

/* What stands here of the lots, and whom they reached. */
static enum stipple_error reach_count(struct store *s, struct arena *a, const struct list *lots,
                                      struct recall_judged *made, struct error *e)
{
    struct recall_found found = {.lots = *lots};
    TRY(recall_reach(s, a, &found, e));
    made->containers = (int64_t)found.stock.n;
    made->clients = (int64_t)found.clients.n;
    return STIPPLE_OK;
}

static enum stipple_error lots_judge(struct store *s, struct arena *a,
                                     const struct recall_judge *command,
                                     const struct recall *recall, judge_one judge,
                                     struct recall_judged *ret, struct error *e)
{
    struct list notices, rows = {0};
    const char *const *ids = command->lots.items;
    struct recall_judged made = {.recall = recall->id, .recall_code = recall->code};
    TRY(order_check(&command->head, recall->opened_at.ms, "opened", e));
    TRY(recall_notices(s, a, recall->id, &notices, e));
    for (size_t i = 0; i < command->lots.n; i++) {
        char field[FIELD_SIZE];
        enum recall_standing standing;
        snprintf(field, sizeof field, "lots[%zu]", i);
        TRY(twice_check(command, i, field, e));
        struct recall_lot *row = list_add(a, &rows, sizeof *row);
        if (!row)
            return fail_memory(e);
        row->released_at.ms = INT_ABSENT;
        TRY(lot_show(s, a, ids[i], &row->lot, e));
        TRY(recall_stands(s, recall->id, ids[i], &standing, e));
        TRY(judge(a, recall, &notices, &row->lot, standing, field, &made, e));
    }
    TRY(reach_count(s, a, &rows, &made, e));
    *ret = made;
    return STIPPLE_OK;
}

enum stipple_error recall_include(struct store *s, struct arena *a,
                                  const struct recall_judge *command, struct recall_judged *ret,
                                  struct error *e)
{
    struct recall recall;
    TRY(recall_read(s, a, command->recall, &recall, e));
    if (recall.withdrawn_at.ms != INT_ABSENT) {
        fail(e, STIPPLE_RECALL_WITHDRAWN, "recall", "The notice of %s was withdrawn.", recall.code);
        return fail_hint(e, "Where there is a new notice, open a recall with it: recall.open.");
    }
    return lots_judge(s, a, command, &recall, include_one, ret, e);
}

enum stipple_error recall_exclude(struct store *s, struct arena *a,
                                  const struct recall_judge *command, struct recall_judged *ret,
                                  struct error *e)
{
    struct recall recall = {0};
    struct recall_judged made = {0};
    TRY(recall_read(s, a, command->recall, &recall, e));
    TRY(lots_judge(s, a, command, &recall, exclude_one, &made, e));
    int64_t held = recall.lots;
    const struct recall_named *named = made.recalls.items;
    for (size_t i = 0; i < made.recalls.n; i++) {
        enum recall_standing standing = STANDING_NONE;
        TRY(recall_stands(s, recall.id, named[i].lot, &standing, e));
        held -= standing == STANDING_HELD || standing == STANDING_RELEASED;
    }
    if (held == 0)
        warn(a, &made.warnings, "recall.empty", NULL,
             "No lot is left in %s: recall.withdraw it if the notice is not about you at all.",
             recall.code);
    *ret = made;
    return STIPPLE_OK;
}
