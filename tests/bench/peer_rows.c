/* stock.adjust as one would write it with nothing but SQLite: the rows that stippled writes, of the
 * same size, into the same tables with their indexes and triggers, each call a transaction. Nothing
 * is checked, nothing hashed, no repetition told; the journal is checkpointed as SQLite does of
 * itself. */
#include "peer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BEGIN, EVENT, CONTAINER, MOVEMENT, COMMIT, STATEMENTS };

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [EVENT] = "INSERT INTO event VALUES (NULL, ?1, 'stock.adjust', ?2, ?2, 'uid:0', ?3,"
              " randomblob(32), randomblob(32), randomblob(32), randomblob(32))",
    [CONTAINER] = "UPDATE container SET remaining = remaining + ?1 WHERE uuid = ?2"
                  " RETURNING id, code, remaining",
    [MOVEMENT] = "INSERT INTO movement VALUES (1, ?1, ?2, 'adjust', ?3, ?4)",
    [COMMIT] = "COMMIT",
};
static sqlite3 *db;
static sqlite3_stmt *statements[STATEMENTS];

static sqlite3_stmt *statement_run(int which, int expected)
{
    if (sqlite3_step(statements[which]) != expected) {
        fprintf(stderr, "bench_peer: %s\n", sqlite3_errmsg(db));
        exit(EXIT_FAILURE);
    }
    return statements[which];
}

static void event_insert(const char *op_id, const char *container, int delta)
{
    struct timespec now;
    char body[1024];
    clock_gettime(CLOCK_REALTIME, &now);
    int length = snprintf(
        body, sizeof body,
        "{\"container\":\"%s\",\"delta_ul\":%d,\"made\":{\"container\":\"%s\",\"container_code\":"
        "\"B-0001\",\"delta_ul\":%d,\"left_ul\":15000,\"usable_until\":\"2099-06-30\"},"
        "\"occurred_at\":\"2026-03-02T09:00:00.000Z\",\"offset_min\":0,\"op_id\":\"%s\",\"peer_"
        "uid\":0,"
        "\"reason\":\"count\",\"request\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\"}",
        container, delta, container, delta, op_id);
    sqlite3_bind_text(statements[EVENT], 1, op_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statements[EVENT], 2, now.tv_sec * 1000 + now.tv_nsec / 1000000);
    sqlite3_bind_text(statements[EVENT], 3, body, length, SQLITE_STATIC);
    sqlite3_reset(statement_run(EVENT, SQLITE_DONE));
}

static int result_write(const char *container, int delta, char *to, size_t size)
{
    sqlite3_bind_int(statements[CONTAINER], 1, delta);
    sqlite3_bind_text(statements[CONTAINER], 2, container, -1, SQLITE_STATIC);
    sqlite3_stmt *row = statement_run(CONTAINER, SQLITE_ROW);
    sqlite3_bind_int64(statements[MOVEMENT], 1, sqlite3_column_int64(row, 0));
    sqlite3_bind_int64(statements[MOVEMENT], 2, sqlite3_last_insert_rowid(db));
    sqlite3_bind_int(statements[MOVEMENT], 3, delta);
    sqlite3_bind_int64(statements[MOVEMENT], 4, sqlite3_column_int64(row, 2));
    int length = snprintf(to, size,
                          "{\"container\":\"%s\",\"container_code\":\"%s\",\"left_ul\":%lld,"
                          "\"delta_ul\":%d}",
                          container, sqlite3_column_text(row, 1),
                          (long long)sqlite3_column_int64(row, 2), delta);
    sqlite3_reset(row);
    return length;
}

static size_t rows_answer(char *line, size_t length, char *to)
{
    char result[512];
    const cJSON *call = call_parse(line, length);
    const cJSON *params = cJSON_GetObjectItemCaseSensitive(call, "params");
    const char *op_id = cJSON_GetObjectItemCaseSensitive(params, "op_id")->valuestring;
    const char *container = cJSON_GetObjectItemCaseSensitive(params, "container")->valuestring;
    int delta = cJSON_GetObjectItemCaseSensitive(params, "delta_ul")->valueint;
    sqlite3_reset(statement_run(BEGIN, SQLITE_DONE));
    event_insert(op_id, container, delta);
    int n = result_write(container, delta, result, sizeof result);
    sqlite3_reset(statement_run(MOVEMENT, SQLITE_DONE));
    sqlite3_reset(statement_run(COMMIT, SQLITE_DONE));
    return call_answer(call, result, (size_t)n, to);
}

peer_answer *rows_open(const char *path)
{
    if (!path || sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                     "PRAGMA foreign_keys = ON",
                     NULL, NULL, NULL) != SQLITE_OK)
        return NULL;
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &statements[i], NULL) !=
            SQLITE_OK)
            return NULL;
    return rows_answer;
}
