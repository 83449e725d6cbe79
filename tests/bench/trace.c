/* What the trace costs in a studio of many years: how long it takes from a lot to the clients it
 * reached, and how many bytes a use takes. Usage: trace [USES].
 *
 * The tables are filled past the ledger, by SQL, for recording ten million uses one by one would
 * take a day: four lines a session, each of a bottle of its own lot, three sessions a client. Each
 * lot is used 400 times, for 400 clients, whose sessions lie in no order of their numbers, so that
 * both tables of the trace grow in their middle and their pages are as badly filled as they get.
 * What is timed is the store's own functions on a connection of its own kind. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "store/clients.h"
#include "store/seal.h"
#include "store/trace.h"

/* LOT_USES distinct clients a lot need as many clients as BLOCK sessions; USES_MIN makes them. */
enum { LINES = 4, LOT_USES = 400, BLOCK = 2 * LOT_USES, LOTS_A_BLOCK = 2 * LINES };
enum { CLIENT_SESSIONS = 3, USES_MIN = LINES * CLIENT_SESSIONS * BLOCK };
static const int64_t uses_max = 100000000;
/* Lots asked for in turn: all their pages fit into what a connection keeps. */
enum { TIMED_MAX = 64, ROUNDS = 100, PATH_SIZE = 64 };

/* Bound by run; a moment is a quarter of an hour after the one before it. */
static const char *const fills[] = {
    "INSERT INTO product (id, studio, uuid, code, maker, name, kind, colour_index, claims,"
    " ratio_range, added_at, added_offset)"
    " VALUES (1, 1, 'p', 'P-0001', 'Maker', 'Black', 'pigment', '[]', '[]', '[]', 0, 0)",
    "INSERT INTO staff (id, studio, uuid, code, name, jobs, added_at, added_offset)"
    " VALUES (1, 1, 's', 'S-01', 'Artist', '[]', 0, 0)",
    "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < :lots)"
    " INSERT INTO lot (id, studio, product, uuid, code, lot_no, received_at, received_offset)"
    " SELECT n, 1, 1, printf('lot-%d', n), printf('L-%04d', n), printf('N%d', n), 0, 0 FROM i",
    "INSERT INTO container (id, studio, lot, uuid, code, filled, remaining)"
    " SELECT id, 1, id, printf('bottle-%d', id), printf('B-%04d', id), 15000, 0 FROM lot",
    "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < :clients)"
    " INSERT INTO client (id, studio, uuid, code, sealed, added_at, added_offset)"
    " SELECT n, 1, printf('client-%d', n), printf('C-%04d', n), hex(randomblob(100)), 0, 0 FROM i",
    /* Knuth's multiplier is prime: no client comes twice within as many sessions as clients. */
    "WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n + 1 < :sessions)"
    " INSERT INTO session (id, studio, client, artist, uuid, code, event, occurred_at,"
    " occurred_offset, recorded_at, facts)"
    " SELECT n + 1, 1, 1 + n * 2654435761 % :clients, 1, printf('session-%d', n),"
    " printf('V-%04d', n + 1), n + 1, n * 900000, 0, n * 900000, '{}' FROM i",
    "WITH line (n) AS (VALUES (1), (2), (3), (4))"
    " INSERT INTO session_use (session, line, container, amount, missing)"
    " SELECT id, n, 1 + (id - 1) / :block * :lots_a_block + (n - 1) * 2 + (id - 1) % 2, 50, 0"
    " FROM session CROSS JOIN line",
    "INSERT INTO lot_client SELECT container, client, session, line"
    " FROM session_use CROSS JOIN session ON session.id = session_use.session",
    "INSERT INTO client_lot SELECT client, container, session, line"
    " FROM session_use CROSS JOIN session ON session.id = session_use.session",
};

struct sizes {
    int64_t uses, sessions, clients, lots, full_lots;
};

static char dir[] = "/tmp/stipple-trace-XXXXXX";

static void studio_remove(void)
{
    static const char *const files[] = {"", "-wal", "-shm"};
    char path[PATH_SIZE];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/stipple.db%s", dir, files[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/studio.key", dir);
    unlink(path);
    rmdir(dir);
}

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "trace: %s\n", what);
    exit(EXIT_FAILURE);
}

static void check(enum stipple_error code, const struct error *e)
{
    if (code != STIPPLE_OK)
        die(e->message);
}

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct sizes sizes_of(int64_t uses)
{
    struct sizes z = {.sessions = uses / LINES};
    z.uses = z.sessions * LINES;
    z.clients = z.sessions / CLIENT_SESSIONS;
    z.full_lots = z.sessions / BLOCK * LOTS_A_BLOCK;
    z.lots = z.full_lots + LOTS_A_BLOCK;
    return z;
}

static void bind(sqlite3_stmt *st, const char *name, int64_t value)
{
    int at = sqlite3_bind_parameter_index(st, name);
    if (at > 0)
        sqlite3_bind_int64(st, at, value);
}

static int64_t run(sqlite3 *db, const char *sql, const struct sizes *z)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(db));
    bind(st, ":sessions", z->sessions);
    bind(st, ":clients", z->clients);
    bind(st, ":lots", z->lots);
    bind(st, ":block", BLOCK);
    bind(st, ":lots_a_block", LOTS_A_BLOCK);
    int rc = sqlite3_step(st);
    int64_t first = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        die(sqlite3_errmsg(db));
    sqlite3_finalize(st);
    return first;
}

static void table_weigh(sqlite3 *db, const char *table, const struct sizes *z)
{
    char sql[96];
    snprintf(sql, sizeof sql, "SELECT sum(pgsize) FROM dbstat WHERE name = '%s'", table);
    printf("%-28s %10.1f bytes a use\n", table, (double)run(db, sql, z) / (double)z->uses);
}

static sqlite3 *database_open(void)
{
    char path[PATH_SIZE];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/stipple.db", dir);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        die(sqlite3_errmsg(db));
    return db;
}

/* The schema is the store's; what fills it need not survive a crash. */
static void studio_fill(const struct sizes *z)
{
    static const char *const settings[] = {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                                           "PRAGMA cache_size = -2000000", "BEGIN"};
    sqlite3 *db = database_open();
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        run(db, settings[i], z);
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++)
        run(db, fills[i], z);
    run(db, "COMMIT", z);
    table_weigh(db, "lot_client", z);
    table_weigh(db, "client_lot", z);
    table_weigh(db, "session_use", z);
    sqlite3_close(db);
}

struct sealed {
    const char *client, *identity;
};

/* Who the clients of the first lot are, sealed as the store does it. */
static struct list names_seal(struct arena *a)
{
    static const char identity[] =
        "{\"name\":\"A Client\",\"phone\":\"555 0100\",\"email\":\"client@example.org\","
        "\"address\":\"1 Example Street, Example Town\"}";
    struct store *s;
    struct error e = {0};
    struct list clients, ret = {0};
    check(store_open(dir, "UTC", &sources_system, &s, &e), &e); /* and back to a WAL */
    check(trace_clients(s, a, "lot-1", &clients, &e), &e);
    check(store_begin(s, &e), &e);
    const struct trace_client_row *row = clients.items;
    for (size_t i = 0; i < clients.n; i++) {
        struct sealed *to = list_add(a, &ret, sizeof *to);
        if (!to)
            die("memory ran out");
        to->client = row[i].client;
        check(seal_key_make(s, to->client, &e), &e);
        check(seal_text(s, a, to->client, identity, sizeof identity - 1, &to->identity, &e), &e);
    }
    check(store_commit(s, &e), &e);
    store_close(s);
    return ret;
}

/* Everybody else has noise. */
static void names_keep(const struct list *names, const struct sizes *z)
{
    sqlite3 *db = database_open();
    sqlite3_stmt *st;
    const struct sealed *name = names->items;
    run(db, "BEGIN", z);
    sqlite3_prepare_v2(db, "UPDATE client SET sealed = ?1 WHERE uuid = ?2", -1, &st, NULL);
    for (size_t i = 0; i < names->n; i++) {
        sqlite3_bind_text(st, 1, name[i].identity, -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 2, name[i].client, -1, SQLITE_STATIC);
        if (sqlite3_step(st) != SQLITE_DONE || sqlite3_reset(st) != SQLITE_OK)
            die(sqlite3_errmsg(db));
    }
    sqlite3_finalize(st);
    run(db, "INSERT OR IGNORE INTO client_key SELECT uuid, randomblob(72) FROM client", z);
    run(db, "COMMIT", z);
    sqlite3_close(db);
}

static enum stipple_error names_open(struct store *s, struct arena *a, const char *lot,
                                     struct list *ret, struct error *e)
{
    TRY(trace_clients(s, a, lot, ret, e));
    const struct trace_client_row *row = ret->items;
    for (size_t i = 0; i < ret->n; i++) {
        struct client client;
        const char *identity;
        TRY(client_show(s, a, row[i].client, &client, e));
        TRY(client_open(s, a, &client, &identity, e));
    }
    return STIPPLE_OK;
}

typedef enum stipple_error trace_fn(struct store *s, struct arena *a, const char *lot,
                                    struct list *ret, struct error *e);

/* In one snapshot, as the daemon reads. */
static int64_t once(struct store *s, trace_fn *trace, int64_t lot)
{
    struct arena a = {0};
    struct error e = {0};
    struct list rows;
    char id[32];
    snprintf(id, sizeof id, "lot-%lld", (long long)lot);
    int64_t start = now_ns();
    check(store_snapshot(s, &e), &e);
    check(trace(s, &a, id, &rows, &e), &e);
    store_snapshot_end(s);
    int64_t took = now_ns() - start;
    if (rows.n != LOT_USES)
        die("a lot did not reach its 400 clients");
    arena_free(&a);
    return took;
}

static int compare_times(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* The first round warms. */
static void trace_time(struct store *s, const char *name, trace_fn *trace, const struct sizes *z,
                       int64_t lots)
{
    static int64_t times[TIMED_MAX * ROUNDS];
    size_t n = 0;
    for (int round = 0; round <= ROUNDS; round++)
        for (int64_t i = 0; i < lots; i++) {
            int64_t took = once(s, trace, 1 + i * z->full_lots / lots);
            if (round > 0)
                times[n++] = took;
        }
    qsort(times, n, sizeof *times, compare_times);
    size_t p50 = n / 2, p99 = n * 99 / 100;
    printf("%-28s %10.1f µs p50 %8.1f µs p99\n", name, (double)times[p50] / 1e3,
           (double)times[p99] / 1e3);
}

int main(int argc, char **argv)
{
    int64_t uses = argc > 1 ? strtoll(argv[1], NULL, 10) : USES_MIN;
    if (argc > 2 || uses < USES_MIN || uses > uses_max)
        die("usage: trace [USES], 9600 to 100000000");
    struct sizes z = sizes_of(uses);
    int64_t lots = z.full_lots < TIMED_MAX ? z.full_lots : TIMED_MAX;
    struct store *s;
    struct arena a = {0};
    struct error e = {0};
    if (!mkdtemp(dir) || atexit(studio_remove) != 0)
        die("there is no temporary directory");
    check(store_open(dir, "UTC", &sources_system, &s, &e), &e);
    store_close(s);
    printf("%lld uses, %lld sessions, %lld clients, %lld lots\n", (long long)z.uses,
           (long long)z.sessions, (long long)z.clients, (long long)z.lots);
    studio_fill(&z);
    struct list names = names_seal(&a);
    names_keep(&names, &z);
    arena_free(&a);
    check(store_open_reader(dir, &sources_system, &s, &e), &e);
    trace_time(s, "lot to client keys", trace_lot_keys, &z, lots);
    trace_time(s, "lot to clients, as told", trace_clients, &z, lots);
    trace_time(s, "with names opened", names_open, &z, 1);
    store_close(s);
    return EXIT_SUCCESS;
}
