#include "store/connection.h"

int store_schema_version(void)
{
    return SQL_MIGRATIONS;
}

/* Each file ends by saying the version it makes, inside its transaction. */
static int step_run(struct store *s, size_t step)
{
    int rc = sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(s->db, sql_migrations[step], NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

enum stipple_error store_migrate(struct store *s, struct error *e)
{
    int64_t version;
    TRY(connection_number(s, "PRAGMA user_version", &version, e));
    while (version < SQL_MIGRATIONS) {
        int rc = step_run(s, (size_t)version);
        if (rc != SQLITE_OK) {
            enum stipple_error code = store_fail(s, rc, e);
            sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
            return code;
        }
        int64_t before = version;
        TRY(connection_number(s, "PRAGMA user_version", &version, e));
        if (version != before + 1)
            return fail(e, STIPPLE_INTERNAL, NULL, "Migration %lld does not say its version.",
                        (long long)before + 1);
    }
    return STIPPLE_OK;
}
