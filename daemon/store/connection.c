/* Every setting is made and then read back, because SQLite ignores a pragma it does not know or
 * cannot follow. One connection writes and checkpoints; no other may, for Debian 12's SQLite can
 * corrupt a database when two do (sqlite.org/wal.html#walresetbug). So nothing checkpoints by
 * itself, neither after a commit nor at close. */
#include "store/connection.h"

#include "base/log.h"
#include "store/query.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nobody else writes; a reader may meet the recovery of the WAL after a crash. */
enum { BUSY_MS = 5000 };

struct setting {
    const char *set, *get, *expected;
    unsigned kinds;
};

enum {
    WRITER = 1U << CONNECTION_WRITER,
    READER = 1U << CONNECTION_READER,
    SCRATCH = 1U << CONNECTION_SCRATCH,
    COPIER = 1U << CONNECTION_COPIER,
    SINGLE = 1U << CONNECTION_FILE,
    LIVE = WRITER | READER | COPIER,
    ANY = LIVE | SCRATCH | SINGLE,
};

/* temp_store: a savepoint's journal in memory grows by 1 KiB; the other kind takes 64 KiB at once,
 * and the page faults of that made every command four times as slow. Nor is there a file in
 * /var/tmp. journal_size_limit: what is left of the WAL's file after a burst, 16 MiB. cache_size: 8
 * MiB a reader, filled as needed; who a lot reached lies on a thousand pages all over a large
 * studio. */
static const struct setting settings[] = {
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0", ANY},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1", ANY},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2", ANY},
    {"PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0", LIVE | SINGLE},
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", WRITER},
    {"PRAGMA journal_mode", "PRAGMA journal_mode", "wal", READER | COPIER},
    {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2", LIVE},
    {"PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0", LIVE},
    {"PRAGMA journal_size_limit = 16777216", "PRAGMA journal_size_limit", "16777216", WRITER},
    /* What is deleted is overwritten where it lay; scrub.c says why that is not enough. */
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1", WRITER},
    {"PRAGMA cache_size = -8192", "PRAGMA cache_size", "-8192", READER},
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1", LIVE | SINGLE},
    {"PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys", "0", SCRATCH}, /* it has no events */
    {"PRAGMA query_only = ON", "PRAGMA query_only", "1", READER | SINGLE},
};

enum stipple_error store_fail_damaged(struct error *e, const char *what)
{
    fail(e, STIPPLE_STORE_DAMAGED, NULL, "The database is damaged: %s.", what);
    return fail_hint(e, "Stop the daemon, keep the file, and restore the last backup.");
}

enum stipple_error store_fail(struct store *s, int rc, struct error *e)
{
    if (rc == SQLITE_INTERRUPT)
        return fail(e, STIPPLE_DAEMON_STOPPING, NULL, "The daemon is shutting down.");
    log_warning("SQLite: %s (%d)", sqlite3_errmsg(s->db), rc);
    switch (rc & 0xFF) {
    case SQLITE_FULL:
        return fail(e, STIPPLE_STORE_FULL, NULL, "The disk is full; nothing was written.");
    case SQLITE_NOMEM:
        return fail_memory(e);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return store_fail_damaged(e, sqlite3_errmsg(s->db));
    default:
        if (rc == SQLITE_IOERR_NOMEM)
            return fail_memory(e);
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The database could not be read or written: %s.",
                    sqlite3_errmsg(s->db));
    }
}

enum stipple_error store_fail_file(struct error *e, const char *doing, const char *path)
{
    enum stipple_error code = errno == ENOSPC ? STIPPLE_STORE_FULL : STIPPLE_STORE_FAILED;
    return fail(e, code, NULL, "Cannot %s %s: %s.", doing, path, strerror(errno));
}

/* The first value of a pragma as text, "" when it gives none. */
static enum stipple_error pragma_read(struct store *s, const char *sql, char *ret, size_t size,
                                      struct error *e)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    const char *text = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
    if (rc == SQLITE_ROW && !text) /* no memory to write a number as text */
        rc = SQLITE_NOMEM;
    snprintf(ret, size, "%s", text ? text : "");
    enum stipple_error code =
        rc == SQLITE_ROW || rc == SQLITE_DONE ? STIPPLE_OK : store_fail(s, rc, e);
    sqlite3_finalize(st);
    return code;
}

enum stipple_error connection_number(struct store *s, const char *pragma, int64_t *ret,
                                     struct error *e)
{
    char text[32];
    TRY(pragma_read(s, pragma, text, sizeof text, e));
    *ret = strtoll(text, NULL, 10);
    return STIPPLE_OK;
}

static enum stipple_error settings_make(struct store *s, struct error *e)
{
    char text[32];
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct setting *setting = &settings[i];
        if (!(setting->kinds & 1U << s->kind))
            continue;
        TRY(pragma_read(s, setting->set, text, sizeof text, e));
        TRY(pragma_read(s, setting->get, text, sizeof text, e));
        if (strcmp(text, setting->expected) != 0)
            return fail(e, STIPPLE_STORE_FAILED, NULL, "SQLite answers %s with %s instead of %s.",
                        setting->get, text, setting->expected);
    }
    return STIPPLE_OK;
}

static enum stipple_error defences_raise(struct store *s, struct error *e)
{
    static const struct {
        int option, value;
    } defences[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},          {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    for (size_t i = 0; i < sizeof defences / sizeof *defences; i++) {
        int now = -1;
        int rc = sqlite3_db_config(s->db, defences[i].option, defences[i].value, &now);
        if (rc != SQLITE_OK || now != defences[i].value)
            return store_fail(s, rc, e);
    }
    return STIPPLE_OK;
}

static int wal_grew(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db, (void)name;
    ((struct store *)context)->wal_pages = pages;
    return SQLITE_OK;
}

/* SQLite counts the memory it has, under a lock that all connections share and every allocation
 * takes; nobody asks for the count (sqlite.org/malloc.html section 3.2). It heeds this before its
 * first use only; whoever was there before has decided. */
static void counting_stop(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum stipple_error connection_begin(struct store *s, struct error *e)
{
    static pthread_once_t counting_stopped = PTHREAD_ONCE_INIT;
    static const int modes[] = {
        [CONNECTION_WRITER] = SQLITE_OPEN_READWRITE,
        [CONNECTION_READER] = SQLITE_OPEN_READWRITE,
        [CONNECTION_SCRATCH] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_CREATE,
        [CONNECTION_COPIER] = SQLITE_OPEN_READONLY,
        [CONNECTION_FILE] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
    };
    int flags = modes[s->kind] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    pthread_once(&counting_stopped, counting_stop);
    int rc = sqlite3_open_v2(s->path, &s->db, flags, NULL);
    if (!s->db)
        return fail_memory(e);
    if (rc != SQLITE_OK)
        return store_fail(s, rc, e);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    TRY(defences_raise(s, e));
    TRY(settings_make(s, e));
    if (s->kind == CONNECTION_WRITER)
        sqlite3_wal_hook(s->db, wal_grew, s);
    return STIPPLE_OK;
}

enum stipple_error connection_open(const char *path, enum connection_kind kind,
                                   const struct sources *sources, struct store **ret,
                                   struct error *e)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return fail_memory(e);
    starved_watch();
    s->sources = sources;
    s->kind = kind;
    s->path = strdup(path);
    enum stipple_error code = s->path ? connection_begin(s, e) : fail_memory(e);
    if (code != STIPPLE_OK) {
        s->failed = true; /* it goes as it came: no checkpoint */
        store_close(s);
        return code;
    }
    *ret = s;
    return STIPPLE_OK;
}

enum stipple_error connection_settle(struct store *s, struct error *e)
{
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK ? STIPPLE_OK : store_fail(s, rc, e);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->kind == CONNECTION_WRITER && !s->failed)
        store_scrub(s);
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(s->statements[i]);
    if (s->kind == CONNECTION_WRITER && !s->failed) {
        connection_settle(s, NULL);
        /* So that the last connection takes the empty WAL away. */
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    }
    sqlite3_close_v2(s->db);
    sodium_memzero(&s->key, sizeof s->key);
    free(s->path);
    free(s);
}
