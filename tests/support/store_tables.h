/* The tables of a studio, as SQLite describes them. */
#ifndef STIPPLE_TESTS_STORE_TABLES_H
#define STIPPLE_TESTS_STORE_TABLES_H

#include "store_fixture.h"

#include "store/connection.h"

enum { NAMES_MAX = 64, COLUMNS_MAX = 24, SQL_SIZE = 1024 };

struct table {
    char name[48];
    size_t n, keys;
    char columns[COLUMNS_MAX][48], types[COLUMNS_MAX][12];
    bool nullable[COLUMNS_MAX];
    int key[COLUMNS_MAX]; /* place of the column in the primary key, from 1 */
    int64_t rows;
};
struct tables {
    struct table table[NAMES_MAX];
    size_t n;
};
static inline sqlite3_stmt *prepared(struct fixture *f, const char *sql)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(f->s->db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(f->s->db));
    return st;
}

static inline void run_sql(struct fixture *f, const char *sql)
{
    if (sqlite3_exec(f->s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(f->s->db));
}

static inline void columns_read(struct fixture *f, struct table *t)
{
    sqlite3_stmt *st =
        prepared(f, "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid");
    sqlite3_bind_text(st, 1, t->name, -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        assert_true(t->n < COLUMNS_MAX);
        snprintf(t->columns[t->n], sizeof t->columns[0], "%s", sqlite3_column_text(st, 0));
        snprintf(t->types[t->n], sizeof t->types[0], "%s", sqlite3_column_text(st, 1));
        t->key[t->n] = sqlite3_column_int(st, 3);
        t->nullable[t->n] = !sqlite3_column_int(st, 2) && !t->key[t->n];
        t->keys += t->key[t->n] > 0;
        t->n++;
    }
    sqlite3_finalize(st);
    char sql[SQL_SIZE];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", t->name);
    st = prepared(f, sql);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    t->rows = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
}

/* The rows of a query as one text, columns with | and rows with ; behind them. */
static inline const char *rows(struct fixture *f, const char *sql)
{
    struct buffer all = {0};
    sqlite3_stmt *st = prepared(f, sql);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int c = 0; c < sqlite3_column_count(st); c++) {
            const char *text = (const char *)sqlite3_column_text(st, c);
            buffer_print(&all, "%s|", text ? text : "");
        }
        buffer_byte(&all, ';');
    }
    sqlite3_finalize(st);
    const char *text = arena_copy(&f->a, all.data ? all.data : "", all.length);
    buffer_free(&all);
    return text;
}

/* Everything that a query gives, added to a hash (FNV-1a). */
static inline uint64_t rows_hash(sqlite3_stmt *st, uint64_t hash)
{
    hash ^= 14695981039346656037U;
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int c = 0; c < sqlite3_column_count(st); c++) {
            const unsigned char *bytes = sqlite3_column_blob(st, c);
            int length = sqlite3_column_bytes(st, c);
            hash = (hash ^ (uint64_t)sqlite3_column_type(st, c)) * 1099511628211U;
            for (int i = 0; i < length; i++)
                hash = (hash ^ bytes[i]) * 1099511628211U;
        }
    return hash;
}

/* Every table that derives from events, the history first; all of them with rows. */
static inline struct tables *tables_read(struct fixture *f)
{
    static struct tables tables;
    tables = (struct tables){0};
    sqlite3_stmt *st =
        prepared(f, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
                    "'sqlite%' AND name NOT IN ('client_key', 'session_key', 'scrub') "
                    "ORDER BY name <> 'event', name");
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct table *t = &tables.table[tables.n];
        snprintf(t->name, sizeof t->name, "%s", sqlite3_column_text(st, 0));
        columns_read(f, t);
        if (t->rows == 0)
            fail_msg("nothing stands in the table %s", t->name);
        tables.n++;
        assert_true(tables.n < NAMES_MAX);
    }
    sqlite3_finalize(st);
    return &tables;
}

#endif
