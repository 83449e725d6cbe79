#include "store/records.h"

#include "store/query.h"

enum stipple_error records_walk(struct store *s, enum record record, const struct period *period,
                                record_visit *visit, void *context, struct error *e)
{
    static const enum sql statements[] = {
        [RECORD_STUDIO] = SQL_RECORDS_STUDIO,   [RECORD_STAFF] = SQL_RECORDS_STAFF,
        [RECORD_PRODUCT] = SQL_RECORDS_PRODUCT, [RECORD_LOT] = SQL_RECORDS_LOT,
        [RECORD_CLIENT] = SQL_RECORDS_CLIENT,   [RECORD_COURSE] = SQL_RECORDS_COURSE,
        [RECORD_SESSION] = SQL_RECORDS_SESSION};
    QUERY(q, s, statements[record]);
    query_int(&q, ":studio", STUDIO_NUMBER);
    query_int(&q, ":from", period->from);
    query_int(&q, ":until", period->until);
    query_text(&q, ":client", period->client);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        TRY(visit(context, (const char *)sqlite3_column_text(q.statement, 0), e));
    }
}
