#include "unit.h"

#include "purge_commands.h"
#include "store_tables.h"

#include "store/connection.h"

/* Tampering. */

static void sql_refused(struct fixture *f, const char *sql)
{
    char *text = NULL;
    assert_int_equal(sqlite3_exec(f->s->db, sql, NULL, NULL, &text), SQLITE_CONSTRAINT_TRIGGER);
    assert_non_null(strstr(text, "events are never"));
    sqlite3_free(text);
}

static void an_event_is_changed_by_nothing_but_its_purge(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    sql_refused(f, "UPDATE event SET body = NULL, salt = NULL WHERE seq = 3");
    sql_refused(f, "DELETE FROM event WHERE seq = 3");
    purge_some(f, &b, 0, 1, &made);
    run_sql(f, "BEGIN; INSERT INTO purged SELECT 3, max(seq), 1, 0 FROM event");
    static const char *const changes[] = {
        "seq = 3000",       "op_id = 'x'",  "type = 'x'",   "occurred_at = 1",    "recorded_at = 1",
        "\"by\" = 'uid:1'", "hash = x'00'", "prev = x'00'", "body_sha256 = x'00'"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        sql_refused(f, arena_print(&f->a,
                                   "UPDATE event SET body = NULL, salt = NULL, %s WHERE seq = 3",
                                   changes[i]));
    sql_refused(f, "UPDATE event SET body = NULL WHERE seq = 3");
    sql_refused(f, "UPDATE event SET salt = NULL WHERE seq = 3");
    sql_refused(f, "UPDATE event SET body = '{}' WHERE seq = 3");
    sql_refused(f, "UPDATE event SET body = NULL, salt = NULL WHERE seq = 4");
    run_sql(f, "UPDATE event SET body = NULL, salt = NULL WHERE seq = 3; ROLLBACK");
    assert_ok(f, do_lot_hold(f, b.needles.lot, NULL, false)); /* the purge is the last no more */
    run_sql(f, "INSERT INTO purged SELECT 3, max(purge), 1, 0 FROM purged");
    sql_refused(f, "UPDATE event SET body = NULL, salt = NULL WHERE seq = 3");
}

static bool found(const struct audit *audit, const char *what, int64_t seq, const char *text)
{
    const struct audit_finding *finding = audit->findings.items;
    for (size_t i = 0; i < audit->findings.n; i++)
        if (strcmp(finding[i].what, what) == 0 && (seq == 0 || finding[i].seq == seq) &&
            (strstr(finding[i].text, text) || (finding[i].where && strstr(finding[i].where, text))))
            return true;
    return false;
}

static void a_body_gone_that_no_purge_names_is_found_and_so_is_one_that_came_back(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    purge_some(f, &b, 0, 1, &made);
    int64_t gone = ((const struct purged_event *)((const struct purged_record *)made.clients.items)
                        ->events.items)
                       ->event;
    int64_t purge = verify(f).events;
    const char *hold = rows(f, "SELECT max(seq) FROM event WHERE type = 'lot.hold'");
    int64_t lost = strtoll(hold, NULL, 10);
    run_sql(f, "DROP TRIGGER event_fixed");
    run_sql(f, arena_print(&f->a,
                           "BEGIN; INSERT INTO purged VALUES (%lld, %lld, 1, 0);"
                           "UPDATE event SET body = NULL, salt = NULL WHERE seq = %lld",
                           (long long)lost, (long long)purge, (long long)lost));
    struct audit audit = verify(f);
    assert_true(found(&audit, "event.body", lost, "no purge names it"));
    assert_true(found(&audit, "state", 0, arena_print(&f->a, "purged %lld", (long long)lost)));
    assert_int_equal(audit.purged, made.events);
    run_sql(f, "ROLLBACK");
    run_sql(f, arena_print(&f->a,
                           "BEGIN; UPDATE event SET body = '{}', salt = zeroblob(32) "
                           "WHERE seq = %lld",
                           (long long)gone));
    audit = verify(f);
    assert_true(found(&audit, "event.body", gone,
                      arena_print(&f->a, "event %lld purged it", (long long)purge)));
    run_sql(f, "ROLLBACK");
    run_sql(f, "BEGIN; UPDATE event SET type = 'client.look' WHERE seq = (SELECT max(seq) FROM "
               "event)");
    audit = verify(f);
    assert_true(found(&audit, "event.body", gone, "no purge names it"));
    run_sql(f, "ROLLBACK");
}

/* A purge whose body is not what a purge writes must not stop the audit. */
static void a_hostile_purge_is_findings_and_no_failure(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    static const char *const bodies[] = {
        "{",
        "[]",
        "7",
        "null",
        "{\"made\":7}",
        "{\"made\":{\"clients\":[\"a\",7,null,[]]}}",
        "{\"made\":{\"clients\":[{\"events\":\"x\"},{\"events\":[\"{\",7,null,{}]}]}}",
        "{\"made\":{\"clients\":[{\"events\":[{\"event\":\"x\",\"kept\":7},{\"event\":3}]}]}}"};
    purge_some(f, &b, 0, 1, &made);
    run_sql(f, "DROP TRIGGER event_fixed");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        run_sql(f, "BEGIN");
        sqlite3_stmt *st =
            prepared(f, "UPDATE event SET body = ?1 WHERE seq = (SELECT max(seq) FROM event)");
        sqlite3_bind_text(st, 1, bodies[i], -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(st), SQLITE_DONE);
        sqlite3_finalize(st);
        assert_false(verify(f).whole);
        run_sql(f, "ROLLBACK");
    }
}

/* What is left in the files. */

static bool file_holds(struct fixture *f, const char *name, const void *bytes, size_t length)
{
    char path[128];
    struct buffer text = {0};
    fixture_path(f, name, path, sizeof path);
    FILE *file = fopen(path, "rb");
    char chunk[4096];
    for (size_t n; file && (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&text, chunk, n);
    if (file)
        fclose(file);
    bool holds = text.length > 0 && memmem(text.data, text.length, bytes, length);
    buffer_free(&text);
    return holds;
}

static bool files_hold(struct fixture *f, const char *text)
{
    return file_holds(f, "stipple.db", text, strlen(text)) ||
           file_holds(f, "stipple.db-wal", text, strlen(text));
}

enum { PEOPLE = 40, ROUNDS = 400 };

static const char *marked(struct fixture *f, size_t client)
{
    int64_t length = fixture_below(f, 2500);
    char *text = arena_take(&f->a, (size_t)length + 32);
    int n = snprintf(text, 32, "marker-%03zu-", client);
    memset(text + n, 'x', (size_t)length);
    return text;
}

/* Rows that grow divide pages, and leave copies of their neighbours behind. */
static void not_a_word_is_left_in_any_file(void **state)
{
    struct fixture *f = *state;
    struct books b = {0};
    struct client_made clients[PEOPLE];
    struct session_made sessions[PEOPLE], made;
    struct purge_made purged;
    books_shelf(f, &b);
    assert_ok(f, do_lot_hold(f, b.pigment.lot, NULL, false));
    for (size_t i = 0; i < PEOPLE; i++) {
        struct session_use use = use_of(bottle(&b.pigment, 0), 1);
        assert_ok(f, do_client_add(f, "{\"name\":\"Somebody\"}", &clients[i]));
        struct session_record c = session_of(f, clients[i].client, b.artist.staff, &use, 1);
        c.override_reason = marked(f, i);
        assert_ok(f, do_session_record(f, &c, &sessions[i]));
    }
    for (int i = 0; i < ROUNDS; i++) {
        size_t who = (size_t)fixture_below(f, PEOPLE);
        struct session_amend c = amend_of(f, sessions[who].session, "more");
        c.override_reason = marked(f, who);
        assert_ok(f, do_session_amend(f, &c, &made));
    }
    for (size_t i = 0; i < PEOPLE; i++)
        assert_ok(f, do_session_review(f, sessions[i].session));
    assert_true(files_hold(f, "marker-007-"));
    for (size_t i = 0; i < PEOPLE; i += 2) {
        const char *id = clients[i].client;
        assert_ok(f, do_purge(f, &id, 1, NULL, &purged));
    }
    store_checkpoint(f->s);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_int_equal(files_hold(f, arena_print(&f->a, "marker-%03zu-", i)), i % 2 == 1);
    assert_books_whole(f);
}

/* The power went between the commit and the rewriting of the file. */
static void what_was_not_scrubbed_is_at_the_next_start(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    assert_true(files_hold(f, "because of marker1"));
    purge_some(f, &b, 0, 2, &made);
    f->s->failed = true;
    fixture_reopen(f);
    assert_false(files_hold(f, "because of marker1"));
    assert_string_equal(rows(f, "SELECT count(*) FROM scrub"), "0|;");
    assert_books_whole(f);
}

static void readers_go_on_while_the_file_is_written_anew(void **state)
{
    struct fixture *f = *state;
    struct books b = books_make(f);
    struct purge_made made;
    struct store *reader;
    struct session_row row;
    assert_ok(f, store_open_reader(f->dir, &f->sources, &reader, &f->e));
    assert_ok(f, store_snapshot(reader, &f->e));
    assert_ok(f, session_show(reader, &f->a, b.sessions[0].session, &row, &f->e));
    purge_some(f, &b, 0, 1, &made);
    assert_true(store_checkpoint(f->s)); /* the snapshot is in its way */
    assert_ok(f, session_show(reader, &f->a, b.sessions[0].session, &row, &f->e));
    assert_string_equal(row.facts, "{\"place\":\"chair 2\"}");
    store_snapshot_end(reader);
    assert_false(store_checkpoint(f->s));
    assert_false(files_hold(f, "slip marker0"));
    assert_ok(f, session_show(reader, &f->a, b.sessions[0].session, &row, &f->e));
    assert_string_equal(row.facts, "{}");
    store_close(reader);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_event_is_changed_by_nothing_but_its_purge),
        TEST(a_body_gone_that_no_purge_names_is_found_and_so_is_one_that_came_back),
        TEST(a_hostile_purge_is_findings_and_no_failure),
        TEST(not_a_word_is_left_in_any_file),
        TEST(what_was_not_scrubbed_is_at_the_next_start),
        TEST(readers_go_on_while_the_file_is_written_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
