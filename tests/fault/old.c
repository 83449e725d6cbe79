#include "old.h"

#include "base/arena.h"
#include "base/sources.h"
#include "store/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Rows of the columns that the table had then. */
static const char rows_copy[] =
    "SELECT printf('INSERT OR IGNORE INTO main.\"%w\" (%s) SELECT %s FROM now.\"%w\"', t.name, "
    "columns, columns, t.name) FROM (SELECT t.name, (SELECT group_concat('\"' || c.name || '\"') "
    "FROM pragma_table_info(t.name, 'main') AS c "
    "JOIN pragma_table_info(t.name, 'now') AS n ON n.name = c.name) AS columns "
    "FROM main.sqlite_schema AS t WHERE t.type = 'table') AS t";

/* What refers to a row that the tables did not take. */
static const char rows_loose[] =
    "SELECT printf('DELETE FROM main.\"%w\" WHERE \"%w\" NOT IN (SELECT \"%w\" FROM main.\"%w\")', "
    "t.name, k.\"from\", k.\"to\", k.\"table\") FROM main.sqlite_schema AS t "
    "JOIN pragma_foreign_key_list(t.name, 'main') AS k WHERE t.type = 'table'";

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

void old_exec(sqlite3 *db, const char *sql)
{
    char *text = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        die(sql, text);
}

/* Runs the SQL that each row of a query gives; how many rows those changed. */
static int exec_each(sqlite3 *db, const char *query)
{
    sqlite3_stmt *st = NULL;
    struct arena a = {0};
    struct list made = {0};
    if (sqlite3_prepare_v2(db, query, -1, &st, NULL) != SQLITE_OK)
        die(query, sqlite3_errmsg(db));
    while (sqlite3_step(st) == SQLITE_ROW)
        *(const char **)list_add(&a, &made, sizeof(char *)) =
            arena_print(&a, "%s", sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    int before = sqlite3_total_changes(db);
    for (size_t i = 0; i < made.n; i++)
        old_exec(db, ((const char **)made.items)[i]);
    arena_free(&a);
    return sqlite3_total_changes(db) - before;
}

static int64_t rows_take(sqlite3 *db, const char *from)
{
    char attach[PATH_MAX + 32];
    sqlite3_snprintf(sizeof attach, attach, "ATTACH %Q AS now", from);
    old_exec(db, attach);
    old_exec(db, "PRAGMA foreign_keys = OFF");
    int64_t rows = exec_each(db, rows_copy);
    for (int loose = 1; loose; rows -= loose)
        loose = exec_each(db, rows_loose);
    old_exec(db, "DETACH now");
    return rows;
}

int64_t old_make(const char *path, int schema, const char *from)
{
    struct store *s;
    struct error e = {0};
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0 || close(fd) != 0)
        die(path, strerror(errno));
    if (connection_open(path, CONNECTION_WRITER, &sources_system, &s, &e) != STIPPLE_OK)
        die(path, e.message);
    for (int i = 0; i < schema; i++)
        old_exec(s->db, sql_migrations[i]);
    int64_t rows = rows_take(s->db, from);
    store_close(s);
    return rows;
}
