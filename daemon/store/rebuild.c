/* The state once more, from nothing but the events, by the statements that made it. It is held
 * against the live tables row by row; both are walked in the order of their keys, as in a merge. */
#include "store/audit_run.h"

#include <string.h>

static enum stipple_error events_apply(struct store *s, struct store *scratch, int64_t *ret_failed,
                                       struct error *e)
{
    enum { BODY = 6, KEPT = 12 }; /* of event_walk */
    QUERY(q, s, SQL_EVENT_WALK);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        const char *type = (const char *)sqlite3_column_text(q.statement, 2);
        bool purged = sqlite3_column_type(q.statement, BODY) == SQLITE_NULL;
        struct event event = {
            .seq = sqlite3_column_int64(q.statement, 0),
            .type = type ? type : "",
            .occurred_at = {sqlite3_column_int64(q.statement, 3), 0},
            .recorded_at = sqlite3_column_int64(q.statement, 4),
            .by = (const char *)sqlite3_column_text(q.statement, 5),
            .body = (const char *)sqlite3_column_text(q.statement, purged ? KEPT : BODY)};
        if (!event.body)
            continue; /* nobody purged it: audit_chain says so */
        enum stipple_error code = store_apply(scratch, &event, e);
        if (code != STIPPLE_OK) {
            *ret_failed = event.seq;
            return code;
        }
    }
}

enum stipple_error rebuild(struct store *s, struct store **ret, int64_t *ret_failed,
                           struct error *e)
{
    struct store *scratch;
    *ret_failed = INT_ABSENT;
    TRY(connection_open(":memory:", CONNECTION_SCRATCH, s->sources, &scratch, e));
    enum stipple_error code = store_migrate(scratch, e);
    if (code == STIPPLE_OK)
        code = store_begin(scratch, e);
    if (code == STIPPLE_OK)
        code = events_apply(s, scratch, ret_failed, e);
    if (code == STIPPLE_OK)
        code = store_commit(scratch, e);
    if (code == STIPPLE_OK)
        *ret = scratch;
    else
        store_close(scratch);
    return code;
}

static const struct table {
    const char *name;
    enum sql sql;
    int keys; /* so many columns in front */
} tables[] = {
    {"sqlite_schema", SQL_AUDIT_SCHEMA, 1},
    {"purged", SQL_AUDIT_PURGED, 1},
    {"studio", SQL_AUDIT_STUDIO, 1},
    {"staff", SQL_AUDIT_STAFF, 1},
    {"aftercare", SQL_AUDIT_AFTERCARE, 1},
    {"client", SQL_AUDIT_CLIENT, 1},
    {"course", SQL_AUDIT_COURSE, 1},
    {"course_amendment", SQL_AUDIT_COURSE_AMENDMENT, 2},
    {"product", SQL_AUDIT_PRODUCT, 1},
    {"lot", SQL_AUDIT_LOT, 1},
    {"lot_amendment", SQL_AUDIT_LOT_AMENDMENT, 2},
    {"container", SQL_AUDIT_CONTAINER, 1},
    {"movement", SQL_AUDIT_MOVEMENT, 3},
    {"match", SQL_AUDIT_MATCH, 1},
    {"mix", SQL_AUDIT_MIX, 1},
    {"mix_input", SQL_AUDIT_MIX_INPUT, 2},
    {"mix_bottle", SQL_AUDIT_MIX_BOTTLE, 2},
    {"session", SQL_AUDIT_SESSION, 1},
    {"session_use", SQL_AUDIT_SESSION_USE, 2},
    {"session_said", SQL_AUDIT_SESSION_SAID, 2},
    {"session_amendment", SQL_AUDIT_SESSION_AMENDMENT, 2},
    {"lot_client", SQL_AUDIT_LOT_CLIENT, 4},
    {"client_lot", SQL_AUDIT_CLIENT_LOT, 4},
    {"incident", SQL_AUDIT_INCIDENT, 1},
    {"incident_amendment", SQL_AUDIT_INCIDENT_AMENDMENT, 2},
    {"recall", SQL_AUDIT_RECALL, 1},
    {"recall_lot", SQL_AUDIT_RECALL_LOT, 2},
    {"recall_spared", SQL_AUDIT_RECALL_SPARED, 2},
    {"recall_contact", SQL_AUDIT_RECALL_CONTACT, 3},
};

/* Order of two values of one column; of unlike types, that of the types. */
static int value_compare(sqlite3_stmt *one, sqlite3_stmt *other, int column)
{
    int type = sqlite3_column_type(one, column), type2 = sqlite3_column_type(other, column);
    if (type != type2)
        return type < type2 ? -1 : 1;
    if (type == SQLITE_INTEGER) {
        int64_t a = sqlite3_column_int64(one, column), b = sqlite3_column_int64(other, column);
        return (a > b) - (a < b);
    }
    if (type == SQLITE_FLOAT) {
        double a = sqlite3_column_double(one, column), b = sqlite3_column_double(other, column);
        return (a > b) - (a < b);
    }
    if (type == SQLITE_NULL)
        return 0;
    const void *a = sqlite3_column_blob(one, column), *b = sqlite3_column_blob(other, column);
    int n = sqlite3_column_bytes(one, column), m = sqlite3_column_bytes(other, column);
    int order = n && m ? memcmp(a, b, (size_t)(n < m ? n : m)) : 0;
    return order ? order : (n > m) - (n < m);
}

/* The row that `st` is at; `column` differs there, or NULL: the row stands alone. */
static void difference_find(struct audit_run *run, const struct table *table, sqlite3_stmt *st,
                            const char *column, const char *text)
{
    if (run->audit->findings.n >= AUDIT_FINDINGS_MAX) {
        run->audit->whole = false;
        return;
    }
    const char *first = (const char *)sqlite3_column_text(st, 0);
    const char *where = arena_print(run->a, "%s %s", table->name, first ? first : "");
    for (int c = 1; c < table->keys && where; c++) {
        const char *key = (const char *)sqlite3_column_text(st, c);
        where = arena_print(run->a, "%s, %s %s", where, sqlite3_column_name(st, c), key ? key : "");
    }
    if (column)
        text = arena_print(run->a, "%s %s", column, text);
    audit_find(run, "state", INT_ABSENT, where, text);
}

static void row_compare(struct audit_run *run, const struct table *table, sqlite3_stmt *live,
                        sqlite3_stmt *rebuilt)
{
    for (int c = table->keys; c < sqlite3_column_count(live); c++)
        if (value_compare(live, rebuilt, c) != 0)
            difference_find(run, table, live, sqlite3_column_name(live, c),
                            "is not what the events make it.");
}

static int key_compare(const struct table *table, sqlite3_stmt *live, sqlite3_stmt *rebuilt)
{
    int order = 0;
    for (int c = 0; c < table->keys && order == 0; c++)
        order = value_compare(live, rebuilt, c);
    return order;
}

static enum stipple_error table_compare(struct audit_run *run, const struct table *table,
                                        struct store *scratch, struct error *e)
{
    QUERY(live, run->s, table->sql);
    QUERY(rebuilt, scratch, table->sql);
    bool in_live, in_rebuilt;
    TRY(query_step(&live, &in_live, e));
    TRY(query_step(&rebuilt, &in_rebuilt, e));
    while (in_live || in_rebuilt) {
        int order = !in_rebuilt ? -1
                    : !in_live  ? 1
                                : key_compare(table, live.statement, rebuilt.statement);
        if (order == 0)
            row_compare(run, table, live.statement, rebuilt.statement);
        else if (order < 0)
            difference_find(run, table, live.statement, NULL, "No event made this row.");
        else
            difference_find(run, table, rebuilt.statement, NULL,
                            "The events made this row, and it is gone.");
        if (order <= 0)
            TRY(query_step(&live, &in_live, e));
        if (order >= 0)
            TRY(query_step(&rebuilt, &in_rebuilt, e));
    }
    return STIPPLE_OK;
}

enum stipple_error audit_state(struct audit_run *run, struct error *e)
{
    struct store *scratch;
    int64_t failed;
    enum stipple_error code = rebuild(run->s, &scratch, &failed, e);
    if (code != STIPPLE_OK && failed != INT_ABSENT && code != STIPPLE_DAEMON_MEMORY) {
        audit_find(run, "state", failed, NULL,
                   "This event cannot be applied again, so the state was not compared.");
        return STIPPLE_OK;
    }
    TRY(code);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && code == STIPPLE_OK; i++)
        code = table_compare(run, &tables[i], scratch, e);
    store_close(scratch);
    return code;
}
