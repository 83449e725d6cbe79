/* Making a table anew, which is how SQLite changes one, would break every reference to it for a
 * moment. So references are not enforced while a step runs; before its commit all of them are
 * checked (sqlite.org/lang_altertable.html section 7). */
#include "store/connection.h"

int store_schema_version(void)
{
    return SQL_MIGRATIONS;
}

static enum stipple_error sql_run(struct store *s, const char *sql, struct error *e)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? STIPPLE_OK : store_fail(s, rc, e);
}

static enum stipple_error references_check(struct store *s, int64_t version, struct error *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, "PRAGMA foreign_key_check", -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    enum stipple_error code = STIPPLE_OK;
    if (rc == SQLITE_ROW)
        code = fail(e, STIPPLE_STORE_DAMAGED, NULL,
                    "After migration %lld a row of %s names a %s that is not there.",
                    (long long)version, (const char *)sqlite3_column_text(st, 0),
                    (const char *)sqlite3_column_text(st, 2));
    else if (rc != SQLITE_DONE)
        code = store_fail(s, rc, e);
    sqlite3_finalize(st);
    return code;
}

/* Each file ends by saying the version it makes, inside its transaction. */
static enum stipple_error step_run(struct store *s, int64_t before, struct error *e)
{
    int64_t version;
    TRY(sql_run(s, "BEGIN IMMEDIATE", e));
    TRY(sql_run(s, sql_migrations[before], e));
    TRY(connection_number(s, "PRAGMA user_version", &version, e));
    if (version != before + 1)
        return fail(e, STIPPLE_INTERNAL, NULL, "Migration %lld does not say its version.",
                    (long long)before + 1);
    TRY(references_check(s, version, e));
    return sql_run(s, "COMMIT", e);
}

static enum stipple_error steps_run(struct store *s, int64_t version, struct error *e)
{
    for (; version < SQL_MIGRATIONS; version++) {
        enum stipple_error code = step_run(s, version, e);
        if (code != STIPPLE_OK) {
            sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
            return code;
        }
    }
    return STIPPLE_OK;
}

enum stipple_error store_migrate(struct store *s, struct error *e)
{
    int64_t version, enforced, now;
    TRY(connection_number(s, "PRAGMA user_version", &version, e));
    TRY(connection_number(s, "PRAGMA foreign_keys", &enforced, e));
    if (version >= SQL_MIGRATIONS)
        return STIPPLE_OK;
    TRY(sql_run(s, "PRAGMA foreign_keys = OFF", e));
    TRY(steps_run(s, version, e));
    if (!enforced)
        return STIPPLE_OK;
    TRY(sql_run(s, "PRAGMA foreign_keys = ON", e));
    TRY(connection_number(s, "PRAGMA foreign_keys", &now, e));
    return now ? STIPPLE_OK
               : fail(e, STIPPLE_STORE_FAILED, NULL, "SQLite does not enforce references.");
}
