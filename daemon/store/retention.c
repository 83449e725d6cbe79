/* A client's events stay, for they are what a lot is traced by; what ends is the key that says who
 * the client is. The key is no part of the history, so it is destroyed beside the event, in the
 * same transaction. */
#include "store/retention.h"

#include "base/time.h"
#include "store/query.h"

#include <stdio.h>
#include <string.h>

const char *const retention_verdicts[] = {"stay", "may_go", "must_go", NULL};

static const char *const truths[] = {"false", "true", NULL};
static const struct column retained_columns[] = {
    COLUMN(struct retained, TEXT, id),          COLUMN(struct retained, TEXT, code),
    COLUMN(struct retained, TEXT, last_day),    COLUMN_OF(struct retained, erased, truths),
    COLUMN(struct retained, INT, open_courses), COLUMN(struct retained, TEXT, open_review),
    COLUMN(struct retained, TEXT, open_recall),
};
static const struct shape retained_shape = SHAPE(struct retained, retained_columns);

/* NULL when memory ran out. */
static const char *day_after(struct arena *a, const char *day, int64_t days)
{
    char *date = arena_take(a, DATE_LENGTH + 1);
    if (date)
        date_from_days(date_to_days(day) + days, date);
    return date;
}

/* The longest that any pack keeps it, and the shortest after which any wants it gone. */
static enum stipple_error period_find(struct arena *a, const struct rule_pack *pack,
                                      struct retained *row, struct error *e)
{
    bool keeps = pack->keep_min_days != INT_ABSENT, ends = pack->keep_max_days != INT_ABSENT;
    const char *keep = keeps ? day_after(a, row->last_day, pack->keep_min_days) : NULL;
    const char *end = ends ? day_after(a, row->last_day, pack->keep_max_days) : NULL;
    if ((keeps && !keep) || (ends && !end))
        return fail_memory(e);
    if (keep && (!row->keep_until || strcmp(keep, row->keep_until) > 0)) {
        row->keep_until = keep;
        row->keep_pack = pack->id;
    }
    if (end && (!row->go_after || strcmp(end, row->go_after) < 0)) {
        row->go_after = end;
        row->go_pack = pack->id;
    }
    return STIPPLE_OK;
}

static enum stipple_error periods_find(struct arena *a, const struct studio *studio,
                                       struct retained *row, struct error *e)
{
    const char *const *ids = studio->rule_packs.items;
    for (size_t i = 0; i < studio->rule_packs.n; i++) {
        const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
        if (pack)
            TRY(period_find(a, pack, row, e));
    }
    return STIPPLE_OK;
}

static enum stipple_error verdict_find(struct arena *a, const struct studio *studio,
                                       const char *today, struct retained *row, struct error *e)
{
    TRY(periods_find(a, studio, row, e));
    row->kept = row->keep_until && strcmp(today, row->keep_until) <= 0;
    if (row->open_courses > 0 || row->open_review || row->open_recall || row->kept)
        row->verdict = RETAIN_STAY;
    else if (row->go_after && strcmp(today, row->go_after) > 0)
        row->verdict = RETAIN_MUST_GO;
    else
        row->verdict = RETAIN_MAY_GO;
    return STIPPLE_OK;
}

enum stipple_error retention_plan(struct store *s, struct arena *a, const char *today,
                                  int64_t limit, const char *cursor, struct list *ret,
                                  const char **ret_cursor, struct error *e)
{
    struct studio studio;
    int64_t after = 0;
    TRY(studio_show(s, a, &studio, e));
    TRY(cursor_read(cursor, 'c', 1, &after, e));
    QUERY(q, s, SQL_RETAINED_LIST);
    query_int(&q, ":after", after);
    query_limit(&q, limit);
    TRY(query_page(&q, a, &retained_shape, limit, ret, ret_cursor, e));
    struct retained *rows = ret->items;
    for (size_t i = 0; i < ret->n; i++)
        TRY(verdict_find(a, &studio, today, &rows[i], e));
    return STIPPLE_OK;
}

enum stipple_error retention_find(struct store *s, struct arena *a, const struct studio *studio,
                                  const char *today, const char *client, struct retained *ret,
                                  struct error *e)
{
    QUERY(q, s, SQL_RETAINED_SHOW);
    query_text(&q, ":client", client);
    struct retained row = {0};
    bool any;
    TRY(query_one(&q, a, &retained_shape, &row, &any, e));
    if (!any)
        return fail(e, STIPPLE_CLIENT_NOT_FOUND, "client", "No client has the id %s.", client);
    TRY(verdict_find(a, studio, today, &row, e));
    *ret = row;
    return STIPPLE_OK;
}

enum stipple_error retention_refuse(const struct retained *row, struct error *e)
{
    char recall[80] = "", review[80] = "", pack[96] = "";
    if (row->open_recall)
        snprintf(recall, sizeof recall,
                 " Lots of the recall %s reached them, and it is not closed.", row->open_recall);
    if (row->open_review)
        snprintf(review, sizeof review, " The session %s still waits for a manager.",
                 row->open_review);
    if (row->kept)
        snprintf(pack, sizeof pack, " By %s the record is kept until %s.", row->keep_pack,
                 row->keep_until);
    return fail(e, STIPPLE_CLIENT_KEPT, "client", "The record of %s stays.%s%s%s%s", row->code,
                row->open_courses > 0 ? " There is a course that is not closed." : "", recall,
                review, pack);
}

static enum stipple_error kept_check(const struct client_erase *command, const struct retained *row,
                                     struct error *e)
{
    if (row->verdict != RETAIN_STAY || command->override_reason)
        return STIPPLE_OK;
    retention_refuse(row, e);
    return fail_hint(e,
                     "With `override_reason` it is erased all the same; then nobody can warn this "
                     "person of a recall any more.");
}

enum stipple_error retention_backups(struct arena *a, const struct studio *studio,
                                     const char *today, struct list *warnings,
                                     const char **ret_until, struct error *e)
{
    static const char still[] =
        "Backups made before now still hold this, and the names for whoever has studio.key; no "
        "backup made from now on does.";
    *ret_until = NULL;
    if (studio->backup_days == INT_ABSENT) {
        warn(a, warnings, "erase.backups", NULL,
             "%s Nobody has said for how long backups are kept (studio.set with `backup_days`), so "
             "nothing says by when it is gone from them.",
             still);
        return STIPPLE_OK;
    }
    *ret_until = day_after(a, today, studio->backup_days);
    if (!*ret_until)
        return fail_memory(e);
    warn(a, warnings, "erase.backups", NULL,
         "%s They are kept for %lld days: destroy the last of them by %s.", still,
         (long long)studio->backup_days, *ret_until);
    return STIPPLE_OK;
}

enum stipple_error retention_key_end(struct store *s, const char *client, struct error *e)
{
    QUERY(sessions, s, SQL_CLIENT_SESSION_KEYS_END);
    query_text(&sessions, ":client", client);
    TRY(query_run(&sessions, e));
    QUERY(q, s, SQL_CLIENT_KEY_END);
    query_text(&q, ":client", client);
    TRY(query_run(&q, e));
    return store_scrub_want(s, e);
}

enum stipple_error client_erase(struct store *s, struct arena *a, const char *today,
                                const struct client_erase *command, struct client_erased *ret,
                                struct error *e)
{
    struct client client;
    struct studio studio;
    struct retained row = {0};
    TRY(client_show(s, a, command->client, &client, e));
    if (!client.sealed)
        return fail(e, STIPPLE_CLIENT_ERASED, "client", "The record of %s was erased.",
                    client.code);
    TRY(studio_show(s, a, &studio, e));
    TRY(retention_find(s, a, &studio, today, client.id, &row, e));
    TRY(kept_check(command, &row, e));
    TRY(retention_key_end(s, client.id, e));
    *ret = (struct client_erased){.client = client.id, .client_code = client.code};
    warn(a, &ret->warnings, "erase.final", NULL,
         "Nobody can be told any more who %s was, or warn this person of a recall. What was used "
         "on them stays, under the code.",
         client.code);
    if (row.kept) {
        ret->keep_until = row.keep_until;
        warn(a, &ret->warnings, "erase.kept", NULL, "By %s it was to be kept until %s.",
             row.keep_pack, row.keep_until);
    }
    return retention_backups(a, &studio, today, &ret->warnings, &ret->backups_until, e);
}
