/* A notice means what it names, whenever that comes through the door: an open recall's and a closed
 * one's alike, for closing ends the calls and not the reason for them. What is meant is held in the
 * command that brings it, so there is no moment at which it could be used. */
#include "store/recall_watch.h"

#include "base/time.h"
#include "store/query.h"

#include <string.h>

struct notice_row {
    struct recall_notice row;
    int64_t all_lots;
};
static const struct column notice_columns[] = {
    COLUMN(struct notice_row, TEXT, row.recall),
    COLUMN(struct notice_row, TEXT, row.recall_code),
    COLUMN(struct notice_row, TIME, row.closed_at),
    COLUMN(struct notice_row, TEXT, row.notice.maker),
    COLUMN(struct notice_row, TEXTS, row.notice.products),
    COLUMN(struct notice_row, TEXTS, row.notice.lots),
    COLUMN(struct notice_row, TEXTS, row.notice.batches),
    COLUMN(struct notice_row, INT, all_lots),
    COLUMN(struct notice_row, TEXT, row.notice.text),
};
static const struct shape notice_shape = SHAPE(struct notice_row, notice_columns);

enum stipple_error recall_notices(struct store *s, struct arena *a, const char *recall,
                                  struct list *ret, struct error *e)
{
    struct list rows, notices = {0};
    const char *end;
    QUERY(q, s, SQL_RECALL_NOTICES);
    query_text(&q, ":recall", recall);
    TRY(query_page(&q, a, &notice_shape, 0, &rows, &end, e));
    struct notice_row *row = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        struct recall_notice *notice = &row[i].row;
        notice->notice.all_lots = row[i].all_lots == 1;
        enum stipple_error code = notice_read(a, &notice->notice, &notice->read, e);
        if (code == STIPPLE_DAEMON_MEMORY)
            return code;
        if (code != STIPPLE_OK)
            continue; /* opened when less was asked of a notice; there is nothing to hold it by */
        struct recall_notice *slot = list_add(a, &notices, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = *notice;
    }
    *ret = notices;
    return STIPPLE_OK;
}

enum stipple_error recall_stands(struct store *s, const char *recall, const char *lot,
                                 enum recall_standing *ret, struct error *e)
{
    static const struct {
        const char *word;
        enum recall_standing standing;
    } words[] = {
        {"held", STANDING_HELD}, {"released", STANDING_RELEASED}, {"spared", STANDING_SPARED}};
    QUERY(q, s, SQL_RECALL_STANDS);
    query_text(&q, ":recall", recall);
    query_text(&q, ":lot", lot);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = STANDING_NONE;
    const char *found = row ? (const char *)sqlite3_column_text(q.statement, 0) : NULL;
    for (size_t i = 0; found && i < sizeof words / sizeof *words; i++)
        if (strcmp(found, words[i].word) == 0)
            *ret = words[i].standing;
    return STIPPLE_OK;
}

static const char *number_field(const struct lot *lot)
{
    return lot->lot_no || !lot->batch_no ? "lot_no" : "batch_no";
}

static const char *lot_title(const struct lot *lot)
{
    return lot->code ? lot->code : "this lot";
}

/* "R-0001", or "R-0001 (closed on 2026-03-02)". */
static const char *notice_title(struct arena *a, const struct recall_notice *notice)
{
    char day[DATE_LENGTH + 1];
    if (notice->closed_at.ms == INT_ABSENT)
        return notice->recall_code;
    date_of(notice->closed_at, day);
    return arena_print(a, "%s (closed on %s)", notice->recall_code, day);
}

static enum stipple_error lot_named(struct arena *a, const struct recall_notice *notice,
                                    const struct lot *lot, const char *why, struct list *recalls,
                                    struct list *warnings, struct error *e)
{
    const char *title = notice_title(a, notice);
    if (!title)
        return fail_memory(e);
    warn(a, warnings, "lot.recalled", number_field(lot),
         "The notice of %s means %s: it is held and may not be used. %s", title, lot_title(lot),
         why);
    struct recall_named *named = lot->id ? list_add(a, recalls, sizeof *named) : NULL;
    if (named)
        *named = (struct recall_named){notice->recall, notice->recall_code, lot->id, lot->code,
                                       VERDICT_MATCH};
    return named || !lot->id ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error lot_sorted(struct arena *a, const struct recall_notice *notice,
                                     const struct lot *lot, enum recall_standing standing,
                                     struct list *recalls, struct list *warnings, struct error *e)
{
    enum verdict verdict;
    const char *why, *title = notice_title(a, notice);
    TRY(notice_sort(a, notice->read, lot, &verdict, &why, e));
    if (!title)
        return fail_memory(e);
    if (verdict == VERDICT_NO || standing == STANDING_HELD)
        return STIPPLE_OK; /* one that is held is told of where it is found */
    if (standing == STANDING_RELEASED)
        warn(a, warnings, "lot.recalled", number_field(lot),
             "%s was held by %s, and released: recall.show %s says why.", lot->code, title,
             notice->recall_code);
    else if (verdict == VERDICT_POSSIBLE && standing == STANDING_NONE)
        warn(a, warnings, "recall.possible", number_field(lot),
             "The notice of %s may mean %s, which is not held; look at it, and at recall.show %s. "
             "%s",
             title, lot_title(lot), notice->recall_code, why);
    else if (standing == STANDING_NONE)
        return lot_named(a, notice, lot, why, recalls, warnings, e);
    return STIPPLE_OK;
}

/* Whether the notice means the lot now, and did not before it was corrected. */
static enum stipple_error newly_meant(struct arena *a, const struct recall_notice *notice,
                                      const struct lot *lot, const struct lot *was, bool *ret,
                                      struct error *e)
{
    enum verdict before, now;
    const char *why;
    TRY(notice_sort(a, notice->read, was, &before, &why, e));
    TRY(notice_sort(a, notice->read, lot, &now, &why, e));
    *ret = now < before;
    return STIPPLE_OK;
}

static enum stipple_error notice_watch(struct store *s, struct arena *a,
                                       const struct recall_notice *notice, const struct lot *lot,
                                       const struct lot *was, struct list *recalls,
                                       struct list *warnings, struct error *e)
{
    enum recall_standing standing = STANDING_NONE;
    bool newly = false;
    if (lot->id)
        TRY(recall_stands(s, notice->recall, lot->id, &standing, e));
    if (was)
        TRY(newly_meant(a, notice, lot, was, &newly, e));
    if (was && !newly)
        return STIPPLE_OK;
    if (newly && standing != STANDING_HELD)
        standing = STANDING_NONE; /* what was decided was about other numbers */
    return lot_sorted(a, notice, lot, standing, recalls, warnings, e);
}

enum stipple_error recall_watch(struct store *s, struct arena *a, const struct list *notices,
                                const struct lot *lot, const struct lot *was, struct list *recalls,
                                struct list *warnings, struct error *e)
{
    const struct recall_notice *notice = notices->items;
    for (size_t i = 0; i < notices->n; i++)
        TRY(notice_watch(s, a, &notice[i], lot, was, recalls, warnings, e));
    return STIPPLE_OK;
}

enum stipple_error recall_session_doubt(struct store *s, struct arena *a, struct session_made *made,
                                        struct error *e)
{
    const struct session_line *line = made->uses.items;
    struct list containers = {0};
    for (size_t i = 0; i < made->uses.n; i++) {
        const char **slot = list_add(a, &containers, sizeof *slot);
        if (!slot)
            return fail_memory(e);
        *slot = line[i].container;
    }
    QUERY(q, s, SQL_RECALL_REACHED);
    TRY(query_texts(&q, a, ":containers", &containers, e));
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        const char *code = (const char *)sqlite3_column_text(q.statement, 0);
        warn(a, &made->warnings, "recall.client", NULL,
             "%s belongs on the list of a recall: recall.show %s.", made->client_code,
             code ? code : "");
    }
}
