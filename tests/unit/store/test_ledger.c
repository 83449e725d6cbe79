#include "unit.h"

#include "store_commands.h"

#include "store/chain.h"
#include "store/connection.h"

#include <sodium.h>

/* The figures come from Python's hashlib and json, not from this program. */
static void hashes_are_those_another_program_computes(void **state)
{
    (void)state;
    static const char body[] =
        "{\"made\":{\"studio\":\"x\"},\"offset_min\":60,\"time_zone\":\"UTC\"}";
    unsigned char salt[SALT_SIZE], commitment[HASH_SIZE], prev[HASH_SIZE] = {0}, hash[HASH_SIZE];
    for (int i = 0; i < SALT_SIZE; i++)
        salt[i] = (unsigned char)i;
    char hex[HASH_HEX];
    chain_commit(salt, body, strlen(body), commitment);
    chain_hex(commitment, hex);
    assert_string_equal(hex, "90c8711d13237026922bf1c005545fd022e159d70feb27bc75d97c0d3a0b387e");
    struct event event = {.seq = 1,
                          .op_id = "0198c5c8-0000-7000-8000-000000000001",
                          .type = "studio.set",
                          .occurred_at = at("2026-01-15T11:30:00.250+01:00"),
                          .recorded_at = at("2026-01-15T11:00:00Z").ms,
                          .by = "uid:1000"};
    assert_true(chain_hash(prev, &event, commitment, hash));
    chain_hex(hash, hex);
    assert_string_equal(hex, "8f5220a4a4ef56ebedcf5efe4915b97b831b15ceb1728416affeab7d650f6ed9");
    event.seq = 2;
    assert_true(chain_hash(hash, &event, commitment, prev));
    chain_hex(prev, hex);
    assert_string_equal(hex, "1bb4000257b2c565d6db376e022d1423591a9bbab9f5e86ada0fd7bcc7bd633b");
}

/* SHA-256 of a hash or salt and a text, without the store's own code. */
static void digest(const void *first, const char *text, unsigned char *ret)
{
    struct buffer all = {0};
    buffer_add(&all, first, 32);
    buffer_text(&all, text);
    crypto_hash_sha256(ret, (const unsigned char *)all.data, all.length);
    buffer_free(&all);
}

static void each_stored_event_commits_to_its_body_and_its_predecessor(void **state)
{
    struct fixture *f = *state;
    some_product(f, PRODUCT_PIGMENT, "Neutral \"black\" \xC3\xA9", 365);
    sqlite3_stmt *st;
    sqlite3_prepare_v2(f->s->db,
                       "SELECT seq, op_id, type, "
                       "strftime('%Y-%m-%dT%H:%M:%fZ', occurred_at / 1000.0, 'unixepoch'), "
                       "strftime('%Y-%m-%dT%H:%M:%fZ', recorded_at / 1000.0, 'unixepoch'), \"by\", "
                       "body, salt, body_sha256, prev, hash FROM event ORDER BY seq",
                       -1, &st, NULL);
    unsigned char prev[32] = {0};
    int n = 0;
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        unsigned char expected[32];
        digest(sqlite3_column_blob(st, 7), (const char *)sqlite3_column_text(st, 6), expected);
        assert_memory_equal(sqlite3_column_blob(st, 8), expected, 32);
        char hex[65];
        sodium_bin2hex(hex, sizeof hex, expected, 32);
        const char *text = arena_print(
            &f->a,
            "{\"body_sha256\":\"%s\",\"by\":\"%s\",\"occurred_at\":\"%s\",\"op_id\":\"%s\","
            "\"recorded_at\":\"%s\",\"seq\":%d,\"type\":\"%s\"}",
            hex, sqlite3_column_text(st, 5), sqlite3_column_text(st, 3), sqlite3_column_text(st, 1),
            sqlite3_column_text(st, 4), sqlite3_column_int(st, 0), sqlite3_column_text(st, 2));
        assert_memory_equal(sqlite3_column_blob(st, 9), prev, 32);
        digest(prev, text, expected);
        assert_memory_equal(sqlite3_column_blob(st, 10), expected, 32);
        memcpy(prev, expected, 32);
    }
    sqlite3_finalize(st);
    assert_int_equal(n, 2);
}

static void bodies_are_kept_in_canonical_form_with_the_requests_digest(void **state)
{
    struct fixture *f = *state;
    some_product(f, PRODUCT_PIGMENT, "Ash", 365);
    struct list events;
    int64_t next;
    struct event_filter filter = {.from = 2, .limit = 10};
    assert_ok(f, event_list(f->s, &f->a, &filter, &events, &next, &f->e));
    const struct event_row *event = events.items;
    static const char head[] = "{\"kind\":\"pigment\",\"made\":{\"product\":\"";
    assert_memory_equal(event->body, head, strlen(head));
    assert_non_null(strstr(event->body, "\"product_code\":\"P-0001\"},\"maker\":\"Scalpworks\","
                                        "\"name\":\"Ash\",\"offset_min\":60,\"pao_days\":365,"
                                        "\"request\":\""));
    assert_int_equal(event->occurred_at.offset_min, 60);
    assert_null(event->by_name);
}

static void a_page_of_large_bodies_ends_early_and_goes_on(void **state)
{
    enum { EVENTS = 5, CHARS = 1 << 20 };
    struct fixture *f = *state;
    char *words = arena_take(&f->a, CHARS + 1);
    memset(words, 'w', CHARS);
    for (int i = 0; i < EVENTS; i++) {
        struct body b;
        struct write_head head = head_at(f, NULL);
        fixture_begin(f);
        body_begin(&b);
        body_text(&b, "reason", words);
        body_made(&b);
        assert_ok(f, fixture_end(f, fixture_record(f, &b, "client.look", &head)));
    }
    struct event_filter filter = {.from = 1, .type = "client.look", .limit = 1000};
    int seen = 0, pages = 0;
    for (int64_t next = 1; next != INT_ABSENT; filter.from = next, pages++) {
        struct list events;
        assert_ok(f, event_list(f->s, &f->a, &filter, &events, &next, &f->e));
        assert_in_range(events.n, 1, 2);
        seen += (int)events.n;
    }
    assert_int_equal(seen, EVENTS);
    assert_int_equal(pages, 3);
}

static void an_op_sent_again_gets_its_first_answer(void **state)
{
    struct fixture *f = *state;
    static const char op[] = "0198c5c8-0000-7000-8000-00000000000a";
    const char *made;
    assert_ok(f, store_op(f->s, &f->a, op, "product.add", 11, &made, &f->e));
    assert_null(made);
    f->op = op;
    const char *id = some_product(f, PRODUCT_PIGMENT, "Ash", 365);
    assert_ok(f, store_op(f->s, &f->a, op, "product.add", 11, &made, &f->e));
    assert_string_equal(made,
                        arena_print(&f->a, "{\"product\":\"%s\",\"product_code\":\"P-0001\"}", id));
}

static void an_op_sent_with_other_parameters_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char op[] = "0198c5c8-0000-7000-8000-00000000000a";
    f->op = op;
    some_product(f, PRODUCT_PIGMENT, "Ash", 365);
    const char *made;
    assert_refused(store_op(f->s, &f->a, op, "product.ade", 11, &made, &f->e), STIPPLE_OP_REUSED);
    assert_string_equal(f->e.field, "op_id");
}

static void a_refused_command_does_not_use_up_its_op(void **state)
{
    struct fixture *f = *state;
    static const char op[] = "0198c5c8-0000-7000-8000-00000000000a";
    some_product(f, PRODUCT_PIGMENT, "Ash", 365);
    struct product_add again = {head_at(f, NULL), facts_none()};
    struct product_made made;
    again.facts.maker = "SCALPWORKS";
    again.facts.name = "ash";
    again.facts.kind = PRODUCT_PIGMENT;
    f->op = op;
    assert_refused(do_product_add(f, &again, &made), STIPPLE_PRODUCT_EXISTS);
    const char *answer;
    assert_ok(f, store_op(f->s, &f->a, op, "product.add", 11, &answer, &f->e));
    assert_null(answer);
}

static void events_can_neither_be_changed_nor_deleted(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(sqlite3_exec(f->s->db, "UPDATE event SET type = 'x'", NULL, NULL, NULL) & 0xFF,
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(f->s->db, "DELETE FROM event", NULL, NULL, NULL) & 0xFF,
                     SQLITE_CONSTRAINT);
}

static void one_bad_command_of_a_batch_fails_alone(void **state)
{
    struct fixture *f = *state;
    struct store_position position;
    assert_ok(f, store_begin(f->s, &f->e));
    f->batch = true;
    some_product(f, PRODUCT_PIGMENT, "First", 365);
    /* Recorded and applied, then undone: nothing of it may stay. */
    assert_ok(f, store_savepoint(f->s, &f->e));
    struct event event = {.op_id = "0198c5c8-0000-7000-8000-00000000000b",
                          .type = "staff.add",
                          .occurred_at = {f->now, 0},
                          .recorded_at = f->now,
                          .by = "uid:1000",
                          .body = "{\"made\":{\"staff\":\"s\",\"staff_code\":\"S-01\"},"
                                  "\"name\":\"A\",\"offset_min\":0}"};
    assert_ok(f, store_record(f->s, &event, &f->e));
    assert_int_equal(event.seq, 3);
    store_undo(f->s);
    assert_false(store_lost(f->s));
    some_product(f, PRODUCT_PIGMENT, "Second", 365);
    assert_ok(f, store_commit(f->s, &f->e));
    assert_ok(f, store_position(f->s, &position, &f->e));
    assert_int_equal(position.events, 3);
    struct list people;
    assert_ok(f, staff_list(f->s, &f->a, true, &people, &f->e));
    assert_int_equal(people.n, 0);
    struct audit audit;
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_true(audit.whole);
}

static void an_event_that_changes_nothing_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_begin(f->s, &f->e));
    struct event event = {.op_id = "0198c5c8-0000-7000-8000-00000000000c",
                          .type = "product.retire",
                          .occurred_at = {f->now, 0},
                          .recorded_at = f->now,
                          .by = "uid:1000",
                          .body = "{\"product\":\"nobody\",\"offset_min\":0}"};
    assert_refused(store_record(f->s, &event, &f->e), STIPPLE_INTERNAL);
    event.type = "no.such";
    event.op_id = "0198c5c8-0000-7000-8000-00000000000d";
    assert_refused(store_record(f->s, &event, &f->e), STIPPLE_INTERNAL);
    event.body = "{\"a\":";
    assert_refused(store_record(f->s, &event, &f->e), STIPPLE_INTERNAL);
    store_rollback(f->s);
}

static void a_full_disk_refuses_and_the_store_goes_on(void **state)
{
    struct fixture *f = *state;
    struct store_position position;
    sqlite3_exec(f->s->db, "PRAGMA max_page_count = 60", NULL, NULL, NULL);
    enum stipple_error code = STIPPLE_OK;
    for (int i = 0; i < 2000 && code == STIPPLE_OK; i++) {
        struct staff_made made;
        code = do_staff_add(f, "Somebody", i, &made);
    }
    assert_refused(code, STIPPLE_STORE_FULL);
    sqlite3_exec(f->s->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
    some_product(f, PRODUCT_PIGMENT, "Afterwards", 365);
    struct audit audit;
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_true(audit.whole);
    assert_ok(f, store_position(f->s, &position, &f->e));
    assert_int_equal(position.events, audit.events);
    assert_string_equal(position.seal, audit.seal);
}

static void the_wal_is_moved_into_the_database_and_starts_over(void **state)
{
    struct fixture *f = *state;
    struct store_position before, after;
    for (int i = 0; i < 300; i++) {
        struct staff_made made;
        assert_ok(f, do_staff_add(f, "Somebody", i, &made));
    }
    assert_true(f->s->wal_pages > 1000);
    store_checkpoint(f->s);
    assert_int_equal(f->s->wal_pages, 0);
    assert_ok(f, store_position(f->s, &before, &f->e));
    for (int i = 0; i < 100; i++) {
        struct staff_made made;
        assert_ok(f, do_staff_add(f, "Somebody", i, &made));
    }
    assert_ok(f, store_position(f->s, &after, &f->e));
    assert_int_equal(after.wal_bytes, before.wal_bytes);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(hashes_are_those_another_program_computes),
        TEST(each_stored_event_commits_to_its_body_and_its_predecessor),
        TEST(bodies_are_kept_in_canonical_form_with_the_requests_digest),
        TEST(a_page_of_large_bodies_ends_early_and_goes_on),
        TEST(an_op_sent_again_gets_its_first_answer),
        TEST(an_op_sent_with_other_parameters_is_refused),
        TEST(a_refused_command_does_not_use_up_its_op),
        TEST(events_can_neither_be_changed_nor_deleted),
        TEST(one_bad_command_of_a_batch_fails_alone),
        TEST(an_event_that_changes_nothing_is_refused),
        TEST(a_full_disk_refuses_and_the_store_goes_on),
        TEST(the_wal_is_moved_into_the_database_and_starts_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
