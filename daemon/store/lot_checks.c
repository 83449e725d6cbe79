#include "store/lot_checks.h"

#include "base/time.h"
#include "store/query.h"

#include <string.h>

enum stipple_error lot_same(struct store *s, struct arena *a, const char *product, const char *lot,
                            const char *lot_no, const char *batch_no, struct lot *ret,
                            struct error *e)
{
    *ret = (struct lot){0};
    if (!lot_no && !batch_no)
        return STIPPLE_OK;
    QUERY(q, s, SQL_LOT_SAME);
    query_text(&q, ":product", product);
    query_text(&q, ":lot", lot);
    query_text(&q, ":lot_no", lot_no);
    query_text(&q, ":batch_no", batch_no);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    const char *id = query_column_text(&q, a, 0);
    return id ? lot_show(s, a, id, ret, e) : fail_memory(e);
}

enum stipple_error lot_number_doubt(struct store *s, struct arena *a, const char *product,
                                    const char *lot_no, const char *batch_no, struct list *warnings,
                                    struct error *e)
{
    QUERY(q, s, SQL_LOT_SAME_NUMBER);
    query_text(&q, ":product", product);
    query_text(&q, ":lot_no", lot_no);
    query_text(&q, ":batch_no", batch_no);
    bool row;
    TRY(query_step(&q, &row, e));
    if (row)
        warn(a, warnings, "lot.same_number", "lot_no",
             "%s %s (%s) has a lot of this number too, %s; they stay two lots.",
             (const char *)sqlite3_column_text(q.statement, 2),
             (const char *)sqlite3_column_text(q.statement, 3),
             (const char *)sqlite3_column_text(q.statement, 1),
             (const char *)sqlite3_column_text(q.statement, 0));
    return STIPPLE_OK;
}

void lot_expiry_doubt(struct arena *a, const char *expiry, struct instant at, struct list *warnings)
{
    char day[DATE_LENGTH + 1];
    date_of(at, day);
    if (expiry && strcmp(expiry, day) < 0)
        warn(a, warnings, "lot.expired", "expiry", "This lot expired on %s.", expiry);
}
