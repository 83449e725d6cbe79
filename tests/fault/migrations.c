/* Kill -9 at every step of every migration: for every older schema, with a studio's books in it,
 * and for the first start, a process is killed at its n-th statement, and at its n-th call to the
 * disk (in a write: in the middle of it), for every n there is. What it left is one of the schemas
 * on the way, whole, with all rows as the steps make them. The next start is killed too, somewhere;
 * the one after that ends with the rows and the schema of a start that nobody killed, and chain,
 * database and references are whole.
 *
 * Usage: migrations [EVERY]: of the steps from each schema every EVERY-th, all when not said. */
#include "unit.h"

#include "purge_commands.h"
#include "store_history.h"
#include "store_tables.h"

#include "store/audit_run.h"
#include "disk.h"
#include "old.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum step { STATEMENTS, CALLS, STEPS_KINDS };

static int64_t every = 1;

/* An old studio, and what each step makes of it. */
struct old {
    int schema; /* 0: there is none */
    char dir[64], path[96], key_path[96];
    struct buffer bytes, key;
    uint64_t wanted[SQL_MIGRATIONS + 1]; /* by schema */
    int64_t rows, kills;
};

static void bytes_read(const char *path, struct buffer *ret)
{
    FILE *file = fopen(path, "rb");
    char chunk[4096];
    assert_non_null(file);
    buffer_free(ret);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(ret, chunk, n);
    assert_int_equal(fclose(file), 0);
}

static void bytes_write(const char *path, const struct buffer *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

static void dir_empty(const struct old *old)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".new", "-new", ".new-wal", ".new-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", old->path, ends[i]);
        unlink(path);
    }
    unlink(old->key_path);
}

static void studio_make(struct fixture *f, struct old *old)
{
    char now[96], key[96];
    fixture_path(f, "stipple.db", now, sizeof now);
    old->rows = old_make(old->path, old->schema, now);
    bytes_read(old->path, &old->bytes);
    fixture_path(f, "studio.key", key, sizeof key);
    bytes_read(key, &old->key);
}

static uint64_t query_hash(sqlite3 *db, const char *sql, uint64_t hash)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    hash = rows_hash(st, hash);
    sqlite3_finalize(st);
    return hash;
}

/* The schema and every row. */
static uint64_t content(sqlite3 *db)
{
    uint64_t hash =
        query_hash(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2", 0);
    sqlite3_stmt *st = NULL;
    sqlite3_prepare_v2(db,
                       "SELECT printf('SELECT * FROM \"%w\"', name) FROM sqlite_schema "
                       "WHERE type = 'table' ORDER BY name",
                       -1, &st, NULL);
    while (sqlite3_step(st) == SQLITE_ROW)
        hash = query_hash(db, (const char *)sqlite3_column_text(st, 0), hash);
    sqlite3_finalize(st);
    return hash;
}

/* As it lies there; nothing is brought up to date by looking. */
static sqlite3 *raw_open(const struct old *old)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(old->path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return db;
}

static int raw_version(sqlite3 *db)
{
    sqlite3_stmt *st = NULL;
    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return version;
}

static void studio_lay(const struct old *old)
{
    dir_empty(old);
    if (old->schema == 0)
        return;
    bytes_write(old->path, &old->bytes);
    bytes_write(old->key_path, &old->key);
}

/* The daemon's own steps, each time with the same luck. */
static enum stipple_error studio_open(const struct old *old, struct fixture *f, struct store **ret)
{
    *f = (struct fixture){.seed = 1, .now = at("2026-01-15T11:00:00Z").ms};
    f->sources = (struct sources){fixture_now, fixture_now, fixture_random, f};
    return store_open(old->dir, "UTC", &f->sources, ret, &f->e);
}

/* What is to be seen at each schema: the migrations by themselves, and a first start. */
static void wanted_make(struct old *old)
{
    studio_lay(old);
    if (old->schema > 0) {
        sqlite3 *db = raw_open(old);
        for (int i = old->schema; i < SQL_MIGRATIONS; i++) {
            old->wanted[i] = content(db);
            old_exec(db, sql_migrations[i]);
        }
        old->wanted[SQL_MIGRATIONS] = content(db);
        sqlite3_close(db);
        return;
    }
    struct fixture f;
    struct store *s;
    assert_ok(&f, studio_open(old, &f, &s));
    old->wanted[SQL_MIGRATIONS] = content(s->db);
    store_close(s);
}

/* What ends the process: so many statements are begun, or calls made, before. */
static int64_t left;

static int statement_begins(unsigned kind, void *context, void *st, void *text)
{
    (void)kind, (void)context, (void)st, (void)text;
    if (left-- == 0)
        raise(SIGKILL);
    return 0;
}

static int connection_watch(sqlite3 *db, char **ret, const struct sqlite3_api_routines *api)
{
    (void)ret, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, statement_begins, NULL);
}

static void end_prepare(const struct old *old, enum step kind, int64_t n)
{
    static struct disk_fault fault = {.error = DISK_KILL, .fail = 1};
    left = n;
    fault.pass = (uint32_t)n;
    fault.kinds = DISK_KIND_WRITE | DISK_KIND_SYNC | DISK_KIND_TRUNCATE | DISK_KIND_NAME;
    if (kind == STATEMENTS)
        sqlite3_auto_extension((void (*)(void))connection_watch);
    else
        disk_watch(old->dir, &fault);
}

/* Starts in a process of its own; false when that came to its end. */
static bool killed(const struct old *old, enum step kind, int64_t n)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct fixture f;
        struct store *s = NULL;
        end_prepare(old, kind, n);
        enum stipple_error code = studio_open(old, &f, &s);
        store_close(s);
        _exit(code == STIPPLE_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return false;
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
        fail_msg("schema %d, kind %d, step %lld: status %d", old->schema, kind, (long long)n,
                 status);
    return true;
}

/* Right after the kill. */
static void left_check(const struct old *old, const char *where)
{
    if (access(old->path, F_OK) != 0 && old->schema == 0)
        return;
    sqlite3 *db = raw_open(old);
    int version = raw_version(db);
    if (version < old->schema || version > SQL_MIGRATIONS || content(db) != old->wanted[version])
        fail_msg("%s: what is left of schema %d is not whole", where, version);
    sqlite3_close(db);
}

static void started_check(const struct old *old, const char *where)
{
    struct fixture f;
    struct store *s;
    struct arena a = {0};
    struct audit audit = {.whole = true};
    assert_ok(&f, studio_open(old, &f, &s));
    struct audit_run run = {s, &a, &audit, NULL};
    if (content(s->db) != old->wanted[SQL_MIGRATIONS])
        fail_msg("%s: the next start made something else of it", where);
    assert_ok(&f, audit_chain(&run, &f.e));
    assert_ok(&f, audit_database(&run, &f.e));
    if (!audit.whole)
        fail_msg("%s: %s", where, ((struct audit_finding *)audit.findings.items)->text);
    arena_free(&a);
    store_close(s);
}

static void steps_kill(struct old *old, enum step kind)
{
    int64_t n = old->schema % every; /* others from each */
    for (bool over = false; !over; n += every) {
        char where[80];
        snprintf(where, sizeof where, "schema %d, %s %lld", old->schema,
                 kind == CALLS ? "call" : "statement", (long long)n);
        studio_lay(old);
        over = !killed(old, kind, n);
        old->kills += !over;
        left_check(old, where);
        if (!over && n / every % 2 &&
            killed(old, CALLS, n * 7919 % 61)) { /* 7919: a prime, for some other place */
            left_check(old, where);
            old->kills++;
        }
        started_check(old, where);
    }
    assert_true(n > 2 * every);
}

static void a_kill_at_any_step_leaves_a_whole_studio(void **state)
{
    struct fixture today;
    int64_t kills = 0;
    (void)state;
    fixture_open(&today);
    history_make(&today);
    books_make(&today);
    for (int schema = 0; schema < SQL_MIGRATIONS; schema++) {
        struct old old = {.schema = schema, .dir = "/dev/shm/stipple-old-XXXXXX"};
        assert_non_null(mkdtemp(old.dir));
        snprintf(old.path, sizeof old.path, "%s/stipple.db", old.dir);
        snprintf(old.key_path, sizeof old.key_path, "%s/studio.key", old.dir);
        if (schema > 0)
            studio_make(&today, &old);
        wanted_make(&old);
        for (enum step kind = STATEMENTS; kind < STEPS_KINDS; kind++)
            steps_kill(&old, kind);
        print_message("from schema %d, %lld rows: %lld kills\n", schema, (long long)old.rows,
                      (long long)old.kills);
        kills += old.kills;
        dir_empty(&old);
        assert_int_equal(rmdir(old.dir), 0);
        buffer_free(&old.bytes);
        buffer_free(&old.key);
    }
    print_message("%lld kills in the steps of %d migrations, 0 studios damaged\n", (long long)kills,
                  SQL_MIGRATIONS);
    fixture_close(&today);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_kill_at_any_step_leaves_a_whole_studio)};
    every = argc > 1 ? strtoll(argv[1], NULL, 10) : 1;
    if (argc > 2 || every < 1) {
        fputs("usage: migrations [EVERY]\n", stderr);
        return 2;
    }
    umask(0077);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
