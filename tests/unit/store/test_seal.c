#include "unit.h"

#include "people_commands.h"

#include "store/chain.h"
#include "store/connection.h"

#include <sodium.h>
#include <sys/stat.h>

#define ANNA  "{\"born\":\"1984-05-17\",\"name\":\"Anna Probe\",\"notes\":\"warfarin\"}"
#define BERTA "{\"name\":\"Berta Probe\"}"

static struct client shown(struct fixture *f, const char *id)
{
    struct client client = {0};
    assert_ok(f, client_show(f->s, &f->a, id, &client, &f->e));
    return client;
}

static const char *opened(struct fixture *f, const char *id)
{
    const char *text = NULL;
    struct client client = shown(f, id);
    assert_ok(f, client_open(f->s, &f->a, &client, &text, &f->e));
    return text;
}

/* Runs SQL on the closed file, as a thief or a fault would. */
static void tamper(struct fixture *f, const char *sql)
{
    char path[128];
    sqlite3 *db;
    store_close(f->s);
    f->s = NULL;
    fixture_path(f, "stipple.db", path, sizeof path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static enum stipple_error reopened(struct fixture *f)
{
    return store_open(f->dir, "Europe/Copenhagen", &f->sources, &f->s, &f->e);
}

static void key_write(struct fixture *f, const char *text)
{
    char path[128];
    fixture_path(f, "studio.key", path, sizeof path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fchmod(fileno(file), 0600), 0);
    fclose(file);
}

static void what_is_sealed_opens_again_and_after_an_amendment_is_the_new_whole(void **state)
{
    struct fixture *f = *state;
    struct client_made anna, berta;
    assert_ok(f, do_client_add(f, ANNA, &anna));
    assert_ok(f, do_client_add(f, BERTA, &berta));
    assert_string_equal(anna.client_code, "C-0001");
    assert_string_equal(opened(f, anna.client), ANNA);
    assert_string_equal(opened(f, berta.client), BERTA);
    assert_ok(f, do_client_amend(f, anna.client, "{\"name\":\"Anna Neu\"}"));
    fixture_reopen(f);
    assert_string_equal(opened(f, anna.client), "{\"name\":\"Anna Neu\"}");
    struct list events;
    assert_ok(f, client_events(f->s, &f->a, anna.client, &events, &f->e));
    assert_int_equal(events.n, 2); /* both show */
    assert_string_equal(((struct client_event *)events.items)[0].sealed, ANNA);
}

/* Whether some file in the data directory holds the text. */
static bool somewhere(struct fixture *f, const char *text)
{
    static const char *const names[] = {"stipple.db", "stipple.db-wal"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        fixture_path(f, names[i], path, sizeof path);
        FILE *file = fopen(path, "rb");
        if (!file)
            continue;
        struct buffer all = {0};
        for (size_t n = 1; n > 0;) {
            char *room = buffer_reserve(&all, 65536);
            n = room ? fread(room, 1, 65536, file) : 0;
            all.length += n;
        }
        fclose(file);
        assert_true(all.length > 0);
        found |= memmem(all.data, all.length, text, strlen(text)) != NULL;
        buffer_free(&all);
    }
    return found;
}

static void no_byte_of_the_files_shows_who_somebody_is(void **state)
{
    struct fixture *f = *state;
    struct client_made anna;
    struct course_made course;
    assert_ok(f, do_client_add(f, ANNA, &anna));
    assert_ok(f, do_client_amend(f, anna.client, "{\"name\":\"Anna Neu\"}"));
    assert_ok(f, do_course_open(f, anna.client, "{\"notes\":\"keloid\"}", NULL, &course));
    static const char *const words[] = {"Anna", "Probe", "1984-05-17", "warfarin", "Neu", "keloid"};
    assert_true(somewhere(f, "a slip")); /* what is in clear is seen */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(somewhere(f, words[i]));
    store_close(f->s); /* everything moves from the WAL into the database */
    assert_true(somewhere(f, "a slip"));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(somewhere(f, words[i]));
    assert_ok(f, reopened(f));
}

static void every_history_of_clients_rebuilds_to_the_same_state(void **state)
{
    struct fixture *f = *state;
    struct client_made made[8];
    struct course_made course;
    struct audit audit = {0};
    for (int i = 0; i < 8; i++)
        assert_ok(f, do_client_add(f, ANNA, &made[i]));
    for (int i = 0; i < 40; i++) {
        const char *client = made[fixture_below(f, 8)].client;
        f->now += fixture_below(f, 100000);
        assert_ok(f, do_client_amend(f, client, i % 2 ? BERTA : ANNA));
        assert_ok(f, do_course_open(f, client, i % 3 ? "{\"notes\":\"x\"}" : NULL, NULL, &course));
        if (i % 4 == 0)
            assert_ok(f, do_course_close(f, course.course, NULL));
    }
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_true(audit.whole);
    tamper(f, "UPDATE client SET sealed = (SELECT sealed FROM client WHERE id = 2) WHERE id = 1;"
              "UPDATE course SET service = 'full' WHERE id = 3");
    assert_ok(f, reopened(f));
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_int_equal(audit.findings.n, 2);
    assert_string_equal(((struct audit_finding *)audit.findings.items)[0].where, "client 1");
    assert_string_equal(((struct audit_finding *)audit.findings.items)[1].where, "course 3");
}

static void what_was_sealed_for_one_client_does_not_open_for_another(void **state)
{
    struct fixture *f = *state;
    struct client_made anna, berta;
    const char *text;
    assert_ok(f, do_client_add(f, ANNA, &anna));
    assert_ok(f, do_client_add(f, BERTA, &berta));
    struct client one = shown(f, anna.client), other = shown(f, berta.client);
    assert_refused(seal_open(f->s, &f->a, one.id, other.sealed, &text, &f->e), STIPPLE_KEY_WRONG);
    /* Nor with its key moved along. */
    tamper(f, "UPDATE client_key SET sealed = (SELECT sealed FROM client_key ORDER BY client "
              "LIMIT 1)");
    enum stipple_error code = reopened(f);
    if (code == STIPPLE_OK) { /* the key that was looked at may be the one that is right */
        code = client_open(f->s, &f->a, &one, &text, &f->e);
        if (code == STIPPLE_OK)
            code = client_open(f->s, &f->a, &other, &text, &f->e);
    }
    assert_refused(code, STIPPLE_KEY_WRONG);
}

static void a_changed_byte_does_not_open(void **state)
{
    struct fixture *f = *state;
    struct client_made anna;
    const char *text;
    assert_ok(f, do_client_add(f, ANNA, &anna));
    struct client client = shown(f, anna.client);
    char *sealed = arena_copy(&f->a, client.sealed, strlen(client.sealed));
    for (size_t i = 0; sealed[i] && sealed[i] != '='; i += 7) {
        char was = sealed[i];
        sealed[i] = was == 'A' ? 'B' : 'A';
        assert_refused(seal_open(f->s, &f->a, client.id, sealed, &text, &f->e), STIPPLE_KEY_WRONG);
        sealed[i] = was;
    }
    assert_ok(f, seal_open(f->s, &f->a, client.id, sealed, &text, &f->e));
    static const char *const noise[] = {"", "A", "AAAA", "not base64!", "äöü"};
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++)
        assert_refused(seal_open(f->s, &f->a, client.id, noise[i], &text, &f->e),
                       STIPPLE_KEY_WRONG);
}

static void a_client_without_a_key_is_erased(void **state)
{
    struct fixture *f = *state;
    struct client_made anna;
    const char *text;
    struct list found;
    bool more;
    assert_ok(f, do_client_add(f, ANNA, &anna));
    tamper(f, "DELETE FROM client_key");
    assert_ok(f, reopened(f));
    struct client client = shown(f, anna.client);
    assert_refused(client_open(f->s, &f->a, &client, &text, &f->e), STIPPLE_CLIENT_ERASED);
    assert_refused(do_client_amend(f, anna.client, BERTA), STIPPLE_CLIENT_ERASED);
    assert_ok(f, client_find(f->s, &f->a, "anna", 10, &found, &more, &f->e));
    assert_int_equal(found.n, 0);
}

static void the_key_is_made_once_and_for_its_owner_alone(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct stat st, again;
    fixture_path(f, "studio.key", path, sizeof path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_size, 65);
    fixture_reopen(f);
    assert_int_equal(stat(path, &again), 0);
    assert_true(st.st_ino == again.st_ino);
}

static void a_key_that_others_may_read_is_not_used(void **state)
{
    struct fixture *f = *state;
    char path[128];
    fixture_path(f, "studio.key", path, sizeof path);
    store_close(f->s);
    f->s = NULL;
    assert_int_equal(chmod(path, 0640), 0);
    assert_refused(reopened(f), STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(f->e.hint, "chmod 600"));
    assert_int_equal(chmod(path, 0600), 0);
    assert_ok(f, reopened(f));
}

static void a_studio_with_clients_does_not_start_without_its_key(void **state)
{
    struct fixture *f = *state;
    struct client_made anna;
    char path[128], aside[128];
    fixture_path(f, "studio.key", path, sizeof path);
    fixture_path(f, "aside", aside, sizeof aside);
    assert_int_equal(unlink(path), 0);
    fixture_reopen(f); /* no clients yet: a new one is made */
    assert_ok(f, do_client_add(f, ANNA, &anna));
    store_close(f->s);
    f->s = NULL;
    assert_int_equal(rename(path, aside), 0);
    assert_refused(reopened(f), STIPPLE_KEY_MISSING);
    assert_int_equal(access(path, F_OK), -1);
    key_write(f, "00000000000000000000000000000000000000000000000000000000000000ff\n");
    assert_refused(reopened(f), STIPPLE_KEY_WRONG);
    static const char too_long[] =
        "00000000000000000000000000000000000000000000000000000000000000ff\n\n";
    static const char *const halves[] = {"", "00ff\n", "key\n", too_long};
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        key_write(f, halves[i]);
        assert_refused(reopened(f), STIPPLE_KEY_WRONG);
    }
    assert_int_equal(rename(aside, path), 0);
    assert_ok(f, reopened(f));
    assert_string_equal(opened(f, anna.client), ANNA);
}

/* Whoever has the file has the salt: the digest must not be one they can compute. */
static void a_request_cannot_be_guessed_from_its_digest(void **state)
{
    struct fixture *f = *state;
    struct client_made anna;
    char path[128], hex[HASH_HEX];
    unsigned char digest[HASH_SIZE];
    assert_ok(f, do_client_add(f, ANNA, &anna)); /* its request is the word client.add */
    sqlite3 *db;
    sqlite3_stmt *st;
    fixture_path(f, "stipple.db", path, sizeof path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT salt, body ->> 'request' FROM event "
                                        "WHERE type = 'client.add'",
                                        -1, &st, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    const unsigned char *salt = sqlite3_column_blob(st, 0);
    const char *kept = (const char *)sqlite3_column_text(st, 1);
    chain_commit(salt, "client.add", strlen("client.add"), digest);
    chain_hex(digest, hex);
    assert_string_not_equal(kept, hex);
    crypto_generichash_state state2;
    crypto_generichash_init(&state2, NULL, 0, HASH_SIZE);
    crypto_generichash_update(&state2, salt, SALT_SIZE);
    crypto_generichash_update(&state2, (const unsigned char *)"client.add", strlen("client.add"));
    crypto_generichash_final(&state2, digest, HASH_SIZE);
    chain_hex(digest, hex);
    assert_string_not_equal(kept, hex);
    assert_ok(f, seal_digest(f->s, salt, "client.add", strlen("client.add"), digest, &f->e));
    chain_hex(digest, hex);
    assert_string_equal(kept, hex);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_sealed_opens_again_and_after_an_amendment_is_the_new_whole),
        TEST(no_byte_of_the_files_shows_who_somebody_is),
        TEST(every_history_of_clients_rebuilds_to_the_same_state),
        TEST(what_was_sealed_for_one_client_does_not_open_for_another),
        TEST(a_changed_byte_does_not_open),
        TEST(a_client_without_a_key_is_erased),
        TEST(the_key_is_made_once_and_for_its_owner_alone),
        TEST(a_key_that_others_may_read_is_not_used),
        TEST(a_studio_with_clients_does_not_start_without_its_key),
        TEST(a_request_cannot_be_guessed_from_its_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
