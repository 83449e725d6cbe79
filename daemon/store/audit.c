/* An audit goes on after what it finds, so that one flipped byte is one finding and not the end of
 * the report: each event is checked against the hash its predecessor bears, right or wrong. */
#include "store/audit_run.h"

#include "base/buffer.h"
#include "store/chain.h"

#include <stdlib.h>
#include <string.h>

void audit_find(struct audit_run *run, const char *what, int64_t seq, const char *where,
                const char *text)
{
    run->audit->whole = false;
    if (run->audit->findings.n >= AUDIT_FINDINGS_MAX)
        return;
    struct audit_finding *slot = list_add(run->a, &run->audit->findings, sizeof *slot);
    if (slot)
        *slot = (struct audit_finding){what, seq, where, text ? text : ""};
}

static const char *column_string(sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    return text ? text : "";
}

enum stipple_error audit_database(struct audit_run *run, struct error *e)
{
    QUERY(integrity, run->s, SQL_AUDIT_INTEGRITY);
    bool row;
    for (;;) {
        TRY(query_step(&integrity, &row, e));
        const char *text = row ? (const char *)sqlite3_column_text(integrity.statement, 0) : "ok";
        if (text && strcmp(text, "ok") != 0)
            audit_find(run, "database", INT_ABSENT, NULL, arena_print(run->a, "SQLite: %s", text));
        if (!row)
            break;
    }
    QUERY(keys, run->s, SQL_AUDIT_FOREIGN_KEYS);
    for (;;) {
        TRY(query_step(&keys, &row, e));
        if (!row)
            return STIPPLE_OK;
        const char *text =
            arena_print(run->a, "Row %lld of %s names a %s that is not there.",
                        (long long)sqlite3_column_int64(keys.statement, 1),
                        column_string(keys.statement, 0), column_string(keys.statement, 2));
        audit_find(run, "database", INT_ABSENT, NULL, text);
    }
}

/* Columns of event_walk. */
enum { SEQ, OP_ID, TYPE, OCCURRED_AT, RECORDED_AT, BY, BODY, SALT, BODY_SHA256, PREV, HASH, PURGE };

/* 32 bytes of a column; zeros when it has another length. */
static void column_hash(sqlite3_stmt *st, int column, unsigned char *ret)
{
    const void *bytes = sqlite3_column_blob(st, column);
    memset(ret, 0, HASH_SIZE);
    if (bytes && sqlite3_column_bytes(st, column) == HASH_SIZE)
        memcpy(ret, bytes, HASH_SIZE);
}

static void body_check(struct audit_run *run, sqlite3_stmt *st, int64_t seq,
                       const unsigned char *body_sha256)
{
    const char *body = (const char *)sqlite3_column_text(st, BODY);
    unsigned char salt[SALT_SIZE], commitment[HASH_SIZE];
    column_hash(st, SALT, salt);
    bool named = sqlite3_column_type(st, PURGE) != SQLITE_NULL;
    if (!body && named) {
        run->audit->purged++;
        return;
    }
    if (!body) {
        audit_find(run, "event.body", seq, NULL, "The body is gone, and no purge names it.");
        return;
    }
    if (named)
        audit_find(run, "event.body", seq, NULL,
                   arena_print(run->a, "The body is there, though event %lld purged it.",
                               (long long)sqlite3_column_int64(st, PURGE)));
    chain_commit(salt, body, (size_t)sqlite3_column_bytes(st, BODY), commitment);
    if (memcmp(commitment, body_sha256, HASH_SIZE) != 0)
        audit_find(run, "event.body", seq, NULL, "The body is not the one that was recorded.");
}

/* Whether the columns are what was hashed: texts without a NUL inside, hashes of their length. What
 * the chain says below would not see a byte behind either. */
static bool columns_sound(sqlite3_stmt *st)
{
    static const int texts[] = {OP_ID, TYPE, BY}, hashes[] = {BODY_SHA256, PREV, HASH};
    bool sound = true;
    for (size_t i = 0; i < 3; i++) {
        sound &= strlen(column_string(st, texts[i])) == (size_t)sqlite3_column_bytes(st, texts[i]);
        sound &= sqlite3_column_bytes(st, hashes[i]) == HASH_SIZE;
    }
    bool purged = sqlite3_column_type(st, BODY) == SQLITE_NULL;
    return sound && sqlite3_column_bytes(st, SALT) == (purged ? 0 : SALT_SIZE);
}

/* `prev`: the hash that the event before bears; then this one's. */
static bool event_check(struct audit_run *run, sqlite3_stmt *st, unsigned char *prev)
{
    struct event event = {.seq = sqlite3_column_int64(st, SEQ),
                          .op_id = column_string(st, OP_ID),
                          .type = column_string(st, TYPE),
                          .occurred_at = {sqlite3_column_int64(st, OCCURRED_AT), 0},
                          .recorded_at = sqlite3_column_int64(st, RECORDED_AT),
                          .by = column_string(st, BY)};
    unsigned char body_sha256[HASH_SIZE], said_prev[HASH_SIZE], said[HASH_SIZE], hash[HASH_SIZE];
    column_hash(st, BODY_SHA256, body_sha256);
    column_hash(st, PREV, said_prev);
    column_hash(st, HASH, said);
    if (!chain_hash(said_prev, &event, body_sha256, hash))
        return false;
    if (event.seq != run->audit->events + 1)
        audit_find(run, "event.seq", event.seq, NULL, "An event before this one is missing.");
    if (memcmp(said_prev, prev, HASH_SIZE) != 0)
        audit_find(run, "event.prev", event.seq, NULL,
                   "It does not follow from the event before it.");
    if (memcmp(said, hash, HASH_SIZE) != 0 || !columns_sound(st))
        audit_find(run, "event.hash", event.seq, NULL, "The hash is not that of the event.");
    body_check(run, st, event.seq, body_sha256);
    run->audit->events = event.seq;
    memcpy(prev, said, HASH_SIZE);
    return true;
}

enum stipple_error audit_chain(struct audit_run *run, struct error *e)
{
    QUERY(q, run->s, SQL_EVENT_WALK);
    unsigned char last[HASH_SIZE] = {0};
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            break;
        if (!event_check(run, q.statement, last))
            return fail_memory(e);
    }
    char seal[HASH_HEX];
    chain_hex(last, seal);
    run->audit->seal = arena_copy(run->a, seal, strlen(seal));
    return run->audit->seal ? STIPPLE_OK : fail_memory(e);
}

static const struct column purge_columns[] = {
    COLUMN(struct audit_purge, INT, seq),       COLUMN(struct audit_purge, TIME, occurred_at),
    COLUMN(struct audit_purge, TEXT, by),       COLUMN(struct audit_purge, TEXT, reason),
    COLUMN(struct audit_purge, TEXTS, clients), COLUMN(struct audit_purge, REALS, numbers),
};
static const struct shape purge_shape = SHAPE(struct audit_purge, purge_columns);

static int number_compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Sorts them. NULL when memory ran out. */
static const char *numbers_text(struct arena *a, struct list *numbers)
{
    double *number = numbers->items;
    struct buffer text = {0};
    if (numbers->n > 0)
        qsort(number, numbers->n, sizeof *number, number_compare);
    for (size_t i = 0, last; i < numbers->n; i = last + 1) {
        for (last = i; last + 1 < numbers->n && number[last + 1] - number[last] < 1.5;)
            last++;
        buffer_print(&text, "%s%.0f", i ? ", " : "", number[i]);
        if (last > i)
            buffer_print(&text, "-%.0f", number[last]);
    }
    const char *string = buffer_string(&text);
    string = string ? arena_copy(a, string, strlen(string)) : NULL;
    buffer_free(&text);
    return string;
}

enum stipple_error audit_purges(struct audit_run *run, struct error *e)
{
    const char *end;
    QUERY(q, run->s, SQL_AUDIT_PURGES);
    TRY(query_page(&q, run->a, &purge_shape, 0, &run->audit->purges, &end, e));
    struct audit_purge *purge = run->audit->purges.items;
    for (size_t i = 0; i < run->audit->purges.n; i++) {
        purge[i].events = numbers_text(run->a, &purge[i].numbers);
        if (!purge[i].events)
            return fail_memory(e);
    }
    return STIPPLE_OK;
}

/* Pages that cannot be read are a finding too. */
static enum stipple_error part_run(struct audit_run *run,
                                   enum stipple_error (*part)(struct audit_run *, struct error *),
                                   struct error *e)
{
    struct error inner = {0};
    enum stipple_error code = part(run, &inner);
    if (code == STIPPLE_STORE_DAMAGED) {
        audit_find(run, "database", INT_ABSENT, NULL,
                   arena_copy(run->a, inner.message, strlen(inner.message)));
        return STIPPLE_OK;
    }
    if (code != STIPPLE_OK && e)
        *e = inner;
    return code;
}

enum stipple_error audit_verify_against(struct store *s, struct arena *a,
                                        const struct audit_ask *ask, struct audit *ret,
                                        struct error *e)
{
    /* What names an event or a row comes first: one row gone may break a thousand references. */
    static enum stipple_error (*const parts[])(struct audit_run *, struct error *) = {
        audit_chain, audit_purges, audit_keys, audit_seal, audit_state, audit_database};
    struct audit audit = {.whole = true, .seal = "", .seal_contained = BOOL_ABSENT};
    struct audit_run run = {s, a, &audit, ask};
    bool alone = sqlite3_get_autocommit(s->db);
    if (alone)
        TRY(store_snapshot(s, e));
    enum stipple_error code = STIPPLE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && code == STIPPLE_OK; i++)
        code = part_run(&run, parts[i], e);
    if (alone)
        store_snapshot_end(s);
    if (code == STIPPLE_OK)
        *ret = audit;
    return code;
}

enum stipple_error audit_verify(struct store *s, struct arena *a, struct audit *ret,
                                struct error *e)
{
    return audit_verify_against(s, a, &(struct audit_ask){0}, ret, e);
}
