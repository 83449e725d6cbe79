#include "unit.h"

#include "store_history.h"

#include "store/connection.h"

static int setup(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    history_make(&f);
    *state = &f;
    return 0;
}

static struct audit verify(struct fixture *f)
{
    struct audit audit = {0};
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    return audit;
}

static const struct audit_finding *finding(const struct audit *audit, const char *what)
{
    for (size_t i = 0; i < audit->findings.n; i++)
        if (strcmp(((const struct audit_finding *)audit->findings.items)[i].what, what) == 0)
            return (const struct audit_finding *)audit->findings.items + i;
    fail_msg("nothing found in %s", what);
    return NULL;
}

static void any_history_rebuilds_to_the_same_state(void **state)
{
    struct fixture *f = *state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct fixture other;
        fixture_open(&other);
        other.seed = seed;
        history_make(&other);
        struct audit audit = verify(&other);
        for (size_t i = 0; i < audit.findings.n; i++) {
            const struct audit_finding *found = audit.findings.items;
            fail_msg("%s: %s", found[i].where, found[i].text);
        }
        assert_true(audit.whole);
        assert_true(audit.events > STEPS / 4);
        fixture_close(&other);
    }
    assert_true(verify(f).whole);
}

static void an_audit_runs_on_a_reader_too(void **state)
{
    struct fixture *f = *state;
    struct store *reader;
    struct audit audit;
    assert_ok(f, store_open_reader(f->dir, &f->sources, &reader, &f->e));
    assert_ok(f, audit_verify(reader, &f->a, &audit, &f->e));
    assert_true(audit.whole);
    assert_true(sqlite3_get_autocommit(reader->db));
    store_close(reader);
}

static void an_audit_gives_way_to_a_stop(void **state)
{
    struct fixture *f = *state;
    struct readers *readers;
    struct audit audit;
    assert_ok(f, readers_open(f->dir, &f->sources, 1, &readers, &f->e));
    struct store *reader = readers_checkout(readers);
    assert_ok(f, audit_verify(reader, &f->a, &audit, &f->e));
    readers_stop(readers);
    assert_int_equal(audit_verify(reader, &f->a, &audit, &f->e), STIPPLE_DAEMON_STOPPING);
    readers_checkin(readers, reader);
    readers_close(readers);
}

/* Does something to the closed file that no command does. */
static void tamper(struct fixture *f, const char *sql)
{
    store_close(f->s);
    f->s = NULL;
    char path[128];
    sqlite3 *db;
    char *text = NULL;
    fixture_path(f, "stipple.db", path, sizeof path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s", text);
    sqlite3_close(db);
    fixture_reopen(f);
}

#define UNLOCKED(sql)                                                                              \
    "DROP TRIGGER event_fixed;" sql ";"                                                            \
    "CREATE TRIGGER event_fixed BEFORE UPDATE ON event\n"                                          \
    "BEGIN SELECT raise(ABORT, 'events are never changed'); END"

static void a_flipped_byte_of_an_event_is_found(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *sql, *what;
        int64_t seq;
    } flips[] = {
        {UNLOCKED("UPDATE event SET body = replace(body, 'The studio', 'the studio') "
                  "WHERE seq = 2"),
         "event.body", 2},
        {UNLOCKED("UPDATE event SET body = json_set(body, '$.request', 'a') WHERE seq = 3"),
         "event.body", 3},
        {UNLOCKED("UPDATE event SET occurred_at = occurred_at + 1 WHERE seq = 5"), "event.hash", 5},
        {UNLOCKED("UPDATE event SET \"by\" = 'uid:0' WHERE seq = 6"), "event.hash", 6},
        {UNLOCKED("UPDATE event SET hash = prev WHERE seq = 7"), "event.hash", 7},
        {UNLOCKED("UPDATE event SET prev = zeroblob(32) WHERE seq = 8"), "event.prev", 8},
        {UNLOCKED("UPDATE event SET salt = zeroblob(32) WHERE seq = 9"), "event.body", 9},
        {UNLOCKED("UPDATE event SET body = NULL, salt = NULL WHERE seq = 10"), "event.body", 10},
        {UNLOCKED("UPDATE event SET seq = 100000 WHERE seq = (SELECT max(seq) FROM event)"),
         "event.seq", 100000},
    };
    for (size_t i = 0; i < sizeof flips / sizeof *flips; i++) {
        tamper(f, flips[i].sql);
        struct audit audit = verify(f);
        assert_false(audit.whole);
        bool found = false;
        for (size_t j = 0; j < audit.findings.n; j++) {
            const struct audit_finding *one =
                (const struct audit_finding *)audit.findings.items + j;
            found |= strcmp(one->what, flips[i].what) == 0 && one->seq == flips[i].seq;
        }
        if (!found)
            fail_msg("%s", flips[i].sql);
    }
}

static void a_changed_row_of_the_state_is_found_by_table_and_key(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *sql, *where;
    } flips[] = {
        {"UPDATE studio SET dot_mm = dot_mm * 1.0000001", "studio 1"},
        {"UPDATE staff SET retired_at = 5 WHERE id = 1", "staff 1"},
        {"UPDATE product SET pao_days = 9999 WHERE id = 1", "product 1"},
        {"UPDATE lot SET lot_no = 'x' WHERE id = 2", "lot 2"},
        {"UPDATE container SET remaining = remaining + 1 WHERE id = 3", "container 3"},
        {"UPDATE movement SET delta = delta + 1 WHERE container = 1 AND kind = 'receive'",
         "movement 1, event "},
        {"DELETE FROM movement WHERE container = 2 AND kind = 'receive'", "movement 2, event "},
        {"DELETE FROM lot_amendment WHERE lot = (SELECT min(lot) FROM lot_amendment)",
         "lot_amendment "},
        {"INSERT INTO staff SELECT 9999, 1, 'u', 'S-9', 'N', '[]', NULL, 1, 0, NULL, NULL, '[]'",
         "staff 9999"},
        {"DROP TRIGGER event_kept", "sqlite_schema event_kept"},
    };
    for (size_t i = 0; i < sizeof flips / sizeof *flips; i++) {
        tamper(f, flips[i].sql);
        struct audit audit = verify(f);
        assert_false(audit.whole);
        bool found = false;
        for (size_t j = 0; j < audit.findings.n; j++) {
            const struct audit_finding *one =
                (const struct audit_finding *)audit.findings.items + j;
            found |= one->where && strncmp(one->where, flips[i].where, strlen(flips[i].where)) == 0;
        }
        if (!found)
            fail_msg("%s", flips[i].sql);
    }
}

static void an_event_that_cannot_be_applied_again_is_found(void **state)
{
    struct fixture *f = *state;
    tamper(f, UNLOCKED("UPDATE event SET body = '{' WHERE seq = 4"));
    struct audit audit = verify(f);
    assert_int_equal(finding(&audit, "state")->seq, 4);
}

static void findings_are_bounded(void **state)
{
    struct fixture *f = *state;
    tamper(f, UNLOCKED("UPDATE event SET salt = zeroblob(32)"));
    struct audit audit = verify(f);
    assert_false(audit.whole);
    assert_int_equal(audit.findings.n, AUDIT_FINDINGS_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(any_history_rebuilds_to_the_same_state),
        TEST(an_audit_runs_on_a_reader_too),
        TEST(an_audit_gives_way_to_a_stop),
        TEST(a_flipped_byte_of_an_event_is_found),
        TEST(a_changed_row_of_the_state_is_found_by_table_and_key),
        TEST(an_event_that_cannot_be_applied_again_is_found),
        TEST(findings_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
