/* A batch is one transaction with a savepoint a command. SQLite may roll the whole of it back of
 * itself (a full disk, an I/O error, no memory); sqlite3_get_autocommit() is the only witness. */
#include "store/query.h"

#include "base/log.h"

/* 4 MiB of pages: the point at which SQLite itself would checkpoint; here, when nobody waits. */
enum { WAL_PAGES_CHECKPOINT = 1000 };
/* 64 MiB: writers never rest, or readers have kept the WAL from starting over; now all of them
 * wait, for as long as a call may without anybody noticing. */
enum { WAL_PAGES_MAX = 16000, WAL_WAIT_MS = 100, BUSY_MS = 5000 };

static enum stipple_error statement_run(struct store *s, enum sql sql, struct error *e)
{
    QUERY(q, s, sql);
    return query_run(&q, e);
}

/* The one before is ended first, where there was no memory to end it. */
static enum stipple_error transaction_begin(struct store *s, enum sql sql, struct error *e)
{
    if (!sqlite3_get_autocommit(s->db))
        TRY(statement_run(s, SQL_BATCH_ROLLBACK, e));
    return statement_run(s, sql, e);
}

enum stipple_error store_begin(struct store *s, struct error *e)
{
    TRY(transaction_begin(s, SQL_BATCH_BEGIN, e));
    s->batch = true;
    return STIPPLE_OK;
}

enum stipple_error store_savepoint(struct store *s, struct error *e)
{
    return statement_run(s, SQL_COMMAND_BEGIN, e);
}

enum stipple_error store_release(struct store *s, struct error *e)
{
    return statement_run(s, SQL_COMMAND_KEEP, e);
}

void store_undo(struct store *s)
{
    if (sqlite3_get_autocommit(s->db))
        return;
    if (statement_run(s, SQL_COMMAND_UNDO, NULL) != STIPPLE_OK ||
        statement_run(s, SQL_COMMAND_KEEP, NULL) != STIPPLE_OK)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL); /* store_lost tells */
}

bool store_lost(const struct store *s)
{
    return s->batch && sqlite3_get_autocommit(s->db);
}

void store_rollback(struct store *s)
{
    s->batch = false;
    if (!sqlite3_get_autocommit(s->db))
        statement_run(s, SQL_BATCH_ROLLBACK, NULL);
}

/* The frame that makes a commit one is the last to be written, so a full disk has kept it from
 * being one, and a constraint speaks up before any. After anything else it may be on the disk all
 * the same: memory too can run out behind the sync, when the WAL's index has to grow. */
static bool commit_undone(int rc)
{
    int kind = rc & 0xFF;
    return kind == SQLITE_FULL || kind == SQLITE_CONSTRAINT || kind == SQLITE_BUSY;
}

static enum stipple_error commit_undo(struct store *s, int rc, struct error *e)
{
    enum stipple_error code = store_fail(s, rc, e);
    store_rollback(s);
    return code;
}

/* No second try and no second sync: after a failed one the kernel may have dropped the pages and
 * say yes to the next (Rebello et al., "Can Applications Recover from fsync Failures?", 2020). */
static enum stipple_error commit_fail(struct store *s, int rc, struct error *e)
{
    s->failed = true;
    s->batch = false;
    log_error("commit: %s (%d)", sqlite3_errmsg(s->db), rc);
    return fail(e, STIPPLE_STORE_UNKNOWN, NULL,
                "The commit failed midway; whether this was written is unknown.");
}

enum stipple_error store_commit(struct store *s, struct error *e)
{
    if (store_lost(s)) {
        s->batch = false;
        return fail(e, STIPPLE_STORE_FAILED, NULL, "The whole batch was rolled back.");
    }
    QUERY(q, s, SQL_BATCH_COMMIT);
    if (q.rc != SQLITE_OK)
        return commit_undo(s, q.rc, e);
    int rc = sqlite3_step(q.statement);
    if (rc != SQLITE_DONE)
        return commit_undone(rc) ? commit_undo(s, rc, e) : commit_fail(s, rc, e);
    s->batch = false;
    return STIPPLE_OK;
}

void store_checkpoint_overdue(struct store *s)
{
    if (s->wal_pages > WAL_PAGES_MAX)
        store_checkpoint(s);
}

bool store_checkpoint(struct store *s)
{
    if (!s->failed)
        store_scrub(s);
    if (s->failed || (s->wal_pages < WAL_PAGES_CHECKPOINT && !s->unsettled))
        return false;
    bool wait = s->wal_pages > WAL_PAGES_MAX || s->unsettled;
    int mode = s->unsettled ? SQLITE_CHECKPOINT_TRUNCATE
               : wait       ? SQLITE_CHECKPOINT_RESTART
                            : SQLITE_CHECKPOINT_PASSIVE;
    int pages = 0, moved = 0;
    if (wait)
        sqlite3_busy_timeout(s->db, WAL_WAIT_MS);
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, mode, &pages, &moved);
    if (wait)
        sqlite3_busy_timeout(s->db, BUSY_MS);
    if (rc == SQLITE_OK && moved == pages)
        s->wal_pages = 0;
    if (rc == SQLITE_OK)
        s->unsettled = false;
    else if (rc != SQLITE_BUSY)
        log_warning("checkpoint: %s", sqlite3_errmsg(s->db));
    return s->unsettled;
}

enum stipple_error store_snapshot(struct store *s, struct error *e)
{
    return transaction_begin(s, SQL_SNAPSHOT_BEGIN, e);
}

void store_snapshot_end(struct store *s)
{
    store_rollback(s);
}
