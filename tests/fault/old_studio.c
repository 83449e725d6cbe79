/* Makes a studio of an older schema, with its first event in it: what a migration finds.
 * Usage: old_studio FOLDER SCHEMA */
#include "store/chain.h"
#include "store/connection.h"
#include "store/query.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STUDIO "01900000-0000-7000-8000-000000000001"

/* The event as the daemon writes it, and the row that the schema's own program would have made. */
static enum stipple_error first_event(struct store *s, struct error *e)
{
    static const char body[] =
        "{\"made\":{\"studio\":\"" STUDIO "\"},\"offset_min\":0,\"time_zone\":\"UTC\"}";
    static const unsigned char salt[SALT_SIZE], prev[HASH_SIZE];
    const struct event event = {.seq = 1, .op_id = STUDIO, .type = "studio.set", .by = "daemon"};
    unsigned char body_sha256[HASH_SIZE], hash[HASH_SIZE];
    chain_commit(salt, body, sizeof body - 1, body_sha256);
    if (!chain_hash(prev, &event, body_sha256, hash))
        return fail_memory(e);
    QUERY(q, s, SQL_EVENT_INSERT);
    query_int(&q, ":seq", event.seq);
    query_text(&q, ":op_id", event.op_id);
    query_text(&q, ":type", event.type);
    query_int(&q, ":occurred_at", 0);
    query_int(&q, ":recorded_at", 0);
    query_text(&q, ":by", event.by);
    query_text(&q, ":body", body);
    query_bytes(&q, ":salt", salt, SALT_SIZE);
    query_bytes(&q, ":body_sha256", body_sha256, HASH_SIZE);
    query_bytes(&q, ":prev", prev, HASH_SIZE);
    query_bytes(&q, ":hash", hash, HASH_SIZE);
    return query_run(&q, e);
}

static enum stipple_error sql_run(struct store *s, const char *sql, struct error *e)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? STIPPLE_OK : store_fail(s, rc, e);
}

static enum stipple_error studio_fill(struct store *s, int schema, struct error *e)
{
    for (int i = 0; i < schema; i++)
        TRY(sql_run(s, sql_migrations[i], e));
    TRY(first_event(s, e));
    return sql_run(s,
                   "INSERT INTO studio (id, uuid, time_zone, rule_packs) VALUES (1, '" STUDIO
                   "', 'UTC', '[]')",
                   e);
}

static enum stipple_error studio_make(const char *path, int schema, struct error *e)
{
    struct store *s;
    TRY(connection_open(path, CONNECTION_WRITER, &sources_system, &s, e));
    enum stipple_error code = studio_fill(s, schema, e);
    store_close(s);
    return code;
}

int main(int argc, char **argv)
{
    char path[PATH_MAX];
    struct error e = {0};
    int schema = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (schema < 1 || schema > SQL_MIGRATIONS) {
        fputs("usage: old_studio FOLDER SCHEMA\n", stderr);
        return 2;
    }
    snprintf(path, sizeof path, "%s/stipple.db", argv[1]);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0 || close(fd) != 0 || studio_make(path, schema, &e) != STIPPLE_OK) {
        fprintf(stderr, "%s: %s\n", path, e.message);
        return 1;
    }
    return 0;
}
